"""A diary from elsewhere: what is saved is what was shown, once, and nothing that was logged is lost."""

import json
import time
from datetime import date, timedelta
from typing import Any

import pytest

from db.pool import acting_as
from tests.api.conftest import Person, World, check_in, local_today, note

DANGER = "I want to kill myself"
MAPPING: dict[str, Any] = {
    "date": "date",
    "date_format": "ymd",
    "fields": {"mood": {"column": "mood", "low": 1, "high": 5}},
    "side_effects": [{"effect": "headache", "column": "head", "mild": 3, "moderate": 5, "severe": 6}],
    "note": {"column": "note"},
}


def diary(*rows: str) -> str:
    return "\n".join(["date,mood,head,note", *rows])


def day(ago: int) -> date:
    return local_today() - timedelta(days=ago)


async def preview(me: Person, csv: str, mapping: dict[str, Any] | None = MAPPING) -> dict[str, Any]:
    answer = await me.client.post("/api/me/imports/preview", json={"csv": csv, "mapping": mapping})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def save(me: Person, csv: str, **changes: Any) -> dict[str, Any]:
    shown = await preview(me, csv)
    body = {"csv": csv, "mapping": shown["mapping"], "digest": shown["digest"]} | changes
    answer = await me.client.post("/api/me/imports", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def entries(me: Person) -> list[dict[str, Any]]:
    return (await me.client.get("/api/me/check-ins")).json()["entries"]


async def test_a_preview_shows_what_was_understood_and_saves_nothing(world: World) -> None:
    me = await world.patient()
    csv = diary(f"{day(400)},3,5,slept badly", f"{day(399)},9,,", "someday,3,,")
    shown = await preview(me, csv)
    assert shown["days"] == [
        {
            "day": str(day(400)),
            "mood": 5,
            "anxiety": None,
            "energy": None,
            "sleep_hours": None,
            "sleep_quality": None,
            "side_effects": [{"effect": "headache", "severity": "moderate"}],
            "has_note": True,
            "replaces": False,
        }
    ]
    assert {(row["row"], row["problem"]) for row in shown["rows_unused"]} >= {(4, "bad_date"), (3, "out_of_scale")}
    assert shown["guidance"] is None
    assert await entries(me) == []


async def test_columns_are_guessed_without_a_mapping_and_the_guesses_are_said(world: World) -> None:
    me = await world.patient()
    shown = await preview(me, diary(f"{day(3)},3,0,fine"), None)
    assert shown["mapping"]["date"] == "date"
    assert shown["mapping"]["fields"]["mood"]["column"] == "mood"
    assert shown["remarks"]


async def test_imported_days_are_marked_as_imported_and_not_as_late(world: World) -> None:
    me = await world.patient()
    done = await save(me, diary(f"{day(400)},1,6,a bad day", f"{day(399)},5,,"))
    assert (done["days"], done["side_effects"], done["kept"]) == (2, 1, [])
    first, second = await entries(me)
    assert (first["day"], first["mood"], first["note"]) == (
        str(day(400)),
        0,
        {"text": "a bad day", "audience": "private"},
    )
    assert (second["mood"], second["note"]) == (10, None)
    assert {(e["source"], e["late"], e["synced_later"]) for e in (first, second)} == {("import", False, False)}
    [report] = (await me.client.get("/api/me/side-effects")).json()
    assert (report["effect"], report["severity"], report["day"]) == ("headache", "severe", str(day(400)))


async def test_the_same_file_a_second_time_is_refused_and_adds_nothing(world: World) -> None:
    me = await world.patient()
    csv = diary(f"{day(400)},1,6,")
    await save(me, csv)
    shown = await preview(me, csv)
    body = {"csv": csv, "mapping": shown["mapping"], "digest": shown["digest"], "replace": True}
    again = await me.client.post("/api/me/imports", json=body)
    assert again.status_code == 409
    assert "imported already" in again.json()["detail"]
    assert len(await entries(me)) == 1
    assert len((await me.client.get("/api/me/side-effects")).json()) == 1


async def test_a_longer_export_of_the_same_diary_adds_only_the_new_days(world: World) -> None:
    me = await world.patient()
    await save(me, diary(f"{day(400)},1,6,"))
    done = await save(me, diary(f"{day(400)},1,6,", f"{day(399)},2,3,"))
    assert (done["days"], done["side_effects"], done["kept"]) == (1, 1, [str(day(400))])
    assert len((await me.client.get("/api/me/side-effects")).json()) == 2


async def test_a_logged_day_stays_as_it_is(world: World) -> None:
    me = await world.patient()
    await me.client.put(f"/api/me/check-ins/{day(0)}", json=check_in(7, note=note("mine")))
    csv = diary(f"{day(0)},1,6,theirs", f"{day(1)},1,,")
    assert [d["replaces"] for d in (await preview(me, csv))["days"]] == [False, True]
    done = await save(me, csv)
    assert (done["days"], done["side_effects"], done["kept"]) == (1, 0, [str(day(0))])
    assert [(e["mood"], e["source"]) for e in await entries(me)] == [(0, "import"), (7, "app")]


async def test_replacing_a_day_adds_a_revision_that_knows_of_the_one_before(world: World) -> None:
    me = await world.patient()
    mine = check_in(7)
    await me.client.put(f"/api/me/check-ins/{day(0)}", json=mine)
    done = await save(me, diary(f"{day(0)},1,6,theirs"), replace=True, audience="team")
    assert done["days"] == 1
    listed = (await me.client.get("/api/me/check-ins")).json()
    [entry] = listed["entries"]
    assert (entry["mood"], entry["based_on"], entry["note"]) == (
        0,
        mine["revision_id"],
        {"text": "theirs", "audience": "team"},
    )
    assert listed["conflicts"] == []


async def test_what_was_not_shown_is_not_saved(world: World) -> None:
    me = await world.patient()
    shown = await preview(me, diary(f"{day(5)},1,,"))
    body = {"csv": diary(f"{day(5)},5,,"), "mapping": shown["mapping"], "digest": shown["digest"]}
    answer = await me.client.post("/api/me/imports", json=body)
    assert answer.status_code == 409
    assert await entries(me) == []


async def test_danger_in_an_old_diary_shows_the_hotline_once_and_raises_one_review(world: World) -> None:
    clinician = await world.person("clinician")
    me = await world.patient(clinician.clinic_id, team=(clinician,))
    csv = diary(*(f"{day(400 - n)},1,,{DANGER}" for n in range(5)))
    shown = await preview(me, csv)
    assert shown["guidance"]["kind"] == "hotline"
    assert (await clinician.client.get("/api/alerts")).json() == []
    done = await save(me, csv)
    assert done["guidance"]["kind"] == "hotline"
    [alert] = (await clinician.client.get("/api/alerts")).json()
    assert (alert["tier"], alert["source"], alert["count"], alert["private"]) == ("review", "import", 1, True)
    [row] = (await clinician.client.get("/api/caseload")).json()
    assert (row["open_alerts"], row["attention"] == "alert") == (0, False)
    today = await me.client.put(f"/api/me/check-ins/{day(0)}", json=check_in(1))
    assert not today.json()["guidance"]["held"]
    async with world.here.pool.acquire() as conn, acting_as(conn, world.context_of(me)):
        assert await conn.fetchval("select count(*) from journal.check_in where tier is not null") == 0


async def test_danger_in_a_column_that_nobody_mapped_is_found_too(world: World) -> None:
    me = await world.patient()
    shown = await preview(me, f"date,mood,other\n{day(3)},3,{DANGER}", {**MAPPING, "side_effects": [], "note": None})
    assert shown["guidance"]["kind"] == "hotline"


async def test_a_refused_diary_still_shows_the_hotline_and_raises_no_more_than_a_review(world: World) -> None:
    clinician = await world.person("clinician")
    me = await world.patient(clinician.clinic_id, team=(clinician,))
    body = {"csv": diary(f"{day(3)},3,,{DANGER}"), "mapping": MAPPING, "digest": "0" * 64}
    answer = await me.client.post("/api/me/imports", json=body)
    assert answer.status_code == 409
    assert answer.json()["guidance"]["kind"] == "hotline"
    assert [alert["tier"] for alert in (await clinician.client.get("/api/alerts")).json()] == ["review"]


async def test_originals_are_kept_sealed(world: World) -> None:
    me = await world.patient()
    await save(me, diary(f"{day(400)},4,6,unmistakable"))
    async with world.here.pool.acquire() as conn, acting_as(conn, world.context_of(me)):
        record = await conn.fetchrow("select originals, days, rows_read, imported_by from journal.import")
        assert (record["days"], record["rows_read"], record["imported_by"]) == (1, 1, me.account_id)
        assert b"unmistakable" not in record["originals"]
        assert b"400" not in record["originals"][:40]


@pytest.mark.parametrize(
    ("csv", "mapping"),
    [
        ("", None),
        ("\x00,\x00\n1,2", None),
        ("date,mood\n2026-01-01,\ud800", None),
        ("date,mood\n2026-01-01,3", {**MAPPING, "date": "nowhere"}),
        ("date\n2026-01-01", {"date": "date", "fields": {"mood": {"column": "date", "low": 5, "high": 1}}}),
        ("date,mood\n0001-01-01,3\n9999-12-31,3", None),
        ("a" * 300 + ",mood\n2026-01-01,3", None),
        (diary("2026-01-01,3,,nul \x00 inside"), MAPPING),
    ],
)
async def test_odd_files_are_never_a_server_error(world: World, csv: str, mapping: dict[str, Any] | None) -> None:
    me = await world.patient()
    body = json.dumps({"csv": csv, "mapping": mapping})
    answer = await me.client.post("/api/me/imports/preview", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (200, 400, 422)
    shown = answer.json()
    if answer.status_code == 200 and shown["digest"]:
        confirmed = {"csv": csv, "mapping": shown["mapping"], "digest": shown["digest"]}
        assert (await me.client.post("/api/me/imports", json=confirmed)).status_code in (201, 409, 422)


async def test_more_than_two_megabytes_are_too_large(world: World) -> None:
    me = await world.patient()
    for size in (2_200_000, 3_500_000):
        body = {"csv": diary("2026-01-01,3,," + "a" * size), "mapping": None}
        answer = await me.client.post("/api/me/imports/preview", json=body)
        assert answer.status_code == 413


async def test_only_a_patient_imports_and_only_into_their_own_journal(world: World) -> None:
    me, clinician = await world.patient(), await world.person("clinician")
    body = {"csv": diary(f"{day(5)},1,,"), "mapping": MAPPING}
    assert (await clinician.client.post("/api/me/imports/preview", json=body)).status_code == 403
    assert (await world.anonymous().post("/api/me/imports/preview", json=body)).status_code == 401
    other = await world.patient(me.clinic_id)
    await save(me, body["csv"])
    assert (await preview(other, body["csv"]))["days"][0]["replaces"] is False
    assert await entries(other) == []


async def test_a_year_of_days_is_imported_within_two_seconds(world: World) -> None:
    me = await world.patient()
    csv = diary(*(f"{day(n)},{n % 5 + 1},{n % 7},note of day {n}" for n in range(365)))
    shown = await preview(me, csv)
    began = time.monotonic()
    body = {"csv": csv, "mapping": shown["mapping"], "digest": shown["digest"]}
    assert (await me.client.post("/api/me/imports", json=body)).json()["days"] == 365
    assert time.monotonic() - began < 2
