"""Saving a day over HTTP: kept once, kept whole, answered once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from uuid_utils.compat import uuid7

from db import clinics
from tests.api.conftest import World, check_in, local_today, note, side_effect, stamp

TODAY = local_today().isoformat
DANGER = "I want to kill myself tonight"


async def test_a_day_is_saved_and_answered_with_self_care(world: World) -> None:
    me = await world.patient()
    body = check_in(7, anxiety=3, sleep_hours=6.5, note=note("Walked to the river.", "team"))
    answer = await me.client.put(f"/api/me/check-ins/{TODAY()}", json=body)
    assert answer.status_code == 200, answer.text
    saved = answer.json()
    assert saved["guidance"]["kind"] == "self_care"
    assert not saved["replayed"]
    assert not saved["stale"]
    listed = (await me.client.get("/api/me/check-ins")).json()["entries"]
    assert listed == [saved["entry"]]
    assert listed[0] | {"received_at": 0, "written_at": 0} == {
        "day": TODAY(),
        "revision_id": body["revision_id"],
        "based_on": None,
        "mood": 7,
        "anxiety": 3,
        "energy": None,
        "sleep_hours": 6.5,
        "sleep_quality": None,
        "note": {"text": "Walked to the river.", "audience": "team"},
        "written_at": 0,
        "zone": "America/New_York",
        "late": False,
        "synced_later": False,
        "received_at": 0,
        "source": "app",
    }


async def test_the_same_revision_again_returns_what_was_stored(world: World) -> None:
    me = await world.patient()
    body = check_in(5, note=note("As it was."))
    first = (await me.client.put(f"/api/me/check-ins/{TODAY()}", json=body)).json()
    again = await me.client.put(f"/api/me/check-ins/{TODAY()}", json=body)
    assert again.status_code == 200
    assert again.json() == first | {"replayed": True}


async def test_eight_sendings_at_once_store_one_entry(world: World) -> None:
    me = await world.patient()
    body = check_in(5, note=note("Tapped eight times."))
    answers = await asyncio.gather(*(me.client.put(f"/api/me/check-ins/{TODAY()}", json=body) for _ in range(8)))
    assert [a.status_code for a in answers] == [200] * 8
    assert sum(not a.json()["replayed"] for a in answers) == 1
    rows = (await world.sql("select count(*) from journal.check_in where patient_id = $1", me.account_id))[0][0]
    assert rows == 1


async def test_the_same_revision_with_another_body_is_a_conflict(world: World) -> None:
    me = await world.patient()
    body = check_in(5)
    await me.client.put(f"/api/me/check-ins/{TODAY()}", json=body)
    answer = await me.client.put(f"/api/me/check-ins/{TODAY()}", json=body | {"mood": 6})
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("/conflict")


async def test_a_correction_is_a_revision_and_becomes_current(world: World) -> None:
    me = await world.patient()
    first = check_in(3)
    second = check_in(6, based_on=first["revision_id"])
    await me.client.put(f"/api/me/check-ins/{TODAY()}", json=first)
    answer = (await me.client.put(f"/api/me/check-ins/{TODAY()}", json=second)).json()
    assert not answer["stale"]
    listed = (await me.client.get("/api/me/check-ins")).json()
    assert [e["mood"] for e in listed["entries"]] == [6]
    assert listed["conflicts"] == []


async def test_two_phones_that_did_not_know_of_each_other_keep_both_texts(world: World) -> None:
    me = await world.patient()
    one, other = check_in(3, note=note("From my phone.")), check_in(6, note=note("From my tablet."))
    await me.client.put(f"/api/me/check-ins/{TODAY()}", json=one)
    answer = (await me.client.put(f"/api/me/check-ins/{TODAY()}", json=other)).json()
    assert answer["stale"]
    assert answer["other"]["note"]["text"] == "From my phone."
    listed = (await me.client.get("/api/me/check-ins")).json()
    assert [e["note"]["text"] for e in listed["entries"]] == ["From my tablet."]
    assert [o["note"]["text"] for o in listed["conflicts"][0]["others"]] == ["From my phone."]


async def test_a_past_day_within_the_limit_is_marked_late(world: World) -> None:
    me = await world.patient()
    day = local_today() - timedelta(days=2)
    answer = await me.client.put(f"/api/me/check-ins/{day}", json=check_in())
    assert answer.json()["entry"]["late"]
    assert not answer.json()["entry"]["synced_later"]


async def test_a_day_before_the_limit_is_refused_with_the_limit(world: World) -> None:
    me = await world.patient()
    answer = await me.client.put(f"/api/me/check-ins/{local_today() - timedelta(days=3)}", json=check_in())
    assert answer.status_code == 422
    assert answer.json()["type"].endswith("/too-late")
    assert answer.json()["limit"] == (local_today() - timedelta(days=2)).isoformat()


async def test_a_day_that_has_not_come_is_refused(world: World) -> None:
    me = await world.patient()
    answer = await me.client.put(f"/api/me/check-ins/{local_today() + timedelta(days=1)}", json=check_in())
    assert answer.status_code == 422
    assert answer.json()["type"].endswith("/in-future")


async def test_written_in_time_on_a_phone_that_was_offline_for_a_week_is_accepted_as_synced_later(world: World) -> None:
    me = await world.patient()
    day = local_today() - timedelta(days=7)
    written = datetime.now(UTC) - timedelta(days=7)
    answer = await me.client.put(f"/api/me/check-ins/{day}", json=check_in(stamp=stamp(written)))
    assert answer.status_code == 200
    assert (answer.json()["entry"]["late"], answer.json()["entry"]["synced_later"]) == (False, True)


async def test_an_accepted_day_stays_accepted_when_the_clinic_shortens_its_limit(world: World) -> None:
    me = await world.patient()
    day, body = local_today() - timedelta(days=2), check_in(4)
    assert (await me.client.put(f"/api/me/check-ins/{day}", json=body)).status_code == 200
    async with world.here.pool.acquire() as conn:
        clinic = await clinics.facts(conn, me.clinic_id)
        await clinics.change(conn, me.clinic_id, msgspec.structs.replace(clinic, back_fill_days=0))
    again = await me.client.put(f"/api/me/check-ins/{day}", json=body)
    assert (again.status_code, again.json()["replayed"]) == (200, True)
    assert (await me.client.put(f"/api/me/check-ins/{day}", json=check_in(4))).status_code == 422


async def test_what_was_answered_with_the_hotline_is_answered_with_it_again(world: World) -> None:
    """Also when the word lists have changed in between: here, by taking the stored tier for theirs."""
    me = await world.patient()
    body = check_in(4, note=note("A quiet day."))
    await me.client.put(f"/api/me/check-ins/{TODAY()}", json=body)
    await world.sql("update journal.check_in set tier = 'explicit' where revision_id = $1", body["revision_id"])
    again = await me.client.put(f"/api/me/check-ins/{TODAY()}", json=body)
    assert again.json()["guidance"]["kind"] == "hotline"


async def test_a_day_written_on_two_phones_is_settled_by_writing_on_top_of_what_was_shown(world: World) -> None:
    me = await world.patient()
    one, other = check_in(3), check_in(6)
    await me.client.put(f"/api/me/check-ins/{TODAY()}", json=one)
    await me.client.put(f"/api/me/check-ins/{TODAY()}", json=other)
    assert len((await me.client.get("/api/me/check-ins")).json()["conflicts"]) == 1
    await me.client.put(f"/api/me/check-ins/{TODAY()}", json=check_in(5, based_on=other["revision_id"]))
    assert (await me.client.get("/api/me/check-ins")).json()["conflicts"] == []


async def test_a_report_with_a_malformed_address_is_screened_too(world: World) -> None:
    me = await world.patient()
    body = side_effect(note=note(DANGER))
    answer = await me.client.put("/api/me/side-effects/not-an-id", json=body)
    assert answer.status_code == 422
    assert answer.json()["guidance"]["kind"] == "hotline"


async def test_words_of_crisis_are_saved_and_lead_to_the_hotline_and_an_alert(world: World) -> None:
    doctor = await world.person("clinician")
    me = await world.patient(doctor.clinic_id, team=(doctor,))
    answer = await me.client.put(f"/api/me/check-ins/{TODAY()}", json=check_in(1, note=note(DANGER, "team")))
    assert answer.status_code == 200
    guidance = answer.json()["guidance"]
    assert guidance["kind"] == "hotline"
    assert "cards" not in guidance
    assert any(line["dial"] == "988" for line in guidance["lines"])
    assert guidance["emergency_number"] == "911"
    alerts = await alerts_of(world, me.account_id)
    assert [(a["private"], a["source"], a["count"]) for a in alerts] == [(False, "check_in", 1)]
    assert await queued_alerts(world, doctor.account_id) == ["email", "push"]


async def test_a_private_note_alerts_without_being_readable(world: World) -> None:
    me = await world.patient()
    await me.client.put(f"/api/me/check-ins/{TODAY()}", json=check_in(1, note=note(DANGER)))
    assert [a["private"] for a in await alerts_of(world, me.account_id)] == [True]


async def test_further_matches_join_the_open_alert_and_a_replay_adds_none(world: World) -> None:
    me = await world.patient()
    first = check_in(1, note=note(DANGER))
    for body in (first, first, check_in(1, based_on=first["revision_id"], note=note(DANGER))):
        assert (await me.client.put(f"/api/me/check-ins/{TODAY()}", json=body)).json()["guidance"]["kind"] == "hotline"
    assert [a["count"] for a in await alerts_of(world, me.account_id)] == [2]


async def test_after_a_crisis_a_calm_entry_gets_no_cards_until_the_hold_is_cleared(world: World) -> None:
    me = await world.patient()
    await me.client.put(f"/api/me/check-ins/{TODAY()}", json=check_in(1, note=note(DANGER)))
    yesterday = local_today() - timedelta(days=1)
    calm = (await me.client.put(f"/api/me/check-ins/{yesterday}", json=check_in(8))).json()["guidance"]
    assert (calm["kind"], calm["held"], calm["cards"]) == ("self_care", True, [])


@pytest.mark.parametrize(
    "changes",
    [
        {"note": note(DANGER + " " + "x" * 10_000)},
        {"mood": 11, "note": note(DANGER)},
        {"stamp": stamp(datetime.now(UTC) - timedelta(days=40)), "note": note(DANGER)},
        {"extra": DANGER},
        {"note": DANGER},
    ],
)
async def test_a_refused_entry_still_gets_the_hotline_and_still_alerts(world: World, changes: dict[str, Any]) -> None:
    doctor = await world.person("clinician")
    me = await world.patient(doctor.clinic_id, team=(doctor,))
    answer = await me.client.put(f"/api/me/check-ins/{TODAY()}", json=check_in() | changes)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["guidance"]["kind"] == "hotline"
    assert [a["source"] for a in await alerts_of(world, me.account_id)] == ["rejected"]
    assert await queued_alerts(world, doctor.account_id) == ["email", "push"]
    assert (await me.client.get("/api/me/check-ins")).json()["entries"] == []


async def test_a_body_that_is_no_json_is_screened_as_text(world: World) -> None:
    me = await world.patient()
    answer = await me.client.put(f"/api/me/check-ins/{TODAY()}", content=b'{"note": "' + DANGER.encode())
    assert answer.status_code in (400, 422)
    assert answer.json()["guidance"]["kind"] == "hotline"
    assert len(await alerts_of(world, me.account_id)) == 1


async def test_a_conflicting_revision_with_words_of_crisis_gets_the_hotline_too(world: World) -> None:
    me = await world.patient()
    body = check_in(5)
    await me.client.put(f"/api/me/check-ins/{TODAY()}", json=body)
    answer = await me.client.put(f"/api/me/check-ins/{TODAY()}", json=body | {"note": note(DANGER)})
    assert answer.status_code == 409
    assert answer.json()["guidance"]["kind"] == "hotline"


async def test_contacts_that_cannot_be_opened_cost_neither_the_entry_nor_the_alert(world: World) -> None:
    me = await world.patient()
    await world.sql("update journal.patient set contacts = 'not a sealed text' where patient_id = $1", me.account_id)
    answer = await me.client.put(f"/api/me/check-ins/{TODAY()}", json=check_in(2, note=note(DANGER)))
    assert answer.status_code == 200, answer.text
    assert (answer.json()["guidance"]["kind"], answer.json()["guidance"]["contacts"]) == ("hotline", [])
    assert [a["source"] for a in await alerts_of(world, me.account_id)] == ["check_in"]


async def test_a_key_that_cannot_be_opened_costs_the_entry_but_not_the_alert(world: World) -> None:
    me = await world.patient()
    await world.sql("update journal.patient_key set wrapped = '\\x00' where patient_id = $1", me.account_id)
    answer = await me.client.put(f"/api/me/check-ins/{TODAY()}", json=check_in(2, note=note(DANGER)))
    assert answer.status_code == 500
    assert answer.json()["guidance"]["kind"] == "hotline"
    assert [a["source"] for a in await alerts_of(world, me.account_id)] == ["rejected"]


async def test_a_calm_entry_that_is_refused_alerts_nobody(world: World) -> None:
    me = await world.patient()
    answer = await me.client.put(f"/api/me/check-ins/{TODAY()}", json=check_in(99, note=note("A quiet day.")))
    assert answer.status_code == 422
    assert "guidance" not in answer.json()
    assert await alerts_of(world, me.account_id) == []


async def test_a_note_over_the_limit_is_refused_with_its_path(world: World) -> None:
    me = await world.patient()
    answer = await me.client.put(f"/api/me/check-ins/{TODAY()}", json=check_in(5, note=note("a" * 10_001)))
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["type"].endswith("/invalid")
    assert [e["path"] for e in problem["errors"]] == ["note.text"]


async def test_errors_do_not_repeat_what_was_sent(world: World) -> None:
    me = await world.patient()
    secret = "a sentence that nobody should see"
    refused: list[Any] = [check_in(99, note=note(secret)), {"mood": secret}, [secret], secret]
    refused += [check_in(note=note("x", secret)), check_in(**{secret: 1})]
    for body in refused:
        answer = await me.client.put(f"/api/me/check-ins/{TODAY()}?q={secret}", json=body)
        assert answer.status_code in (400, 422)
        assert secret not in answer.text


async def test_staff_cannot_write_a_patients_day(world: World) -> None:
    for role in ("clinician", "therapist", "admin"):
        someone = await world.person(role)
        answer = await someone.client.put(f"/api/me/check-ins/{TODAY()}", json=check_in())
        assert answer.status_code == 403


async def test_words_are_stored_sealed(world: World) -> None:
    me = await world.patient()
    body = check_in(5, note=note("Only for me."))
    await me.client.put(f"/api/me/check-ins/{TODAY()}", json=body)
    sealed = (await world.sql("select ciphertext from journal.note where revision_id = $1", body["revision_id"]))[0][0]
    assert b"Only for me." not in sealed


async def test_unsharing_a_note_takes_it_from_the_team_at_once(world: World) -> None:
    me = await world.patient()
    body = check_in(5, note=note("Shared, then not.", "team"))
    await me.client.put(f"/api/me/check-ins/{TODAY()}", json=body)
    changed = await me.client.put(f"/api/me/notes/{body['revision_id']}/audience", json={"audience": "private"})
    assert changed.status_code == 204
    entry = (await me.client.get("/api/me/check-ins")).json()["entries"][0]
    assert entry["note"]["audience"] == "private"
    nothing = await me.client.put(f"/api/me/notes/{uuid7()}/audience", json={"audience": "private"})
    assert nothing.status_code == 404


async def alerts_of(world: World, patient_id: Any) -> list[Any]:
    return await world.sql("select * from journal.alert where patient_id = $1 order by raised_at", patient_id)


async def queued_alerts(world: World, account_id: Any) -> list[str]:
    """The channels by which this account is told."""
    rows = await world.sql(
        "select channel from journal.notification where kind = 'alert' and account_id = $1 order by channel", account_id
    )
    return [row["channel"] for row in rows]
