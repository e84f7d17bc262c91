"""The caseload: everybody whose care team one is on, whoever needs to be looked at first on top."""

from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency

from api.acting import Team
from api.session_views import SessionView, session_label, session_view
from clinical.attention import Attention, attention, flags_since, rank
from clinical.protocols import name_in
from clinical.zones import local_day, zone_named
from db import caseload
from db.caseload import WINDOW_DAYS, Caseload, CaseloadPatient


class CourseLine(msgspec.Struct, kw_only=True):
    """`position` names the last session that was held, before the first one (or after a long break) the next."""

    name: str
    position: str | None


class CaseloadRow(msgspec.Struct, kw_only=True):
    """Days are the patient's own. `moods_14`: the last 14 days, today last, null where nothing was logged. `days_expected_14`: today
    counts once it is logged. `quiet_days`: since the last entry of any kind, or since joining.
    `open_alerts`: without the reviews of imported diaries."""

    patient_id: UUID
    name: str
    language: str
    modality: str | None
    course: CourseLine | None
    next_session: SessionView | None
    last_entry_on: date | None
    days_logged_14: int
    days_expected_14: int
    moods_14: list[int | None]
    open_alerts: int
    red_flags: int
    attention: Attention
    quiet_days: int
    summary_ready: UUID | None


class CaseloadController(Controller):
    path = "/caseload"
    tags = ("caseload",)

    @get("/")
    async def show(self, team: NamedDependency[Team]) -> list[CaseloadRow]:
        form = "therapist" if team.account.role == "therapist" else "clinician"
        found = await caseload.read(team.conn, team.clinic_id, team.patient_ids, form=form, now=team.now)
        return rows(found, team)


def rows(found: Caseload, team: Team) -> list[CaseloadRow]:
    ranked = [row_of(patient, found, team) for patient in found.patients]
    ranked.sort(key=lambda pair: pair[0])
    return [row for _, row in ranked]


def row_of(patient: CaseloadPatient, found: Caseload, team: Team) -> tuple[tuple[int, date, int, str], CaseloadRow]:
    """The row and its place in the order."""
    zone = zone_named(patient.zone)
    today = local_day(team.now, zone)
    coming = found.next_sessions.get(patient.patient_id)
    coming_on = local_day(coming.starts_at, zone) if coming else None
    last_entry_on = last_entry(patient.patient_id, found)
    quiet_days = max(0, (today - (last_entry_on or patient.joined_on)).days)
    open_alerts = found.open_alerts.get(patient.patient_id, 0)
    red_flags = flags_of(patient, found, today)
    reason = attention(
        open_alerts=open_alerts, red_flags=red_flags, today=today, next_session=coming_on, quiet_days=quiet_days
    )
    days = window(today)
    moods = found.moods.get(patient.patient_id, {})
    shown = [moods.get(day) for day in days]
    # An imported diary makes the days since its first one expected, as in the summary: a gap is not hidden by joining late.
    first = min([patient.joined_on + timedelta(days=1), *moods])
    row = CaseloadRow(
        patient_id=patient.patient_id,
        name=patient.name,
        language=patient.language,
        modality=patient.modality,
        course=course_line(patient, found, team.account.language),
        next_session=coming and session_view(coming, team.account.clinic_zone, team.account.language),
        last_entry_on=last_entry_on,
        days_logged_14=WINDOW_DAYS - shown.count(None),
        days_expected_14=sum(day in moods or first <= day < today for day in days),
        moods_14=shown,
        open_alerts=open_alerts,
        red_flags=red_flags,
        attention=reason,
        quiet_days=quiet_days,
        summary_ready=found.summaries_ready.get(patient.patient_id),
    )
    return rank(reason, coming_on, quiet_days, patient.name), row


@lru_cache(maxsize=16)
def window(today: date) -> tuple[date, ...]:
    return tuple(today - timedelta(days=n) for n in reversed(range(WINDOW_DAYS)))


def last_entry(patient_id: UUID, found: Caseload) -> date | None:
    moods, reports = found.moods.get(patient_id), found.reports.get(patient_id)
    days = [*(moods or ()), *((reports.last_on,) if reports else ())]
    return max(days) if days else found.last_entries.get(patient_id)


def flags_of(patient: CaseloadPatient, found: Caseload, today: date) -> int:
    """Red flags since the last treatment session, its own day included."""
    reports, last = found.reports.get(patient.patient_id), found.last_treatments.get(patient.patient_id)
    if reports is None or not reports.flagged_on:
        return 0
    since = flags_since(today, local_day(last.starts_at, zone_named(patient.zone)) if last else None)
    return sum(day >= since for day in reports.flagged_on)


def course_line(patient: CaseloadPatient, found: Caseload, language: str) -> CourseLine | None:
    if patient.course_id is None or patient.course_name is None:
        return None
    candidates = (found.last_treatments.get(patient.patient_id), found.next_sessions.get(patient.patient_id))
    at = next((session for session in candidates if session and session.course_id == patient.course_id), None)
    return CourseLine(name=name_in(language, patient.course_name), position=at and session_label(at, language))
