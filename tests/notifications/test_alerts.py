from datetime import UTC, datetime, timedelta

from db.pool import Pool
from notifications.alerts import NOBODY_AGAIN, step, sweep
from notifications.delivery import Delivery
from tests.notifications.conftest import World
from tests.world import make_alert, make_clinic, make_member, make_patient, put_on_team

OLD = timedelta(minutes=1)


async def test_an_alert_without_messages_gets_them_and_is_sent(world: World, pool: Pool, delivery: Delivery) -> None:
    clinician = await make_member(world.seed, world.clinic, "clinician")
    await put_on_team(world.seed, world.clinic, world.patient, clinician)
    await world.phone(clinician)
    await make_alert(world.seed, world.clinic, world.patient, age=OLD)
    assert await sweep(pool, datetime.now(UTC)) == 1
    assert await sweep(pool, datetime.now(UTC)) == 0
    await delivery.step(alerts=True)
    assert len(world.service.received) == 1
    assert await world.seed.fetchval("select state from journal.alert") == "sent"


async def test_one_that_was_just_raised_is_left_to_its_own_transaction(world: World, pool: Pool) -> None:
    await put_on_team(world.seed, world.clinic, world.patient, await make_member(world.seed, world.clinic, "clinician"))
    await make_alert(world.seed, world.clinic, world.patient)
    assert await sweep(pool, datetime.now(UTC)) == 0


async def test_an_alert_of_a_patient_without_a_team_waits_for_one(world: World, pool: Pool) -> None:
    await make_alert(world.seed, world.clinic, world.patient, age=OLD)
    assert await sweep(pool, datetime.now(UTC)) == 1
    assert await world.states() == []
    await put_on_team(world.seed, world.clinic, world.patient, await make_member(world.seed, world.clinic, "therapist"))
    assert await step(pool, datetime.now(UTC)) == 0
    assert await step(pool, datetime.now(UTC) + NOBODY_AGAIN) == 1
    assert await world.states() == ["queued", "queued"]


async def test_every_clinics_alerts_are_found(world: World, pool: Pool) -> None:
    for _ in range(2):
        clinic = await make_clinic(world.seed)
        patient = await make_patient(world.seed, clinic)
        await put_on_team(world.seed, clinic, patient, await make_member(world.seed, clinic, "clinician"))
        await make_alert(world.seed, clinic, patient, age=OLD)
    assert await sweep(pool, datetime.now(UTC)) == 2
