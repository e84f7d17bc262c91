"""Dated sessions of a patient: what holds now. Everything that was ever said of one is in session_change.

A session counts as held when it was completed, or when it was planned, has begun, and nobody has said otherwise: clinics
do not always tick sessions off, and the summary assumes the same.
"""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from db.pool import Conn
from db.rows import many, one

Kind = Literal["infusion", "booster", "tms", "psychotherapy"]
Status = Literal["planned", "completed", "missed", "cancelled"]


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """`day` is the calendar day in the clinic's zone; `of` the sessions of its kind that the course planned; `week` the
    treatment week of a TMS course, from 1."""

    session_id: UUID
    course_id: UUID | None
    kind: Kind
    ordinal: int | None
    of: int | None
    week: int | None
    starts_at: datetime
    day: date
    status: Status
    summary_before: bool
    with_account: UUID | None

    def is_held(self, now: datetime) -> bool:
        return self.status == "completed" or (self.status == "planned" and self.starts_at <= now)

    def is_ahead(self, now: datetime) -> bool:
        return self.status == "planned" and self.starts_at > now


COLUMNS = "session_id, course_id, kind, ordinal, of, week, starts_at, day, status, summary_before, with_account"

OF_PATIENT = f"""
select {COLUMNS}
from journal.session
where clinic_id = $1 and patient_id = $2
order by starts_at, session_id
"""


async def of_patient(conn: Conn, clinic_id: UUID, patient_id: UUID) -> list[Session]:
    """All of them, cancelled ones too, the earliest first."""
    return many(await conn.fetch(OF_PATIENT, clinic_id, patient_id), Session)


FIND = f"""
select {COLUMNS}
from journal.session
where clinic_id = $1 and patient_id = $2 and session_id = $3
"""


async def find(conn: Conn, clinic_id: UUID, patient_id: UUID, session_id: UUID) -> Session:
    return one(await conn.fetchrow(FIND, clinic_id, patient_id, session_id), Session)


NEXT_AND_LAST = f"""
(
    select true as is_next, {COLUMNS}
    from journal.session
    where clinic_id = $1 and patient_id = $2 and starts_at > $3 and status = 'planned'
    order by starts_at
    limit 1
)
union all
(
    select false, {COLUMNS}
    from journal.session
    where clinic_id = $1 and patient_id = $2 and starts_at <= $3 and status in ('planned', 'completed')
    order by starts_at desc
    limit 1
)
"""


async def next_and_last(
    conn: Conn, clinic_id: UUID, patient_id: UUID, now: datetime
) -> tuple[Session | None, Session | None]:
    """The next session that is to begin, and the last one that was held or is being held. Either may be None."""
    found = {r["is_next"]: one(r, Session) for r in await conn.fetch(NEXT_AND_LAST, clinic_id, patient_id, now)}
    return found.get(True), found.get(False)
