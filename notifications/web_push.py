"""Sends one encrypted message to one phone's push service, and says what came of it. "Accepted" is not "delivered"."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

import aiohttp
import msgspec
from yarl import URL

from db.push_subscriptions import Phone
from notifications.endpoints import AllowedHosts, UnusableKey, encrypt
from notifications.vapid import VapidSigner

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 10.0
AT_ONCE = 100
"""Requests under way at any moment."""
LONGEST_WAIT_SECONDS = 24 * 3600.0
READ_BYTES = 1_000
"""As much of an answer as is looked at: a service's word for what is wrong is short."""

Urgency = Literal["normal", "high"]


class Delivered(msgspec.Struct, frozen=True):
    """The push service took it over."""


class Gone(msgspec.Struct, frozen=True):
    """This subscription will never work again."""


class RetryAfter(msgspec.Struct, frozen=True):
    """Not now. `seconds` is what the service asked for, None when it named nothing."""

    seconds: float | None = None


class Refused(msgspec.Struct, frozen=True):
    """It will not be taken like this. `by_phone`: the fault may lie with this subscription (and not with the message)."""

    status: int
    by_phone: bool


Answer = Delivered | Gone | RetryAfter | Refused


class Push(msgspec.Struct, frozen=True, kw_only=True):
    """`ttl` in seconds: how long the service keeps it for a phone that is off. `topic` as in notifications.messages."""

    payload: bytes
    ttl: int
    urgency: Urgency
    topic: str


@asynccontextmanager
async def push_session() -> AsyncGenerator[aiohttp.ClientSession]:
    """One for the whole process: connections are kept, cookies are not."""
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=AT_ONCE, ttl_dns_cache=300),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS),
    ) as session:
        yield session


class WebPushSender:
    def __init__(self, session: aiohttp.ClientSession, signer: VapidSigner, allowed: AllowedHosts) -> None:
        self._session = session
        self._signer = signer
        self._allowed = allowed
        self._room = asyncio.Semaphore(AT_ONCE)

    async def send(self, phone: Phone, push: Push) -> Answer:
        url = self._allowed.url(phone.endpoint)
        if url is None:
            return Gone()
        try:
            body = encrypt(phone.endpoint, phone.p256dh, phone.auth, push.payload)
        except UnusableKey:
            return Gone()
        async with self._room:
            try:
                return await self._post(url, body, push)
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                log.info("push service out of reach", extra={"host": url.host, "error": type(error).__name__})
                return RetryAfter()

    async def _post(self, url: URL, body: bytes, push: Push) -> Answer:
        headers = {
            "Authorization": self._signer.authorization(str(url.origin())),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(push.ttl),
            "Urgency": push.urgency,
            "Topic": push.topic,
        }
        # A redirect could lead anywhere, past the list of hosts.
        async with self._session.post(url, data=body, headers=headers, allow_redirects=False) as response:
            if response.status // 100 == 2:
                return Delivered()
            said = await response.content.read(READ_BYTES)
            return meaning(response.status, response.headers.get("Retry-After"), said, url.host or "")


def meaning(status: int, retry_after: str | None, said: bytes, host: str) -> Answer:
    """What a push service means by an answer other than 2xx (platform.md, "Web push")."""
    if status in (404, 410):
        return Gone()
    if status in (408, 425, 429) or status >= 500:
        return RetryAfter(wait_of(retry_after, datetime.now(UTC)))
    if b"BadJwtToken" in said or b"ExpiredJwtToken" in said:
        # Our clock or our key, and the same for every phone of this service: nothing is wrong with the subscription.
        log.error("push service rejects our VAPID token", extra={"host": host, "status": status})
        return RetryAfter()
    if status in (400, 401, 403) and _names_another_key(said):
        return Gone()
    log.warning("push service refuses", extra={"host": host, "status": status})
    return Refused(status, by_phone=400 <= status < 500 and status != 413)


def _names_another_key(said: bytes) -> bool:
    """The phone subscribed under another VAPID key: it has to subscribe again (Apple; Google)."""
    return b"VapidPkHashMismatch" in said or b"do not correspond to the credentials" in said


def wait_of(retry_after: str | None, now: datetime) -> float | None:
    """Seconds, from a Retry-After in either form (RFC 9110); None for none or nonsense, a day at most."""
    if retry_after is None:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_WAIT_SECONDS)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    # "-0000", a date without a zone, is UTC in HTTP.
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((until - now).total_seconds(), 0.0), LONGEST_WAIT_SECONDS)
