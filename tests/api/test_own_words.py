"""A clinic's own words count as danger from the next request on, wherever its patients write."""

from contextlib import AsyncExitStack
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


async def test_an_entry_that_was_calm_is_read_anew_when_it_is_sent_again_and_told_once(world: World) -> None:
    admin = await world.person("admin")
    doctor = await world.person("clinician", admin.clinic_id)
    me = await world.patient(admin.clinic_id, team=(doctor,))
    day, effect = check_in(note=note(WORDS)), side_effect(note=note(WORDS))
    sent = ((DAY, day), (f"/api/me/side-effects/{uuid7()}", effect))
    for url, body in sent:
        assert (await me.client.put(url, json=body)).json()["guidance"]["kind"] == "self_care"
    await admin.client.put("/api/clinic/crisis", json=SETTINGS)
    for url, body in sent * 2:
        again = (await me.client.put(url, json=body)).json()
        assert (again["replayed"], again["guidance"]["kind"]) == (True, "hotline")
    # The hotline says that the team gets a message: of each entry it does, once.
    [alert] = (await doctor.client.get("/api/alerts")).json()
    assert alert["count"] == 2


@pytest.mark.parametrize("settings", [NO_SETTINGS, SETTINGS], ids=["without words", "with words"])
async def test_a_calm_check_in_stays_one_statement(world: World, settings: dict[str, Any]) -> None:
    admin = await world.person("admin")
    me = await world.patient(admin.clinic_id)
    await admin.client.put("/api/clinic/crisis", json=settings)
    first = check_in(note=note(CALM))
    await me.client.put(DAY, json=first)
    asked: list[str] = []
    async with AsyncExitStack() as stack:
        pool = world.here.pool
        every = [await stack.enter_async_context(pool.acquire()) for _ in range(pool.get_size())]
        for conn in every:
            stack.enter_context(conn.query_logger(lambda record: asked.append(record.query)))
        for conn in every:
            await pool.release(conn)
        await me.client.put(DAY, json=check_in(based_on=first["revision_id"], note=note(CALM)))
    assert len(asked) == 1
    assert "journal.save_check_in_alone" in asked[0]


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
