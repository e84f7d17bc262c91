"""Courses and their sessions: titles and timing only. What was given and how much is the clinic's own record."""

from typing import Any

from api.exports.fhir.parts import Resource, instant, reference
from api.exports.record import Record
from clinical.protocols import label, name_in
from db.courses import Course
from db.sessions import Session

STATUSES = {"completed": "completed", "missed": "not-done", "cancelled": "not-done"}


def care_plan(record: Record, course: Course) -> Resource:
    """Each kind of session is an activity with its dates; sessions that were cancelled are not among them."""
    own = [each for each in record.sessions if each.course_id == course.course_id and each.status != "cancelled"]
    kinds = list(dict.fromkeys(session.kind for session in own))
    return {
        "resourceType": "CarePlan",
        "id": str(course.course_id),
        "status": "active" if course.ended_on is None else "completed",
        "intent": "plan",
        "title": name_in("en", course.name),
        "subject": reference(record.patient.patient_id),
        "period": {"start": course.started_on.isoformat(), "end": course.ended_on and course.ended_on.isoformat()},
        "activity": [{"detail": _activity(record, [s for s in own if s.kind == kind])} for kind in kinds],
    }


def _activity(record: Record, sessions: list[Session]) -> dict[str, Any]:
    over = all(session.is_held(record.now) or session.status == "missed" for session in sessions)
    begun = any(session.is_held(record.now) for session in sessions)
    first = sessions[0]
    return {
        "kind": "ServiceRequest",
        "status": "completed" if over else "in-progress" if begun else "scheduled",
        "description": f"{label(first.kind, None, None, 'en')}: {len(sessions)}",
        "scheduledTiming": {"event": [instant(record.local(session.starts_at)) for session in sessions]},
    }


def procedure(record: Record, session: Session) -> Resource:
    """A session whose time has passed. "unknown": nobody has said whether it was held."""
    return {
        "resourceType": "Procedure",
        "id": str(session.session_id),
        "basedOn": [reference(session.course_id)] if session.course_id else None,
        "status": STATUSES.get(session.status, "unknown"),
        "code": {"text": label(session.kind, session.ordinal, session.of, "en")},
        "subject": reference(record.patient.patient_id),
        "performedDateTime": instant(record.local(session.starts_at)),
    }


def procedures(record: Record) -> list[Resource]:
    """Treatment sessions; appointments of psychotherapy are not ours to report."""
    past = [each for each in record.sessions if each.kind != "psychotherapy" and each.starts_at <= record.now]
    return [procedure(record, session) for session in past]
