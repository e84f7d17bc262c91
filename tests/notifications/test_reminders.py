from datetime import UTC, date, datetime, time, timedelta

import pytest

from db.pool import Pool
from notifications import reminders
from notifications.reminders import plan_due
from tests.notifications.conftest import World
from tests.world import make_check_in, make_clinic, make_patient, make_reminder

DUE = datetime(2026, 3, 18, 0, tzinfo=UTC)  # 20:00 on the 17th in New York
DAY = date(2026, 3, 17)


async def messages(world: World) -> list[tuple[object, ...]]:
    rows = await world.seed.fetch("select account_id, kind, subject, language, expires_at from journal.notification")
    return [tuple(row) for row in rows]


async def next_due(world: World) -> datetime:
    return await world.seed.fetchval("select next_due_at from journal.reminder")


async def test_a_due_reminder_becomes_a_message_until_the_end_of_the_local_day(world: World, pool: Pool) -> None:
    await make_reminder(world.seed, world.clinic, world.patient, DUE)
    assert await plan_due(pool, DUE) == 1
    midnight = datetime(2026, 3, 18, 4, tzinfo=UTC)
    assert await messages(world) == [(world.patient, "check_in", "2026-03-17", "en", midnight)]
    assert await next_due(world) == DUE + timedelta(days=1)
    assert await plan_due(pool, DUE) == 0


async def test_a_logged_day_is_left_alone(world: World, pool: Pool) -> None:
    await make_reminder(world.seed, world.clinic, world.patient, DUE)
    await make_check_in(world.seed, world.clinic, world.patient, DAY)
    await plan_due(pool, DUE)
    assert await messages(world) == []
    assert await next_due(world) == DUE + timedelta(days=1)


async def test_a_day_that_was_dealt_with_is_left_alone(world: World, pool: Pool) -> None:
    await make_reminder(world.seed, world.clinic, world.patient, DUE, last_fired_on=DAY)
    await plan_due(pool, DUE)
    assert await messages(world) == []


async def test_a_worker_that_was_away_does_not_catch_up_on_days_that_are_over(world: World, pool: Pool) -> None:
    await make_reminder(world.seed, world.clinic, world.patient, DUE)
    await plan_due(pool, DUE + timedelta(days=3, hours=5))
    assert await messages(world) == []
    assert await next_due(world) == DUE + timedelta(days=4)


async def test_a_worker_that_was_away_for_an_hour_reminds_late_unless_it_is_quiet_by_then(
    world: World, pool: Pool
) -> None:
    other = await make_patient(world.seed, world.clinic)
    await make_reminder(world.seed, world.clinic, world.patient, DUE)
    await make_reminder(world.seed, world.clinic, other, DUE, quiet_from=time(21), quiet_until=time(7))
    await plan_due(pool, DUE + timedelta(hours=1))
    assert [message[0] for message in await messages(world)] == [world.patient]


async def test_a_message_expires_when_the_quiet_hours_begin(world: World, pool: Pool) -> None:
    await make_reminder(world.seed, world.clinic, world.patient, DUE, quiet_from=time(22), quiet_until=time(7))
    await plan_due(pool, DUE)
    assert (await messages(world))[0][4] == DUE + timedelta(hours=2)


async def test_never_twice_on_one_local_date_even_if_the_row_forgets(world: World, pool: Pool) -> None:
    await make_reminder(world.seed, world.clinic, world.patient, DUE)
    for _ in range(2):
        await plan_due(pool, DUE)
        await world.seed.execute("update journal.reminder set next_due_at = $1, last_fired_on = null", DUE)
    assert len(await messages(world)) == 1


async def test_a_crash_before_the_commit_leaves_the_reminder_to_be_claimed_again(
    world: World, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_reminder(world.seed, world.clinic, world.patient, DUE)

    async def crash(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(reminders, "queue_each", crash)
        with pytest.raises(RuntimeError):
            await plan_due(pool, DUE)
    assert await messages(world) == []
    assert await plan_due(pool, DUE) == 0, "the lease holds"
    assert await plan_due(pool, DUE + timedelta(seconds=61)) == 1
    assert len(await messages(world)) == 1


async def test_patients_of_several_clinics_are_reminded_each_in_their_own_day(world: World, pool: Pool) -> None:
    tokyo = await make_clinic(world.seed, zone="Asia/Tokyo")
    hana = await make_patient(world.seed, tokyo, zone="Asia/Tokyo", language="es")
    await make_reminder(world.seed, world.clinic, world.patient, DUE)
    await make_reminder(world.seed, tokyo, hana, DUE, zone="Asia/Tokyo", local_time=time(9))
    assert await plan_due(pool, DUE) == 2
    found = {message[0]: message[2:4] for message in await messages(world)}
    assert found == {world.patient: ("2026-03-17", "en"), hana: ("2026-03-18", "es")}


async def test_a_zone_that_is_gone_does_not_hold_up_the_others(world: World, pool: Pool) -> None:
    other = await make_patient(world.seed, world.clinic)
    await make_reminder(world.seed, world.clinic, world.patient, DUE, zone="Mars/Olympus")
    await make_reminder(world.seed, world.clinic, other, DUE)
    assert await plan_due(pool, DUE) == 2
    assert other in {message[0] for message in await messages(world)}
