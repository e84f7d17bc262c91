"""What all resources share: ids, references, instants."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

Resource = dict[str, Any]


def of(parent: UUID, part: str) -> UUID:
    """The id of what belongs to an entry: the same entry has the same ids in every export."""
    return uuid5(parent, part)


def url(resource_id: UUID) -> str:
    return f"urn:uuid:{resource_id}"


def reference(resource_id: UUID) -> dict[str, str]:
    return {"reference": url(resource_id)}


def entry(resource: Resource) -> dict[str, Any]:
    return {"fullUrl": url(UUID(resource["id"])), "resource": resource}


def instant(at: datetime) -> str:
    """With the offset of the clock it was read on."""
    return at.isoformat(timespec="seconds")


def lean(value: Any) -> Any:
    """Without what is null or empty, which FHIR does not allow to be said."""
    if isinstance(value, dict):
        kept = {key: lean(each) for key, each in value.items()}  # pyright: ignore[reportUnknownVariableType]
        return {key: each for key, each in kept.items() if each is not None and each != [] and each != {}}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, list):
        return [lean(each) for each in value]  # pyright: ignore[reportUnknownVariableType]
    return value
