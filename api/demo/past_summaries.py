"""The summaries that would have been made before each session of the past, by the worker's rights, and who reviewed them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from api.demo.writing import Written
from clinical.trends import SummaryInput, inputs_hash, summary
from clinical.zones import local_day, zone_named
from db import facts, history
from db.pool import Conn, Context, Pool, acting_as, worker_context
from db.sessions import Session

LEAD = timedelta(hours=48)
READ_AFTER = timedelta(hours=19)
UNREAD_FOR = timedelta(days=6)
"""Summaries of the last days still wait for somebody to read them."""


async def make_past_summaries(
    pool: Pool, worker_pool: Pool, clinic_id: UUID, journals: Sequence[Written], now: datetime
) -> None:
    async with pool.acquire() as conn, worker_pool.acquire() as worker:
        for journal in journals:
            async with acting_as(worker, worker_context(clinic_id, [journal.patient_id])):
                made = await _make(worker, clinic_id, journal, now)
            await _review(conn, clinic_id, journal, made, now)


class Made(msgspec.Struct, frozen=True, kw_only=True):
    summary_id: UUID
    form: str
    made_at: datetime


async def _make(conn: Conn, clinic_id: UUID, journal: Written, now: datetime) -> list[Made]:
    found: list[Made] = []
    for session in journal.sessions:
        made_at = session.starts_at - LEAD
        # Nobody had written anything yet, or nobody came: no summary, or none that anybody would look for.
        if session.summary_before and session.starts_at <= now and session.status in ("completed", "planned"):
            made = await _make_one(conn, clinic_id, journal, session, made_at)
            found += [made] if made else []
    return found


async def _make_one(conn: Conn, clinic_id: UUID, journal: Written, session: Session, made_at: datetime) -> Made | None:
    form = "therapist" if session.kind == "psychotherapy" else "clinician"
    gathered = await facts.gather(
        conn, clinic_id, journal.patient_id, form=form, now=made_at, session_id=session.session_id
    )
    given = _known(gathered.given, journal, made_at)
    arrived = [journal.arrivals[fact.revision_id] for fact in [*given.check_ins, *given.side_effects, *given.scores]]
    if not arrived:
        return None
    summary_id = await history.add_summary(
        conn,
        clinic_id,
        journal.patient_id,
        session_id=session.session_id,
        form=form,
        made_at=made_at,
        inputs_until=max(arrived),
        inputs_hash=inputs_hash(given),
        numbers=summary(given),
    )
    return Made(summary_id=summary_id, form=form, made_at=made_at)


def _known(given: SummaryInput, journal: Written, at: datetime) -> SummaryInput:
    """Without what had not arrived yet."""
    arrivals = journal.arrivals
    check_ins = [fact for fact in given.check_ins if arrivals[fact.revision_id] <= at]
    reports = [fact for fact in given.side_effects if arrivals[fact.revision_id] <= at]
    scores = [fact for fact in given.scores if arrivals[fact.revision_id] <= at]
    sent = [*check_ins, *reports, *(fact for fact in scores if fact.source == "app")]
    heard = max((arrivals[fact.revision_id] for fact in sent), default=None)
    return msgspec.structs.replace(
        given,
        check_ins=check_ins,
        side_effects=reports,
        scores=scores,
        last_heard_on=heard and local_day(heard, zone_named(journal.zone)),
    )


async def _review(conn: Conn, clinic_id: UUID, journal: Written, made: Sequence[Made], now: datetime) -> None:
    """Each by the one it was for, the next day."""
    readers = {"clinician": ("clinician", journal.clinician), "therapist": ("therapist", journal.therapist)}
    for form, (role, reader) in readers.items():
        read = [
            (one.summary_id, one.made_at + READ_AFTER)
            for one in made
            if one.form == form and one.made_at < now - UNREAD_FOR
        ]
        if reader is None or not read:
            continue
        context = Context(clinic_id=clinic_id, account_id=reader, role=role, patient_ids=(journal.patient_id,))
        async with acting_as(conn, context):
            await history.add_reviews(conn, clinic_id, journal.patient_id, reader, read)
