import time
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import aiohttp
import pytest
from uuid_utils.compat import uuid7

from db.push_subscriptions import Phone
from notifications import web_push
from notifications.endpoints import AllowedHosts
from notifications.messages import PAYLOAD_BYTES, payload, topic
from notifications.vapid import VapidSigner
from notifications.web_push import Delivered, Gone, Push, Refused, RetryAfter, WebPushSender, push_session, wait_of
from tests.notifications.push_service import (
    Behaviour,
    PushService,
    TestPhone,
    answer_slowly,
    answering,
    hang,
    new_vapid_key,
    push_service,
    reset,
)

PUSH = Push(
    payload=payload("check_in", "en", uuid7(), "https://x.example"), ttl=600, urgency="high", topic=topic("check_in")
)


@pytest.fixture
async def service() -> AsyncGenerator[PushService]:
    async with push_service() as running:
        yield running


@pytest.fixture
async def session() -> AsyncGenerator[aiohttp.ClientSession]:
    async with push_session() as running:
        yield running


@pytest.fixture
def sender(service: PushService, session: aiohttp.ClientSession) -> WebPushSender:
    return WebPushSender(session, VapidSigner(new_vapid_key(), "mailto:o@example.org"), AllowedHosts([service.host]))


def row(phone: TestPhone, **changes: str) -> Phone:
    keys = {"endpoint": phone.endpoint, "p256dh": phone.p256dh, "auth": phone.auth} | changes
    return Phone(subscription_id=uuid7(), clinic_id=uuid7(), account_id=uuid7(), **keys)


async def test_the_service_verifies_the_token_and_the_phone_decrypts(
    service: PushService, sender: WebPushSender
) -> None:
    assert await sender.send(row(service.new_phone()), PUSH) == Delivered()
    (received,) = service.received
    assert received.payload == PUSH.payload
    assert (received.headers["TTL"], received.headers["Urgency"], received.headers["Topic"]) == (
        "600",
        "high",
        PUSH.topic,
    )


async def test_one_token_is_used_for_a_service_until_it_is_eleven_hours_old(
    service: PushService, session: aiohttp.ClientSession
) -> None:
    clock = [time.time()]
    signer = VapidSigner(new_vapid_key(), "mailto:o@example.org", lambda: clock[0])
    sender = WebPushSender(session, signer, AllowedHosts([service.host]))
    for hours in (0, 10.9, 11.1):
        clock[0] = time.time() + hours * 3600
        await sender.send(row(service.new_phone()), PUSH)
    first, second, third = [received.headers["Authorization"] for received in service.received]
    assert first == second != third
    expiry = [received.claims["exp"] - time.time() for received in service.received]
    assert expiry == [
        pytest.approx(12 * 3600, abs=5),
        pytest.approx(12 * 3600, abs=5),
        pytest.approx(23.1 * 3600, abs=5),
    ]


async def test_every_service_gets_a_token_of_its_own(service: PushService, session: aiohttp.ClientSession) -> None:
    signer = VapidSigner(new_vapid_key(), "mailto:o@example.org")
    async with push_service() as other:
        sender = WebPushSender(session, signer, AllowedHosts([service.host, other.host]))
        for one in (service, other, service):
            assert await sender.send(row(one.new_phone()), PUSH) == Delivered()
        assert [received.claims["aud"] for received in other.received] == [other.origin]
        assert len(service.received) == 2


@pytest.mark.parametrize(
    ("behaviour", "answer"),
    [
        (answering(200), Delivered()),
        (answering(202), Delivered()),
        (answering(404), Gone()),
        (answering(410), Gone()),
        (answering(413), Refused(413, by_phone=False)),
        (answering(400), Refused(400, by_phone=True)),
        (answering(401), Refused(401, by_phone=True)),
        (answering(400, text='{"reason":"VapidPkHashMismatch"}'), Gone()),
        (
            answering(
                403, text="the VAPID credentials in the authorization header do not correspond to the credentials used"
            ),
            Gone(),
        ),
        (answering(403, text='{"reason":"BadJwtToken"}'), RetryAfter()),
        (answering(429), RetryAfter()),
        (answering(429, headers={"Retry-After": "90"}), RetryAfter(90.0)),
        (answering(429, headers={"Retry-After": "soon"}), RetryAfter()),
        (answering(500), RetryAfter()),
        (answering(503, headers={"Retry-After": "7"}), RetryAfter(7.0)),
        (answering(307, headers={"Location": "/push/elsewhere"}), Refused(307, by_phone=False)),
        (reset, RetryAfter()),
    ],
)
async def test_what_a_service_answers_decides_what_is_done(
    service: PushService, sender: WebPushSender, behaviour: Behaviour, answer: web_push.Answer
) -> None:
    service.behaviour = behaviour
    assert await sender.send(row(service.new_phone()), PUSH) == answer
    assert service.asked == 1


async def test_a_redirect_is_not_followed(service: PushService, sender: WebPushSender) -> None:
    target = service.new_phone()
    service.behaviour = answering(308, headers={"Location": target.endpoint})
    await sender.send(row(service.new_phone()), PUSH)
    assert service.asked == 1


@pytest.mark.parametrize("behaviour", [hang, answer_slowly])
async def test_a_service_that_does_not_finish_is_left(
    service: PushService, sender: WebPushSender, behaviour: Behaviour
) -> None:
    service.behaviour = behaviour
    sender._session._timeout = aiohttp.ClientTimeout(total=0.3)  # the real one is 10 s
    before = time.monotonic()
    assert await sender.send(row(service.new_phone()), PUSH) == RetryAfter()
    assert time.monotonic() - before < 2


async def test_nobody_at_the_address_is_tried_again(
    session: aiohttp.ClientSession, sender: WebPushSender, service: PushService
) -> None:
    phone = row(TestPhone(f"{service.origin}/push/x"))
    sender._allowed = AllowedHosts(["127.0.0.1:9"])
    closed = row(TestPhone("http://127.0.0.1:9/push/x"))
    assert await sender.send(closed, PUSH) == RetryAfter()
    assert await sender.send(phone, PUSH) == Gone()
    assert service.asked == 0


async def test_a_phone_with_an_unusable_key_is_gone(service: PushService, sender: WebPushSender) -> None:
    assert await sender.send(row(service.new_phone(), p256dh="AAAA"), PUSH) == Gone()
    assert await sender.send(row(service.new_phone(), auth="é"), PUSH) == Gone()
    assert service.asked == 0


def test_retry_after_is_seconds_or_a_date_and_a_day_at_most() -> None:
    now = datetime(2026, 3, 18, 12, tzinfo=UTC)
    assert wait_of("120", now) == 120
    assert wait_of(format_datetime(now + timedelta(minutes=5), usegmt=True), now) == 300
    assert wait_of("Wed, 18 Mar 2026 12:01:00 -0000", now) == 60
    assert wait_of("Wed, 18 Mar 2026 11:00:00 GMT", now) == 0
    assert wait_of("99999999999999", now) == 24 * 3600
    assert [wait_of(text, now) for text in (None, "", "-5", "1.5", "tomorrow", "٣")] == [None] * 6


def test_every_payload_has_the_same_length() -> None:
    kinds = ("check_in", "alert", "summary_ready", "test")
    made = {
        len(payload(kind, language, uuid7(), "https://x.example")) for kind in kinds for language in ("en", "es", "xx")
    }
    assert made == {PAYLOAD_BYTES}
    with pytest.raises(ValueError, match="longer"):
        payload("test", "en", uuid7(), "https://" + "x" * 1000)
