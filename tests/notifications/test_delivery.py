from datetime import UTC, date, datetime, timedelta

import pytest
from uuid_utils.compat import uuid7

from db.notifications import Message
from db.push_subscriptions import REFUSALS_IN_A_ROW
from notifications import delivery as module
from notifications.delivery import Delivery, backoff, outcome_of
from notifications.messages import OPENS, PAYLOAD_BYTES, TITLE, WORDS
from notifications.web_push import Delivered, Gone, Refused, RetryAfter
from tests.notifications.conftest import PUBLIC_URL, World
from tests.notifications.push_service import answering
from tests.world import make_alert, make_check_in, make_member, put_on_team

NOW = datetime(2026, 3, 18, 12, tzinfo=UTC)


async def test_a_message_reaches_the_phone_encrypted_neutral_and_padded(world: World, delivery: Delivery) -> None:
    phone = await world.phone()
    await world.message("check_in", subject="2026-03-18", language="es")
    assert await delivery.step(alerts=False) == 1
    (received,) = world.service.received
    assert received.phone is phone
    assert len(received.payload) == PAYLOAD_BYTES
    row = await world.seed.fetchrow("select notification_id, state, sent_at from journal.notification")
    assert row is not None
    notification = received.notification
    assert (notification["title"], notification["body"], notification["lang"]) == (TITLE, WORDS["es"]["check_in"], "es")
    assert notification["navigate"] == PUBLIC_URL + "/"
    assert notification["data"] == {"id": str(row["notification_id"])}
    assert row["state"] == "sent"
    assert row["sent_at"] is not None
    assert 3500 < int(received.headers["TTL"]) <= 3600


async def test_no_payload_says_who_or_what_it_is_about(world: World, delivery: Delivery) -> None:
    clinician = await make_member(world.seed, world.clinic, "clinician", name="Wilhelmina Achterberg")
    await world.phone()
    await world.phone(clinician)
    for language in WORDS:
        for kind in ("check_in", "summary_ready", "test"):
            subject = "2026-03-18" if kind == "check_in" else None
            await world.message(kind, language=language, to=clinician, subject=subject)
            await world.message(
                kind, language=language, subject=f"2026-04-0{len(language)}" if kind == "check_in" else None
            )
    await world.message("alert", to=clinician, subject=str(await make_alert(world.seed, world.clinic, world.patient)))
    while await delivery.step(alerts=False) + await delivery.step(alerts=True):
        pass
    said = b" ".join(received.payload for received in world.service.received).decode().lower()
    named = ["quentin", "marlowe", "wilhelmina", "achterberg", "lakeside", str(world.patient), str(world.clinic)]
    clinical = [
        "ketamin",
        "tms",
        "infusi",
        "mood",
        "anx",
        "depress",
        "crisis",
        "suicid",
        "symptom",
        "therap",
        "clinic",
        "mental",
        "health",
        "psych",
        "treat",
        "booster",
    ]
    assert [word for word in (*named, *clinical, "2026-", "alert", "ánimo", "salud", "terap") if word in said] == []


def test_links_and_topics_do_not_name_the_kind() -> None:
    assert set(OPENS.values()) == {"/", "/staff"}


async def test_every_phone_of_the_account_gets_it(world: World, delivery: Delivery) -> None:
    phones = [await world.phone() for _ in range(3)]
    await world.message()
    await delivery.step(alerts=False)
    assert {id(received.phone) for received in world.service.received} == {id(phone) for phone in phones}
    assert await world.states() == ["sent"]
    accepted = await world.seed.fetchval("select count(last_accepted_at) from journal.push_subscription")
    assert accepted == 3


async def test_without_a_phone_there_is_no_device(world: World, delivery: Delivery) -> None:
    await world.message()
    await delivery.step(alerts=False)
    assert await world.states() == ["no_device"]


@pytest.mark.parametrize("status", [404, 410])
async def test_a_phone_that_is_gone_is_forgotten(world: World, delivery: Delivery, status: int) -> None:
    await world.phone()
    await world.message()
    world.service.behaviour = answering(status)
    await delivery.step(alerts=False)
    assert await world.seed.fetchval("select count(*) from journal.push_subscription") == 0
    assert await world.states() == ["no_device"]


async def test_a_phone_refused_ten_times_in_a_row_is_forgotten(world: World, delivery: Delivery) -> None:
    await world.phone()
    world.service.behaviour = answering(400)
    for left in range(REFUSALS_IN_A_ROW - 1, -1, -1):
        await world.message()
        await delivery.step(alerts=False)
        assert await world.seed.fetchval("select count(*) from journal.push_subscription") == (1 if left else 0)


async def test_an_accepted_message_forgives_earlier_refusals(world: World, delivery: Delivery) -> None:
    await world.phone()
    for status in (400, 201):
        world.service.behaviour = answering(status)
        await world.message()
        await delivery.step(alerts=False)
    assert await world.seed.fetchval("select failures from journal.push_subscription") == 0


async def test_what_is_too_long_is_our_fault_and_not_the_phones(world: World, delivery: Delivery) -> None:
    await world.phone()
    world.service.behaviour = answering(413)
    await world.message()
    await delivery.step(alerts=False)
    assert await world.seed.fetchval("select failures from journal.push_subscription") == 0


async def test_a_busy_service_is_asked_again_when_it_said(world: World, delivery: Delivery) -> None:
    await world.phone()
    world.service.behaviour = answering(429, headers={"Retry-After": "90"})
    await world.message()
    await delivery.step(alerts=False)
    wait = await world.seed.fetchval("select next_attempt_at - now() from journal.notification")
    assert timedelta(seconds=80) < wait <= timedelta(seconds=90)
    assert await world.states() == ["queued"]
    world.service.behaviour = None
    assert await delivery.step(alerts=False) == 0
    await world.due_now()
    assert await delivery.step(alerts=False) == 1
    assert await world.states() == ["sent"]


async def test_one_slow_or_broken_phone_does_not_hold_up_the_others_record(world: World, delivery: Delivery) -> None:
    await world.phone()
    for _ in range(3):
        await world.message()
    asked = 0

    async def first_fails(request: object) -> object:
        nonlocal asked
        asked += 1
        return await answering(500 if asked == 1 else 201)(request)  # type: ignore[arg-type]

    world.service.behaviour = first_fails  # type: ignore[assignment]
    await delivery.step(alerts=False)
    assert sorted(await world.states()) == ["queued", "sent", "sent"]


async def test_what_expired_is_not_sent(world: World, delivery: Delivery) -> None:
    await world.phone()
    await world.message(expires_in=timedelta(seconds=-1))
    await delivery.step(alerts=False)
    assert await world.states() == ["expired"]
    assert world.service.asked == 0


async def test_a_reminder_is_withdrawn_when_the_day_was_logged_meanwhile(world: World, delivery: Delivery) -> None:
    await world.phone()
    await world.message("check_in", subject="2026-03-18")
    await make_check_in(world.seed, world.clinic, world.patient, date(2026, 3, 18))
    await delivery.step(alerts=False)
    assert await world.states() == ["withdrawn"]
    assert world.service.asked == 0


async def test_an_alert_that_reached_somebody_is_marked_sent(world: World, delivery: Delivery) -> None:
    clinician = await make_member(world.seed, world.clinic, "clinician")
    await put_on_team(world.seed, world.clinic, world.patient, clinician)
    await world.phone(clinician)
    alert = await make_alert(world.seed, world.clinic, world.patient)
    await world.message("alert", to=clinician, subject=str(alert))
    assert await delivery.step(alerts=False) == 0
    assert await delivery.step(alerts=True) == 1
    (received,) = world.service.received
    assert received.headers["Urgency"] == "high"
    assert received.notification["requireInteraction"] is True
    assert await world.seed.fetchval("select state from journal.alert") == "sent"
    assert await world.seed.fetchval("select state from journal.alert_change") == "sent"


async def test_an_alert_is_tried_until_it_is_acknowledged(world: World, delivery: Delivery) -> None:
    clinician = await make_member(world.seed, world.clinic, "clinician")
    await world.phone(clinician)
    alert = await make_alert(world.seed, world.clinic, world.patient)
    await world.message("alert", to=clinician, subject=str(alert))
    for status in (500, 400, 429):
        world.service.behaviour = answering(status)
        await delivery.step(alerts=True)
        assert await world.states() == ["queued"]
        await world.due_now()
    await world.seed.execute("update journal.alert set acknowledged_at = now(), acknowledged_by = $1", clinician)
    await delivery.step(alerts=True)
    assert await world.states() == ["withdrawn"]


async def test_an_alert_without_a_device_is_sent_to_the_next_one(world: World, delivery: Delivery) -> None:
    clinician = await make_member(world.seed, world.clinic, "clinician")
    await world.message("alert", to=clinician, subject=str(await make_alert(world.seed, world.clinic, world.patient)))
    await delivery.step(alerts=True)
    assert await world.states() == ["no_device"]
    await world.phone(clinician)
    await world.due_now()
    await delivery.step(alerts=True)
    assert await world.states() == ["sent"]


async def test_an_alert_does_not_wait_behind_other_messages(world: World, delivery: Delivery) -> None:
    clinician = await make_member(world.seed, world.clinic, "clinician")
    await world.phone(clinician)
    for _ in range(module.BATCH + 1):
        await world.message(to=clinician)
    await world.message("alert", to=clinician, subject=str(await make_alert(world.seed, world.clinic, world.patient)))
    assert await delivery.step(alerts=True) == 1
    assert await delivery.step(alerts=False) == module.BATCH
    assert await delivery.step(alerts=False) == 1


def claimed(kind: str = "check_in", attempts: int = 1) -> Message:
    return Message(
        clinic_id=uuid7(),
        notification_id=uuid7(),
        account_id=uuid7(),
        patient_id=None,
        kind=kind,  # type: ignore[arg-type]
        subject="",
        language="en",
        expires_at=NOW + timedelta(minutes=10),
        attempts=attempts,
    )


def test_one_phone_is_enough() -> None:
    assert outcome_of(claimed(), [Gone(), RetryAfter(), Delivered()], NOW).state == "sent"


def test_no_retry_is_planned_past_the_expiry() -> None:
    assert outcome_of(claimed(), [RetryAfter(700.0)], NOW).state == "expired"
    assert outcome_of(claimed(), [RetryAfter(500.0)], NOW).retry_at == NOW + timedelta(seconds=500)
    assert outcome_of(claimed(attempts=30), [RetryAfter()], NOW).state in ("expired", None)


def test_a_refusal_ends_a_reminder_but_not_an_alert() -> None:
    assert outcome_of(claimed(), [Refused(400, by_phone=True)], NOW).state == "no_device"
    assert outcome_of(claimed("alert"), [Refused(400, by_phone=True)], NOW).state is None


def test_waits_double_and_are_spread() -> None:
    for attempts, longest in ((1, 5), (2, 10), (5, 80), (50, 900)):
        waits = [backoff(attempts) for _ in range(50)]
        assert longest / 2 <= min(waits) < max(waits) <= longest
