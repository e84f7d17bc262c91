"""Courses, appointments and changes of sessions over HTTP."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import pytest
import pytest_asyncio
from uuid_utils.compat import uuid7

from db.pool import acting_as
from tests.api.conftest import ZONE, Person, World

KETAMINE = {"protocol": "ket-iv", "over_days": 18, "booster_months": 12}


def next_monday() -> date:
    today = datetime.now(ZoneInfo(ZONE)).date()
    return today + timedelta(days=7 - today.weekday())


def at(day: date, time: str = "10:00") -> str:
    return f"{day}T{time}"


@pytest_asyncio.fixture(loop_scope="module")
async def clinician(world: World) -> Person:
    return await world.person("clinician")


@pytest_asyncio.fixture(loop_scope="module")
async def me(world: World, clinician: Person) -> Person:
    return await world.patient(clinician.clinic_id, team=(clinician,))


async def start(who: Person, patient: Person, **changes: Any) -> httpx.Response:
    body = {**KETAMINE, "first_at": at(next_monday()), **changes}
    return await who.client.post(f"/api/patients/{patient.account_id}/courses", json=body)


async def sessions_of(patient: Person) -> list[dict[str, Any]]:
    return (await patient.client.get("/api/me/sessions")).json()


async def change(who: Person, patient: Person, session_id: str | UUID, **body: Any) -> httpx.Response:
    return await who.client.post(f"/api/patients/{patient.account_id}/sessions/{session_id}/changes", json=body)


async def summaries_due(world: World, patient: Person) -> int:
    async with world.here.pool.acquire() as conn, acting_as(conn, world.context_of(patient)):
        return await conn.fetchval(
            "select count(*) from journal.summary_due where done_at is null and next_attempt_at < 'infinity'"
        )


async def test_staff_choose_from_templates_in_their_language(world: World, clinician: Person) -> None:
    found = (await clinician.client.get("/api/protocols")).json()
    assert {protocol["modality"] for protocol in found} >= {"ketamine_iv", "tms"}
    spanish = await world.person("clinician", clinician.clinic_id, language="es")
    assert "ketamina" in (await spanish.client.get("/api/protocols")).text


async def test_a_ketamine_course_has_six_infusions_and_boosters_on_the_clinics_clock(
    world: World, clinician: Person, me: Person
) -> None:
    answer = await start(clinician, me)
    assert answer.status_code == 201, answer.text
    course = answer.json()
    assert (course["modality"], course["sessions_done"], course["sessions_total"]) == ("ketamine_iv", 0, 18)
    assert course["next"]["label"] == "Infusion 1 of 6"
    planned = await sessions_of(me)
    assert [s["kind"] for s in planned] == ["infusion"] * 6 + ["booster"] * 12
    assert {(s["local_time"], s["zone"], s["status"]) for s in planned} == {("10:00", ZONE, "planned")}
    assert planned[0]["local_day"] == next_monday().isoformat()
    assert await summaries_due(world, me) == 18
    assert (await me.client.get("/api/session")).json()["patient"]["modality"] == "ketamine_iv"


async def test_a_tms_course_has_one_summary_a_week(world: World, clinician: Person, me: Person) -> None:
    answer = await start(clinician, me, protocol="tms", sessions=30, over_days=None, booster_months=None)
    assert answer.status_code == 201, answer.text
    planned = await sessions_of(me)
    assert planned[11]["label"] == "TMS session 12 of 30"
    assert {date.fromisoformat(s["local_day"]).isoweekday() for s in planned} == {1, 2, 3, 4, 5}
    assert await summaries_due(world, me) == 6


async def test_a_second_course_of_the_same_treatment_is_refused_until_the_first_ends(
    clinician: Person, me: Person
) -> None:
    course = (await start(clinician, me)).json()
    assert (await start(clinician, me)).status_code == 409
    where = f"/api/patients/{me.account_id}/courses/{course['course_id']}/end"
    ended = await clinician.client.post(where, json={"reason": "moved away"})
    assert ended.status_code == 200, ended.text
    assert ended.json()["ended_on"] is not None
    assert (ended.json()["sessions_total"], ended.json()["next"]) == (0, None)
    assert (await clinician.client.post(where, json={"reason": "again"})).status_code == 409
    assert (await start(clinician, me)).status_code == 201


async def test_ending_a_course_leaves_no_summary_to_be_made(world: World, clinician: Person, me: Person) -> None:
    course = (await start(clinician, me)).json()
    where = f"/api/patients/{me.account_id}/courses/{course['course_id']}/end"
    await clinician.client.post(where, json={"reason": "moved away"})
    assert await summaries_due(world, me) == 0
    assert {s["status"] for s in await sessions_of(me)} == {"cancelled"}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"protocol": "leeches"}, "protocol"),
        ({"first_at": "2027-02-30T10:00"}, "first_at"),
        ({"first_at": "9999-12-31T23:59"}, "first_at"),
        ({"first_at": "0001-01-01T00:00"}, "first_at"),
        ({"first_at": "tomorrow"}, "first_at"),
        ({"over_days": 5}, "over_days"),
        ({"booster_months": 2**70}, "booster_months"),
        ({"weekdays": []}, "weekdays"),
        ({"weekdays": [8]}, "weekdays"),
        ({"protocol": "tms", "sessions": 25, "over_days": None, "booster_months": None}, "sessions"),
        ({"price": 5}, "unknown field"),
    ],
)
async def test_a_course_that_cannot_be_is_refused_with_the_field(
    clinician: Person, me: Person, changes: dict[str, Any], path: str
) -> None:
    answer = await start(clinician, me, **changes)
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert path in answer.text


async def test_only_a_clinician_of_the_team_starts_or_ends_a_course(
    world: World, clinician: Person, me: Person
) -> None:
    therapist = await world.person("therapist", clinician.clinic_id)
    colleague = await world.person("clinician", clinician.clinic_id)
    stranger, admin = await world.person("clinician"), await world.person("admin", clinician.clinic_id)
    await clinician.client.put(f"/api/patients/{me.account_id}/care-team/{therapist.account_id}")
    statuses = [(await start(who, me)).status_code for who in (therapist, colleague, stranger, admin, me)]
    assert statuses == [403, 404, 404, 403, 403]
    assert await sessions_of(me) == []


async def test_a_moved_session_says_its_new_time(clinician: Person, me: Person) -> None:
    await start(clinician, me)
    first = (await sessions_of(me))[0]
    day = next_monday() + timedelta(days=1)
    answer = await change(clinician, me, first["session_id"], status="planned", starts_at=at(day, "14:30"))
    assert answer.status_code == 200, answer.text
    assert (answer.json()["local_day"], answer.json()["local_time"]) == (day.isoformat(), "14:30")
    assert (await sessions_of(me))[0] == answer.json()


async def test_a_session_is_completed_missed_or_cancelled(clinician: Person, me: Person) -> None:
    past = datetime.now(ZoneInfo(ZONE)).date() - timedelta(days=10)
    await start(clinician, me, first_at=at(past))
    ids = [s["session_id"] for s in await sessions_of(me)]
    assert (await change(clinician, me, ids[0], status="completed")).json()["status"] == "completed"
    assert (await change(clinician, me, ids[1], status="missed", reason="flu")).json()["status"] == "missed"
    assert (await change(clinician, me, ids[-1], status="cancelled")).json()["status"] == "cancelled"
    page = (await clinician.client.get(f"/api/patients/{me.account_id}")).json()
    assert page["courses"][0]["sessions_total"] == 17


@pytest.mark.parametrize(
    "body",
    [
        {"status": "completed"},
        {"status": "missed"},
        {"status": "cancelled", "starts_at": "2030-01-01T10:00"},
        {"status": "planned", "starts_at": "2020-01-01T10:00"},
        {"status": "planned", "starts_at": "2999-01-01T10:00"},
        {"status": "planned", "starts_at": "2027-02-30T10:00"},
        {"status": "postponed"},
        {"status": "cancelled", "reason": ""},
        {"status": "cancelled", "reason": "a\x00b"},
        {"status": "cancelled", "reason": "x" * 501},
        {},
    ],
)
async def test_a_change_that_cannot_be_is_refused(clinician: Person, me: Person, body: dict[str, Any]) -> None:
    await start(clinician, me)
    last = (await sessions_of(me))[-1]
    answer = await change(clinician, me, last["session_id"], **body)
    assert answer.status_code == 422, answer.text
    assert (await sessions_of(me))[-1] == last


async def test_a_session_of_somebody_else_is_not_there(world: World, clinician: Person, me: Person) -> None:
    other = await world.patient(clinician.clinic_id, team=(clinician,))
    await start(clinician, other)
    theirs = (await sessions_of(other))[0]["session_id"]
    stranger = await world.person("clinician")
    assert (await change(clinician, me, theirs, status="cancelled")).status_code == 404
    assert (await change(stranger, other, theirs, status="cancelled")).status_code == 404
    assert (await change(clinician, me, uuid7(), status="cancelled")).status_code == 404


async def test_an_appointment_is_with_somebody_of_the_care_team(world: World, clinician: Person) -> None:
    therapist = await world.person("therapist", clinician.clinic_id, name="Ruth Feld")
    stranger = await world.person("therapist", clinician.clinic_id)
    me = await world.patient(clinician.clinic_id, team=(clinician, therapist))
    where = f"/api/patients/{me.account_id}/appointments"
    body = {"starts_at": at(next_monday()), "with_account_id": str(therapist.account_id)}
    made = await therapist.client.post(where, json=body)
    assert made.status_code == 201, made.text
    view = made.json()
    assert (view["kind"], view["label"], view["with_name"]) == ("psychotherapy", "Psychotherapy", "Ruth Feld")
    assert (await sessions_of(me))[0]["with_name"] == "Ruth Feld"
    assert await summaries_due(world, me) == 1
    refused = await clinician.client.post(where, json=body | {"with_account_id": str(stranger.account_id)})
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (422, "with_account_id")
    assert (await stranger.client.post(where, json=body)).status_code == 404
    assert (await me.client.post(where, json=body)).status_code == 403


async def test_an_appointment_is_made_once_however_often_it_is_sent(world: World, clinician: Person) -> None:
    therapist = await world.person("therapist", clinician.clinic_id)
    me = await world.patient(clinician.clinic_id, team=(clinician, therapist))
    where = f"/api/patients/{me.account_id}/appointments"
    body = {"starts_at": at(next_monday()), "with_account_id": str(therapist.account_id)}
    answers = await asyncio.gather(*(therapist.client.post(where, json=body) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert (
        refused.json()["detail"] == "An appointment of this patient with this person at this time is planned already."
    )
    [made] = await sessions_of(me)
    for other in (
        body | {"with_account_id": str(clinician.account_id)},
        body | {"starts_at": at(next_monday(), "11:00")},
    ):
        assert (await therapist.client.post(where, json=other)).status_code == 201
    assert (await change(therapist, me, made["session_id"], status="cancelled")).status_code == 200
    assert (await therapist.client.post(where, json=body)).status_code == 201, "a cancelled one is not in the way"


async def test_a_time_that_the_clocks_skip_is_refused_wherever_it_is_sent(world: World, clinician: Person) -> None:
    me = await world.patient(clinician.clinic_id, team=(clinician,))
    march = date(next_monday().year + 1, 3, 8)
    skipped = at(march + timedelta(days=6 - march.weekday()), "02:30")
    where = f"/api/patients/{me.account_id}/appointments"
    body = {"starts_at": at(next_monday()), "with_account_id": str(clinician.account_id)}
    made = (await clinician.client.post(where, json=body)).json()
    answers = {
        "first_at": await start(clinician, me, first_at=skipped),
        "starts_at": await clinician.client.post(where, json=body | {"starts_at": skipped}),
        "starts_at ": await change(clinician, me, made["session_id"], status="planned", starts_at=skipped),
    }
    for path, answer in answers.items():
        assert answer.status_code == 422
        [error] = answer.json()["errors"]
        assert (error["path"], "does not exist on that day" in error["message"]) == (path.strip(), True)


async def test_a_therapist_changes_appointments_and_not_the_sessions_of_a_course(
    world: World, clinician: Person
) -> None:
    therapist = await world.person("therapist", clinician.clinic_id)
    me = await world.patient(clinician.clinic_id, team=(clinician, therapist))
    await start(clinician, me)
    body = {"starts_at": at(next_monday(), "08:00"), "with_account_id": str(therapist.account_id)}
    made = (await therapist.client.post(f"/api/patients/{me.account_id}/appointments", json=body)).json()
    infusion = (await sessions_of(me))[1]
    assert infusion["kind"] == "infusion"
    assert (await change(therapist, me, made["session_id"], status="cancelled")).status_code == 200
    assert (await change(therapist, me, infusion["session_id"], status="cancelled")).status_code == 403


async def test_the_patient_reads_who_changed_their_calendar(clinician: Person, me: Person) -> None:
    await start(clinician, me)
    readers = (await me.client.get("/api/me/readers")).json()
    assert [(reader["name"], reader["what"]) for reader in readers] == [(clinician.name, "course.started")]
    assert datetime.fromisoformat(readers[0]["at"]) <= datetime.now(UTC)
