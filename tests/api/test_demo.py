"""The demo clinic: the same people and the same days every time, each of them with a story to look at."""

import asyncio
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg
import httpx
import pytest
from litestar import Litestar

from api.app import create_app
from api.demo.notes import BEN_CRISIS, BEN_NEXT_DAY, NORA_LAST_NIGHT, NOTES
from api.demo.people import DEMO_PASSWORD, PATIENTS, STAFF
from api.demo.seed import seed
from api.demo.stories import tell
from api.keys import new_key, new_vapid_key
from api.settings import Settings
from clinical.crisis import screen_text
from clinical.errors import Conflict
from tests.api.conftest import ORIGIN

NOW = datetime.now(UTC)
JOURNAL = """
select p.name, c.day, c.mood, c.anxiety, c.energy, c.sleep_hours, c.sleep_quality, c.written_at, c.received_at, c.late,
       c.synced_later, c.tier, c.held
from journal.check_in c join journal.patient p using (clinic_id, patient_id)
order by p.name, c.received_at
"""
SESSIONS = """
select p.name, s.kind, s.ordinal, s.starts_at, s.status from journal.session s join journal.patient p using (clinic_id, patient_id)
order by p.name, s.starts_at, s.kind
"""
SUMMARIES = """
select p.name, s.form, s.made_at, s.inputs_until, s.numbers -> 'completeness' as completeness, s.numbers -> 'interval' as interval
from journal.summary s join journal.patient p using (clinic_id, patient_id)
order by p.name, s.made_at, s.form
"""


def settings(database: str) -> Settings:
    return Settings(
        database_url=database, worker_database_url=database, key=new_key(), vapid_key=new_vapid_key(), demo=True
    )


async def rows(database: str, sql: str) -> list[tuple[Any, ...]]:
    conn = await asyncpg.connect(database)
    found = [tuple(row) for row in await conn.fetch(sql)]
    await conn.close()
    return found


async def test_seeding_is_quick_and_happens_once(fresh_database: str) -> None:
    began = time.monotonic()
    accounts = await seed(settings(fresh_database), NOW)
    assert time.monotonic() - began < 8
    assert [account.role for account in accounts].count("patient") == 12
    assert sorted(account.role for account in accounts if account.role != "patient") == [
        "admin",
        "clinician",
        "clinician",
        "therapist",
    ]
    with pytest.raises(Conflict):
        await seed(settings(fresh_database), NOW)


@pytest.fixture
def two_databases(postgres: Any, template: str) -> Any:
    names = [postgres.clone(template) for _ in range(2)]
    yield [postgres.dsn(name) for name in names]
    for name in names:
        postgres.drop(name)


async def test_two_databases_get_the_same_journal(two_databases: list[str]) -> None:
    for database in two_databases:
        await seed(settings(database), NOW)
    for sql in (JOURNAL, SESSIONS, SUMMARIES):
        first, second = [await rows(database, sql) for database in two_databases]
        assert len(first) > 60
        assert first == second


@pytest.mark.parametrize("days", range(8))
def test_every_day_of_the_week_has_its_stories(days: int) -> None:
    today = date(2026, 11, 16) + timedelta(days=days)
    for patient in PATIENTS:
        story = tell(patient, today)
        assert story == tell(patient, today)
        assert story.days, patient.key
        assert all(day.day < today and story.joined_on < day.day for day in story.days)
        assert all(day.written.date() < today for day in story.days if day.day < today - timedelta(days=1))
        assert len({day.day for day in story.days}) == len(story.days)


def test_only_the_words_that_are_meant_to_sound_like_danger_do() -> None:
    calm = [text for notes in NOTES.values() for band in (notes.low, notes.fair, notes.good, notes.session) for text in band]
    assert [text for text in [*calm, BEN_NEXT_DAY] if screen_text(text)] == []
    assert len(calm) == len(set(calm))
    for text in (BEN_CRISIS, NORA_LAST_NIGHT):
        match = screen_text(text)
        assert match is not None
        assert match.tier == "explicit"
