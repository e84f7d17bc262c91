"""The caseload over HTTP: one's own patients, whoever needs to be looked at first on top."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from uuid_utils.compat import uuid7

from tests.api.conftest import ZONE, Person, World, check_in, local_today, note, side_effect, stamp


async def caseload(who: Person) -> list[dict[str, Any]]:
    answer = await who.client.get("/api/caseload")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def log(patient: Person, day: date, mood: int = 6, **changes: Any) -> None:
    body = check_in(mood, **changes)
    answer = await patient.client.put(f"/api/me/check-ins/{day}", json=body)
    assert answer.status_code == 200, answer.text


def today() -> date:
    return datetime.now(ZoneInfo(ZONE)).date()


async def test_a_new_patient_is_calm_and_has_nothing_to_show(world: World) -> None:
    clinician = await world.person("clinician")
    await world.patient(clinician.clinic_id, team=(clinician,), joined_on=today())
    [row] = await caseload(clinician)
    assert (row["attention"], row["course"], row["next_session"], row["last_entry_on"]) == ("none", None, None, None)
    assert (row["days_logged_14"], row["days_expected_14"], row["moods_14"]) == (0, 0, [None] * 14)
    assert (row["quiet_days"], row["summary_ready"]) == (0, None)


async def test_moods_are_of_the_last_fourteen_days_today_last(world: World) -> None:
    clinician = await world.person("clinician")
    me = await world.patient(clinician.clinic_id, team=(clinician,), joined_on=today() - timedelta(days=5))
    await log(me, local_today(), 7)
    await log(me, local_today() - timedelta(days=1), 3)
    [row] = await caseload(clinician)
    shown = [mood for mood in row["moods_14"] if mood is not None]
    assert (len(row["moods_14"]), shown, row["days_logged_14"]) == (14, [3, 7], 2)
    assert row["days_expected_14"] in (
        5,
        6,
    )  # joined five days ago; the phone's offset may be a day ahead of summer time
    assert row["last_entry_on"] == local_today().isoformat()


async def test_whoever_needs_to_be_looked_at_first_is_on_top(world: World) -> None:
    clinician = await world.person("clinician")

    async def somebody(name: str, joined_on: date) -> Person:
        return await world.patient(clinician.clinic_id, team=(clinician,), name=name, joined_on=joined_on)

    long_ago = today() - timedelta(days=60)
    await somebody("Calm", today())
    await somebody("Quiet", today() - timedelta(days=6))
    soon = await somebody("Soon", long_ago)
    flagged = await somebody("Flagged", long_ago)
    in_danger = await somebody("In danger", long_ago)
    starts_at = f"{today() + timedelta(days=1)}T10:00"
    await clinician.client.post(
        f"/api/patients/{soon.account_id}/courses", json={"protocol": "ket-iv", "first_at": starts_at}
    )
    await flagged.client.put(f"/api/me/side-effects/{uuid7()}", json=side_effect("seizure", "severe"))
    await log(in_danger, local_today(), 1, note=note("I want to kill myself"))
    rows = await caseload(clinician)
    assert [(row["name"], row["attention"]) for row in rows] == [
        ("In danger", "alert"),
        ("Flagged", "red_flag"),
        ("Soon", "session_soon"),
        ("Quiet", "quiet"),
        ("Calm", "none"),
    ]
    assert (rows[0]["open_alerts"], rows[1]["red_flags"], rows[3]["quiet_days"]) == (1, 1, 6)
    assert (rows[2]["course"]["position"], rows[2]["next_session"]["label"]) == ("Infusion 1 of 6", "Infusion 1 of 6")


async def test_days_are_counted_where_the_patient_is(world: World) -> None:
    """Kiritimati (UTC+14) and Pago Pago (UTC-11) have different dates, whatever the hour."""
    clinician = await world.person("clinician")
    zones = {"Pacific/Kiritimati": 14 * 60, "Pacific/Pago_Pago": -11 * 60}
    for zone, offset in zones.items():
        me = await world.patient(clinician.clinic_id, team=(clinician,), name=zone, zone=zone)
        await log(me, local_today(offset), stamp=stamp(zone=zone, offset_minutes=offset))
    for row in await caseload(clinician):
        assert row["moods_14"][-1] == 6
        assert row["last_entry_on"] == datetime.now(UTC).astimezone(ZoneInfo(row["name"])).date().isoformat()


async def test_nobody_sees_a_patient_whose_care_team_they_are_not_on(world: World) -> None:
    clinician = await world.person("clinician")
    colleague, therapist = [await world.person(role, clinician.clinic_id) for role in ("clinician", "therapist")]
    me = await world.patient(clinician.clinic_id, team=(clinician, therapist))
    assert [row["patient_id"] for row in await caseload(therapist)] == [str(me.account_id)]
    assert await caseload(colleague) == []
    assert await caseload(await world.person("clinician")) == []


async def test_the_caseload_is_for_staff_with_patients(world: World) -> None:
    admin = await world.person("admin")
    me = await world.patient(admin.clinic_id)
    statuses = [(await who.get("/api/caseload")).status_code for who in (admin.client, me.client, world.anonymous())]
    assert statuses == [403, 403, 401]
