"""A patient's own day, settings and readers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from tests.api.conftest import World, check_in, local_today, note, side_effect

SETTINGS: dict[str, Any] = {
    "language": "es",
    "zone": "America/Chicago",
    "country": "MX",
    "share_default": "team",
    "reminder": {"on": True, "time": "19:30", "weekdays": [1, 3, 5], "quiet_from": "21:00", "quiet_until": "08:00"},
    "contacts": [{"name": "Sam", "dial": "+15550123"}],
}


async def test_today_shows_what_is_logged_and_which_days_can_still_be_filled_in(world: World) -> None:
    me = await world.patient()
    today = local_today()
    await me.client.put(f"/api/me/check-ins/{today}", json=check_in(7))
    await me.client.put(f"/api/me/side-effects/{check_in()['revision_id']}", json=side_effect())
    shown = (await me.client.get("/api/me/today", params={"day": today.isoformat()})).json()
    assert shown["check_in"]["mood"] == 7
    assert shown["missed_days"] == [(today - timedelta(days=n)).isoformat() for n in (2, 1)]
    assert (shown["held"], shown["side_effects_today"], shown["next_session"]) == (False, 1, None)


async def test_days_before_joining_are_not_missed(world: World) -> None:
    me = await world.patient(joined_on=local_today() - timedelta(days=1))
    shown = (await me.client.get("/api/me/today", params={"day": local_today().isoformat()})).json()
    assert shown["missed_days"] == [(local_today() - timedelta(days=1)).isoformat()]


async def test_settings_are_kept_as_they_were_sent(world: World) -> None:
    me = await world.patient()
    answer = await me.client.put("/api/me/settings", json=SETTINGS)
    assert answer.status_code == 200, answer.text
    assert (await me.client.get("/api/me/settings")).json() == SETTINGS
    assert (await me.client.get("/api/session")).json()["language"] == "es"
    shown = (await me.client.get("/api/me/today", params={"day": local_today().isoformat()})).json()
    assert shown["reminder"] == {"time": "19:30", "on": True}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"zone": "Mars/Base"}, "zone"),
        ({"language": "fr"}, "language"),
        ({"contacts": [{"name": "Jo", "dial": "javascript:1"}]}, "contacts[0].dial"),
        ({"contacts": [{"name": "J" * 200, "dial": "555 0100"}]}, "contacts[0].name"),
        ({"country": "usa"}, "country"),
        ({"reminder": SETTINGS["reminder"] | {"time": "25:00"}}, "reminder.time"),
        ({"reminder": SETTINGS["reminder"] | {"time": "08:00\n"}}, "reminder.time"),
        ({"reminder": SETTINGS["reminder"] | {"quiet_from": "2\u0661:00"}}, "reminder.quiet_from"),
        ({"reminder": SETTINGS["reminder"] | {"weekdays": []}}, "reminder.weekdays"),
    ],
)
async def test_settings_that_cannot_be_are_refused_by_path(world: World, change: dict[str, Any], path: str) -> None:
    me = await world.patient()
    answer = await me.client.put("/api/me/settings", json=SETTINGS | change)
    assert answer.status_code == 422
    assert [e["path"] for e in answer.json()["errors"]] == [path]


async def test_the_hotline_shows_the_patients_own_people_and_country(world: World) -> None:
    me = await world.patient()
    await me.client.put("/api/me/settings", json=SETTINGS)
    body = check_in(1, note={"text": "No quiero vivir, me quiero matar", "audience": "private"})
    guidance = (await me.client.put(f"/api/me/check-ins/{local_today()}", json=body)).json()["guidance"]
    assert guidance["kind"] == "hotline"
    assert guidance["contacts"] == SETTINGS["contacts"]
    assert "es" in guidance["lines"][0]["languages"]


async def test_a_patient_sees_who_of_the_clinic_looked_at_their_journal(world: World) -> None:
    doctor = await world.person("clinician", name="Dr. Amara")
    me = await world.patient(doctor.clinic_id, team=(doctor,))
    assert (await me.client.get("/api/me/readers")).json() == []
    assert (await doctor.client.get(f"/api/patients/{me.account_id}/journal")).status_code == 200
    readers = (await me.client.get("/api/me/readers")).json()
    assert [(r["name"], r["role"], r["what"]) for r in readers] == [("Dr. Amara", "clinician", "journal.opened")]


async def test_a_red_flag_is_answered_with_an_urgent_instruction(world: World) -> None:
    me = await world.patient()
    body = side_effect("seizure", "severe")
    answer = (await me.client.put(f"/api/me/side-effects/{body['revision_id']}", json=body)).json()
    assert answer["entry"]["level"] == "emergency"
    assert [u["effect"] for u in answer["guidance"]["urgent"]] == ["seizure"]
    assert "911" in answer["guidance"]["urgent"][0]["text"]


async def test_what_is_normal_in_a_session_is_a_red_flag_when_it_is_still_there_the_day_after(world: World) -> None:
    me = await world.patient()
    session_id, yesterday = uuid7(), local_today() - timedelta(days=1)
    await world.sql(
        """insert into journal.session (clinic_id, patient_id, session_id, kind, starts_at, day, status, summary_before)
        values ($1, $2, $3, 'infusion', now() - interval '1 day', $4, 'completed', true)""",
        me.clinic_id,
        me.account_id,
        session_id,
        yesterday,
    )
    report = {"still_present": True, "onset": "during_session", "session_id": str(session_id)}
    levels: list[str] = []
    for day in (yesterday, local_today()):
        body = side_effect("speech", day=day.isoformat(), **report)
        answer = (await me.client.put(f"/api/me/side-effects/{body['revision_id']}", json=body)).json()
        levels.append(answer["entry"]["level"])
    assert levels == ["routine", "emergency"]
    assert [u["level"] for u in answer["guidance"]["urgent"]] == ["emergency"]
    assert answer["guidance"]["cards"] == []
    again = await me.client.put(f"/api/me/side-effects/{body['revision_id']}", json=body)
    assert again.json() == answer | {"replayed": True}


async def test_a_report_about_a_session_that_is_not_the_patients_is_saved_all_the_same(world: World) -> None:
    me = await world.patient()
    body = side_effect("speech", session_id=str(uuid7()), still_present=True)
    answer = await me.client.put(f"/api/me/side-effects/{body['revision_id']}", json=body)
    assert (answer.status_code, answer.json()["entry"]["level"]) == (200, "routine")


async def test_a_side_effect_report_is_revised_and_replayed_like_a_day(world: World) -> None:
    me = await world.patient()
    first = side_effect("nausea", "severe")
    report = first["revision_id"]
    url = f"/api/me/side-effects/{report}"
    one = (await me.client.put(url, json=first)).json()
    assert (await me.client.put(url, json=first)).json() == one | {"replayed": True}
    assert (await me.client.put(url, json=first | {"severity": "mild"})).status_code == 409
    await me.client.put(url, json=side_effect("nausea", "mild", based_on=report))
    listed = (await me.client.get("/api/me/side-effects")).json()
    assert [(r["effect"], r["severity"]) for r in listed] == [("nausea", "mild")]


@pytest.mark.parametrize("kind", ["check_in", "side_effect"])
async def test_what_is_sent_again_while_a_hold_is_on_gets_no_card(world: World, kind: str) -> None:
    me = await world.patient()
    calm = check_in(1) if kind == "check_in" else side_effect("nausea", "severe")
    url = f"/api/me/check-ins/{local_today()}"
    if kind == "side_effect":
        url = f"/api/me/side-effects/{calm['revision_id']}"
    assert (await me.client.put(url, json=calm)).json()["guidance"]["cards"] != []
    crisis = side_effect(note=note("I want to kill myself", "team"))
    await me.client.put(f"/api/me/side-effects/{crisis['revision_id']}", json=crisis)
    again = (await me.client.put(url, json=calm)).json()
    assert (again["replayed"], again["guidance"]["cards"], again["guidance"]["held"]) == (True, [], True)


async def test_a_day_that_the_phone_made_up_is_refused(world: World) -> None:
    me = await world.patient()
    far = (datetime.now(UTC) + timedelta(days=400)).date()
    assert (await me.client.get("/api/me/today", params={"day": far.isoformat()})).status_code == 422
    assert (await me.client.get("/api/me/today", params={"day": "yesterday"})).status_code == 422
    assert (await me.client.get("/api/me/today")).status_code == 422
