"""What the worker's role can reach, by raw SQL without a where clause: the policies and rights alone decide."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from db.alerts_due import mark_sent, take_up, unraised, without_clock
from db.heartbeats import beat, begin
from db.pool import WORKER, worker_context
from tests.world import NOW, make_alert, make_check_in, make_clinic, make_member, make_patient, make_reminder, seen_as

NEVER = [
    "select ciphertext from journal.note",
    "select count(*) from journal.note",
    "select wrapped from journal.patient_key",
    "select ciphertext from journal.safety_plan",
    "select originals from journal.import",
    "select ratings from journal.therapy_page",
    "select what_was_done from journal.alert",
    "select tier from journal.alert",
    "select rank from journal.alert",
    "select outcome from journal.alert",
    "select note from journal.alert_change",
    "select * from journal.refused",
    "select * from journal.matched_entry",
    "select journal.raise_alert(gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'urgent', true, 'check_in', null)",
    "select identity.end_cover(gen_random_uuid(), gen_random_uuid())",
    "select email from identity.identity",
    "select token_hash from identity.session",
    "select identity.begin_session('')",
    "select identity.accounts_of(gen_random_uuid())",
    "insert into journal.check_in (clinic_id) values (gen_random_uuid())",
    "update journal.check_in set mood = 0",
    "update journal.session set status = 'cancelled'",
    "update journal.alert set acknowledged_at = now()",
    "update journal.hold set cleared_at = now()",
    "update journal.summary set numbers = '{}'",
    "update journal.audit set action = ''",
    "update journal.audit_seal set hash = ''",
    "delete from journal.audit",
    "delete from journal.summary",
    "delete from journal.notification",
    "delete from journal.reminder",
]


@pytest.fixture
async def clinic(conn: asyncpg.Connection) -> UUID:
    return await make_clinic(conn)


@pytest.fixture
async def patient(conn: asyncpg.Connection, clinic: UUID) -> UUID:
    return await make_patient(conn, clinic)


@pytest.mark.parametrize("statement", NEVER)
async def test_the_worker_never_may(conn: asyncpg.Connection, clinic: UUID, patient: UUID, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with seen_as(conn, WORKER, worker_context(clinic, [patient])):
            await conn.execute(statement)


@pytest.mark.parametrize(
    "table", ["patient", "check_in", "side_effect", "measure", "course", "session", "hold", "summary"]
)
async def test_without_a_patients_context_the_worker_sees_no_clinical_row(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, table: str
) -> None:
    await make_check_in(conn, clinic, patient, date(2026, 3, 1))
    async with seen_as(conn, WORKER):
        assert await conn.fetchval(f"select count(*) from journal.{table}") == 0


async def test_a_context_shows_its_patients_alone(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    elsewhere = await make_clinic(conn)
    strangers = [(clinic, await make_patient(conn, clinic)), (elsewhere, await make_patient(conn, elsewhere))]
    for place, one in [(clinic, patient), *strangers]:
        await make_check_in(conn, place, one, date(2026, 3, 1))
    async with seen_as(conn, WORKER, worker_context(clinic, [patient])):
        assert [row["patient_id"] for row in await conn.fetch("select patient_id from journal.check_in")] == [patient]
        assert [row["patient_id"] for row in await conn.fetch("select patient_id from journal.patient")] == [patient]
    async with seen_as(conn, WORKER, worker_context(elsewhere, [patient])):
        assert await conn.fetch("select patient_id from journal.check_in") == []


async def test_what_is_due_is_seen_for_all_clinics(conn: asyncpg.Connection) -> None:
    for _ in range(2):
        clinic = await make_clinic(conn)
        await make_reminder(conn, clinic, await make_patient(conn, clinic), NOW)
    async with seen_as(conn, WORKER):
        assert await conn.fetchval("select count(*) from journal.reminder") == 2


async def test_open_alerts_are_found_everywhere_and_changed_within_a_context(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    alert = await make_alert(conn, clinic, patient)
    async with seen_as(conn, WORKER):
        (untold,) = await without_clock(conn, timedelta(0), 10)
        assert (untold.clinic_id, untold.patient_id, untold.alert_id) == (clinic, patient, alert)
        await mark_sent(conn, clinic, [alert])
        assert await conn.fetchval("select state from journal.alert") == "raised"
    async with seen_as(conn, WORKER, worker_context(clinic, [patient])):
        await mark_sent(conn, clinic, [alert])
        await mark_sent(conn, clinic, [alert])
    assert await conn.fetchval("select state from journal.alert") == "sent"
    assert await conn.fetchval("select count(*) from journal.alert_change") == 1
    trail = await conn.fetch("select role, patient_id, subject from journal.audit where action = 'alert.sent'")
    assert [tuple(row) for row in trail] == [("worker", patient, str(alert))]


async def test_a_missed_entry_is_found_by_its_ids_and_taken_up_within_its_patients_context_alone(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    revision = await make_check_in(conn, clinic, patient, date(2026, 3, 1), received_at=datetime.now(UTC))
    await conn.execute("update journal.check_in set tier = 'urgent', received_at = now()")
    async with seen_as(conn, WORKER):
        (found,) = await unraised(conn, timedelta(0), 10)
        assert (found.clinic_id, found.patient_id, found.revision_id, found.source) == (
            clinic,
            patient,
            revision,
            "check_in",
        )
    for wrong in (worker_context(clinic, []), worker_context(await make_clinic(conn), [patient])):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with seen_as(conn, WORKER, wrong):
                await take_up(conn, found)
    async with seen_as(conn, WORKER, worker_context(clinic, [patient])):
        raised = await take_up(conn, found)
        assert raised is not None
        assert raised.is_new
        assert await take_up(conn, found) is None
        assert await unraised(conn, timedelta(0), 10) == []


async def test_the_worker_learns_the_addresses_of_staff_who_can_sign_in_and_of_nobody_else(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    member, gone = await make_member(conn, clinic, "clinician"), await make_member(conn, clinic, "therapist")
    elsewhere = await make_member(conn, await make_clinic(conn), "clinician")
    await conn.execute("update identity.membership set suspended_at = now() where id = $1", gone)
    async with seen_as(conn, WORKER):
        rows = await conn.fetch(
            "select account_id, email is not null from identity.addressees($1, $2)",
            clinic,
            [member, gone, elsewhere, patient],
        )
    assert {tuple(row) for row in rows} == {(member, True), (patient, False)}


async def test_an_acknowledged_alert_is_nobodys_business(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    await make_alert(conn, clinic, patient)
    await conn.execute(
        "update journal.alert set state = 'acknowledged', acknowledged_at = now(), acknowledged_by = $1", uuid7()
    )
    async with seen_as(conn, WORKER):
        assert await conn.fetchval("select count(*) from journal.alert") == 0


async def test_a_worker_beats_and_a_new_one_takes_over_a_silent_name(conn: asyncpg.Connection) -> None:
    encoder = {"schema": "pg_catalog", "encoder": lambda _: "{}", "decoder": str}
    await conn.set_type_codec("jsonb", **encoder)  # type: ignore[arg-type]
    async with seen_as(conn, WORKER):
        assert not await beat(conn, "one", {})
        await begin(conn, "one")
        assert await beat(conn, "one", {})
        await begin(conn, "two")
        assert await conn.fetchval("select count(*) from operations.heartbeat") == 2
        await conn.execute("update operations.heartbeat set at = now() - interval '2 hours' where worker = 'one'")
        await begin(conn, "three")
        rows = await conn.fetch("select worker from operations.heartbeat where at = now() order by worker")
        assert [row["worker"] for row in rows] == ["three", "two"]
        assert await conn.fetchval("select count(*) from operations.heartbeat") == 2
