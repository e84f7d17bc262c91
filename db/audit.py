"""Who read or changed what. Rows are only ever added; `subject` is an id, never words."""

from datetime import datetime
from uuid import UUID

import msgspec

from db.pool import Conn
from db.rows import many

NOTE = """
insert into journal.audit (clinic_id, account_id, role, action, patient_id, subject)
values ($1, $2, $3, $4, $5, $6)
"""


async def note(
    conn: Conn,
    clinic_id: UUID,
    action: str,
    *,
    account_id: UUID | None,
    role: str,
    patient_id: UUID | None = None,
    subject: str | None = None,
) -> None:
    """`action` is a noun and a past participle, for example "summary.opened"."""
    await conn.execute(NOTE, clinic_id, account_id, role, action, patient_id, subject)


class Reading(msgspec.Struct, frozen=True):
    """Somebody of the clinic looked at, or changed, something of the patient's."""

    at: datetime
    account_id: UUID
    role: str
    action: str


READINGS = """
select at, account_id, role, action
from journal.audit
where clinic_id = $1 and patient_id = $2 and account_id is not null and account_id <> $2
order by seq desc
limit $3
"""


async def readings(conn: Conn, clinic_id: UUID, patient_id: UUID, limit: int = 100) -> list[Reading]:
    """Newest first, without what the patient did themself."""
    return many(await conn.fetch(READINGS, clinic_id, patient_id, limit), Reading)
