"""A patient's safety plan: edited by them, read by their care team. No guidance answers it, and nothing in it is screened."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Controller, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from api.acting import Chart, Me
from clinical.safety_plan import SafetyPlan, SafetyPlanPut
from db import audit, safety_plans
from db.pool import Conn
from db.safety_plans import StoredPlan
from db.vault import PatientKey


class SafetyPlanView(SafetyPlan, kw_only=True, frozen=True):
    revision_id: UUID
    based_on: UUID | None
    written_at: datetime
    received_at: datetime


class CurrentPlan(msgspec.Struct, kw_only=True):
    """`plan` is null until the first one is saved."""

    plan: SafetyPlanView | None


class SafetyPlanSaved(msgspec.Struct, kw_only=True):
    """See CheckInSaved. A revision that is sent again is answered as it was the first time, but for `replayed`."""

    plan: SafetyPlanView
    replayed: bool
    stale: bool
    other: SafetyPlanView | None


class OwnPlanController(Controller):
    path = "/me/safety-plan"
    tags = ("safety plan",)

    @get("/")
    async def show(self, me: NamedDependency[Me]) -> CurrentPlan:
        return await _current(me.conn, me.clinic_id, me.patient_id, await me.key())

    @get("/revisions")
    async def revisions(self, me: NamedDependency[Me]) -> list[SafetyPlanView]:
        """Newest first."""
        key = await me.key()
        return [view(stored, key) for stored in await safety_plans.revisions(me.conn, me.clinic_id, me.patient_id)]

    @put("/")
    async def save(self, me: NamedDependency[Me], data: JSONBody[SafetyPlanPut]) -> SafetyPlanSaved:
        where, key = (me.conn, me.clinic_id, me.patient_id), await me.key()
        is_new = await safety_plans.save(*where, data, key)
        stored = await safety_plans.find_same(*where, data, key)
        if is_new:
            await _note(me, "safety_plan.saved", me.patient_id)
        other = await safety_plans.find(*where, stored.prior) if stored.prior and stored.is_stale else None
        return SafetyPlanSaved(
            plan=view(stored, key),
            replayed=not is_new,
            stale=other is not None,
            other=other and view(other, key),
        )


class PatientPlanController(Controller):
    path = "/patients/{patient_id:uuid}/safety-plan"
    tags = ("safety plan",)

    @get("/")
    async def show(self, chart: NamedDependency[Chart]) -> CurrentPlan:
        await _note(chart, "safety_plan.read", chart.patient_id)
        return await _current(chart.conn, chart.clinic_id, chart.patient_id, await chart.key())

    @get("/revisions")
    async def revisions(self, chart: NamedDependency[Chart]) -> list[SafetyPlanView]:
        """Newest first."""
        await _note(chart, "safety_plan.read", chart.patient_id)
        key = await chart.key()
        found = await safety_plans.revisions(chart.conn, chart.clinic_id, chart.patient_id)
        return [view(stored, key) for stored in found]


def view(stored: StoredPlan, key: PatientKey) -> SafetyPlanView:
    sent = stored.open(key)
    plan = {name: getattr(sent, name) for name in SafetyPlan.__struct_fields__}
    return SafetyPlanView(
        **plan,
        revision_id=stored.revision_id,
        based_on=stored.based_on,
        written_at=sent.stamp.written_at,
        received_at=stored.received_at,
    )


async def _current(conn: Conn, clinic_id: UUID, patient_id: UUID, key: PatientKey) -> CurrentPlan:
    newest = await safety_plans.revisions(conn, clinic_id, patient_id, limit=1)
    return CurrentPlan(plan=view(newest[0], key) if newest else None)


async def _note(acting: Me | Chart, action: str, patient_id: UUID) -> None:
    me = acting.account
    await audit.note(
        acting.conn, acting.clinic_id, action, account_id=me.account_id, role=me.role, patient_id=patient_id
    )
