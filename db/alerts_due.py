"""Alerts, seen by the worker: which ones nobody has been told about, and which ones somebody was."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from db.pool import Conn
from db.rows import many


class Untold(msgspec.Struct, frozen=True, kw_only=True):
    clinic_id: UUID
    patient_id: UUID
    alert_id: UUID


# Those without anybody on the care team are looked at again and again, until somebody is.
WITHOUT_MESSAGES = """
select a.clinic_id, a.patient_id, a.alert_id
from journal.alert a
where a.state = 'raised' and a.acknowledged_at is null and a.raised_at <= now() - $1::interval
  and not exists (
      select from journal.notification n
      where n.clinic_id = a.clinic_id and n.kind = 'alert' and n.subject = a.alert_id::text)
order by a.raised_at
limit $2
"""


async def without_messages(conn: Conn, older_than: timedelta, limit: int) -> list[Untold]:
    """Of all clinics, for the worker: alerts whose messages could not be queued when they were raised."""
    return many(await conn.fetch(WITHOUT_MESSAGES, older_than, limit), Untold)


MARK_SENT = """
with told as (
    update journal.alert
    set state = 'sent'
    where clinic_id = $1 and alert_id = any($2) and state = 'raised'
    returning patient_id, alert_id
)
insert into journal.alert_change (clinic_id, patient_id, alert_id, state)
select $1, patient_id, alert_id, 'sent'
from told
"""


async def mark_sent(conn: Conn, clinic_id: UUID, alert_ids: Sequence[UUID]) -> None:
    """Within the context of the patients that they are about."""
    await conn.execute(MARK_SENT, clinic_id, list(alert_ids))
