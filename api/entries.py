"""What saving any kind of entry has in common: the day it may be about, the one answer, the alert."""

import logging
import sys
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from datetime import date
from typing import Any, Literal, Protocol, TypeVar
from uuid import UUID

import msgspec

from api.acting import Me
from clinical.entries import Entry, Stamp
from clinical.errors import DomainError, NotFound
from clinical.guidance import Contact, Guidance, Screening, Situation, Tier, Told, respond, stricter
from clinical.journal_day import Lateness, judge_day
from clinical.side_effects import Modality
from db import alerts, patients
from db.accounts import Account
from db.pool import Conn
from notifications import alerts as telling

log = logging.getLogger(__name__)

T = TypeVar("T")

Source = Literal["check_in", "side_effect", "rejected", "measure", "therapy_page", "pre_session"]


class NoteView(msgspec.Struct, kw_only=True):
    text: str
    audience: str


class Saved(Protocol):
    """What a save tells of the patient: see db.check_ins.Saved."""

    @property
    def language(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def modality(self) -> Modality | None: ...
    @property
    def contacts(self) -> bytes | None: ...


def judge(me: Me, day: date, stamp: Stamp) -> Lateness:
    """Raises TooLate or InFuture, by the phone's own clock and the clinic's limit."""
    return judge_day(day, stamp, me.now, me.account.back_fill_days)


def as_answered(screening: Screening, stored_tier: str | None) -> Screening:
    """For an entry sent again: what the screen says now or what it said then, whichever is stricter."""
    if stored_tier is None:
        return screening
    then = Screening(tier=msgspec.convert(stored_tier, Tier), category=None, private=screening.private)
    return stricter(then, screening)


async def is_news(me: Me, screening: Screening, stored_tier: str | None, revision_id: UUID) -> bool:
    """Of an entry sent again: it was calm when it was stored and is danger by the words of today, and no alert knows of it."""
    if screening.tier is None or stored_tier is not None:
        return False
    return not await alerts.has_taken_up(me.conn, me.clinic_id, me.patient_id, revision_id)


async def replay_or_refuse(replay: Coroutine[Any, Any, T]) -> T:
    """Inside `except TooLate`: the stored answer, or the refusal when this revision was never stored."""
    refusal = sys.exception()
    try:
        return await replay
    except NotFound:
        raise refusal or NotFound() from None


async def answer_to(
    me: Me,
    entry: Entry,
    screening: Screening,
    saved: Saved,
    held: bool,
    *,
    source: Source | None,
    revision_id: UUID,
    days_after_session: int | None = None,
) -> Guidance:
    """The one answer to a saved entry. With `source`, what the screen found also reaches the care team."""
    if screening.tier is not None and source is not None:
        await alert(me, screening, source, revision_id)
    with_contacts = screening.tier is not None
    where = await situation(me, saved, held=held, with_contacts=with_contacts, days_after_session=days_after_session)
    return respond(entry, screening, where)


def calm_situation(account: Account, profile: Saved, *, held: bool) -> Situation:
    """Of an entry in which nothing speaks of danger: contacts stay sealed."""
    return Situation(
        language="es" if profile.language == "es" else "en",
        country=profile.country,
        clinic_phone=account.clinic_phone,
        own_line=account.clinic_crisis.own_line,
        modality=profile.modality,
        held=held,
    )


async def situation(
    me: Me,
    profile: Saved,
    *,
    held: bool,
    with_contacts: bool,
    entry_saved: bool = True,
    told: Told = "message",
    days_after_session: int | None = None,
) -> Situation:
    """`contacts` are opened only when the hotline will show them."""
    contacts = await _contacts(me, profile) if with_contacts else []
    return Situation(
        language="es" if profile.language == "es" else "en",
        country=profile.country,
        clinic_phone=me.account.clinic_phone,
        own_line=me.account.clinic_crisis.own_line,
        modality=profile.modality,
        held=held,
        contacts=contacts,
        saved=entry_saved,
        told=told,
        days_after_session=days_after_session,
    )


async def _contacts(me: Me, profile: Saved) -> list[Contact]:
    """None of them when they cannot be opened: that must cost neither the entry nor the alert of somebody in danger."""
    try:
        return patients.open_contacts(await me.key(), me.patient_id, profile.contacts)
    except (DomainError, ValueError) as error:  # msgspec's and Unicode's errors are ValueErrors
        log.error("contacts cannot be opened", extra={"error": type(error).__name__})
        return []


async def alert(me: Me, screening: Screening, source: Source, revision_id: UUID) -> None:
    """Raises the alert, queues its messages and starts its clock in the entry's transaction. Should that fail, the entry is saved
    all the same, and the worker finds the revision that no alert has taken up."""
    assert screening.tier is not None  # noqa: S101 callers ask only for what matched
    try:
        async with savepoint(me.conn):
            raised = await alerts.raise_or_join(
                me.conn,
                me.clinic_id,
                me.patient_id,
                tier=screening.tier,
                source=source,
                private=screening.private,
                revision_id=revision_id,
            )
            if raised.is_new:
                await telling.begin(me.conn, me.clinic_id, me.patient_id, raised.alert_id, me.now)
    except Exception as error:  # whatever it is: it must not cost the entry
        log.error(
            "alert not raised", extra={"error": type(error).__name__, "sqlstate": getattr(error, "sqlstate", None)}
        )


@asynccontextmanager
async def savepoint(conn: Conn) -> AsyncGenerator[None]:
    await conn.execute("savepoint inner_step")
    try:
        yield
    except BaseException:
        if not conn.is_closed():
            await conn.execute("rollback to savepoint inner_step")
        raise
    else:
        await conn.execute("release savepoint inner_step")
