from datetime import UTC, date, datetime
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from clinical.errors import Conflict
from db.imports import NewDay, NewImport, NewReport, Written, logged_days, logged_reports, save
from db.pool import APP, Context, prepare_connection
from db.rows import refusals_in_words
from tests.world import make_check_in, make_clinic, make_patient, make_side_effect, seen_as

DAY = date(2025, 3, 10)
WRITTEN = Written(written_at=datetime(2026, 3, 18, 12, tzinfo=UTC), zone="America/New_York", offset_minutes=-240)


def new_import(digest: str = "d") -> NewImport:
    return NewImport(
        import_id=uuid7(),
        imported_by=uuid7(),
        digest=digest,
        mapping={"date": "date"},
        rows_read=2,
        rows_unused=0,
        originals=b"sealed",
    )


def new_day(day: date = DAY, *, mood: int = 4, note: bytes | None = None, based_on: UUID | None = None) -> NewDay:
    return NewDay(
        day=day,
        revision_id=uuid7(),
        based_on=based_on,
        mood=mood,
        anxiety=None,
        energy=7,
        sleep_hours=6.5,
        sleep_quality=None,
        body_hash=b"",
        ciphertext=note,
    )


def new_report(day: date = DAY) -> NewReport:
    return NewReport(
        day=day,
        report_id=uuid7(),
        revision_id=uuid7(),
        based_on=None,
        effect="headache",
        severity="mild",
        level="routine",
        body_hash=b"",
    )


@pytest.fixture
async def clinic(conn: asyncpg.Connection) -> UUID:
    await prepare_connection(conn)
    return await make_clinic(conn)


@pytest.fixture
async def patient(conn: asyncpg.Connection, clinic: UUID) -> UUID:
    return await make_patient(conn, clinic)


def own(clinic: UUID, patient: UUID, role: str = "patient") -> Context:
    return Context(clinic_id=clinic, account_id=patient, role=role, patient_ids=(patient,))


async def test_days_notes_and_reports_are_stored_as_imported(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    given, days, reports = new_import(), [new_day(note=b"words"), new_day(date(2025, 3, 11))], [new_report()]
    async with seen_as(conn, APP, own(clinic, patient)):
        await save(conn, clinic, patient, given, WRITTEN, days, reports, audience="private")
    rows = await conn.fetch(
        """select c.day, c.mood, c.energy, c.sleep_hours::float8, c.source, c.late, c.synced_later, c.tier, c.import_id, n.audience
        from journal.check_in c left join journal.note n using (clinic_id, patient_id, revision_id)
        where c.patient_id = $1 order by c.day""",
        patient,
    )
    assert [tuple(row) for row in rows] == [
        (DAY, 4, 7, 6.5, "import", False, False, None, given.import_id, "private"),
        (date(2025, 3, 11), 4, 7, 6.5, "import", False, False, None, given.import_id, None),
    ]
    report = await conn.fetchrow(
        "select effect, source, import_id from journal.side_effect where patient_id = $1", patient
    )
    assert tuple(report) == ("headache", "import", given.import_id)
    assert await conn.fetchval("select days from journal.import where patient_id = $1", patient) == 2


async def test_an_import_of_nothing_is_stored_too(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    async with seen_as(conn, APP, own(clinic, patient)):
        await save(conn, clinic, patient, new_import(), WRITTEN, [], [], audience="private")
    assert await conn.fetchval("select count(*) from journal.import where patient_id = $1", patient) == 1


async def test_the_same_digest_a_second_time_is_a_conflict(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    async def bring_in() -> None:
        async with conn.transaction(), seen_as(conn, APP, own(clinic, patient)):
            await save(conn, clinic, patient, new_import(), WRITTEN, [], [], audience="private")

    await bring_in()
    with pytest.raises(Conflict, match="imported already"), refusals_in_words():
        await bring_in()


async def test_two_patients_may_import_the_same_file(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    for one in (patient, await make_patient(conn, clinic)):
        async with seen_as(conn, APP, own(clinic, one)):
            await save(conn, clinic, one, new_import(), WRITTEN, [new_day()], [], audience="private")
    assert await conn.fetchval("select count(*) from journal.check_in where clinic_id = $1", clinic) == 2


async def test_only_the_patient_may_import(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    for role in ("clinician", "therapist"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with conn.transaction(), seen_as(conn, APP, own(clinic, patient, role)):
                await save(conn, clinic, patient, new_import(), WRITTEN, [new_day()], [], audience="private")
    other = await make_patient(conn, clinic)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with conn.transaction(), seen_as(conn, APP, own(clinic, other)):
            await save(conn, clinic, patient, new_import(), WRITTEN, [new_day()], [], audience="private")


async def test_what_is_logged_is_the_current_revision_of_each_day_and_report(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    await make_check_in(conn, clinic, patient, DAY)
    newest = await make_check_in(conn, clinic, patient, DAY)
    report = uuid7()
    await make_side_effect(conn, clinic, patient, DAY, report_id=report)
    moved = await make_side_effect(conn, clinic, patient, date(2025, 3, 12), report_id=report)
    async with seen_as(conn, APP, own(clinic, patient)):
        assert await logged_days(conn, clinic, patient) == {DAY: newest}
        [found] = await logged_reports(conn, clinic, patient)
        assert (found.day, found.revision_id, found.report_id) == (date(2025, 3, 12), moved, report)
    stranger = await make_patient(conn, clinic)
    async with seen_as(conn, APP, own(clinic, stranger)):
        assert await logged_days(conn, clinic, patient) == {}
        assert await logged_reports(conn, clinic, patient) == []
