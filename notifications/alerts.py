"""Telling people about alerts: the first telling, one person after another until somebody acknowledges, and what was missed."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec

from clinical.errors import DomainError
from clinical.escalation import How, Rules, Told, first_told, next_due, next_telling
from db import alerts, alerts_due, audit, escalation, tellings
from db.alerts_due import BEGINNING, Unraised, Untold
from db.notifications import Recipient, care_team, queue_alert
from db.pool import Conn, Pool, acting_as, worker_context
from db.tellings import Clock, Due

log = logging.getLogger(__name__)

OLDER_THAN = timedelta(seconds=10)
"""The transaction that saved the entry raises its alert itself; the sweep is for those that did not."""
BATCH = 100
NOBODY_AGAIN = timedelta(minutes=1)
"""When to look again for somebody to tell, where there was nobody at all."""


class Circle(msgspec.Struct, frozen=True, kw_only=True):
    """Who may be told about a patient's alerts. `clinicians` only where nobody else is there."""

    rules: Rules
    team: list[UUID]
    clinicians: list[UUID]
    people: dict[UUID, Recipient]


async def circle_of(conn: Conn, clinic_id: UUID, patient_id: UUID) -> Circle:
    """Only people who can sign in: whoever is suspended is not told."""
    team = [
        member for member in await care_team(conn, clinic_id, patient_id) if member.role in ("clinician", "therapist")
    ]
    settings = await escalation.of_clinic(conn, clinic_id)
    listed = [person.recipient for person in settings.people]
    clinicians: list[Recipient] = []
    if not team and not listed:
        clinicians = [one.recipient for one in await escalation.staff(conn, clinic_id) if one.role == "clinician"]
    return Circle(
        rules=settings.rules,
        team=[member.account_id for member in team],
        clinicians=[member.account_id for member in clinicians],
        people={member.account_id: member for member in [*team, *listed, *clinicians]},
    )


async def begin(conn: Conn, clinic_id: UUID, patient_id: UUID, alert_id: UUID, now: datetime) -> None:
    """Tells the first people and starts the clock. To be called in the transaction that raised the alert, behind its savepoint."""
    circle = await circle_of(conn, clinic_id, patient_id)
    told = first_told(circle.rules, circle.team, circle.clinicians, now)
    await tell(conn, clinic_id, patient_id, alert_id, circle, told, telling=1, now=now)
    due_at = next_due(circle.rules, now) if told else now + NOBODY_AGAIN
    await tellings.start(conn, clinic_id, patient_id, alert_id, due_at, tellings=1 if told else 0)


async def tell(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    alert_id: UUID,
    circle: Circle,
    told: Sequence[Told],
    *,
    telling: int,
    now: datetime,
) -> None:
    """Queues the messages, and lets those see the patient who are not on the care team."""
    to: list[tuple[Recipient, How]] = [(circle.people[one.account_id], one.how) for one in told]
    await queue_alert(conn, clinic_id, patient_id, alert_id, to, telling=telling, now=now)
    covering = [recipient for recipient, how in to if how != "care_team"]
    if covering:
        await escalation.begin_cover(conn, clinic_id, patient_id, covering, alert_id)


async def step(pool: Pool, now: datetime) -> int:
    """One batch of clocks that ran out. Returns how many were claimed; one that fails is tried again when its lease ends."""
    async with pool.acquire() as conn:
        async with conn.transaction():
            claimed = await tellings.claim(conn, now, BATCH)
        for due in claimed:
            try:
                async with acting_as(conn, worker_context(due.clinic_id, [due.patient_id])):
                    await escalate(conn, due, now)
            except (asyncpg.PostgresError, DomainError) as error:
                log.error("alert not escalated", extra={"error": type(error).__name__})
    return len(claimed)


async def escalate(conn: Conn, due: Due, now: datetime) -> None:
    """Tells the next person, or everybody again, and sets the clock: all of it in one transaction, or again later."""
    where = (due.clinic_id, due.patient_id)
    clock = await tellings.lock(conn, *where, due.alert_id)
    if clock is None or clock.due_at > now:
        return
    if not await alerts_due.is_open(conn, *where, due.alert_id):
        await tellings.stop(conn, *where, due.alert_id)
        return
    circle = await circle_of(conn, *where)
    told = await tellings.of_alerts(conn, due.clinic_id, [due.alert_id])
    lately = {one.account_id for one in told if one.telling >= clock.round_began} if clock.tellings else set[UUID]()
    telling = next_telling(circle.rules, circle.team, circle.clinicians, lately, now)
    if not telling.to:
        await tellings.advance(conn, *where, msgspec.structs.replace(clock, due_at=now + NOBODY_AGAIN))
        return
    number = clock.tellings + 1
    await tell(conn, *where, due.alert_id, circle, telling.to, telling=number, now=now)
    rounds = clock.round + 1 if telling.again and clock.tellings else clock.round
    later = Clock(
        alert_id=due.alert_id,
        tellings=number,
        round=rounds,
        round_began=number if telling.again else clock.round_began,
        due_at=next_due(circle.rules, now, rounds),
    )
    await tellings.advance(conn, *where, later)
    await alerts.note_change(conn, *where, due.alert_id, "escalated")
    await audit.note(
        conn,
        due.clinic_id,
        "alert.escalated",
        account_id=None,
        role="worker",
        patient_id=due.patient_id,
        subject=str(due.alert_id),
    )


async def hand_over(
    conn: Conn, clinic_id: UUID, patient_id: UUID, alert_id: UUID, to: Recipient, now: datetime
) -> None:
    """Tells one more person, and gives them the time that anybody has who is told. In a transaction of the staff's own."""
    settings = await escalation.of_clinic(conn, clinic_id)
    clock = await tellings.lock(conn, clinic_id, patient_id, alert_id)
    told = await tellings.of_alerts(conn, clinic_id, [alert_id])
    number = max([one.telling for one in told] + [clock.tellings if clock else 0]) + 1
    await queue_alert(conn, clinic_id, patient_id, alert_id, [(to, "handed_over")], telling=number, now=now)
    await escalation.begin_cover(conn, clinic_id, patient_id, [to], alert_id)
    if clock is not None:
        due_at = next_due(settings.rules, now, clock.round)
        await tellings.advance(
            conn, clinic_id, patient_id, msgspec.structs.replace(clock, tellings=number, due_at=due_at)
        )


async def sweep(pool: Pool, now: datetime) -> int:
    """What was missed: entries whose alert could not be written with them, and alerts without a clock. Returns how many were mended."""
    async with pool.acquire() as conn:
        return await _raise_missed(conn, now) + await _start_clocks(conn, now)


async def _raise_missed(conn: Conn, now: datetime) -> int:
    """All of them, page by page: those that fail again do not keep the others waiting."""
    after, raised = BEGINNING, 0
    while True:
        async with conn.transaction():
            page = await alerts_due.unraised(conn, OLDER_THAN, BATCH, after)
        for entry in page:
            raised += await _raise(conn, entry, now)
        if len(page) < BATCH:
            return raised
        after = (page[-1].received_at, page[-1].revision_id)


async def _raise(conn: Conn, entry: Unraised, now: datetime) -> bool:
    try:
        async with acting_as(conn, worker_context(entry.clinic_id, [entry.patient_id])):
            raised = await alerts_due.take_up(conn, entry)
            if raised is not None and raised.is_new:
                await begin(conn, entry.clinic_id, entry.patient_id, raised.alert_id, now)
    except (asyncpg.PostgresError, DomainError) as error:
        log.error("alert not raised", extra={"error": type(error).__name__})
        return False
    return raised is not None


async def _start_clocks(conn: Conn, now: datetime) -> int:
    async with conn.transaction():
        untold = await alerts_due.without_clock(conn, OLDER_THAN, BATCH)
    started = 0
    for alert in untold:
        try:
            async with acting_as(conn, worker_context(alert.clinic_id, [alert.patient_id])):
                await _start_clock(conn, alert, now)
            started += 1
        except (asyncpg.PostgresError, DomainError) as error:
            log.error("clock not started", extra={"error": type(error).__name__})
    return started


async def _start_clock(conn: Conn, alert: Untold, now: datetime) -> None:
    told = await tellings.of_alerts(conn, alert.clinic_id, [alert.alert_id])
    if not told:
        await begin(conn, alert.clinic_id, alert.patient_id, alert.alert_id, now)
        return
    settings = await escalation.of_clinic(conn, alert.clinic_id)
    due_at = next_due(settings.rules, now)
    await tellings.start(
        conn, alert.clinic_id, alert.patient_id, alert.alert_id, due_at, tellings=max(one.telling for one in told)
    )
