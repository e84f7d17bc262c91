"""Makes the summaries that are due before sessions: numbers of one patient, frozen, and word to those who asked for it."""

import logging
from datetime import datetime

from clinical.errors import NotFound
from clinical.trends import SummaryInput, inputs_hash, summary
from db import facts, summaries, summaries_due
from db.notifications import Recipient, care_team, queue
from db.pool import Conn, Pool, acting_as, worker_context
from db.summaries_due import DueSummary

log = logging.getLogger(__name__)

BATCH = 10


async def make_due(pool: Pool, now: datetime) -> int:
    """One batch. Returns how many were claimed; one that fails is tried again when its lease ends."""
    async with pool.acquire() as conn:
        async with conn.transaction():
            await summaries_due.shelve_past(conn)
            claimed = await summaries_due.claim(conn, BATCH)
        for due in claimed:
            try:
                await make(conn, due, now)
            except Exception:
                log.exception("summary not made", extra={"session": str(due.session_id)})
    return len(claimed)


async def make(conn: Conn, due: DueSummary, now: datetime) -> None:
    """Snapshot, messages and the mark that it is done are one transaction: all of it, or again later."""
    async with acting_as(conn, worker_context(due.clinic_id, [due.patient_id])):
        # Several queries, one state of the journal: what the hash covers is what the numbers say.
        await conn.execute("set transaction isolation level repeatable read")
        if not await summaries_due.lock(conn, due):
            return
        try:
            found = await facts.gather(
                conn, due.clinic_id, due.patient_id, form=due.form, now=now, session_id=due.session_id
            )
        except NotFound:
            await summaries_due.finish(conn, due)  # the patient was erased: nothing to make, ever
            return
        summary_id = await summaries.insert(
            conn,
            due.clinic_id,
            due.patient_id,
            session_id=due.session_id,
            form=due.form,
            inputs_until=found.inputs_until,
            inputs_hash=inputs_hash(found.given),
            numbers=summary(found.given),
        )
        await queue(
            conn,
            due.clinic_id,
            readers(await care_team(conn, due.clinic_id, due.patient_id), found.given),
            kind="summary_ready",
            subject=str(summary_id),
            expires_at=due.expires_at,
            patient_id=due.patient_id,
        )
        await summaries_due.finish(conn, due)


def readers(team: list[Recipient], given: SummaryInput) -> list[Recipient]:
    """The clinicians of the team, or for an appointment the one it is with, or else every therapist of the team."""
    if given.form == "clinician":
        return [member for member in team if member.role == "clinician"]
    with_one = given.session.with_id if given.session else None
    seeing = [member for member in team if member.account_id == with_one]
    return seeing or [member for member in team if member.role == "therapist"]
