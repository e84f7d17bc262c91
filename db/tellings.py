"""Who was told about an alert, and the clock that says when somebody else will be."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from clinical.escalation import How
from db.pool import Conn
from db.rows import many

LEASE = timedelta(seconds=60)


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """`telling` counts how often anybody was told. `reached`: a push service or a mail server took a message over."""

    alert_id: UUID
    account_id: UUID
    telling: int
    how: How
    at: datetime
    reached: bool


# What was queued before tellings were counted went to the care team.
OF_ALERTS = """
select subject::uuid as alert_id, account_id, telling, coalesce(min(how), 'care_team') as how, min(due_at) as at,
       bool_or(state = 'sent') as reached
from journal.notification
where clinic_id = $1 and kind = 'alert' and subject = any($2)
group by subject, account_id, telling
order by telling, account_id
"""


async def of_alerts(conn: Conn, clinic_id: UUID, alert_ids: Sequence[UUID]) -> list[Told]:
    """The first telling first. For staff whose context holds the patients, and for the worker."""
    return many(await conn.fetch(OF_ALERTS, clinic_id, [str(alert_id) for alert_id in alert_ids]), Told)


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """Of an alert that nobody has acknowledged. `round`: how often everybody was told, the last time in the telling `round_began`."""

    alert_id: UUID
    tellings: int
    round: int
    round_began: int
    due_at: datetime


CLOCKS = """
select alert_id, tellings, round, round_began, due_at
from journal.escalation
where clinic_id = $1 and alert_id = any($2) and done_at is null
"""


async def clocks(conn: Conn, clinic_id: UUID, alert_ids: Sequence[UUID]) -> list[Clock]:
    """Within the context of the patients that the alerts are about."""
    return many(await conn.fetch(CLOCKS, clinic_id, list(alert_ids)), Clock)


START = """
insert into journal.escalation (clinic_id, patient_id, alert_id, tellings, due_at, next_attempt_at)
values ($1, $2, $3, $4, $5, $5)
on conflict do nothing
"""


async def start(
    conn: Conn, clinic_id: UUID, patient_id: UUID, alert_id: UUID, due_at: datetime, *, tellings: int
) -> None:
    """In the transaction that raised the alert. `tellings` is 0 when there was nobody to tell."""
    await conn.execute(START, clinic_id, patient_id, alert_id, tellings, due_at)


LOCK = """
select alert_id, tellings, round, round_began, due_at
from journal.escalation
where clinic_id = $1 and patient_id = $2 and alert_id = $3 and done_at is null
for update
"""


async def lock(conn: Conn, clinic_id: UUID, patient_id: UUID, alert_id: UUID) -> Clock | None:
    """Until the transaction ends: a telling of this alert by somebody else waits. None when it is acknowledged."""
    record = await conn.fetchrow(LOCK, clinic_id, patient_id, alert_id)
    return None if record is None else msgspec.convert(dict(record), Clock)


ADVANCE = """
update journal.escalation
set tellings = $4, round = $5, round_began = $6, due_at = $7, next_attempt_at = $7
where clinic_id = $1 and patient_id = $2 and alert_id = $3
"""


async def advance(conn: Conn, clinic_id: UUID, patient_id: UUID, clock: Clock) -> None:
    """Writes a locked clock as it stands now; it is due again at its `due_at`."""
    await conn.execute(
        ADVANCE,
        clinic_id,
        patient_id,
        clock.alert_id,
        clock.tellings,
        clock.round,
        clock.round_began,
        clock.due_at,
    )


STOP = """
update journal.escalation
set done_at = now()
where clinic_id = $1 and patient_id = $2 and alert_id = $3
"""


async def stop(conn: Conn, clinic_id: UUID, patient_id: UUID, alert_id: UUID) -> None:
    """Of an alert that was acknowledged when nothing knew of its clock yet."""
    await conn.execute(STOP, clinic_id, patient_id, alert_id)


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A clock that ran out and was claimed."""

    clinic_id: UUID
    patient_id: UUID
    alert_id: UUID


CLAIM = """
update journal.escalation e
set next_attempt_at = $1::timestamptz + $3::interval
from (
    select clinic_id, patient_id, alert_id
    from journal.escalation
    where done_at is null and next_attempt_at <= $1
    order by next_attempt_at
    limit $2
    for update skip locked) due
where e.clinic_id = due.clinic_id and e.patient_id = due.patient_id and e.alert_id = due.alert_id
returning e.clinic_id, e.patient_id, e.alert_id
"""


async def claim(conn: Conn, now: datetime, limit: int) -> list[Due]:
    """For the worker, of all clinics. What is not advanced within the lease is claimed again."""
    return many(await conn.fetch(CLAIM, now, limit, LEASE), Due)
