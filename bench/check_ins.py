"""Saving a check-in against a bare handler that does one INSERT of the same row."""

import asyncio
from datetime import UTC, datetime
from statistics import median

import asyncpg
import msgspec

from bench.bed import OFFSET, ZONE, Bed, Person, make_people
from bench.load import Measured

CONNECTIONS = 32
PEOPLE = 640
ROUNDS = 5
SECONDS = 4.0
WARM_UP = 2.0

BODY = msgspec.json.encode(
    {
        "revision_id": "REVISION",
        "based_on": "BEFORE",
        "mood": 6,
        "anxiety": 3,
        "energy": 5,
        "sleep_hours": 7.5,
        "sleep_quality": 6,
        "note": {
            "text": "Slept better than last week. Walked to the market in the morning and called my sister in the evening; "
            "the afternoon was slow and grey, and I lay down for an hour. Headache is gone since yesterday.",
            "audience": "team",
        },
        "stamp": {"written_at": "NOW", "zone": ZONE, "offset_minutes": -300},
    }
).decode()

# 2 million entries: 3,650 patients of another clinic, 548 days each.
MILLIONS = """
insert into journal.patient (clinic_id, patient_id, name, zone, country, joined_on, consent_version, consented_at)
select '00000000-0000-7000-8000-0000000000aa', gen_random_uuid(), 'x', 'UTC', 'US', '2024-01-01', 'x', now()
from generate_series(1, 3650);
insert into journal.check_in (clinic_id, patient_id, day, revision_id, mood, anxiety, written_at, zone, offset_minutes, late,
                              synced_later, body_hash)
select p.clinic_id, p.patient_id, current_date - d, gen_random_uuid(), 5, 4, now(), 'UTC', 0, false, false, '-'
from journal.patient p cross join generate_series(1, 548) as d
where p.clinic_id = '00000000-0000-7000-8000-0000000000aa';
"""


def compare(bed: Bed, people: list[Person], rounds: int = ROUNDS) -> tuple[list[Measured], list[Measured]]:
    """Bare and full in turns, so that the machine's moods fall on both. A first round of each warms up and does not count."""
    today = (datetime.now(UTC) + OFFSET).date()
    paths = (f"/bare/check-ins/{today}", f"/api/me/check-ins/{today}")
    for path in paths:
        bed.load("PUT", path, people, seconds=WARM_UP, connections=CONNECTIONS, body=BODY)
    bare: list[Measured] = []
    full: list[Measured] = []
    for _ in range(rounds):
        for path, measured in zip(paths, (bare, full), strict=True):
            measured.append(bed.load("PUT", path, people, seconds=SECONDS, connections=CONNECTIONS, body=BODY))
    return bare, full


def people_of(bed: Bed) -> list[Person]:
    _, people = asyncio.run(make_people(bed, PEOPLE))
    return people


def rate(measured: list[Measured]) -> float:
    return median(one.per_second for one in measured)


def add_millions(bed: Bed) -> None:
    async def run() -> None:
        conn = await asyncpg.connect(bed.dsn)
        await conn.execute(MILLIONS)
        await conn.execute("vacuum analyze journal.check_in")
        await conn.close()

    asyncio.run(run())
