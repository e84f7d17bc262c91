"""What is measured on: a private PostgreSQL with fsync, one API process, and people in them."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec
from uuid_utils.compat import uuid7

from api.auth.tokens import hash_token, new_token
from api.keys import key_bytes, new_key, new_vapid_key
from api.settings import Settings
from bench.app import SCHEMA
from bench.load import Measured, Plan
from db import accounts, clinics, embedded, patients
from db.migrate import migrate
from db.pool import Context, acting_as, create_pool
from db.vault import Vault

HOST, PORT = "127.0.0.1", 8931
ZONE = "America/New_York"
OFFSET = timedelta(hours=-5)


@dataclass
class Person:
    account_id: UUID
    clinic_id: UUID
    token: str


@dataclass
class Bed:
    """`dsn` is the superuser's; `api` the one API process."""

    dsn: str
    vault: Vault
    api: subprocess.Popen[bytes]

    def load(
        self, method: str, path: str, people: list[Person], *, seconds: float, connections: int = 1, body: str = ""
    ) -> Measured:
        """`people` are spread over `connections`. A failed request fails the run."""
        tokens = [[p.token for p in people[n::connections]] for n in range(connections)]
        plan = Plan(host=HOST, port=PORT, method=method, path=path, tokens=tokens, seconds=seconds, body=body)
        done = subprocess.run(
            [sys.executable, "-m", "bench.load"], input=msgspec.json.encode(plan), stdout=subprocess.PIPE, check=True
        )
        measured = msgspec.json.decode(done.stdout, type=Measured)
        if measured.failures:
            raise RuntimeError(f"{measured.failures} of {measured.requests} requests to {path} failed")
        return measured

    def memory_mb(self) -> float:
        """Resident memory of the API: its one serving process (granian's supervisor counts too)."""
        children = Path(f"/proc/{self.api.pid}/task/{self.api.pid}/children").read_text().split()
        return sum(_resident_kb(int(pid)) for pid in [str(self.api.pid), *children]) / 1024

    def serving_memory_mb(self) -> float:
        children = Path(f"/proc/{self.api.pid}/task/{self.api.pid}/children").read_text().split()
        return max(_resident_kb(int(pid)) for pid in children) / 1024


def _resident_kb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


@contextmanager
def made() -> Generator[Bed]:
    folder = Path(tempfile.mkdtemp(prefix="intersession-bench-"))
    folder.chmod(0o711)
    server = embedded.start(folder, fsync=True)
    try:
        migrate(server.dsn())
        _execute(server.dsn(), SCHEMA)
        settings = Settings(
            host=HOST, port=PORT, database_url=server.dsn(), key=new_key(), vapid_key=new_vapid_key(), data_dir=folder
        )
        api = subprocess.Popen(
            [sys.executable, "-m", "bench.serve"],
            env=os.environ | settings.to_environment(),
            stdout=subprocess.DEVNULL,
            stderr=(folder / "api.log").open("wb"),
        )
        try:
            _wait()
            yield Bed(server.dsn(), Vault({"1": key_bytes(settings.key or "")}, current="1"), api)
        finally:
            api.terminate()
            api.wait(20)
    finally:
        server.stop()
        shutil.rmtree(folder)


def _wait() -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://{HOST}:{PORT}/health/live", timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the API did not start")


def _execute(dsn: str, statement: str) -> None:
    import asyncio

    async def run() -> None:
        conn = await asyncpg.connect(dsn)
        await conn.execute(statement)
        await conn.close()

    asyncio.run(run())


async def make_people(bed: Bed, patients_wanted: int) -> tuple[Person, list[Person]]:
    """A clinician, and patients whose care team they are."""
    pool = await create_pool(bed.dsn, max_size=2)
    async with pool.acquire() as conn:
        clinic_id = uuid7()
        await clinics.create(conn, clinic_id, name="Bench", zone=ZONE, country="US", phone=None, demo=False)
        doctor = await _person(conn, clinic_id, "clinician")
        made_patients = [await _patient(conn, bed.vault, clinic_id, doctor) for _ in range(patients_wanted)]
    await pool.close()
    return doctor, made_patients


async def _person(conn: asyncpg.pool.PoolConnectionProxy, clinic_id: UUID, role: str) -> Person:
    person = Person(uuid7(), clinic_id, new_token())
    identity_id = uuid7()
    await accounts.create_identity(conn, identity_id, f"{person.account_id}@example.org", "-")
    await accounts.create_membership(
        conn, person.account_id, clinic_id, identity_id, role=role, name=f"A {role}", language="en"
    )
    until = datetime.now(UTC) + timedelta(hours=6)
    await accounts.open_session(conn, hash_token(person.token), person.account_id, until, "bench")
    return person


async def _patient(conn: asyncpg.pool.PoolConnectionProxy, vault: Vault, clinic_id: UUID, doctor: Person) -> Person:
    person = await _person(conn, clinic_id, "patient")
    _, key = vault.new_patient_key(clinic_id, person.account_id)
    context = Context(
        clinic_id=clinic_id, account_id=person.account_id, role="patient", patient_ids=(person.account_id,)
    )
    async with acting_as(conn, context):
        await patients.join(
            conn,
            clinic_id,
            person.account_id,
            key,
            name="Jordan M.",
            language="en",
            zone=ZONE,
            country="US",
            share_default="private",
            joined_on=(datetime.now(UTC) - timedelta(days=600)).date(),
            consent_version="bench",
        )
        await accounts.join_care_team(conn, clinic_id, person.account_id, doctor.account_id, doctor.account_id)
    return person
