"""One patient for their care team: the page about them, their journal, and who is on the team."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from api.acting import Chart, Office
from api.alert_views import AlertView, alert_views
from api.check_ins import CheckInView
from api.check_ins import view as check_in_view
from api.session_views import CourseView, SessionView, course_view, session_view
from api.side_effects import SideEffectView
from api.side_effects import view as side_effect_view
from clinical.errors import Conflict, Forbidden, NotFound
from db import accounts, alerts, audit, check_ins, courses, holds, patients, push_subscriptions, sessions, side_effects
from db.push_subscriptions import Reach


class MemberView(msgspec.Struct, kw_only=True):
    account_id: UUID
    name: str
    role: str


class HoldView(msgspec.Struct, kw_only=True):
    """The three last are null together, while it stands. `cleared_by` is a name, `reason` that person's words."""

    since: datetime
    cleared_at: datetime | None
    cleared_by: str | None
    reason: str | None


class PatientPage(msgspec.Struct, kw_only=True):
    """`held`: after a crisis, until a clinician clears it. `hold`: that one, else the one that was cleared last. `push`: when one of the
    patient's phones was last reached."""

    patient_id: UUID
    name: str
    language: str
    zone: str
    modality: str | None
    courses: list[CourseView]
    sessions: list[SessionView]
    care_team: list[MemberView]
    held: bool
    hold: HoldView | None
    open_alerts: list[AlertView]
    push: Reach


class Journal(msgspec.Struct, kw_only=True):
    """What the patient wrote, the oldest first. A note is there only when it is shared with the reader."""

    entries: list[CheckInView]
    side_effects: list[SideEffectView]
    sessions: list[SessionView]


class PatientController(Controller):
    path = "/patients/{patient_id:uuid}"
    tags = ("patients",)

    @get("/")
    async def show(self, chart: NamedDependency[Chart]) -> PatientPage:
        here = (chart.conn, chart.clinic_id, chart.patient_id)
        zone, language = chart.account.clinic_zone, chart.account.language
        profile, planned = await patients.find(*here), await sessions.of_patient(*here)
        open_alerts = await alerts.of_patients(chart.conn, chart.clinic_id, [chart.patient_id], acknowledged_too=False)
        await _note(chart, "patient.opened")
        return PatientPage(
            patient_id=chart.patient_id,
            name=profile.name,
            language=profile.language,
            zone=profile.zone,
            modality=profile.modality,
            courses=[course_view(c, planned, chart.now, zone, language) for c in await courses.of_patient(*here)],
            sessions=[session_view(session, zone, language) for session in planned],
            care_team=[
                MemberView(account_id=m.account_id, name=m.name, role=m.role)
                for m in await accounts.care_team_of(*here)
            ],
            held=profile.held,
            hold=await _last_hold(chart),
            open_alerts=await alert_views(chart.conn, chart.clinic_id, open_alerts),
            push=await push_subscriptions.reach(*here),
        )

    @get("/journal")
    async def journal(
        self,
        chart: NamedDependency[Chart],
        since: Annotated[date | None, QueryParameter()] = None,
        until: Annotated[date | None, QueryParameter()] = None,
    ) -> Journal:
        """Both ends included; everything without them."""
        here = (chart.conn, chart.clinic_id, chart.patient_id)
        key = await chart.key()
        entries = await check_ins.current(*here, since, until)
        reports = await side_effects.current(*here, since, until)
        await _note(chart, "journal.opened")
        return Journal(
            entries=[check_in_view(entry, key) for entry in entries],
            side_effects=[side_effect_view(report, key) for report in reports],
            sessions=[
                session_view(session, chart.account.clinic_zone, chart.account.language)
                for session in await sessions.of_patient(*here)
                if (since is None or session.day >= since) and (until is None or session.day <= until)
            ],
        )

    @put("/care-team/{account_id:uuid}", status_code=204)
    async def join_team(
        self, office: NamedDependency[Office], patient_id: FromPath[UUID], account_id: FromPath[UUID]
    ) -> None:
        """From now on this member of staff sees the patient."""
        await _check_may_change_team(office, patient_id)
        me = office.account
        await accounts.join_care_team(office.conn, office.clinic_id, patient_id, account_id, me.account_id)
        await _note_team(office, patient_id, account_id, "care_team.joined")

    @delete("/care-team/{account_id:uuid}", status_code=204)
    async def leave_team(
        self, office: NamedDependency[Office], patient_id: FromPath[UUID], account_id: FromPath[UUID]
    ) -> None:
        """The last one cannot leave: an alert would reach nobody."""
        await _check_may_change_team(office, patient_id)
        await accounts.lock_care_team(office.conn, patient_id)
        team = {member.account_id for member in await accounts.care_team_of(office.conn, office.clinic_id, patient_id)}
        if team == {account_id}:
            raise Conflict("Somebody has to stay on the care team. Add another person first.")
        await accounts.leave_care_team(office.conn, office.clinic_id, patient_id, account_id)
        await _note_team(office, patient_id, account_id, "care_team.left")


async def _last_hold(chart: Chart) -> HoldView | None:
    hold = await holds.last(chart.conn, chart.clinic_id, chart.patient_id)
    if hold is None:
        return None
    by = [hold.cleared_by] if hold.cleared_by else []
    names = await accounts.names(chart.conn, chart.clinic_id, by) if by else {}
    name = hold.cleared_by and names.get(hold.cleared_by)
    return HoldView(since=hold.since, cleared_at=hold.cleared_at, cleared_by=name, reason=hold.reason)


async def _check_may_change_team(office: Office, patient_id: UUID) -> None:
    """An admin may, and a clinician of this team. To everybody else of the staff the patient is not there."""
    me = office.account
    if me.role == "admin":
        return
    if me.role == "patient":
        raise Forbidden
    if not await accounts.sees(office.conn, office.clinic_id, me.account_id, patient_id):
        raise NotFound
    # Who covers for the time of an alert could otherwise stay.
    on_team = await accounts.on_care_team(office.conn, office.clinic_id, me.account_id, patient_id)
    if me.role != "clinician" or not on_team:
        raise Forbidden("Only a clinician of the care team, or an admin, can change who is on it.")


async def _note(chart: Chart, action: str) -> None:
    me = chart.account
    await audit.note(
        chart.conn, chart.clinic_id, action, account_id=me.account_id, role=me.role, patient_id=chart.patient_id
    )


async def _note_team(office: Office, patient_id: UUID, account_id: UUID, action: str) -> None:
    me = office.account
    await audit.note(
        office.conn,
        office.clinic_id,
        action,
        account_id=me.account_id,
        role=me.role,
        patient_id=patient_id,
        subject=str(account_id),
    )
