"""The hold that follows a crisis: no cards until a clinician ends it under their name. Setting and ending it is with db.alerts."""

from datetime import datetime
from uuid import UUID

import msgspec

from db.pool import Conn


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """`cleared_by` is the account of a clinician; the three are null together, while it stands."""

    since: datetime
    cleared_at: datetime | None
    cleared_by: UUID | None
    reason: str | None


LAST = """
select since, cleared_at, cleared_by, reason
from journal.hold
where clinic_id = $1 and patient_id = $2
order by since desc, id desc
limit 1
"""


async def last(conn: Conn, clinic_id: UUID, patient_id: UUID) -> Hold | None:
    """The one that stands, else the one that was ended last; None without any."""
    record = await conn.fetchrow(LAST, clinic_id, patient_id)
    return None if record is None else msgspec.convert(record, Hold)
