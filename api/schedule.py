"""What becomes of a session: moved, completed, missed, cancelled. Every change is kept, with who made it and why."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from api.acting import Chart
from api.appointments import ClinicTime
from api.session_views import SessionView, session_view
from clinical.calendar import clinic_time
from clinical.errors import Forbidden
from db import audit, sessions
from db.session_changes import Change, change_session
from db.sessions import Status

Reason = Annotated[str, Meta(min_length=1, max_length=500, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]


class SessionChange(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`starts_at`, in the clinic's zone, goes with planned (the session is moved) and completed (when it really took place)."""

    status: Status
    starts_at: ClinicTime | None = None
    reason: Reason | None = None


class ScheduleController(Controller):
    path = "/patients/{patient_id:uuid}/sessions"
    tags = ("sessions",)

    @post("/{session_id:uuid}/changes", status_code=200)
    async def change(
        self, chart: NamedDependency[Chart], session_id: FromPath[UUID], data: JSONBody[SessionChange]
    ) -> SessionView:
        me, zone = chart.account, chart.account.clinic_zone
        starts_at = clinic_time(data.starts_at, zone, "starts_at") if data.starts_at else None
        found = await sessions.find(chart.conn, chart.clinic_id, chart.patient_id, session_id)
        if found.course_id is not None and me.role != "clinician":
            raise Forbidden("Only a clinician can change the sessions of a course.")
        changed = await change_session(
            chart.conn,
            chart.clinic_id,
            chart.patient_id,
            session_id,
            Change(status=data.status, starts_at=starts_at, reason=data.reason),
            changed_by=me.account_id,
            now=chart.now,
            zone=zone,
            lead_hours=me.summary_lead_hours,
        )
        await audit.note(
            chart.conn,
            chart.clinic_id,
            "session.changed",
            account_id=me.account_id,
            role=me.role,
            patient_id=chart.patient_id,
            subject=str(session_id),
        )
        return session_view(changed, zone, me.language)
