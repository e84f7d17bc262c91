from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from clinical.errors import NotFound
from db import sessions
from db.pool import APP, Context
from tests.world import NOW, make_clinic, make_member, make_patient, make_session, seen_as

DAY = timedelta(days=1)


@pytest.fixture
async def clinic(conn: asyncpg.Connection) -> UUID:
    return await make_clinic(conn)


@pytest.fixture
async def patient(conn: asyncpg.Connection, clinic: UUID) -> UUID:
    return await make_patient(conn, clinic)


async def staff(conn: asyncpg.Connection, clinic: UUID, *patients: UUID) -> Context:
    member = await make_member(conn, clinic, "clinician")
    return Context(clinic_id=clinic, account_id=member, role="clinician", patient_ids=patients)


async def test_next_and_last_stand_on_either_side_of_now(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> None:
    await make_session(conn, clinic, patient, NOW - 9 * DAY, status="completed")
    held = await make_session(conn, clinic, patient, NOW)  # begins now: nobody has ticked it off yet
    await make_session(conn, clinic, patient, NOW - DAY, status="missed")
    await make_session(conn, clinic, patient, NOW + DAY, status="cancelled")
    coming = await make_session(conn, clinic, patient, NOW + 2 * DAY)
    await make_session(conn, clinic, patient, NOW + 3 * DAY)
    async with seen_as(conn, APP, await staff(conn, clinic, patient)):
        following, last = await sessions.next_and_last(conn, clinic, patient, NOW)
    assert following
    assert last
    assert (following.session_id, last.session_id) == (coming, held)
    assert following.is_ahead(NOW)
    assert last.is_held(NOW)


async def test_without_sessions_there_is_neither_next_nor_last(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    assert await sessions.next_and_last(conn, clinic, patient, NOW) == (None, None)


async def test_all_sessions_come_in_order_the_cancelled_ones_too(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    later = await make_session(conn, clinic, patient, NOW + DAY)
    earlier = await make_session(conn, clinic, patient, NOW, status="cancelled")
    async with seen_as(conn, APP, await staff(conn, clinic, patient)):
        found = await sessions.of_patient(conn, clinic, patient)
    assert [s.session_id for s in found] == [earlier, later]


async def test_sessions_of_another_clinic_or_patient_are_not_there(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    session = await make_session(conn, clinic, patient, NOW + DAY)
    elsewhere, neighbour = await make_clinic(conn), await make_patient(conn, clinic, name="Ada")
    for clinic_id, patient_id in ((elsewhere, patient), (clinic, neighbour)):
        assert await sessions.of_patient(conn, clinic_id, patient_id) == []
        assert await sessions.next_and_last(conn, clinic_id, patient_id, NOW) == (None, None)
        with pytest.raises(NotFound):
            await sessions.find(conn, clinic_id, patient_id, session)


async def test_sessions_outside_the_context_are_not_there(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    await make_session(conn, clinic, patient, NOW + DAY)
    neighbour = await make_patient(conn, clinic, name="Ada")
    async with seen_as(conn, APP, await staff(conn, clinic, neighbour)):
        assert await sessions.of_patient(conn, clinic, patient) == []
        assert await sessions.next_and_last(conn, clinic, patient, NOW) == (None, None)


async def test_the_day_of_a_session_is_known_for_its_own_patient_alone(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    other = await make_patient(conn, clinic)
    session = await make_session(conn, clinic, patient, NOW)
    async with seen_as(conn, APP, await staff(conn, clinic, patient, other)):
        assert await sessions.day_of(conn, clinic, patient, session) == NOW.date()
        assert await sessions.day_of(conn, clinic, other, session) is None
