"""Forms and totals as they are stored, scores as a summary reads them, and what a clinic sets for its measures."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from clinical.cadence import Cadence
from clinical.due_measures import Answered
from clinical.entries import ClinicScorePut, MeasurePut, Stamp
from clinical.guidance import CALM
from clinical.journal_day import Lateness
from clinical.measure_settings import MeasureSettings
from clinical.measures import entered, scored
from db import clinic_care, due_measures, measures
from db.pool import APP, WORKER, Context, prepare_connection, worker_context
from tests.world import NOW, ZONE, make_clinic, make_course, make_member, make_patient, make_session, seen_as

DAY = date(2026, 3, 10)

ADD = """
insert into journal.measure (clinic_id, patient_id, id, revision_id, instrument, day, answers, total, status, source, declined, entered_by,
                             written_at, zone, offset_minutes, body_hash)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $2, now(), 'UTC', 0, '')
"""


@pytest.fixture
async def clinic(conn: asyncpg.Connection) -> UUID:
    await prepare_connection(conn)
    return await make_clinic(conn)


@pytest.fixture
async def patient(conn: asyncpg.Connection, clinic: UUID) -> UUID:
    return await make_patient(conn, clinic)


async def add(
    conn: asyncpg.Connection,
    clinic: UUID,
    patient: UUID,
    *,
    measure_id: UUID | None = None,
    instrument: str = "phq-9",
    day: date = DAY,
    answers: Sequence[int | None] | None = None,
    total: int | None = None,
    source: str = "app",
    declined: bool = False,
) -> UUID:
    revision_id, status = uuid7(), "none" if total is None else "complete"
    here = (clinic, patient, measure_id or uuid7(), revision_id, instrument, day)
    await conn.execute(ADD, *here, answers, total, status, source, declined)
    return revision_id


async def test_what_is_due_is_decided_from_all_courses_and_from_current_answers(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    assert await due_measures.gather(conn, clinic, patient) == due_measures.Given(sessions=[], answered=[])
    ended = await make_course(conn, clinic, patient, ended_on=DAY)
    held = await make_session(conn, clinic, patient, NOW, course_id=ended, kind="infusion", status="completed")
    await make_session(conn, clinic, patient, NOW, kind="psychotherapy", ordinal=None)
    form = uuid7()
    await add(conn, clinic, patient, measure_id=form, total=4, day=DAY - timedelta(days=1))
    await add(conn, clinic, patient, measure_id=form, declined=True)
    async with seen_as(
        conn, APP, Context(clinic_id=clinic, account_id=patient, role="patient", patient_ids=(patient,))
    ):
        given = await due_measures.gather(conn, clinic, patient)
    [session] = given.sessions
    assert (session.session_id, session.course_id, session.protocol) == (held, ended, "ket-iv")
    assert (session.modality, session.kind, session.ordinal) == ("ketamine_iv", "infusion", 1)
    assert (session.day, session.status) == (NOW.date(), "completed")
    assert given.answered == [Answered(instrument="phq-9", day=DAY, declined=True, scored=False)]


PUT = MeasurePut(
    instrument="phq-9",
    version=1,
    language="es",
    day=DAY,
    answers=[0, 0, 0, 0, 0, 0, 0, 0, None],
    extras={"difficulty": 1},
    revision_id=uuid7(),
    stamp=Stamp(written_at=NOW, zone=ZONE, offset_minutes=-300),
)
ON_TIME = Lateness(late=False, synced_later=False)


async def test_a_form_is_stored_as_it_was_answered_with_its_trail_and_the_hold_of_that_moment(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    here, form = (conn, clinic, patient), uuid7()
    await conn.execute(
        "insert into journal.hold (clinic_id, patient_id, id) values ($1, $2, $3)", clinic, patient, uuid7()
    )
    async with seen_as(
        conn, APP, Context(clinic_id=clinic, account_id=patient, role="patient", patient_ids=(patient,))
    ):
        saved = await measures.save(*here, form, PUT, scored(PUT), ON_TIME, CALM)
        again = await measures.save(*here, form, PUT, scored(PUT), ON_TIME, CALM)
        stored = await measures.find_same(*here, form, PUT)
    assert (saved.received_at is not None, saved.held, saved.prior) == (True, True, None)
    assert again.received_at is None
    assert (stored.answers, stored.extras, stored.language) == (PUT.answers, {"difficulty": 1}, "es")
    assert (stored.total, stored.status, stored.held, stored.tier) == (None, "none", True, None)
    assert (stored.source, stored.entered_by, stored.written_at) == ("app", None, NOW)
    [trail] = await conn.fetch("select role, action, subject from journal.audit where patient_id = $1", patient)
    assert tuple(trail) == ("patient", "measure.saved", str(PUT.revision_id))


async def test_nobody_writes_a_score_under_another_name(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    clinician, colleague = [await make_member(conn, clinic, "clinician") for _ in range(2)]
    put = ClinicScorePut(instrument="isi", total=9, day=DAY, revision_id=uuid7(), stamp=PUT.stamp)
    reader = Context(clinic_id=clinic, account_id=clinician, role="clinician", patient_ids=(patient,))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with seen_as(conn, APP, reader):
            await measures.enter(conn, clinic, patient, uuid7(), put, entered(put), ON_TIME, colleague)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with seen_as(conn, APP, reader):
            await measures.save(conn, clinic, patient, uuid7(), PUT, scored(PUT), ON_TIME, CALM)
    async with seen_as(conn, APP, reader):
        await measures.enter(conn, clinic, patient, uuid7(), put, entered(put), ON_TIME, clinician)
        [stored] = await measures.current(conn, clinic, patient, None, None)
    assert (stored.total, stored.source, stored.entered_by) == (9, "clinic", "Robin")


SETTINGS = MeasureSettings(
    who5=True,
    asked=("phq-9", "who-5"),
    thresholds={"gad-7": {"reliable_change": "nhs"}},
    cadence={"ket-iv": {"phq-9": Cadence(start=True, before=[3, 6])}},
)


async def test_a_clinic_that_set_nothing_has_the_defaults_and_the_newest_row_counts(
    conn: asyncpg.Connection, clinic: UUID
) -> None:
    admin, elsewhere = uuid7(), await make_clinic(conn)
    assert await clinic_care.measures(conn, clinic) == MeasureSettings()
    async with seen_as(conn, APP, Context(clinic_id=clinic, account_id=admin, role="admin")):
        await clinic_care.change(conn, clinic, "measures", MeasureSettings(), admin)
        await clinic_care.change(conn, clinic, "measures", SETTINGS, admin)
        await clinic_care.change(conn, clinic, "protocols", [], admin)
    everybody = [(APP, Context(clinic_id=clinic, account_id=uuid7(), role="patient")), (WORKER, worker_context(clinic))]
    for role, context in everybody:
        async with seen_as(conn, role, context):
            assert await clinic_care.measures(conn, clinic) == SETTINGS
    assert await clinic_care.measures(conn, elsewhere) == MeasureSettings()
    trail = await conn.fetch(
        "select account_id, role, action from journal.audit where clinic_id = $1 order by seq", clinic
    )
    assert [tuple(row) for row in trail] == [
        (admin, "admin", f"{topic}.changed") for topic in ("measures", "measures", "protocols")
    ]


@pytest.mark.parametrize("role", ["clinician", "therapist", "patient"])
async def test_nobody_but_an_admin_sets_them(conn: asyncpg.Connection, clinic: UUID, role: str) -> None:
    account = uuid7()
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with seen_as(conn, APP, Context(clinic_id=clinic, account_id=account, role=role)):
            await clinic_care.change(conn, clinic, "measures", SETTINGS, account)
