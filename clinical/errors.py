"""What can go wrong, in words for the person it happens to.

The docstring of each class is the sentence a person reads when no better one is given; `slug` is the stable end of the
problem's `type` and never changes, so that the phone can choose its own words. HTTP status codes live in `api`.
"""

import re
from collections.abc import Sequence
from typing import ClassVar

import msgspec


class FieldError(msgspec.Struct, kw_only=True, frozen=True):
    """One field that was not accepted: `path` is dotted ("note.text"), empty when the whole body is meant."""

    path: str
    message: str


class DomainError(Exception):
    """Something went wrong on our side. What you typed is still on your phone."""

    slug: ClassVar[str] = "internal"

    def __init__(
        self, detail: str | None = None, *, errors: Sequence[FieldError] = (), limit: int | str | None = None
    ) -> None:
        self.detail: str = detail or type(self).sentence()
        self.errors: tuple[FieldError, ...] = tuple(errors)
        self.limit: int | str | None = limit
        super().__init__(self.detail)

    @classmethod
    def sentence(cls) -> str:
        return " ".join((cls.__doc__ or "").split())


class NotFound(DomainError):
    """There is nothing here, or it is not yours to see."""

    slug = "not-found"


class Unauthenticated(DomainError):
    """Please sign in."""

    slug = "unauthenticated"


class Forbidden(DomainError):
    """Your account may not do this."""

    slug = "forbidden"


class Conflict(DomainError):
    """This was changed somewhere else in the meantime."""

    slug = "conflict"


class Gone(DomainError):
    """This link is no longer valid."""

    slug = "gone"


class TooLarge(DomainError):
    """This is more than can be sent at once."""

    slug = "too-large"


class Unavailable(DomainError):
    """This is not available right now. Please try again in a moment."""

    slug = "unavailable"


class TooLate(DomainError):
    """This day is too long ago to be filled in."""

    slug = "too-late"  # `limit`: the first day (YYYY-MM-DD) that can still be filled in


class InFuture(DomainError):
    """This day has not come yet."""

    slug = "in-future"  # `limit`: the last day (YYYY-MM-DD) that can be filled in


class Throttled(DomainError):
    """Too many tries. Please wait a little and try again."""

    slug = "throttled"

    def __init__(self, detail: str | None = None, *, retry_after: int) -> None:
        """`retry_after` is in whole seconds, at least 1."""
        super().__init__(detail, limit=None)
        self.retry_after: int = max(1, retry_after)


_AT = re.compile(r"^(?P<message>.*?)(?: - at (?:`key` in )?`(?P<path>\$[^`]*)`)?$", re.DOTALL)


class Invalid(DomainError):
    """Something in what was sent cannot be saved as it is."""

    slug = "invalid"

    @classmethod
    def of(cls, error: msgspec.ValidationError) -> "Invalid":
        """The same refusal with the field's path taken out of msgspec's message ("... - at `$.note.text`")."""
        found = _AT.match(str(error))
        message, path = (found["message"], found["path"] or "$") if found else (str(error), "$")
        return cls(errors=[FieldError(path=path.removeprefix("$").removeprefix("."), message=message)])

    @classmethod
    def field(cls, path: str, message: str, *, limit: int | str | None = None) -> "Invalid":
        return cls(message, errors=[FieldError(path=path, message=message)], limit=limit)
