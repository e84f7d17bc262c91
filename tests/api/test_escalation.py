"""The clinic's list of whom to tell, and its hours."""

from typing import Any

import httpx
import pytest
import pytest_asyncio
from uuid_utils.compat import uuid7

from tests.api.conftest import Person, World
from tests.api.test_permissions import escalation_body


@pytest_asyncio.fixture(loop_scope="module")
async def doctor(world: World) -> Person:
    return await world.person("clinician", name="Dr. Imani Cole")


@pytest_asyncio.fixture(loop_scope="module")
async def colleague(world: World, doctor: Person) -> Person:
    return await world.person("therapist", doctor.clinic_id, name="Ruth Feldman")


async def set_list(world: World, doctor: Person, *people: tuple[Person, str], **changes: Any) -> httpx.Response:
    admin = await world.person("admin", doctor.clinic_id)
    listed = [{"account_id": str(person.account_id), "when": when} for person, when in people]
    return await admin.client.put("/api/clinic/escalation", json=escalation_body() | {"people": listed} | changes)


async def test_a_clinic_without_settings_has_half_an_hour_and_a_day_from_eight_to_six(doctor: Person) -> None:
    assert (await doctor.client.get("/api/clinic/escalation")).json() == {
        "zone": "America/New_York",
        "after_minutes": 30,
        "on_call_after_minutes": 30,
        "day_from": "08:00",
        "day_until": "18:00",
        "weekdays": [1, 2, 3, 4, 5],
        "people": [],
    }


async def test_the_list_keeps_its_order_and_leaves_out_who_cannot_sign_in(
    world: World, doctor: Person, colleague: Person
) -> None:
    answer = await set_list(
        world, doctor, (colleague, "on_call"), (doctor, "day"), day_from="07:30", weekdays=[6, 1, 1]
    )
    assert answer.status_code == 200, answer.text
    found = (await doctor.client.get("/api/clinic/escalation")).json()
    assert found == answer.json()
    assert [(one["name"], one["when"]) for one in found["people"]] == [
        (colleague.name, "on_call"),
        (doctor.name, "day"),
    ]
    assert (found["day_from"], found["weekdays"]) == ("07:30", [1, 6])
    await world.sql("update identity.membership set suspended_at = now() where id = $1", colleague.account_id)
    left = (await doctor.client.get("/api/clinic/escalation")).json()["people"]
    assert [one["name"] for one in left] == [doctor.name]


@pytest.mark.parametrize(
    "changes",
    [
        {"after_minutes": 4},
        {"on_call_after_minutes": 241},
        {"day_from": "18:00"},
        {"day_from": "24:00"},
        {"day_until": "8:00"},
        {"day_from": "08:00\n"},
        {"weekdays": [0]},
        {"weekdays": [8]},
        {"people": [{"account_id": str(uuid7()), "when": "always"}]},
        {"people": [{"account_id": str(uuid7()), "when": "sometimes"}]},
        {"extra": 1},
    ],
)
async def test_settings_that_cannot_be_meant_are_refused(world: World, doctor: Person, changes: dict[str, Any]) -> None:
    assert (await set_list(world, doctor, **changes)).status_code == 422


async def test_nobody_is_on_the_list_twice_and_no_admin_is(world: World, doctor: Person) -> None:
    admin = await world.person("admin", doctor.clinic_id)
    stranger = await world.person("clinician")
    for people in ([(doctor, "day"), (doctor, "on_call")], [(admin, "always")], [(stranger, "always")]):
        assert (await set_list(world, doctor, *people)).status_code == 422
