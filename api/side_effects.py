"""A patient's reports of side effects."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.acting import Me
from api.entries import NoteView, answer_to, as_answered, is_news, judge, replay_or_refuse
from clinical import guidance
from clinical.entries import SideEffectPut
from clinical.errors import InFuture, TooLate
from clinical.guidance import Guidance
from clinical.side_effects import level_of
from db import patients, sessions, side_effects
from db.side_effects import StoredSideEffect
from db.vault import PatientKey


class SideEffectView(msgspec.Struct, kw_only=True):
    """`level` is routine, call_clinic, crisis or emergency, by the vocabulary at the time of writing."""

    report_id: UUID
    revision_id: UUID
    based_on: UUID | None
    day: date
    effect: str
    severity: str
    onset: str | None
    still_present: bool | None
    interference: str | None
    session_id: UUID | None
    level: str
    note: NoteView | None
    written_at: datetime
    late: bool
    synced_later: bool
    received_at: datetime


class SideEffectSaved(msgspec.Struct, kw_only=True):
    """See CheckInSaved."""

    entry: SideEffectView
    guidance: Guidance
    replayed: bool
    stale: bool
    other: SideEffectView | None


class SideEffectController(Controller):
    path = "/me/side-effects"
    tags = ("journal",)

    # A plain string in the path, so that a request with a malformed one reaches the screen of refused words.
    @put("/{report_id:str}", opt={"screened": "side_effect"})
    async def save(
        self, me: NamedDependency[Me], report_id: FromPath[UUID], data: JSONBody[SideEffectPut]
    ) -> SideEffectSaved:
        days_after = await _days_after_session(me, data)
        try:
            lateness = judge(me, data.day, data.stamp)
        except (TooLate, InFuture):
            return await replay_or_refuse(_replay(me, report_id, data, days_after))
        screening = guidance.screen(data, me.account.clinic_crisis.own_words)
        key, level = await me.key(), level_of(data, days_after)
        saved = await side_effects.save(
            me.conn, me.clinic_id, me.patient_id, report_id, data, level, lateness, screening, key
        )
        if saved.received_at is None:
            return await _replay(me, report_id, data, days_after)
        answer = await answer_to(
            me,
            data,
            screening,
            saved,
            saved.held,
            source="side_effect",
            revision_id=data.revision_id,
            days_after_session=days_after,
        )
        stored = await side_effects.find(me.conn, me.clinic_id, me.patient_id, data.revision_id)
        other = (
            await side_effects.find(me.conn, me.clinic_id, me.patient_id, saved.prior)
            if saved.prior is not None and saved.prior != data.based_on
            else None
        )
        return SideEffectSaved(
            entry=view(stored, key),
            guidance=answer,
            replayed=False,
            stale=other is not None,
            other=None if other is None else view(other, key),
        )

    @get("/")
    async def list_current(
        self,
        me: NamedDependency[Me],
        since: Annotated[date | None, QueryParameter()] = None,
        until: Annotated[date | None, QueryParameter()] = None,
    ) -> list[SideEffectView]:
        key = await me.key()
        stored = await side_effects.current(me.conn, me.clinic_id, me.patient_id, since, until)
        return [view(report, key) for report in stored]


async def _replay(me: Me, report_id: UUID, data: SideEffectPut, days_after: int | None) -> SideEffectSaved:
    stored = await side_effects.find_same(me.conn, me.clinic_id, me.patient_id, report_id, data)
    profile = await patients.find(me.conn, me.clinic_id, me.patient_id)
    screening = as_answered(guidance.screen(data, me.account.clinic_crisis.own_words), stored.tier)
    answer = await answer_to(
        me,
        data,
        screening,
        profile,
        stored.held or profile.held,
        source="side_effect" if await is_news(me, screening, stored.tier, data.revision_id) else None,
        revision_id=data.revision_id,
        days_after_session=days_after,
    )
    return SideEffectSaved(entry=view(stored, await me.key()), guidance=answer, replayed=True, stale=False, other=None)


async def _days_after_session(me: Me, report: SideEffectPut) -> int | None:
    """By the session that the patient named, as the phone reckons it: what is normal on its day can be a red flag on the next."""
    if report.session_id is None:
        return None
    held_on = await sessions.day_of(me.conn, me.clinic_id, me.patient_id, report.session_id)
    return held_on and (report.day - held_on).days


def view(stored: StoredSideEffect, key: PatientKey) -> SideEffectView:
    """With the note only where the reader's context let its row through."""
    text = stored.words(key)
    return SideEffectView(
        report_id=stored.report_id,
        revision_id=stored.revision_id,
        based_on=stored.based_on,
        day=stored.day,
        effect=stored.effect,
        severity=stored.severity,
        onset=stored.onset,
        still_present=stored.still_present,
        interference=stored.interference,
        session_id=stored.session_id,
        level=stored.level,
        note=None if text is None else NoteView(text=text, audience=stored.audience or "private"),
        written_at=stored.written_at,
        late=stored.late,
        synced_later=stored.synced_later,
        received_at=stored.received_at,
    )
