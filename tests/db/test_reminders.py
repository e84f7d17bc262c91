from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import asyncpg
import pytest

from db.pool import APP, WORKER, Context, worker_context
from db.reminders import LEASE, Settled, StoredRule, claim, look, rule_of, set_rule, settle
from tests.world import NOW, ZONE, make_check_in, make_clinic, make_patient, make_reminder, seen_as

DAY = date(2026, 3, 18)
RULE = StoredRule(is_on=True, local_time=time(20), weekdays=[1, 3, 5], quiet_from=None, quiet_until=None, zone=ZONE)


@pytest.fixture
async def clinic(conn: asyncpg.Connection) -> UUID:
    return await make_clinic(conn)


@pytest.fixture
async def patient(conn: asyncpg.Connection, clinic: UUID) -> UUID:
    return await make_patient(conn, clinic)


def me(clinic: UUID, patient: UUID) -> Context:
    return Context(clinic_id=clinic, account_id=patient, role="patient", patient_ids=(patient,))


async def next_due_at(conn: asyncpg.Connection) -> datetime | None:
    return await conn.fetchval("select next_due_at from journal.reminder")


async def test_a_rule_is_kept_with_the_next_instant_that_follows(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    async with seen_as(conn, APP, me(clinic, patient)):
        assert await rule_of(conn, clinic, patient) is None
        await set_rule(conn, clinic, patient, RULE, NOW)
        assert await rule_of(conn, clinic, patient) == RULE
    assert await next_due_at(conn) == datetime(2026, 3, 19, 0, tzinfo=UTC)


async def test_a_rule_that_is_off_is_never_due(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    off = StoredRule(is_on=False, local_time=time(20), weekdays=[1], quiet_from=None, quiet_until=None, zone=ZONE)
    async with seen_as(conn, APP, me(clinic, patient)):
        await set_rule(conn, clinic, patient, RULE, NOW)
        await set_rule(conn, clinic, patient, off, NOW)
    async with seen_as(conn, WORKER):
        assert await claim(conn, NOW + timedelta(days=30), 10) == []


async def test_a_changed_rule_does_not_come_back_to_a_day_that_was_dealt_with(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    await make_reminder(conn, clinic, patient, None, last_fired_on=DAY)
    later = StoredRule(is_on=True, local_time=time(23), weekdays=[3, 4], quiet_from=None, quiet_until=None, zone=ZONE)
    async with seen_as(conn, APP, me(clinic, patient)):
        await set_rule(conn, clinic, patient, later, NOW)
    assert await next_due_at(conn) == datetime(2026, 3, 20, 3, tzinfo=UTC)


async def test_another_patients_rule_can_be_neither_read_nor_set(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    stranger = await make_patient(conn, clinic)
    await make_reminder(conn, clinic, stranger, NOW)
    async with seen_as(conn, APP, me(clinic, patient)):
        assert await rule_of(conn, clinic, stranger) is None
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with seen_as(conn, APP, me(clinic, patient)):
            await set_rule(conn, clinic, stranger, RULE, NOW)


async def test_what_is_due_is_claimed_for_the_length_of_a_lease(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    await make_reminder(conn, clinic, patient, NOW)
    async with seen_as(conn, WORKER):
        assert await claim(conn, NOW - timedelta(seconds=1), 10) == []
        (due,) = await claim(conn, NOW, 10)
        assert (due.patient_id, due.next_due_at, due.lease_until) == (patient, NOW, NOW + LEASE)
        assert await claim(conn, NOW + LEASE / 2, 10) == []
        assert len(await claim(conn, NOW + LEASE, 10)) == 1


async def test_only_the_holder_of_the_lease_settles(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    await make_reminder(conn, clinic, patient, NOW)
    (first,) = await claim(conn, NOW, 10)
    (second,) = await claim(conn, NOW + LEASE, 10)
    tomorrow = NOW + timedelta(days=1)
    async with seen_as(conn, WORKER, worker_context(clinic, [patient])):
        assert await settle(conn, clinic, [Settled(due=first, fired_on=DAY, next_due_at=None)]) == set()
        assert await settle(conn, clinic, [Settled(due=second, fired_on=DAY, next_due_at=tomorrow)]) == {patient}
    row = await conn.fetchrow("select last_fired_on, next_due_at, lease_until from journal.reminder")
    assert tuple(row or ()) == (DAY, tomorrow, None)


async def test_a_rule_changed_after_the_claim_is_not_settled_with_the_old_one(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    await make_reminder(conn, clinic, patient, NOW)
    (due,) = await claim(conn, NOW, 10)
    await set_rule(conn, clinic, patient, RULE, NOW)
    assert await settle(conn, clinic, [Settled(due=due, fired_on=DAY, next_due_at=None)]) == set()
    assert await next_due_at(conn) == datetime(2026, 3, 19, 0, tzinfo=UTC)


async def test_it_is_seen_which_days_are_logged(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    other = await make_patient(conn, clinic, language="es")
    await make_check_in(conn, clinic, patient, DAY)
    await make_check_in(conn, clinic, other, DAY - timedelta(days=1))
    stranger = await make_patient(conn, clinic)
    async with seen_as(conn, WORKER, worker_context(clinic, [patient, other])):
        looks = await look(conn, clinic, [(patient, DAY), (other, DAY), (stranger, DAY)])
    assert {(one.patient_id, one.language, one.logged) for one in looks} == {
        (patient, "en", True),
        (other, "es", False),
    }


async def test_three_workers_at_once_claim_different_reminders(fresh_database: str) -> None:
    seed = await asyncpg.connect(fresh_database, statement_cache_size=0)
    clinic = await make_clinic(seed)
    for _ in range(30):
        await make_reminder(seed, clinic, await make_patient(seed, clinic), NOW)
    workers = [await asyncpg.connect(fresh_database, statement_cache_size=0) for _ in range(3)]
    for worker in workers:
        await worker.execute(f"begin; set local role {WORKER}")
    claims = [{due.patient_id for due in await claim(worker, NOW, 10)} for worker in workers]
    for worker in workers:
        await worker.execute("commit")
        await worker.close()
    await seed.close()
    assert [len(one) for one in claims] == [10, 10, 10]
    assert len(set.union(*claims)) == 30
