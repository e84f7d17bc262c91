"""A patient brings a diary from elsewhere: a preview of what was understood, and saving exactly that."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta

from api import diaries
from api.acting import Me
from api.diaries import Choice, Journal
from clinical.diary_import import DayRead, Diary, DiaryMapping, EffectRead, Remark, UnusedRow
from clinical.entries import Audience
from clinical.guidance import Hotline
from db import audit, patients
from db.rows import refusals_in_words


class DiaryFile(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Without a mapping the columns are guessed, and `remarks` say what was guessed."""

    csv: str
    mapping: DiaryMapping | None = None


class ConfirmedDiary(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`digest` is the preview's: what is saved is what was shown. `replace`: also the days that were logged already."""

    csv: str
    mapping: DiaryMapping
    digest: Annotated[str, Meta(max_length=64)]
    replace: bool = False
    audience: Audience = "private"


class ImportDay(msgspec.Struct, kw_only=True):
    """`replaces`: this day was logged already, and stays as it is unless the person says `replace`."""

    day: date
    mood: int | None
    anxiety: int | None
    energy: int | None
    sleep_hours: float | None
    sleep_quality: int | None
    side_effects: list[EffectRead]
    has_note: bool
    replaces: bool


class ImportPreview(msgspec.Struct, kw_only=True):
    """`mapping` and `digest` are null when no column could be a date. Nothing was saved."""

    columns: list[str]
    mapping: DiaryMapping | None
    remarks: list[Remark]
    days: list[ImportDay]
    rows_read: int
    rows_unused: list[UnusedRow]
    digest: str | None
    guidance: Hotline | None


class ImportResult(msgspec.Struct, kw_only=True):
    """`kept`: days of the file that were logged already and stayed as they were."""

    import_id: UUID
    days: int
    side_effects: int
    kept: list[date]
    rows_read: int
    rows_unused: int
    guidance: Hotline | None


class ImportController(Controller):
    path = "/me/imports"
    tags = ("imports",)

    @post("/preview", status_code=200, opt={"screened": "import"})
    async def preview(self, me: NamedDependency[Me], data: JSONBody[DiaryFile]) -> ImportPreview:
        journal = await journal_of(me)
        diary = await diaries.understand(journal, data.csv, data.mapping)
        return ImportPreview(
            columns=diary.columns,
            mapping=diary.mapping,
            remarks=diary.remarks,
            days=[_day(day) for day in diary.days],
            rows_read=diary.rows_read,
            rows_unused=diary.rows_unused,
            digest=diary.digest,
            guidance=await diaries.hotline_for(journal, diary),
        )

    @post("/", status_code=201, opt={"screened": "import"})
    async def save(self, me: NamedDependency[Me], data: JSONBody[ConfirmedDiary]) -> ImportResult:
        journal = await journal_of(me)
        diary = await diaries.understand(journal, data.csv, data.mapping)
        choice = Choice(replace=data.replace, audience=data.audience, imported_by=me.patient_id)
        with refusals_in_words():
            done = await diaries.save(journal, diary, data.digest, choice)
        await audit.note(
            me.conn,
            me.clinic_id,
            "diary.imported",
            account_id=me.patient_id,
            role="patient",
            patient_id=me.patient_id,
            subject=str(done.import_id),
        )
        return _result(diary, done)


async def journal_of(me: Me) -> Journal:
    return Journal(
        conn=me.conn,
        clinic_id=me.clinic_id,
        patient=await patients.find(me.conn, me.clinic_id, me.patient_id),
        key=await me.key(),
        now=me.now,
        clinic_phone=me.account.clinic_phone,
        crisis=me.account.clinic_crisis,
    )


def _day(day: DayRead) -> ImportDay:
    return ImportDay(
        day=day.day,
        mood=day.mood,
        anxiety=day.anxiety,
        energy=day.energy,
        sleep_hours=day.sleep_hours,
        sleep_quality=day.sleep_quality,
        side_effects=day.side_effects,
        has_note=day.note is not None,
        replaces=day.replaces,
    )


def _result(diary: Diary, done: diaries.Imported) -> ImportResult:
    return ImportResult(
        import_id=done.import_id,
        days=len(done.days),
        side_effects=len(done.reports),
        kept=[day.day for day in done.kept],
        rows_read=diary.rows_read,
        rows_unused=diaries.rows_lost(diary),
        guidance=done.guidance,
    )
