"""Templates over HTTP: ours, the clinic's own, and what a course keeps of them."""

from datetime import date, timedelta
from typing import Any

import pytest
import pytest_asyncio

from tests.api.conftest import Person, World
from tests.api.test_courses import at, next_monday, sessions_of

OURS: dict[str, Any] = {
    "id": "own-slow",
    "name": "Our slow start",
    "modality": "ketamine_iv",
    "kind": "infusion",
    "phases": [{"sessions": 4, "per_week": 1}],
    "weekdays": [1, 2, 3, 4, 5],
    "boosters": {"every_days": 21, "months": 6},
}


@pytest_asyncio.fixture(loop_scope="module")
async def admin(world: World) -> Person:
    return await world.person("admin")


@pytest_asyncio.fixture(loop_scope="module")
async def clinician(world: World, admin: Person) -> Person:
    return await world.person("clinician", admin.clinic_id)


async def begin(world: World, clinician: Person, **options: Any) -> Person:
    me = await world.patient(clinician.clinic_id, team=(clinician,))
    body = {"first_at": at(next_monday()), **options}
    answer = await clinician.client.post(f"/api/patients/{me.account_id}/courses", json=body)
    assert answer.status_code == 201, answer.text
    return me


async def test_a_clinics_own_template_is_offered_planned_and_started(
    world: World, admin: Person, clinician: Person
) -> None:
    saved = await admin.client.put("/api/clinic/protocols", json=[OURS])
    assert saved.status_code == 200, saved.text
    [read] = (await clinician.client.get("/api/clinic/protocols")).json()
    assert (read["name"], read["boosters"], read["phases"][0]["per_week"]) == ("Our slow start", OURS["boosters"], 1)
    offered = (await clinician.client.get("/api/protocols")).json()
    assert [(one["id"], one["own"]) for one in offered[-2:]] == [("tms-again", False), ("own-slow", True)]
    me = await begin(world, clinician, protocol="own-slow")
    planned = await sessions_of(me)
    assert [one["label"] for one in planned[:5]] == [*(f"Infusion {n} of 4" for n in range(1, 5)), "Booster 1"]
    days = [date.fromisoformat(one["local_day"]) for one in planned]
    assert [(day - days[0]).days for day in days[:5]] == [0, 7, 14, 21, 42]
    rows = await world.sql("select account_id, subject from journal.audit where action = 'protocols.changed'")
    assert admin.account_id in [row["account_id"] for row in rows]


async def test_a_template_that_changes_later_changes_nothing_of_a_course(
    world: World, admin: Person, clinician: Person
) -> None:
    await admin.client.put("/api/clinic/protocols", json=[OURS])
    me = await begin(world, clinician, protocol="own-slow")
    before = await sessions_of(me)
    changed = OURS | {"boosters": {"every_days": 60, "months": 6}, "phases": [{"sessions": 2, "every_days": 3}]}
    await admin.client.put("/api/clinic/protocols", json=[changed])
    moved = {"status": "planned", "starts_at": at(next_monday() + timedelta(days=1))}
    first = f"/api/patients/{me.account_id}/sessions/{before[0]['session_id']}/changes"
    assert (await clinician.client.post(first, json=moved)).status_code == 200
    after = await sessions_of(me)
    assert [s["label"] for s in after] == [s["label"] for s in before]
    assert [s["starts_at"] for s in after[1:]] == [s["starts_at"] for s in before[1:]]
    await admin.client.put("/api/clinic/protocols", json=[])
    [row] = await world.sql("select template from journal.course where patient_id = $1", me.account_id)
    assert '"booster_every_days": 21' in row["template"]
    page = (await clinician.client.get(f"/api/patients/{me.account_id}")).json()
    assert page["courses"][0]["name"] == "Our slow start"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"phases": [{"sessions": 3}]}, "[0].phases[0]"),
        ({"phases": [{"sessions": 3, "per_day": 2, "minutes_apart": 30}]}, "[0].phases[0].per_day"),
        ({"kind": "esketamine", "boosters": None}, "[0].kind"),
        ({"name": ""}, "[0].name"),
        ({"id": "ket-iv"}, "[0].id"),
        ({"phases": [{"sessions": 0, "per_week": 1}]}, "[0].phases[0].sessions"),
        ({"boosters": {"every_days": 6, "months": 6}}, "[0].boosters.every_days"),
        ({"dose": "0.5 mg/kg"}, "[0]"),
    ],
)
async def test_a_template_that_cannot_be_is_named_by_its_field(
    admin: Person, change: dict[str, Any], path: str
) -> None:
    answer = await admin.client.put("/api/clinic/protocols", json=[OURS | change])
    assert answer.status_code == 422, answer.text
    assert [error["path"] for error in answer.json()["errors"]] == [path]


async def test_a_clinics_templates_are_its_own(world: World, admin: Person, clinician: Person) -> None:
    await admin.client.put("/api/clinic/protocols", json=[OURS])
    elsewhere = await world.person("clinician")
    assert (await elsewhere.client.get("/api/clinic/protocols")).json() == []
    me = await world.patient(elsewhere.clinic_id, team=(elsewhere,))
    body = {"protocol": "own-slow", "first_at": at(next_monday())}
    refused = await elsewhere.client.post(f"/api/patients/{me.account_id}/courses", json=body)
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (422, "protocol")


async def test_ten_sessions_a_day_have_one_summary_and_keep_it_at_one_when_the_first_falls_out(
    world: World, clinician: Person
) -> None:
    me = await begin(world, clinician, protocol="tms-saint", first_at=at(next_monday(), "08:00"))
    planned = await sessions_of(me)
    assert [s["local_time"] for s in planned[:3]] == ["08:00", "08:50", "09:40"]
    assert len({s["starts_at"] for s in planned}) == len(planned) == 50

    async def summaries() -> list[str]:
        rows = await world.sql(
            "select session_id::text from journal.session where patient_id = $1 and summary_before", me.account_id
        )
        return [row["session_id"] for row in rows]

    assert await summaries() == [planned[0]["session_id"]]
    where = f"/api/patients/{me.account_id}/sessions/{planned[0]['session_id']}/changes"
    assert (await clinician.client.post(where, json={"status": "cancelled"})).status_code == 200
    assert await summaries() == [planned[1]["session_id"]]


async def test_an_esketamine_course_has_its_name_and_a_summary_before_each_session(
    world: World, clinician: Person
) -> None:
    me = await begin(world, clinician, protocol="esk-trd", every_days=14, months=3)
    planned = await sessions_of(me)
    assert planned[2]["label"] == "Esketamine session 3 of 12"
    assert planned[12]["label"] == "Esketamine session 13"
    assert {date.fromisoformat(s["local_day"]).isoweekday() for s in planned} <= {1, 2, 3, 4, 5}
    rows = await world.sql(
        "select count(*) from journal.session where patient_id = $1 and summary_before", me.account_id
    )
    assert rows[0]["count"] == len(planned)
    assert (await me.client.get("/api/session")).json()["patient"]["modality"] == "esketamine"
