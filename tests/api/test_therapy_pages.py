"""Therapy pages over HTTP: kept whole, answered once, and read by those they are shared with."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from uuid_utils.compat import uuid7

from tests.api.conftest import Person, World, local_today, stamp, therapy_page

DANGER = "I want to kill myself tonight"


@pytest_asyncio.fixture(loop_scope="module")
async def doctor(world: World) -> Person:
    return await world.person("clinician")


@pytest_asyncio.fixture(loop_scope="module")
async def therapist(world: World, doctor: Person) -> Person:
    return await world.person("therapist", doctor.clinic_id)


@pytest_asyncio.fixture(loop_scope="module")
async def me(world: World, doctor: Person, therapist: Person) -> Person:
    return await world.patient(doctor.clinic_id, team=(doctor, therapist))


async def put(me: Person, body: dict[str, Any], page_id: object = None, *, status: int = 200) -> dict[str, Any]:
    answer = await me.client.put(f"/api/me/pages/{page_id or uuid7()}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def pages(reader: Person, me: Person, query: str = "") -> list[dict[str, Any]]:
    path = "/api/me/pages" if reader is me else f"/api/patients/{me.account_id}/pages"
    answer = await reader.client.get(path + query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def alerts(doctor: Person) -> list[dict[str, Any]]:
    return (await doctor.client.get("/api/alerts")).json()


async def test_a_page_is_saved_whole_and_answered_calmly(me: Person) -> None:
    body = therapy_page(
        "cbt",
        audience="therapist",
        texts={"thought": "Nobody called.\nNot one.", "emotion": "sad"},
        ratings={"emotion_before": 80, "emotion_after": 30},
        homework_id=str(uuid7()),
    )
    saved = await put(me, body)
    assert saved["guidance"]["kind"] == "self_care"
    assert saved["guidance"]["cards"] == []
    assert (saved["replayed"], saved["stale"], saved["other"]) == (False, False, None)
    assert await pages(me, me) == [saved["entry"]]
    kept = {name: body[name] for name in ("form", "day", "audience", "texts", "ratings", "homework_id", "revision_id")}
    assert saved["entry"] | kept == saved["entry"]
    assert not saved["entry"]["late"]


async def test_words_are_sealed_field_by_field(world: World, me: Person) -> None:
    saved = await put(me, therapy_page("rebt", texts={"belief": "I must not fail.", "event": "An exam."}))
    rows = await world.sql(
        "select field, entry, audience, ciphertext from journal.note where revision_id = $1 order by field",
        saved["entry"]["revision_id"],
    )
    assert [(r["field"], r["entry"], r["audience"]) for r in rows] == [
        ("belief", "therapy_page", "private"),
        ("event", "therapy_page", "private"),
    ]
    assert b"fail" not in rows[0]["ciphertext"]
    assert len(rows[0]["ciphertext"]) == 28 + len("I must not fail.")


async def test_the_same_revision_again_is_answered_from_what_was_stored(me: Person) -> None:
    page_id, body = uuid7(), therapy_page("cbt", texts={"thought": "A", "situation": "B"})
    first = await put(me, body, page_id)
    other_order = body | {"texts": {"situation": "B", "thought": "A"}}
    assert await put(me, other_order, page_id) == first | {"replayed": True}
    refused = await put(me, body | {"texts": {"thought": "C"}}, page_id, status=409)
    assert refused["type"].endswith("/conflict")


async def test_eight_sendings_at_once_store_one_page(world: World, me: Person) -> None:
    page_id, body = uuid7(), therapy_page()
    answers = await asyncio.gather(*(put(me, body, page_id) for _ in range(8)))
    assert sum(not answer["replayed"] for answer in answers) == 1
    [row] = await world.sql("select count(*) from journal.therapy_page where patient_id = $1", me.account_id)
    assert row[0] == 1


async def test_a_correction_is_current_and_what_it_did_not_know_of_is_shown_beside_it(me: Person) -> None:
    page_id, first = uuid7(), therapy_page(texts={"text": "First."})
    await put(me, first, page_id)
    second = await put(me, therapy_page(texts={"text": "Second."}, based_on=first["revision_id"]), page_id)
    assert not second["stale"]
    third = await put(me, therapy_page(texts={"text": "Third."}, based_on=first["revision_id"]), page_id)
    assert third["stale"]
    assert third["other"]["texts"] == {"text": "Second."}
    assert [page["texts"]["text"] for page in await pages(me, me)] == ["Third."]


async def test_a_page_may_move_to_another_day(me: Person) -> None:
    page_id, yesterday = uuid7(), (local_today() - timedelta(days=1)).isoformat()
    first = therapy_page()
    await put(me, first, page_id)
    moved = await put(me, therapy_page(day=yesterday, based_on=first["revision_id"]), page_id)
    assert moved["entry"]["late"]
    assert await pages(me, me, f"?since={local_today()}") == []
    assert [page["day"] for page in await pages(me, me, f"?until={yesterday}")] == [yesterday]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"form": "poem"}, "form"),
        ({"form": "dbt", "texts": {}, "ratings": {"urge_use": 6}}, "ratings.urge_use"),
        ({"texts": {"text": "x", "title": "y"}}, "texts.title"),
        ({"texts": {}}, "texts.text"),
        ({"texts": {"text": ""}}, "texts[...]"),
        ({"texts": {"text": "x" * 10_001}}, "texts[...]"),
        ({"ratings": {"Mood!": 1}}, "ratings"),
        ({"ratings": {"text": 1.5}}, "ratings[...]"),
        ({"ratings": {f"a{n}": 1 for n in range(200)}}, "ratings"),
        ({"audience": "prescriber"}, "audience"),
        ({"audience": None}, "audience"),
    ],
)
async def test_what_cannot_be_saved_is_refused_with_its_path(me: Person, changes: dict[str, Any], path: str) -> None:
    refused = await put(me, therapy_page(**changes), status=422)
    assert refused["type"].endswith("/invalid")
    assert refused["errors"][0]["path"].startswith(path.removesuffix("[...]"))
    assert await pages(me, me) == []


async def test_a_day_too_long_ago_is_refused_and_a_page_stored_before_is_answered(world: World, me: Person) -> None:
    old = local_today() - timedelta(days=40)
    refused = await put(me, therapy_page(day=old.isoformat()), status=422)
    assert refused["type"].endswith("/too-late")
    offline = therapy_page(day=old.isoformat(), stamp=stamp(datetime.now(UTC) - timedelta(days=40)))
    page_id = uuid7()
    saved = await put(me, offline, page_id)
    assert saved["entry"]["synced_later"]


@pytest.mark.parametrize("audience", ["private", "team"])
@pytest.mark.parametrize(
    ("ratings", "texts"), [({"urge_hurt": 1}, {}), ({"urge_die": 0}, {"skills_own": DANGER}), ({"urge_die": 5}, {})]
)
async def test_danger_is_answered_with_the_hotline_and_the_team_learns_of_it(
    doctor: Person, me: Person, audience: str, ratings: dict[str, int], texts: dict[str, str]
) -> None:
    body = therapy_page("dbt", audience=audience, ratings=ratings, texts=texts)
    page_id = uuid7()
    saved = await put(me, body, page_id)
    assert saved["guidance"]["kind"] == "hotline"
    [alert] = await alerts(doctor)
    assert (alert["source"], alert["private"], alert["count"]) == ("therapy_page", audience == "private", 1)
    assert alert["tier"] == ("urgent" if texts else "explicit")
    assert DANGER not in str(alert)
    assert (await put(me, body, page_id))["guidance"]["kind"] == "hotline"
    assert [one["count"] for one in await alerts(doctor)] == [1]
    assert (await doctor.client.get(f"/api/patients/{me.account_id}")).json()["held"]


async def test_urges_of_other_kinds_and_none_are_no_alert(doctor: Person, me: Person) -> None:
    ratings = {"urge_die": 0, "urge_hurt": 0, "urge_use": 5, "urge_own": 5}
    assert (await put(me, therapy_page("dbt", ratings=ratings)))["guidance"]["kind"] == "self_care"
    assert await alerts(doctor) == []


@pytest.mark.parametrize(
    ("changes", "private"),
    [
        ({"form": "dbt", "texts": {}, "ratings": {"urge_die": 9}}, True),
        ({"form": "dbt", "texts": {}, "ratings": {"urge_die": 5, "mood": 1}, "audience": "team"}, False),
        ({"texts": {"title": DANGER}}, True),
        ({"texts": {"text": DANGER}, "day": "2020-01-01", "audience": "therapist"}, False),
    ],
)
async def test_a_page_that_is_refused_is_answered_with_the_hotline(
    doctor: Person, me: Person, changes: dict[str, Any], private: bool
) -> None:
    refused = await put(me, therapy_page(**changes), status=422)
    assert refused["guidance"]["kind"] == "hotline"
    [alert] = await alerts(doctor)
    assert (alert["source"], alert["private"]) == ("rejected", private)


async def test_a_malformed_address_is_screened_as_well(doctor: Person, me: Person) -> None:
    answer = await me.client.put("/api/me/pages/not-an-id", json=therapy_page(texts={"text": DANGER}))
    assert answer.status_code in (404, 422)
    assert answer.json()["guidance"]["kind"] == "hotline"
    assert len(await alerts(doctor)) == 1


async def test_pages_are_read_by_those_they_are_shared_with(doctor: Person, therapist: Person, me: Person) -> None:
    for audience in ("private", "therapist", "team"):
        await put(me, therapy_page("dbt", audience=audience, ratings={"urge_use": 2}, texts={"skills_own": audience}))
    assert {page["audience"] for page in await pages(me, me)} == {"private", "therapist", "team"}
    assert {page["texts"]["skills_own"] for page in await pages(therapist, me)} == {"therapist", "team"}
    [seen] = await pages(doctor, me)
    assert (seen["texts"], seen["ratings"]) == ({"skills_own": "team"}, {"urge_use": 2})
    readers = (await me.client.get("/api/me/readers")).json()
    assert [reader["what"] for reader in readers].count("pages.opened") == 2


async def test_a_page_that_becomes_private_leaves_no_older_revision_to_be_seen(
    doctor: Person, therapist: Person, me: Person
) -> None:
    page_id, first = uuid7(), therapy_page(audience="team", texts={"text": "Shared."})
    await put(me, first, page_id)
    await put(me, therapy_page(texts={"text": "Mine."}, based_on=first["revision_id"]), page_id)
    assert await pages(doctor, me) == await pages(therapist, me) == []
    [mine] = await pages(me, me)
    assert (mine["texts"], mine["audience"]) == ({"text": "Mine."}, "private")


async def test_two_revisions_at_once_leave_one_to_be_seen(doctor: Person, me: Person) -> None:
    for _ in range(5):
        page_id = uuid7()
        await asyncio.gather(
            *(put(me, therapy_page(audience=a), page_id) for a in ("team", "private", "team", "private"))
        )
    mine = {(page["revision_id"], page["audience"]) for page in await pages(me, me)}
    assert {(page["revision_id"], page["audience"]) for page in await pages(doctor, me)} == {
        (revision, audience) for revision, audience in mine if audience == "team"
    }


async def test_changing_who_may_read_a_page_changes_numbers_and_words(
    world: World, doctor: Person, therapist: Person, me: Person
) -> None:
    page_id = uuid7()
    saved = await put(me, therapy_page("cbt", texts={"thought": "A", "situation": "B"}), page_id)
    for audience, seen_by_doctor, seen_by_therapist in [("team", 1, 1), ("therapist", 0, 1), ("private", 0, 0)]:
        changed = await me.client.put(f"/api/me/pages/{page_id}/audience", json={"audience": audience})
        assert changed.status_code == 204
        assert len(await pages(doctor, me)) == seen_by_doctor
        assert [len(page["texts"]) for page in await pages(therapist, me)] == [2] * seen_by_therapist
        rows = await world.sql(
            "select audience from journal.note where revision_id = $1 "
            "union all select audience from journal.therapy_page where revision_id = $1",
            saved["entry"]["revision_id"],
        )
        assert {row["audience"] for row in rows} == {audience}
    trail = await world.sql("select action from journal.audit where patient_id = $1 order by seq", me.account_id)
    assert [row["action"] for row in trail].count("therapy_page.audience_changed") == 3
    unknown = await me.client.put(f"/api/me/pages/{uuid7()}/audience", json={"audience": "team"})
    assert unknown.status_code == 404


async def test_a_page_is_not_split_from_its_words(doctor: Person, me: Person) -> None:
    saved = await put(me, therapy_page(texts={"text": "Mine."}))
    revision_id = saved["entry"]["revision_id"]
    split = await me.client.put(f"/api/me/notes/{revision_id}/audience", json={"audience": "team"})
    assert split.status_code == 404
    assert [page["audience"] for page in await pages(me, me)] == ["private"]
    assert await pages(doctor, me) == []


async def test_forms_come_in_the_readers_language(world: World, doctor: Person) -> None:
    english = (await doctor.client.get("/api/therapy-forms")).json()
    assert [form["id"] for form in english] == ["cbt", "rebt", "dbt", "aba", "free"]
    ana = await world.patient(doctor.clinic_id, language="es")
    answer = await ana.client.get("/api/therapy-forms")
    assert answer.json()[0]["name"] == "Registro de pensamientos"
    again = await ana.client.get("/api/therapy-forms", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
