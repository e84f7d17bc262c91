"""Who is asking: the session cookie becomes `request.user`, and writes from other origins are turned away."""

from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware

from api.auth.tokens import cookie_name, hash_token
from api.state import AnyConnection, running
from clinical.errors import Forbidden
from db.accounts import Account, account_of_session
from db.rows import refusals_in_words

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Receive, Scope, Send

SAFE = {"GET", "HEAD", "OPTIONS"}


class ReadSession(ASGIMiddleware):
    """Sets `scope["user"]` to an Account or None, and `scope["auth"]` to the hash of the session's token or None.

    What the process remembers of the session is enough here: whoever opens a transaction proves it again (api.acting).
    """

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: "Scope", receive: "Receive", send: "Send", next_app: "ASGIApp") -> None:
        connection: AnyConnection = ASGIConnection(scope)
        token = connection.cookies.get(cookie_name(secure=running(connection).secure))
        token_hash = hash_token(token) if token else None
        scope["auth"] = token_hash
        scope["user"] = await recall(connection, token_hash) if token_hash else None
        await next_app(scope, receive, send)


def token_of(connection: AnyConnection) -> bytes | None:
    """The hash of the token that came with the request, as ReadSession left it."""
    return cast("bytes | None", connection.scope["auth"])


def user_of(connection: AnyConnection) -> Account | None:
    """Whose session it is, as far as the process remembers."""
    return cast("Account | None", connection.scope["user"])


async def recall(connection: AnyConnection, token_hash: bytes) -> Account | None:
    """The session's account from memory, else from the database."""
    remembered = running(connection).sessions.get(token_hash)
    return remembered.account if remembered else await look_up(connection, token_hash)


async def look_up(connection: AnyConnection, token_hash: bytes) -> Account | None:
    here = running(connection)
    here.sessions.forget(token_hash)
    with refusals_in_words():
        async with here.pool.acquire() as conn:
            account = await account_of_session(conn, token_hash)
    if account is not None:
        here.sessions.put(token_hash, account)
    return account


class SameOrigin(ASGIMiddleware):
    """Refuses writes that another site's page made: SameSite cookies are the first fence against CSRF, this is the second."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: "Scope", receive: "Receive", send: "Send", next_app: "ASGIApp") -> None:
        if scope["type"] == ScopeType.HTTP and scope["method"] not in SAFE:
            connection: AnyConnection = ASGIConnection(scope)
            if not is_same_origin(
                connection.headers.get("origin"), connection.headers.get("sec-fetch-site"), self._own(connection)
            ):
                raise Forbidden("This request did not come from the app itself.")
        await next_app(scope, receive, send)

    @staticmethod
    def _own(connection: AnyConnection) -> set[str]:
        """The public address, and on loopback whatever name the browser used for it."""
        public = running(connection).public_url
        host = connection.headers.get("host", "")
        name = urlsplit(f"//{host}").hostname
        return {public, f"http://{host}"} if name in ("localhost", "127.0.0.1", "::1") else {public}


def is_same_origin(origin: str | None, fetch_site: str | None, own: set[str]) -> bool:
    if origin is not None:
        return origin in own
    return fetch_site == "same-origin"
