"""A diary from elsewhere becomes days of the journal: what the phone's import and the command line have in common.

- A day that was logged already stays as it is, unless the person says `replace`; then it gets a further revision.
- Nobody can tell when an old diary was written: its days are marked as imported, and neither late nor synced later.
- Its words are private until the patient shares them, as with every other note.
- It is screened as a whole. A match shows the hotline once and raises one item for review, not an alert for each row: these
  words are old, and the team is not to be woken by them (product.md, "Guidance", 7).
"""

import asyncio
import logging
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import asyncpg
import msgspec
from uuid_utils.compat import uuid7

from api.entries import savepoint
from clinical import guidance
from clinical.crisis import OwnWords
from clinical.crisis_settings import CrisisSettings
from clinical.diary_import import DayRead, Diary, DiaryMapping, EffectRead, read
from clinical.entries import Audience, CheckIn, Note, SideEffectReport
from clinical.errors import Conflict, Invalid
from clinical.guidance import Hotline, Screening, Situation, Told
from clinical.side_effects import level_of
from clinical.zones import local_day, zone_named
from db import alerts, imports, patients
from db.check_ins import NOTE_COLUMN
from db.imports import LoggedReport, NewDay, NewImport, NewReport, Written
from db.patients import Patient
from db.pool import Conn
from db.vault import PatientKey

log = logging.getLogger(__name__)

OPERATOR = UUID(int=0)
"""Stands as `imported_by` for an import at the command line."""


class Journal(msgspec.Struct, frozen=True, kw_only=True):
    """Whose diary it becomes, within a transaction of the patient's context."""

    conn: Conn
    clinic_id: UUID
    patient: Patient
    key: PatientKey
    now: datetime
    clinic_phone: str | None
    crisis: CrisisSettings

    @property
    def patient_id(self) -> UUID:
        return self.patient.patient_id


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """`replace`: days that were logged already get the diary's values. `audience` is whom its notes are shared with."""

    replace: bool = False
    audience: Audience = "private"
    imported_by: UUID


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    import_id: UUID
    days: list[NewDay]
    reports: list[NewReport]
    kept: list[DayRead]
    guidance: Hotline | None


async def understand(journal: Journal, csv: str, mapping: DiaryMapping | None) -> Diary:
    """Saves nothing. Off the event loop: a large file takes a second."""
    logged = await imports.logged_days(journal.conn, journal.clinic_id, journal.patient_id)
    today = local_day(journal.now, zone_named(journal.patient.zone))
    return await asyncio.to_thread(read, csv, mapping, today=today, logged=logged.keys())


async def hotline_for(journal: Journal, diary: Diary) -> Hotline | None:
    """For the preview, of which nothing is saved and nobody is told."""
    screening = await asyncio.to_thread(screen, diary, "private", journal.crisis.own_words)
    return None if screening.tier is None else hotline(journal, screening, saved=False, told="nobody")


def rows_lost(diary: Diary) -> int:
    """Rows of which nothing is used; a row with one unusable cell is not one."""
    return len({unused.row for unused in diary.rows_unused if unused.column is None})


def screen(diary: Diary, audience: Audience, own: OwnWords) -> Screening:
    """Every text of the file, of columns that nobody mapped and of rows that cannot be used too, and its side effects."""
    found = guidance.CALM
    for text in diary.words:
        words = CheckIn(mood=0, note=Note(text=text, audience=audience))
        found = guidance.stricter(found, guidance.screen(words, own))
    effects = {effect: day for day in diary.days for effect in day.side_effects}
    for effect, day in effects.items():
        found = guidance.stricter(found, guidance.screen(report_of(day, effect)))
    return found


def hotline(journal: Journal, screening: Screening, *, saved: bool, told: Told) -> Hotline:
    patient = journal.patient
    return guidance.hotline(
        screening,
        Situation(
            language="es" if patient.language == "es" else "en",
            country=patient.country,
            clinic_phone=journal.clinic_phone,
            own_line=journal.crisis.own_line,
            contacts=patients.open_contacts(journal.key, patient.patient_id, patient.contacts),
            saved=saved,
            told=told,
        ),
    )


async def save(journal: Journal, diary: Diary, digest: str, choice: Choice) -> Imported:
    """All of it in the caller's transaction. Conflict when `digest` is not of what was shown, or when the file was imported
    before with the same mapping."""
    if diary.mapping is None or diary.digest is None:
        raise Invalid.field("mapping", "Say which column holds the date.")
    if digest != diary.digest:
        raise Conflict("The file or the choices have changed since you looked at them. Please look again, then save.")
    import_id = uuid7()
    days, reports, kept = await _new_rows(journal, diary, choice)
    await imports.save(
        journal.conn,
        journal.clinic_id,
        journal.patient_id,
        NewImport(
            import_id=import_id,
            imported_by=choice.imported_by,
            digest=diary.digest,
            mapping=diary.mapping,
            rows_read=diary.rows_read,
            rows_unused=rows_lost(diary),
            originals=journal.key.seal(_originals(diary), row=import_id, column=imports.ORIGINALS_COLUMN),
        ),
        _written(journal),
        days,
        reports,
        audience=choice.audience,
    )
    screening = await asyncio.to_thread(screen, diary, choice.audience, journal.crisis.own_words)
    if screening.tier is not None:
        await ask_for_review(journal.conn, journal.clinic_id, journal.patient_id, screening)
    return Imported(
        import_id=import_id,
        days=days,
        reports=reports,
        kept=kept,
        guidance=None if screening.tier is None else hotline(journal, screening, saved=True, told="review"),
    )


async def _new_rows(
    journal: Journal, diary: Diary, choice: Choice
) -> tuple[list[NewDay], list[NewReport], list[DayRead]]:
    """What is to be added, and the days of the file that are left as they were logged."""
    where = (journal.conn, journal.clinic_id, journal.patient_id)
    logged = await imports.logged_days(*where)
    reported = {(report.day, report.effect): report for report in await imports.logged_reports(*where)}
    kept = [day for day in diary.days if day.day in logged and not choice.replace]
    taken = [day for day in diary.days if choice.replace or day.day not in logged]
    days = [_new_day(journal.key, day, logged.get(day.day)) for day in taken if day.mood is not None]
    reports = [
        _new_report(day, effect, reported.get((day.day, effect.effect)))
        for day in taken
        for effect in day.side_effects
        # An effect that was reported on this day is not overwritten unseen either.
        if choice.replace or (day.day, effect.effect) not in reported
    ]
    return days, reports, kept


def _new_day(key: PatientKey, day: DayRead, based_on: UUID | None) -> NewDay:
    revision_id = uuid7()
    assert day.mood is not None  # noqa: S101 the caller leaves out days without one
    return NewDay(
        day=day.day,
        revision_id=revision_id,
        based_on=based_on,
        mood=day.mood,
        anxiety=day.anxiety,
        energy=day.energy,
        sleep_hours=day.sleep_hours,
        sleep_quality=day.sleep_quality,
        body_hash=sha256(msgspec.json.encode(day)).digest(),
        ciphertext=None if day.note is None else key.seal(day.note, row=revision_id, column=NOTE_COLUMN),
    )


def _new_report(day: DayRead, effect: EffectRead, before: LoggedReport | None) -> NewReport:
    report = report_of(day, effect)
    return NewReport(
        day=day.day,
        report_id=before.report_id if before else uuid7(),
        revision_id=uuid7(),
        based_on=before and before.revision_id,
        effect=effect.effect,
        severity=effect.severity,
        level=level_of(report),
        body_hash=sha256(msgspec.json.encode(report)).digest(),
    )


def report_of(day: DayRead, effect: EffectRead) -> SideEffectReport:
    return SideEffectReport(effect=effect.effect, severity=effect.severity, day=day.day)


def _originals(diary: Diary) -> str:
    """By day: the values as they stood in the file, beside the mapping that says their scale."""
    kept = {"mapping": diary.mapping, "days": {str(day.day): day.originals for day in diary.days}}
    return msgspec.json.encode(kept).decode()


def _written(journal: Journal) -> Written:
    offset = journal.now.astimezone(zone_named(journal.patient.zone)).utcoffset()
    return Written(
        written_at=journal.now,
        zone=journal.patient.zone,
        offset_minutes=int(offset.total_seconds() // 60) if offset else 0,
    )


async def ask_for_review(conn: Conn, clinic_id: UUID, patient_id: UUID, screening: Screening) -> None:
    """Behind a savepoint: the diary is saved whatever becomes of the item."""
    try:
        async with savepoint(conn):
            await alerts.raise_or_join(
                conn, clinic_id, patient_id, tier="review", source="import", private=screening.private, revision_id=None
            )
    except asyncpg.PostgresError as error:
        log.error("review of an import not raised", extra={"sqlstate": error.sqlstate})
