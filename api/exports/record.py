"""Everything of one patient that the files for other programs are made from, as stored: current revisions only."""

from datetime import date, datetime, timedelta, timezone
from uuid import UUID

from msgspec import Struct

from api.acting import Chart
from clinical.trends.side_effects import is_from_before
from clinical.zones import zone_named
from db import accounts, alerts, check_ins, courses, exports, measures, patients, sessions, side_effects
from db.alerts import Alert
from db.check_ins import StoredCheckIn
from db.courses import Course
from db.exports import Answered
from db.measures import StoredMeasure
from db.patients import Patient
from db.sessions import Session
from db.side_effects import StoredSideEffect


class Record(Struct, frozen=True, kw_only=True):
    """`notes` are words by revision, those that are shared with the reader, and only when they were asked for. `offsets` are the
    phone's, in minutes; `roles` of the care team by account; `alert_answers` to a safety question by alert."""

    patient: Patient
    name: str | None
    check_ins: list[StoredCheckIn]
    side_effects: list[StoredSideEffect]
    measures: list[StoredMeasure]
    sessions: list[Session]
    courses: list[Course]
    alerts: list[Alert]
    alert_answers: dict[UUID, int]
    answered: list[Answered]
    offsets: dict[UUID, int]
    notes: dict[UUID, str]
    roles: dict[UUID, str]
    now: datetime

    @property
    def pseudonym(self) -> str:
        """The id that only this clinic's Intersession can turn into a person."""
        return str(self.patient.patient_id)

    def local(self, at: datetime, revision_id: UUID | None = None) -> datetime:
        """On the clock of the phone that wrote the revision; else in the patient's zone."""
        offset = self.offsets.get(revision_id) if revision_id else None
        if offset is None:
            return at.astimezone(zone_named(self.patient.zone))
        return at.astimezone(timezone(timedelta(minutes=offset)))

    def day(self, session: Session) -> date:
        """The session's day as the patient lived it: days after a session are counted from it."""
        return self.local(session.starts_at).date()

    def session_before(self, report: StoredSideEffect) -> Session | None:
        """The latest session that was held on or before a report's day; of two on one day the later. A course that began only after
        the report was written is none of them: as in clinical.trends.side_effects."""
        first_of: dict[UUID | None, Session] = {}
        held = sorted(self._held_until(report.day), key=lambda session: session.starts_at)
        for session in held:
            first_of.setdefault(session.course_id, session)
        written_at = report.written_at if report.source == "app" else None
        ahead = {
            course
            for course, first in first_of.items()
            if is_from_before(report.day, written_at, self.day(first), first.starts_at)
        }
        return next((session for session in reversed(held) if session.course_id not in ahead), None)

    def session_before_form(self, form: StoredMeasure) -> Session | None:
        """The same for a form, which on the session's own day may be from before it: as in clinical.trends.measures."""
        follows = [
            session
            for session in self._held_until(form.day)
            if self.day(session) < form.day
            or not (
                form.written_at < session.starts_at
                or (form.source == "clinic" and form.session_id == session.session_id)
            )
        ]
        return max(follows, key=lambda session: session.starts_at, default=None)

    def _held_until(self, day: date) -> list[Session]:
        held = [each for each in self.sessions if each.kind != "psychotherapy" and each.is_held(self.now)]
        return [session for session in held if self.day(session) <= day]


async def gather(chart: Chart, *, name: bool = False, notes: bool = False) -> Record:
    here = (chart.conn, chart.clinic_id, chart.patient_id)
    patient = await patients.find(*here)
    days, reports = await check_ins.current(*here, None, None), await side_effects.current(*here, None, None)
    team = await accounts.care_team_of(*here)
    return Record(
        patient=patient,
        name=patient.name if name else None,
        check_ins=days,
        side_effects=reports,
        measures=await measures.current(*here, None, None),
        sessions=await sessions.of_patient(*here),
        courses=await courses.of_patient(*here),
        alerts=await alerts.of_patients(chart.conn, chart.clinic_id, [chart.patient_id], acknowledged_too=True),
        alert_answers=await exports.alert_answers(*here),
        answered=await exports.answered(*here),
        offsets=await exports.offsets(*here),
        notes=await _words(chart, [*days, *reports]) if notes else {},
        roles={member.account_id: member.role for member in team},
        now=chart.now,
    )


async def _words(chart: Chart, entries: list[StoredCheckIn | StoredSideEffect]) -> dict[UUID, str]:
    """As far as the transaction's audiences reach: a row that the reader may not see has no words here."""
    key = await chart.key()
    opened = {entry.revision_id: entry.words(key) for entry in entries}
    return {revision_id: words for revision_id, words in opened.items() if words}
