"""Joining by invitation alone: once, within seven days, with consent."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.api.conftest import PASSWORD, World


async def invite(person: Any, role: str = "patient", **changes: Any) -> httpx.Response:
    body = {"role": role, "name": "Jordan M.", "email": None, "language": "en"}
    if role == "patient":
        body["patient"] = {"country": "US", "care_team": []}
    return await person.client.post("/api/invitations", json=body | changes)


def acceptance(token: str, **changes: Any) -> dict[str, Any]:
    body = {
        "token": token,
        "email": f"{token[:12].lower()}@example.org",
        "password": PASSWORD,
        "name": "Jordan M.",
        "language": "en",
        "zone": "America/New_York",
        "consent": True,
        "share_default": "private",
    }
    return body | changes


def token_of(answer: httpx.Response) -> str:
    assert answer.status_code == 201, answer.text
    return answer.json()["url"].split("#")[1]


async def test_an_invited_patient_joins_consents_and_is_signed_in(world: World) -> None:
    doctor = await world.person("clinician")
    sent = await invite(doctor)
    assert sent.json()["qr_svg"].startswith("<svg")
    token, client = token_of(sent), world.anonymous()
    found = (await client.post("/api/invitations/look-up", json={"token": token})).json()
    assert (found["clinic_name"], found["role"], found["has_identity"]) == ("Harbor Clinic", "patient", False)
    joined = await client.post("/api/invitations/acceptance", json=acceptance(token))
    assert joined.status_code == 201, joined.text
    assert joined.json()["patient"]["share_default"] == "private"
    assert (await client.get("/api/me/check-ins")).status_code == 200
    # Whoever invited is on the care team.
    assert [p["name"] for p in (await doctor.client.get("/api/caseload")).json()] == ["Jordan M."]


async def test_a_link_works_once(world: World) -> None:
    token = token_of(await invite(await world.person("clinician")))
    assert (await world.anonymous().post("/api/invitations/acceptance", json=acceptance(token))).status_code == 201
    again = await world.anonymous().post("/api/invitations/acceptance", json=acceptance(token, email="b@example.org"))
    assert again.status_code == 410
    assert again.json()["type"].endswith("/gone")


async def test_a_link_expires_after_seven_days_and_can_be_taken_back(world: World) -> None:
    doctor = await world.person("clinician")
    old, withdrawn = await invite(doctor), await invite(doctor)
    assert (
        timedelta(days=6, hours=23)
        < datetime.fromisoformat(old.json()["expires_at"]) - datetime.now(UTC)
        <= timedelta(days=7)
    )
    await world.sql("update identity.invitation set expires_at = now() where id = $1", old.json()["id"])
    assert (await doctor.client.delete(f"/api/invitations/{withdrawn.json()['id']}")).status_code == 204
    for sent in (old, withdrawn):
        answer = await world.anonymous().post("/api/invitations/look-up", json={"token": token_of(sent)})
        assert answer.status_code == 410
    states = {i["state"] for i in (await doctor.client.get("/api/invitations")).json()}
    assert states == {"expired", "revoked"}
    trail = await world.sql(
        "select action, subject from journal.audit where clinic_id = $1 order by seq", doctor.clinic_id
    )
    assert [row["action"] for row in trail] == ["invitation.sent", "invitation.sent", "invitation.revoked"]
    assert trail[-1]["subject"] == withdrawn.json()["id"]


async def test_an_unknown_token_is_not_found(world: World) -> None:
    answer = await world.anonymous().post("/api/invitations/look-up", json={"token": "x" * 43})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"consent": False}, "consent"),
        ({"consent": None}, "consent"),
        ({"password": "too short"}, "password"),
        ({"zone": "Mars/Base"}, "zone"),
    ],
)
async def test_what_is_missing_is_said_and_the_link_stays_good(world: World, change: dict[str, Any], path: str) -> None:
    token = token_of(await invite(await world.person("clinician")))
    client = world.anonymous()
    refused = await client.post("/api/invitations/acceptance", json=acceptance(token, **change))
    assert refused.status_code == 422
    assert [e["path"] for e in refused.json()["errors"]] == [path]
    assert (await client.post("/api/invitations/acceptance", json=acceptance(token))).status_code == 201


@pytest.mark.parametrize(
    ("inviter", "invited", "status"),
    [
        ("admin", "patient", 201),
        ("admin", "clinician", 201),
        ("admin", "therapist", 201),
        ("admin", "admin", 201),
        ("clinician", "patient", 201),
        ("clinician", "clinician", 403),
        ("clinician", "admin", 403),
        ("therapist", "patient", 403),
        ("patient", "patient", 403),
    ],
)
async def test_who_may_invite_whom(world: World, inviter: str, invited: str, status: int) -> None:
    person = await (world.patient() if inviter == "patient" else world.person(inviter))
    doctor = await world.person("clinician", person.clinic_id)
    team = {"patient": {"country": "US", "care_team": [str(doctor.account_id)]}} if invited == "patient" else {}
    assert (await invite(person, invited, **team)).status_code == status


async def test_a_patient_is_invited_to_somebody(world: World) -> None:
    answer = await invite(await world.person("admin"))
    assert answer.status_code == 422
    assert [e["path"] for e in answer.json()["errors"]] == ["patient.care_team"]


async def test_a_patient_of_two_clinics_keeps_one_password_and_switches_between_two_journals(world: World) -> None:
    first, second = await world.person("clinician"), await world.person("clinician")
    token = token_of(await invite(first))
    client = world.anonymous()
    mine = acceptance(token)
    one = (await client.post("/api/invitations/acceptance", json=mine)).json()
    other_token = token_of(await invite(second))
    wrong = await client.post(
        "/api/invitations/acceptance", json=acceptance(other_token, email=mine["email"], password="not my password")
    )
    assert wrong.status_code == 401
    two = (await client.post("/api/invitations/acceptance", json=acceptance(other_token, email=mine["email"]))).json()
    assert {m["account_id"] for m in two["memberships"]} == {one["account_id"], two["account_id"]}
    back = await client.put("/api/session/membership", json={"account_id": one["account_id"]})
    assert back.status_code == 200
    assert back.json()["account_id"] == one["account_id"]
    stranger = await world.patient()
    assert (
        await client.put("/api/session/membership", json={"account_id": str(stranger.account_id)})
    ).status_code == 404


async def test_who_is_suspended_in_one_clinic_can_still_join_another(world: World) -> None:
    person, admin = await world.person("therapist"), await world.person("admin")
    await world.sql("select identity.suspend($1, $2, true)", person.clinic_id, person.account_id)
    token = token_of(await invite(admin, "therapist"))
    joined = await world.anonymous().post("/api/invitations/acceptance", json=acceptance(token, email=person.email))
    assert joined.status_code == 201, joined.text
    assert [m["account_id"] for m in joined.json()["memberships"]] == [joined.json()["account_id"]]


async def test_an_invited_team_is_of_the_clinic_only(world: World) -> None:
    doctor, stranger = await world.person("clinician"), await world.person("clinician")
    sent = await invite(doctor, patient={"country": "US", "care_team": [str(stranger.account_id)]})
    await world.anonymous().post("/api/invitations/acceptance", json=acceptance(token_of(sent)))
    assert (await stranger.client.get("/api/caseload")).json() == []
