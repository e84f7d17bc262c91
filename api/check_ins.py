"""A patient's daily check-ins."""

from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.acting import Me, as_patient, signed_in
from api.auth.middleware import token_of
from api.entries import NoteView, answer_to, as_answered, calm_situation, is_news, judge, replay_or_refuse
from api.state import AnyRequest, running
from clinical import guidance
from clinical.entries import CheckInPut
from clinical.errors import InFuture, TooLate, Unauthenticated
from clinical.guidance import CALM, Guidance
from clinical.journal_day import Lateness, judge_day
from db import check_ins, patients
from db.check_ins import Saved, StoredCheckIn
from db.pool import Proof
from db.rows import refusals_in_words
from db.vault import PatientKey


class CheckInView(msgspec.Struct, kw_only=True):
    """Scores 0-10, sleep in hours. `late`: written after the day. `synced_later`: written in time, arrived later.
    `source` is app or import."""

    day: date
    revision_id: UUID
    based_on: UUID | None
    mood: int
    anxiety: int | None
    energy: int | None
    sleep_hours: float | None
    sleep_quality: int | None
    note: NoteView | None
    written_at: datetime
    zone: str
    late: bool
    synced_later: bool
    received_at: datetime
    source: str


class CheckInSaved(msgspec.Struct, kw_only=True):
    """`replayed`: this revision was stored before, and this is its answer. `stale`: another revision that the writer had not
    seen was there; it is in `other`, and both are kept."""

    entry: CheckInView
    guidance: Guidance
    replayed: bool
    stale: bool
    other: CheckInView | None


class Conflict(msgspec.Struct, kw_only=True):
    day: date
    others: list[CheckInView]


class CheckInList(msgspec.Struct, kw_only=True):
    """`entries`: the current revision of each day. `conflicts`: what was written of the same day elsewhere, unseen."""

    entries: list[CheckInView]
    conflicts: list[Conflict]


class CheckInController(Controller):
    path = "/me/check-ins"
    tags = ("journal",)

    @put("/{day:str}", opt={"screened": "check_in"})
    async def save(self, request: AnyRequest, day: FromPath[date], data: JSONBody[CheckInPut]) -> CheckInSaved:
        saved = await save_at_once(request, day, data)
        if saved is None:
            async with as_patient(request) as me:
                return await save(me, day, data)
        return saved

    @get("/")
    async def list_current(
        self,
        me: NamedDependency[Me],
        since: Annotated[date | None, QueryParameter()] = None,
        until: Annotated[date | None, QueryParameter()] = None,
    ) -> CheckInList:
        key = await me.key()
        entries = await check_ins.current(me.conn, me.clinic_id, me.patient_id, since, until)
        others = await check_ins.other_tips(me.conn, me.clinic_id, me.patient_id, since, until)
        days = sorted({other.day for other in others})
        return CheckInList(
            entries=[view(entry, key) for entry in entries],
            conflicts=[Conflict(day=d, others=[view(o, key) for o in others if o.day == d]) for d in days],
        )


async def save_at_once(request: AnyRequest, day: date, data: CheckInPut) -> CheckInSaved | None:
    """The hot path: a calm entry of a session that this process knows, in one round trip.

    None when it takes more than that, and nothing was saved or it can be found again: words of crisis (the alert belongs into
    the same transaction), a session that is new here or has changed, a day that may be too late, an entry sent again.
    """
    account, here = signed_in(request, "patient"), running(request)
    # By the clinic's words as they are remembered: the statement that saves proves that they are what they were.
    screening = guidance.screen(data, account.clinic_crisis.own_words)
    token_hash = token_of(request)
    remembered = here.sessions.get(token_hash) if token_hash else None
    if screening.tier is not None or token_hash is None or remembered is None or remembered.key is None:
        return None
    proof = Proof(token_hash=token_hash, account_id=account.account_id, version=account.version)
    try:
        lateness = judge_day(day, data.stamp, datetime.now(UTC), account.back_fill_days)
        with refusals_in_words():
            async with here.pool.acquire() as conn:
                saved = await check_ins.save_alone(
                    conn, proof, account.clinic_id, day, data, lateness, screening, remembered.key
                )
    except (Unauthenticated, TooLate, InFuture):
        return None
    if saved.received_at is None:
        return None
    return await _answered(request, day, data, lateness, saved)


async def _answered(request: AnyRequest, day: date, data: CheckInPut, lateness: Lateness, saved: Saved) -> CheckInSaved:
    assert saved.received_at is not None  # noqa: S101 asked by the caller
    account, other = signed_in(request, "patient"), None
    if saved.prior is not None and saved.prior != data.based_on:
        async with as_patient(request) as me:
            other = await _find(me, saved.prior)
    return CheckInSaved(
        entry=fresh_view(day, data, saved.received_at, late=lateness.late, synced_later=lateness.synced_later),
        guidance=guidance.respond(data, CALM, calm_situation(account, saved, held=saved.held)),
        replayed=False,
        stale=other is not None,
        other=other,
    )


async def save(me: Me, day: date, data: CheckInPut) -> CheckInSaved:
    try:
        lateness = judge(me, day, data.stamp)
    except (TooLate, InFuture):
        # What was accepted once is accepted for good, also when the clinic's limit changed before the phone heard of it.
        return await replay_or_refuse(_replay(me, day, data))
    screening = guidance.screen(data, me.account.clinic_crisis.own_words)
    saved = await check_ins.save(me.conn, me.clinic_id, me.patient_id, day, data, lateness, screening, await me.key())
    if saved.received_at is None:
        return await _replay(me, day, data)
    answer = await answer_to(me, data, screening, saved, saved.held, source="check_in", revision_id=data.revision_id)
    stale = saved.prior is not None and saved.prior != data.based_on
    return CheckInSaved(
        entry=fresh_view(day, data, saved.received_at, late=lateness.late, synced_later=lateness.synced_later),
        guidance=answer,
        replayed=False,
        stale=stale,
        other=await _find(me, saved.prior) if stale and saved.prior else None,
    )


async def _replay(me: Me, day: date, data: CheckInPut) -> CheckInSaved:
    stored = await check_ins.find_same(me.conn, me.clinic_id, me.patient_id, day, data)
    profile = await patients.find(me.conn, me.clinic_id, me.patient_id)
    screening = as_answered(guidance.screen(data, me.account.clinic_crisis.own_words), stored.tier)
    source = "check_in" if await is_news(me, screening, stored.tier, data.revision_id) else None
    return CheckInSaved(
        entry=view(stored, await me.key()),
        guidance=await answer_to(
            me, data, screening, profile, stored.held or profile.held, source=source, revision_id=data.revision_id
        ),
        replayed=True,
        stale=False,
        other=None,
    )


async def _find(me: Me, revision_id: UUID) -> CheckInView:
    return view(await check_ins.find(me.conn, me.clinic_id, me.patient_id, revision_id), await me.key())


def fresh_view(day: date, put: CheckInPut, received_at: datetime, *, late: bool, synced_later: bool) -> CheckInView:
    """What was just stored, without reading it back."""
    return CheckInView(
        day=day,
        revision_id=put.revision_id,
        based_on=put.based_on,
        mood=put.mood,
        anxiety=put.anxiety,
        energy=put.energy,
        sleep_hours=put.sleep_hours,
        sleep_quality=put.sleep_quality,
        note=put.note and NoteView(text=put.note.text, audience=put.note.audience),
        written_at=put.stamp.written_at,
        zone=put.stamp.zone,
        late=late,
        synced_later=synced_later,
        received_at=received_at,
        source="app",
    )


def view(stored: StoredCheckIn, key: PatientKey) -> CheckInView:
    """With the note only where the reader's context let its row through."""
    text = stored.words(key)
    return CheckInView(
        day=stored.day,
        revision_id=stored.revision_id,
        based_on=stored.based_on,
        mood=stored.mood,
        anxiety=stored.anxiety,
        energy=stored.energy,
        sleep_hours=stored.sleep_hours,
        sleep_quality=stored.sleep_quality,
        note=None if text is None else NoteView(text=text, audience=stored.audience or "private"),
        written_at=stored.written_at,
        zone=stored.zone,
        late=stored.late,
        synced_later=stored.synced_later,
        received_at=stored.received_at,
        source=stored.source,
    )
