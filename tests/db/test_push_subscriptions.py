from uuid import UUID

import asyncpg
import pytest

from db.pool import APP, WORKER, Context
from db.push_subscriptions import LIMIT, REFUSALS_IN_A_ROW, of_accounts, reach, record, remove, save
from tests.world import make_clinic, make_member, make_patient, seen_as

KEYS = {"p256dh": "key", "auth": "secret"}


@pytest.fixture
async def clinic(conn: asyncpg.Connection) -> UUID:
    return await make_clinic(conn)


@pytest.fixture
async def patient(conn: asyncpg.Connection, clinic: UUID) -> UUID:
    return await make_patient(conn, clinic)


def acting(clinic: UUID, account: UUID, role: str = "patient", *patients: UUID) -> Context:
    return Context(clinic_id=clinic, account_id=account, role=role, patient_ids=patients)


async def endpoints(conn: asyncpg.Connection) -> list[str]:
    rows = await conn.fetch("select endpoint from journal.push_subscription order by endpoint")
    return [row["endpoint"] for row in rows]


async def test_the_same_phone_again_is_the_same_row_with_the_newer_keys(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    async with seen_as(conn, APP, acting(clinic, patient)):
        await save(conn, clinic, patient, endpoint="https://a", **KEYS)
        await save(conn, clinic, patient, endpoint="https://a", p256dh="newer", auth="secret")
    assert await conn.fetchval("select array_agg(p256dh) from journal.push_subscription") == ["newer"]


async def test_an_eleventh_phone_takes_the_place_of_the_one_reached_longest_ago(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    for number in range(LIMIT):
        await save(conn, clinic, patient, endpoint=f"https://{number}", **KEYS)
    await conn.execute("update journal.push_subscription set created_at = now() - interval '1 year'")
    await conn.execute("update journal.push_subscription set last_accepted_at = now() where endpoint <> 'https://4'")
    async with seen_as(conn, APP, acting(clinic, patient)):
        await save(conn, clinic, patient, endpoint="https://new", **KEYS)
    assert len(await endpoints(conn)) == LIMIT
    assert "https://4" not in await endpoints(conn)


async def test_nobody_removes_somebody_elses_phone(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    other = await make_patient(conn, clinic)
    for account in (patient, other):
        await save(conn, clinic, account, endpoint="https://a", **KEYS)
    async with seen_as(conn, APP, acting(clinic, other)):
        await remove(conn, clinic, patient, "https://a")
        assert len(await endpoints(conn)) == 1
        await remove(conn, clinic, other, "https://a")
        await remove(conn, clinic, other, "https://a")
    assert len(await endpoints(conn)) == 1


async def test_nobody_registers_a_phone_for_somebody_else(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    other = await make_patient(conn, clinic)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with seen_as(conn, APP, acting(clinic, other)):
            await save(conn, clinic, patient, endpoint="https://a", **KEYS)


async def test_staff_see_when_a_patient_of_theirs_was_reached(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    clinician = await make_member(conn, clinic, "clinician")
    await save(conn, clinic, patient, endpoint="https://a", **KEYS)
    await conn.execute("update journal.push_subscription set last_accepted_at = now()")
    async with seen_as(conn, APP, acting(clinic, clinician, "clinician", patient)):
        reached = await reach(conn, clinic, patient)
        assert reached.subscriptions == 1
        assert reached.last_reached_at is not None
    async with seen_as(conn, APP, acting(clinic, clinician, "clinician")):
        assert (await reach(conn, clinic, patient)).subscriptions == 0


async def test_the_worker_finds_the_phones_of_the_accounts_it_sends_to(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    other = await make_patient(conn, clinic)
    await save(conn, clinic, patient, endpoint="https://a", **KEYS)
    await save(conn, clinic, patient, endpoint="https://b", **KEYS)
    await save(conn, clinic, other, endpoint="https://c", **KEYS)
    async with seen_as(conn, WORKER):
        phones = await of_accounts(conn, [(clinic, patient), (clinic, patient)])
    assert sorted(phone.endpoint for phone in phones) == ["https://a", "https://b"]


async def test_what_the_services_said_is_recorded(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    for name in ("accepted", "refused", "gone", "worn out"):
        await save(conn, clinic, patient, endpoint=name, **KEYS)
    await conn.execute(
        "update journal.push_subscription set failures = $1 where endpoint = 'worn out'", REFUSALS_IN_A_ROW - 1
    )
    await conn.execute("update journal.push_subscription set failures = 3 where endpoint = 'accepted'")
    async with seen_as(conn, WORKER):
        phones = {phone.endpoint: phone.subscription_id for phone in await of_accounts(conn, [(clinic, patient)])}
        await record(
            conn,
            clinic,
            accepted=[phones["accepted"]],
            refused=[phones["refused"], phones["worn out"]],
            gone=[phones["gone"]],
        )
    rows = await conn.fetch(
        "select endpoint, failures, last_accepted_at is not null as at from journal.push_subscription order by 1"
    )
    assert [tuple(row) for row in rows] == [("accepted", 0, True), ("refused", 1, False)]


async def test_another_clinics_phones_are_not_touched(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    await save(conn, clinic, patient, endpoint="https://a", **KEYS)
    (phone,) = await of_accounts(conn, [(clinic, patient)])
    elsewhere = await make_clinic(conn)
    assert await of_accounts(conn, [(elsewhere, patient)]) == []
    await record(conn, elsewhere, accepted=[], refused=[], gone=[phone.subscription_id])
    assert await endpoints(conn) == ["https://a"]
