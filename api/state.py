"""What the process holds for as long as it serves: the pool, the keys, what it remembers of sessions."""

from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, TypeAlias, cast

import msgspec
from litestar import Litestar, Request
from litestar.connection import ASGIConnection

from db.accounts import Account
from db.pool import Pool
from db.vault import PatientKey, Vault

AnyConnection: TypeAlias = ASGIConnection[Any, Any, Any, Any]
AnyRequest: TypeAlias = Request[Any, Any, Any]

REMEMBERED_SESSIONS = 10_000


class Remembered(msgspec.Struct):
    """A session as it was read last, with the patient's opened key once it was needed. Never trusted: the database confirms
    the account's version in the round trip that begins each transaction."""

    account: Account
    key: PatientKey | None = None


class Sessions:
    """The most recently used sessions of this process, by the hash of their token."""

    def __init__(self, limit: int = REMEMBERED_SESSIONS) -> None:
        self._entries: OrderedDict[bytes, Remembered] = OrderedDict()
        self._limit = limit

    def get(self, token_hash: bytes) -> Remembered | None:
        entry = self._entries.get(token_hash)
        if entry is not None:
            self._entries.move_to_end(token_hash)
        return entry

    def put(self, token_hash: bytes, account: Account) -> Remembered:
        entry = self._entries[token_hash] = Remembered(account)
        if len(self._entries) > self._limit:
            self._entries.popitem(last=False)
        return entry

    def forget(self, token_hash: bytes) -> None:
        self._entries.pop(token_hash, None)


class Running(msgspec.Struct, kw_only=True):
    """`public_url` is the address people use, without a trailing slash; `push_key` the VAPID public key, base64url, or None.
    `push_hosts` are allowed beside the known push services. `throttle_salt` keys the hashes that attempts are counted under.
    `metrics_token` opens /metrics, which is not there without it."""

    pool: Pool
    vault: Vault
    sessions: Sessions
    public_url: str
    demo_password: str | None
    push_key: str | None
    push_hosts: tuple[str, ...]
    throttle_salt: bytes
    metrics_token: str | None

    @property
    def secure(self) -> bool:
        return self.public_url.startswith("https://")


def running(connection: AnyConnection | Litestar) -> Running:
    app = connection if isinstance(connection, Litestar) else connection.app
    return cast("Running", app.state.running)


@asynccontextmanager
async def keep(app: Litestar, value: Running) -> AsyncGenerator[None]:
    app.state.running = value
    try:
        yield
    finally:
        await value.pool.close()
