from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from clinical.errors import NotFound
from clinical.protocols import TEMPLATES
from clinical.trends import inputs_hash, summary
from db.facts import gather
from db.pool import WORKER, worker_context
from tests.world import (
    NOW,
    make_check_in,
    make_clinic,
    make_course,
    make_patient,
    make_session,
    make_side_effect,
    seen_as,
)

DAY = date(2026, 3, 10)


@pytest.fixture
async def clinic(conn: asyncpg.Connection) -> UUID:
    return await make_clinic(conn)


@pytest.fixture
async def patient(conn: asyncpg.Connection, clinic: UUID) -> UUID:
    return await make_patient(conn, clinic)


async def test_only_the_newest_revision_of_a_day_counts(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    await make_check_in(conn, clinic, patient, DAY, mood=3)
    newest = await make_check_in(conn, clinic, patient, DAY, mood=6, sleep_hours=7.5)
    facts = await gather(conn, clinic, patient, form="clinician", now=NOW)
    assert [(fact.revision_id, fact.mood, fact.sleep_hours) for fact in facts.given.check_ins] == [(newest, 6, 7.5)]


async def test_only_the_newest_revision_of_a_report_counts(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    report = uuid7()
    await make_side_effect(conn, clinic, patient, DAY, report_id=report, severity="severe")
    await make_side_effect(conn, clinic, patient, DAY, report_id=report, severity="mild")
    await make_side_effect(conn, clinic, patient, DAY, effect="headache")
    facts = await gather(conn, clinic, patient, form="clinician", now=NOW)
    assert sorted((fact.effect, fact.severity) for fact in facts.given.side_effects) == [
        ("headache", "mild"),
        ("nausea", "mild"),
    ]


async def test_a_report_says_when_it_was_written_unless_it_was_imported(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    """It tells what was there before treatment began on that day."""
    course = await make_course(conn, clinic, patient, started_on=DAY)
    begins = datetime(2026, 3, 10, 16, tzinfo=UTC)
    await make_session(conn, clinic, patient, begins, course_id=course, ordinal=1, status="completed")
    for effect, hour, source in (("nausea", 12, "app"), ("headache", 17, "app"), ("dizziness", 12, "import")):
        at = datetime(2026, 3, 10, hour, tzinfo=UTC)
        await make_side_effect(conn, clinic, patient, DAY, effect=effect, source=source, received_at=at)
    found = (await gather(conn, clinic, patient, form="clinician", now=NOW)).given
    written = {fact.effect: fact.written_at and fact.written_at.hour for fact in found.side_effects}
    assert written == {"nausea": 12, "headache": 17, "dizziness": None}
    assert {row.effect for row in summary(found).side_effects} == {"headache", "dizziness"}


async def test_a_session_gets_the_day_it_has_where_the_patient_is(conn: asyncpg.Connection, clinic: UUID) -> None:
    patient = await make_patient(conn, clinic, zone="Asia/Tokyo")
    await make_session(conn, clinic, patient, datetime(2026, 3, 20, 19, tzinfo=UTC))
    facts = await gather(conn, clinic, patient, form="clinician", now=datetime(2026, 3, 18, 16, tzinfo=UTC))
    assert facts.given.sessions[0].day == date(2026, 3, 21)
    assert facts.given.day_of == date(2026, 3, 19)


async def test_the_coming_session_names_the_course(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    old = await make_course(conn, clinic, patient, started_on=date(2025, 1, 5), ended_on=date(2025, 6, 1))
    running = await make_course(conn, clinic, patient)
    coming = await make_session(conn, clinic, patient, NOW + timedelta(days=1), course_id=old)
    appointment = await make_session(conn, clinic, patient, NOW + timedelta(days=2), kind="psychotherapy")
    booster = await gather(conn, clinic, patient, form="clinician", now=NOW, session_id=coming)
    assert booster.given.session
    assert (booster.given.session.id, booster.given.course_id) == (coming, old)
    therapy = await gather(conn, clinic, patient, form="therapist", now=NOW, session_id=appointment)
    assert (therapy.given.form, therapy.given.course_id) == ("therapist", running)


async def test_the_gap_between_boosters_comes_from_the_protocol(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    course = await make_course(conn, clinic, patient)
    coming = await make_session(conn, clinic, patient, NOW + timedelta(days=1), course_id=course)
    facts = await gather(conn, clinic, patient, form="clinician", now=NOW, session_id=coming)
    assert facts.given.planned_gap == TEMPLATES["ket-iv"].booster_every_days == 30
    await conn.execute("""update journal.course set template = '{"booster_every_days": 21}'""")
    assert (await gather(conn, clinic, patient, form="clinician", now=NOW)).given.planned_gap == 21
    await conn.execute("update journal.course set template = '{}'")
    assert (await gather(conn, clinic, patient, form="clinician", now=NOW)).given.planned_gap is None
    await conn.execute("update journal.course set template = null, protocol = 'no longer offered'")
    assert (await gather(conn, clinic, patient, form="clinician", now=NOW)).given.planned_gap is None


async def test_entries_are_expected_from_the_first_imported_day(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    assert (await gather(conn, clinic, patient, form="clinician", now=NOW)).given.expected_from == date(2026, 1, 2)
    await make_check_in(conn, clinic, patient, date(2025, 11, 3), source="import")
    await make_check_in(conn, clinic, patient, date(2025, 10, 3))
    assert (await gather(conn, clinic, patient, form="clinician", now=NOW)).given.expected_from == date(2025, 11, 3)


async def test_inputs_until_is_the_newest_arrival(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    assert (await gather(conn, clinic, patient, form="clinician", now=NOW)).inputs_until is None
    await make_check_in(conn, clinic, patient, DAY, received_at=NOW)
    await make_side_effect(conn, clinic, patient, DAY, received_at=NOW + timedelta(hours=1))
    assert (await gather(conn, clinic, patient, form="clinician", now=NOW)).inputs_until == NOW + timedelta(hours=1)


async def test_another_patients_session_is_not_found(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    other = await make_patient(conn, clinic)
    theirs = await make_session(conn, clinic, other, NOW)
    with pytest.raises(NotFound):
        await gather(conn, clinic, patient, form="clinician", now=NOW, session_id=theirs)


async def test_the_wrong_clinic_finds_nobody(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    with pytest.raises(NotFound):
        await gather(conn, await make_clinic(conn), patient, form="clinician", now=NOW)


async def test_the_worker_gathers_within_its_context_alone(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    await make_check_in(conn, clinic, patient, DAY)
    other = await make_patient(conn, clinic)
    async with seen_as(conn, WORKER, worker_context(clinic, [patient])):
        assert len((await gather(conn, clinic, patient, form="clinician", now=NOW)).given.check_ins) == 1
        with pytest.raises(NotFound):
            await gather(conn, clinic, other, form="clinician", now=NOW)


async def test_the_facts_make_a_summary_and_hash_alike_each_time(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    course = await make_course(conn, clinic, patient)
    await make_session(conn, clinic, patient, NOW - timedelta(days=30), course_id=course)
    coming = await make_session(conn, clinic, patient, NOW + timedelta(days=1), course_id=course, ordinal=2)
    for ago in range(20):
        await make_check_in(conn, clinic, patient, NOW.date() - timedelta(days=ago), mood=ago % 10)
    one = await gather(conn, clinic, patient, form="clinician", now=NOW, session_id=coming)
    again = await gather(conn, clinic, patient, form="clinician", now=NOW, session_id=coming)
    assert inputs_hash(one.given) == inputs_hash(again.given)
    assert len(summary(one.given).references) == 20
