"""What a clinic sets for a crisis: its own line, its own words, and who has dialled which line."""

from typing import Any

import httpx
import pytest
import pytest_asyncio

from clinical.crisis import directory
from tests.api.conftest import Person, World, check_in, local_today, note, settings_body

OWN_LINE = {
    "name": "Harbor on call",
    "dial": "+1 (555) 0142",
    "sms": None,
    "hours": "24/7",
    "text": "Ask for the nurse.",
}
NO_SETTINGS: dict[str, Any] = {"own_line": None, "words": []}
SETTINGS: dict[str, Any] = {"own_line": OWN_LINE, "words": [{"phrase": "the grey room", "tier": "veiled"}]}
DANGER = "I want to kill myself tonight"


@pytest_asyncio.fixture(loop_scope="module")
async def admin(world: World) -> Person:
    return await world.person("admin")


async def test_an_admin_sets_a_line_and_words_and_staff_and_phones_read_them(world: World, admin: Person) -> None:
    therapist, me = await world.person("therapist", admin.clinic_id), await world.patient(admin.clinic_id)
    assert (await admin.client.get("/api/clinic/crisis")).json() == NO_SETTINGS
    assert (await me.client.get("/api/session")).json()["clinic"]["crisis"] == NO_SETTINGS
    changed = await admin.client.put("/api/clinic/crisis", json=SETTINGS)
    assert (changed.status_code, changed.json()) == (200, SETTINGS), changed.text
    assert (await therapist.client.get("/api/clinic/crisis")).json() == SETTINGS
    assert (await me.client.get("/api/session")).json()["clinic"]["crisis"] == SETTINGS
    rows = await world.sql("select account_id from journal.audit where action = 'crisis.changed'")
    assert [row["account_id"] for row in rows] == [admin.account_id]


async def test_a_clinics_settings_are_its_own(world: World, admin: Person) -> None:
    other = await world.person("admin")
    await other.client.put("/api/clinic/crisis", json=SETTINGS)
    assert (await admin.client.get("/api/clinic/crisis")).json() == NO_SETTINGS
    assert "Harbor on call" not in (await admin.client.get("/api/clinic/lines")).text


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        ({"own_line": OWN_LINE | {"dial": None}}, "own_line"),
        ({"own_line": OWN_LINE | {"dial": "call us"}}, "own_line.dial"),
        ({"own_line": OWN_LINE | {"dial": "+"}}, "own_line.dial"),
        ({"own_line": OWN_LINE | {"name": " "}}, "own_line.name"),
        ({"own_line": OWN_LINE | {"text": "x" * 301}}, "own_line.text"),
        ({"own_line": OWN_LINE | {"text": "a\x00b"}}, "own_line.text"),
        ({"words": [{"phrase": "ab", "tier": "veiled"}]}, "words[0].phrase"),
        ({"words": [{"phrase": "123", "tier": "veiled"}]}, "words[0].phrase"),
        ({"words": [{"phrase": "x" * 81, "tier": "veiled"}]}, "words[0].phrase"),
        ({"words": [{"phrase": "the end", "tier": "urgent"}]}, "words[0].tier"),
        ({"words": [{"phrase": "the end", "tier": "veiled"}] * 101}, "words"),
    ],
)
async def test_what_cannot_be_is_refused_with_its_place(admin: Person, settings: dict[str, Any], path: str) -> None:
    answer = await admin.client.put("/api/clinic/crisis", json=NO_SETTINGS | settings)
    assert answer.status_code == 422, answer.text
    assert [error["path"] for error in answer.json()["errors"]] == [path]


async def test_the_clinics_own_line_comes_first_and_one_of_the_directory_beside_it(world: World, admin: Person) -> None:
    me = await world.patient(admin.clinic_id)
    body = check_in(4, note=note(DANGER))

    async def lines() -> list[dict[str, Any]]:
        answer = await me.client.put(f"/api/me/check-ins/{local_today()}", json=body)
        return answer.json()["guidance"]["lines"]

    assert [line["name"] for line in await lines()] == ["988 Suicide & Crisis Lifeline", "Crisis Text Line"]
    await admin.client.put("/api/clinic/crisis", json=SETTINGS)
    own, listed = await lines()
    assert (own["name"], own["dial"], own["text"]) == ("Harbor on call", "+1 (555) 0142", "Ask for the nurse.")
    assert (listed["name"], listed["text"]) == ("988 Suicide & Crisis Lifeline", None)


async def test_the_lines_are_those_that_the_clinics_patients_are_shown(world: World, admin: Person) -> None:
    async def names() -> list[str]:
        return [line["name"] for line in (await admin.client.get("/api/clinic/lines")).json()]

    us = ["988 Suicide & Crisis Lifeline", "Crisis Text Line"]
    assert await names() == us
    me = await world.patient(admin.clinic_id)
    await me.client.put("/api/me/settings", json=settings_body() | {"country": "GB"})
    assert await names() == [*us, "Samaritans", "Shout", "Find A Helpline (ThroughLine)"]
    await admin.client.put("/api/clinic/crisis", json=SETTINGS)
    assert (await names())[0] == "Harbor on call"


async def confirm(who: Person, key: str, **otherwise: str | None) -> httpx.Response:
    """After dialling what the list says, or something else."""
    lines = {line["key"]: line for line in (await who.client.get("/api/clinic/lines")).json()}
    read = {way: lines.get(key, {}).get(way) for way in ("dial", "sms", "chat_url")}
    return await who.client.post(f"/api/clinic/lines/{key}/confirmation", json=read | otherwise)


async def test_a_line_is_confirmed_by_the_admin_who_dialled_it(world: World, admin: Person) -> None:
    clinician = await world.person("clinician", admin.clinic_id)
    [line, *_] = (await clinician.client.get("/api/clinic/lines")).json()
    assert (line["key"], line["state"], line["verified_at"]) == ("us-988-suicide-crisis-lifeline", "unconfirmed", None)
    assert (line["confirmed_at"], line["confirmed_by"]) == (None, None)
    assert (await confirm(clinician, line["key"])).status_code == 403
    answer = await confirm(admin, line["key"])
    assert answer.status_code == 200, answer.text
    assert (answer.json()["state"], answer.json()["confirmed_by"]) == ("confirmed", "A admin")
    [again, other] = (await clinician.client.get("/api/clinic/lines")).json()
    assert (again, other["state"]) == (answer.json(), "unconfirmed")
    [row] = await world.sql("select subject, account_id from journal.audit where action = 'line.confirmed'")
    assert (row["subject"], row["account_id"]) == (line["key"], admin.account_id)


async def test_a_confirmation_is_of_one_clinic_and_gets_old(world: World, admin: Person) -> None:
    other = await world.person("admin")
    await confirm(admin, "us-crisis-text-line")

    async def state(who: Person) -> str:
        return {line["key"]: line["state"] for line in (await who.client.get("/api/clinic/lines")).json()}[
            "us-crisis-text-line"
        ]

    assert (await state(admin), await state(other)) == ("confirmed", "unconfirmed")
    await world.sql(
        "update journal.line_confirmation set confirmed_at = now() - interval '181 days' where clinic_id = $1",
        admin.clinic_id,
    )
    assert await state(admin) == "old"
    await confirm(admin, "us-crisis-text-line")
    assert await state(admin) == "confirmed"


async def test_another_number_is_another_line_to_dial(admin: Person) -> None:
    await admin.client.put("/api/clinic/crisis", json=SETTINGS)
    await confirm(admin, "own")
    assert (await admin.client.get("/api/clinic/lines")).json()[0]["state"] == "confirmed"
    reworded = SETTINGS | {"own_line": OWN_LINE | {"text": "Ask for the doctor."}}
    await admin.client.put("/api/clinic/crisis", json=reworded)
    assert (await admin.client.get("/api/clinic/lines")).json()[0]["state"] == "confirmed"
    await admin.client.put("/api/clinic/crisis", json=SETTINGS | {"own_line": OWN_LINE | {"dial": "+1 555 0143"}})
    own = (await admin.client.get("/api/clinic/lines")).json()[0]
    assert (own["state"], own["confirmed_at"], own["confirmed_by"]) == ("unconfirmed", None, None)


async def test_a_number_that_changed_while_somebody_dialled_the_old_one_is_not_confirmed(admin: Person) -> None:
    await admin.client.put("/api/clinic/crisis", json=SETTINGS)
    refused = await confirm(admin, "own", dial="+1 555 0100")
    assert (refused.status_code, "changed" in refused.json()["detail"]) == (409, True)
    assert (await admin.client.get("/api/clinic/lines")).json()[0]["state"] == "unconfirmed"


@pytest.mark.parametrize("key", ["own", "gb-samaritans", "nothing"])
async def test_a_line_that_no_patient_is_shown_cannot_be_confirmed(admin: Person, key: str) -> None:
    assert (await confirm(admin, key)).status_code == 404


def test_nobody_has_verified_a_line_yet_and_every_row_names_its_source() -> None:
    """A date goes in only together with the name of whoever dialled, which takes a person and not a change of this test."""
    assert all(line.verified_at is None and line.sources for line in directory.LINES)
    assert len({line.key for line in directory.LINES}) == len(directory.LINES)
