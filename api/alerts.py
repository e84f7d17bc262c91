"""The care team's alert inbox, and the end of a hold. What was done is staff's text about a patient: it is never logged."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta

from api.acting import Chart, Team
from clinical.errors import Conflict, Forbidden, NotFound
from db import accounts, alerts, audit
from db.alerts import Alert
from db.pool import Conn

StaffText = Annotated[str, Meta(min_length=1, max_length=2_000, pattern=r"\S")]


class AlertView(msgspec.Struct, kw_only=True):
    """`count`: matches that this alert took up. `private`: only words that the team may not read matched.
    `acknowledged_by` is a name."""

    alert_id: UUID
    patient_id: UUID
    patient_name: str
    tier: str
    private: bool
    source: str
    raised_at: datetime
    state: str
    count: int
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    what_was_done: str | None


class Acknowledgement(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    what_was_done: StaffText


class Clearance(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    reason: StaffText


class AlertController(Controller):
    path = "/alerts"
    tags = ("alerts",)

    @get("/")
    async def inbox(
        self,
        team: NamedDependency[Team],
        which: Annotated[Literal["open", "all"], QueryParameter(name="state")] = "open",
    ) -> list[AlertView]:
        """Of everybody whose care team I am on. Looking at the inbox marks what is in it as seen."""
        await alerts.mark_seen(team.conn, team.clinic_id, team.patient_ids, team.account.account_id, team.account.role)
        found = await alerts.of_patients(team.conn, team.clinic_id, team.patient_ids, acknowledged_too=which == "all")
        return await alert_views(team.conn, team.clinic_id, found)

    @post("/{alert_id:uuid}/acknowledgement", status_code=200)
    async def acknowledge(
        self, team: NamedDependency[Team], alert_id: FromPath[UUID], data: JSONBody[Acknowledgement]
    ) -> AlertView:
        """Under the name of whoever is signed in. The first one counts: a second one is told who was quicker."""
        me = team.account
        patient_id = await alerts.acknowledge(
            team.conn, team.clinic_id, alert_id, me.account_id, data.what_was_done.strip()
        )
        [view] = await alert_views(team.conn, team.clinic_id, [await alerts.find(team.conn, team.clinic_id, alert_id)])
        if patient_id is None:
            raise Conflict(f"{view.acknowledged_by or 'Somebody else'} has acknowledged this alert already.")
        await audit.note(
            team.conn,
            team.clinic_id,
            "alert.acknowledged",
            account_id=me.account_id,
            role=me.role,
            patient_id=patient_id,
            subject=str(alert_id),
        )
        return view


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


async def alert_views(conn: Conn, clinic_id: UUID, found: Iterable[Alert]) -> list[AlertView]:
    """The same order, with the names of those who acknowledged (read in one round trip, if there are any)."""
    found = list(found)
    by = {alert.acknowledged_by for alert in found if alert.acknowledged_by}
    names = await accounts.names(conn, clinic_id, list(by)) if by else {}
    return [alert_view(alert, names.get(alert.acknowledged_by) if alert.acknowledged_by else None) for alert in found]


def alert_view(alert: Alert, acknowledged_by: str | None) -> AlertView:
    return AlertView(
        alert_id=alert.alert_id,
        patient_id=alert.patient_id,
        patient_name=alert.patient_name,
        tier=alert.tier,
        private=alert.private,
        source=alert.source,
        raised_at=alert.raised_at,
        state=alert.state,
        count=alert.count,
        acknowledged_by=acknowledged_by,
        acknowledged_at=alert.acknowledged_at,
        what_was_done=alert.what_was_done,
    )
