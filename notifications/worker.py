"""The worker: reminders, alerts and summaries go out from here, beside the API and without it.

Each duty is a loop of small steps, each step in short transactions of its own. Rows are claimed with a lease: any number
of workers can run at once, and one that is killed leaves nothing that another does not find. On SIGTERM and SIGINT a
worker finishes the step in hand and stops.
"""

import asyncio
import contextlib
import logging
import os
import signal
import socket
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

import msgspec

from db import heartbeats, reach
from db.pool import WORKER, Pool, create_pool
from notifications import alerts, audit_seals, reminders, summaries
from notifications.delivery import Delivery
from notifications.email import Mailer, mail_server
from notifications.endpoints import AllowedHosts
from notifications.mailing import Mailing
from notifications.vapid import VapidSigner
from notifications.web_push import WebPushSender, push_session

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 5.0
LONGEST_REST_SECONDS = 30.0
STOP_SECONDS = 12.0
"""A push takes 10 s at most; whoever started us gives up on us after 15."""
CONNECTIONS = 8


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """`step` returns how much it found to do: after nothing it rests for `rest_seconds`, otherwise it goes on at once."""

    name: str
    step: Callable[[], Awaitable[int]]
    rest_seconds: float


async def main(
    *,
    dsn: str,
    vapid_key: str,
    vapid_subject: str,
    push_hosts: Sequence[str],
    public_url: str,
    smtp_url: str | None,
    mail_from: str | None,
) -> None:
    """Runs until SIGTERM or SIGINT. `push_hosts`: push services (host:port) besides the well-known ones. Without `smtp_url` no mail is
    sent. Raises VapidError and MailError for settings that cannot be used."""
    mailer = Mailer(mail_server(smtp_url, mail_from), public_url) if smtp_url else None
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    await run(
        stop,
        dsn=dsn,
        signer=VapidSigner(vapid_key, vapid_subject),
        allowed=AllowedHosts(push_hosts),
        public_url=public_url,
        mailer=mailer,
    )


async def run(
    stop: asyncio.Event,
    *,
    dsn: str,
    signer: VapidSigner,
    allowed: AllowedHosts,
    public_url: str,
    mailer: Mailer | None,
) -> None:
    pool = await create_pool(dsn, role=WORKER, min_size=1, max_size=CONNECTIONS)
    async with pool, push_session() as session:
        delivery = Delivery(pool, WebPushSender(session, signer, allowed), public_url, now)
        mailing = Mailing(pool, mailer, now)
        await mailing.revive()
        await work(duties(pool, delivery, mailing, mail=mailer is not None), stop)
        log.info("worker stopped")


def duties(pool: Pool, delivery: Delivery, mailing: Mailing, *, mail: bool) -> list[Duty]:
    """Alerts have a loop to themselves: they wait behind nothing else."""
    return [
        Duty(name="heartbeat", step=heartbeat(pool, mail=mail), rest_seconds=HEARTBEAT_SECONDS),
        Duty(name="alerts", step=lambda: delivery.step(alerts=True), rest_seconds=0.5),
        Duty(name="mails", step=mailing.step, rest_seconds=0.5),
        Duty(name="messages", step=lambda: delivery.step(alerts=False), rest_seconds=1.0),
        Duty(name="reminders", step=lambda: reminders.plan_due(pool, now()), rest_seconds=2.0),
        Duty(name="summaries", step=lambda: summaries.make_due(pool, now()), rest_seconds=2.0),
        Duty(name="escalations", step=lambda: alerts.step(pool, now()), rest_seconds=1.0),
        Duty(name="sweep", step=resting(lambda: alerts.sweep(pool, now())), rest_seconds=15.0),
        Duty(name="audit", step=resting(lambda: audit_seals.seal(pool)), rest_seconds=60.0),
    ]


async def work(duties: Sequence[Duty], stop: asyncio.Event) -> None:
    """Until `stop` is set; then each finishes its step, for as long as STOP_SECONDS allow."""
    tasks = [asyncio.create_task(repeat(duty, stop), name=duty.name) for duty in duties]
    await stop.wait()
    _, unfinished = await asyncio.wait(tasks, timeout=STOP_SECONDS)
    for task in unfinished:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def repeat(duty: Duty, stop: asyncio.Event) -> None:
    """A step that fails is logged and tried again later: later and later, as long as it goes on failing."""
    failures = 0
    while not stop.is_set():
        try:
            busy = await duty.step() > 0
            failures = 0
        except Exception:
            failures += 1
            busy = False
            log.exception("duty failed", extra={"duty": duty.name})
        if not busy:
            longest = max(duty.rest_seconds, LONGEST_REST_SECONDS)
            await rest(stop, min(duty.rest_seconds * 2 ** min(failures, 10), longest))


async def rest(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


def heartbeat(pool: Pool, *, mail: bool) -> Callable[[], Awaitable[int]]:
    """A sign of life that means something: it goes through the pool and the event loop that do the work, and says what waits.
    `mail`: whether there is a mail server to send by."""
    name = f"{socket.gethostname()}:{os.getpid()}"

    async def beat() -> int:
        async with pool.acquire() as conn:
            await reach.count_unreached(conn)
            detail = {"mail": mail, "figures": msgspec.to_builtins(await reach.figures(conn, mail=mail))}
            if not await heartbeats.beat(conn, name, detail):
                await heartbeats.begin(conn, name)
                await heartbeats.beat(conn, name, detail)
        return 0

    return beat


def resting(step: Callable[[], Awaitable[int]]) -> Callable[[], Awaitable[int]]:
    """For a duty that rests after each step, whatever it found: what it leaves undone is not urgent."""

    async def once() -> int:
        await step()
        return 0

    return once


def now() -> datetime:
    return datetime.now(UTC)
