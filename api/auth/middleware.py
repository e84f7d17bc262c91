"""Who is asking: the session cookie becomes `request.user`, and writes from other origins are turned away."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware

from api.auth.tokens import cookie_name, hash_token
from api.state import AnyConnection, Running, running
from clinical.errors import Forbidden
from db.accounts import Account, account_of_session
from db.rows import refusals_in_words

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Receive, Scope, Send

SAFE = {"GET", "HEAD", "OPTIONS"}
LOOPBACK = ("localhost", "127.0.0.1", "::1")

Headers = Mapping[bytes, bytes]


class Gate(ASGIMiddleware):
    """Turns away writes that another site's page made (SameSite cookies are the first fence against CSRF, this is the second), then
    sets `scope["user"]` to an Account or None, and `scope["auth"]` to the hash of the session's token or None.

    What the process remembers of the session is enough here: whoever opens a transaction proves it again (api.acting).
    """

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: "Scope", receive: "Receive", send: "Send", next_app: "ASGIApp") -> None:
        here = running(scope["litestar_app"])
        # Read from the raw list once: this runs for every request.
        headers: Headers = dict(scope["headers"])
        if (
            scope["type"] == ScopeType.HTTP
            and scope["method"] not in SAFE
            and not is_same_origin(headers, here.public_url)
        ):
            raise Forbidden("This request did not come from the app itself.")
        token = cookie(headers.get(b"cookie", b""), cookie_name(secure=here.secure).encode())
        token_hash = hash_token(token) if token else None
        scope["auth"] = token_hash
        scope["user"] = await recall(here, token_hash) if token_hash else None
        await next_app(scope, receive, send)


def is_same_origin(headers: Headers, public_url: str) -> bool:
    """By Origin, which browsers send with every write; else by Sec-Fetch-Site. Neither: not a browser of ours."""
    origin = headers.get(b"origin")
    if origin is None:
        return headers.get(b"sec-fetch-site") == b"same-origin"
    if origin.decode("latin-1") == public_url:
        return True
    # On loopback, whatever name the browser used for it.
    host = headers.get(b"host", b"").decode("latin-1")
    return urlsplit(f"//{host}").hostname in LOOPBACK and origin.decode("latin-1") == f"http://{host}"


def cookie(header: bytes, name: bytes) -> str | None:
    """The value of the last cookie of this name."""
    found = None
    for pair in header.split(b";"):
        key, _, value = pair.strip().partition(b"=")
        if key == name:
            found = value.decode("latin-1")
    return found


def token_of(connection: AnyConnection) -> bytes | None:
    """The hash of the token that came with the request, as Gate left it."""
    return cast("bytes | None", connection.scope["auth"])


def user_of(connection: AnyConnection) -> Account | None:
    """Whose session it is, as far as the process remembers."""
    return cast("Account | None", connection.scope["user"])


async def recall(here: Running, token_hash: bytes) -> Account | None:
    """The session's account from memory, else from the database."""
    remembered = here.sessions.get(token_hash)
    return remembered.account if remembered else await look_up(here, token_hash)


async def look_up(here: Running, token_hash: bytes) -> Account | None:
    """The session's account from the database."""
    here.sessions.forget(token_hash)
    with refusals_in_words():
        async with here.pool.acquire() as conn:
            account = await account_of_session(conn, token_hash)
    if account is not None:
        here.sessions.put(token_hash, account)
    return account
