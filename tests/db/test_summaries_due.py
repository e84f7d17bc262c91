from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from db.pool import APP, WORKER, Context, worker_context
from db.summaries_due import LEASE, claim, finish, lock, schedule_summaries, shelve_past
from tests.world import make_clinic, make_member, make_patient, make_session, seen_as

HOUR = timedelta(hours=1)
LEAD = 24


@pytest.fixture
async def clinic(conn: asyncpg.Connection) -> UUID:
    return await make_clinic(conn)


@pytest.fixture
async def patient(conn: asyncpg.Connection, clinic: UUID) -> UUID:
    return await make_patient(conn, clinic)


async def in_hours(conn: asyncpg.Connection, clinic: UUID, patient: UUID, hours: float, **more: object) -> UUID:
    now = await conn.fetchval("select now()")
    session = await make_session(conn, clinic, patient, now + hours * HOUR, **more)  # type: ignore[arg-type]
    await schedule_summaries(conn, clinic, patient, [session], LEAD)
    return session


async def change(conn: asyncpg.Connection, clinic: UUID, patient: UUID, session: UUID, sql: str) -> None:
    await conn.execute(f"update journal.session set {sql} where session_id = $1", session)
    await schedule_summaries(conn, clinic, patient, [session], LEAD)


async def claimed(conn: asyncpg.Connection) -> list[UUID]:
    return [due.session_id for due in await claim(conn, 10)]


async def test_a_summary_is_due_its_lead_before_the_session(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    await in_hours(conn, clinic, patient, 100)
    row = await conn.fetchrow(
        "select expires_at - due_at as lead, form, due_at > now() as later from journal.summary_due"
    )
    assert row is not None
    assert (row["lead"], row["form"], row["later"]) == (LEAD * HOUR, "clinician", True)
    assert await claimed(conn) == []


async def test_within_the_lead_it_is_due_at_once_and_claimed_once(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    session = await in_hours(conn, clinic, patient, 2)
    assert await claimed(conn) == [session]
    assert await claimed(conn) == []


async def test_an_appointment_gets_the_therapists_form(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    await in_hours(conn, clinic, patient, 2, kind="psychotherapy")
    assert [due.form for due in await claim(conn, 10)] == ["therapist"]


@pytest.mark.parametrize("given", [{"summary_before": False}, {"status": "cancelled"}, {"status": "completed"}])
async def test_other_sessions_get_none(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, given: dict[str, object]
) -> None:
    await in_hours(conn, clinic, patient, 2, **given)
    assert await claimed(conn) == []


async def test_a_session_that_has_begun_gets_none(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    await in_hours(conn, clinic, patient, -1)
    assert await claimed(conn) == []


async def test_a_moved_session_is_due_at_its_new_time(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    session = await in_hours(conn, clinic, patient, 2)
    await change(conn, clinic, patient, session, "starts_at = starts_at + interval '5 days'")
    assert await claimed(conn) == []
    assert await conn.fetchval(
        "select expires_at = s.starts_at from journal.summary_due join journal.session s using (session_id)"
    )


async def test_a_cancelled_session_is_shelved_and_comes_back_when_planned_again(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    session = await in_hours(conn, clinic, patient, 2)
    await change(conn, clinic, patient, session, "status = 'cancelled'")
    assert await claimed(conn) == []
    await change(conn, clinic, patient, session, "status = 'planned'")
    assert await claimed(conn) == [session]


@pytest.mark.parametrize(("moved_by", "again"), [("20 hours", False), ("30 hours", True), ("-30 minutes", False)])
async def test_a_summary_is_made_anew_only_after_a_move_beyond_the_lead(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, moved_by: str, again: bool
) -> None:
    session = await in_hours(conn, clinic, patient, 2)
    await finish(conn, (await claim(conn, 1))[0])
    await change(conn, clinic, patient, session, f"starts_at = starts_at + interval '{moved_by}'")
    assert await conn.fetchval("select done_at is null from journal.summary_due") is again


async def test_small_moves_add_up(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    session = await in_hours(conn, clinic, patient, 2)
    await finish(conn, (await claim(conn, 1))[0])
    for _ in range(2):
        await change(conn, clinic, patient, session, "starts_at = starts_at + interval '20 hours'")
    assert await conn.fetchval("select done_at is null from journal.summary_due")


async def test_one_that_keeps_failing_is_claimed_less_and_less_often(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    await in_hours(conn, clinic, patient, 2)
    waits: list[timedelta] = []
    for _ in range(9):
        assert len(await claim(conn, 1)) == 1
        waits.append(await conn.fetchval("select next_attempt_at - now() from journal.summary_due"))
        await conn.execute("update journal.summary_due set next_attempt_at = now()")
    assert waits[:3] == [LEASE, 2 * LEASE, 4 * LEASE]
    assert waits[-1] == HOUR


async def test_what_was_moved_since_it_was_claimed_is_not_made(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    session = await in_hours(conn, clinic, patient, 2)
    due = (await claim(conn, 1))[0]
    assert await lock(conn, due)
    await change(conn, clinic, patient, session, "starts_at = starts_at + interval '5 days'")
    assert not await lock(conn, due)


async def test_past_ones_are_shelved(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    await in_hours(conn, clinic, patient, 2)
    await conn.execute("update journal.summary_due set expires_at = now() - interval '1 minute'")
    await shelve_past(conn)
    assert await conn.fetchval("select next_attempt_at = 'infinity' from journal.summary_due")


async def test_the_app_plans_for_its_own_patients_alone(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    stranger = await make_patient(conn, clinic)
    starts_at = datetime.now(UTC) + 2 * HOUR
    mine = await make_session(conn, clinic, patient, starts_at)
    theirs = await make_session(conn, clinic, stranger, starts_at)
    clinician = await make_member(conn, clinic, "clinician")
    async with seen_as(
        conn, APP, Context(clinic_id=clinic, account_id=clinician, role="clinician", patient_ids=(patient,))
    ):
        await schedule_summaries(conn, clinic, patient, [mine, theirs], LEAD)
        await schedule_summaries(conn, clinic, stranger, [mine, theirs], LEAD)
        await schedule_summaries(conn, clinic, patient, [mine, theirs], LEAD)
    async with seen_as(conn, WORKER):
        assert await claimed(conn) == [mine]


async def test_the_worker_finishes_within_the_patients_context(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    await in_hours(conn, clinic, patient, 2)
    async with seen_as(conn, WORKER):
        (due,) = await claim(conn, 1)
    async with seen_as(conn, WORKER, worker_context(clinic, [patient])):
        assert await lock(conn, due)
        await finish(conn, due)
        assert not await lock(conn, due)
