"""Courses of treatment. Starting one writes its dated sessions, ending one cancels those that are still to come."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from clinical.errors import Conflict, NotFound
from db.pool import Conn
from db.rows import many, one
from db.sessions import Kind


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """`options` are what the plan was made with, for the record; `ended_on` is None while it runs. `template`: see NewCourse."""

    course_id: UUID
    protocol: str
    modality: str
    name: str
    options: dict[str, Any]
    started_on: date
    ended_on: date | None
    end_reason: str | None
    template: dict[str, Any] | None


class NewCourse(msgspec.Struct, frozen=True, kw_only=True):
    """`template` is the document of clinical.course_plan.Template as it is on this day: no later change of it reaches the course."""

    protocol: str
    modality: str
    name: str
    options: dict[str, Any]
    started_on: date
    template: dict[str, Any] | None = None


class NewSession(msgspec.Struct, frozen=True, kw_only=True):
    """`day` is the calendar day of `starts_at` in the clinic's zone."""

    kind: Kind
    ordinal: int
    of: int | None
    week: int | None
    starts_at: datetime
    day: date
    summary_before: bool


COLUMNS = "course_id, protocol, modality, name, options, started_on, ended_on, end_reason, template"

OF_PATIENT = f"""
select {COLUMNS}
from journal.course
where clinic_id = $1 and patient_id = $2
order by ended_on is not null, started_on desc, created_at desc
"""


async def of_patient(conn: Conn, clinic_id: UUID, patient_id: UUID) -> list[Course]:
    """Running ones first, then the newest."""
    return many(await conn.fetch(OF_PATIENT, clinic_id, patient_id), Course)


LOCK = f"""
select {COLUMNS}
from journal.course
where clinic_id = $1 and patient_id = $2 and course_id = $3
for update
"""


async def lock(conn: Conn, clinic_id: UUID, patient_id: UUID, course_id: UUID) -> Course:
    """Changes of one course's sessions follow each other: which of them gets a summary depends on all of them."""
    return one(await conn.fetchrow(LOCK, clinic_id, patient_id, course_id), Course)


# Also the lock that two courses started at the same moment queue at.
SET_MODALITY = """
update journal.patient
set modality = $3
where clinic_id = $1 and patient_id = $2
returning true
"""

RUNNING = """
select exists (
    select from journal.course where clinic_id = $1 and patient_id = $2 and modality = $3 and ended_on is null)
"""

START = """
with course as (
    insert into journal.course (clinic_id, patient_id, course_id, protocol, modality, name, options, started_on, started_by, template)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $18)
), planned as (
    insert into journal.session (clinic_id, patient_id, session_id, course_id, kind, ordinal, of, week, starts_at, day, summary_before)
    select $1, $2, session_id, $3, kind, ordinal, of, week, starts_at, day, summary_before
    from unnest($10::uuid[], $11::text[], $12::smallint[], $13::smallint[], $14::smallint[], $15::timestamptz[],
                $16::date[], $17::boolean[])
         as plan (session_id, kind, ordinal, of, week, starts_at, day, summary_before)
    returning session_id, starts_at
)
insert into journal.session_change (clinic_id, patient_id, session_id, starts_at, status, changed_by)
select $1, $2, session_id, starts_at, 'planned', $9
from planned
order by starts_at
"""


async def start(
    conn: Conn, clinic_id: UUID, patient_id: UUID, course: NewCourse, plan: Sequence[NewSession], started_by: UUID
) -> tuple[UUID, list[UUID]]:
    """The new course and its sessions. From now on the patient's side effects are those of its modality.

    Conflict while another course of the same modality runs.
    """
    if not await conn.fetchval(SET_MODALITY, clinic_id, patient_id, course.modality):
        raise NotFound
    if await conn.fetchval(RUNNING, clinic_id, patient_id, course.modality):
        raise Conflict("A course of this treatment is running already. End it first.")
    course_id, session_ids = uuid7(), [uuid7() for _ in plan]
    await conn.execute(
        START,
        clinic_id,
        patient_id,
        course_id,
        course.protocol,
        course.modality,
        course.name,
        course.options,
        course.started_on,
        started_by,
        session_ids,
        [session.kind for session in plan],
        [session.ordinal for session in plan],
        [session.of for session in plan],
        [session.week for session in plan],
        [session.starts_at for session in plan],
        [session.day for session in plan],
        [session.summary_before for session in plan],
        course.template,
    )
    return course_id, session_ids


END = """
with ended as (
    update journal.course
    set ended_on = $4, end_reason = $5
    where clinic_id = $1 and patient_id = $2 and course_id = $3 and ended_on is null
    returning course_id
), cancelled as (
    update journal.session
    set status = 'cancelled'
    where clinic_id = $1 and patient_id = $2 and course_id = (select course_id from ended)
      and status = 'planned' and starts_at > $6
    returning session_id, starts_at
), change as (
    insert into journal.session_change (clinic_id, patient_id, session_id, starts_at, status, reason, changed_by)
    select $1, $2, session_id, starts_at, 'cancelled', $5, $7
    from cancelled
)
select (select count(*) from ended) as ended, coalesce(array_agg(session_id), '{}') as cancelled
from cancelled
"""


async def end(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    course_id: UUID,
    *,
    on: date,
    now: datetime,
    reason: str,
    ended_by: UUID,
) -> list[UUID]:
    """The sessions that were still to come and are cancelled by this. Conflict when the course has ended before."""
    course = await lock(conn, clinic_id, patient_id, course_id)
    if course.ended_on is not None:
        raise Conflict("This course has ended already.")
    record = await conn.fetchrow(END, clinic_id, patient_id, course_id, on, reason, now, ended_by)
    return [UUID(str(session)) for session in record["cancelled"]] if record else []
