"""Entries whose alert was not written with them: the worker raises what was missed, once. (tests/api/test_missed_alerts.py has how an
alert comes to be missed.)"""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from db import alerts
from db.pool import APP, Context, Pool, acting_as, create_pool
from notifications.alerts import OLDER_THAN, begin, sweep
from tests.conftest import Cluster
from tests.notifications.conftest import World
from tests.world import make_alert, make_check_in, make_clinic, make_patient, make_side_effect

DAY = date(2026, 3, 2)
TIERS = ("veiled", "unscreened", "explicit", "urgent")

# Alerts of one patient, or their clocks, fail for good.
BREAK = """
create function journal.break_alerts() returns trigger language plpgsql as $$ begin raise exception 'the table is broken'; end $$;
create trigger broken before insert on journal.{} for each row when (new.patient_id = '{}') execute function journal.break_alerts();
"""


@pytest.fixture
async def app_pool(postgres: Cluster, fresh_database: str) -> AsyncGenerator[Pool]:
    async with await create_pool(postgres.address(urlsplit(fresh_database).path[1:], APP), role=APP) as running:
        yield running


async def entry(
    world: World,
    *,
    source: str = "check_in",
    tier: str = "explicit",
    audience: str | None = "private",
    patient: UUID | None = None,
) -> UUID:
    """An entry with words, old enough to have its alert, and without one."""
    patient = patient or world.patient
    make = make_check_in if source == "check_in" else make_side_effect
    revision = await make(world.seed, world.clinic, patient, DAY, received_at=datetime.now(UTC))
    await world.seed.execute(f"update journal.{source} set tier = $2 where revision_id = $1", revision, tier)
    if audience is not None:
        await world.seed.execute(
            "insert into journal.note values ($1, $2, $3, 'note', $4, $5, $6, 'sealed', now())",
            world.clinic, patient, revision, source, DAY, audience,
        )  # fmt: skip
    return revision


async def at_length(world: World) -> None:
    """As if the sweep's patience were over."""
    for table in ("check_in", "side_effect", "refused"):
        await world.seed.execute(f"update journal.{table} set received_at = received_at - $1::interval", OLDER_THAN)
    # What was there before this version is left alone: the test's entries were not.
    await world.seed.execute(
        "create or replace function journal.alerts_account_for_entries_since() returns timestamptz language sql immutable as "
        "'select timestamptz ''2026-01-01'''"
    )


async def raised(world: World) -> list[tuple[str, bool, str, int]]:
    rows = await world.seed.fetch("select tier, private, source, count from journal.alert order by raised_at, alert_id")
    return [tuple(row) for row in rows]


async def match(pool: Pool, world: World, tier: str = "explicit", revision: UUID | None = None) -> None:
    """What the API does about one, in a transaction of the patient's own."""
    where = (world.clinic, world.patient)
    me = Context(clinic_id=world.clinic, account_id=world.patient, role="patient", patient_ids=(world.patient,))
    async with pool.acquire() as conn, acting_as(conn, me):
        raised = await alerts.raise_or_join(
            conn, *where, tier=tier, source="check_in", private=False, revision_id=revision or uuid7()
        )
        if raised.is_new:
            await begin(conn, *where, raised.alert_id, datetime.now(UTC))


async def test_what_was_raised_with_its_entry_is_left_alone(world: World, pool: Pool, app_pool: Pool) -> None:
    await match(app_pool, world, revision=await entry(world))
    await at_length(world)
    assert await sweep(pool, datetime.now(UTC)) == 0
    assert [count for *_, count in await raised(world)] == [1]


async def test_a_missed_entry_is_raised_told_and_given_its_clock_once(world: World, pool: Pool) -> None:
    await world.member()
    await entry(world, tier="urgent")
    await at_length(world)
    assert await sweep(pool, datetime.now(UTC)) == 1
    assert await sweep(pool, datetime.now(UTC)) == 0
    assert await raised(world) == [("urgent", True, "check_in", 1)]
    assert await world.states() == ["queued", "queued"]
    assert await world.seed.fetchval("select count(*) from journal.escalation where tellings = 1") == 1
    assert await world.seed.fetchval("select count(*) from journal.hold where cleared_at is null") == 1


async def test_a_new_entry_is_left_to_its_own_transaction(world: World, pool: Pool) -> None:
    await entry(world)
    assert await sweep(pool, datetime.now(UTC)) == 0


@pytest.mark.parametrize("source", ["check_in", "side_effect"])
@pytest.mark.parametrize("tier", TIERS)
async def test_every_kind_of_entry_and_tier_is_found(world: World, pool: Pool, source: str, tier: str) -> None:
    await entry(world, source=source, tier=tier)
    await at_length(world)
    assert await sweep(pool, datetime.now(UTC)) == 1
    assert await raised(world) == [(tier, True, source, 1)]


@pytest.mark.parametrize(
    ("audience", "private"), [("private", True), ("therapist", False), ("team", False), (None, False)]
)
async def test_the_team_is_told_that_words_were_private_only_when_they_were(
    world: World, pool: Pool, audience: str | None, private: bool
) -> None:
    await entry(world, audience=audience)
    await at_length(world)
    await sweep(pool, datetime.now(UTC))
    assert [row[1] for row in await raised(world)] == [private]


async def test_an_effect_that_is_a_crisis_is_no_private_word(world: World, pool: Pool) -> None:
    revision = await entry(world, source="side_effect", audience="private")
    await world.seed.execute("update journal.side_effect set level = 'crisis' where revision_id = $1", revision)
    await at_length(world)
    await sweep(pool, datetime.now(UTC))
    assert [row[1] for row in await raised(world)] == [False]


async def test_several_missed_entries_join_as_they_would_have(world: World, pool: Pool) -> None:
    await world.member()
    for tier in ("explicit", "veiled", "urgent", "explicit"):
        await entry(world, tier=tier)
    await at_length(world)
    assert await sweep(pool, datetime.now(UTC)) == 4
    assert [(tier, count) for tier, _, _, count in await raised(world)] == [("explicit", 2), ("urgent", 2)]
    assert len(await world.states()) == 4, "each alert is told once by each channel"


async def test_an_imported_diary_and_what_was_there_before_alert_nobody(world: World, pool: Pool) -> None:
    imported, old = await entry(world), await entry(world)
    await at_length(world)
    await world.seed.execute("update journal.check_in set source = 'import' where revision_id = $1", imported)
    await world.seed.execute("update journal.check_in set received_at = '2025-12-31' where revision_id = $1", old)
    assert await sweep(pool, datetime.now(UTC)) == 0


async def test_two_workers_raise_it_once(world: World, pool: Pool) -> None:
    await world.member()
    for _ in range(5):
        clinic = await make_clinic(world.seed)
        other = World(world.seed, world.service, clinic, await make_patient(world.seed, clinic))
        await entry(other)
    await entry(world)
    await at_length(world)
    counts = await asyncio.gather(*(sweep(pool, datetime.now(UTC)) for _ in range(4)))
    assert sum(counts) == 6
    assert [count for *_, count in await raised(world)] == [1] * 6


async def test_hopeless_ones_do_not_keep_the_newer_waiting(
    world: World, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.alerts.BATCH", 2)
    for _ in range(5):
        await entry(world)
    await at_length(world)
    await world.seed.execute(BREAK.format("alert", world.patient))
    other = await make_patient(world.seed, world.clinic)
    await entry(world, patient=other)
    await world.seed.execute(
        "update journal.check_in set received_at = received_at - interval '10 s' where patient_id = $1", other
    )
    assert await sweep(pool, datetime.now(UTC)) == 1
    assert await world.seed.fetch("select patient_id from journal.alert") == [(other,)]


async def test_an_alert_whose_clock_cannot_be_started_does_not_keep_the_others_waiting(
    world: World, pool: Pool
) -> None:
    other = await make_patient(world.seed, world.clinic)
    for patient in (world.patient, other):
        await make_alert(world.seed, world.clinic, patient, age=2 * OLDER_THAN)
    await world.seed.execute(BREAK.format("escalation", world.patient))
    assert await sweep(pool, datetime.now(UTC)) == 1
    assert await world.seed.fetch("select patient_id from journal.escalation") == [(other,)]


async def test_two_matches_at_the_same_moment_become_one_alert(world: World, app_pool: Pool) -> None:
    """Without the partial unique index each of them would find no open alert, and raise its own."""
    await world.member()
    await asyncio.gather(*(match(app_pool, world, "urgent") for _ in range(8)))
    assert [(tier, count) for tier, _, _, count in await raised(world)] == [("urgent", 8)]
    assert len(await world.states()) == 2
    rows = await world.seed.fetch("select state, count(*) from journal.alert_change group by state order by state")
    assert [tuple(row) for row in rows] == [("joined", 7), ("raised", 1)]


async def test_a_match_that_meets_an_acknowledgement_raises_a_new_alert(world: World, app_pool: Pool) -> None:
    """It waits for the row that is being acknowledged, sees that it no longer joins, and does not get lost."""
    member = await world.member()
    await match(app_pool, world, "urgent")
    transaction = world.seed.transaction()
    await transaction.start()
    await world.seed.execute(
        "update journal.alert set acknowledged_at = now(), acknowledged_by = $1, state = 'acknowledged'", member
    )
    second = asyncio.create_task(match(app_pool, world, "explicit"))
    await asyncio.sleep(0.3)
    assert not second.done()
    await transaction.commit()
    await second
    rows = await world.seed.fetch(
        "select tier, count, acknowledged_at is null as open from journal.alert order by raised_at"
    )
    assert [tuple(row) for row in rows] == [("urgent", 1, False), ("explicit", 1, True)]


async def test_the_clock_of_an_older_alert_starts_without_telling_everybody_again(world: World, pool: Pool) -> None:
    """One that the version before raised and told."""
    await world.member()
    await world.alert(age=timedelta(minutes=1))
    await world.seed.execute("delete from journal.escalation")
    assert await sweep(pool, datetime.now(UTC)) == 1
    assert len(await world.states()) == 2
    assert await world.seed.fetchval("select tellings from journal.escalation") == 1


async def test_a_review_waits_in_the_inbox_and_has_no_clock(world: World, pool: Pool, app_pool: Pool) -> None:
    me = Context(clinic_id=world.clinic, account_id=world.patient, role="patient", patient_ids=(world.patient,))
    async with app_pool.acquire() as conn, acting_as(conn, me):
        await alerts.raise_or_join(
            conn, world.clinic, world.patient, tier="review", source="import", private=True, revision_id=None
        )
    await world.seed.execute("update journal.alert set raised_at = now() - interval '1 hour'")
    assert await sweep(pool, datetime.now(UTC)) == 0
    assert await world.states() == []
