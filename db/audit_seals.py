"""The hash chain over each clinic's audit rows. What was sealed and then changed, added or taken away, shows.

    hash(n) = sha256(hash(n - 1), rows of transactions from through_xid(n - 1) to before through_xid(n), by xid and seq)

A row belongs to the chain once every transaction that began before its own horizon is over: then no row can appear below
it any more, and writers never wait for each other or for the seal. The last minute is not sealed yet.
"""

from collections.abc import AsyncGenerator
from hashlib import sha256
from uuid import UUID

import asyncpg
import msgspec

from db.pool import Conn
from db.rows import many

START = b"\0" * 32


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of transactions before `through_xid` are sealed. `rows` is how many this seal added."""

    seal: int
    through_xid: int
    rows: int
    hash: bytes


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """`broken`: the first seal whose rows are not what they were, None when all are. `head`: the newest seal, if any."""

    seals: int
    rows: int
    broken: int | None
    head: Seal | None


# From one clinic to the next by the index: the table may hold millions of rows and a few clinics.
CLINICS = """
with recursive clinic (clinic_id) as (
    (select clinic_id from journal.audit order by clinic_id limit 1)
    union all
    select (select a.clinic_id from journal.audit a where a.clinic_id > c.clinic_id order by a.clinic_id limit 1)
    from clinic c
    where c.clinic_id is not null
)
select clinic_id
from clinic
where clinic_id is not null
"""


async def clinics(conn: Conn) -> list[UUID]:
    """Those with audit rows. For the worker, like everything here."""
    return [record["clinic_id"] for record in await conn.fetch(CLINICS)]


TRY_LOCK = """
select pg_try_advisory_xact_lock(hashtextextended('audit_seal' || $1::uuid::text, 0))
"""

HORIZON = """
select pg_snapshot_xmin(pg_current_snapshot())::text::int8
"""

LAST = """
select seal, through_xid::text::int8 as through_xid, rows, hash
from journal.audit_seal
where clinic_id = $1
order by seal desc
limit 1
"""

ROWS = """
select seq, at, account_id, role, action, patient_id, subject, xid::text::int8 as xid
from journal.audit
where clinic_id = $1 and xid >= $2::text::xid8 and xid < $3::text::xid8
order by xid, seq
"""

INSERT = """
insert into journal.audit_seal (clinic_id, seal, through_xid, rows, hash)
values ($1, $2, $3::text::xid8, $4, $5)
"""


async def seal(conn: Conn, clinic_id: UUID) -> int:
    """Seals what is final and returns how many rows; 0 also when another worker is at it. Needs a transaction."""
    if not await conn.fetchval(TRY_LOCK, clinic_id):
        return 0
    last = await _last(conn, clinic_id)
    horizon: int = await conn.fetchval(HORIZON)
    rows, digest = await _digest(conn, clinic_id, last, horizon)
    if rows:
        await conn.execute(INSERT, clinic_id, last.seal + 1, str(horizon), rows, digest)
    return rows


async def _last(conn: Conn, clinic_id: UUID) -> Seal:
    record = await conn.fetchrow(LAST, clinic_id)
    return Seal(seal=0, through_xid=0, rows=0, hash=START) if record is None else msgspec.convert(record, Seal)


async def _digest(conn: Conn, clinic_id: UUID, previous: Seal, until_xid: int) -> tuple[int, bytes]:
    digest, rows = sha256(previous.hash), 0
    async for record in _rows(conn, clinic_id, previous.through_xid, until_xid):
        digest.update(msgspec.json.encode(list(record.values())) + b"\n")
        rows += 1
    return rows, digest.digest()


async def _rows(conn: Conn, clinic_id: UUID, since: int, until: int) -> AsyncGenerator[asyncpg.Record]:
    async for record in conn.cursor(ROWS, clinic_id, str(since), str(until), prefetch=1_000):
        yield record


SEALS = """
select seal, through_xid::text::int8 as through_xid, rows, hash
from journal.audit_seal
where clinic_id = $1
order by seal
"""


async def verify(conn: Conn, clinic_id: UUID) -> Verdict:
    """Recomputes the whole chain; compare `head` with one that was exported earlier. Needs a transaction."""
    seals = many(await conn.fetch(SEALS, clinic_id), Seal)
    previous, rows, broken = Seal(seal=0, through_xid=0, rows=0, hash=START), 0, None
    for given in seals:
        count, digest = await _digest(conn, clinic_id, previous, given.through_xid)
        if (given.seal, given.rows, given.hash) != (previous.seal + 1, count, digest):
            broken = given.seal
            break
        previous, rows = given, rows + count
    return Verdict(seals=len(seals), rows=rows, broken=broken, head=seals[-1] if seals else None)
