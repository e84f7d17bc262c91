"""The demo over HTTP, for the tests of it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
from litestar import Litestar

from api.app import create_app
from api.demo.people import DEMO_PASSWORD
from api.demo.seed import seed
from api.keys import new_key, new_vapid_key
from api.settings import Settings
from tests.api.conftest import ORIGIN

NOW = datetime.now(UTC)
AMARA, PETER = "amara.clinician@demo.example", "peter.clinician@demo.example"
RUTH, DANA = "ruth.therapist@demo.example", "dana.admin@demo.example"


def settings(database: str) -> Settings:
    return Settings(
        database_url=database, worker_database_url=database, key=new_key(), vapid_key=new_vapid_key(), demo=True
    )


class Demo:
    """The demo over HTTP, with somebody of its staff signed in."""

    def __init__(self, app: Litestar) -> None:
        self.app = app
        self.people: dict[str, httpx.AsyncClient] = {}

    async def as_(self, email: str) -> httpx.AsyncClient:
        if email not in self.people:
            client = httpx.AsyncClient(
                transport=httpx.ASGITransport(self.app), base_url=ORIGIN, headers={"Origin": ORIGIN}
            )
            self.people[email] = client
            answer = await client.post("/api/session", json={"email": email, "password": DEMO_PASSWORD})
            assert answer.status_code == 201, answer.text
            assert answer.json()["demo"]
        return self.people[email]

    async def patients(self, email: str) -> dict[str, dict[str, Any]]:
        rows = (await (await self.as_(email)).get("/api/caseload")).json()
        return {row["name"].split()[0].lower(): row for row in rows}

    async def summary(self, email: str, key: str, session_id: str | None = None) -> dict[str, Any]:
        row = (await self.patients(email))[key]
        about = {"session_id": session_id} if session_id else {}
        answer = await (await self.as_(email)).get(f"/api/patients/{row['patient_id']}/summary", params=about)
        assert answer.status_code == 200, answer.text
        return answer.json()


@asynccontextmanager
async def open_demo(database: str) -> AsyncGenerator[Demo]:
    """Seeded and served."""
    complete = settings(database)
    await seed(complete, NOW)
    application = create_app(complete)
    started, stop = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with application.lifespan():
            started.set()
            await stop.wait()

    task = asyncio.create_task(live())
    await started.wait()
    made = Demo(application)
    yield made
    for client in made.people.values():
        await client.aclose()
    stop.set()
    await task
