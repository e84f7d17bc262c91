"""Errors become RFC 9457 problems: a stable type for the client, a sentence for the person, paths of fields.

Nothing here repeats what was sent: not the value, not the URL.
"""

import logging
import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, cast

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from clinical import errors
from clinical.errors import DomainError, FieldError
from clinical.guidance import Hotline

log = logging.getLogger(__name__)

QUOTING = re.compile(r"^(Invalid (?:enum )?value|Object contains unknown field)\b.*", re.DOTALL)
"""Messages of msgspec that go on with what was sent: a value, or a field's name."""

IN_A_LIST = re.compile(r"`\$\.data(\[[^`]*)`$")
"""Where msgspec found it in a body that is a list: the framework keeps names alone."""

TYPE_BASE = "https://intersession.example/problems/"
MEDIA_TYPE = "application/problem+json"

STATUS: dict[type[DomainError], HTTPStatus] = {
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Unauthenticated: HTTPStatus.UNAUTHORIZED,
    errors.Forbidden: HTTPStatus.FORBIDDEN,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.Gone: HTTPStatus.GONE,
    errors.TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.TooLate: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.InFuture: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.Throttled: HTTPStatus.TOO_MANY_REQUESTS,
    errors.Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
}

# What the framework refuses by itself, by status.
FRAMEWORK: dict[int, type[DomainError]] = {
    400: errors.Invalid,
    401: errors.Unauthenticated,
    403: errors.Forbidden,
    404: errors.NotFound,
    405: errors.NotFound,
    413: errors.TooLarge,
    415: errors.Invalid,
    422: errors.Invalid,
    429: errors.Throttled,
}


class Problem(msgspec.Struct, kw_only=True, omit_defaults=True):
    """`type` is stable. `guidance` is there when the words that were refused sounded like danger."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []
    limit: int | str | None = None
    guidance: Hotline | None = None


def problem(error: DomainError) -> Problem:
    status = STATUS.get(type(error), HTTPStatus.INTERNAL_SERVER_ERROR)
    return Problem(
        type=TYPE_BASE + error.slug,
        title=status.phrase,
        status=status,
        detail=error.detail,
        errors=list(error.errors),
        limit=error.limit,
    )


def answer(found: Problem, headers: dict[str, str] | None = None) -> Response[Problem]:
    return Response(found, status_code=found.status, media_type=MEDIA_TYPE, headers=headers)


def on_domain_error(_: Request[Any, Any, Any], error: DomainError) -> Response[Problem]:
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, errors.Throttled) else None
    return answer(problem(error), headers)


def on_http_exception(_: Request[Any, Any, Any], error: HTTPException) -> Response[Problem]:
    kind = FRAMEWORK.get(error.status_code, DomainError)
    found = problem(kind(retry_after=60) if issubclass(kind, errors.Throttled) else kind())
    if error.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
        found.status = error.status_code
        found.title = HTTPStatus(error.status_code).phrase
    if isinstance(error, ValidationException):
        found.status, found.title = HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.UNPROCESSABLE_ENTITY.phrase
        found.errors = list(_fields(error))
    return answer(found)


def _fields(error: ValidationException) -> list[FieldError]:
    """Litestar's list of {message, key, source}; what msgspec's messages quote of the request is left out."""
    fields: list[FieldError] = []
    for entry in cast("list[dict[str, Any]]", error.extra if isinstance(error.extra, list) else []):
        message = QUOTING.sub(r"\1", str(entry.get("message") or ""))
        # The framework's own name for the body is no path in it.
        path = str(entry.get("key") or "").removeprefix("data")
        if not path and (item := IN_A_LIST.search(str(error.__cause__))):
            path = item[1]
        fields.append(FieldError(path=path, message=message))
    return fields


def on_anything_else(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    """The type and the place, never the text: messages of exceptions can carry what was sent."""
    # What the database refused inside a handler becomes a domain error where the transaction ends (api.acting), and
    # Litestar wraps what a dependency raises while it is closed.
    wrapped = cast("Sequence[Exception]", getattr(error, "exceptions", ()))
    if wrapped and isinstance(wrapped[0], DomainError):
        return on_domain_error(request, wrapped[0])
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    place = f"{last.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{last.tb_lineno}" if last else "?"
    log.error("unexpected", extra={"error": type(error).__name__, "place": place})
    return answer(problem(DomainError()))


def on_too_deep(_: Request[Any, Any, Any], _error: RecursionError) -> Response[Problem]:
    """Brackets within brackets, thousands deep, are the client's mistake."""
    return answer(problem(errors.Invalid()))


HANDLERS = {
    RecursionError: on_too_deep,
    DomainError: on_domain_error,
    HTTPException: on_http_exception,
    Exception: on_anything_else,
}
