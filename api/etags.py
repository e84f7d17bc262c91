"""Answers that a page asks for again and again: unchanged, they are 304 and empty."""

from hashlib import sha256
from typing import TypeVar

import msgspec
from litestar import Response

from api.state import AnyRequest

T = TypeVar("T")


def unless_known(request: AnyRequest, value: T) -> Response[T]:
    """The value with an ETag, or 304 when the request says that it has just this (RFC 9110, If-None-Match)."""
    tag = f'"{sha256(msgspec.json.encode(value)).hexdigest()[:32]}"'
    known = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
    if tag in known or "*" in known:
        return Response(None, status_code=304, headers={"ETag": tag})  # pyright: ignore[reportReturnType] empty by definition
    return Response(value, headers={"ETag": tag})
