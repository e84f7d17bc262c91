"""What is asked of a patient when, over HTTP."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.api import test_measures
from tests.api.conftest import Person, World, local_today, measure, settings_body
from tests.api.test_measures import CALM, saved

doctor, me = test_measures.doctor, test_measures.me


async def plan(doctor: Person, me: Person, **changes: Any) -> None:
    """A course whose first session is tomorrow at ten."""
    first = datetime.now(UTC).date() + timedelta(days=1)
    body = {"protocol": "ket-iv", "first_at": f"{first}T10:00", "weekdays": [1, 2, 3, 4, 5, 6, 7]} | changes
    answer = await doctor.client.post(f"/api/patients/{me.account_id}/courses", json=body)
    assert answer.status_code == 201, answer.text


async def due(me: Person, day: date | None = None) -> list[dict[str, Any]]:
    answer = await me.client.get("/api/me/measures/due", params={"day": (day or local_today()).isoformat()})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_baseline_is_due_before_a_course_and_gone_once_given(doctor: Person, me: Person) -> None:
    assert await due(me) == []
    await plan(doctor, me)
    [asked] = await due(me)
    sessions = (await me.client.get("/api/me/sessions")).json()
    assert (asked["instrument"], asked["reason"], asked["last_day"]) == ("phq-9", "start", None)
    assert asked["session_id"] == min(sessions, key=lambda one: one["starts_at"])["session_id"]
    await saved(me, measure("phq-9", CALM, session_id=asked["session_id"]))
    assert await due(me) == []


@pytest.mark.parametrize("left", [{"declined": True, "answers": []}, {"answers": [1] * 8 + [None]}])
async def test_a_baseline_without_a_total_is_asked_again_after_three_days(
    world: World, doctor: Person, left: dict[str, Any]
) -> None:
    me, today = await world.patient(doctor.clinic_id, team=(doctor,)), local_today()
    await plan(doctor, me, first_at=f"{today + timedelta(days=10)}T10:00")
    given = await saved(me, measure("phq-9") | left)
    assert given["entry"]["total"] is None
    asked = [bool(await due(me, today + timedelta(days=ahead))) for ahead in range(4)]
    assert asked == [False, False, False, True]


async def test_what_is_due_follows_the_clinic_and_the_language(world: World, doctor: Person, me: Person) -> None:
    admin = await world.person("admin", doctor.clinic_id)

    async def change(**settings: Any) -> None:
        assert (await admin.client.put("/api/clinic/measures", json=settings)).status_code == 200

    async def asked() -> list[str]:
        return [one["instrument"] for one in await due(me)]

    await plan(doctor, me)
    await change(asked=["phq-9", "gad-7", "pcl-5", "who-5"])
    assert await asked() == ["phq-9", "gad-7", "pcl-5"]
    await change(asked=["phq-9", "gad-7", "pcl-5", "who-5"], who5=True)
    assert await asked() == ["phq-9", "gad-7", "pcl-5", "who-5"]
    await me.client.put("/api/me/settings", json=settings_body() | {"language": "es"})
    assert await asked() == ["phq-9", "gad-7", "who-5"]
    await change(asked=["phq-9", "pcl-5"], pcl5_spanish=True, cadence={"ket-iv": {"phq-9": {}}})
    assert await asked() == ["pcl-5"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "today", "2026-02-30", ""])
async def test_a_day_that_is_none_is_refused(doctor: Person, me: Person, day: str) -> None:
    await plan(doctor, me)
    assert (await me.client.get("/api/me/measures/due", params={"day": day})).status_code in (400, 422)
