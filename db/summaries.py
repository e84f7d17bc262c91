"""Trend summaries as they were made: numbers and what they are about, never words. Nobody may change one."""

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from clinical.trends import Summary
from clinical.trends.facts import Form
from db.pool import Conn

INSERT = """
insert into journal.summary (clinic_id, patient_id, summary_id, session_id, form, inputs_until, inputs_hash, numbers)
values ($1, $2, $3, $4, $5, coalesce($6, now()), $7, $8)
"""


async def insert(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    *,
    session_id: UUID,
    form: Form,
    inputs_until: datetime | None,
    inputs_hash: str,
    numbers: Summary,
) -> UUID:
    """For the worker, which alone may make one."""
    summary_id = uuid7()
    await conn.execute(INSERT, clinic_id, patient_id, summary_id, session_id, form, inputs_until, inputs_hash, numbers)
    return summary_id
