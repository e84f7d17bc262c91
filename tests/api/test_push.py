"""Phones are registered by whoever is signed in, for known push services only."""

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from uuid_utils.compat import uuid7

from db.pool import acting_as
from tests.api.conftest import Person, World

HERE = "https://fcm.googleapis.com/fcm/send/abc"


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def phone(endpoint: str = HERE) -> dict[str, Any]:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return {"endpoint": endpoint, "keys": {"p256dh": encoded(point), "auth": encoded(b"a" * 16)}}


async def rows(world: World, person: Person, table: str) -> list[Any]:
    async with world.here.pool.acquire() as conn, acting_as(conn, world.context_of(person)):
        return await conn.fetch(f"select * from journal.{table} where account_id = $1", person.account_id)


@pytest.mark.parametrize("role", ["patient", "therapist", "clinician", "admin"])
async def test_everybody_can_register_a_phone_test_it_and_take_it_off(world: World, role: str) -> None:
    person = await world.patient() if role == "patient" else await world.person(role)
    key = (await person.client.get("/api/push/key")).json()["key"]
    assert len(key) == 87
    body = phone()
    for _ in range(2):
        assert (await person.client.put("/api/push/subscriptions", json=body)).status_code == 204
    assert [row["endpoint"] for row in await rows(world, person, "push_subscription")] == [HERE]
    assert (await person.client.post("/api/push/test")).status_code == 202
    assert [row["kind"] for row in await rows(world, person, "notification")] == ["test"]
    answer = await person.client.request("DELETE", "/api/push/subscriptions", json=body)
    assert answer.status_code == 204
    assert await rows(world, person, "push_subscription") == []


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": "https://example.org/push"},
        {"endpoint": "http://fcm.googleapis.com/x"},
        {"endpoint": "https://169.254.169.254/latest"},
        {"endpoint": "https://evilfcm.googleapis.com.example/x"},
        {"endpoint": ""},
        {"endpoint": "https://fcm.googleapis.com/" + "a" * 3000},
        {"keys": {"p256dh": "AAAA", "auth": encoded(b"a" * 16)}},
        {"keys": {"p256dh": encoded(b"\x04" + b"\x01" * 64), "auth": encoded(b"a" * 16)}},
        {"keys": {"p256dh": "\x00", "auth": "\ud83d"}},
        {"extra": 1},
    ],
)
async def test_what_cannot_be_sent_to_is_refused(world: World, change: dict[str, Any]) -> None:
    me = await world.patient()
    body = json.dumps(phone() | change)
    answer = await me.client.put("/api/push/subscriptions", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert await rows(world, me, "push_subscription") == []


async def test_a_phone_reports_its_own_messages_as_shown_and_nobody_elses(world: World) -> None:
    me, other = await world.patient(), await world.patient()
    await me.client.post("/api/push/test")
    [message] = await rows(world, me, "notification")
    body = {"notification": str(message["notification_id"])}
    assert (await other.client.post("/api/push/shown", json=body)).status_code == 404
    assert (await me.client.post("/api/push/shown", json=body)).status_code == 204
    [shown] = await rows(world, me, "notification")
    assert shown["shown_at"] is not None
    assert (await me.client.post("/api/push/shown", json={"notification": str(uuid7())})).status_code == 404


async def test_nobody_registers_a_phone_signed_out(world: World) -> None:
    client = world.anonymous()
    assert (await client.get("/api/push/key")).status_code == 401
    assert (await client.put("/api/push/subscriptions", json=phone())).status_code == 401
