"""One change of a session, and what follows from it: which sessions of its course get a summary, and when."""

from datetime import datetime
from uuid import UUID

import msgspec

from clinical.calendar import Said, after_change
from clinical.protocols import reanchor
from db import courses, sessions
from db.courses import Course
from db.pool import Conn
from db.sessions import Session, Status
from db.summaries_due import schedule_summaries


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """`starts_at` is a new time, None when it keeps its own."""

    status: Status
    starts_at: datetime | None
    reason: str | None


async def change_session(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    session_id: UUID,
    change: Change,
    *,
    changed_by: UUID,
    now: datetime,
    zone: str,
    lead_hours: int,
) -> Session:
    """The session as it stands now. Invalid or Conflict as clinical.calendar.after_change says."""
    found = await sessions.find(conn, clinic_id, patient_id, session_id)
    course = None
    if found.course_id is not None:
        course = await courses.lock(conn, clinic_id, patient_id, found.course_id)
        found = await sessions.find(conn, clinic_id, patient_id, session_id)
    before = Said(starts_at=found.starts_at, day=found.day, status=found.status)
    ended = course is not None and course.ended_on is not None
    after = after_change(before, change.status, change.starts_at, now=now, zone=zone, course_ended=ended)
    changed = await sessions.change(
        conn,
        clinic_id,
        patient_id,
        session_id,
        starts_at=after.starts_at,
        day=after.day,
        status=after.status,
        reason=change.reason,
        changed_by=changed_by,
    )
    moved = {session_id}
    if course is not None:
        moved |= await _reanchor(conn, clinic_id, patient_id, course)
    await schedule_summaries(conn, clinic_id, patient_id, list(moved), lead_hours)
    return changed


SET_ANCHORS = """
update journal.session s
set week = a.week, summary_before = a.summary_before
from unnest($4::uuid[], $5::smallint[], $6::boolean[]) as a (session_id, week, summary_before)
where s.clinic_id = $1 and s.patient_id = $2 and s.course_id = $3 and s.session_id = a.session_id
"""


async def _reanchor(conn: Conn, clinic_id: UUID, patient_id: UUID, course: Course) -> set[UUID]:
    """The sessions whose place in the course is another one now."""
    course_id = course.course_id
    of_course = await sessions.of_course(conn, clinic_id, patient_id, course_id)
    anchors = reanchor(of_course, one_summary=bool((course.template or {}).get("one_summary")))
    stood = {session.session_id: (session.week, session.summary_before) for session in of_course}
    others = {
        session: anchor for session, anchor in anchors.items() if (anchor.week, anchor.summary_before) != stood[session]
    }
    if others:
        weeks, before = [a.week for a in others.values()], [a.summary_before for a in others.values()]
        await conn.execute(SET_ANCHORS, clinic_id, patient_id, course_id, list(others), weeks, before)
    return set(others)
