"""The worker tells one person after another, at the clinic's pace, until somebody acknowledges."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest

from clinical.escalation import OnList, Rules, When
from db import alerts, escalation, tellings
from db.pool import APP, Context, Pool
from notifications.alerts import NOBODY_AGAIN, step
from notifications.delivery import Delivery
from notifications.mailing import Mailing
from tests.notifications.conftest import World
from tests.notifications.mail_server import MailService
from tests.world import make_alert, make_clinic, make_member, make_patient, seen_as

MINUTE = timedelta(minutes=1)


async def set_list(
    world: World, *people: tuple[UUID, When], after: int = 10, weekdays: list[int] | None = None
) -> None:
    rules = Rules(
        zone="UTC",
        after_minutes=after,
        on_call_after_minutes=after,
        day_from=time(0),
        day_until=time(23, 59),
        weekdays=[1, 2, 3, 4, 5, 6, 7] if weekdays is None else weekdays,
        people=[OnList(account_id=account, when=when) for account, when in people],
    )
    await escalation.change(world.seed, world.clinic, rules)


async def told(world: World) -> list[tuple[int, UUID, str]]:
    rows = await world.seed.fetch(
        "select telling, account_id, how from journal.notification where channel = 'push' order by telling, account_id"
    )
    return [tuple(row) for row in rows]


async def covers(world: World) -> list[UUID]:
    rows = await world.seed.fetch("select member_id from identity.cover where ended_at is null order by since")
    return [row["member_id"] for row in rows]


@pytest.fixture
async def noon(world: World) -> datetime:
    """An hour by day in every zone that matters here, in the future of every row."""
    await world.seed.execute("update identity.clinic set zone = 'UTC'")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    return tomorrow.replace(hour=12, minute=0, second=0, microsecond=0)


async def test_each_wait_brings_the_next_person_and_after_the_last_everybody(
    world: World, pool: Pool, noon: datetime
) -> None:
    team = await world.member()
    second, third = [await make_member(world.seed, world.clinic, "clinician") for _ in range(2)]
    await set_list(world, (second, "always"), (third, "day"))
    await world.alert(now=noon)
    assert await step(pool, noon + 9 * MINUTE) == 0
    for minutes in (10, 20, 30):
        assert await step(pool, noon + minutes * MINUTE) == 1
        assert await step(pool, noon + minutes * MINUTE) == 0
    assert await told(world) == sorted(
        [
            (1, team, "care_team"),
            (2, second, "escalation"),
            (3, third, "escalation"),
            (4, team, "care_team"),
            (4, second, "escalation"),
            (4, third, "escalation"),
        ]
    )
    assert set(await covers(world)) == {second, third}
    clock = await world.seed.fetchrow("select tellings, round, round_began from journal.escalation")
    assert clock is not None
    assert tuple(clock) == (4, 2, 4)


async def test_each_telling_is_on_record(world: World, pool: Pool, noon: datetime) -> None:
    await world.member()
    second = await make_member(world.seed, world.clinic, "therapist")
    await set_list(world, (second, "always"))
    alert = await world.alert(now=noon)
    await step(pool, noon + 10 * MINUTE)
    trail = await world.seed.fetch(
        "select action, account_id, role, patient_id, subject from journal.audit order by seq"
    )
    assert [tuple(row) for row in trail] == [
        ("cover.began", second, "therapist", world.patient, str(alert)),
        ("alert.escalated", None, "worker", world.patient, str(alert)),
    ]
    changes = await world.seed.fetch("select state from journal.alert_change")
    assert [row["state"] for row in changes] == ["escalated"]


async def test_who_is_told_hears_it_on_the_phone_and_by_mail(
    world: World, pool: Pool, delivery: Delivery, mailing: Mailing, mails: MailService, noon: datetime
) -> None:
    second = await make_member(world.seed, world.clinic, "clinician")
    await world.member()
    phone = await world.phone(second)
    await set_list(world, (second, "always"))
    await world.alert(now=noon)
    await world.seed.execute("update journal.notification set state = 'sent'")
    await step(pool, noon + 10 * MINUTE)
    assert (await delivery.step(alerts=True), await mailing.step()) == (1, 1)
    assert [received.phone for received in world.service.received] == [phone]
    assert [received.recipients for received in mails.received] == [[await world.address(second)]]


async def test_an_acknowledgement_stops_it(world: World, pool: Pool, noon: datetime) -> None:
    member = await world.member()
    alert = await world.alert(now=noon)
    context = Context(clinic_id=world.clinic, account_id=member, role="clinician", patient_ids=(world.patient,))
    async with seen_as(world.seed, APP, context):
        assert await alerts.acknowledge(world.seed, world.clinic, alert, member, "Called.") == world.patient
    assert await step(pool, noon + timedelta(days=3)) == 0
    assert [number for number, *_ in await told(world)] == [1]


async def test_a_clock_that_an_acknowledgement_did_not_see_is_stopped_and_nobody_is_told(
    world: World, pool: Pool, noon: datetime
) -> None:
    member = await world.member()
    await set_list(world, (await make_member(world.seed, world.clinic, "clinician"), "always"))
    await world.alert(now=noon)
    await world.seed.execute(
        "update journal.alert set state = 'acknowledged', acknowledged_at = now(), acknowledged_by = $1", member
    )
    assert await step(pool, noon + 10 * MINUTE) == 1
    assert await step(pool, noon + timedelta(days=3)) == 0
    assert [number for number, *_ in await told(world)] == [1]
    assert await covers(world) == []


async def test_several_workers_tell_each_person_once(world: World, pool: Pool, noon: datetime) -> None:
    worlds = [world]
    for _ in range(9):
        clinic = await make_clinic(world.seed, zone="UTC")
        worlds.append(World(world.seed, world.service, clinic, await make_patient(world.seed, clinic)))
    for one in worlds:
        await one.member()
        await set_list(one, (await make_member(world.seed, one.clinic, "clinician"), "always"))
        await one.alert(now=noon)
    counts = await asyncio.gather(*(step(pool, noon + 10 * MINUTE) for _ in range(4)))
    assert sum(counts) == 10
    assert sorted(number for number, *_ in await told(world)) == [1] * 10 + [2] * 10


async def test_a_worker_that_died_with_a_clock_in_hand_leaves_it_to_another(
    world: World, pool: Pool, noon: datetime
) -> None:
    await world.member()
    await set_list(world, (await make_member(world.seed, world.clinic, "clinician"), "always"))
    await world.alert(now=noon)
    async with pool.acquire() as conn, conn.transaction():
        assert len(await tellings.claim(conn, noon + 10 * MINUTE, 10)) == 1
    assert await step(pool, noon + 10 * MINUTE) == 0
    assert await step(pool, noon + 10 * MINUTE + tellings.LEASE) == 1
    assert [number for number, *_ in await told(world)] == [1, 2]


async def test_who_is_suspended_is_passed_over(world: World, pool: Pool, noon: datetime) -> None:
    await world.member()
    second, third = [await make_member(world.seed, world.clinic, "clinician") for _ in range(2)]
    await set_list(world, (second, "always"), (third, "always"))
    await world.alert(now=noon)
    await world.seed.execute("update identity.membership set suspended_at = now() where id = $1", second)
    await step(pool, noon + 10 * MINUTE)
    assert (await told(world))[-1][1] == third


async def test_settings_that_change_meanwhile_hold_from_the_next_telling_on(
    world: World, pool: Pool, noon: datetime
) -> None:
    await world.member()
    second = await make_member(world.seed, world.clinic, "clinician")
    await world.alert(now=noon)
    await set_list(world, (second, "always"), after=5)
    await step(pool, noon + 30 * MINUTE)
    assert (await told(world))[-1][1] == second
    assert await world.seed.fetchval("select due_at from journal.escalation") == noon + 35 * MINUTE


async def test_a_hundred_alerts_with_nobody_to_tell_do_not_starve_one_that_has_somebody(
    world: World, pool: Pool, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.alerts.BATCH", 5)
    for _ in range(12):
        clinic = await make_clinic(world.seed, zone="UTC")
        alone = World(world.seed, world.service, clinic, await make_patient(world.seed, clinic))
        await alone.alert(now=noon)
    assert await told(world) == []
    alert = await make_alert(world.seed, world.clinic, world.patient)
    member = await world.member()
    await world.seed.execute(
        """insert into journal.escalation (clinic_id, patient_id, alert_id, tellings, due_at, next_attempt_at)
        values ($1, $2, $3, 0, $4, $4)""",
        world.clinic, world.patient, alert, noon + NOBODY_AGAIN,
    )  # fmt: skip
    later = noon + NOBODY_AGAIN
    claimed = 0
    while found := await step(pool, later):
        claimed += found
    assert claimed == 13
    assert await told(world) == [(1, member, "care_team")]


async def test_after_three_rounds_the_voice_gets_calmer(world: World, pool: Pool, noon: datetime) -> None:
    await world.member()
    await set_list(world, weekdays=[])
    await world.alert(now=noon)
    waits: list[timedelta] = []
    now = noon
    for _ in range(14):
        due = await world.seed.fetchval("select due_at from journal.escalation")
        waits.append(due - now)
        now = due
        assert await step(pool, now) == 1
    assert waits[:5] == [10 * MINUTE, 10 * MINUTE, 20 * MINUTE, 40 * MINUTE, 80 * MINUTE]
    assert waits[-1] == timedelta(days=1)
