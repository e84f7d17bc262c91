"""Alerts by e-mail, from the row to the mail server's log, beside push and without it."""

from datetime import UTC, datetime, timedelta

import pytest

from db.notifications import Recipient
from db.pool import Pool
from notifications import email as sender
from notifications.alerts import hand_over, step
from notifications.delivery import Delivery
from notifications.mailing import ATTEMPTS, Mailing
from tests.notifications.conftest import World
from tests.notifications.mail_server import MailService
from tests.world import make_member


async def mailbox(world: World) -> tuple[int, int, bool]:
    """Failures in a row, failures ever, ever accepted: of the only one there is."""
    row = await world.seed.fetchrow("select failures, failed, last_accepted_at is not null from journal.mailbox")
    assert row is not None
    return tuple(row)


async def test_the_care_team_is_told_by_push_and_by_mail(
    world: World, delivery: Delivery, mailing: Mailing, mails: MailService
) -> None:
    clinician, therapist = await world.member(), await world.member("therapist", language="es")
    for member in (clinician, therapist):
        await world.phone(member)
    await world.alert()
    assert (await delivery.step(alerts=True), await mailing.step()) == (2, 2)
    assert len(world.service.received) == 2
    assert sorted(received.recipients for received in mails.received) == sorted(
        [[await world.address(clinician)], [await world.address(therapist)]]
    )
    assert await world.states() == ["sent"] * 4
    assert await mailing.step() == 0


async def test_no_word_of_a_mail_says_who_or_what_it_is_about(
    world: World, mailing: Mailing, mails: MailService
) -> None:
    member = await world.member(name="Wilhelmina Achterberg")
    alert = await world.alert()
    await mailing.step()
    said = mails.received[0].raw.decode().lower()
    named = ["quentin", "marlowe", "wilhelmina", "achterberg", "lakeside", world.patient, world.clinic, alert, member]
    # The reader's own address stands in the head; in this test it happens to be an id, and none of these.
    assert [one for one in named if str(one) in said] == []
    assert [
        word for word in ("suicid", "crisis", "ketamin", "tms", "therap", "mental", "danger", "urgent") if word in said
    ] == []


async def test_a_mail_that_is_accepted_makes_the_alert_sent(world: World, mailing: Mailing) -> None:
    await world.member()
    await world.alert()
    await mailing.step()
    assert await world.seed.fetchval("select state from journal.alert") == "sent"
    assert await world.seed.fetchval("select count(*) from journal.audit where action = 'alert.sent'") == 1
    assert await mailbox(world) == (0, 0, True)


async def test_a_refused_address_is_not_tried_again_and_others_are_not_held_up(
    world: World, mailing: Mailing, mails: MailService
) -> None:
    wrong, right = await world.member(), await world.member()
    mails.refuse = {await world.address(wrong)}
    await world.alert()
    await mailing.step()
    assert [received.recipients for received in mails.received] == [[await world.address(right)]]
    assert sorted(await world.states("email")) == ["failed", "sent"]
    await world.due_now()
    assert await mailing.step() == 0


async def test_a_server_that_takes_nothing_is_tried_later_and_not_forever(
    world: World, mailing: Mailing, mails: MailService
) -> None:
    await world.member()
    await world.alert()
    mails.answer = "451 not now"
    waits: list[float] = []
    for _ in range(ATTEMPTS):
        assert await mailing.step() == 1
        waits.append(
            await world.seed.fetchval(
                "select extract(epoch from next_attempt_at - now())::float8 from journal.notification where channel = 'email'"
            )
        )
        assert await mailing.step() == 0
        await world.due_now()
    assert await world.states("email") == ["failed"]
    assert await mailbox(world) == (ATTEMPTS, ATTEMPTS, False)
    assert waits[3] > waits[0]
    assert max(waits[:-1]) <= 900


async def test_an_accepted_mail_forgives_the_failures_before(
    world: World, mailing: Mailing, mails: MailService
) -> None:
    await world.member()
    await world.alert()
    for answer in ("451 not now", "250 OK"):
        mails.answer = answer
        await world.due_now()
        await mailing.step()
    assert await mailbox(world) == (0, 1, True)


async def test_mail_that_fails_or_is_slow_holds_up_no_push(
    world: World, delivery: Delivery, mailing: Mailing, mails: MailService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "TIMEOUT_SECONDS", 0.2)
    mails.wait_seconds = 5
    await world.phone(await world.member())
    await world.alert()
    await mailing.step()
    assert await delivery.step(alerts=True) == 1
    assert len(world.service.received) == 1
    assert (await world.states("push"), await world.states("email")) == (["sent"], ["queued"])


async def test_without_a_mail_server_the_mail_says_so_and_is_sent_once_there_is_one(
    world: World, pool: Pool, mailing: Mailing, mails: MailService
) -> None:
    await world.member()
    await world.alert()
    without = Mailing(pool, None, lambda: datetime.now(UTC))
    assert await without.step() == 1
    await without.revive()
    assert await world.states("email") == ["no_mail"]
    await mailing.revive()
    await mailing.step()
    assert len(mails.received) == 1
    assert await world.states("email") == ["sent"]


async def test_who_was_suspended_meanwhile_is_told_nothing(
    world: World, delivery: Delivery, mailing: Mailing, mails: MailService
) -> None:
    member = await world.member()
    await world.phone(member)
    await world.alert()
    await world.seed.execute("update identity.membership set suspended_at = now() where id = $1", member)
    assert (await delivery.step(alerts=True), await mailing.step()) == (1, 1)
    assert (world.service.received, mails.received) == ([], [])
    assert await world.states() == ["withdrawn", "withdrawn"]


async def test_an_acknowledged_alert_is_not_mailed(world: World, mailing: Mailing, mails: MailService) -> None:
    member = await world.member()
    await world.alert()
    await world.seed.execute("update journal.alert set acknowledged_at = now(), acknowledged_by = $1", member)
    await mailing.step()
    assert mails.received == []
    assert await world.states("email") == ["withdrawn"]


async def test_patients_have_no_address_that_the_worker_could_write_to(
    world: World, mailing: Mailing, mails: MailService
) -> None:
    await world.message("alert", to=world.patient, subject=str(await world.alert()))
    await world.seed.execute("update journal.notification set channel = 'email'")
    assert await mailing.step() == 1
    assert mails.received == []
    assert await world.states() == ["no_mail"]


async def test_whom_an_acknowledged_alert_is_handed_over_to_is_told_all_the_same(
    world: World, delivery: Delivery, mailing: Mailing, mails: MailService
) -> None:
    member = await world.member()
    other = await make_member(world.seed, world.clinic, "clinician")
    await world.phone(other)
    alert = await world.alert()
    await world.seed.execute(
        "update journal.alert set acknowledged_at = now(), acknowledged_by = $1, state = 'acknowledged'", member
    )
    to = Recipient(account_id=other, role="clinician", language="en")
    await hand_over(world.seed, world.clinic, world.patient, alert, to, datetime.now(UTC))
    await delivery.step(alerts=True)
    await mailing.step()
    assert len(world.service.received) == 1
    assert [received.recipients for received in mails.received] == [[await world.address(other)]]


async def test_who_is_told_again_meanwhile_hears_of_it_once(
    world: World, pool: Pool, delivery: Delivery, mailing: Mailing, mails: MailService
) -> None:
    """A mail server that comes back after an hour has one mail for each, and not one for each telling."""
    await world.phone(await world.member())
    await world.alert()
    assert await step(pool, datetime.now(UTC) + timedelta(minutes=30)) == 1
    await delivery.step(alerts=True)
    await mailing.step()
    assert (len(world.service.received), len(mails.received)) == (1, 1)
    assert sorted(await world.states()) == ["sent", "sent", "withdrawn", "withdrawn"]
