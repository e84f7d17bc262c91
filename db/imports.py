"""Diaries from elsewhere: many days at once, each a revision like any other, marked with the import that it came from."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from db.pool import Conn
from db.rows import many

ORIGINALS_COLUMN = "import.originals"


class NewImport(msgspec.Struct, frozen=True, kw_only=True):
    """`imported_by` is the patient, or the nil UUID for the operator at the command line. `originals` are sealed."""

    import_id: UUID
    imported_by: UUID
    digest: str
    mapping: Any
    rows_read: int
    rows_unused: int
    originals: bytes


class NewDay(msgspec.Struct, frozen=True, kw_only=True):
    """`ciphertext` is the sealed note of the day, None without one. `based_on` is the revision that it replaces."""

    day: date
    revision_id: UUID
    based_on: UUID | None
    mood: int
    anxiety: int | None
    energy: int | None
    sleep_hours: float | None
    sleep_quality: int | None
    body_hash: bytes
    ciphertext: bytes | None


class NewReport(msgspec.Struct, frozen=True, kw_only=True):
    day: date
    report_id: UUID
    revision_id: UUID
    based_on: UUID | None
    effect: str
    severity: str
    level: str
    body_hash: bytes


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """When and where the import was made: an old diary does not say when its rows were written."""

    written_at: datetime
    zone: str
    offset_minutes: int


class LoggedDay(msgspec.Struct, frozen=True):
    day: date
    revision_id: UUID


class LoggedReport(msgspec.Struct, frozen=True):
    day: date
    effect: str
    report_id: UUID
    revision_id: UUID


LOGGED_DAYS = """
select distinct on (day) day, revision_id
from journal.check_in
where clinic_id = $1 and patient_id = $2
order by day, seq desc
"""

LOGGED_REPORTS = """
select day, effect, report_id, revision_id
from (
    select distinct on (report_id) day, effect, report_id, revision_id
    from journal.side_effect
    where clinic_id = $1 and patient_id = $2
    order by report_id, seq desc) current
"""


async def logged_days(conn: Conn, clinic_id: UUID, patient_id: UUID) -> dict[date, UUID]:
    """Day -> its current revision."""
    days = many(await conn.fetch(LOGGED_DAYS, clinic_id, patient_id), LoggedDay)
    return {logged.day: logged.revision_id for logged in days}


async def logged_reports(conn: Conn, clinic_id: UUID, patient_id: UUID) -> list[LoggedReport]:
    return many(await conn.fetch(LOGGED_REPORTS, clinic_id, patient_id), LoggedReport)


SAVE = """
insert into journal.import (clinic_id, patient_id, import_id, imported_by, digest, mapping, days, rows_read, rows_unused, originals)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""

# Imported days are neither late nor synced later: nobody can tell when they were written. Completeness counts them apart.
# No tier either: an import is screened as a whole and raises one item for review, not an alert for each of its rows.
SAVE_DAYS = """
insert into journal.check_in (clinic_id, patient_id, day, revision_id, based_on, mood, anxiety, energy, sleep_hours, sleep_quality,
                              body_hash, written_at, zone, offset_minutes, late, synced_later, source, import_id)
select $1, $2, day, revision_id, based_on, mood, anxiety, energy, sleep_hours::numeric, sleep_quality,
       body_hash, $4, $5, $6, false, false, 'import', $3
from unnest($7::date[], $8::uuid[], $9::uuid[], $10::smallint[], $11::smallint[], $12::smallint[], $13::float8[], $14::smallint[],
            $15::bytea[])
    as given (day, revision_id, based_on, mood, anxiety, energy, sleep_hours, sleep_quality, body_hash)
order by day
"""

SAVE_NOTES = """
insert into journal.note (clinic_id, patient_id, revision_id, entry, day, audience, ciphertext, written_at)
select $1, $2, revision_id, 'check_in', day, $3, ciphertext, $4
from unnest($5::uuid[], $6::date[], $7::bytea[]) as given (revision_id, day, ciphertext)
"""

SAVE_REPORTS = """
insert into journal.side_effect (clinic_id, patient_id, report_id, revision_id, based_on, day, effect, severity, level, body_hash,
                                 written_at, zone, offset_minutes, late, synced_later, source, import_id)
select $1, $2, report_id, revision_id, based_on, day, effect, severity, level, body_hash,
       $4, $5, $6, false, false, 'import', $3
from unnest($7::uuid[], $8::uuid[], $9::uuid[], $10::date[], $11::text[], $12::text[], $13::text[], $14::bytea[])
    as given (report_id, revision_id, based_on, day, effect, severity, level, body_hash)
order by day
"""


async def save(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    new: NewImport,
    written: Written,
    days: Sequence[NewDay],
    reports: Sequence[NewReport],
    *,
    audience: str,
) -> None:
    """All or nothing, in the caller's transaction. Conflict when the same file with the same mapping was imported before."""
    await conn.execute(
        SAVE,
        clinic_id,
        patient_id,
        new.import_id,
        new.imported_by,
        new.digest,
        new.mapping,
        len(days),
        new.rows_read,
        new.rows_unused,
        new.originals,
    )
    stamp = (written.written_at, written.zone, written.offset_minutes)
    await conn.execute(SAVE_DAYS, clinic_id, patient_id, new.import_id, *stamp, *_day_columns(days))
    noted = [day for day in days if day.ciphertext is not None]
    await conn.execute(
        SAVE_NOTES,
        clinic_id,
        patient_id,
        audience,
        written.written_at,
        [day.revision_id for day in noted],
        [day.day for day in noted],
        [day.ciphertext for day in noted],
    )
    await conn.execute(SAVE_REPORTS, clinic_id, patient_id, new.import_id, *stamp, *_report_columns(reports))


def _day_columns(days: Sequence[NewDay]) -> list[list[Any]]:
    return [
        [day.day for day in days],
        [day.revision_id for day in days],
        [day.based_on for day in days],
        [day.mood for day in days],
        [day.anxiety for day in days],
        [day.energy for day in days],
        [day.sleep_hours for day in days],
        [day.sleep_quality for day in days],
        [day.body_hash for day in days],
    ]


def _report_columns(reports: Sequence[NewReport]) -> list[list[Any]]:
    return [
        [report.report_id for report in reports],
        [report.revision_id for report in reports],
        [report.based_on for report in reports],
        [report.day for report in reports],
        [report.effect for report in reports],
        [report.severity for report in reports],
        [report.level for report in reports],
        [report.body_hash for report in reports],
    ]
