"""Scores as a summary reads them, and what a clinic sets for its measures."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from clinical.cadence import Cadence
from clinical.measure_settings import MeasureSettings
from db import clinic_care, measures
from db.pool import APP, WORKER, Context, prepare_connection, worker_context
from tests.world import make_clinic, make_patient, seen_as

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


async def test_a_summary_reads_the_current_revision_of_every_measure(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    first = uuid7()
    await add(conn, clinic, patient, measure_id=first, answers=[3] * 9, total=27)
    newest = await add(conn, clinic, patient, measure_id=first, answers=[1, None, *[1] * 7], total=9)
    entered = await add(conn, clinic, patient, instrument="isi", total=12, source="clinic", day=DAY - timedelta(days=9))
    declined = await add(conn, clinic, patient, instrument="gad-7", declined=True, day=DAY + timedelta(days=1))
    await add(conn, clinic, await make_patient(conn, clinic), total=5)
    found = await measures.scores(conn, clinic, patient)
    assert [(one.revision_id, one.instrument, one.total, one.source, one.declined) for one in found] == [
        (entered, "isi", 12, "clinic", False),
        (newest, "phq-9", 9, "app", False),
        (declined, "gad-7", None, "app", True),
    ]
    assert [one.answers for one in found] == [None, [1, None, 1, 1, 1, 1, 1, 1, 1], None]


async def test_the_worker_reads_scores_of_the_patient_it_works_for_alone(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    other = await make_patient(conn, clinic)
    await add(conn, clinic, patient, total=7)
    await add(conn, clinic, other, total=8)
    async with seen_as(conn, WORKER, worker_context(clinic, [patient])):
        assert [score.total for score in await measures.scores(conn, clinic, patient)] == [7]
        assert await measures.scores(conn, clinic, other) == []


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
