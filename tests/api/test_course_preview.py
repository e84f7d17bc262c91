"""The dates of a course before it begins."""

from datetime import date
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.api.conftest import Person, World
from tests.api.test_courses import at, next_monday, sessions_of

OWN: dict[str, Any] = {
    "id": "own-nasal",
    "name": "Nasal spray, our way",
    "modality": "esketamine",
    "kind": "esketamine",
    "phases": [{"sessions": 4, "per_week": 2}, {"sessions": 2, "every_days": 14}],
}


@pytest_asyncio.fixture(loop_scope="module")
async def clinician(world: World) -> Person:
    return await world.person("clinician")


async def preview(who: Person, **body: Any) -> httpx.Response:
    asked = {"first_at": at(next_monday(), "08:30")} | body
    return await who.client.post("/api/protocols/preview", json=asked)


async def test_it_shows_what_starting_the_course_plans(world: World, clinician: Person) -> None:
    me = await world.patient(clinician.clinic_id, team=(clinician,))
    chosen = {"protocol": "esk-trd", "months": 2, "every_days": 14, "weekdays": [1, 3, 5]}
    shown = (await preview(clinician, **chosen)).json()
    assert await sessions_of(me) == []

    body = chosen | {"first_at": at(next_monday(), "08:30")}
    started = await clinician.client.post(f"/api/patients/{me.account_id}/courses", json=body)
    assert started.status_code == 201, started.text
    fields = ("kind", "ordinal", "of", "starts_at", "local_day", "local_time")
    planned = [[each[name] for name in fields] for each in await sessions_of(me)]
    assert [[each[name] for name in fields] for each in shown] == planned
    assert len(planned) > 12


async def test_several_sessions_a_day_are_minutes_apart(clinician: Person) -> None:
    shown = (await preview(clinician, protocol="tms-saint")).json()
    assert len(shown) == 50
    first_day = [each["local_time"] for each in shown if each["local_day"] == str(next_monday())]
    assert (first_day[:3], len(first_day)) == (["08:30", "09:20", "10:10"], 10)


async def test_a_template_that_nobody_has_saved_yet(world: World, clinician: Person) -> None:
    admin = await world.person("admin", clinician.clinic_id)
    shown = (await preview(admin, template=OWN | {"weekdays": [1, 2, 3]})).json()
    days = [date.fromisoformat(each["local_day"]) for each in shown]
    assert len(days) == 6
    assert {day.isoweekday() for day in days} <= {1, 2, 3}
    assert (days[-1] - days[-2]).days == 14


REFUSED: list[dict[str, Any]] = [
    {},
    {"protocol": "nothing"},
    {"protocol": "tms-again"},
    {"protocol": "tms", "weekdays": [2]},
    {"protocol": "tms", "first_at": "2199-01-01T10:00"},
    {"template": OWN | {"phases": [{"sessions": 4}]}},
]


@pytest.mark.parametrize("body", REFUSED)
async def test_what_makes_no_plan_is_refused_with_its_reason(clinician: Person, body: dict[str, Any]) -> None:
    answer = await preview(clinician, **body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["detail"]


async def test_what_is_no_body_at_all_is_refused(clinician: Person) -> None:
    bodies: list[dict[str, Any]] = [{"first_at": "tomorrow"}, {"template": OWN | {"phases": []}}, {"weekdays": [9]}]
    for body in bodies:
        assert (await preview(clinician, **body)).status_code == 422, body
