"""One long journal: 548 days, in it a ketamine course that has reached its boosters, two forms a week, 200 side-effect reports, and
notes shared with the team, sealed with the patient's own key.
"""

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from uuid_utils.compat import uuid7

from bench.bed import OFFSET, ZONE, Bed, Person
from db.check_ins import NOTE_COLUMN
from db.vault import FIND_KEY, WrappedKey

WEEK = 7
DAYS = 548
REPORTS = 200

GAPS = [range(60, 64), range(141, 150), range(300, 303), range(420, 426)]
"""Days before today on which nothing was written: a flu, a journey. Single days are missing besides, one of twenty."""

CORRECTED = 12
"""Every so many days the entry was written a second time: two revisions, of which one counts."""

INFUSIONS = [0, 3, 7, 10, 14, 17]
BOOSTER_DAYS = 30
SHARED_NOTES = 6
NOTE = "Slept better than last week and walked to the market. The headache of Tuesday is gone. " * 3


async def write_journal(conn: asyncpg.Connection, bed: Bed, doctor: Person, patient: UUID) -> None:
    """Past every policy, as the superuser."""
    owner = (doctor.clinic_id, patient)
    chance = random.Random(7)
    today = (datetime.now(UTC) + OFFSET).date()
    check_ins = make_check_ins(chance, today)
    await conn.execute(
        "update journal.patient set joined_on = $1 where patient_id = $2", day_before(today, DAYS), patient
    )
    sessions = await write_course(conn, owner, doctor, today)
    await write_rows(conn, "check_in", owner, check_ins)
    await write_rows(conn, "side_effect", owner, make_reports(chance, today, sessions))
    await write_rows(conn, "measure", owner, make_measures(chance, today, patient))
    await write_rows(conn, "note", owner, await seal_notes(conn, bed, owner, check_ins))


def make_check_ins(chance: random.Random, today: date) -> list[dict[str, Any]]:
    """Oldest first, as they arrived."""
    rows: list[dict[str, Any]] = []
    for ago in range(DAYS, -1, -1):
        if any(ago in gap for gap in GAPS) or chance.random() < 0.05:
            continue
        rows += [check_in(chance, today, ago) for _ in range(1 + (ago % CORRECTED == 0))]
    return rows


def check_in(chance: random.Random, today: date, ago: int) -> dict[str, Any]:
    return {
        **written(chance, today, ago),
        "mood": chance.randint(2, 8),
        "anxiety": chance.choice([None, *range(11)]),
        "energy": chance.choice([None, *range(11)]),
        "sleep_hours": chance.choice([None, *(half / 2 for half in range(8, 20))]),
        "sleep_quality": chance.choice([None, *range(11)]),
        "late": chance.random() < 0.05,
        "synced_later": chance.random() < 0.05,
    }


def make_reports(chance: random.Random, today: date, sessions: list[int]) -> list[dict[str, Any]]:
    """Spread over the sessions, most of them on the day itself or the days after it."""
    return [
        {
            **written(
                chance, today, max(0, sessions[number % len(sessions)] - chance.choice([0, 0, 0, 1, 1, 2, 5, 12]))
            ),
            "report_id": uuid7(),
            "effect": chance.choice(["headache", "nausea", "dizziness", "dissociation", "tiredness", "suicidal"]),
            "severity": chance.choice(["not_present", "mild", "mild", "moderate", "severe"]),
            "still_present": chance.choice([None, True, False]),
            "level": chance.choice(["routine"] * 9 + ["call_clinic"]),
            "late": False,
            "synced_later": False,
        }
        for number in range(REPORTS)
    ]


def make_measures(chance: random.Random, today: date, patient: UUID) -> list[dict[str, Any]]:
    """Both forms every week, oldest first."""
    return [
        {
            **written(chance, today, ago),
            "id": uuid7(),
            "instrument": instrument,
            "answers": answers,
            "total": sum(answers),
            "status": "complete",
            "entered_by": patient,
        }
        for ago in range(DAYS, -1, -WEEK)
        for instrument, items in (("phq-9", 9), ("gad-7", 7))
        for answers in [[chance.randint(0, 3) for _ in range(items)]]
    ]


def written(chance: random.Random, today: date, ago: int) -> dict[str, Any]:
    day = day_before(today, ago)
    at = datetime.combine(day, time(1, chance.randint(0, 59)), UTC) + timedelta(days=1)
    return {
        "day": day,
        "revision_id": uuid7(),
        "written_at": at,
        "received_at": at + timedelta(seconds=2),
        "zone": ZONE,
        "offset_minutes": -300,
        "body_hash": b"-",
    }


def day_before(today: date, ago: int) -> date:
    return today - timedelta(days=ago)


async def write_course(conn: asyncpg.Connection, owner: tuple[UUID, UUID], doctor: Person, today: date) -> list[int]:
    """Six infusions two weeks after the journal began, then boosters, the next one ahead. How many days ago they were held."""
    course_id = uuid7()
    first = DAYS - 14
    boosters = range(first - INFUSIONS[-1] - BOOSTER_DAYS, -BOOSTER_DAYS, -BOOSTER_DAYS)
    await conn.execute(
        """insert into journal.course (clinic_id, patient_id, course_id, protocol, modality, name, started_on, started_by)
        values ($1, $2, $3, 'ket-iv', 'ketamine_iv', 'Ketamine', $4, $5)""",
        *owner,
        course_id,
        day_before(today, first),
        doctor.account_id,
    )
    infusions = [first - days for days in INFUSIONS]
    planned = [*(("infusion", ago) for ago in infusions), *(("booster", ago) for ago in boosters)]
    await write_rows(
        conn,
        "session",
        owner,
        [
            {
                "session_id": uuid7(),
                "course_id": course_id,
                "kind": kind,
                "ordinal": number + 1 - (0 if kind == "infusion" else len(INFUSIONS)),
                "of": len(INFUSIONS) if kind == "infusion" else len(boosters),
                "starts_at": datetime.combine(day_before(today, ago), time(15), UTC),
                "day": day_before(today, ago),
                "status": "completed" if ago > 0 else "planned",
                "summary_before": True,
            }
            for number, (kind, ago) in enumerate(planned)
        ],
    )
    return [ago for _, ago in planned if ago > 0]


async def seal_notes(
    conn: asyncpg.Connection, bed: Bed, owner: tuple[UUID, UUID], check_ins: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """A note on each of the newest entries, for the team, and on every fifth before them."""
    wrapped = await conn.fetchrow(FIND_KEY, *owner)
    key = bed.vault.unwrap(*owner, msgspec.convert(wrapped, WrappedKey))
    return [
        {
            "revision_id": entry["revision_id"],
            "entry": "check_in",
            "day": entry["day"],
            "audience": "team",
            "ciphertext": key.seal(NOTE, row=entry["revision_id"], column=NOTE_COLUMN),
            "written_at": entry["written_at"],
        }
        for entry in [*check_ins[-SHARED_NOTES:], *check_ins[:-SHARED_NOTES:5]]
    ]


async def write_rows(
    conn: asyncpg.Connection, table: str, owner: tuple[UUID, UUID], rows: list[dict[str, Any]]
) -> None:
    await conn.copy_records_to_table(
        table,
        schema_name="journal",
        columns=["clinic_id", "patient_id", *rows[0]],
        records=[(*owner, *row.values()) for row in rows],
    )
