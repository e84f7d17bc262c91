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
    except asyncpg.PostgresConnectionError as error:
        _note(error)
        raise Unavailable from None
    except (asyncpg.TooManyConnectionsError, asyncpg.CannotConnectNowError, asyncpg.AdminShutdownError) as error:
        _note(error)
        raise Unavailable from None
    except asyncpg.PostgresError as error:
        _note(error)
        raise _meaning(error) from None
    except (asyncpg.InterfaceError, OSError, TimeoutError):
        log.warning("database out of reach")
        raise Unavailable from None


def _meaning(error: asyncpg.PostgresError) -> DomainError:
    refusal = REFUSALS.get(getattr(error, "constraint_name", None) or "")
    if refusal is not None:
        return refusal[0](refusal[1])
    if isinstance(error, asyncpg.ForeignKeyViolationError):
        return NotFound()
    if isinstance(error, asyncpg.InsufficientPrivilegeError):
        return Forbidden()
    if isinstance(error, asyncpg.UniqueViolationError):
        return Conflict()
    if isinstance(error, asyncpg.CheckViolationError | asyncpg.DataError):
        return Invalid()
    return DomainError()


def _note(error: asyncpg.PostgresError) -> None:
    log.warning(
        "refused by the database",
        extra={"sqlstate": error.sqlstate, "constraint": getattr(error, "constraint_name", None)},
    )
