"""kill -9 of the worker, again and again, while two hundred alerts go out: every one is delivered by push and by mail, none is lost.

A lease lasts longer than this test may: where a worker was killed its leases are ended by hand, which is what time does.
"""

import asyncio
import os
import random
import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from aiohttp import web

from tests.notifications.conftest import PUBLIC_URL, World
from tests.notifications.mail_server import MailService
from tests.notifications.push_service import Behaviour, Received, new_vapid_key
from tests.world import make_check_in, make_clinic, make_member, make_patient, put_on_team

ALERTS = 200
MISSED = 40
"""Of them: entries whose alert was not written, which the worker has to raise first."""
KILLS = 6
PATIENCE_SECONDS = 60


async def test_every_alert_is_delivered_though_the_worker_is_killed_all_the_time(
    world: World, mails: MailService, worker_address: str
) -> None:
    await raise_all(world)
    world.service.behaviour = slowly(world)
    mails.wait_seconds = 0.01
    environment = os.environ | {
        "WORKER_DATABASE_URL": worker_address,
        "VAPID_KEY": new_vapid_key(),
        "PUSH_HOSTS": world.service.host,
        "PUBLIC_URL": PUBLIC_URL,
        "SMTP_URL": mails.url(),
        "MAIL_FROM": "alerts@clinic.example",
    }
    async with asyncio.timeout(PATIENCE_SECONDS):
        for _ in range(KILLS):
            worker = await start(environment)
            at_least = handed_over(world, mails) + random.randint(1, 50)
            await until(lambda wanted=at_least: handed_over(world, mails) >= wanted)
            await asyncio.sleep(random.uniform(0, 0.1))
            worker.kill()
            await worker.wait()
            await world.due_now()
        worker = await start(environment)
        while not await is_over(world):  # noqa: ASYNC110 another process changes it
            await asyncio.sleep(0.1)
        worker.terminate()
        assert await worker.wait() == 0
    alerts = {row["alert_id"] for row in await world.seed.fetch("select alert_id from journal.alert")}
    about = {
        r["notification_id"]: UUID(r["subject"]) for r in await world.seed.fetch("select * from journal.notification")
    }
    pushed = {about[pushed_id(received)] for received in world.service.received}
    mailed = {about[mailed_id(received.raw)] for received in mails.received}
    assert len(alerts) == ALERTS
    assert (alerts - pushed, alerts - mailed) == (set(), set())
    states = await world.seed.fetch("select distinct state from journal.alert")
    assert [row["state"] for row in states] == ["sent"]
    changes = await world.seed.fetch(
        "select state, count(*), count(distinct alert_id) from journal.alert_change group by state order by state"
    )
    # However often a worker died, each alert was raised once and became sent once.
    assert [tuple(row) for row in changes] == [("raised", MISSED, MISSED), ("sent", ALERTS, ALERTS)]


async def raise_all(world: World) -> None:
    """Of patients of several clinics, each with somebody on the care team who has a phone and an address."""
    await world.seed.execute(
        "create or replace function journal.alerts_account_for_entries_since() returns timestamptz language sql immutable as "
        "'select timestamptz ''2026-01-01'''"
    )
    for _ in range(4):
        clinic = await make_clinic(world.seed)
        member = await make_member(world.seed, clinic, "clinician")
        here = World(world.seed, world.service, clinic, member)
        await here.phone(member)
        for number in range(ALERTS // 4):
            here.patient = await make_patient(world.seed, clinic)
            await put_on_team(world.seed, clinic, here.patient, member)
            if number < MISSED // 4:
                await write_entry(here)
            else:
                await here.alert()


async def write_entry(world: World) -> None:
    written = datetime.now(UTC) - timedelta(minutes=1)
    await make_check_in(world.seed, world.clinic, world.patient, date(2026, 3, 2), received_at=written)
    await world.seed.execute("update journal.check_in set tier = 'explicit' where patient_id = $1", world.patient)


def slowly(world: World) -> Behaviour:
    """The push service as it is, a little later, so that a kill meets messages that are under way."""

    async def answer(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(random.uniform(0.005, 0.05))
        return await world.service.accept(request)

    return answer


async def start(environment: dict[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "api.cli", "worker", env=environment)


async def until(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110 the services' handlers run in this loop
        await asyncio.sleep(0.005)


async def is_over(world: World) -> bool:
    return await world.seed.fetchval(
        """select (select count(*) = $1 from journal.alert) and not exists (
               select from journal.notification where state = 'queued')""",
        ALERTS,
    )


def handed_over(world: World, mails: MailService) -> int:
    return len(world.service.received) + len(mails.received)


def pushed_id(received: Received) -> UUID:
    return UUID(received.notification["data"]["id"])


def mailed_id(raw: bytes) -> UUID:
    found = re.search(rb"Message-ID: <([0-9a-f-]{36})@", raw)
    assert found is not None
    return UUID(found[1].decode())
