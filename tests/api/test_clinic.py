"""People and settings of a clinic."""

from typing import Any

import pytest
import pytest_asyncio
from uuid_utils.compat import uuid7

from tests.api.conftest import Person, World

SETTINGS: dict[str, Any] = {
    "name": "Lakeside",
    "zone": "America/Chicago",
    "country": "US",
    "phone": "+1 (555) 0142",
    "back_fill_days": 3,
    "summary_lead_hours": 48,
    "after_hours_text": "Call 988.",
}


@pytest_asyncio.fixture(loop_scope="module")
async def admin(world: World) -> Person:
    return await world.person("admin")


async def test_staff_read_the_settings_and_an_admin_changes_them(world: World, admin: Person) -> None:
    therapist = await world.person("therapist", admin.clinic_id)
    changed = await admin.client.put("/api/clinic", json=SETTINGS)
    assert (changed.status_code, changed.json()) == (200, SETTINGS), changed.text
    assert (await therapist.client.get("/api/clinic")).json() == SETTINGS
    assert (await therapist.client.get("/api/session")).json()["clinic"]["zone"] == "America/Chicago"


async def test_nobody_else_changes_the_settings(world: World, admin: Person) -> None:
    staff = [await world.person(role, admin.clinic_id) for role in ("clinician", "therapist")]
    me, other = await world.patient(admin.clinic_id), await world.person("admin")
    for who in (*staff, me):
        assert (await who.client.put("/api/clinic", json=SETTINGS)).status_code == 403
    assert (await me.client.get("/api/clinic")).status_code == 403
    await other.client.put("/api/clinic", json=SETTINGS)
    assert (await admin.client.get("/api/clinic")).json()["name"] == "Harbor Clinic"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "a\x00b"),
        ("name", "x" * 201),
        ("zone", "Mars/Olympus"),
        ("zone", "../../etc/passwd"),
        ("zone", "America"),
        ("zone", "a\x00b"),
        ("country", "usa"),
        ("phone", "call us"),
        ("phone", ""),
        ("back_fill_days", 8),
        ("back_fill_days", -1),
        ("summary_lead_hours", 0),
        ("summary_lead_hours", 97),
        ("after_hours_text", "a\x00b"),
    ],
)
async def test_settings_that_cannot_be_are_refused_with_the_field(admin: Person, field: str, value: object) -> None:
    answer = await admin.client.put("/api/clinic", json=SETTINGS | {field: value})
    assert answer.status_code == 422, answer.text
    assert field in answer.text


async def test_an_admin_sees_everybody_and_a_clinician_the_staff_and_their_own_patients(
    world: World, admin: Person
) -> None:
    clinician, therapist = [await world.person(role, admin.clinic_id) for role in ("clinician", "therapist")]
    mine = await world.patient(admin.clinic_id, team=(clinician,), name="Mine")
    await world.patient(admin.clinic_id, team=(therapist,), name="Not mine")
    await world.patient(name="Elsewhere")

    async def names(who: Person) -> set[str]:
        return {person["name"] for person in (await who.client.get("/api/people")).json()}

    staff = {"A admin", "A clinician", "A therapist"}
    assert await names(admin) == staff | {"Mine", "Not mine"}
    assert await names(clinician) == staff | {"Mine"}
    assert [(await who.client.get("/api/people")).status_code for who in (therapist, mine)] == [403, 403]
    [row] = [p for p in (await admin.client.get("/api/people")).json() if p["name"] == "Mine"]
    assert (row["role"], row["status"], row["care_team"]) == ("patient", "active", [str(clinician.account_id)])


async def test_a_suspended_account_is_signed_out_at_once_until_it_is_restored(world: World, admin: Person) -> None:
    clinician = await world.person("clinician", admin.clinic_id)
    where = f"/api/people/{clinician.account_id}/suspension"
    assert (await clinician.client.get("/api/caseload")).status_code == 200
    assert (await admin.client.post(where)).status_code == 204
    assert (await clinician.client.get("/api/caseload")).status_code == 401
    [row] = [p for p in (await admin.client.get("/api/people")).json() if p["account_id"] == str(clinician.account_id)]
    assert row["status"] == "suspended"
    assert (await admin.client.delete(where)).status_code == 204


async def test_only_an_admin_suspends_and_never_themself_or_another_clinics_people(world: World, admin: Person) -> None:
    clinician, elsewhere = await world.person("clinician", admin.clinic_id), await world.person("clinician")

    async def suspend(who: Person, account_id: object) -> int:
        return (await who.client.post(f"/api/people/{account_id}/suspension")).status_code

    assert await suspend(clinician, admin.account_id) == 403
    assert await suspend(admin, admin.account_id) == 409
    assert await suspend(admin, elsewhere.account_id) == 404
    assert await suspend(admin, uuid7()) == 404


async def test_a_setting_that_nobody_may_send_is_refused_without_repeating_its_name(admin: Person) -> None:
    answer = await admin.client.put("/api/clinic", json=SETTINGS | {"is_demo": True})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"path": "", "message": "Object contains unknown field"}]


async def test_nobody_is_suspended_whose_patients_would_have_no_care_team(world: World, admin: Person) -> None:
    first, second = [await world.person("clinician", admin.clinic_id) for _ in range(2)]
    await world.patient(admin.clinic_id, team=(first, second))
    assert (await admin.client.post(f"/api/people/{first.account_id}/suspension")).status_code == 204
    refused = await admin.client.post(f"/api/people/{second.account_id}/suspension")
    assert refused.status_code == 409
    assert refused.json()["detail"].startswith("1 of the patients")
