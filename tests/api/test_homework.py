"""Homework over HTTP: asked by the care team, on Today until a page names it, withdrawn without losing anything."""

from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from uuid_utils.compat import uuid7

from tests.api.conftest import Person, World, local_today, therapy_page

WORDS = "The talk with your brother, as you told it to me."


@pytest_asyncio.fixture(loop_scope="module")
async def doctor(world: World) -> Person:
    return await world.person("clinician", name="Dr. Reed")


@pytest_asyncio.fixture(loop_scope="module")
async def therapist(world: World, doctor: Person) -> Person:
    return await world.person("therapist", doctor.clinic_id, name="Sam Ortiz")


@pytest_asyncio.fixture(loop_scope="module")
async def me(world: World, doctor: Person, therapist: Person) -> Person:
    return await world.patient(doctor.clinic_id, team=(doctor, therapist))


def homework(days: int = 3, form: str = "cbt", **changes: Any) -> dict[str, Any]:
    return {"form": form, "due_on": (local_today() + timedelta(days=days)).isoformat(), "words": WORDS} | changes


async def ask(staff: Person, me: Person, body: dict[str, Any] | None = None) -> dict[str, Any]:
    answer = await staff.client.post(f"/api/patients/{me.account_id}/homework", json=body or homework())
    assert answer.status_code == 201, answer.text
    return answer.json()


async def asked(reader: Person, me: Person) -> list[dict[str, Any]]:
    path = "/api/me/homework" if reader is me else f"/api/patients/{me.account_id}/homework"
    answer = await reader.client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def on_today(me: Person) -> list[dict[str, Any]]:
    answer = await me.client.get(f"/api/me/today?day={local_today()}")
    assert answer.status_code == 200, answer.text
    return answer.json()["homework"]


async def hand_in(me: Person, given: dict[str, Any], audience: str, page_id: object = None, **changes: Any) -> str:
    page_id = page_id or uuid7()
    body = therapy_page("cbt", audience=audience, texts={"thought": "He is angry."}, homework_id=given["homework_id"])
    answer = await me.client.put(f"/api/me/pages/{page_id}", json=body | changes)
    assert answer.status_code == 200, answer.text
    return str(page_id)


async def test_what_is_asked_for_shows_on_today_with_who_asked(world: World, therapist: Person, me: Person) -> None:
    given = await ask(therapist, me)
    assert given | {"homework_id": 0, "asked_at": 0} == {
        "homework_id": 0,
        "form": "cbt",
        "due_on": (local_today() + timedelta(days=3)).isoformat(),
        "words": WORDS,
        "asked_by": "Sam Ortiz",
        "asked_at": 0,
        "state": "open",
        "done_page_ids": [],
    }
    assert await on_today(me) == await asked(me, me) == await asked(therapist, me) == [given]
    [row] = await world.sql("select ciphertext from journal.homework where homework_id = $1", given["homework_id"])
    assert b"brother" not in row["ciphertext"]
    trail = await world.sql("select action, role, subject from journal.audit where patient_id = $1", me.account_id)
    assert ("homework.asked", "therapist", given["homework_id"]) in [tuple(row) for row in trail]
    what = [reader["what"] for reader in (await me.client.get("/api/me/readers")).json()]
    assert what == ["homework.opened", "homework.asked"]


async def test_homework_needs_no_words_and_comes_by_the_day_it_is_due(doctor: Person, me: Person) -> None:
    later, sooner = await ask(doctor, me, homework(9)), await ask(doctor, me, homework(1, "dbt", words=None))
    assert sooner["words"] is None
    assert [one["homework_id"] for one in await on_today(me)] == [sooner["homework_id"], later["homework_id"]]


@pytest.mark.parametrize("audience", ["private", "therapist", "team"])
async def test_a_page_that_names_it_is_its_answer(doctor: Person, therapist: Person, me: Person, audience: str) -> None:
    given = await ask(therapist, me)
    page_id = await hand_in(me, given, audience)
    assert await on_today(me) == []
    for reader, sees in [(me, True), (therapist, audience != "private"), (doctor, audience == "team")]:
        [one] = await asked(reader, me)
        assert (one["state"], one["done_page_ids"]) == (("done", [page_id]) if sees else ("open", []))


async def test_a_page_that_no_longer_names_it_leaves_it_open(therapist: Person, me: Person) -> None:
    given = await ask(therapist, me)
    page_id = await hand_in(me, given, "team")
    again = await hand_in(me, given, "team", page_id)
    [one] = await asked(me, me)
    assert one["done_page_ids"] == [page_id] == [again]
    await hand_in(me, given, "team", page_id, homework_id=None)
    assert [one["state"] for one in await on_today(me)] == ["open"]


async def test_withdrawn_homework_is_asked_no_longer_and_its_page_stays(
    world: World, doctor: Person, therapist: Person, me: Person
) -> None:
    given, other = await ask(therapist, me), await ask(therapist, me)
    page_id = await hand_in(me, given, "team")
    for _ in range(2):
        path = f"/api/patients/{me.account_id}/homework/{given['homework_id']}"
        assert (await doctor.client.delete(path)).status_code == 204
    assert [one["homework_id"] for one in await on_today(me)] == [other["homework_id"]]
    assert {one["homework_id"]: one["state"] for one in await asked(me, me)} == {
        given["homework_id"]: "withdrawn",
        other["homework_id"]: "open",
    }
    [page] = (await me.client.get("/api/me/pages")).json()
    assert (page["page_id"], page["homework_id"]) == (page_id, given["homework_id"])
    trail = await world.sql(
        "select role from journal.audit where patient_id = $1 and action = 'homework.withdrawn'", me.account_id
    )
    assert [row["role"] for row in trail] == ["clinician"]


async def test_a_page_for_homework_that_is_not_there_is_kept_all_the_same(therapist: Person, me: Person) -> None:
    page_id = await hand_in(me, {"homework_id": str(uuid7())}, "team")
    assert [page["page_id"] for page in (await me.client.get("/api/me/pages")).json()] == [page_id]
    assert await asked(therapist, me) == []


async def test_homework_of_one_patient_is_not_of_another(world: World, therapist: Person, me: Person) -> None:
    other = await world.patient(therapist.clinic_id, team=(therapist,))
    given = await ask(therapist, me)
    await hand_in(other, given, "team")
    assert [one["state"] for one in await asked(therapist, me)] == ["open"]
    path = f"/api/patients/{other.account_id}/homework/{given['homework_id']}"
    assert (await therapist.client.delete(path)).status_code == 404
    assert [one["state"] for one in await asked(me, me)] == ["open"]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"form": "poem"}, "form"),
        ({"due_on": (local_today() - timedelta(days=2)).isoformat()}, "due_on"),
        ({"due_on": (local_today() + timedelta(days=400)).isoformat()}, "due_on"),
        ({"due_on": "soon"}, "due_on"),
        ({"words": ""}, "words"),
        ({"words": "  \n"}, "words"),
        ({"words": "a\x00b"}, "words"),
        ({"words": "x" * 501}, "words"),
        ({"asked_by": "me"}, ""),
    ],
)
async def test_what_cannot_be_asked_for_is_refused_with_its_path(
    therapist: Person, me: Person, changes: dict[str, Any], path: str
) -> None:
    refused = await therapist.client.post(f"/api/patients/{me.account_id}/homework", json=homework(**changes))
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["path"] == path
    assert await asked(me, me) == []
