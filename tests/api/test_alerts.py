"""Alerts reach the whole care team, are acknowledged by a named person, and a hold ends under a clinician's name."""

import pytest
import pytest_asyncio
from uuid_utils.compat import uuid7

from db.pool import acting_as
from tests.api.conftest import Person, World, check_in, local_today, note

DANGER = "I want to kill myself tonight"


async def in_danger(me: Person, text: str = DANGER, audience: str = "private") -> None:
    body = check_in(1, note=note(text, audience))
    assert (await me.client.put(f"/api/me/check-ins/{local_today()}", json=body)).json()["guidance"][
        "kind"
    ] == "hotline"


async def hold_shown(who: Person, patient: Person) -> dict[str, str | None]:
    return (await who.client.get(f"/api/patients/{patient.account_id}")).json()["hold"]


@pytest_asyncio.fixture(loop_scope="module")
async def clinician(world: World) -> Person:
    return await world.person("clinician", name="Dr. Imani Cole")


@pytest_asyncio.fixture(loop_scope="module")
async def me(world: World, clinician: Person) -> Person:
    return await world.patient(clinician.clinic_id, team=(clinician,))


async def test_an_alert_names_the_patient_and_never_their_words(clinician: Person, me: Person) -> None:
    await in_danger(me)
    answer = await clinician.client.get("/api/alerts")
    [alert] = answer.json()
    assert (alert["patient_id"], alert["patient_name"]) == (str(me.account_id), me.name)
    assert (alert["tier"], alert["private"], alert["source"], alert["count"]) == ("urgent", True, "check_in", 1)
    assert "kill" not in answer.text


async def test_looking_at_the_inbox_marks_it_as_seen_once_with_a_trail(
    world: World, clinician: Person, me: Person
) -> None:
    await in_danger(me)
    for _ in range(2):
        assert [alert["state"] for alert in (await clinician.client.get("/api/alerts")).json()] == ["seen"]
    async with world.here.pool.acquire() as conn, acting_as(conn, world.context_of(me)):
        seen = await conn.fetch("select account_id, patient_id from journal.audit where action = 'alert.seen'")
        changes = await conn.fetch("select state from journal.alert_change order by seq")
    assert [tuple(row) for row in seen] == [(clinician.account_id, me.account_id)]
    assert [row["state"] for row in changes] == ["raised", "seen"]


async def test_an_acknowledged_alert_leaves_the_open_ones_and_names_who_acted(clinician: Person, me: Person) -> None:
    await in_danger(me)
    [alert] = (await clinician.client.get("/api/alerts")).json()
    where = f"/api/alerts/{alert['alert_id']}/acknowledgement"
    done = await clinician.client.post(where, json={"what_was_done": "  Called, safe at home with her sister.  "})
    assert done.status_code == 200, done.text
    view = done.json()
    assert (view["state"], view["acknowledged_by"]) == ("acknowledged", "Dr. Imani Cole")
    assert view["what_was_done"] == "Called, safe at home with her sister."
    assert (await clinician.client.get("/api/alerts")).json() == []
    assert (await clinician.client.get("/api/alerts?state=all")).json() == [view]


async def test_a_second_acknowledgement_is_told_who_was_quicker(world: World, clinician: Person, me: Person) -> None:
    await in_danger(me)
    [alert] = (await clinician.client.get("/api/alerts")).json()
    where, body = f"/api/alerts/{alert['alert_id']}/acknowledgement", {"what_was_done": "Called."}
    await clinician.client.post(where, json=body)
    again = await clinician.client.post(where, json=body)
    assert again.status_code == 409
    assert "Dr. Imani Cole" in again.json()["detail"]


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, None, 3])
async def test_what_was_done_has_to_be_said(clinician: Person, me: Person, text: object) -> None:
    await in_danger(me)
    [alert] = (await clinician.client.get("/api/alerts")).json()
    where = f"/api/alerts/{alert['alert_id']}/acknowledgement"
    assert (await clinician.client.post(where, json={"what_was_done": text})).status_code == 422
    assert (await clinician.client.post(where, json={"what_was_done": "nul \x00"})).status_code == 422


async def test_staff_who_are_not_on_the_team_see_nothing_and_can_do_nothing(
    world: World, clinician: Person, me: Person
) -> None:
    await in_danger(me)
    [alert] = (await clinician.client.get("/api/alerts")).json()
    elsewhere = await world.person("clinician")
    for stranger in (await world.person("clinician", clinician.clinic_id), elsewhere):
        assert (await stranger.client.get("/api/alerts?state=all")).json() == []
        where = f"/api/alerts/{alert['alert_id']}/acknowledgement"
        assert (await stranger.client.post(where, json={"what_was_done": "Nothing."})).status_code == 404
        where = f"/api/patients/{me.account_id}/hold/clearance"
        assert (await stranger.client.post(where, json={"reason": "Because."})).status_code == 404
    for role in ("patient", "admin"):
        other = await world.person(role, clinician.clinic_id)
        assert (await other.client.get("/api/alerts")).status_code == 403
    assert (await world.anonymous().get("/api/alerts")).status_code == 401


async def test_an_unknown_alert_is_not_found(clinician: Person) -> None:
    for alert_id in (uuid7(), "nonsense"):
        where = f"/api/alerts/{alert_id}/acknowledgement"
        assert (await clinician.client.post(where, json={"what_was_done": "Called."})).status_code == 404


async def test_a_hold_is_cleared_by_a_clinician_and_by_nobody_else(world: World, clinician: Person, me: Person) -> None:
    therapist = await world.person("therapist", clinician.clinic_id)
    me = await world.patient(clinician.clinic_id, team=(clinician, therapist))
    await in_danger(me)
    today = f"/api/me/check-ins/{local_today()}"
    assert (await me.client.put(today, json=check_in(5))).json()["guidance"]["held"]
    where, body = f"/api/patients/{me.account_id}/hold/clearance", {"reason": "Seen in person, plan reviewed."}
    assert (await therapist.client.post(where, json=body)).status_code == 403
    assert (await hold_shown(therapist, me))["cleared_by"] is None
    assert (await clinician.client.post(where, json=body)).status_code == 204
    shown = await hold_shown(therapist, me)
    assert (shown["cleared_by"], shown["reason"]) == ("Dr. Imani Cole", "Seen in person, plan reviewed.")
    assert not (await me.client.put(today, json=check_in(5))).json()["guidance"]["held"]
    assert (await clinician.client.post(where, json=body)).status_code == 404
    async with world.here.pool.acquire() as conn, acting_as(conn, world.context_of(me)):
        record = await conn.fetchrow("select cleared_by, reason from journal.hold")
        trail = await conn.fetchval("select count(*) from journal.audit where action = 'hold.cleared'")
    assert (tuple(record), trail) == ((clinician.account_id, "Seen in person, plan reviewed."), 1)
