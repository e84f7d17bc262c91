"""Connections, and acting_as: the one place where a transaction gets its row-level-security context."""

import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
import msgspec

from clinical.errors import Unauthenticated

if TYPE_CHECKING:
    Conn = asyncpg.Connection[asyncpg.Record] | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]
    Pool = asyncpg.Pool[asyncpg.Record]
else:
    # Litestar evaluates the hints of handlers; asyncpg's classes cannot be subscripted at run time.
    Conn = asyncpg.Connection
    Pool = asyncpg.Pool

APP = "intersession_app"
WORKER = "intersession_worker"

# Which notes each role may read: a note's audience must be among these (product.md, "People").
AUDIENCES: dict[str, tuple[str, ...]] = {
    "patient": ("private", "therapist", "team", "prescriber"),
    "therapist": ("therapist", "team"),
    "clinician": ("team", "prescriber"),
    "admin": (),
    "worker": (),
}

PLANNING = {"plan_cache_mode": "force_generic_plan", "enable_seqscan": "off", "jit": "off"}
"""The API's statements are planned once a connection, and by index. Left alone, PostgreSQL plans a table scan while a table is
small and keeps to it while the table grows, until its statistics are renewed; that made saving a check-in several times as
expensive in a young database. (Before 18 a scan that cannot be avoided looks so dear that it would be compiled first: hence jit.)
roles.sql gives the same to connections that sign in as the role. What reads many patients at once says what it needs itself."""

SESSION_CHANGED = "IS401"
"""The sqlstate that identity.assert_session raises."""

_AUDIENCE_LITERALS = {role: "{" + ",".join(audiences) + "}" for role, audiences in AUDIENCES.items()}
"""A role that is not among them is a KeyError, and no SQL."""


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts, in which clinic, for which patients. `patient_ids` is what the transaction can see and nothing else."""

    clinic_id: UUID
    account_id: UUID | None
    role: str
    patient_ids: tuple[UUID, ...] = ()


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What a process remembers of a session, to be checked by the database in the round trip that begins the transaction."""

    token_hash: bytes
    account_id: UUID
    version: int


async def create_pool(dsn: str, *, role: str = APP, min_size: int = 1, max_size: int = 10) -> "Pool":
    """A pool whose connections act as `role`: by signing in as it, or by `set role` at connection time.

    A pooler in transaction mode (PgBouncer) passes on neither start-up parameters nor prepared statements: give it a DSN that
    signs in as the role itself, with `?statement_cache_size=0`.
    """
    planning = PLANNING if role == APP else {}
    settings: dict[str, Any] = {} if urlsplit(dsn).username == role else {"server_settings": {"role": role, **planning}}
    dsn, cache = _without_cache_option(dsn)
    return await asyncpg.create_pool(
        dsn,
        min_size=min_size,
        max_size=max_size,
        init=prepare_connection,
        # Every setting here is `set local` and ends with its transaction: nothing to reset, one round trip saved per request.
        reset=_nothing_to_reset,
        statement_cache_size=cache,
        **settings,
    )


@asynccontextmanager
async def acting_as(conn: Conn, context: Context) -> AsyncGenerator[Conn]:
    """A transaction that sees what `context` allows. Commits on leaving, rolls back when an exception leaves it."""
    await begin(conn, context)
    try:
        yield conn
    except BaseException:
        await roll_back(conn)
        raise
    await conn.execute("commit")


async def begin(conn: Conn, context: Context, proof: Proof | None = None) -> None:
    """Begins a transaction with its row-level-security context, in one round trip.

    With `proof`, the same round trip makes sure that the remembered session is still what it was; Unauthenticated otherwise.
    The settings are literal `set local`, which Citus hands on to its shards (set_config is not).
    """
    try:
        await conn.execute(begin_statement(context, proof))
    except asyncpg.PostgresError as error:
        await conn.execute("rollback")
        if error.sqlstate == SESSION_CHANGED:
            raise Unauthenticated from None
        raise


async def roll_back(conn: Conn) -> None:
    """Of a connection that broke, the server rolls back by itself."""
    if not conn.is_closed():
        await conn.execute("rollback")


async def go_on_as(conn: Conn, context: Context) -> None:
    """Within a transaction: what follows is seen, and may be written, with another context."""
    settings = begin_statement(context, None).removeprefix("begin; ")
    await conn.execute(f"set local app.account_id = ''; {settings}")


def begin_statement(context: Context, proof: Proof | None) -> str:
    """Literals only of ids, a known role and a number: nothing that a person typed is ever part of it."""
    clinic, patients = _literal(context.clinic_id), ",".join(map(_literal, context.patient_ids))
    statement = (
        f"begin; set local app.clinic_id = '{clinic}'; set local app.role = '{context.role}'; "
        f"set local app.patient_ids = '{{{patients}}}'; set local app.audiences = '{_AUDIENCE_LITERALS[context.role]}'"
    )
    if context.account_id is not None:
        statement += f"; set local app.account_id = '{_literal(context.account_id)}'"
    if proof is not None:
        token, account = proof.token_hash.hex(), _literal(proof.account_id)
        statement += f"; select identity.assert_session('\\x{token}', '{account}', {proof.version:d})"
    return statement


def _literal(value: UUID) -> str:
    if not isinstance(value, UUID):  # pyright: ignore[reportUnnecessaryIsInstance] this string becomes SQL
        raise TypeError("not a UUID")
    return str(value)


def worker_context(clinic_id: UUID, patient_ids: Sequence[UUID] = ()) -> Context:
    return Context(clinic_id=clinic_id, account_id=None, role="worker", patient_ids=tuple(patient_ids))


async def prepare_connection(conn: Conn) -> None:
    await conn.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=_encode_json, decoder=msgspec.json.decode, format="text"
    )


def _encode_json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


async def _nothing_to_reset(_conn: Conn) -> None:
    return None


def _without_cache_option(dsn: str) -> tuple[str, int]:
    option = re.search(r"[?&]statement_cache_size=(\d+)", dsn)
    if option is None:
        return dsn, 200
    stripped = dsn.replace(option.group(0), "?" if option.group(0)[0] == "?" and "&" in dsn[option.end() :] else "", 1)
    return stripped.replace("?&", "?"), int(option.group(1))
