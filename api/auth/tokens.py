"""Opaque tokens: random, shown once, known to the database by their hash alone; and the cookie that carries a session's."""

import secrets
from hashlib import sha256

from litestar.datastructures import Cookie

TOKEN_BYTES = 32


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> bytes:
    return sha256(token.encode()).digest()


def cookie_name(*, secure: bool) -> str:
    """Over https the prefix makes the browser refuse the cookie unless it is Secure, has Path=/ and no Domain."""
    return "__Host-session" if secure else "session"


def session_cookie(token: str, *, secure: bool, max_age: int) -> Cookie:
    """`max_age` in seconds; 0 removes the cookie. Lax and not Strict: a tapped notification must open signed in."""
    return Cookie(
        key=cookie_name(secure=secure),
        value=token,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
        max_age=max_age,
    )
