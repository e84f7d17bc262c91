"""No body, header or query ever gives a 5xx: schemathesis walks the exported schema against the real server, as each role.

The application is built here to read its schema (no database is needed for that); the requests go to `intersession api` in a
process of its own.
"""

import asyncio
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import asyncpg
import msgspec
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from litestar import Litestar
from schemathesis.specs.openapi.schemas import OpenApiSchema
from uuid_utils.compat import uuid7

from api.app import create_app
from api.auth.tokens import hash_token, new_token
from api.keys import key_bytes, new_key, new_vapid_key
from api.settings import Settings
from db.vault import Vault
from tests.db.people import make_clinic
from tests.workers import free_port

EXAMPLES = 12
SETTINGS = Settings(key=new_key(), vapid_key=new_vapid_key(), database_url="postgresql://nowhere")
APP: Litestar = create_app(SETTINGS)
SCHEMA: OpenApiSchema = schemathesis.openapi.from_dict(APP.openapi_schema.to_schema())
OPERATIONS = [
    operation.ok()
    for operation in SCHEMA.get_all_operations()
    # Signing out would end the session that the others need; without a worker, not being ready is the right answer.
    if (operation.ok().method.upper(), operation.ok().path)
    not in [("DELETE", "/api/session"), ("GET", "/health/ready")]
]


@dataclass
class Served:
    url: str
    tokens: dict[str, str]


@pytest.fixture(scope="module")
def served(database: str) -> Generator[Served]:
    with serving(database) as url:
        yield Served(url, asyncio.run(make_people(database)))


@contextmanager
def serving(database: str, **changes: Any) -> Generator[str]:
    """The address of an API process."""
    port = free_port()
    here = msgspec.structs.replace(SETTINGS, port=port, database_url=database, log_level="WARNING", **changes)
    process = subprocess.Popen([sys.executable, "-m", "api.cli", "api"], env=os.environ | here.to_environment())
    try:
        wait_for(f"http://127.0.0.1:{port}/health/live")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def wait_for(url: str) -> None:
    for _ in range(1_200):
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the API did not start")


async def make_people(database: str) -> dict[str, str]:
    """A signed-in session for each role of a clinic that has rows everywhere."""
    conn = await asyncpg.connect(database)
    clinic = await make_clinic(conn)
    # A key that this server's vault made, and no notes that another would have sealed.
    vault = Vault({"1": key_bytes(SETTINGS.key or "")}, current="1")
    _, key = vault.new_patient_key(clinic.clinic_id, clinic.patient_id)
    await conn.execute(
        "update journal.patient_key set wrapped = $1 where patient_id = $2", key.wrapped, clinic.patient_id
    )
    await conn.execute("delete from journal.note")
    await conn.execute("delete from journal.safety_plan")
    tokens: dict[str, str] = {}
    for role in ("patient", "clinician", "therapist", "admin"):
        tokens[role] = new_token()
        account = getattr(clinic, f"{role}_id")
        await conn.execute(
            "insert into identity.session (token_hash, account_id, expires_at) values ($1, $2, now() + interval '1 hour')",
            hash_token(tokens[role]),
            account,
        )
    await conn.close()
    return tokens | {"nobody": "", "_patient": str(clinic.patient_id)}


def roles_for(path: str) -> list[str]:
    if path.startswith("/api/me/"):
        return ["patient"]
    if path.startswith(("/api/people", "/api/clinic")):
        return ["admin"]
    return ["clinician"] if path.startswith(("/api/patients", "/api/summaries", "/api/alerts")) else ["nobody", "admin"]


@pytest.mark.parametrize("operation", OPERATIONS, ids=[f"{o.method.upper()} {o.path}" for o in OPERATIONS])
def test_whatever_is_sent_is_answered_in_words(served: Served, operation: Any) -> None:
    session = requests.Session()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), role=st.sampled_from(roles_for(operation.path)))
    def run(case: Any, role: str) -> None:
        if "patient_id" in (case.path_parameters or {}):
            case.path_parameters["patient_id"] = served.tokens["_patient"]
        response = case.call(
            base_url=served.url,
            session=session,
            headers={"Origin": served.url},
            cookies={"session": served.tokens[role]},
        )
        assert response.status_code < 500, response.text
        if response.status_code >= 400:
            assert response.headers["content-type"][0].startswith("application/problem+json")
            assert set(response.json()) >= {"type", "title", "status", "detail"}

    run()


HOSTILE: list[bytes] = [
    b"",
    b"null",
    b"[]",
    b'"text"',
    b"{",
    b"\xff\xfe\x00",
    b"[" * 50_000,
    b'{"mood": 1e400}',
    b'{"mood": ' + b"9" * 5000 + b"}",
    b'{"mood": 5, "mood": 6}',
    b'{"note": {"text": "\\ud800", "audience": "team"}, "mood": 5}',
    b'{"note": {"text": "\\u0000", "audience": "team"}, "mood": 5}',
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize(
    "content_type",
    ["application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x"],
)
@pytest.mark.parametrize(
    ("method", "path", "role"),
    [
        ("PUT", "/api/me/check-ins/2026-11-22", "patient"),
        ("PUT", "/api/me/side-effects/01890000-0000-7000-8000-000000000000", "patient"),
        ("POST", "/api/session", "nobody"),
        ("PUT", "/api/me/settings", "patient"),
        ("POST", "/api/me/imports/preview", "patient"),
    ],
)
def test_bodies_that_are_no_bodies_are_refused(
    served: Served, method: str, path: str, role: str, content_type: str, body: bytes
) -> None:
    answer = requests.request(
        method,
        served.url + path,
        data=body,
        headers={"Origin": served.url, "Content-Type": content_type},
        cookies={"session": served.tokens[role]},
        timeout=20,
    )
    assert 400 <= answer.status_code < 500, (answer.status_code, answer.text)
    assert answer.headers["content-type"].startswith("application/problem+json")


# A NUL is valid JSON and valid Unicode, and PostgreSQL stores none in a text: a note is sealed as bytes.
@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\u202e", "👩‍👩‍👧", "\ufeff"])
def test_every_character_can_be_written_in_a_note(served: Served, text: str) -> None:
    now = datetime.now(UTC)
    body = {
        "revision_id": str(uuid7()),
        "based_on": None,
        "mood": 5,
        "note": {"text": text, "audience": "private"},
        "stamp": {"written_at": now.isoformat(), "zone": "UTC", "offset_minutes": 0},
    }
    cookies = {"session": served.tokens["patient"]}
    answer = requests.put(
        f"{served.url}/api/me/check-ins/{now.date()}",
        json=body,
        headers={"Origin": served.url},
        cookies=cookies,
        timeout=20,
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["entry"]["note"]["text"] == text


def test_behind_a_trusted_proxy_tries_are_counted_by_whom_it_names(database: str) -> None:
    """From one address through the proxy, 50 wrong tries make that sender wait; somebody else's first try does not."""
    with serving(database, trusted_proxies="127.0.0.1") as url:

        def status(sender: str) -> int:
            body = {"email": f"{uuid7()}@example.org", "password": "not the password"}
            headers = {"Origin": url, "X-Forwarded-For": sender}
            return requests.post(f"{url}/api/session", json=body, headers=headers, timeout=20).status_code

        assert {status("203.0.113.7") for _ in range(50)} == {401}
        assert status("203.0.113.7") == 429
        assert status("203.0.113.8") == 401
