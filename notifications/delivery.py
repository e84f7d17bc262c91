"""Claim, send, record: what is queued goes out to every phone of its person.

Every kind is sent at least once until it expires. A worker that dies between sending and recording leaves its lease to
run out, and the message is sent again under the same topic and tag, so that the phone shows it once.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from random import SystemRandom
from uuid import UUID

import msgspec

from db import alerts_due, notifications, push_subscriptions
from db.notifications import Message, Outcome
from db.pool import Conn, Pool, acting_as, worker_context
from db.push_subscriptions import Phone
from notifications.messages import payload, topic
from notifications.web_push import Answer, Delivered, Gone, Push, Refused, RetryAfter, Urgency, WebPushSender

log = logging.getLogger(__name__)

BATCH = 50
LEASE = timedelta(seconds=120)
"""Longer than a batch can take: 50 messages to 10 phones each, 100 requests at once, 10 s each."""
ALERT_BATCH = 20
ALERT_LEASE = timedelta(seconds=40)
"""The same for alerts, by push (20 to 10 phones, 100 at once) or by mail (8 at once): when a worker dies with one in hand, the next
one has it within the minute."""
FIRST_WAIT_SECONDS = 5.0
LONGEST_WAIT_SECONDS = 900.0
# Somebody waits for these, or they have their hour: a phone that saves its battery is to be woken.
URGENCY: dict[notifications.Kind, Urgency] = {"summary_ready": "normal"}

random = SystemRandom()


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one message, and what each phone's service said."""

    outcome: Outcome
    answers: list[tuple[Phone, Answer]] = []


class Delivery:
    def __init__(self, pool: Pool, sender: WebPushSender, public_url: str, clock: Callable[[], datetime]) -> None:
        self._pool = pool
        self._sender = sender
        self._public_url = public_url
        self._clock = clock

    async def step(self, *, alerts: bool) -> int:
        """One batch. Returns how many messages were claimed; no connection is held while they are sent."""
        now = self._clock()
        async with self._pool.acquire() as conn:
            async with conn.transaction():
                limit, lease = (ALERT_BATCH, ALERT_LEASE) if alerts else (BATCH, LEASE)
                messages = await notifications.claim(conn, now, alerts=alerts, limit=limit, lease=lease)
            if not messages:
                return 0
            due = await worth_sending(conn, [message for message in messages if message.expires_at > now])
            async with conn.transaction():
                phones = await phones_of(conn, due)
        wanted = {message.notification_id for message in due}
        await self._record(
            [Sent(outcome=unsent(message, now)) for message in messages if message.notification_id not in wanted]
        )
        await self._send_all(due, phones)
        return len(messages)

    async def _send_all(self, due: Sequence[Message], phones: dict[tuple[UUID, UUID], list[Phone]]) -> None:
        """What is finished is recorded while the rest is still under way: one slow service holds up no record."""
        sending = {
            asyncio.create_task(self._send(message, phones[message.clinic_id, message.account_id])) for message in due
        }
        try:
            while sending:
                done, sending = await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
                await self._record([task.result() for task in done])
        finally:
            for task in sending:
                task.cancel()

    async def _send(self, message: Message, phones: Sequence[Phone]) -> Sent:
        now = self._clock()
        try:
            push = Push(
                payload=payload(message.kind, message.language, message.notification_id, self._public_url),
                ttl=max(1, int((message.expires_at - now).total_seconds())),
                urgency=URGENCY.get(message.kind, "high"),
                topic=topic(message.kind),
            )
            answers = await asyncio.gather(*(self._sender.send(phone, push) for phone in phones))
        except Exception:
            # One message that cannot be sent must not keep the others from being recorded.
            log.exception("message not sent", extra={"kind": message.kind})
            answers = [RetryAfter() for _ in phones]
        return Sent(
            outcome=outcome_of(message, answers, self._clock()), answers=list(zip(phones, answers, strict=True))
        )

    async def _record(self, sent: Sequence[Sent]) -> None:
        by_clinic = defaultdict[UUID, list[Sent]](list)
        for one in sent:
            by_clinic[one.outcome.message.clinic_id].append(one)
        for clinic_id, ours in by_clinic.items():
            async with self._pool.acquire() as conn:
                await record(conn, clinic_id, ours)


async def worth_sending(conn: Conn, messages: Sequence[Message]) -> list[Message]:
    """The last look before sending: not about a day that was logged meanwhile, nor about an acknowledged alert, nor to somebody who
    was suspended. With the address of those who are staff."""
    due: list[Message] = []
    for clinic_id, group in groupby(sorted(messages, key=lambda one: one.clinic_id), key=lambda one: one.clinic_id):
        ours = list(group)
        patients = {message.patient_id for message in ours if message.patient_id is not None}
        async with acting_as(conn, worker_context(clinic_id, list(patients))):
            wanted = await notifications.still_due(conn, clinic_id, ours)
        due += [
            msgspec.structs.replace(message, address=wanted[message.notification_id])
            for message in ours
            if message.notification_id in wanted
        ]
    return due


async def phones_of(conn: Conn, messages: Iterable[Message]) -> dict[tuple[UUID, UUID], list[Phone]]:
    """By clinic and account; an account without a phone has an empty list."""
    phones = defaultdict[tuple[UUID, UUID], list[Phone]](list)
    accounts = [(message.clinic_id, message.account_id) for message in messages]
    for phone in await push_subscriptions.of_accounts(conn, accounts) if accounts else []:
        phones[phone.clinic_id, phone.account_id].append(phone)
    return phones


def unsent(message: Message, now: datetime) -> Outcome:
    return Outcome(message=message, state="expired" if message.expires_at <= now else "withdrawn")


def outcome_of(message: Message, answers: Sequence[Answer], now: datetime) -> Outcome:
    """Sent when any phone's service took it. An alert goes on also where it was refused; the rest then has no device."""
    if any(isinstance(answer, Delivered) for answer in answers):
        return Outcome(message=message, state="sent")
    waits = [answer.seconds for answer in answers if isinstance(answer, RetryAfter)]
    if message.kind == "alert":
        waits += [None for answer in answers if isinstance(answer, Refused)]
    if not waits:
        return Outcome(message=message, state="no_device")
    named = [seconds for seconds in waits if seconds is not None]
    retry_at = now + timedelta(seconds=min(named) if len(named) == len(waits) else backoff(message.attempts))
    if retry_at >= message.expires_at:
        return Outcome(message=message, state="expired")
    return Outcome(message=message, state=None, retry_at=retry_at)


def backoff(attempts: int) -> float:
    """Seconds after so many attempts: doubled each time and spread by half, so that they do not all come back at once."""
    wait = min(FIRST_WAIT_SECONDS * 2 ** (attempts - 1), LONGEST_WAIT_SECONDS)
    return wait * random.uniform(0.5, 1.0)


async def record(conn: Conn, clinic_id: UUID, sent: Sequence[Sent]) -> None:
    """In one transaction: what became of the messages, of the phones, and of the alerts that reached somebody."""
    outcomes = [one.outcome for one in sent]
    answers = [pair for one in sent for pair in one.answers]
    async with acting_as(conn, worker_context(clinic_id, patients_of(outcomes))):
        await notifications.settle(conn, outcomes)
        await push_subscriptions.record(
            conn,
            clinic_id,
            accepted=[phone.subscription_id for phone, answer in answers if isinstance(answer, Delivered)],
            refused=[p.subscription_id for p, answer in answers if isinstance(answer, Refused) and answer.by_phone],
            gone=[phone.subscription_id for phone, answer in answers if isinstance(answer, Gone)],
        )
        await mark_alerts_sent(conn, clinic_id, outcomes)


def patients_of(outcomes: Iterable[Outcome]) -> list[UUID]:
    """Those whose alerts reached somebody."""
    return list({one.message.patient_id for one in reached(outcomes) if one.message.patient_id is not None})


async def mark_alerts_sent(conn: Conn, clinic_id: UUID, outcomes: Iterable[Outcome]) -> None:
    """Within the context of `patients_of` the same outcomes."""
    if ids := [UUID(one.message.subject) for one in reached(outcomes)]:
        await alerts_due.mark_sent(conn, clinic_id, ids)


def reached(outcomes: Iterable[Outcome]) -> list[Outcome]:
    return [one for one in outcomes if one.state == "sent" and one.message.kind == "alert"]
