"""Psychotherapy appointments: with a member of the patient's care team, and a summary in the therapist's form before each."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta

from api.acting import Chart
from api.session_views import SessionView, session_view
from clinical.calendar import check_within_reach, clinic_time
from clinical.errors import Invalid
from clinical.zones import local_day, zone_named
from db import accounts, audit, sessions
from db.summaries_due import schedule_summaries

ClinicTime = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$", max_length=16)]
"""A wall-clock time in the clinic's zone, "YYYY-MM-DDTHH:MM"."""


class NewAppointment(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    starts_at: ClinicTime
    with_account_id: UUID


class AppointmentController(Controller):
    path = "/patients/{patient_id:uuid}/appointments"
    tags = ("sessions",)

    @post("/", status_code=201)
    async def add(self, chart: NamedDependency[Chart], data: JSONBody[NewAppointment]) -> SessionView:
        me, zone = chart.account, chart.account.clinic_zone
        starts_at = clinic_time(data.starts_at, zone, "starts_at")
        check_within_reach(starts_at, chart.now, "starts_at")
        team = await accounts.care_team_of(chart.conn, chart.clinic_id, chart.patient_id)
        if data.with_account_id not in {member.account_id for member in team}:
            raise Invalid.field("with_account_id", "Choose somebody of the patient's care team.")
        added = await sessions.add_appointment(
            chart.conn,
            chart.clinic_id,
            chart.patient_id,
            starts_at=starts_at,
            day=local_day(starts_at, zone_named(zone)),
            with_account=data.with_account_id,
            changed_by=me.account_id,
        )
        await schedule_summaries(
            chart.conn, chart.clinic_id, chart.patient_id, [added.session_id], me.summary_lead_hours
        )
        await audit.note(
            chart.conn,
            chart.clinic_id,
            "appointment.made",
            account_id=me.account_id,
            role=me.role,
            patient_id=chart.patient_id,
            subject=str(added.session_id),
        )
        return session_view(added, zone, me.language)
