"""When to remind a patient. The patient's settings write the rule, the worker claims what is due and plans the next."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

import msgspec

from clinical.schedule import ReminderRule, next_due
from db.pool import Conn
from db.rows import many

LEASE = timedelta(seconds=60)


class StoredRule(msgspec.Struct, frozen=True, kw_only=True):
    """`weekdays` 1 (Monday) to 7; the times are wall-clock times in `zone`."""

    is_on: bool
    local_time: time
    weekdays: list[int]
    quiet_from: time | None
    quiet_until: time | None
    zone: str

    def next_due(self, after: datetime, last_fired_on: date | None) -> datetime | None:
        return next_due(self.rule, self.zone, after, last_fired_on)

    @property
    def rule(self) -> ReminderRule:
        return ReminderRule(
            on=self.is_on,
            time=self.local_time,
            weekdays=self.weekdays,
            quiet_from=self.quiet_from,
            quiet_until=self.quiet_until,
        )


RULE = """
select is_on, local_time, weekdays, quiet_from, quiet_until, zone
from journal.reminder
where clinic_id = $1 and patient_id = $2 and kind = 'check_in'
"""


async def rule_of(conn: Conn, clinic_id: UUID, patient_id: UUID) -> StoredRule | None:
    """None when the patient never chose."""
    record = await conn.fetchrow(RULE, clinic_id, patient_id)
    return None if record is None else msgspec.convert(record, StoredRule)


LAST_FIRED_ON = """
select last_fired_on
from journal.reminder
where clinic_id = $1 and patient_id = $2 and kind = 'check_in'
for update
"""

# The lease goes: a worker that has just claimed the old rule lets go of it.
SET = """
insert into journal.reminder
    (clinic_id, patient_id, is_on, local_time, weekdays, quiet_from, quiet_until, zone, next_due_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (clinic_id, patient_id, kind) do update
set is_on = excluded.is_on, local_time = excluded.local_time, weekdays = excluded.weekdays,
    quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until, zone = excluded.zone,
    next_due_at = excluded.next_due_at, lease_until = null
"""


async def set_rule(conn: Conn, clinic_id: UUID, patient_id: UUID, rule: StoredRule, now: datetime) -> None:
    """The new rule, in the zone where the phone is now, and when it is due next: never on a day that was dealt with."""
    last_fired_on = await conn.fetchval(LAST_FIRED_ON, clinic_id, patient_id)
    await conn.execute(
        SET,
        clinic_id,
        patient_id,
        rule.is_on,
        rule.local_time,
        rule.weekdays,
        rule.quiet_from,
        rule.quiet_until,
        rule.zone,
        rule.next_due(now, last_fired_on),
    )


class DueReminder(StoredRule, frozen=True, kw_only=True):
    """A claimed one. Only the holder of `lease_until` may settle it. `last_fired_on`: the last local day dealt with."""

    clinic_id: UUID
    patient_id: UUID
    last_fired_on: date | None
    next_due_at: datetime
    lease_until: datetime


CLAIM = """
update journal.reminder r
set lease_until = $1::timestamptz + $3::interval
from (
    select clinic_id, patient_id, kind
    from journal.reminder
    where is_on and next_due_at <= $1 and (lease_until is null or lease_until <= $1)
    order by next_due_at
    limit $2
    for update skip locked) due
where r.clinic_id = due.clinic_id and r.patient_id = due.patient_id and r.kind = due.kind
returning r.clinic_id, r.patient_id, r.is_on, r.local_time, r.weekdays, r.quiet_from, r.quiet_until, r.zone,
          r.last_fired_on, r.next_due_at, r.lease_until
"""


async def claim(conn: Conn, now: datetime, limit: int, lease: timedelta = LEASE) -> list[DueReminder]:
    """Of all clinics, for the worker. What is not settled within the lease is claimed again."""
    return many(await conn.fetch(CLAIM, now, limit, lease), DueReminder)


class Look(msgspec.Struct, frozen=True, kw_only=True):
    patient_id: UUID
    language: str
    logged: bool


LOOK = """
select p.patient_id, p.language,
       exists (select from journal.check_in c
               where c.clinic_id = $1 and c.patient_id = p.patient_id and c.day = w.day) as logged
from unnest($2::uuid[], $3::date[]) as w (patient_id, day)
join journal.patient p on p.clinic_id = $1 and p.patient_id = w.patient_id
"""


async def look(conn: Conn, clinic_id: UUID, days: Sequence[tuple[UUID, date]]) -> list[Look]:
    """For each patient and day: is it logged? Within a context that holds these patients."""
    return many(await conn.fetch(LOOK, clinic_id, [one for one, _ in days], [day for _, day in days]), Look)


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """`fired_on`: the day that was dealt with; it is not dealt with again."""

    due: DueReminder
    fired_on: date
    next_due_at: datetime | None


SETTLE = """
update journal.reminder r
set last_fired_on = greatest(r.last_fired_on, s.fired_on), next_due_at = s.next_due_at, lease_until = null
from unnest($2::uuid[], $3::timestamptz[], $4::date[], $5::timestamptz[])
    as s (patient_id, lease_until, fired_on, next_due_at)
where r.clinic_id = $1 and r.patient_id = s.patient_id and r.kind = 'check_in' and r.lease_until = s.lease_until
returning r.patient_id
"""


async def settle(conn: Conn, clinic_id: UUID, settled: Sequence[Settled]) -> set[UUID]:
    """Which of them were still ours: not those whose rule was changed, or whose lease ran out, meanwhile."""
    records = await conn.fetch(
        SETTLE,
        clinic_id,
        [one.due.patient_id for one in settled],
        [one.due.lease_until for one in settled],
        [one.fired_on for one in settled],
        [one.next_due_at for one in settled],
    )
    return {record["patient_id"] for record in records}
