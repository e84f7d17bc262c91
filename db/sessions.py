"""Dated sessions of a patient: what holds now. Everything that was ever said of one is in session_change.

A session counts as held when it was completed, or when it was planned, has begun, and nobody has said otherwise: clinics
do not always tick sessions off, and the summary assumes the same.
"""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from clinical.errors import Conflict
from db.pool import Conn
from db.rows import many, one

Kind = Literal["infusion", "booster", "esketamine", "tms", "psychotherapy"]
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
    with_name: str | None

    def is_held(self, now: datetime) -> bool:
        return self.status == "completed" or (self.status == "planned" and self.starts_at <= now)

    def is_ahead(self, now: datetime) -> bool:
        return self.status == "planned" and self.starts_at > now


# In every query that uses them, $1 is the clinic.
COLUMNS = """session_id, course_id, kind, ordinal, of, week, starts_at, day, status, summary_before, with_account,
    case when with_account is not null then (select n.name from identity.names($1, array[with_account]) as n) end as with_name"""

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


DAY_OF = """
select day
from journal.session
where clinic_id = $1 and patient_id = $2 and session_id = $3
"""


async def day_of(conn: Conn, clinic_id: UUID, patient_id: UUID, session_id: UUID) -> date | None:
    """The calendar day of a session, in the clinic's zone. None when the patient has no such session."""
    return await conn.fetchval(DAY_OF, clinic_id, patient_id, session_id)


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


OF_COURSE = f"""
select {COLUMNS}
from journal.session
where clinic_id = $1 and patient_id = $2 and course_id = $3
order by starts_at, session_id
"""


async def of_course(conn: Conn, clinic_id: UUID, patient_id: UUID, course_id: UUID) -> list[Session]:
    return many(await conn.fetch(OF_COURSE, clinic_id, patient_id, course_id), Session)


ADD_APPOINTMENT = f"""
with change as (
    insert into journal.session_change (clinic_id, patient_id, session_id, starts_at, status, changed_by)
    values ($1, $2, $3, $4, 'planned', $7)
)
insert into journal.session (clinic_id, patient_id, session_id, kind, starts_at, day, summary_before, with_account)
values ($1, $2, $3, 'psychotherapy', $4, $5, true, $6)
returning {COLUMNS}
"""


LOCK_APPOINTMENTS = "select pg_advisory_xact_lock(hashtextextended('appointments' || $1::uuid::text, 0))"
"""Of one patient: a button that is pressed twice makes two requests at the same moment."""

SAME_APPOINTMENT = """
select exists (
    select from journal.session
    where clinic_id = $1 and patient_id = $2 and kind = 'psychotherapy' and status = 'planned' and starts_at = $3 and with_account = $4)
"""


async def add_appointment(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    *,
    starts_at: datetime,
    day: date,
    with_account: UUID,
    changed_by: UUID,
) -> Session:
    """A psychotherapy appointment. NotFound for a patient who is not of this clinic, Conflict where it is planned already."""
    await conn.execute(LOCK_APPOINTMENTS, patient_id)
    if await conn.fetchval(SAME_APPOINTMENT, clinic_id, patient_id, starts_at, with_account):
        raise Conflict("An appointment of this patient with this person at this time is planned already.")
    return one(
        await conn.fetchrow(ADD_APPOINTMENT, clinic_id, patient_id, uuid7(), starts_at, day, with_account, changed_by),
        Session,
    )


CHANGE = f"""
with change as (
    insert into journal.session_change (clinic_id, patient_id, session_id, starts_at, status, reason, changed_by)
    select clinic_id, patient_id, session_id, $4, $6, $7, $8
    from journal.session
    where clinic_id = $1 and patient_id = $2 and session_id = $3
)
update journal.session
set starts_at = $4, day = $5, status = $6
where clinic_id = $1 and patient_id = $2 and session_id = $3
returning {COLUMNS}
"""


async def change(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    session_id: UUID,
    *,
    starts_at: datetime,
    day: date,
    status: Status,
    reason: str | None,
    changed_by: UUID,
) -> Session:
    """What holds from now on; what was said before stays in session_change."""
    return one(
        await conn.fetchrow(CHANGE, clinic_id, patient_id, session_id, starts_at, day, status, reason, changed_by),
        Session,
    )
