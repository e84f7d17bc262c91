"""A safety plan over HTTP: the patient's to write, the care team's to read, every revision kept, nothing in it screened."""

import asyncio
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from tests.api.conftest import World, safety_plan

URL = "/api/me/safety-plan"


async def test_a_plan_is_saved_and_read_by_the_patient_and_their_care_team(world: World) -> None:
    doctor = await world.person("clinician")
    me = await world.patient(doctor.clinic_id, team=(doctor,))
    theirs = f"/api/patients/{me.account_id}/safety-plan"
    assert (await me.client.get(URL)).json() == {"plan": None}
    assert (await doctor.client.get(theirs)).json() == {"plan": None}
    body = safety_plan()
    answer = await me.client.put(URL, json=body)
    assert answer.status_code == 200, answer.text
    saved = answer.json()
    assert (saved["replayed"], saved["stale"], saved["other"]) == (False, False, None)
    plan = saved["plan"]
    assert {key: plan[key] for key in body if key != "stamp"} == {k: v for k, v in body.items() if k != "stamp"}
    assert set(plan) == {*body, "written_at", "received_at"} - {"stamp"}
    assert (await me.client.get(URL)).json() == {"plan": plan}
    assert (await doctor.client.get(theirs)).json() == {"plan": plan}


async def test_every_revision_is_kept_newest_first(world: World) -> None:
    doctor = await world.person("therapist")
    me = await world.patient(doctor.clinic_id, team=(doctor,))
    first = safety_plan(coping=["Tea."])
    second = safety_plan(coping=["Tea.", "Music."], based_on=first["revision_id"])
    await me.client.put(URL, json=first)
    assert not (await me.client.put(URL, json=second)).json()["stale"]
    for answer in (
        await me.client.get(f"{URL}/revisions"),
        await doctor.client.get(f"/api/patients/{me.account_id}/safety-plan/revisions"),
    ):
        assert [plan["coping"] for plan in answer.json()] == [["Tea.", "Music."], ["Tea."]]
    assert (await me.client.get(URL)).json()["plan"]["revision_id"] == second["revision_id"]


async def test_two_phones_that_did_not_know_of_each_other_keep_both_plans(world: World) -> None:
    me = await world.patient()
    one, other = safety_plan(coping=["From my phone."]), safety_plan(coping=["From my tablet."])
    await me.client.put(URL, json=one)
    answer = (await me.client.put(URL, json=other)).json()
    assert (answer["stale"], answer["other"]["coping"]) == (True, ["From my phone."])
    assert (await me.client.get(URL)).json()["plan"]["coping"] == ["From my tablet."]
    assert (await me.client.put(URL, json=other)).json() == answer | {"replayed": True}


async def test_of_plans_that_are_saved_at_once_each_but_the_first_learns_of_another(world: World) -> None:
    me = await world.patient()
    answers = await asyncio.gather(*(me.client.put(URL, json=safety_plan()) for _ in range(6)))
    assert sorted(answer.json()["stale"] for answer in answers) == [False] + [True] * 5
    assert len((await me.client.get(f"{URL}/revisions")).json()) == 6


async def test_the_same_revision_is_stored_once_and_with_other_contents_is_a_conflict(world: World) -> None:
    me = await world.patient()
    body = safety_plan()
    first = (await me.client.put(URL, json=body)).json()
    assert (await me.client.put(URL, json=body)).json() == first | {"replayed": True}
    refused = await me.client.put(URL, json=body | {"coping": ["Something else."]})
    assert (refused.status_code, refused.json()["type"].rsplit("/", 1)[1]) == (409, "conflict")
    assert len((await me.client.get(f"{URL}/revisions")).json()) == 1


async def test_words_of_danger_belong_here_and_alert_nobody(world: World) -> None:
    doctor = await world.person("clinician")
    me = await world.patient(doctor.clinic_id, team=(doctor,))
    words = "I want to kill myself tonight"
    answer = await me.client.put(URL, json=safety_plan(warning_signs=[words]))
    assert "guidance" not in answer.json()
    refused = await me.client.put(URL, json=safety_plan(warning_signs=[words] * 21))
    assert (refused.status_code, "guidance" in refused.json(), words in refused.text) == (422, False, False)
    assert (await doctor.client.get("/api/alerts")).json() == []


async def test_the_plan_is_sealed_where_it_is_stored(world: World) -> None:
    me = await world.patient()
    await me.client.put(URL, json=safety_plan(reasons_to_live=["My dog Biscuit."]))
    [row] = await world.sql("select * from journal.safety_plan where patient_id = $1", me.account_id)
    assert b"Biscuit" not in row["ciphertext"]
    assert "Biscuit" not in str([value for key, value in row.items() if key != "ciphertext"])


async def test_who_read_the_plan_is_told_to_the_patient(world: World) -> None:
    doctor = await world.person("clinician", name="Dr. Osei")
    me = await world.patient(doctor.clinic_id, team=(doctor,))
    await me.client.put(URL, json=safety_plan())
    await doctor.client.get(f"/api/patients/{me.account_id}/safety-plan")
    await doctor.client.get(f"/api/patients/{me.account_id}/safety-plan/revisions")
    readers = (await me.client.get("/api/me/readers")).json()
    assert [(reader["name"], reader["what"]) for reader in readers] == [("Dr. Osei", "safety_plan.read")] * 2
    rows = await world.sql("select action from journal.audit where account_id = $1", me.account_id)
    assert "safety_plan.saved" in [row["action"] for row in rows]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"coping": ["x" * 501]}, "coping[0]"),
        ({"coping": [""]}, "coping[0]"),
        ({"coping": ["x"] * 21}, "coping"),
        ({"helpers": [{"name": "Sam", "dial": "call me"}]}, "helpers[0].dial"),
        ({"helpers": [{"dial": "555 0147"}]}, "helpers[0]"),
        ({"revision_id": "1"}, "revision_id"),
        ({"guidance": None}, ""),
    ],
)
async def test_a_plan_that_cannot_be_is_refused_with_its_place(
    world: World, changes: dict[str, Any], path: str
) -> None:
    me = await world.patient()
    answer = await me.client.put(URL, json=safety_plan(**changes))
    assert answer.status_code == 422, answer.text
    assert [error["path"] for error in answer.json()["errors"]] == [path]


async def test_a_plan_may_be_empty_and_may_hold_any_script(world: World) -> None:
    me = await world.patient()
    empty = {"revision_id": str(uuid7()), "stamp": safety_plan()["stamp"]}
    assert (await me.client.put(URL, json=empty)).json()["plan"]["coping"] == []
    body = safety_plan(coping=["Llamar a mi hermana. \u2764\ufe0f \u200f\x00"], based_on=empty["revision_id"])
    assert (await me.client.put(URL, json=body)).json()["plan"]["coping"] == body["coping"]
