"""Alerts, seen by the worker: entries that have none, alerts that nobody is told about, and which ones reached somebody."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from db.alerts import Raised
from db.pool import Conn
from db.rows import many

BEGINNING = (datetime(2000, 1, 1, tzinfo=UTC), UUID(int=0))


class Unraised(msgspec.Struct, frozen=True, kw_only=True):
    """An entry whose words matched, and no alert knows of it."""

    clinic_id: UUID
    patient_id: UUID
    revision_id: UUID
    source: str
    received_at: datetime


UNRAISED = "select clinic_id, patient_id, revision_id, source, received_at from journal.unraised($1, $2, $3, $4)"


async def unraised(
    conn: Conn, older_than: timedelta, limit: int, after: tuple[datetime, UUID] = BEGINNING
) -> list[Unraised]:
    """Of all clinics, the oldest first; `after` is the arrival and the revision of the last one of the page before."""
    return many(await conn.fetch(UNRAISED, older_than, *after, limit), Unraised)


TAKE_UP = "select alert_id, is_new from journal.take_up($1, $2, $3, $4, $5)"


async def take_up(conn: Conn, entry: Unraised) -> Raised | None:
    """Raises its alert or joins it to an open one, in the patient's context. None when that was done meanwhile."""
    record = await conn.fetchrow(TAKE_UP, entry.clinic_id, entry.patient_id, entry.revision_id, entry.source, uuid7())
    return None if record is None else msgspec.convert(record, Raised)


class Untold(msgspec.Struct, frozen=True, kw_only=True):
    clinic_id: UUID
    patient_id: UUID
    alert_id: UUID


# Whatever raised them without one: a process of the version before, or the one before that.
WITHOUT_CLOCK = """
select a.clinic_id, a.patient_id, a.alert_id
from journal.alert a
where a.acknowledged_at is null and a.escalates and a.raised_at <= now() - $1::interval
  and not exists (
      select from journal.escalation e where e.clinic_id = a.clinic_id and e.patient_id = a.patient_id and e.alert_id = a.alert_id)
order by a.raised_at
limit $2
"""


async def without_clock(conn: Conn, older_than: timedelta, limit: int) -> list[Untold]:
    """Of all clinics: unacknowledged alerts that say nowhere whom to tell next. Each gets its clock and is not found again."""
    return many(await conn.fetch(WITHOUT_CLOCK, older_than, limit), Untold)


IS_OPEN = """
select exists (select from journal.alert where clinic_id = $1 and patient_id = $2 and alert_id = $3 and acknowledged_at is null)
"""


async def is_open(conn: Conn, clinic_id: UUID, patient_id: UUID, alert_id: UUID) -> bool:
    """Whether nobody has acknowledged it."""
    return bool(await conn.fetchval(IS_OPEN, clinic_id, patient_id, alert_id))


MARK_SENT = """
with told as (
    update journal.alert
    set state = 'sent'
    where clinic_id = $1 and alert_id = any($2) and state = 'raised'
    returning patient_id, alert_id
), trail as (
    insert into journal.audit (clinic_id, role, action, patient_id, subject)
    select $1, 'worker', 'alert.sent', patient_id, alert_id::text
    from told
)
insert into journal.alert_change (clinic_id, patient_id, alert_id, state)
select $1, patient_id, alert_id, 'sent'
from told
"""


async def mark_sent(conn: Conn, clinic_id: UUID, alert_ids: Sequence[UUID]) -> None:
    """Within the context of the patients that they are about, when somebody was reached for the first time."""
    await conn.execute(MARK_SENT, clinic_id, list(alert_ids))
