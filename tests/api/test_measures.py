"""Forms that a patient fills in, and totals that a clinic enters."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from uuid_utils.compat import uuid7

from tests.api.conftest import Person, World, clinic_score, local_today, measure, stamp

CALM = [1, 1, 1, 1, 1, 1, 1, 1, 0]
ABOVE_ZERO = [0, 0, 0, 0, 0, 0, 0, 0, 1]


@pytest_asyncio.fixture(loop_scope="module")
async def doctor(world: World) -> Person:
    return await world.person("clinician", name="Dr. Rivera")


@pytest_asyncio.fixture(loop_scope="module")
async def me(world: World, doctor: Person) -> Person:
    return await world.patient(doctor.clinic_id, team=(doctor,))


async def put(who: Person, body: dict[str, Any], measure_id: object = None) -> httpx.Response:
    return await who.client.put(f"/api/me/measures/{measure_id or uuid7()}", json=body)


async def saved(who: Person, body: dict[str, Any], measure_id: object = None) -> dict[str, Any]:
    answer = await put(who, body, measure_id)
    assert answer.status_code == 200, answer.text
    return answer.json()


def paths(refusal: httpx.Response) -> list[str]:
    return [error["path"] for error in refusal.json().get("errors", [])]


async def enter(who: Person, me: Person, body: dict[str, Any], measure_id: object = None) -> httpx.Response:
    return await who.client.put(f"/api/patients/{me.account_id}/scores/{measure_id or uuid7()}", json=body)


async def test_a_form_is_scored_and_read_by_patient_and_team(world: World, doctor: Person, me: Person) -> None:
    session_id = str(uuid7())
    body = measure("phq-9", CALM, extras={"difficulty": 2}, session_id=session_id)
    first = await saved(me, body)
    entry = first["entry"]
    assert (entry["total"], entry["status"], entry["band"], entry["n_answered"]) == (8, "complete", "mild", 9)
    assert (entry["answers"], entry["extras"], entry["session_id"]) == (CALM, {"difficulty": 2}, session_id)
    assert (entry["source"], entry["entered_by"], entry["late"], entry["reason"]) == ("app", None, False, None)
    assert (first["guidance"]["kind"], first["guidance"]["cards"], first["replayed"]) == ("self_care", [], False)
    assert (await me.client.get("/api/me/measures")).json() == [entry]
    assert (await doctor.client.get(f"/api/patients/{me.account_id}/measures")).json() == [entry]
    trail = await world.sql(
        "select account_id, action from journal.audit where patient_id = $1 and action like 'measure%' order by seq",
        me.account_id,
    )
    assert [tuple(row) for row in trail] == [
        (me.account_id, "measure.saved"),
        (doctor.account_id, "measures.opened"),
    ]


@pytest.mark.parametrize(("days", "expected"), [(0, [0, 1]), (1, [1]), (2, [])])
async def test_a_list_can_be_of_some_days(me: Person, days: int, expected: list[int]) -> None:
    today = local_today()
    for ago in (1, 0):
        await saved(me, measure(day=(today - timedelta(days=ago)).isoformat()))
    since = today - timedelta(days=1) + timedelta(days=days)
    found = (await me.client.get("/api/me/measures", params={"since": since.isoformat()})).json()
    assert [one["day"] for one in found] == [(today - timedelta(days=1 - n)).isoformat() for n in expected]


@pytest.mark.parametrize(
    ("answers", "total", "status", "reason", "n"),
    [
        ([3, 3, 3, 3, 3, 3, 3, None, 0], 24, "estimated", None, 8),
        ([3, 3, 3, 3, 3, None, None, None, 0], None, "none", "too_few_answers", 6),
        ([1] * 8 + [None], None, "none", "safety_question_not_answered", 8),
    ],
)
async def test_left_out_answers_are_estimated_in_bounds_and_item_9_never(
    doctor: Person, me: Person, answers: list[int | None], total: int | None, status: str, reason: str | None, n: int
) -> None:
    answer = await saved(me, measure("phq-9", answers))
    entry = answer["entry"]
    assert (entry["total"], entry["status"], entry["reason"], entry["n_answered"]) == (total, status, reason, n)
    assert answer["guidance"]["kind"] == "self_care"
    [seen] = (await doctor.client.get(f"/api/patients/{me.account_id}/measures")).json()
    assert (seen["reason"], seen["answers"]) == (reason, answers)


async def test_not_now_is_kept_and_is_no_score(doctor: Person, me: Person) -> None:
    answer = await saved(me, measure("phq-9", [], declined=True))
    entry = answer["entry"]
    assert (entry["declined"], entry["answers"], entry["total"], entry["status"]) == (True, None, None, "none")
    assert (entry["reason"], entry["n_answered"], answer["guidance"]["kind"]) == (None, None, "self_care")
    assert (await doctor.client.get("/api/alerts")).json() == []


@pytest.mark.parametrize(("item_9", "alerts"), [(0, 0), (1, 1), (3, 1)])
async def test_item_9_above_0_shows_the_hotline_and_tells_the_team(
    world: World, doctor: Person, me: Person, item_9: int, alerts: int
) -> None:
    body, measure_id = measure("phq-9", [0] * 8 + [item_9]), uuid7()
    answer = await saved(me, body, measure_id)
    assert answer["guidance"]["kind"] == ("hotline" if alerts else "self_care")
    found = (await doctor.client.get("/api/alerts")).json()
    assert [(one["source"], one["tier"], one["private"]) for one in found] == [("measure", "explicit", False)] * alerts
    named = await world.sql(
        "select revision_id from journal.alert_change where patient_id = $1 and revision_id is not null", me.account_id
    )
    assert [str(row["revision_id"]) for row in named] == [body["revision_id"]] * alerts
    again = await saved(me, body, measure_id)
    assert (again["replayed"], again["guidance"]["kind"]) == (True, answer["guidance"]["kind"])
    assert len((await doctor.client.get("/api/alerts")).json()) == alerts


async def test_item_9_alone_is_danger_however_little_else_is_answered(me: Person) -> None:
    answer = await saved(me, measure("phq-9", [None] * 8 + [1]))
    assert (answer["guidance"]["kind"], answer["entry"]["total"]) == ("hotline", None)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"answers": [0] * 8}, "answers"),
        ({"answers": []}, "answers"),
        ({"answers": [0] * 101}, "answers"),
        ({"answers": [*[0] * 8, 4]}, "answers[8]"),
        ({"answers": [*[0] * 8, 1.5]}, "answers[8]"),
        ({"answers": [*[0] * 8, -1]}, "answers[8]"),
        ({"answers": None}, "answers"),
        ({"instrument": "phq-8"}, "instrument"),
        ({"instrument": "PHQ 9"}, "instrument"),
        ({"instrument": "qids-sr16", "answers": [0] * 16}, "instrument"),
        ({"instrument": "cssrs-screener", "answers": [0] * 7}, "instrument"),
        ({"instrument": "who-5", "answers": [6] * 5}, "answers[0]"),
        ({"version": 2}, "version"),
        ({"version": 0}, "version"),
        ({"language": "de"}, "language"),
        ({"extras": {"difficulty": 4}}, "extras.difficulty"),
        ({"extras": {"weight": 1}}, "extras.weight"),
        ({"extras": {"difficulty": None}}, "extras[...]"),
        ({"declined": True}, "declined"),
        ({"declined": None}, "declined"),
        ({"session_id": "x"}, "session_id"),
        ({"total": 4}, ""),
    ],
)
async def test_what_the_form_does_not_take_is_named_by_its_path(me: Person, changes: dict[str, Any], path: str) -> None:
    answer = await put(me, measure("phq-9", [0] * 9) | changes)
    assert answer.status_code == 422, answer.text
    assert paths(answer) == [path]
    assert (await me.client.get("/api/me/measures")).json() == []


@pytest.mark.parametrize(
    "changes", [{"day": "2999-01-01"}, {"extras": {"x": 1}}, {"language": "de"}, {"version": 9}, {"revision_id": 5}]
)
async def test_item_9_of_a_refused_form_is_seen_all_the_same(
    doctor: Person, me: Person, changes: dict[str, Any]
) -> None:
    answer = await put(me, measure("phq-9", ABOVE_ZERO) | changes)
    assert (answer.status_code, answer.json()["guidance"]["kind"]) == (422, "hotline")
    assert [one["source"] for one in (await doctor.client.get("/api/alerts")).json()] == ["rejected"]
    answer = await put(me, measure("phq-9", ABOVE_ZERO), "not-an-id")
    assert (answer.status_code < 500, answer.json()["guidance"]["kind"]) == (True, "hotline")


async def test_days_and_lateness_are_those_of_every_entry(me: Person) -> None:
    now, today = datetime.now(UTC), local_today()
    yesterday = (today - timedelta(days=1)).isoformat()
    assert (await saved(me, measure(day=yesterday)))["entry"]["late"]
    offline = measure(day=yesterday, stamp=stamp(now - timedelta(days=1)))
    entry = (await saved(me, offline))["entry"]
    assert (entry["late"], entry["synced_later"]) == (False, True)
    too_old = await put(me, measure(day=(today - timedelta(days=3)).isoformat()))
    assert (too_old.status_code, too_old.json()["type"].rpartition("/")[2]) == (422, "too-late")


async def test_a_revision_replaces_keeps_and_says_when_it_was_written_blind(me: Person) -> None:
    measure_id = uuid7()
    first = await saved(me, measure("gad-7", [1] * 7), measure_id)
    second = measure("gad-7", [2] * 7, based_on=first["entry"]["revision_id"])
    assert (await saved(me, second, measure_id))["stale"] is False
    blind = await saved(me, measure("gad-7", [3] * 7, based_on=first["entry"]["revision_id"]), measure_id)
    assert (blind["stale"], blind["other"]["total"], blind["entry"]["total"]) == (True, 14, 21)
    [current] = (await me.client.get("/api/me/measures")).json()
    assert current["total"] == 21


async def test_the_same_revision_with_other_answers_is_a_conflict(me: Person) -> None:
    measure_id, body = uuid7(), measure("gad-7", [1] * 7)
    await saved(me, body, measure_id)
    assert (await saved(me, body, measure_id))["replayed"] is True
    assert (await put(me, body | {"answers": [2] * 7}, measure_id)).status_code == 409
    assert (await put(me, body)).status_code == 409
    other_form = await put(me, measure("phq-9", ABOVE_ZERO), measure_id)
    assert (other_form.status_code, other_form.json()["guidance"]["kind"]) == (409, "hotline")
    assert [one["total"] for one in (await me.client.get("/api/me/measures")).json()] == [7]


async def test_a_clinician_enters_a_total_under_their_name(world: World, doctor: Person, me: Person) -> None:
    measure_id, day = uuid7(), "2025-11-03"
    first = await enter(doctor, me, clinic_score("isi", 15, day=day), measure_id)
    assert first.status_code == 200, first.text
    entry = first.json()
    assert (entry["total"], entry["status"], entry["band"], entry["answers"]) == (15, "complete", "moderate", None)
    assert (entry["source"], entry["entered_by"], entry["late"], entry["day"]) == ("clinic", "Dr. Rivera", False, day)
    assert (await me.client.get("/api/me/measures")).json() == [entry]
    corrected = clinic_score("isi", 16, day=day, based_on=entry["revision_id"])
    assert (await enter(doctor, me, corrected, measure_id)).json()["total"] == 16
    assert (await enter(doctor, me, corrected, measure_id)).json()["total"] == 16
    assert (await enter(doctor, me, clinic_score("isi", 17, day=day), measure_id)).status_code == 409
    assert (await enter(doctor, me, corrected | {"total": 3}, measure_id)).status_code == 409
    assert [one["total"] for one in (await me.client.get("/api/me/measures")).json()] == [16]
    trail = await world.sql("select role, account_id from journal.audit where action = 'measure.saved'")
    assert {tuple(row) for row in trail if row["account_id"] == doctor.account_id} == {("clinician", doctor.account_id)}


async def test_a_clinician_overwrites_no_form_of_the_patients_and_they_no_score(doctor: Person, me: Person) -> None:
    form, score = uuid7(), uuid7()
    await saved(me, measure("phq-9", CALM), form)
    assert (await enter(doctor, me, clinic_score("phq-9", 3), form)).status_code == 409
    assert (await enter(doctor, me, clinic_score("phq-9", 3), score)).status_code == 200
    assert (await put(me, measure("phq-9", CALM), score)).status_code == 409
    assert [one["total"] for one in (await me.client.get("/api/me/measures")).json()] == [8, 3]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"total": 29}, "total"),
        ({"total": -1}, "total"),
        ({"total": None}, "total"),
        ({"instrument": "who-5", "total": 50}, "total"),
        ({"instrument": "cssrs-screener", "total": 1}, "total"),
        ({"instrument": "mood"}, "instrument"),
        ({"answers": [1]}, ""),
        ({"day": "2999-01-01"}, None),
        ({"day": "1950-01-01"}, None),
    ],
)
async def test_a_total_outside_its_scale_is_refused(
    doctor: Person, me: Person, changes: dict[str, Any], path: str | None
) -> None:
    answer = await enter(doctor, me, clinic_score() | changes)
    assert answer.status_code == 422, answer.text
    assert paths(answer) == ([] if path is None else [path])
