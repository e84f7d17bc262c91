from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from clinical.escalation import How
from db.notifications import (
    Channel,
    Message,
    Outcome,
    Recipient,
    care_team,
    claim,
    queue,
    queue_alert,
    queue_test,
    settle,
    still_due,
)
from db.pool import APP, WORKER, Context, worker_context
from tests.world import make_alert, make_check_in, make_clinic, make_member, make_patient, put_on_team, seen_as

DAY = date(2026, 3, 10)
LEASE = timedelta(seconds=60)


@pytest.fixture
async def clinic(conn: asyncpg.Connection) -> UUID:
    return await make_clinic(conn)


@pytest.fixture
async def patient(conn: asyncpg.Connection, clinic: UUID) -> UUID:
    return await make_patient(conn, clinic)


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(hours=1)


def to(account_id: UUID) -> list[Recipient]:
    return [Recipient(account_id=account_id, role="patient", language="en")]


async def remind(conn: asyncpg.Connection, clinic: UUID, patient: UUID, day: date = DAY) -> None:
    await queue(conn, clinic, to(patient), kind="check_in", subject=str(day), expires_at=soon(), patient_id=patient)


async def take(
    conn: asyncpg.Connection, *, alerts: bool = False, limit: int = 10, channel: Channel = "push"
) -> list[Message]:
    return await claim(conn, datetime.now(UTC), alerts=alerts, limit=limit, lease=LEASE, channel=channel)


async def test_the_same_message_is_queued_once(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    await remind(conn, clinic, patient)
    await remind(conn, clinic, patient)
    assert await conn.fetchval("select count(*) from journal.notification") == 1


async def test_the_patients_entry_queues_an_alert_for_the_team_that_the_patient_cannot_read(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    clinician = await make_member(conn, clinic, "clinician", language="es")
    therapist = await make_member(conn, clinic, "therapist")
    await make_member(conn, clinic, "clinician")
    await put_on_team(conn, clinic, patient, clinician, therapist)
    alert = await make_alert(conn, clinic, patient)
    async with seen_as(
        conn, APP, Context(clinic_id=clinic, account_id=patient, role="patient", patient_ids=(patient,))
    ):
        team: list[tuple[Recipient, How]] = [(one, "care_team") for one in await care_team(conn, clinic, patient)]
        for telling in (1, 1, 2):
            await queue_alert(conn, clinic, patient, alert, team, telling=telling, now=datetime.now(UTC))
        assert await conn.fetch("select account_id from journal.notification") == []
    wanted = [(clinician, "es", str(alert)), (therapist, "en", str(alert))] * 2
    for channel in ("push", "email"):
        async with seen_as(conn, WORKER):
            messages = await take(conn, alerts=True, channel=channel)
        assert sorted((m.account_id, m.language, m.subject) for m in messages) == sorted(wanted)


async def test_nobody_queues_for_a_patient_outside_the_context(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    stranger = await make_patient(conn, clinic)
    await put_on_team(conn, clinic, stranger, await make_member(conn, clinic, "clinician"))
    me = Context(clinic_id=clinic, account_id=patient, role="patient", patient_ids=(patient,))
    team: list[tuple[Recipient, How]] = [(one, "care_team") for one in await care_team(conn, clinic, stranger)]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with seen_as(conn, APP, me):
            await queue_alert(conn, clinic, stranger, uuid7(), team, telling=1, now=datetime.now(UTC))


async def test_a_test_goes_to_oneself(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    async with seen_as(
        conn, APP, Context(clinic_id=clinic, account_id=patient, role="patient", patient_ids=(patient,))
    ):
        await queue_test(conn, clinic, patient, "es", datetime.now(UTC))
        await queue_test(conn, clinic, patient, "es", datetime.now(UTC))
    assert [(m.account_id, m.kind, m.language) for m in await take(conn)] == [(patient, "test", "es")] * 2


async def test_a_claimed_message_is_leased_and_comes_back_when_the_lease_ends(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    await remind(conn, clinic, patient)
    assert [m.attempts for m in await take(conn)] == [1]
    assert await take(conn) == []
    await conn.execute("update journal.notification set next_attempt_at = now()")
    assert [m.attempts for m in await take(conn)] == [2]


async def test_alerts_are_claimed_apart(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    await remind(conn, clinic, patient)
    await queue(conn, clinic, to(patient), kind="alert", subject=str(uuid7()), expires_at=soon(), patient_id=patient)
    assert [m.kind for m in await take(conn, alerts=True)] == ["alert"]
    assert [m.kind for m in await take(conn)] == ["check_in"]


async def test_outcomes_are_recorded(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    for day in range(1, 4):
        await remind(conn, clinic, patient, date(2026, 3, day))
    sent, later, gone = sorted(await take(conn), key=lambda message: message.subject)
    retry_at = soon()
    await settle(
        conn,
        [
            Outcome(message=sent, state="sent"),
            Outcome(message=later, state=None, retry_at=retry_at),
            Outcome(message=gone, state="no_device"),
        ],
    )
    rows = await conn.fetch(
        "select state, sent_at is not null as at, next_attempt_at from journal.notification order by subject"
    )
    assert [(row["state"], row["at"]) for row in rows] == [("sent", True), ("queued", False), ("no_device", False)]
    assert rows[1]["next_attempt_at"] == retry_at


async def test_a_settled_message_stays_as_it_is(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    await remind(conn, clinic, patient)
    (message,) = await take(conn)
    await settle(conn, [Outcome(message=message, state="sent")])
    await settle(conn, [Outcome(message=message, state="expired")])
    assert await conn.fetchval("select state from journal.notification") == "sent"


async def test_a_logged_day_and_an_acknowledged_alert_are_no_longer_due(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    await remind(conn, clinic, patient, DAY)
    await remind(conn, clinic, patient, DAY + timedelta(days=1))
    alerts = [await make_alert(conn, clinic, patient, rank=rank) for rank in (3, 4)]
    for alert in alerts:
        await queue(conn, clinic, to(patient), kind="alert", subject=str(alert), expires_at=soon(), patient_id=patient)
    await queue(conn, clinic, to(patient), kind="summary_ready", subject="any", expires_at=soon(), patient_id=patient)
    await make_check_in(conn, clinic, patient, DAY)
    await conn.execute(
        "update journal.alert set acknowledged_at = now(), acknowledged_by = $2 where alert_id = $1", alerts[0], patient
    )
    messages = [*await take(conn), *await take(conn, alerts=True)]
    async with seen_as(conn, WORKER, worker_context(clinic, [patient])):
        due = await still_due(conn, clinic, messages)
    assert {m.subject for m in messages if m.notification_id in due} == {
        "any",
        str(DAY + timedelta(days=1)),
        str(alerts[1]),
    }


async def test_three_workers_at_once_claim_different_messages(fresh_database: str) -> None:
    seed = await asyncpg.connect(fresh_database, statement_cache_size=0)
    clinic = await make_clinic(seed)
    for _ in range(30):
        await remind(seed, clinic, await make_patient(seed, clinic))
    workers = [await asyncpg.connect(fresh_database, statement_cache_size=0) for _ in range(3)]
    for worker in workers:
        await worker.execute(f"begin; set local role {WORKER}")
    claims = [{m.notification_id for m in await take(worker)} for worker in workers]
    for worker in workers:
        await worker.execute("commit")
        await worker.close()
    await seed.close()
    assert [len(one) for one in claims] == [10, 10, 10]
    assert len(set.union(*claims)) == 30
