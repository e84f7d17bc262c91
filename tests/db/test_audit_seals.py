from collections.abc import AsyncGenerator
from uuid import UUID

import asyncpg
import pytest

from db.audit_seals import clinics, seal, verify
from db.pool import WORKER
from tests.world import make_clinic


@pytest.fixture
async def owner(fresh_database: str) -> AsyncGenerator[asyncpg.Connection]:
    connection = await asyncpg.connect(fresh_database, statement_cache_size=0)
    yield connection
    await connection.close()


@pytest.fixture
async def worker(fresh_database: str) -> AsyncGenerator[asyncpg.Connection]:
    connection = await asyncpg.connect(fresh_database, statement_cache_size=0)
    yield connection
    await connection.close()


@pytest.fixture
async def clinic(owner: asyncpg.Connection) -> UUID:
    return await make_clinic(owner)


async def note(conn: asyncpg.Connection, clinic: UUID, *actions: str) -> None:
    for action in actions:
        await conn.execute("insert into journal.audit (clinic_id, action) values ($1, $2)", clinic, action)


async def sealed(worker: asyncpg.Connection, clinic: UUID) -> int:
    async with worker.transaction():
        await worker.execute(f"set local role {WORKER}")
        return await seal(worker, clinic)


async def broken(worker: asyncpg.Connection, clinic: UUID) -> int | None:
    async with worker.transaction():
        await worker.execute(f"set local role {WORKER}")
        return (await verify(worker, clinic)).broken


async def test_rows_are_sealed_once_and_the_chain_holds(
    owner: asyncpg.Connection, worker: asyncpg.Connection, clinic: UUID
) -> None:
    await note(owner, clinic, "a", "b")
    assert await sealed(worker, clinic) == 2
    assert await sealed(worker, clinic) == 0
    await note(owner, clinic, "c")
    assert await sealed(worker, clinic) == 1
    async with worker.transaction():
        verdict = await verify(worker, clinic)
    assert (verdict.seals, verdict.rows, verdict.broken) == (2, 3, None)
    assert verdict.head is not None
    assert verdict.head.seal == 2


async def test_rows_wait_for_every_older_transaction(
    owner: asyncpg.Connection, worker: asyncpg.Connection, clinic: UUID, fresh_database: str
) -> None:
    slow = await asyncpg.connect(fresh_database, statement_cache_size=0)
    transaction = slow.transaction()
    await transaction.start()
    await note(slow, clinic, "slow")
    await note(owner, clinic, "quick")
    assert await sealed(worker, clinic) == 0
    await transaction.commit()
    await slow.close()
    assert await sealed(worker, clinic) == 2
    assert await broken(worker, clinic) is None


async def test_two_workers_do_not_seal_the_same_clinic_at_once(
    owner: asyncpg.Connection, worker: asyncpg.Connection, clinic: UUID, fresh_database: str
) -> None:
    await note(owner, clinic, "a")
    other = await asyncpg.connect(fresh_database, statement_cache_size=0)
    async with other.transaction():
        assert await seal(other, clinic) == 1
        assert await sealed(worker, clinic) == 0
    await other.close()
    assert await sealed(worker, clinic) == 0


@pytest.mark.parametrize(
    "tampering",
    [
        "update journal.audit set action = 'x' where action = 'b'",
        "update journal.audit set at = at + interval '1 second' where action = 'b'",
        "delete from journal.audit where action = 'b'",
        "insert into journal.audit (clinic_id, action, xid) select clinic_id, 'b2', xid from journal.audit where action = 'b'",
    ],
)
async def test_a_change_of_sealed_rows_shows(
    owner: asyncpg.Connection, worker: asyncpg.Connection, clinic: UUID, tampering: str
) -> None:
    for action in ("a", "b", "c"):
        await note(owner, clinic, action)
        await sealed(worker, clinic)
    await owner.execute(tampering)
    assert await broken(worker, clinic) == 2


async def test_a_seal_that_is_missing_shows(
    owner: asyncpg.Connection, worker: asyncpg.Connection, clinic: UUID
) -> None:
    for action in ("a", "b", "c"):
        await note(owner, clinic, action)
        await sealed(worker, clinic)
    await owner.execute("delete from journal.audit_seal where seal = 2")
    assert await broken(worker, clinic) == 3


async def test_each_clinic_has_a_chain_of_its_own(
    owner: asyncpg.Connection, worker: asyncpg.Connection, clinic: UUID
) -> None:
    other = await make_clinic(owner)
    await note(owner, clinic, "a")
    await note(owner, other, "b")
    assert sorted(await clinics(worker)) == sorted([clinic, other])
    assert [await sealed(worker, one) for one in (clinic, other)] == [1, 1]
