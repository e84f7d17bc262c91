"""Anything changed since last time? Over HTTP: asked, answered, read by those who may, and looked at by name."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from uuid_utils.compat import uuid7

from tests.api.conftest import ZONE, Person, World, pre_session, stamp

DANGER = "I want to kill myself tonight"


@pytest_asyncio.fixture(loop_scope="module")
async def doctor(world: World) -> Person:
    return await world.person("clinician", name="Dr. Osei")


@pytest_asyncio.fixture(loop_scope="module")
async def therapist(world: World, doctor: Person) -> Person:
    return await world.person("therapist", doctor.clinic_id)


@pytest_asyncio.fixture(loop_scope="module")
async def me(world: World, doctor: Person, therapist: Person) -> Person:
    return await world.patient(doctor.clinic_id, team=(doctor, therapist))


async def session_in(world: World, me: Person, hours: float, kind: str = "tms", status: str = "planned") -> UUID:
    """Straight into the table: a session that begins in so many hours."""
    session_id, starts_at = uuid7(), datetime.now(UTC) + timedelta(hours=hours)
    await world.sql(
        """insert into journal.session (clinic_id, patient_id, session_id, kind, ordinal, of, starts_at, day, status, summary_before)
        values ($1, $2, $3, $4, 2, 6, $5, $6, $7, true)""",
        me.clinic_id,
        me.account_id,
        session_id,
        kind,
        starts_at,
        starts_at.astimezone(ZoneInfo(ZONE)).date(),
        status,
    )
    return session_id


async def give(
    me: Person, session_id: object, *answers: dict[str, Any], status: int = 200, **more: Any
) -> dict[str, Any]:
    body = pre_session(*answers, **more)
    answer = await me.client.put(f"/api/me/sessions/{session_id}/answers", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def read(staff: Person, me: Person, session_id: UUID) -> dict[str, Any]:
    answer = await staff.client.get(f"/api/patients/{me.account_id}/sessions/{session_id}/answers")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def look(
    staff: Person, me: Person, session_id: UUID, question: str, words: str = "Checked.", *, seen: str | None = None
) -> Any:
    """`seen`: the revision that was looked at, the current one unless told."""
    path = f"/api/patients/{me.account_id}/sessions/{session_id}/answers"
    current = (await staff.client.get(path)).json()
    seen = seen or (current["revision_id"] if current and "revision_id" in current else str(uuid7()))
    return await staff.client.post(f"{path}/{question}/review", json={"revision_id": seen, "what_was_done": words})


def of(given: dict[str, Any], question: str) -> dict[str, Any]:
    return next(one for one in given["answers"] if one["question"] == question)


def said(question: str, answer: str, **more: Any) -> dict[str, Any]:
    return {"question": question, "answer": answer, **more}


async def test_questions_of_the_kind_are_asked_in_the_patients_language(world: World, doctor: Person) -> None:
    me = await world.patient(doctor.clinic_id, team=(doctor,), language="es")
    tms, infusion = await session_in(world, me, 30), await session_in(world, me, 30, "infusion")
    asked = (await me.client.get(f"/api/me/sessions/{tms}/questions")).json()
    assert asked["intro"] == "¿Ha cambiado algo desde la última vez?"
    assert {"metal", "seizure_q", "safety"} <= {one["id"] for one in asked["questions"]}
    assert asked["given"] is None
    assert asked["session"]["session_id"] == str(tms)
    other = (await me.client.get(f"/api/me/sessions/{infusion}/questions")).json()
    ride = next(one for one in other["questions"] if one["id"] == "ride")
    assert [option["answer"] for option in ride["options"]] == ["arranged", "not_arranged", "not_sure"]
    assert (ride["kind"], ride["note"], ride["prescriber_only"]) == ("ride", True, False)
    assert len(asked["questions"]) + asked["on_the_day"] == 11


async def test_answers_are_kept_with_what_nobody_answered_and_lead_to_telling_the_staff(
    world: World, me: Person, doctor: Person
) -> None:
    session = await session_in(world, me, 5)
    saved = await give(
        me,
        session,
        said("new_meds", "yes", note="A new cough syrup"),
        said("sleep", "hours", amount=3.5),
        said("pregnancy", "not_sure"),
    )
    assert (saved["action"], saved["guidance"]["kind"], saved["guidance"]["cards"]) == (
        "tell_staff_before",
        "self_care",
        [],
    )
    assert saved["sentence"] == "Please tell the staff before the session starts. They also see your answer."
    given = await read(doctor, me, session)
    assert of(given, "new_meds")["note"] == "A new cough syrup"
    assert (of(given, "sleep")["answer_text"], of(given, "sleep")["action"]) == ("3.5 hours", "tell_staff_before")
    assert of(given, "pregnancy")["answer_text"] == "Not sure"
    assert {of(given, one)["answer"] for one in ("metal", "seizure_q", "safety", "drugs")} == {"not_answered"}
    assert of(given, "metal")["answer_text"] == "Not answered"
    again = (await me.client.get(f"/api/me/sessions/{session}/questions")).json()
    assert again["given"] == saved["given"]
    assert (await me.client.get("/api/me/readers")).json()[0]["what"] == "pre_session.opened"
    [row] = await world.sql("select status from journal.session where session_id = $1", session)
    assert row["status"] == "planned"


async def test_drugs_and_alcohol_are_read_by_clinicians_and_by_no_therapist(
    world: World, me: Person, doctor: Person, therapist: Person
) -> None:
    session = await session_in(world, me, 5)
    await give(
        me,
        session,
        said("drugs", "yes", note="a gummy on Friday"),
        said("alcohol", "yes", note="two beers"),
        said("ill", "yes", note="a cold"),
    )
    given = await read(doctor, me, session)
    assert (of(given, "drugs")["note"], of(given, "alcohol")["note"]) == ("a gummy on Friday", "two beers")
    assert of(given, "drugs")["prescriber_only"]
    answer = await therapist.client.get(f"/api/patients/{me.account_id}/sessions/{session}/answers")
    assert of(answer.json(), "ill")["note"] == "a cold"
    assert {"drugs", "alcohol"}.isdisjoint(one["question"] for one in answer.json()["answers"])
    assert "gummy" not in answer.text
    assert (await look(therapist, me, session, "drugs")).status_code == 403
    shared = f"/api/me/notes/{given['revision_id']}/audience"
    assert (await me.client.put(shared, json={"audience": "team"})).status_code == 404
    again = await therapist.client.get(f"/api/patients/{me.account_id}/sessions/{session}/answers")
    assert again.json() == answer.json()


@pytest.mark.parametrize("answer", ["yes", "prefer_to_talk"])
async def test_danger_brings_the_hotline_an_alert_and_a_hold(world: World, doctor: Person, answer: str) -> None:
    me = await world.patient(doctor.clinic_id, team=(doctor,))
    session = await session_in(world, me, 5)
    saved = await give(me, session, said("safety", answer))
    assert (saved["guidance"]["kind"], saved["action"]) == ("hotline", "none")
    assert of(saved["given"], "safety")["action"] == "crisis_flow"
    mine = [one for one in (await doctor.client.get("/api/alerts")).json() if one["patient_id"] == str(me.account_id)]
    assert [(one["source"], one["tier"], one["private"]) for one in mine] == [("pre_session", "explicit", False)]
    assert (await me.client.get("/api/me/today", params={"day": f"{datetime.now(UTC).date()}"})).json()["held"]


async def test_words_of_danger_in_a_note_are_screened_and_so_are_refused_ones(world: World, doctor: Person) -> None:
    me = await world.patient(doctor.clinic_id, team=(doctor,))
    session = await session_in(world, me, 5)
    saved = await give(me, session, said("new_meds", "yes", note=DANGER))
    assert saved["guidance"]["kind"] == "hotline"
    for body in (
        pre_session(said("new_meds", "yes", note=DANGER, dose=1)),
        pre_session(said("safety", "yes", amount=-1)),
        pre_session(said("safety", "yes"), stamp=stamp(datetime.now(UTC) - timedelta(days=60))),
    ):
        refused = await me.client.put(f"/api/me/sessions/{session}/answers", json=body)
        assert refused.status_code in (409, 422)
        assert refused.json()["guidance"]["kind"] == "hotline"
    broken = await me.client.put("/api/me/sessions/nonsense/answers", json=pre_session(said("safety", "yes")))
    assert broken.status_code < 500
    assert broken.json()["guidance"]["kind"] == "hotline"


async def test_an_answer_that_stops_a_session_waits_for_somebody_with_a_name(
    world: World, me: Person, doctor: Person, therapist: Person
) -> None:
    session = await session_in(world, me, 5)
    saved = await give(me, session, said("metal", "yes", note="a piercing"))
    assert saved["action"] == "stop_and_tell_staff"
    assert of(saved["given"], "metal")["reviewed"] is None
    refused = await look(therapist, me, session, "metal", "Taken out, she says.")
    assert (refused.status_code, of(await read(doctor, me, session), "metal")["reviewed"]) == (403, None)
    reviewed = await look(doctor, me, session, "metal", "Taken out, seen by me.")
    assert reviewed.status_code == 200, reviewed.text
    metal = of(reviewed.json(), "metal")
    assert (metal["answer"], metal["note"], metal["action"]) == ("yes", "a piercing", "stop_and_tell_staff")
    assert (metal["reviewed"]["by"], metal["reviewed"]["what_was_done"]) == ("Dr. Osei", "Taken out, seen by me.")
    assert of(await read(therapist, me, session), "metal")["reviewed"]["by"] == "Dr. Osei"
    assert "pre_session.reviewed" in (await me.client.get("/api/me/readers")).text
    assert (await look(doctor, me, session, "seizure_q")).status_code == 409
    assert (await look(doctor, me, session, "unheard_of")).status_code == 404
    assert (await look(doctor, me, session, "metal", " ")).status_code == 422


async def test_a_later_no_does_not_take_the_banner_away(world: World, me: Person, doctor: Person) -> None:
    session = await session_in(world, me, 5)
    first = await give(me, session, said("seizure_q", "yes", note="fell off my bike"))
    second = await give(me, session, said("seizure_q", "no"), based_on=first["given"]["revision_id"])
    assert (second["stale"], second["action"]) == (False, "stop_and_tell_staff")
    fall = of(await read(doctor, me, session), "seizure_q")
    assert (fall["answer"], fall["action"], fall["reviewed"]) == ("no", "stop_and_tell_staff", None)
    assert (fall["earlier"]["answer"], fall["earlier"]["note"]) == ("yes", "fell off my bike")
    looked = of((await look(doctor, me, session, "seizure_q")).json(), "seizure_q")
    assert (looked["answer"], looked["action"], looked["earlier"]) == ("no", "none", None)
    assert looked["reviewed"]["by"] == "Dr. Osei"
    third = await give(me, session, said("seizure_q", "yes"), based_on=second["given"]["revision_id"])
    assert of(third["given"], "seizure_q")["reviewed"] is None


async def test_an_answer_that_the_reviewer_has_not_seen_is_not_reviewed(
    world: World, me: Person, doctor: Person
) -> None:
    session = await session_in(world, me, 5)
    first = await give(me, session, said("metal", "yes", note="a piercing"))
    seen = first["given"]["revision_id"]
    second = await give(me, session, said("metal", "yes", note="an implant"), based_on=seen)
    stale = await look(doctor, me, session, "metal", "The piercing is out.", seen=seen)
    assert (stale.status_code, stale.json()["detail"]) == (
        409,
        "The answers have changed since you opened them. Please look at them again.",
    )
    metal = of(await read(doctor, me, session), "metal")
    assert (metal["note"], metal["reviewed"]) == ("an implant", None)
    looked = await look(doctor, me, session, "metal", seen=second["given"]["revision_id"])
    assert of(looked.json(), "metal")["reviewed"]["by"] == "Dr. Osei"
    where = f"/api/patients/{me.account_id}/sessions/{session}/answers/metal/review"
    assert (await doctor.client.post(where, json={"what_was_done": "Checked."})).status_code == 422


async def test_the_same_answers_again_are_kept_once_and_others_under_their_id_are_refused(
    world: World, me: Person
) -> None:
    session = await session_in(world, me, 5)
    body = pre_session(said("ill", "no"))
    where = f"/api/me/sessions/{session}/answers"
    first, second = await me.client.put(where, json=body), await me.client.put(where, json=body)
    assert (first.json()["replayed"], second.json()["replayed"]) == (False, True)
    assert first.json()["given"] == second.json()["given"]
    changed = body | {"answers": [said("ill", "yes")]}
    assert (await me.client.put(where, json=changed)).status_code == 409
    rows = await world.sql("select count(*) from journal.pre_session where session_id = $1", session)
    assert rows[0]["count"] == 1
    other = await give(me, session, said("ill", "yes"))
    assert (other["stale"], of(other["other"], "ill")["answer"]) == (True, "no")


@pytest.mark.parametrize(
    ("hours", "kind", "status", "expected"),
    [
        (72, "tms", "planned", 409),
        (-50, "tms", "planned", 409),
        (5, "tms", "cancelled", 409),
        (5, "psychotherapy", "planned", 404),
    ],
)
async def test_questions_are_open_shortly_before_a_session_that_takes_place(
    world: World, me: Person, hours: int, kind: str, status: str, expected: int
) -> None:
    session = await session_in(world, me, hours, kind, status)
    await give(me, session, said("new_meds", "no"), status=expected)
    asked = await me.client.get(f"/api/me/sessions/{session}/questions")
    assert asked.status_code == (404 if expected == 404 else 200)
    if expected != 404:
        assert asked.json()["questions"] == []
        assert asked.json()["open_from"] < asked.json()["session"]["starts_at"]


async def test_the_clinic_sets_when_questions_open_and_what_a_short_night_is(world: World) -> None:
    admin = await world.person("admin")
    doctor = await world.person("clinician", admin.clinic_id)
    me = await world.patient(admin.clinic_id, team=(doctor,))
    session = await session_in(world, me, 72)
    await give(me, session, said("new_meds", "no"), status=409)
    settings = {"lead_hours": 96, "short_night_hours": 6, "food_hours": 4}
    changed = await admin.client.put("/api/clinic/pre-session", json=settings)
    assert (changed.status_code, changed.json()) == (200, settings)
    assert (await doctor.client.get("/api/clinic/pre-session")).json() == settings
    saved = await give(me, session, said("sleep", "hours", amount=5))
    assert saved["action"] == "tell_staff_before"
    assert (await admin.client.put("/api/clinic/pre-session", json={"lead_hours": 0})).status_code == 422


async def test_nobody_answers_or_reads_for_somebody_else(world: World, me: Person, doctor: Person) -> None:
    session = await session_in(world, me, 5)
    other = await world.patient(doctor.clinic_id, team=(doctor,))
    await give(other, session, status=404)
    assert (await other.client.get(f"/api/me/sessions/{session}/questions")).status_code == 404
    assert (await doctor.client.get(f"/api/patients/{other.account_id}/sessions/{session}/answers")).status_code == 404
    assert await read(doctor, me, session) is None
    assert (await look(doctor, me, session, "metal")).status_code == 404


@pytest.mark.parametrize("kind", ["infusion", "booster", "esketamine", "tms"])
async def test_the_card_for_the_hours_after_a_session(world: World, me: Person, kind: str) -> None:
    begun, coming = await session_in(world, me, -0.5, kind), await session_in(world, me, 3, kind)
    card = (await me.client.get(f"/api/me/sessions/{begun}/after-care")).json()
    assert (card["emergency_number"], card["clinic_phone"]) == ("911", "+1 555 0100")
    assert "+1 555 0100" in card["call_clinic"]
    assert card["lines"]
    if kind == "tms":
        assert card["no_driving_before"] is None
    else:
        until = datetime.fromisoformat(card["no_driving_before"])
        assert until - datetime.now(UTC) > timedelta(hours=24)
    assert (await me.client.get(f"/api/me/sessions/{coming}/after-care")).status_code == 409
    missed = await session_in(world, me, -5, kind, "missed")
    assert (await me.client.get(f"/api/me/sessions/{missed}/after-care")).status_code == 404
