"""A push service of our own, and a phone that it serves: checks the VAPID token, decrypts, and misbehaves on request."""

import asyncio
import base64
import json
import os
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import http_ece
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

DAY_SECONDS = 24 * 3600
Behaviour = Callable[[web.Request], Awaitable[web.StreamResponse]]


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def new_vapid_key() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(encoding, form, serialization.NoEncryption()).decode()


@dataclass
class TestPhone:
    """What a browser holds: an address, a private key, a secret."""

    __test__ = False
    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def p256dh(self) -> str:
        point = serialization.PublicFormat.UncompressedPoint
        return base64url(self.key.public_key().public_bytes(serialization.Encoding.X962, point))

    @property
    def auth(self) -> str:
        return base64url(self.secret)

    def decrypt(self, body: bytes) -> bytes:
        return http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")


@dataclass
class Received:
    phone: TestPhone
    headers: dict[str, str]
    claims: dict[str, Any]
    payload: bytes
    at: float

    @property
    def notification(self) -> dict[str, Any]:
        return json.loads(self.payload)["notification"]


class PushService:
    """Answers 201 unless `behaviour` is set. `asked` counts every request, `received` holds those that it accepted."""

    def __init__(self) -> None:
        self.phones: dict[str, TestPhone] = {}
        self.received: list[Received] = []
        self.asked = 0
        self.behaviour: Behaviour | None = None
        self.origin = ""

    @property
    def host(self) -> str:
        return self.origin.removeprefix("http://")

    def new_phone(self) -> TestPhone:
        name = base64url(os.urandom(9))
        self.phones[name] = TestPhone(f"{self.origin}/push/{name}")
        return self.phones[name]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.asked += 1
        if self.behaviour is not None:
            return await self.behaviour(request)
        return await self.accept(request)

    async def accept(self, request: web.Request) -> web.StreamResponse:
        phone = self.phones[request.match_info["name"]]
        body = await request.read()
        assert len(body) <= 4096
        assert int(request.headers["TTL"]) > 0
        assert len(request.headers["Topic"]) <= 32
        claims = self.checked_claims(request.headers["Authorization"])
        payload = phone.decrypt(body)
        self.received.append(Received(phone, dict(request.headers), claims, payload, time.monotonic()))
        return web.Response(status=201)

    def checked_claims(self, authorization: str) -> dict[str, Any]:
        assert Vapid02.verify(authorization)
        token = authorization.split("t=")[1].split(",")[0]
        claims = json.loads(from_base64url(token.split(".")[1]))
        assert claims["aud"] == self.origin
        assert claims["sub"].startswith("mailto:")
        assert 0 < claims["exp"] - time.time() <= DAY_SECONDS
        return claims

    async def wait_for(self, count: int, seconds: float = 10) -> list[Received]:
        async with asyncio.timeout(seconds):
            while len(self.received) < count:  # noqa: ASYNC110 the handlers run in the same loop
                await asyncio.sleep(0.01)
        return self.received


@asynccontextmanager
async def push_service() -> AsyncGenerator[PushService]:
    service = PushService()
    app = web.Application()
    app.router.add_post("/push/{name}", service.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    service.origin = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[union-attr]
    try:
        yield service
    finally:
        await runner.cleanup()


def answering(status: int, *, headers: dict[str, str] | None = None, text: str = "") -> Behaviour:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, headers=headers, text=text)

    return answer


async def hang(_request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(30)
    return web.Response(status=201)


async def reset(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response(status=201)


async def answer_slowly(request: web.Request) -> web.StreamResponse:
    """The head at once, the body a byte at a time."""
    response = web.StreamResponse(status=503)
    await response.prepare(request)
    for _ in range(300):
        await response.write(b".")
        await asyncio.sleep(0.1)
    return response
