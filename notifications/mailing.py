"""Claim, mail, record: alerts also go out by e-mail, in a loop of their own, so that neither way waits for the other."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from db import mailboxes, notifications
from db.notifications import Message, Outcome
from db.pool import Conn, Pool, acting_as, worker_context
from notifications.delivery import (
    ALERT_BATCH,
    ALERT_LEASE,
    backoff,
    mark_alerts_sent,
    patients_of,
    unsent,
    worth_sending,
)
from notifications.email import Answer, Mailer
from notifications.web_push import Delivered, Refused, RetryAfter

log = logging.getLogger(__name__)

ATTEMPTS = 12
"""About an hour and a half. By then the next person has been told, with a mail of their own."""


class Mailed(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one message. `answer` is None when nothing was tried."""

    outcome: Outcome
    answer: Answer | None = None


class Mailing:
    """Without a `mailer` (no mail server is set) messages are settled as such, and revived once there is one."""

    def __init__(self, pool: Pool, mailer: Mailer | None, clock: Callable[[], datetime]) -> None:
        self._pool = pool
        self._mailer = mailer
        self._clock = clock

    async def revive(self) -> None:
        """To be called once at the beginning."""
        if self._mailer is not None:
            async with self._pool.acquire() as conn:
                await notifications.revive_mails(conn)

    async def step(self) -> int:
        """One batch. Returns how many messages were claimed; no connection is held while they are sent."""
        now = self._clock()
        async with self._pool.acquire() as conn:
            async with conn.transaction():
                messages = await notifications.claim(
                    conn, now, alerts=True, limit=ALERT_BATCH, lease=ALERT_LEASE, channel="email"
                )
            due = await worth_sending(conn, [message for message in messages if message.expires_at > now])
        wanted = {message.notification_id for message in due}
        await self._record(
            [Mailed(outcome=unsent(message, now)) for message in messages if message.notification_id not in wanted]
        )
        sending = {asyncio.create_task(self._send(message)) for message in due}
        try:
            while sending:
                done, sending = await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
                await self._record([task.result() for task in done])
        finally:
            for task in sending:
                task.cancel()
        return len(messages)

    async def _send(self, message: Message) -> Mailed:
        if self._mailer is None or message.address is None:
            return Mailed(outcome=Outcome(message=message, state="no_mail"))
        try:
            answer = await self._mailer.send(message.address, message.language, message.notification_id)
        except Exception as error:
            # One message that cannot be sent must not keep the others from being recorded.
            log.error("mail not sent", extra={"error": type(error).__name__})
            answer = RetryAfter()
        return Mailed(outcome=outcome_of(message, answer, self._clock()), answer=answer)

    async def _record(self, mailed: Sequence[Mailed]) -> None:
        by_clinic = defaultdict[UUID, list[Mailed]](list)
        for one in mailed:
            by_clinic[one.outcome.message.clinic_id].append(one)
        for clinic_id, ours in by_clinic.items():
            async with self._pool.acquire() as conn:
                await record(conn, clinic_id, ours)


def outcome_of(message: Message, answer: Answer, now: datetime) -> Outcome:
    """Tried again, later and later, unless the address itself was refused."""
    if isinstance(answer, Delivered):
        return Outcome(message=message, state="sent")
    if isinstance(answer, Refused) or message.attempts >= ATTEMPTS:
        return Outcome(message=message, state="failed")
    retry_at = now + timedelta(seconds=backoff(message.attempts))
    if retry_at >= message.expires_at:
        return Outcome(message=message, state="expired")
    return Outcome(message=message, state=None, retry_at=retry_at)


async def record(conn: Conn, clinic_id: UUID, mailed: Sequence[Mailed]) -> None:
    """In one transaction: what became of the messages, how the mailboxes do, and which alerts reached somebody."""
    outcomes = [one.outcome for one in mailed]
    accepted = {one.outcome.message.account_id for one in mailed if isinstance(one.answer, Delivered)}
    tried = {one.outcome.message.account_id for one in mailed if one.answer is not None}
    async with acting_as(conn, worker_context(clinic_id, patients_of(outcomes))):
        await notifications.settle(conn, outcomes)
        await mailboxes.record(conn, clinic_id, accepted=list(accepted), failed=list(tried - accepted))
        await mark_alerts_sent(conn, clinic_id, outcomes)
