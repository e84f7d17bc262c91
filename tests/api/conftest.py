"""The application over ASGI on a real database. Each test makes clinics of its own, so that nothing has to be cleaned up.

`app`     the running application of a module
`world`   makes clinics, people with signed-in clients, and entries
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
import pytest_asyncio
from litestar import Litestar
from pytest_asyncio import is_async_test
from uuid_utils.compat import uuid7

from api.app import create_app
from api.auth import passwords
from api.auth.tokens import hash_token, new_token
from api.keys import new_key, new_vapid_key
from api.settings import Settings
from api.state import Running
from db import accounts, clinics, patients
from db.pool import Context, acting_as

ORIGIN = "http://localhost:8000"
PASSWORD = "a long enough password"
METRICS_TOKEN = "what the monitor knows"
PASSWORD_HASH = passwords.HASHER.hash(PASSWORD)
ZONE = "America/New_York"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The application and its pool live on one event loop a module; so do the tests that use them."""
    for item in items:
        if is_async_test(item) and "tests/api/" in item.path.as_posix():
            item.add_marker(pytest.mark.asyncio(loop_scope="module"), append=False)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(app_database: str) -> AsyncGenerator[Litestar]:
    settings = Settings(
        database_url=app_database,
        key=new_key(),
        vapid_key=new_vapid_key(),
        push_hosts="127.0.0.1:9",
        metrics_token=METRICS_TOKEN,
    )
    application = create_app(settings)
    started, stop = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        # In one task from beginning to end: a fixture's two halves run in two, which the application's scopes do not allow.
        async with application.lifespan():
            started.set()
            await stop.wait()

    task = asyncio.create_task(live())
    await asyncio.wait([task, asyncio.create_task(started.wait())], return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        await task
    yield application
    stop.set()
    await task


@pytest_asyncio.fixture(loop_scope="module")
async def world(app: Litestar, database: str) -> AsyncGenerator["World"]:
    made = World(app, database)
    yield made
    for client in made.clients:
        await client.aclose()


@dataclass
class Person:
    """Somebody with a role in a clinic, and a client that is signed in as them."""

    account_id: UUID
    clinic_id: UUID
    role: str
    name: str
    email: str
    client: httpx.AsyncClient


@dataclass
class World:
    """`dsn` is the superuser's: for looking past every policy at what was stored."""

    app: Litestar
    dsn: str
    clients: list[httpx.AsyncClient] = field(default_factory=list)

    @property
    def here(self) -> Running:
        return self.app.state.running

    def anonymous(self) -> httpx.AsyncClient:
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app, raise_app_exceptions=True),
            base_url=ORIGIN,
            headers={"Origin": ORIGIN},
        )
        self.clients.append(client)
        return client

    async def sql(self, statement: str, *values: Any) -> list[asyncpg.Record]:
        conn = await asyncpg.connect(self.dsn, statement_cache_size=0)
        try:
            return await conn.fetch(statement, *values)
        finally:
            await conn.close()

    async def clinic(self, *, name: str = "Harbor Clinic", zone: str = ZONE, country: str = "US") -> UUID:
        clinic_id = uuid7()
        async with self.here.pool.acquire() as conn:
            await clinics.create(
                conn, clinic_id, name=name, zone=zone, country=country, phone="+1 555 0100", demo=False
            )
        return clinic_id

    async def person(
        self, role: str, clinic_id: UUID | None = None, *, name: str | None = None, language: str = "en"
    ) -> Person:
        clinic_id = clinic_id or await self.clinic()
        account_id, identity_id, token = uuid7(), uuid7(), new_token()
        name, email = name or f"A {role}", f"{account_id}@example.org"
        async with self.here.pool.acquire() as conn:
            await accounts.create_identity(conn, identity_id, email, PASSWORD_HASH)
            await accounts.create_membership(
                conn, account_id, clinic_id, identity_id, role=role, name=name, language=language
            )
            await accounts.open_session(
                conn, hash_token(token), account_id, datetime.now(UTC) + timedelta(hours=1), "test"
            )
        client = self.anonymous()
        client.cookies.set("session", token)
        return Person(account_id, clinic_id, role, name, email, client)

    async def patient(
        self,
        clinic_id: UUID | None = None,
        *,
        team: tuple[Person, ...] = (),
        name: str = "Jordan M.",
        language: str = "en",
        zone: str = ZONE,
        joined_on: date = date(2024, 1, 1),
    ) -> Person:
        person = await self.person("patient", clinic_id, name=name, language=language)
        _, key = self.here.vault.new_patient_key(person.clinic_id, person.account_id)
        async with self.here.pool.acquire() as conn, acting_as(conn, self.context_of(person)):
            await patients.join(
                conn,
                person.clinic_id,
                person.account_id,
                key,
                name=name,
                language=language,
                zone=zone,
                country="US",
                share_default="private",
                joined_on=joined_on,
                consent_version="test",
            )
            for member in team:
                await accounts.join_care_team(
                    conn, person.clinic_id, person.account_id, member.account_id, member.account_id
                )
        return person

    def context_of(self, person: Person) -> Context:
        return Context(
            clinic_id=person.clinic_id, account_id=person.account_id, role=person.role, patient_ids=(person.account_id,)
        )


def stamp(written_at: datetime | None = None, *, zone: str = ZONE, offset_minutes: int = -300) -> dict[str, Any]:
    return {
        "written_at": (written_at or datetime.now(UTC)).isoformat(),
        "zone": zone,
        "offset_minutes": offset_minutes,
    }


def local_today(offset_minutes: int = -300) -> date:
    """The day that a phone with this offset shows now."""
    return (datetime.now(UTC) + timedelta(minutes=offset_minutes)).date()


def check_in(mood: int = 6, **changes: Any) -> dict[str, Any]:
    """A body for PUT /api/me/check-ins/{day}."""
    return {"revision_id": str(uuid7()), "based_on": None, "mood": mood, "stamp": stamp()} | changes


def side_effect(effect: str = "nausea", severity: str = "mild", **changes: Any) -> dict[str, Any]:
    """A body for PUT /api/me/side-effects/{report_id}."""
    body = {"revision_id": str(uuid7()), "based_on": None, "effect": effect, "severity": severity}
    return body | {"day": local_today().isoformat(), "stamp": stamp()} | changes


def measure(
    instrument: str = "phq-9", answers: Sequence[int | None] = (1,) * 8 + (0,), **changes: Any
) -> dict[str, Any]:
    """A body for PUT /api/me/measures/{measure_id}."""
    body = {"instrument": instrument, "version": 1, "language": "en", "answers": list(answers), "declined": False}
    here = {"revision_id": str(uuid7()), "based_on": None, "day": local_today().isoformat(), "stamp": stamp()}
    return body | {"extras": {}, "session_id": None} | here | changes


def clinic_score(instrument: str = "isi", total: int = 15, **changes: Any) -> dict[str, Any]:
    """A body for PUT /api/patients/{patient_id}/scores/{measure_id}."""
    body = {"instrument": instrument, "total": total, "day": local_today().isoformat(), "session_id": None}
    return body | {"revision_id": str(uuid7()), "based_on": None, "stamp": stamp()} | changes


def therapy_page(form: str = "free", *, audience: str = "private", **changes: Any) -> dict[str, Any]:
    """A body for PUT /api/me/pages/{page_id}."""
    texts = {"text": "A walk by the river."} if form == "free" else {}
    body = {"revision_id": str(uuid7()), "based_on": None, "form": form, "audience": audience, "texts": texts}
    return body | {"day": local_today().isoformat(), "ratings": {}, "stamp": stamp()} | changes


def pre_session(*answers: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A body for PUT /api/me/sessions/{session_id}/answers."""
    given = list(answers) or [{"question": "new_meds", "answer": "no"}]
    return {"revision_id": str(uuid7()), "based_on": None, "answers": given, "stamp": stamp()} | changes


def safety_plan(**changes: Any) -> dict[str, Any]:
    """A body for PUT /api/me/safety-plan."""
    steps: dict[str, Any] = {
        "warning_signs": ["I stop answering my phone."],
        "coping": ["A walk around the lake."],
        "distractions": [{"name": "The library", "dial": None}],
        "helpers": [{"name": "My sister", "dial": "+1 555 0147"}],
        "professionals": [],
        "safe_environment": ["My sister keeps the key of the cabinet."],
        "reasons_to_live": ["My dog."],
    }
    return steps | {"revision_id": str(uuid7()), "based_on": None, "stamp": stamp()} | changes


def note(text: str, audience: str = "private") -> dict[str, str]:
    return {"text": text, "audience": audience}


def settings_body() -> dict[str, Any]:
    """A body for PUT /api/me/settings."""
    reminder = {"on": True, "time": "19:00", "weekdays": [1, 2, 3, 4, 5, 6, 7], "quiet_from": None, "quiet_until": None}
    return {
        "language": "en",
        "zone": ZONE,
        "country": "US",
        "share_default": "private",
        "reminder": reminder,
        "contacts": [],
    }
