"""Signing in, staying signed in, signing out."""

from datetime import UTC, datetime, timedelta

import httpx
import msgspec
import pytest

from db import clinics
from tests.api.conftest import ORIGIN, PASSWORD, World, check_in, local_today

PROBLEMS = "https://intersession.example/problems/"


async def sign_in(client: httpx.AsyncClient, email: str, password: str = PASSWORD) -> httpx.Response:
    return await client.post("/api/session", json={"email": email, "password": password})


async def test_signing_in_says_who_one_is_and_sets_a_guarded_cookie(world: World) -> None:
    patient = await world.patient(name="Jordan M.")
    answer = await sign_in(world.anonymous(), patient.email)
    assert answer.status_code == 201
    assert (answer.json()["name"], answer.json()["role"]) == ("Jordan M.", "patient")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie


async def test_the_address_is_compared_without_case(world: World) -> None:
    patient = await world.patient()
    assert (await sign_in(world.anonymous(), patient.email.upper())).status_code == 201


@pytest.mark.parametrize("email", ["nobody@example.org", None])
async def test_a_wrong_password_and_an_unknown_address_look_the_same(world: World, email: str | None) -> None:
    patient = await world.patient()
    answer = await sign_in(world.anonymous(), email or patient.email, "not the password")
    assert answer.status_code == 401
    assert answer.json()["type"] == PROBLEMS + "unauthenticated"
    assert answer.json()["detail"] == "The e-mail address or the password is not right."


async def test_many_wrong_tries_have_to_wait_even_with_the_right_password(world: World) -> None:
    patient = await world.patient()
    client = world.anonymous()
    statuses = [(await sign_in(client, patient.email, f"wrong {n}")).status_code for n in range(6)]
    assert statuses == [401] * 5 + [429]
    refused = await sign_in(client, patient.email)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1


async def test_signing_out_ends_the_session_everywhere_it_is_remembered(world: World) -> None:
    patient = await world.patient()
    assert (await patient.client.get("/api/me/check-ins")).status_code == 200
    cookies = dict(patient.client.cookies)
    gone = await patient.client.delete("/api/session")
    assert gone.status_code == 204
    assert gone.headers["clear-site-data"] == '"cache"'
    other = world.anonymous()
    other.cookies.update(cookies)
    assert (await other.get("/api/me/check-ins")).status_code == 401


async def test_a_session_that_another_process_ended_is_refused_at_once(world: World) -> None:
    """The process still remembers it; the database does not, and is asked in every transaction."""
    patient = await world.patient()
    assert (await patient.client.get("/api/me/check-ins")).status_code == 200
    await world.sql("delete from identity.session where account_id = $1", patient.account_id)
    for _ in range(2):
        assert (await patient.client.get("/api/me/check-ins")).status_code == 401


async def test_an_ended_session_saves_nothing_although_the_process_remembers_it(world: World) -> None:
    """A calm entry is one round trip that proves the session in passing: it must refuse as well."""
    patient = await world.patient()
    assert (await patient.client.put(f"/api/me/check-ins/{local_today()}", json=check_in(5))).status_code == 200
    await world.sql("delete from identity.session where account_id = $1", patient.account_id)
    refused = await patient.client.put(f"/api/me/check-ins/{local_today()}", json=check_in(6))
    assert refused.status_code == 401
    assert len(await world.sql("select 1 from journal.check_in where patient_id = $1", patient.account_id)) == 1


async def test_a_shortened_limit_holds_for_the_next_entry_of_a_remembered_session(world: World) -> None:
    patient = await world.patient()
    await patient.client.put(f"/api/me/check-ins/{local_today()}", json=check_in(5))
    async with world.here.pool.acquire() as conn:
        clinic = await clinics.facts(conn, patient.clinic_id)
        await clinics.change(conn, patient.clinic_id, msgspec.structs.replace(clinic, back_fill_days=0))
    yesterday = local_today() - timedelta(days=1)
    assert (await patient.client.put(f"/api/me/check-ins/{yesterday}", json=check_in(5))).status_code == 422


async def test_an_expired_session_is_refused(world: World) -> None:
    patient = await world.patient()
    past = datetime.now(UTC) - timedelta(seconds=1)
    await world.sql("update identity.session set expires_at = $1 where account_id = $2", past, patient.account_id)
    assert (await patient.client.get("/api/me/check-ins")).status_code == 401


async def test_a_clinics_changed_setting_holds_in_the_next_request(world: World) -> None:
    patient = await world.patient()
    await patient.client.get("/api/me/check-ins")
    async with world.here.pool.acquire() as conn:
        clinic = await clinics.facts(conn, patient.clinic_id)
        await clinics.change(conn, patient.clinic_id, msgspec.structs.replace(clinic, back_fill_days=0))
    today = (datetime.now(UTC) - timedelta(hours=5)).date()
    answer = await patient.client.get("/api/me/today", params={"day": today.isoformat()})
    assert answer.json()["back_fill_days"] == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": ORIGIN}, 401),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "http://localhost:8001"}, 403),
    ],
)
async def test_writes_come_from_the_app_itself(world: World, headers: dict[str, str], status: int) -> None:
    answer = await world.anonymous().post(
        "/api/session", json={"email": "nobody@example.org", "password": "x"}, headers=headers
    )
    assert answer.status_code == status


async def test_a_write_without_any_origin_is_refused(world: World) -> None:
    client = world.anonymous()
    del client.headers["Origin"]
    answer = await client.post("/api/session", json={"email": "nobody@example.org", "password": "x"})
    assert answer.status_code == 403


async def test_the_language_that_is_read_is_the_accounts_from_the_next_answer_on(world: World) -> None:
    doctor = await world.person("clinician")
    assert (await doctor.client.get("/api/session")).json()["language"] == "en"
    assert (await doctor.client.put("/api/session/language", json={"language": "es"})).status_code == 204
    assert (await doctor.client.get("/api/session")).json()["language"] == "es"
    assert (await doctor.client.put("/api/session/language", json={"language": "fr"})).status_code == 422
    assert (await world.anonymous().put("/api/session/language", json={"language": "es"})).status_code == 401
