"""The phrases of one language: what phrases/<language>/*.json say together.

A file holds what belongs together and says what that is. `classes`, `near` (words with what they are not a misspelling
of) and `disguised` words count for all files of the language.
"""

from collections.abc import Iterable
from importlib.resources import files

import msgspec

from .patterns import Group


class Phrases(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """`near`: see `near`; `disguised`: see `disguises`; `classes`: see `patterns`."""

    about: str
    language: str
    classes: dict[str, list[str]] = {}
    near: dict[str, list[str]] = {}
    disguised: list[str] = []
    groups: list[Group] = []


def phrases_of(language: str) -> Phrases:
    """Raises ValueError when two files name the same class, or a file is of another language."""
    folder = files("clinical.crisis").joinpath("phrases", language)
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".json"))
    parts = [msgspec.json.decode(folder.joinpath(name).read_bytes(), type=Phrases) for name in names]
    if any(part.language != language for part in parts):
        raise ValueError(f"a file in phrases/{language} is of another language")
    return Phrases(
        about=" ".join(part.about for part in parts),
        language=language,
        classes=_together(part.classes for part in parts),
        near=_together(part.near for part in parts),
        disguised=[word for part in parts for word in part.disguised],
        groups=[group for part in parts for group in part.groups],
    )


def _together(parts: Iterable[dict[str, list[str]]]) -> dict[str, list[str]]:
    merged: dict[str, list[str]] = {}
    for part in parts:
        if twice := merged.keys() & part.keys():
            raise ValueError(f"{sorted(twice)} are in two files")
        merged |= part
    return merged
