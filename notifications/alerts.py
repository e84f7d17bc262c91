"""Alerts that were raised without messages: the entry was saved, telling the care team failed."""

from datetime import datetime, timedelta

from db import alerts_due
from db.notifications import queue_alert
from db.pool import Pool, acting_as, worker_context

OLDER_THAN = timedelta(seconds=10)
"""The transaction that raised it queues its messages itself; this is for those that did not."""
BATCH = 100


async def sweep(pool: Pool, now: datetime) -> int:
    """Queues what is missing. Returns how many messages: none for patients without a care team, who are tried again."""
    async with pool.acquire() as conn:
        async with conn.transaction():
            untold = await alerts_due.without_messages(conn, OLDER_THAN, BATCH)
        queued = 0
        for alert in untold:
            async with acting_as(conn, worker_context(alert.clinic_id, [alert.patient_id])):
                queued += await queue_alert(conn, alert.clinic_id, alert.patient_id, alert.alert_id, now)
    return queued
