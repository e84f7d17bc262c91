"""What staff do with an alert: hand it over, acknowledge, close; who sees the patient meanwhile; polling."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from uuid_utils.compat import uuid7

from notifications import alerts as telling
from tests.api.conftest import Person, World, check_in, local_today, note
from tests.api.test_escalation import set_list

DANGER = "I want to kill myself tonight"


@pytest_asyncio.fixture(loop_scope="module")
async def doctor(world: World) -> Person:
    return await world.person("clinician", name="Dr. Imani Cole")


@pytest_asyncio.fixture(loop_scope="module")
async def colleague(world: World, doctor: Person) -> Person:
    return await world.person("therapist", doctor.clinic_id, name="Ruth Feldman")


@pytest_asyncio.fixture(loop_scope="module")
async def me(world: World, doctor: Person) -> Person:
    return await world.patient(doctor.clinic_id, team=(doctor,))


async def in_danger(me: Person) -> None:
    saved = await me.client.put(f"/api/me/check-ins/{local_today()}", json=check_in(1, note=note(DANGER, "team")))
    assert saved.json()["guidance"]["kind"] == "hotline"


async def inbox(who: Person, which: str = "open") -> list[dict[str, Any]]:
    return (await who.client.get(f"/api/alerts?state={which}")).json()


async def alert_of(doctor: Person, me: Person) -> str:
    await in_danger(me)
    [alert] = await inbox(doctor)
    return alert["alert_id"]


async def act(who: Person, alert_id: str, what: str, **body: Any) -> httpx.Response:
    return await who.client.post(f"/api/alerts/{alert_id}/{what}", json=body)


async def acknowledge(who: Person, alert_id: str) -> None:
    assert (await act(who, alert_id, "acknowledgement", what_was_done="Called, safe.")).status_code == 200


async def sees(who: Person, me: Person) -> bool:
    return (await who.client.get(f"/api/patients/{me.account_id}")).status_code == 200


async def trail(world: World, me: Person) -> list[tuple[str, Any]]:
    rows = await world.sql(
        "select action, account_id from journal.audit where patient_id = $1 and action ~ '^(alert|cover)' order by seq",
        me.account_id,
    )
    return [tuple(row) for row in rows]


async def test_an_open_alert_says_who_was_told_and_who_is_next(
    world: World, doctor: Person, colleague: Person, me: Person
) -> None:
    await set_list(world, doctor, (colleague, "always"), after_minutes=45, on_call_after_minutes=45)
    await in_danger(me)
    [alert] = await inbox(doctor)
    assert [(one["name"], one["how"], one["reached"]) for one in alert["told"]] == [(doctor.name, "care_team", False)]
    assert alert["next"]["name"] == colleague.name
    wait = datetime.fromisoformat(alert["next"]["at"]) - datetime.fromisoformat(alert["raised_at"])
    assert abs(wait - timedelta(minutes=45)) < timedelta(seconds=10)
    assert (alert["screened"], alert["handed_to"], alert["closed_at"]) == (True, None, None)


async def test_with_nobody_on_the_list_everybody_is_next(doctor: Person, me: Person) -> None:
    await in_danger(me)
    [alert] = await inbox(doctor)
    assert alert["next"]["name"] is None


async def test_outside_the_hours_the_person_on_call_is_told_at_once_and_sees_the_patient(
    world: World, doctor: Person, colleague: Person, me: Person
) -> None:
    await set_list(world, doctor, (colleague, "on_call"), weekdays=[])
    assert not await sees(colleague, me)
    await in_danger(me)
    [alert] = await inbox(colleague)
    assert {(one["name"], one["how"]) for one in alert["told"]} == {
        (doctor.name, "care_team"),
        (colleague.name, "on_call"),
    }
    assert await sees(colleague, me)
    assert ("cover.began", colleague.account_id) in await trail(world, me)


async def test_a_hand_over_tells_one_more_person_who_sees_the_patient_until_it_is_closed(
    world: World, doctor: Person, colleague: Person, me: Person
) -> None:
    alert_id = await alert_of(doctor, me)
    assert await inbox(colleague) == []
    done = await act(doctor, alert_id, "hand-over", to=str(colleague.account_id), note="  She trusts you.  ")
    assert done.status_code == 200, done.text
    view = done.json()
    assert (view["state"], view["handed_to"], view["told"][-1]["how"]) == ("seen", colleague.name, "handed_over")
    [theirs] = await inbox(colleague)
    assert theirs["alert_id"] == alert_id
    assert await sees(colleague, me)
    await acknowledge(colleague, alert_id)
    assert await sees(colleague, me)
    closed = (await act(doctor, alert_id, "closure", outcome="Seen in person; plan renewed.")).json()
    assert (closed["state"], closed["closed_by"], closed["outcome"]) == (
        "closed",
        doctor.name,
        "Seen in person; plan renewed.",
    )
    assert (closed["acknowledged_by"], closed["next"]) == (colleague.name, None)
    assert not await sees(colleague, me)
    assert await inbox(colleague, "all") == []
    assert await trail(world, me) == [
        ("alert.raised", None),
        ("alert.seen", doctor.account_id),
        ("cover.began", colleague.account_id),
        ("alert.handed_over", doctor.account_id),
        ("alert.acknowledged", colleague.account_id),
        ("cover.ended", colleague.account_id),
        ("alert.closed", doctor.account_id),
    ]


async def test_the_patient_reads_who_covered_for_them(
    world: World, doctor: Person, colleague: Person, me: Person
) -> None:
    alert_id = await alert_of(doctor, me)
    await act(doctor, alert_id, "hand-over", to=str(colleague.account_id))
    await sees(colleague, me)
    readers = (await me.client.get("/api/me/readers")).json()
    assert [(one["name"], one["what"]) for one in readers if one["name"] == colleague.name] == [
        (colleague.name, "patient.opened"),
        (colleague.name, "cover.began"),
    ]


async def test_a_hand_over_sets_the_clock_back(world: World, doctor: Person, colleague: Person, me: Person) -> None:
    alert_id = await alert_of(doctor, me)
    await world.sql(
        "update journal.escalation set due_at = now() + interval '1 second' where alert_id = $1::text::uuid", alert_id
    )
    view = (await act(doctor, alert_id, "hand-over", to=str(colleague.account_id))).json()
    assert datetime.fromisoformat(view["next"]["at"]) > datetime.now(UTC) + timedelta(minutes=10)


async def test_an_acknowledged_alert_can_be_handed_over_and_stays_acknowledged(
    world: World, doctor: Person, colleague: Person, me: Person
) -> None:
    alert_id = await alert_of(doctor, me)
    await acknowledge(doctor, alert_id)
    view = (await act(doctor, alert_id, "hand-over", to=str(colleague.account_id))).json()
    assert (view["state"], view["next"], view["handed_to"]) == ("acknowledged", None, colleague.name)
    queued = await world.sql(
        "select channel from journal.notification where account_id = $1 and how = 'handed_over' order by channel",
        colleague.account_id,
    )
    assert [row["channel"] for row in queued] == ["email", "push"]


@pytest.mark.parametrize("who", ["myself", "an admin", "a patient", "a stranger", "nobody", "suspended"])
async def test_an_alert_goes_to_staff_of_this_clinic_alone(world: World, doctor: Person, me: Person, who: str) -> None:
    alert_id = await alert_of(doctor, me)
    suspended = await world.person("clinician", doctor.clinic_id)
    await world.sql("update identity.membership set suspended_at = now() where id = $1", suspended.account_id)
    to = {
        "myself": doctor.account_id,
        "an admin": (await world.person("admin", doctor.clinic_id)).account_id,
        "a patient": me.account_id,
        "a stranger": (await world.person("clinician")).account_id,
        "nobody": uuid7(),
        "suspended": suspended.account_id,
    }[who]
    refused = await act(doctor, alert_id, "hand-over", to=str(to))
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (422, "to")


async def test_it_is_acknowledged_before_it_is_closed_and_closed_once(
    doctor: Person, colleague: Person, me: Person
) -> None:
    alert_id = await alert_of(doctor, me)
    early = await act(doctor, alert_id, "closure", outcome="Done.")
    assert (early.status_code, "acknowledge" in early.json()["detail"]) == (409, True)
    await acknowledge(doctor, alert_id)
    assert (await act(doctor, alert_id, "closure", outcome=" ")).status_code == 422
    assert (await act(doctor, alert_id, "closure", outcome="Done.")).status_code == 200
    again = await act(doctor, alert_id, "closure", outcome="Done.")
    assert (again.status_code, doctor.name in again.json()["detail"]) == (409, True)
    assert (await act(doctor, alert_id, "hand-over", to=str(colleague.account_id))).status_code == 409


async def test_what_ends_one_alert_leaves_the_cover_of_another(
    world: World, doctor: Person, colleague: Person, me: Person
) -> None:
    first = await alert_of(doctor, me)
    await act(doctor, first, "hand-over", to=str(colleague.account_id))
    await acknowledge(doctor, first)
    second = await alert_of(doctor, me)
    await act(doctor, second, "hand-over", to=str(colleague.account_id))
    await act(doctor, first, "closure", outcome="Done.")
    assert await sees(colleague, me)
    await acknowledge(colleague, second)
    await act(colleague, second, "closure", outcome="Done.")
    assert not await sees(colleague, me)


async def test_a_hand_over_and_an_end_at_once_leave_no_cover_behind(
    doctor: Person, colleague: Person, me: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert_id = await alert_of(doctor, me)
    await acknowledge(doctor, alert_id)
    real, closing = telling.hand_over, list[asyncio.Task[httpx.Response]]()

    async def meanwhile(*args: Any) -> None:
        closing.append(asyncio.create_task(act(doctor, alert_id, "closure", outcome="Done.")))
        await asyncio.wait(closing, timeout=0.5)
        await real(*args)

    monkeypatch.setattr(telling, "hand_over", meanwhile)
    handed = await act(doctor, alert_id, "hand-over", to=str(colleague.account_id))
    assert (handed.status_code, (await closing[0]).status_code) == (200, 200)
    assert not await sees(colleague, me)


async def test_who_covers_cannot_make_themselves_stay(world: World, doctor: Person, me: Person) -> None:
    stand_in = await world.person("clinician", doctor.clinic_id)
    alert_id = await alert_of(doctor, me)
    await act(doctor, alert_id, "hand-over", to=str(stand_in.account_id))
    assert await sees(stand_in, me)
    team = f"/api/patients/{me.account_id}/care-team"
    assert (await stand_in.client.put(f"{team}/{stand_in.account_id}")).status_code == 403
    assert (await stand_in.client.delete(f"{team}/{doctor.account_id}")).status_code == 403


async def test_a_patient_without_a_team_is_told_to_the_list_or_else_to_every_clinician(world: World) -> None:
    first, second = [await world.person("clinician", name=name) for name in ("First", "Second")]
    second = await world.person("clinician", first.clinic_id, name="Second")
    therapist = await world.person("therapist", first.clinic_id)
    me = await world.patient(first.clinic_id)
    await in_danger(me)
    for clinician in (first, second):
        [alert] = await inbox(clinician)
        assert {one["name"] for one in alert["told"]} == {"First", "Second"}
    assert await inbox(therapist) == []
    await set_list(world, first, (therapist, "always"))
    other = await world.patient(first.clinic_id)
    await in_danger(other)
    [alert] = await inbox(therapist)
    assert [(one["name"], one["how"]) for one in alert["told"]] == [(therapist.name, "escalation")]


async def test_the_detail_tells_the_whole_story_and_how_to_reach_the_patient(
    doctor: Person, colleague: Person, me: Person
) -> None:
    alert_id = await alert_of(doctor, me)
    await act(doctor, alert_id, "hand-over", to=str(colleague.account_id), note="She trusts you.")
    await acknowledge(colleague, alert_id)
    answer = await colleague.client.get(f"/api/alerts/{alert_id}")
    assert answer.status_code == 200
    found = answer.json()
    assert [(one["state"], one["by"], one["to"], one["note"]) for one in found["changes"]] == [
        ("raised", None, None, None),
        ("seen", doctor.name, None, None),
        ("handed_over", doctor.name, colleague.name, "She trusts you."),
        ("acknowledged", colleague.name, None, None),
    ]
    patient = found["patient"]
    assert (patient["name"], patient["email"], patient["held"]) == (me.name, me.email, True)
    assert [member["name"] for member in patient["care_team"]] == [doctor.name]
    assert "kill" not in answer.text


async def test_opening_one_alert_marks_that_one_as_seen(world: World, doctor: Person, me: Person) -> None:
    other = await world.patient(doctor.clinic_id, team=(doctor,))
    for patient in (me, other):
        await in_danger(patient)
    [row] = await world.sql("select alert_id from journal.alert where patient_id = $1", me.account_id)
    assert (await doctor.client.get(f"/api/alerts/{row['alert_id']}")).json()["state"] == "seen"
    states = await world.sql("select state from journal.alert where patient_id = $1", other.account_id)
    assert [row["state"] for row in states] == ["raised"]


async def test_an_alert_of_somebody_elses_patient_is_not_found(world: World, doctor: Person, me: Person) -> None:
    alert_id = await alert_of(doctor, me)
    for stranger in (await world.person("clinician", doctor.clinic_id), await world.person("clinician")):
        assert (await stranger.client.get(f"/api/alerts/{alert_id}")).status_code == 404
        for what, body in (("hand-over", {"to": str(doctor.account_id)}), ("closure", {"outcome": "x"})):
            assert (await act(stranger, alert_id, what, **body)).status_code == 404


@pytest.mark.parametrize("path", ["/api/alerts", "/api/alerts?state=all", "/api/alerts/{}"])
async def test_what_has_not_changed_is_not_sent_again(doctor: Person, me: Person, path: str) -> None:
    alert_id = await alert_of(doctor, me)
    url = path.format(alert_id)
    first = await doctor.client.get(url)
    tag = first.headers["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        again = await doctor.client.get(url, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert (await doctor.client.get(url, headers={"If-None-Match": '"other"'})).status_code == 200
    await act(doctor, alert_id, "acknowledgement", what_was_done="Called.")
    changed = await doctor.client.get(url, headers={"If-None-Match": tag})
    assert (changed.status_code, changed.headers["ETag"] != tag) == (200, True)
