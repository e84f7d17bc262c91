"""Turns reminders that are due into messages, unless the day is logged, and plans the next ones.

At most one message for a patient's local day, whatever happens: the row remembers the last day that was dealt with, and
the message's own key is the day.
"""

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from clinical.errors import Invalid
from clinical.schedule import is_quiet, next_due
from clinical.zones import instant_of, local_day, start_of_day, zone_named
from db import reminders
from db.notifications import NewMessage, Recipient, queue_each
from db.pool import Conn, Pool, acting_as, worker_context
from db.reminders import DueReminder, Settled

log = logging.getLogger(__name__)

BATCH = 200


async def plan_due(pool: Pool, now: datetime) -> int:
    """One batch. Returns how many reminders were claimed. One transaction a clinic: all of it, or again later."""
    async with pool.acquire() as conn:
        async with conn.transaction():
            claimed = await reminders.claim(conn, now, BATCH)
        for clinic_id, group in groupby(sorted(claimed, key=clinic_of), key=clinic_of):
            ours = list(group)
            async with acting_as(conn, worker_context(clinic_id, [due.patient_id for due in ours])):
                await plan(conn, clinic_id, ours, now)
    return len(claimed)


def clinic_of(due: DueReminder) -> UUID:
    return due.clinic_id


async def plan(conn: Conn, clinic_id: UUID, claimed: Sequence[DueReminder], now: datetime) -> None:
    """The next instant is written first: whose row is no longer ours (the rule was changed meanwhile) gets no message."""
    days = {due.patient_id: local_day(due.next_due_at, zone_of(due)) for due in claimed}
    looks = {look.patient_id: look for look in await reminders.look(conn, clinic_id, list(days.items()))}
    ours = await reminders.settle(conn, clinic_id, [settled(due, days[due.patient_id], now) for due in claimed])
    messages: list[NewMessage] = []
    for due in claimed:
        day, look = days[due.patient_id], looks.get(due.patient_id)
        if due.patient_id in ours and look is not None and not look.logged and makes_sense(due, day, now):
            messages.append(message(due, day, look.language))
    if messages:
        await queue_each(conn, clinic_id, "check_in", messages)


def settled(due: DueReminder, day: date, now: datetime) -> Settled:
    """A worker that was away does not catch up: what is next is reckoned from now."""
    return Settled(due=due, fired_on=day, next_due_at=next_due(due.rule, zone_of(due), now, day))


def makes_sense(due: DueReminder, day: date, now: datetime) -> bool:
    """Its day is not over and was not dealt with, and the patient is not to be left in peace by now."""
    local = now.astimezone(zone_of(due))
    done = due.last_fired_on is not None and due.last_fired_on >= day
    return local.date() == day and not done and not is_quiet(due.rule, local.time())


def message(due: DueReminder, day: date, language: str) -> NewMessage:
    to = Recipient(account_id=due.patient_id, role="patient", language=language)
    return NewMessage(to=to, subject=day.isoformat(), expires_at=expires_at(due, day), patient_id=due.patient_id)


def expires_at(due: DueReminder, day: date) -> datetime:
    """When the day ends where the patient is, or the quiet hours begin: a phone that wakes up later stays silent."""
    zone = zone_of(due)
    end = start_of_day(day + timedelta(days=1), zone)
    if due.quiet_from is None:
        return end
    quiet = instant_of(datetime.combine(day, due.quiet_from), zone)
    return quiet if due.next_due_at < quiet < end else end


def zone_of(due: DueReminder) -> ZoneInfo:
    try:
        return zone_named(due.zone)
    except Invalid:
        # It was checked when it was saved; a newer tzdata may have dropped it. The others of the batch must not wait.
        log.error("unknown zone of a reminder", extra={"zone": due.zone})
        return zone_named("UTC")
