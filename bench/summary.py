"""The live summary of one long journal, over HTTP, against a bare handler that only fetches the rows it is made from; its arithmetic
alone; and a night's work for the worker, which makes a thousand.
"""

import asyncio
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from statistics import median
from uuid import UUID

import asyncpg
import msgspec
from uuid_utils.compat import uuid7

from bench.bed import Bed, Person, make_people
from bench.load import Measured
from bench.long_journal import write_journal, write_rows
from bench.snapshots import Night
from clinical.trends import summary
from db.facts import gather
from db.pool import Context, acting_as, create_pool
from db.summaries_due import schedule_summaries

ROUNDS = 5
SECONDS = 2.0
TIMES = 200
PATIENTS = 125
SESSIONS = 8
"""Of each patient, within the lead: a thousand summaries."""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """p50 in milliseconds, one connection, one request after the other. `ratio` is the median of the rounds' ratios. `alone_ms`: from
    facts to numbers, without database and HTTP."""

    bare_ms: float
    full_ms: float
    ratio: float
    alone_ms: float
    requests: int


def measure(bed: Bed) -> Figures:
    """Bare and full in turns, so that the machine's moods fall on both. The first turn fills caches and does not count."""
    doctor, patient = asyncio.run(seed(bed))
    rounds = [one_round(bed, doctor, patient) for _ in range(ROUNDS + 1)][1:]
    return Figures(
        bare_ms=median(bare.p50 for bare, _ in rounds) * 1000,
        full_ms=median(full.p50 for _, full in rounds) * 1000,
        ratio=median(full.p50 / bare.p50 for bare, full in rounds),
        alone_ms=asyncio.run(alone(bed, doctor, patient)) * 1000,
        requests=min(sum(measured.requests for measured in side) for side in zip(*rounds, strict=True)),
    )


def one_round(bed: Bed, doctor: Person, patient: UUID) -> tuple[Measured, Measured]:
    return (
        bed.load("GET", f"/bare/facts/{doctor.clinic_id}/{patient}", [doctor], seconds=SECONDS),
        bed.load("GET", f"/api/patients/{patient}/summary", [doctor], seconds=SECONDS),
    )


async def seed(bed: Bed) -> tuple[Person, UUID]:
    """The clinician who reads, and the patient."""
    doctor, (patient,) = await make_people(bed, 1)
    conn = await asyncpg.connect(bed.dsn)
    await write_journal(conn, bed, doctor, patient.account_id)
    await conn.execute("vacuum analyze")
    await conn.close()
    return doctor, patient.account_id


async def alone(bed: Bed, doctor: Person, patient: UUID) -> float:
    """Seconds, the median."""
    pool = await create_pool(bed.dsn, max_size=1)
    who = Context(clinic_id=doctor.clinic_id, account_id=doctor.account_id, role="clinician", patient_ids=(patient,))
    async with pool.acquire() as conn, acting_as(conn, who):
        found = await gather(conn, doctor.clinic_id, patient, form="clinician", now=datetime.now(UTC))
    await pool.close()
    took: list[float] = []
    for _ in range(TIMES):
        began = time.perf_counter()
        summary(found.given)
        took.append(time.perf_counter() - began)
    return median(took)


def night(bed: Bed) -> Night:
    """In a process of its own, as the worker is."""
    asyncio.run(seed_night(bed))
    done = subprocess.run([sys.executable, "-m", "bench.snapshots", bed.dsn], stdout=subprocess.PIPE, check=True)
    return msgspec.json.decode(done.stdout, type=Night)


async def seed_night(bed: Bed) -> None:
    doctor, patients = await make_people(bed, PATIENTS)
    conn = await asyncpg.connect(bed.dsn)
    for patient in patients:
        await write_journal(conn, bed, doctor, patient.account_id)
        await write_due(conn, (doctor.clinic_id, patient.account_id))
    await conn.execute("vacuum analyze")
    await conn.close()


async def write_due(conn: asyncpg.Connection, owner: tuple[UUID, UUID]) -> None:
    """Boosters and appointments of the next hours."""
    sessions = [uuid7() for _ in range(SESSIONS)]
    course = await conn.fetchval(
        "select course_id from journal.course where clinic_id = $1 and patient_id = $2", *owner
    )
    starts = [datetime.now(UTC) + timedelta(hours=6 + number) for number in range(SESSIONS)]
    rows = [
        {
            "session_id": session,
            "course_id": None if number % 2 else course,
            "kind": "psychotherapy" if number % 2 else "booster",
            "starts_at": starts_at,
            "day": starts_at.date(),
            "status": "planned",
            "summary_before": True,
        }
        for number, (session, starts_at) in enumerate(zip(sessions, starts, strict=True))
    ]
    await write_rows(conn, "session", owner, rows)
    await schedule_summaries(conn, *owner, sessions, 24)
