"""A story's course, entries and crisis, as rows. The caller's transaction is in the context of whoever does each."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from api.demo.people import CLINIC_ZONE
from api.demo.shapes import Course, Crisis, Day, Report, Story
from api.demo.telling import planned
from clinical.entries import CheckIn, Note, SideEffectReport, Stamp
from clinical.guidance import screen
from clinical.protocols import TEMPLATES, document_of, protocols
from clinical.side_effects import level_of
from clinical.zones import instant_of, local_day, zone_named
from db import courses, history, sessions
from db.check_ins import NOTE_COLUMN
from db.courses import NewCourse, NewSession
from db.history import PastDay, PastReport
from db.pool import Conn, Context, go_on_as
from db.sessions import Session
from db.summaries_due import schedule_summaries
from db.vault import PatientKey
from notifications import alerts as telling

MOMENT = timedelta(seconds=4)
"""From a phone to the server on a good day."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """`arrivals`: when each revision reached the server, which decides what a summary of the past could know."""

    patient_id: UUID
    zone: str
    clinician: UUID
    therapist: UUID | None
    sessions: list[Session]
    arrivals: Mapping[UUID, datetime]


async def write_course(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    story: Story,
    by_account: UUID,
    staff: Mapping[str, UUID],
    today: date,
    lead_hours: int,
) -> list[Session]:
    """The course with what became of its sessions, and the appointments. Returns all sessions as they stand."""
    if story.course is not None:
        await _start(conn, clinic_id, patient_id, story.course, by_account)
    for visit in story.appointments:
        await sessions.add_appointment(
            conn,
            clinic_id,
            patient_id,
            starts_at=_at_clinic(visit.at),
            day=visit.at.date(),
            with_account=staff[visit.with_key],
            changed_by=by_account,
        )
    missed = {_at_clinic(visit.at) for visit in story.appointments if visit.missed}
    for session in await sessions.of_patient(conn, clinic_id, patient_id):
        if session.day < today:
            await _mark(conn, clinic_id, patient_id, session, story.course, by_account, missed=missed)
    if story.course is not None and story.course.ended_on is not None:
        await _end(conn, clinic_id, patient_id, story.course, by_account)
    found = await sessions.of_patient(conn, clinic_id, patient_id)
    await schedule_summaries(conn, clinic_id, patient_id, [session.session_id for session in found], lead_hours)
    return found


async def _start(conn: Conn, clinic_id: UUID, patient_id: UUID, course: Course, by_account: UUID) -> None:
    template = next(view for view in protocols() if view.id == course.protocol)
    plan = [
        NewSession(
            kind=session.kind,
            ordinal=session.ordinal,
            of=session.of,
            week=session.week,
            starts_at=session.starts_at,
            day=session.local_day,
            summary_before=session.summary_before,
        )
        for session in planned(course)
    ]
    new = NewCourse(
        protocol=template.id,
        modality=template.modality,
        name=template.name,
        template=document_of(TEMPLATES[template.id]),
        options={"first_at": f"{course.first_at:%Y-%m-%dT%H:%M}", **course.options},
        started_on=course.first_at.date(),
    )
    await courses.start(conn, clinic_id, patient_id, new, plan, by_account)


async def _mark(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    session: Session,
    course: Course | None,
    by_account: UUID,
    *,
    missed: set[datetime],
) -> None:
    which = (session.kind, session.ordinal or 0)
    put_off = course.moved.get(which, 0) if course else 0
    starts_at = session.starts_at + timedelta(days=put_off)
    status, reason = "completed", "Moved for the holiday." if put_off else None
    if session.starts_at in missed or (course and which in course.missed):
        status, reason = "missed", "Did not come."
    elif course and which in course.cancelled:
        status, reason = "cancelled", "Clinic closed that morning."
    await sessions.change(
        conn,
        clinic_id,
        patient_id,
        session.session_id,
        starts_at=starts_at,
        day=local_day(starts_at, zone_named(CLINIC_ZONE)),
        status=status,
        reason=reason,
        changed_by=by_account,
    )


async def _end(conn: Conn, clinic_id: UUID, patient_id: UUID, course: Course, by_account: UUID) -> None:
    [running] = await courses.of_patient(conn, clinic_id, patient_id)
    assert course.ended_on is not None  # noqa: S101 the caller asked
    await courses.end(
        conn,
        clinic_id,
        patient_id,
        running.course_id,
        on=course.ended_on,
        now=_at_clinic(datetime.combine(course.ended_on, datetime.max.time())),
        reason=course.end_reason,
        ended_by=by_account,
    )


async def write_entries(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    zone: str,
    key: PatientKey,
    story: Story,
    held: Sequence[Session],
) -> dict[UUID, datetime]:
    """When each revision arrived."""
    days = [past for day in story.days for past in _past_days(day, zone, key, story.crisis)]
    by_day = {session.day: session.session_id for session in held if session.course_id is not None}
    reports = [_past_report(report, zone, by_day) for report in story.reports]
    await history.add_days(conn, clinic_id, patient_id, zone, days)
    await history.add_reports(conn, clinic_id, patient_id, zone, reports)
    return {past.revision_id: past.received_at for past in [*days, *reports]}


def _past_days(day: Day, zone: str, key: PatientKey, crisis: Crisis | None) -> list[PastDay]:
    """One revision, or two where the first was corrected a few minutes later."""
    first = _past_day(day, day.corrects if day.corrects is not None else day.mood, zone, None, None, crisis)
    if day.corrects is None:
        return [_past_day(day, day.mood, zone, key, None, crisis)]
    later = msgspec.structs.replace(day, written=day.written + timedelta(minutes=6))
    return [first, _past_day(later, day.mood, zone, key, first.revision_id, crisis)]


def _past_day(
    day: Day, mood: int, zone: str, key: PatientKey | None, based_on: UUID | None, crisis: Crisis | None
) -> PastDay:
    revision_id = uuid7()
    written_at = instant_of(day.written, zone_named(zone))
    words = day.note if key is not None else None
    entry = CheckIn(mood=mood, note=words and Note(text=words.text, audience=words.audience))
    return PastDay(
        day=day.day,
        revision_id=revision_id,
        based_on=based_on,
        mood=mood,
        anxiety=day.anxiety,
        energy=day.energy,
        sleep_hours=day.sleep_hours,
        sleep_quality=day.sleep_quality,
        body_hash=sha256(msgspec.json.encode((day, mood))).digest(),
        tier=screen(entry).tier,
        held=is_held(day.written, crisis),
        late=day.written.date() > day.day,
        synced_later=bool(day.synced),
        written_at=written_at,
        received_at=written_at + day.synced + MOMENT,
        offset_minutes=_offset(written_at, zone),
        ciphertext=key.seal(words.text, row=revision_id, column=NOTE_COLUMN) if key and words else None,
        audience=words.audience if words else None,
    )


def is_held(written: datetime, crisis: Crisis | None) -> bool:
    if crisis is None or written <= crisis.at:
        return False
    return crisis.cleared_after is None or written < crisis.at + crisis.cleared_after


def _past_report(report: Report, zone: str, session_on: Mapping[date, UUID]) -> PastReport:
    written_at = instant_of(report.written, zone_named(zone))
    said = SideEffectReport(
        effect=report.effect,
        severity=report.severity,
        day=report.day,
        onset=report.onset,
        still_present=report.still_present,
        interference=report.interference,
    )
    session_day = report.session_day
    return PastReport(
        day=report.day,
        report_id=uuid7(),
        revision_id=uuid7(),
        effect=report.effect,
        severity=report.severity,
        onset=report.onset,
        still_present=report.still_present,
        interference=report.interference,
        session_id=session_on.get(session_day) if session_day else None,
        level=level_of(said, (report.day - session_day).days if session_day else None),
        body_hash=sha256(msgspec.json.encode(said)).digest(),
        tier=screen(said).tier,
        late=report.written.date() > report.day,
        synced_later=False,
        written_at=written_at,
        received_at=written_at + MOMENT,
        offset_minutes=_offset(written_at, zone),
    )


async def write_crisis(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    zone: str,
    crisis: Crisis,
    clinician: Context,
    staff: Mapping[str, UUID],
    now: datetime,
) -> None:
    """The alert as the patient's entry raised it; then what the care team did. One that still waits is sent to them. The hold is
    ended by `end_hold`, after all else that happened in it."""
    raised_at = instant_of(crisis.at, zone_named(zone)) + MOMENT
    alert_id = await history.add_alert(
        conn, clinic_id, patient_id, tier=crisis.tier, private=crisis.private, raised_at=raised_at
    )
    if crisis.acknowledged_by is None:
        await telling.begin(conn, clinic_id, patient_id, alert_id, now)
        return
    by_account = staff[crisis.acknowledged_by]
    await go_on_as(conn, msgspec.structs.replace(clinician, account_id=by_account))
    at = raised_at + crisis.acknowledged_after
    await history.acknowledge(conn, clinic_id, patient_id, alert_id, by_account, at, crisis.what_was_done)


async def end_hold(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    zone: str,
    crisis: Crisis,
    clinician: Context,
    staff: Mapping[str, UUID],
) -> None:
    if crisis.acknowledged_by is None or crisis.cleared_after is None:
        return
    by_account = staff[crisis.acknowledged_by]
    await go_on_as(conn, msgspec.structs.replace(clinician, account_id=by_account))
    cleared_at = instant_of(crisis.at, zone_named(zone)) + MOMENT + crisis.cleared_after
    await history.clear_hold(conn, clinic_id, patient_id, by_account, cleared_at, crisis.cleared_because)


def _at_clinic(local: datetime) -> datetime:
    return instant_of(local, zone_named(CLINIC_ZONE))


def _offset(instant: datetime, zone: str) -> int:
    offset = instant.astimezone(zone_named(zone)).utcoffset()
    return int(offset.total_seconds() // 60) if offset else 0


def stamped(local: datetime, zone: str) -> Stamp:
    """Of a phone whose clock is right."""
    written_at = instant_of(local, zone_named(zone))
    return Stamp(written_at=written_at, zone=zone, offset_minutes=_offset(written_at, zone))
