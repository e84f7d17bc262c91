from datetime import date, timedelta
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from db import caseload
from db.caseload import Caseload
from db.pool import APP, Context
from tests.world import (
    NOW,
    make_alert,
    make_check_in,
    make_clinic,
    make_course,
    make_member,
    make_patient,
    make_session,
    make_side_effect,
    seen_as,
)

TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture
async def clinic(conn: asyncpg.Connection) -> UUID:
    return await make_clinic(conn)


@pytest.fixture
async def patient(conn: asyncpg.Connection, clinic: UUID) -> UUID:
    return await make_patient(conn, clinic)


async def read(
    conn: asyncpg.Connection, clinic: UUID, *patients: UUID, seen: tuple[UUID, ...] | None = None
) -> Caseload:
    """As a clinician whose context holds `seen`, or all the patients that are asked for."""
    member = await make_member(conn, clinic, "clinician")
    context = Context(
        clinic_id=clinic, account_id=member, role="clinician", patient_ids=patients if seen is None else seen
    )
    async with seen_as(conn, APP, context):
        return await caseload.read(conn, clinic, patients, form="clinician", now=NOW)


async def flag(conn: asyncpg.Connection, clinic: UUID, patient: UUID, day: date, report: UUID) -> None:
    revision = await make_side_effect(conn, clinic, patient, day, report_id=report, severity="severe")
    await conn.execute("update journal.side_effect set level = 'call_clinic' where revision_id = $1", revision)


async def make_summary(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, *, age: timedelta = DAY, form: str = "clinician"
) -> UUID:
    summary = uuid7()
    await conn.execute(
        """insert into journal.summary (clinic_id, patient_id, summary_id, session_id, form, made_at, inputs_until, inputs_hash, numbers)
        values ($1, $2, $3, $4, $5, $6, $6, '', '{}')""",
        clinic,
        patient,
        summary,
        uuid7(),
        form,
        NOW - age,
    )
    return summary


async def test_moods_are_of_the_current_revision_of_each_day(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    await make_check_in(conn, clinic, patient, TODAY, mood=2)
    await make_check_in(conn, clinic, patient, TODAY, mood=7)
    await make_check_in(conn, clinic, patient, TODAY - 3 * DAY, mood=4)
    await make_check_in(conn, clinic, patient, TODAY - 40 * DAY, mood=1)
    found = await read(conn, clinic, patient)
    assert found.moods == {patient: {TODAY: 7, TODAY - 3 * DAY: 4}}
    assert found.last_entries == {}


@pytest.mark.parametrize("few", [0, 200])
async def test_the_last_entry_of_the_silent_is_looked_up_however_old_it_is(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caseload, "FEW", few)
    never = await make_patient(conn, clinic, name="Ada")
    await make_check_in(conn, clinic, patient, TODAY - 300 * DAY)
    await make_side_effect(conn, clinic, patient, TODAY - 200 * DAY)
    found = await read(conn, clinic, patient, never)
    assert found.last_entries == {patient: TODAY - 200 * DAY}


async def test_a_corrected_report_is_no_red_flag_even_when_it_was_moved(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    corrected, moved = uuid7(), uuid7()
    await flag(conn, clinic, patient, TODAY - DAY, uuid7())
    await flag(conn, clinic, patient, TODAY - DAY, corrected)
    await make_side_effect(conn, clinic, patient, TODAY - DAY, report_id=corrected)
    await flag(conn, clinic, patient, TODAY - 30 * DAY, moved)
    await make_side_effect(conn, clinic, patient, TODAY - 37 * DAY, report_id=moved)
    found = await read(conn, clinic, patient)
    assert (found.reports[patient].last_on, found.reports[patient].flagged_on) == (TODAY - DAY, [TODAY - DAY])


async def test_sessions_on_either_side_of_now_and_psychotherapy_only_ahead(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    course = await make_course(conn, clinic, patient)
    held = await make_session(conn, clinic, patient, NOW - 9 * DAY, course_id=course, status="completed")
    await make_session(conn, clinic, patient, NOW - 20 * DAY, course_id=course, status="completed")
    await make_session(conn, clinic, patient, NOW - 2 * DAY, course_id=course, status="missed")
    await make_session(conn, clinic, patient, NOW - DAY, kind="psychotherapy", ordinal=None)
    await make_session(conn, clinic, patient, NOW + DAY, course_id=course, status="cancelled")
    coming = await make_session(conn, clinic, patient, NOW + 2 * DAY, kind="psychotherapy", ordinal=None)
    await make_session(conn, clinic, patient, NOW + 3 * DAY, course_id=course)
    found = await read(conn, clinic, patient)
    assert found.last_treatments[patient].session_id == held
    assert found.next_sessions[patient].session_id == coming
    assert found.patients[0].course_id == course


async def test_an_ended_course_is_no_running_one(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    await make_course(conn, clinic, patient, ended_on=TODAY)
    assert (await read(conn, clinic, patient)).patients[0].course_name is None


async def test_only_open_alerts_count(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    await make_alert(conn, clinic, patient, rank=4)
    await make_alert(conn, clinic, patient, rank=2)
    closed = await make_alert(conn, clinic, patient, rank=1)
    await conn.execute(
        "update journal.alert set state = 'acknowledged', acknowledged_at = now(), acknowledged_by = $2 where alert_id = $1",
        closed,
        uuid7(),
    )
    assert (await read(conn, clinic, patient)).open_alerts == {patient: 2}


async def test_a_summary_is_ready_until_somebody_reviews_it(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    await make_summary(conn, clinic, patient, age=8 * DAY)
    await make_summary(conn, clinic, patient, form="therapist")
    assert (await read(conn, clinic, patient)).summaries_ready == {}
    ready = await make_summary(conn, clinic, patient)
    assert (await read(conn, clinic, patient)).summaries_ready == {patient: ready}
    await conn.execute(
        "insert into journal.summary_review (clinic_id, patient_id, summary_id, reviewed_by, reviewed_at) values ($1, $2, $3, $4, $5)",
        clinic,
        patient,
        ready,
        uuid7(),
        NOW,
    )
    assert (await read(conn, clinic, patient)).summaries_ready == {}


async def test_nobody_outside_the_clinic_the_list_or_the_context_is_in_it(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    neighbour, elsewhere = await make_patient(conn, clinic, name="Ada"), await make_clinic(conn)
    for who in (patient, neighbour):
        await make_check_in(conn, clinic, who, TODAY)
        await make_alert(conn, clinic, who)
        await make_session(conn, clinic, who, NOW + DAY)
    both = (patient, neighbour)
    for found in (
        await read(conn, clinic, patient, seen=both),
        await read(conn, clinic, *both, seen=(patient,)),
    ):
        assert [p.patient_id for p in found.patients] == [patient]
        assert [*found.moods, *found.open_alerts, *found.next_sessions] == [patient] * 3
    assert await read(conn, elsewhere, *both) == Caseload(
        patients=[],
        moods={},
        reports={},
        last_entries={},
        next_sessions={},
        last_treatments={},
        open_alerts={},
        summaries_ready={},
    )


MANY = """
insert into journal.patient (clinic_id, patient_id, name, zone, country, joined_on, consent_version, consented_at)
select '{clinic}', gen_random_uuid(), 'Ada', 'UTC', 'US', '2026-01-01', '1', now()
from generate_series(1, 300);
insert into journal.check_in (clinic_id, patient_id, day, revision_id, mood, written_at, zone, offset_minutes, late,
                              synced_later, body_hash)
select clinic_id, patient_id, '2026-03-18'::date - n, gen_random_uuid(), 5, now(), 'UTC', 0, false, false, ''
from journal.patient cross join generate_series(0, 59) n;
insert into journal.side_effect (clinic_id, patient_id, report_id, revision_id, day, effect, severity, level, written_at, zone,
                                 offset_minutes, late, synced_later, body_hash)
select clinic_id, patient_id, gen_random_uuid(), gen_random_uuid(), day, 'nausea', 'mild', 'routine', now(), 'UTC', 0, false, false, ''
from journal.check_in where mod(extract(day from day)::int, 3) = 0;
insert into journal.course (clinic_id, patient_id, course_id, protocol, modality, name, started_on, started_by)
select clinic_id, patient_id, gen_random_uuid(), 'tms', 'tms', 'TMS', '2026-01-01', patient_id from journal.patient;
insert into journal.session (clinic_id, patient_id, session_id, course_id, kind, ordinal, starts_at, day, summary_before)
select clinic_id, patient_id, gen_random_uuid(), course_id, 'tms', n, '2026-03-18'::date + n, '2026-03-18'::date + n, true
from journal.course cross join generate_series(-15, 15) n;
insert into journal.summary (clinic_id, patient_id, summary_id, session_id, form, made_at, inputs_until, inputs_hash, numbers)
select clinic_id, patient_id, gen_random_uuid(), session_id, 'clinician', starts_at, starts_at, '', '{{}}'
from journal.session where ordinal < 0;
insert into journal.summary_review (clinic_id, patient_id, summary_id, reviewed_by, reviewed_at)
select clinic_id, patient_id, summary_id, patient_id, made_at from journal.summary;
analyze journal.patient, journal.check_in, journal.side_effect, journal.course, journal.session, journal.summary,
        journal.summary_review;
"""


async def test_each_query_reads_the_policys_array_once(conn: asyncpg.Connection, clinic: UUID) -> None:
    """As the filter of a table scan it would be read for every row, inside a nested loop for every patient."""
    await conn.execute(MANY.format(clinic=clinic))
    patients = [r[0] for r in await conn.fetch("select patient_id from journal.patient where clinic_id = $1", clinic)]
    given = {"MOODS": (TODAY,), "REPORTS": (TODAY,), "SESSIONS": (NOW, NOW), "SUMMARIES_READY": ("clinician", NOW)}
    context = Context(clinic_id=clinic, account_id=None, role="clinician", patient_ids=tuple(patients))
    async with seen_as(conn, APP, context):
        await conn.execute(caseload.BY_INDEX)
        for name in ("PATIENTS", "MOODS", "REPORTS", "LAST_ENTRIES", "SESSIONS", "SUMMARIES_READY"):
            query = getattr(caseload, name)
            plan = await conn.fetch(f"explain {query}", clinic, patients, *given.get(name, ()))
            lines = [record[0].strip() for record in plan]
            assert not [line for line in lines if "Seq Scan" in line or "Nested Loop" in line], name
            assert not [line for line in lines if line.startswith("Filter") and "app.patient_ids" in line], name
