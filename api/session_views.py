"""What clients see of a session and of a course. Times are the clinic's: that is where the session takes place."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from clinical.protocols import label, name_in
from clinical.zones import zone_named
from db.courses import Course
from db.sessions import Kind, Session, Status


class SessionView(msgspec.Struct, kw_only=True):
    """`starts_at` is UTC; `local_day` and `local_time` ("HH:MM") are read on the wall clock in `zone`, the clinic's."""

    session_id: UUID
    course_id: UUID | None
    kind: Kind
    ordinal: int | None
    of: int | None
    label: str
    starts_at: datetime
    local_day: date
    local_time: str
    zone: str
    status: Status
    with_name: str | None


def session_view(session: Session, zone: str, language: str = "en") -> SessionView:
    """`zone` is the clinic's, `language` the reader's."""
    local = session.starts_at.astimezone(zone_named(zone))
    return SessionView(
        session_id=session.session_id,
        course_id=session.course_id,
        kind=session.kind,
        ordinal=session.ordinal,
        of=session.of,
        label=session_label(session, language),
        starts_at=session.starts_at,
        local_day=local.date(),
        local_time=f"{local:%H:%M}",
        zone=zone,
        status=session.status,
        with_name=session.with_name,
    )


def session_label(session: Session, language: str) -> str:
    return label(session.kind, session.ordinal, session.of, "es" if language == "es" else "en")


class CourseView(msgspec.Struct, kw_only=True):
    """`sessions_total` leaves out the cancelled ones; `sessions_done` counts those that were completed, or have begun without
    anybody saying otherwise."""

    course_id: UUID
    protocol: str
    modality: str
    name: str
    started_on: date
    ended_on: date | None
    sessions_done: int
    sessions_total: int
    next: SessionView | None


def course_view(course: Course, sessions: Sequence[Session], now: datetime, zone: str, language: str) -> CourseView:
    """`sessions` are the patient's or the course's, the earliest first."""
    own = [session for session in sessions if session.course_id == course.course_id and session.status != "cancelled"]
    coming = next((session for session in own if session.is_ahead(now)), None)
    return CourseView(
        course_id=course.course_id,
        protocol=course.protocol,
        modality=course.modality,
        name=name_in(language, course.name),
        started_on=course.started_on,
        ended_on=course.ended_on,
        sessions_done=sum(session.is_held(now) for session in own),
        sessions_total=len(own),
        next=coming and session_view(coming, zone, language),
    )
