import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from clinical.errors import Conflict, NotFound
from clinical.protocols import plan_course
from db import courses, sessions
from db.courses import NewCourse, NewSession
from db.pool import APP, Context
from db.session_changes import Change, change_session
from db.sessions import Session
from db.summaries_due import schedule_summaries
from tests.world import make_clinic, make_member, make_patient, seen_as

ZONE = "America/New_York"
MONDAY = datetime.fromisoformat("2027-03-01T09:00")
"""A wall clock in the clinic's zone, where the clocks change on 14 March."""

NOW = datetime(2027, 2, 26, 15, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
async def as_in_the_pool(conn: asyncpg.Connection) -> None:
    """The options of a course are JSON."""
    await conn.set_type_codec("jsonb", schema="pg_catalog", encoder=json.dumps, decoder=json.loads)


@pytest.fixture
async def acting(conn: asyncpg.Connection) -> Context:
    clinic = await make_clinic(conn, zone=ZONE)
    patient = await make_patient(conn, clinic)
    member = await make_member(conn, clinic, "clinician")
    return Context(clinic_id=clinic, account_id=member, role="clinician", patient_ids=(patient,))


async def start_tms(conn: asyncpg.Connection, acting: Context) -> list[UUID]:
    assert acting.account_id
    plan = [
        NewSession(
            kind=s.kind, ordinal=s.ordinal, of=s.of, week=s.week, starts_at=s.starts_at, day=s.local_day,
            summary_before=s.summary_before,
        )
        for s in plan_course("tms", MONDAY, ZONE, sessions=20)
    ]  # fmt: skip
    course = NewCourse(protocol="tms", modality="tms", name="TMS", options={}, started_on=MONDAY.date())
    _, planned = await courses.start(conn, acting.clinic_id, acting.patient_ids[0], course, plan, acting.account_id)
    await schedule_summaries(conn, acting.clinic_id, acting.patient_ids[0], planned, 24)
    return planned


async def change(
    conn: asyncpg.Connection,
    acting: Context,
    session_id: UUID,
    status: sessions.Status,
    *,
    starts_at: datetime | None = None,
    now: datetime = NOW,
) -> Session:
    assert acting.account_id
    return await change_session(
        conn,
        acting.clinic_id,
        acting.patient_ids[0],
        session_id,
        Change(status=status, starts_at=starts_at, reason=None),
        changed_by=acting.account_id,
        now=now,
        zone=ZONE,
        lead_hours=24,
    )


async def with_summary(conn: asyncpg.Connection, acting: Context) -> list[int | None]:
    found = await sessions.of_patient(conn, acting.clinic_id, acting.patient_ids[0])
    return [session.ordinal for session in found if session.summary_before]


async def waiting(conn: asyncpg.Connection, acting: Context) -> list[datetime]:
    """The due times of the summaries that are still to be made."""
    records = await conn.fetch(
        """select due_at from journal.summary_due
        where patient_id = $1 and done_at is null and next_attempt_at < 'infinity' order by due_at""",
        acting.patient_ids[0],
    )
    return [record["due_at"] for record in records]


async def test_a_tms_course_has_one_summary_a_week_a_day_ahead(conn: asyncpg.Connection, acting: Context) -> None:
    async with seen_as(conn, APP, acting):
        await start_tms(conn, acting)
        assert await with_summary(conn, acting) == [1, 6, 11, 16]
    assert await waiting(conn, acting) == [
        datetime(2027, 2, 28, 14, tzinfo=UTC),
        datetime(2027, 3, 7, 14, tzinfo=UTC),
        datetime(2027, 3, 14, 13, tzinfo=UTC),  # the same wall clock, in summer time
        datetime(2027, 3, 21, 13, tzinfo=UTC),
    ]


async def test_when_the_first_of_a_week_is_cancelled_the_summary_moves_to_the_second(
    conn: asyncpg.Connection, acting: Context
) -> None:
    async with seen_as(conn, APP, acting):
        planned = await start_tms(conn, acting)
        await change(conn, acting, planned[5], "cancelled")
        assert await with_summary(conn, acting) == [1, 7, 11, 16]
        due = (await waiting(conn, acting))[1]
        await change(conn, acting, planned[5], "planned")
        assert await with_summary(conn, acting) == [1, 6, 11, 16]
    assert due == datetime(2027, 3, 8, 14, tzinfo=UTC)
    assert (await waiting(conn, acting))[1] == datetime(2027, 3, 7, 14, tzinfo=UTC)


async def test_a_moved_session_takes_its_summary_along(conn: asyncpg.Connection, acting: Context) -> None:
    async with seen_as(conn, APP, acting):
        planned = await start_tms(conn, acting)
        moved = await change(conn, acting, planned[19], "planned", starts_at=datetime(2027, 3, 29, 13, tzinfo=UTC))
        assert (moved.week, moved.day.isoformat()) == (4, "2027-03-29")
        found = await sessions.find(conn, acting.clinic_id, acting.patient_ids[0], planned[19])
    assert (found.week, found.summary_before) == (5, True)
    assert (await waiting(conn, acting))[-1] == datetime(2027, 3, 28, 13, tzinfo=UTC)


async def test_nothing_of_an_ended_course_can_be_planned_but_the_past_can_be_said(
    conn: asyncpg.Connection, acting: Context
) -> None:
    assert acting.account_id
    later = datetime(2027, 3, 3, 12, tzinfo=UTC)
    async with seen_as(conn, APP, acting):
        planned = await start_tms(conn, acting)
        first = await sessions.find(conn, acting.clinic_id, acting.patient_ids[0], planned[0])
        assert first.course_id
        cancelled = await courses.end(
            conn, acting.clinic_id, acting.patient_ids[0], first.course_id, on=later.date(), now=later,
            reason="moved away", ended_by=acting.account_id,
        )  # fmt: skip
        await schedule_summaries(conn, acting.clinic_id, acting.patient_ids[0], cancelled, 24)
        with pytest.raises(Conflict):
            await change(conn, acting, planned[19], "planned", now=later)
        assert (await change(conn, acting, planned[0], "missed", now=later)).status == "missed"
        assert await with_summary(conn, acting) == [2]


async def test_a_session_of_another_patient_or_clinic_cannot_be_changed(
    conn: asyncpg.Connection, acting: Context
) -> None:
    async with seen_as(conn, APP, acting):
        planned = await start_tms(conn, acting)
    elsewhere = await make_clinic(conn)
    neighbour = await make_patient(conn, acting.clinic_id, name="Ada")
    for clinic, patient in ((elsewhere, acting.patient_ids[0]), (acting.clinic_id, neighbour)):
        wrong = Context(clinic_id=clinic, account_id=uuid7(), role="clinician", patient_ids=(patient,))
        with pytest.raises(NotFound):
            await change(conn, wrong, planned[0], "cancelled")
