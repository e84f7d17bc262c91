"""A patient's page, journal and care team for staff."""

import asyncio
from typing import Any

import pytest
import pytest_asyncio
from uuid_utils.compat import uuid7

from tests.api.conftest import Person, World, check_in, local_today, note, side_effect


@pytest_asyncio.fixture(loop_scope="module")
async def clinician(world: World) -> Person:
    return await world.person("clinician", name="Dr. Cole")


@pytest_asyncio.fixture(loop_scope="module")
async def therapist(world: World, clinician: Person) -> Person:
    return await world.person("therapist", clinician.clinic_id, name="Ruth")


@pytest_asyncio.fixture(loop_scope="module")
async def me(world: World, clinician: Person, therapist: Person) -> Person:
    return await world.patient(clinician.clinic_id, team=(clinician, therapist))


async def log(me: Person, text: str, audience: str) -> None:
    body = check_in(note=note(text, audience))
    assert (await me.client.put(f"/api/me/check-ins/{local_today()}", json=body)).status_code == 200


async def journal(who: Person, me: Person, **query: Any) -> dict[str, Any]:
    answer = await who.client.get(f"/api/patients/{me.account_id}/journal", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_page_shows_the_team_the_alerts_and_the_hold(clinician: Person, me: Person) -> None:
    await log(me, "I want to kill myself", "private")
    page = (await clinician.client.get(f"/api/patients/{me.account_id}")).json()
    assert [(member["name"], member["role"]) for member in page["care_team"]] == [
        ("Dr. Cole", "clinician"),
        ("Ruth", "therapist"),
    ]
    assert (page["held"], len(page["open_alerts"]), page["open_alerts"][0]["private"]) == (True, 1, True)
    assert page["push"] == {"last_reached_at": None, "subscriptions": 0}
    assert (page["courses"], page["sessions"]) == ([], [])


@pytest.mark.parametrize(
    ("audience", "readers"),
    [("private", set()), ("therapist", {"Ruth"}), ("team", {"Ruth", "Dr. Cole"})],
)
async def test_words_are_read_by_those_they_are_shared_with(
    clinician: Person, therapist: Person, me: Person, audience: str, readers: set[str]
) -> None:
    await log(me, "Slept by the window.", audience)
    report = side_effect(note=note("Only on the bus.", audience))
    await me.client.put(f"/api/me/side-effects/{uuid7()}", json=report)
    for who in (clinician, therapist):
        found = await journal(who, me)
        [entry], [effect] = found["entries"], found["side_effects"]
        assert entry["mood"] == 6
        wanted = ("Slept by the window.", "Only on the bus.") if who.name in readers else (None, None)
        assert tuple(n and n["text"] for n in (entry["note"], effect["note"])) == wanted


async def test_reading_the_journal_leaves_a_trace_that_the_patient_can_read(clinician: Person, me: Person) -> None:
    await journal(clinician, me)
    await clinician.client.get(f"/api/patients/{me.account_id}")
    readers = (await me.client.get("/api/me/readers")).json()
    assert [(reader["name"], reader["what"]) for reader in readers] == [
        ("Dr. Cole", "patient.opened"),
        ("Dr. Cole", "journal.opened"),
    ]


async def test_the_journal_can_be_asked_for_some_days(clinician: Person, me: Person) -> None:
    await log(me, "A calm day.", "team")
    assert (await journal(clinician, me, since="2100-01-01"))["entries"] == []
    assert (await journal(clinician, me, until="2000-01-01"))["entries"] == []
    assert len((await journal(clinician, me, since=f"{local_today()}", until=f"{local_today()}"))["entries"]) == 1
    where = f"/api/patients/{me.account_id}/journal"
    for query in ({"since": "yesterday"}, {"until": "2027-02-30"}, {"since": "a\x00"}):
        assert (await clinician.client.get(where, params=query)).status_code in (400, 422)


async def test_a_patient_of_others_is_not_there(world: World, clinician: Person, me: Person) -> None:
    colleague, stranger = await world.person("clinician", clinician.clinic_id), await world.person("clinician")
    admin = await world.person("admin", clinician.clinic_id)
    for path in ("", "/journal"):
        where = f"/api/patients/{me.account_id}{path}"
        statuses = [(await who.client.get(where)).status_code for who in (colleague, stranger, admin, me)]
        assert statuses == [404, 404, 403, 403]
        assert (await clinician.client.get(f"/api/patients/{uuid7()}{path}")).status_code == 404
        assert (await clinician.client.get(f"/api/patients/nobody{path}")).status_code in (400, 404, 422)


async def test_whoever_joins_the_care_team_sees_the_patient_until_they_leave(
    world: World, clinician: Person, me: Person
) -> None:
    colleague = await world.person("clinician", clinician.clinic_id)
    admin = await world.person("admin", clinician.clinic_id)
    seat = f"/api/patients/{me.account_id}/care-team/{colleague.account_id}"
    page = f"/api/patients/{me.account_id}"
    assert (await clinician.client.put(seat)).status_code == 204
    assert (await clinician.client.put(seat)).status_code == 204
    assert (await colleague.client.get(page)).status_code == 200
    assert (await admin.client.delete(seat)).status_code == 204
    assert (await colleague.client.get(page)).status_code == 404
    assert (await admin.client.delete(seat)).status_code == 404
    assert (await admin.client.put(seat)).status_code == 204


async def test_only_a_clinician_of_the_team_or_an_admin_changes_it(
    world: World, clinician: Person, therapist: Person, me: Person
) -> None:
    colleague, stranger = await world.person("clinician", clinician.clinic_id), await world.person("clinician")
    foreign_admin = await world.person("admin")
    seat = f"/api/patients/{me.account_id}/care-team/{colleague.account_id}"
    people = (colleague, stranger, therapist, me, foreign_admin)
    assert [(await who.client.put(seat)).status_code for who in people] == [404, 404, 403, 403, 404]
    taken = f"/api/patients/{me.account_id}/care-team/{therapist.account_id}"
    assert [(await who.client.delete(taken)).status_code for who in people] == [404, 404, 403, 403, 404]


async def test_only_staff_of_the_clinic_can_join_a_care_team(world: World, clinician: Person, me: Person) -> None:
    admin, stranger = await world.person("admin", clinician.clinic_id), await world.person("clinician")
    for account_id in (admin.account_id, stranger.account_id, me.account_id, uuid7()):
        answer = await clinician.client.put(f"/api/patients/{me.account_id}/care-team/{account_id}")
        assert answer.status_code == 404


async def test_the_last_one_cannot_leave_a_care_team(world: World, clinician: Person) -> None:
    me = await world.patient(clinician.clinic_id, team=(clinician,))
    seat = f"/api/patients/{me.account_id}/care-team/{clinician.account_id}"
    assert (await clinician.client.delete(seat)).status_code == 409
    assert (await clinician.client.get(f"/api/patients/{me.account_id}")).status_code == 200


async def test_two_who_leave_a_care_team_at_once_do_not_leave_it_empty(world: World, clinician: Person) -> None:
    admin, second = (
        await world.person("admin", clinician.clinic_id),
        await world.person("clinician", clinician.clinic_id),
    )
    for _ in range(4):
        me = await world.patient(clinician.clinic_id, team=(clinician, second))
        team = f"/api/patients/{me.account_id}/care-team"
        leaving = [admin.client.delete(f"{team}/{member.account_id}") for member in (clinician, second)]
        assert sorted(answer.status_code for answer in await asyncio.gather(*leaving)) == [204, 409]
