"""Every route against every role: who gets through, who is turned away, and that no route is missing from the table.

A row names who may use a route. `team` means staff who are on the patient's care team: other staff of the clinic, and staff
of another clinic, get the same 404 as for a patient that does not exist.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute
from uuid_utils.compat import uuid7

from tests.api.conftest import (
    Person,
    World,
    check_in,
    clinic_score,
    local_today,
    measure,
    pre_session,
    safety_plan,
    settings_body,
    side_effect,
    therapy_page,
)

EVERYBODY = {"anonymous", "patient", "therapist", "clinician", "admin"}
SIGNED_IN = EVERYBODY - {"anonymous"}
STAFF = {"therapist", "clinician"}
PATIENT = {"patient"}

TABLE: dict[tuple[str, str], set[str]] = {
    ("POST", "/api/session"): EVERYBODY,
    ("GET", "/api/session"): SIGNED_IN,
    ("DELETE", "/api/session"): EVERYBODY,
    ("PUT", "/api/session/membership"): SIGNED_IN,
    ("PUT", "/api/session/language"): SIGNED_IN,
    ("POST", "/api/invitations/look-up"): EVERYBODY,
    ("POST", "/api/invitations/acceptance"): EVERYBODY,
    ("POST", "/api/invitations"): {"clinician", "admin"},
    ("GET", "/api/invitations"): {"clinician", "admin"},
    ("DELETE", "/api/invitations/{invitation_id:uuid}"): {"clinician", "admin"},
    ("GET", "/api/demo"): EVERYBODY,
    ("GET", "/api/me/today"): PATIENT,
    ("GET", "/api/me/check-ins"): PATIENT,
    ("PUT", "/api/me/check-ins/{day:str}"): PATIENT,
    ("GET", "/api/me/side-effects"): PATIENT,
    ("PUT", "/api/me/side-effects/{report_id:str}"): PATIENT,
    ("GET", "/api/me/measures"): PATIENT,
    ("GET", "/api/me/measures/due"): PATIENT,
    ("PUT", "/api/me/measures/{measure_id:str}"): PATIENT,
    ("GET", "/api/me/sessions"): PATIENT,
    ("GET", "/api/me/sessions/{session_id:uuid}/questions"): PATIENT,
    ("PUT", "/api/me/sessions/{session_id:str}/answers"): PATIENT,
    ("GET", "/api/me/sessions/{session_id:uuid}/after-care"): PATIENT,
    ("GET", "/api/patients/{patient_id:uuid}/sessions/{session_id:uuid}/answers"): STAFF,
    ("POST", "/api/patients/{patient_id:uuid}/sessions/{session_id:uuid}/answers/{question:str}/review"): {"clinician"},
    ("GET", "/api/clinic/pre-session"): STAFF | {"admin"},
    ("PUT", "/api/clinic/pre-session"): {"admin"},
    ("GET", "/api/me/settings"): PATIENT,
    ("PUT", "/api/me/settings"): PATIENT,
    ("GET", "/api/me/readers"): PATIENT,
    ("PUT", "/api/me/notes/{revision_id:uuid}/audience"): PATIENT,
    ("GET", "/api/therapy-forms"): SIGNED_IN,
    ("GET", "/api/me/pages"): PATIENT,
    ("PUT", "/api/me/pages/{page_id:str}"): PATIENT,
    ("PUT", "/api/me/pages/{page_id:uuid}/audience"): PATIENT,
    ("GET", "/api/patients/{patient_id:uuid}/pages"): STAFF,
    ("GET", "/api/me/homework"): PATIENT,
    ("GET", "/api/patients/{patient_id:uuid}/homework"): STAFF,
    ("POST", "/api/patients/{patient_id:uuid}/homework"): STAFF,
    ("DELETE", "/api/patients/{patient_id:uuid}/homework/{homework_id:uuid}"): STAFF,
    ("GET", "/api/me/safety-plan"): PATIENT,
    ("PUT", "/api/me/safety-plan"): PATIENT,
    ("GET", "/api/me/safety-plan/revisions"): PATIENT,
    ("POST", "/api/me/imports/preview"): PATIENT,
    ("POST", "/api/me/imports"): PATIENT,
    ("GET", "/api/push/key"): SIGNED_IN,
    ("PUT", "/api/push/subscriptions"): SIGNED_IN,
    ("DELETE", "/api/push/subscriptions"): SIGNED_IN,
    ("POST", "/api/push/test"): SIGNED_IN,
    ("POST", "/api/push/shown"): SIGNED_IN,
    ("GET", "/api/caseload"): STAFF,
    ("GET", "/api/summaries"): STAFF,
    ("GET", "/api/summaries/{summary_id:uuid}"): STAFF,
    ("GET", "/api/summaries/{summary_id:uuid}/pdf"): STAFF,
    ("POST", "/api/summaries/{summary_id:uuid}/review"): STAFF,
    ("GET", "/api/alerts"): STAFF,
    ("GET", "/api/alerts/{alert_id:uuid}"): STAFF,
    ("POST", "/api/alerts/{alert_id:uuid}/acknowledgement"): STAFF,
    ("POST", "/api/alerts/{alert_id:uuid}/hand-over"): STAFF,
    ("POST", "/api/alerts/{alert_id:uuid}/closure"): STAFF,
    ("GET", "/api/clinic/escalation"): STAFF | {"admin"},
    ("PUT", "/api/clinic/escalation"): {"admin"},
    ("GET", "/api/clinic/reach"): STAFF | {"admin"},
    ("GET", "/api/protocols"): STAFF | {"admin"},
    ("POST", "/api/protocols/preview"): STAFF | {"admin"},
    ("GET", "/api/clinic/protocols"): STAFF | {"admin"},
    ("PUT", "/api/clinic/protocols"): {"admin"},
    ("GET", "/api/instruments"): SIGNED_IN,
    ("GET", "/api/clinic/measures"): STAFF | {"admin"},
    ("PUT", "/api/clinic/measures"): {"admin"},
    ("GET", "/api/clinic/measures/choices"): STAFF | {"admin"},
    ("GET", "/api/patients/{patient_id:uuid}"): STAFF,
    ("GET", "/api/patients/{patient_id:uuid}/journal"): STAFF,
    ("GET", "/api/patients/{patient_id:uuid}/measures"): STAFF,
    ("PUT", "/api/patients/{patient_id:uuid}/scores/{measure_id:uuid}"): {"clinician"},
    ("GET", "/api/patients/{patient_id:uuid}/summary"): STAFF,
    ("GET", "/api/patients/{patient_id:uuid}/summary/pdf"): STAFF,
    ("GET", "/api/patients/{patient_id:uuid}/letter"): {"clinician"},
    ("GET", "/api/patients/{patient_id:uuid}/fhir"): {"clinician"},
    ("GET", "/api/patients/{patient_id:uuid}/csv"): {"clinician"},
    ("GET", "/api/patients/{patient_id:uuid}/safety-plan"): STAFF,
    ("GET", "/api/patients/{patient_id:uuid}/safety-plan/revisions"): STAFF,
    ("POST", "/api/patients/{patient_id:uuid}/courses"): {"clinician"},
    ("POST", "/api/patients/{patient_id:uuid}/courses/{course_id:uuid}/end"): {"clinician"},
    ("POST", "/api/patients/{patient_id:uuid}/appointments"): STAFF,
    ("POST", "/api/patients/{patient_id:uuid}/sessions/{session_id:uuid}/changes"): STAFF,
    ("POST", "/api/patients/{patient_id:uuid}/hold/clearance"): {"clinician"},
    ("PUT", "/api/patients/{patient_id:uuid}/care-team/{account_id:uuid}"): {"clinician", "admin"},
    ("DELETE", "/api/patients/{patient_id:uuid}/care-team/{account_id:uuid}"): {"clinician", "admin"},
    ("GET", "/api/people"): {"clinician", "admin"},
    ("POST", "/api/people/{account_id:uuid}/suspension"): {"admin"},
    ("DELETE", "/api/people/{account_id:uuid}/suspension"): {"admin"},
    ("GET", "/api/clinic"): STAFF | {"admin"},
    ("PUT", "/api/clinic"): {"admin"},
    ("GET", "/api/clinic/crisis"): STAFF | {"admin"},
    ("PUT", "/api/clinic/crisis"): {"admin"},
    ("GET", "/api/clinic/lines"): STAFF | {"admin"},
    ("POST", "/api/clinic/lines/{key:str}/confirmation"): {"admin"},
}

# Bodies that get past validation, so that what answers is the permission.
BODIES: dict[tuple[str, str], Any] = {
    ("PUT", "/api/session/membership"): lambda: {"account_id": str(uuid7())},
    ("PUT", "/api/session/language"): lambda: {"language": "es"},
    ("POST", "/api/invitations"): lambda: {"role": "patient", "name": "Jordan", "patient": {"country": "US"}},
    ("PUT", "/api/clinic"): lambda: clinic_body(),
    ("PUT", "/api/me/check-ins/{day:str}"): lambda: check_in(),
    ("PUT", "/api/me/safety-plan"): lambda: safety_plan(),
    ("PUT", "/api/me/side-effects/{report_id:str}"): lambda: side_effect(),
    ("PUT", "/api/me/measures/{measure_id:str}"): lambda: measure(),
    ("PUT", "/api/patients/{patient_id:uuid}/scores/{measure_id:uuid}"): lambda: clinic_score(),
    ("PUT", "/api/me/pages/{page_id:str}"): lambda: therapy_page(),
    ("PUT", "/api/me/pages/{page_id:uuid}/audience"): lambda: {"audience": "team"},
    ("POST", "/api/patients/{patient_id:uuid}/homework"): lambda: {
        "form": "cbt",
        "due_on": (local_today() + timedelta(days=2)).isoformat(),
    },
    ("PUT", "/api/me/settings"): settings_body,
    ("PUT", "/api/me/notes/{revision_id:uuid}/audience"): lambda: {"audience": "team"},
    ("POST", "/api/clinic/lines/{key:str}/confirmation"): lambda: {"dial": None, "sms": None, "chat_url": None},
    ("POST", "/api/patients/{patient_id:uuid}/hold/clearance"): lambda: {"reason": "We spoke."},
    ("POST", "/api/alerts/{alert_id:uuid}/acknowledgement"): lambda: {"what_was_done": "We spoke."},
    ("POST", "/api/alerts/{alert_id:uuid}/hand-over"): lambda: {"to": str(uuid7())},
    ("POST", "/api/alerts/{alert_id:uuid}/closure"): lambda: {"outcome": "Safe."},
    ("PUT", "/api/clinic/escalation"): lambda: escalation_body(),
    ("PUT", "/api/clinic/protocols"): list,
    ("PUT", "/api/me/sessions/{session_id:str}/answers"): lambda: pre_session(),
    ("POST", "/api/patients/{patient_id:uuid}/sessions/{session_id:uuid}/answers/{question:str}/review"): lambda: {
        "revision_id": str(uuid7()),
        "what_was_done": "We spoke.",
    },
    ("POST", "/api/protocols/preview"): lambda: {"protocol": "ket-iv", "first_at": "2027-01-04T10:00"},
    ("POST", "/api/patients/{patient_id:uuid}/courses"): lambda: {"protocol": "ket-iv", "first_at": "2027-01-04T10:00"},
    ("POST", "/api/patients/{patient_id:uuid}/courses/{course_id:uuid}/end"): lambda: {"reason": "Done."},
    ("POST", "/api/patients/{patient_id:uuid}/sessions/{session_id:uuid}/changes"): lambda: {"status": "completed"},
    ("POST", "/api/patients/{patient_id:uuid}/appointments"): lambda: {
        "starts_at": "2027-01-04T10:00",
        "with_account_id": str(uuid7()),
    },
}


def clinic_body() -> dict[str, Any]:
    return {
        "name": "Harbor Clinic",
        "zone": "America/New_York",
        "country": "US",
        "phone": None,
        "back_fill_days": 2,
        "summary_lead_hours": 24,
        "after_hours_text": "",
    }


def escalation_body() -> dict[str, Any]:
    return {
        "after_minutes": 30,
        "on_call_after_minutes": 15,
        "day_from": "08:00",
        "day_until": "18:00",
        "weekdays": [1, 2, 3, 4, 5],
        "people": [],
    }


def routes_of(app: Litestar) -> set[tuple[str, str]]:
    return {
        (method, route.path)
        for route in app.routes
        if isinstance(route, HTTPRoute) and route.path.startswith("/api/")
        for method in route.methods
        if method != "OPTIONS"
    }


async def test_every_route_is_in_the_table(app: Litestar) -> None:
    assert routes_of(app) == set(TABLE)


def url_of(path: str, patient_id: UUID) -> str:
    url = path.replace("{patient_id:uuid}", str(patient_id)).replace("{day:str}", local_today().isoformat())
    while "{" in url:
        start, _, rest = url.partition("{")
        url = start + str(uuid7()) + rest.partition("}")[2]
    return url + (f"?day={local_today()}" if path.endswith(("/today", "/due")) else "")


async def ask(world: World, person: Person | None, route: tuple[str, str], patient_id: UUID) -> int:
    client = person.client if person else world.anonymous()
    body = BODIES.get(route, dict)()
    json = None if route[0] == "GET" else body
    return (await client.request(route[0], url_of(route[1], patient_id), json=json)).status_code


@pytest.mark.parametrize("route", TABLE, ids=[f"{m} {p}" for m, p in TABLE])
async def test_who_gets_through(world: World, route: tuple[str, str]) -> None:
    clinic_id = await world.clinic()
    staff = {role: await world.person(role, clinic_id) for role in ("therapist", "clinician", "admin")}
    patient = await world.patient(clinic_id, team=(staff["therapist"], staff["clinician"]))
    people: dict[str, Person | None] = {"anonymous": None, "patient": patient, **staff}
    for role, person in people.items():
        status = await ask(world, person, route, patient.account_id)
        if role in TABLE[route]:
            assert status not in (401, 403) or route == ("POST", "/api/session"), f"{role} is turned away with {status}"
            assert status < 500
        else:
            assert status == (401 if role == "anonymous" else 403), f"{role} got {status}"


@pytest.mark.parametrize("route", [r for r in TABLE if "{patient_id" in r[1]], ids=lambda r: f"{r[0]} {r[1]}")
async def test_a_patient_of_somebody_else_looks_like_no_patient(world: World, route: tuple[str, str]) -> None:
    doctor = await world.person("clinician")
    patient = await world.patient(doctor.clinic_id, team=(doctor,))
    colleague = await world.person("clinician", doctor.clinic_id)
    therapist = await world.person("therapist", doctor.clinic_id)
    stranger, other_admin = await world.person("clinician"), await world.person("admin")
    for person in (colleague, stranger, *([therapist] if "therapist" in TABLE[route] else [])):
        assert await ask(world, person, route, patient.account_id) == 404
    if "admin" in TABLE[route]:
        assert await ask(world, other_admin, route, patient.account_id) == 404
    assert await ask(world, doctor, route, uuid7()) == 404
