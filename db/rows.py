"""Records become Structs; what the database refuses becomes a domain error, without the row that it refused.

The text of an asyncpg error carries the failing row, that is patient data. Nothing outside this module may see one.
"""

import logging
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import TypeVar

import asyncpg
import msgspec

from clinical.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Unavailable

T = TypeVar("T")

log = logging.getLogger(__name__)

REFUSALS: Mapping[str, tuple[type[DomainError], str]] = {
    "identity_email": (Conflict, "There is already an account with this e-mail address. Sign in with its password."),
    "membership_once": (Conflict, "This person already has an account in this clinic."),
    "import_once": (Conflict, "This file has been imported already."),
    "clinic_name_length": (Invalid, "A clinic's name has 1 to 200 characters."),
    "push_subscription_once": (Conflict, "This phone is already registered."),
}
"""Constraint name -> what it means to the person."""


MEANINGS: Mapping[type[asyncpg.PostgresError], type[DomainError]] = {
    asyncpg.ForeignKeyViolationError: NotFound,
    asyncpg.InsufficientPrivilegeError: Forbidden,
    asyncpg.UniqueViolationError: Conflict,
    asyncpg.CheckViolationError: Invalid,
    asyncpg.DataError: Invalid,
}
"""What is refused for no named reason."""

OUT_OF_REACH = (
    asyncpg.PostgresConnectionError,
    asyncpg.TooManyConnectionsError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.InterfaceError,
    OSError,
    TimeoutError,
)


def one(record: asyncpg.Record | None, kind: type[T]) -> T:
    """The record as a Struct. NotFound when there is none: another patient's row and no row look the same."""
    if record is None:
        raise NotFound
    return msgspec.convert(record, kind)


def many(records: list[asyncpg.Record], kind: type[T]) -> list[T]:
    return msgspec.convert(records, list[kind])


@contextmanager
def refusals_in_words() -> Generator[None]:
    """Turns what PostgreSQL refuses into a domain error, and logs the constraint alone."""
    try:
        yield
    except (*OUT_OF_REACH, asyncpg.PostgresError) as error:
        raise in_words(error) from None


def in_words(error: BaseException) -> BaseException:
    """What an error of the database means to the person; any other error as it is."""
    if isinstance(error, OUT_OF_REACH):
        log.warning("database out of reach", extra={"error": type(error).__name__})
        return Unavailable()
    if isinstance(error, asyncpg.PostgresError):
        _note(error)
        return _meaning(error)
    return error


def _meaning(error: asyncpg.PostgresError) -> DomainError:
    refusal = REFUSALS.get(getattr(error, "constraint_name", None) or "")
    if refusal is not None:
        return refusal[0](refusal[1])
    return next((kind() for refused, kind in MEANINGS.items() if isinstance(error, refused)), DomainError())


def _note(error: asyncpg.PostgresError) -> None:
    log.warning(
        "refused by the database",
        extra={"sqlstate": error.sqlstate, "constraint": getattr(error, "constraint_name", None)},
    )
