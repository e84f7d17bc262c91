import json
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from clinical.errors import Conflict, NotFound
from db import courses, sessions
from db.courses import NewCourse, NewSession
from db.pool import APP, Context
from tests.world import NOW, make_clinic, make_member, make_patient, make_session, seen_as

DAY = timedelta(days=1)
COURSE = NewCourse(
    protocol="ket-iv", modality="ketamine_iv", name="Ketamine", options={"over_days": 18}, started_on=NOW.date()
)
PLAN = [
    NewSession(
        kind="infusion",
        ordinal=n + 1,
        of=3,
        week=None,
        starts_at=NOW + (n - 1) * 3 * DAY,
        day=(NOW + (n - 1) * 3 * DAY).date(),
        summary_before=True,
    )
    for n in range(3)
]


@pytest.fixture(autouse=True)
async def as_in_the_pool(conn: asyncpg.Connection) -> None:
    """The options of a course are JSON."""
    await conn.set_type_codec("jsonb", schema="pg_catalog", encoder=json.dumps, decoder=json.loads)


@pytest.fixture
async def clinic(conn: asyncpg.Connection) -> UUID:
    return await make_clinic(conn)


@pytest.fixture
async def patient(conn: asyncpg.Connection, clinic: UUID) -> UUID:
    return await make_patient(conn, clinic)


@pytest.fixture
async def acting(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> Context:
    member = await make_member(conn, clinic, "clinician")
    return Context(clinic_id=clinic, account_id=member, role="clinician", patient_ids=(patient,))


async def start(conn: asyncpg.Connection, acting: Context, course: NewCourse = COURSE) -> tuple[UUID, list[UUID]]:
    assert acting.account_id
    return await courses.start(conn, acting.clinic_id, acting.patient_ids[0], course, PLAN, acting.account_id)


async def changes(conn: asyncpg.Connection, patient: UUID) -> list[tuple[str, str | None]]:
    records = await conn.fetch(
        "select status, reason from journal.session_change where patient_id = $1 order by seq", patient
    )
    return [(record["status"], record["reason"]) for record in records]


async def test_starting_a_course_dates_its_sessions_and_says_so(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, acting: Context
) -> None:
    async with seen_as(conn, APP, acting):
        course_id, session_ids = await start(conn, acting)
        [course] = await courses.of_patient(conn, clinic, patient)
        planned = await sessions.of_course(conn, clinic, patient, course_id)
    assert (course.course_id, course.options, course.ended_on) == (course_id, {"over_days": 18}, None)
    assert [(s.session_id, s.ordinal, s.starts_at, s.status) for s in planned] == [
        (session_id, new.ordinal, new.starts_at, "planned") for session_id, new in zip(session_ids, PLAN, strict=True)
    ]
    assert await changes(conn, patient) == [("planned", None)] * 3
    assert await conn.fetchval("select modality from journal.patient where patient_id = $1", patient) == "ketamine_iv"


async def test_a_second_course_of_the_same_treatment_waits_for_the_end_of_the_first(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, acting: Context
) -> None:
    async with seen_as(conn, APP, acting):
        course_id, _ = await start(conn, acting)
        with pytest.raises(Conflict):
            await start(conn, acting)
        await end(conn, acting, course_id)
        await start(conn, acting)
        assert len(await courses.of_patient(conn, clinic, patient)) == 2


async def end(conn: asyncpg.Connection, acting: Context, course_id: UUID) -> list[UUID]:
    assert acting.account_id
    return await courses.end(
        conn,
        acting.clinic_id,
        acting.patient_ids[0],
        course_id,
        on=NOW.date(),
        now=NOW,
        reason="well again",
        ended_by=acting.account_id,
    )


async def test_ending_a_course_cancels_only_what_is_still_to_come(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, acting: Context
) -> None:
    async with seen_as(conn, APP, acting):
        course_id, session_ids = await start(conn, acting)
        assert await end(conn, acting, course_id) == session_ids[2:]
        statuses = [s.status for s in await sessions.of_course(conn, clinic, patient, course_id)]
        [course] = await courses.of_patient(conn, clinic, patient)
        with pytest.raises(Conflict):
            await end(conn, acting, course_id)
    assert statuses == ["planned", "planned", "cancelled"]
    assert (course.ended_on, course.end_reason) == (NOW.date(), "well again")
    assert (await changes(conn, patient))[3:] == [("cancelled", "well again")]


async def test_a_course_of_another_clinic_or_patient_is_not_there(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, acting: Context
) -> None:
    async with seen_as(conn, APP, acting):
        course_id, _ = await start(conn, acting)
    elsewhere, neighbour = await make_clinic(conn), await make_patient(conn, clinic, name="Ada")
    for clinic_id, patient_id in ((elsewhere, patient), (clinic, neighbour)):
        wrong = Context(clinic_id=clinic_id, account_id=uuid7(), role="clinician", patient_ids=(patient_id,))
        assert await courses.of_patient(conn, clinic_id, patient_id) == []
        assert await sessions.of_course(conn, clinic_id, patient_id, course_id) == []
        with pytest.raises(NotFound):
            await courses.lock(conn, clinic_id, patient_id, course_id)
        with pytest.raises(NotFound):
            await end(conn, wrong, course_id)
    with pytest.raises(NotFound):
        await courses.start(conn, elsewhere, patient, COURSE, PLAN, uuid7())
    async with seen_as(
        conn, APP, Context(clinic_id=clinic, account_id=uuid7(), role="clinician", patient_ids=(neighbour,))
    ):
        with pytest.raises(NotFound):
            await courses.start(conn, clinic, patient, COURSE, PLAN, uuid7())


async def test_a_patient_cannot_start_or_end_a_course(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    themself = Context(clinic_id=clinic, account_id=patient, role="patient", patient_ids=(patient,))
    async with seen_as(conn, APP, themself):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with conn.transaction():
                await start(conn, themself)


async def test_an_appointment_carries_the_name_of_whom_it_is_with(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, acting: Context
) -> None:
    therapist = await make_member(conn, clinic, "therapist", name="Ruth")
    async with seen_as(conn, APP, acting):
        added = await sessions.add_appointment(
            conn, clinic, patient, starts_at=NOW, day=NOW.date(), with_account=therapist, changed_by=therapist
        )
        [read] = await sessions.of_patient(conn, clinic, patient)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with conn.transaction():
                await sessions.add_appointment(
                    conn, clinic, uuid7(), starts_at=NOW, day=NOW.date(), with_account=therapist, changed_by=therapist
                )
    assert added == read
    assert (read.kind, read.with_name, read.summary_before) == ("psychotherapy", "Ruth", True)


async def test_a_change_keeps_what_was_said_before(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, acting: Context
) -> None:
    session = await make_session(conn, clinic, patient, NOW)
    later = NOW + 2 * DAY
    said = {"starts_at": later, "day": later.date(), "status": "planned", "reason": "flu", "changed_by": uuid7()}
    async with seen_as(conn, APP, acting):
        changed = await sessions.change(conn, clinic, patient, session, **said)
        with pytest.raises(NotFound):
            await sessions.change(conn, clinic, uuid7(), session, **said)
    assert (changed.starts_at, changed.day, changed.status) == (later, later.date(), "planned")
    assert await changes(conn, patient) == [("planned", "flu")]
