"""The care team's alert inbox, and the end of a hold. What was done is staff's text about a patient: it is never logged."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta

from api.acting import STAFF, Chart, Team
from api.alert_views import AlertView, alert_views
from api.etags import unless_known
from api.state import AnyRequest
from clinical.errors import Conflict, Forbidden, Invalid, NotFound
from db import accounts, alerts, audit, escalation, patients
from db.accounts import Member
from db.alerts import Alert
from db.pool import Conn
from notifications import alerts as telling

StaffText = Annotated[str, Meta(min_length=1, max_length=2_000, pattern=r"\S")]


class ChangeView(msgspec.Struct, kw_only=True):
    """`state`: raised, joined, sent, seen, escalated, handed_over, acknowledged or closed. `by` and `to` are names; `by` is null for what
    happens by itself, `to` and `note` belong to a hand-over."""

    state: str
    at: datetime
    by: str | None
    to: str | None
    note: str | None


class PatientContact(msgspec.Struct, kw_only=True):
    """How to reach the patient, as far as staff may know. `email` is null for an account that is suspended."""

    name: str
    email: str | None
    language: str
    zone: str
    country: str
    modality: str | None
    held: bool
    care_team: list[Member]


class AlertDetail(AlertView, kw_only=True):
    """`changes`: the oldest first."""

    changes: list[ChangeView]
    patient: PatientContact


class Acknowledgement(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    what_was_done: StaffText


class HandOver(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`to`: the account of a clinician or therapist of this clinic."""

    to: UUID
    note: StaffText | None = None


class Closure(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    outcome: StaffText


class Clearance(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    reason: StaffText


class AlertController(Controller):
    path = "/alerts"
    tags = ("alerts",)

    @get("/")
    async def inbox(
        self,
        request: AnyRequest,
        team: NamedDependency[Team],
        which: Annotated[Literal["open", "all"], QueryParameter(name="state")] = "open",
    ) -> Response[list[AlertView]]:
        """Of everybody whom I care for or cover. Looking at the inbox marks what is in it as seen. Has an ETag: ask again with it."""
        await alerts.mark_seen(team.conn, team.clinic_id, team.patient_ids, team.account.account_id, team.account.role)
        found = await alerts.of_patients(team.conn, team.clinic_id, team.patient_ids, acknowledged_too=which == "all")
        return unless_known(request, await alert_views(team.conn, team.clinic_id, found))

    @get("/{alert_id:uuid}")
    async def show(
        self, request: AnyRequest, team: NamedDependency[Team], alert_id: FromPath[UUID]
    ) -> Response[AlertDetail]:
        """Everything about one alert, and how to reach its patient. Has an ETag."""
        patient_id = (await alerts.find(team.conn, team.clinic_id, alert_id)).patient_id
        await alerts.mark_seen(team.conn, team.clinic_id, [patient_id], team.account.account_id, team.account.role)
        return unless_known(request, await _detail(team, await alerts.find(team.conn, team.clinic_id, alert_id)))

    @post("/{alert_id:uuid}/acknowledgement", status_code=200)
    async def acknowledge(
        self, team: NamedDependency[Team], alert_id: FromPath[UUID], data: JSONBody[Acknowledgement]
    ) -> AlertView:
        """Under the name of whoever is signed in. The first one counts: a second one is told who was quicker."""
        me = team.account
        patient_id = await alerts.acknowledge(
            team.conn, team.clinic_id, alert_id, me.account_id, data.what_was_done.strip()
        )
        view = await _view_of(team, alert_id)
        if patient_id is None:
            raise Conflict(f"{view.acknowledged_by or 'Somebody else'} has acknowledged this alert already.")
        await _note(team, "alert.acknowledged", view)
        return view

    @post("/{alert_id:uuid}/hand-over", status_code=200)
    async def hand_over(
        self, team: NamedDependency[Team], alert_id: FromPath[UUID], data: JSONBody[HandOver]
    ) -> AlertView:
        """Tells one more person at once. They see the patient until the alert is closed; an alert that is open stays open."""
        # Whoever closes it meanwhile waits: cover that began after the end would have none.
        await alerts.lock(team.conn, team.clinic_id, alert_id)
        alert = await alerts.find(team.conn, team.clinic_id, alert_id)
        if alert.closed_at is not None:
            raise Conflict("This alert is closed.")
        staff = await escalation.staff(team.conn, team.clinic_id)
        to = next((one for one in staff if one.account_id == data.to and one.role in STAFF), None)
        if to is None or to.account_id == team.account.account_id:
            raise Invalid.field("to", "Choose another clinician or therapist of this clinic.")
        where = (team.conn, team.clinic_id, alert.patient_id, alert_id)
        await telling.hand_over(*where, to.recipient, team.now)
        note = data.note and data.note.strip()
        by = team.account.account_id
        await alerts.note_change(*where, "handed_over", by_account=by, to_account=to.account_id, note=note)
        view = await _view_of(team, alert_id)
        await _note(team, "alert.handed_over", view)
        return view

    @post("/{alert_id:uuid}/closure", status_code=200)
    async def close(self, team: NamedDependency[Team], alert_id: FromPath[UUID], data: JSONBody[Closure]) -> AlertView:
        """The end of it. Whoever saw the patient for this alert alone does not any longer."""
        patient_id = await alerts.close(
            team.conn, team.clinic_id, alert_id, team.account.account_id, data.outcome.strip()
        )
        view = await _view_of(team, alert_id)
        if patient_id is None and view.closed_at is not None:
            raise Conflict(f"{view.closed_by or 'Somebody else'} has closed this alert already.")
        if patient_id is None:
            raise Conflict("Somebody has to acknowledge this alert before it can be closed.")
        await escalation.end_cover(team.conn, team.clinic_id, patient_id, alert_id)
        await _note(team, "alert.closed", view)
        return view


async def _view_of(team: Team, alert_id: UUID) -> AlertView:
    [view] = await alert_views(team.conn, team.clinic_id, [await alerts.find(team.conn, team.clinic_id, alert_id)])
    return view


async def _note(team: Team, action: str, view: AlertView) -> None:
    me = team.account
    await audit.note(
        team.conn,
        team.clinic_id,
        action,
        account_id=me.account_id,
        role=me.role,
        patient_id=view.patient_id,
        subject=str(view.alert_id),
    )


async def _detail(team: Team, alert: Alert) -> AlertDetail:
    where = (team.conn, team.clinic_id, alert.patient_id)
    [view] = await alert_views(team.conn, team.clinic_id, [alert])
    changes = await alerts.changes(*where, alert.alert_id)
    people = {one for change in changes for one in (change.by_account, change.to_account) if one is not None}
    names = await accounts.names(team.conn, team.clinic_id, list(people))
    return AlertDetail(
        **msgspec.structs.asdict(view),
        changes=[
            ChangeView(
                state=change.state,
                at=change.at,
                by=change.by_account and names.get(change.by_account),
                to=change.to_account and names.get(change.to_account),
                note=change.note,
            )
            for change in changes
        ],
        patient=await _contact(*where),
    )


async def _contact(conn: Conn, clinic_id: UUID, patient_id: UUID) -> PatientContact:
    profile = await patients.find(conn, clinic_id, patient_id)
    try:
        email = (await accounts.account_by_id(conn, patient_id)).email
    except NotFound:
        email = None
    return PatientContact(
        name=profile.name,
        email=email,
        language=profile.language,
        zone=profile.zone,
        country=profile.country,
        modality=profile.modality,
        held=profile.held,
        care_team=await accounts.care_team_of(conn, clinic_id, patient_id),
    )


class HoldController(Controller):
    path = "/patients/{patient_id:uuid}/hold"
    tags = ("alerts",)

    @post("/clearance", status_code=204)
    async def clear(self, chart: NamedDependency[Chart], data: JSONBody[Clearance]) -> None:
        """After this, calm entries are answered with education cards again. A clinician puts their name to it."""
        if chart.account.role != "clinician":
            raise Forbidden("Only a clinician can clear a hold.")
        me = chart.account.account_id
        if not await alerts.clear_hold(chart.conn, chart.clinic_id, chart.patient_id, me, data.reason.strip()):
            raise NotFound("There is no hold to clear.")
        await audit.note(
            chart.conn, chart.clinic_id, "hold.cleared", account_id=me, role="clinician", patient_id=chart.patient_id
        )
