"""The process as it runs, against a real database and a real push service: started, stopped, killed."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from db.summaries_due import schedule_summaries
from notifications.messages import WORDS
from notifications.worker import Duty, work
from tests.notifications.conftest import PUBLIC_URL, World
from tests.notifications.push_service import new_vapid_key
from tests.world import make_check_in, make_member, make_reminder, make_session, put_on_team

Start = Callable[[], Awaitable[asyncio.subprocess.Process]]


@pytest.fixture
async def start(worker_address: str, world: World) -> AsyncGenerator[Start]:
    """Starts `intersession worker`, as often as it is called, and ends them all."""
    environment = os.environ | {
        "WORKER_DATABASE_URL": worker_address,
        "VAPID_KEY": new_vapid_key(),
        "PUSH_HOSTS": world.service.host,
        "PUBLIC_URL": PUBLIC_URL,
    }
    started: list[asyncio.subprocess.Process] = []

    async def one() -> asyncio.subprocess.Process:
        started.append(await asyncio.create_subprocess_exec(sys.executable, "-m", "api.cli", "worker", env=environment))
        return started[-1]

    yield one
    for process in started:
        if process.returncode is None:
            process.kill()
        await process.wait()


@asynccontextmanager
async def patience(seconds: float = 20) -> AsyncGenerator[None]:
    async with asyncio.timeout(seconds):
        yield


async def until(condition: Callable[[], Awaitable[object]]) -> None:
    async with patience():
        while not await condition():  # noqa: ASYNC110 another process changes it
            await asyncio.sleep(0.02)


def a_moment_ago() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=1)


async def test_from_the_due_minute_to_a_neutral_text_on_the_phone(world: World, start: Start) -> None:
    phone = await world.phone()
    logged_already = await make_member(world.seed, world.clinic, "patient")
    await world.seed.execute(
        """insert into journal.patient
            (clinic_id, patient_id, name, zone, country, joined_on, consent_version, consented_at)
        values ($1, $2, 'Other', 'UTC', 'US', '2026-01-01', '1', now())""",
        world.clinic,
        logged_already,
    )
    await world.phone(logged_already)
    due = a_moment_ago()
    for patient in (world.patient, logged_already):
        await make_reminder(world.seed, world.clinic, patient, due, zone="UTC", local_time=due.time())
    await make_check_in(world.seed, world.clinic, logged_already, due.date())
    process = await start()
    (received,) = await world.service.wait_for(1, seconds=20)
    assert received.phone is phone
    assert received.notification["body"] == WORDS["en"]["check_in"]

    async def settled() -> bool:
        return await world.states() == ["sent"]

    await until(settled)
    await asyncio.sleep(2.5)  # more than a round of every duty
    assert world.service.asked == 1
    process.terminate()
    async with patience():
        assert await process.wait() == 0


async def test_a_summary_is_made_and_its_reader_told(world: World, start: Start) -> None:
    clinician = await make_member(world.seed, world.clinic, "clinician")
    await put_on_team(world.seed, world.clinic, world.patient, clinician)
    await world.phone(clinician)
    session = await make_session(world.seed, world.clinic, world.patient, datetime.now(UTC) + timedelta(hours=3))
    await schedule_summaries(world.seed, world.clinic, world.patient, [session], 24)
    await start()
    (received,) = await world.service.wait_for(1, seconds=20)
    assert received.notification["body"] == WORDS["en"]["summary_ready"]
    assert await world.seed.fetchval("select count(*) from journal.summary") == 1


async def test_it_gives_signs_of_life_and_stops_when_asked(world: World, start: Start) -> None:
    process = await start()

    async def alive() -> bool:
        return await world.seed.fetchval(
            "select count(*) = 1 from operations.heartbeat where at > now() - interval '10 s'"
        )

    await until(alive)
    process.send_signal(signal.SIGINT)
    async with patience():
        assert await process.wait() == 0


async def test_an_unusable_key_is_one_sentence(worker_address: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "api.cli", "worker"),
        env=os.environ | {"WORKER_DATABASE_URL": worker_address, "VAPID_KEY": "not a key"},
        stderr=asyncio.subprocess.PIPE,
    )
    async with patience():
        _, said = await process.communicate()
    assert process.returncode == 1
    assert said.decode().splitlines() == ["The VAPID key must be a private key in PEM, see `intersession vapid-keys`."]


async def test_several_workers_send_everything_once(world: World, start: Start) -> None:
    await world.phone()
    for _ in range(200):
        await world.message()
    for _ in range(3):
        await start()
    await world.service.wait_for(200, seconds=30)

    async def settled() -> bool:
        return set(await world.states()) == {"sent"}

    await until(settled)
    ids = [received.notification["data"]["id"] for received in world.service.received]
    assert len(ids) == len(set(ids)) == 200


async def test_a_worker_killed_while_sending_loses_nothing(world: World, start: Start) -> None:
    await world.phone()
    for _ in range(120):
        await world.message()
    serve = world.service.behaviour
    held = asyncio.Event()
    arrived = asyncio.Event()

    async def hold(_request: web.Request) -> web.StreamResponse:
        arrived.set()
        await held.wait()
        return web.Response(status=503)

    world.service.behaviour = hold
    first = await start()
    async with patience():
        await arrived.wait()
    first.kill()
    await first.wait()
    held.set()
    world.service.behaviour = serve
    # As if the dead worker's leases had run out.
    await world.due_now()
    await start()

    async def settled() -> bool:
        return set(await world.states()) == {"sent"}

    await until(settled)
    assert len({received.notification["data"]["id"] for received in world.service.received}) == 120


async def test_on_stop_the_step_in_hand_is_finished() -> None:
    stop, began = asyncio.Event(), asyncio.Event()
    finished: list[str] = []

    async def step() -> int:
        began.set()
        await asyncio.sleep(0.2)
        finished.append("done")
        return 1

    working = asyncio.create_task(work([Duty(name="one", step=step, rest_seconds=1)], stop))
    await began.wait()
    stop.set()
    async with patience(2):
        await working
    assert finished == ["done"]


async def test_a_duty_that_fails_is_tried_again_and_disturbs_no_other(caplog: pytest.LogCaptureFixture) -> None:
    stop = asyncio.Event()
    tries: list[str] = []

    async def fails() -> int:
        tries.append("fails")
        raise RuntimeError

    async def works() -> int:
        tries.append("works")
        return 0

    duties = [Duty(name="bad", step=fails, rest_seconds=0.01), Duty(name="good", step=works, rest_seconds=0.01)]
    working = asyncio.create_task(work(duties, stop))
    await asyncio.sleep(0.3)
    stop.set()
    await working
    assert tries.count("works") > tries.count("fails") >= 3
    assert [record.__dict__["duty"] for record in caplog.records] == ["bad"] * tries.count("fails")
