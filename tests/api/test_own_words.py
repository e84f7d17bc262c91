"""A clinic's own words count as danger from the next request on, wherever its patients write."""

from typing import Any

import pytest
from uuid_utils.compat import uuid7

from tests.api.conftest import Person, World, check_in, local_today, note, side_effect

WORDS = "Thinking about the grey room again."
CALM = "Walked to the river."
SETTINGS = {"own_line": None, "words": [{"phrase": "the grey room", "tier": "explicit"}]}
NO_SETTINGS: dict[str, Any] = {"own_line": None, "words": []}
DAY = f"/api/me/check-ins/{local_today()}"


async def answer_to(me: Person, text: str = WORDS) -> str:
    answer = await me.client.put(DAY, json=check_in(note=note(text)))
    assert answer.status_code == 200, answer.text
    return answer.json()["guidance"]["kind"]


async def test_new_words_count_at_the_next_check_in_and_no_longer_when_they_are_taken_out(world: World) -> None:
    admin = await world.person("admin")
    doctor = await world.person("clinician", admin.clinic_id)
    me, elsewhere = await world.patient(admin.clinic_id, team=(doctor,)), await world.patient()
    # The first save opens the session and its key, the second one is the one round trip of a session that is known.
    assert [await answer_to(me) for _ in range(2)] == ["self_care"] * 2
    assert await answer_to(elsewhere) == "self_care"
    await admin.client.put("/api/clinic/crisis", json=SETTINGS)
    assert await answer_to(me) == "hotline"
    assert [alert["tier"] for alert in (await doctor.client.get("/api/alerts")).json()] == ["explicit"]
    assert await answer_to(elsewhere) == "self_care"
    await admin.client.put("/api/clinic/crisis", json=NO_SETTINGS)
    assert await answer_to(me) == "self_care"


async def test_an_entry_that_was_calm_is_read_anew_when_it_is_sent_again(world: World) -> None:
    admin = await world.person("admin")
    me = await world.patient(admin.clinic_id)
    body = check_in(note=note(WORDS))
    assert (await me.client.put(DAY, json=body)).json()["guidance"]["kind"] == "self_care"
    await admin.client.put("/api/clinic/crisis", json=SETTINGS)
    again = (await me.client.put(DAY, json=body)).json()
    assert (again["replayed"], again["guidance"]["kind"]) == (True, "hotline")


async def test_they_are_found_in_side_effects_and_in_what_is_refused(world: World) -> None:
    admin = await world.person("admin")
    me = await world.patient(admin.clinic_id)
    await answer_to(me, CALM)
    await admin.client.put("/api/clinic/crisis", json=SETTINGS)
    # Nothing has proven the session since: the refusal alone reads the new words.
    refused = await me.client.put(DAY, json=check_in(99, note=note(WORDS)))
    assert (refused.status_code, refused.json()["guidance"]["kind"]) == (422, "hotline")
    report = await me.client.put(f"/api/me/side-effects/{uuid7()}", json=side_effect(note=note(WORDS)))
    assert report.json()["guidance"]["kind"] == "hotline"
    calm = await me.client.put(DAY, json=check_in(99, note=note(CALM)))
    assert "guidance" not in calm.json()


async def test_they_are_found_in_an_imported_diary_and_nobody_is_said_to_be_told_of_a_preview(world: World) -> None:
    admin = await world.person("admin")
    me = await world.patient(admin.clinic_id)
    await admin.client.put("/api/clinic/crisis", json=SETTINGS)
    csv = f"date,mood,note\n{local_today()},3,{WORDS}"
    mapping = {
        "date": "date",
        "date_format": "ymd",
        "fields": {"mood": {"column": "mood", "low": 1, "high": 5}},
        "note": {"column": "note"},
    }
    shown = (await me.client.post("/api/me/imports/preview", json={"csv": csv, "mapping": mapping})).json()
    assert shown["guidance"]["kind"] == "hotline"
    assert "has not been told" in shown["guidance"]["aftermath"]
    body = {"csv": csv, "mapping": shown["mapping"], "digest": shown["digest"]}
    saved = (await me.client.post("/api/me/imports", json=body)).json()
    assert "finds a note" in saved["guidance"]["aftermath"]
    assert "message" not in saved["guidance"]["aftermath"]


@pytest.mark.parametrize("phrase", ["死にたい", "أريد أن أموت"])
async def test_a_phrase_that_the_screen_cannot_read_is_refused(world: World, phrase: str) -> None:
    admin = await world.person("admin")
    refused = await admin.client.put(
        "/api/clinic/crisis", json={"own_line": None, "words": [{"phrase": phrase, "tier": "veiled"}]}
    )
    assert refused.status_code == 422, refused.text
    assert refused.json()["errors"][0]["path"] == "words[0].phrase"
