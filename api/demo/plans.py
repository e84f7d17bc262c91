"""The safety plans of invented patients, by their key. All of it was made up for the demo; the numbers lead nowhere."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from api.demo.people import CLINIC_NAME, CLINIC_PHONE, Patient
from clinical.entries import Stamp
from clinical.safety_plan import PlanContact, SafetyPlan, SafetyPlanPut
from clinical.zones import zone_named
from db import safety_plans
from db.pool import Conn
from db.vault import PatientKey

BEN = SafetyPlan(
    warning_signs=[
        "I stop opening my mail.",
        "I tell people I'm fine before they ask.",
        "Awake at three, going over the same things.",
    ],
    coping=["The long loop with the dog.", "Cold water on my hands and face.", "The album Marcus gave me, loud."],
    distractions=[PlanContact(name="The diner on Sixth"), PlanContact(name="Ana at the garden", dial="+1 555 0163")],
    helpers=[PlanContact(name="Marcus", dial="+1 555 0147"), PlanContact(name="My sister Jo", dial="+1 555 0158")],
    professionals=[
        PlanContact(name=f"{CLINIC_NAME}, ask for Dr. Osei", dial=CLINIC_PHONE),
        PlanContact(name="988, any time", dial="988"),
    ],
    safe_environment=["Marcus keeps what we agreed on at his place.", "I stay at Jo's when nights get bad."],
    reasons_to_live=["Pepper, who waits at the door.", "Teaching my niece to ride a bike."],
)

LUCIA = SafetyPlan(
    warning_signs=["Dejo de contestar los mensajes.", "No tengo ganas de cocinar."],
    coping=["Caminar hasta el parque y volver.", "Regar las plantas.", "Rezar un rato."],
    distractions=[PlanContact(name="El coro de los jueves"), PlanContact(name="Mi vecina Carmen", dial="+1 555 0171")],
    helpers=[PlanContact(name="Mi hermana Pilar", dial="+1 555 0176")],
    professionals=[PlanContact(name=CLINIC_NAME, dial=CLINIC_PHONE), PlanContact(name="988, marcar 2", dial="988")],
    safe_environment=["Pilar guarda la llave del botiquín."],
    reasons_to_live=["Mis nietos.", "Volver a ver el mar de mi pueblo."],
)

PLANS: Mapping[str, SafetyPlan] = {"ben": BEN, "lucia": LUCIA}

WRITTEN_AGO = timedelta(days=9)


async def write_plan(
    conn: Conn, clinic_id: UUID, patient_id: UUID, patient: Patient, key: PatientKey, now: datetime
) -> None:
    """In the patient's context. Nothing for those who have made none."""
    plan = PLANS.get(patient.key)
    if plan is None:
        return
    written_at = (now - WRITTEN_AGO).astimezone(zone_named(patient.zone))
    offset = written_at.utcoffset() or timedelta()
    put = SafetyPlanPut(
        **{step: getattr(plan, step) for step in SafetyPlan.__struct_fields__},
        revision_id=uuid7(),
        stamp=Stamp(written_at=written_at, zone=patient.zone, offset_minutes=int(offset.total_seconds() // 60)),
    )
    await safety_plans.save(conn, clinic_id, patient_id, put, key)
