from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from clinical.errors import NotFound
from db import alerts
from db.pool import APP, Context
from tests.world import make_alert, make_clinic, make_member, make_patient, put_on_team, seen_as


@pytest.fixture
async def clinic(conn: asyncpg.Connection) -> UUID:
    return await make_clinic(conn)


@pytest.fixture
async def patient(conn: asyncpg.Connection, clinic: UUID) -> UUID:
    return await make_patient(conn, clinic)


@pytest.fixture
async def clinician(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> UUID:
    member = await make_member(conn, clinic, "clinician")
    await put_on_team(conn, clinic, patient, member)
    return member


def of(clinic: UUID, account: UUID, role: str, patients: Sequence[UUID]) -> Context:
    return Context(clinic_id=clinic, account_id=account, role=role, patient_ids=tuple(patients))


async def raise_(conn: asyncpg.Connection, clinic: UUID, patient: UUID, tier: str, *, private: bool = True) -> UUID:
    async with seen_as(conn, APP, of(clinic, patient, "patient", [patient])):
        raised = await alerts.raise_or_join(
            conn, clinic, patient, tier=tier, source="check_in", private=private, revision_id=uuid7()
        )
    return raised.alert_id


async def states(conn: asyncpg.Connection, patient: UUID) -> list[tuple[str, str, int, bool]]:
    rows = await conn.fetch(
        "select tier, state, count, private from journal.alert where patient_id = $1 order by rank, raised_at", patient
    )
    return [tuple(row) for row in rows]


async def test_a_match_joins_an_open_alert_that_ranks_at_least_as_high(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    first = await raise_(conn, clinic, patient, "explicit")
    assert await raise_(conn, clinic, patient, "veiled", private=False) == first
    assert await states(conn, patient) == [("explicit", "raised", 2, False)]
    higher = await raise_(conn, clinic, patient, "urgent")
    assert higher != first
    assert await raise_(conn, clinic, patient, "explicit") == higher


async def test_after_an_acknowledgement_a_match_raises_a_new_alert(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, clinician: UUID
) -> None:
    first = await raise_(conn, clinic, patient, "explicit")
    async with seen_as(conn, APP, of(clinic, clinician, "clinician", [patient])):
        assert await alerts.acknowledge(conn, clinic, first, clinician, "Called.") == patient
        assert await alerts.acknowledge(conn, clinic, first, clinician, "Called.") is None
    assert await raise_(conn, clinic, patient, "explicit") != first


async def test_a_crisis_begins_a_hold_and_a_review_does_not(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, clinician: UUID
) -> None:
    await raise_(conn, clinic, patient, "review")
    assert await states(conn, patient) == [("review", "sent", 1, True)]
    held = "select count(*) from journal.hold where patient_id = $1 and cleared_at is null"
    assert await conn.fetchval(held, patient) == 0
    await raise_(conn, clinic, patient, "veiled")
    await raise_(conn, clinic, patient, "urgent")
    assert await conn.fetchval(held, patient) == 1
    async with seen_as(conn, APP, of(clinic, clinician, "therapist", [patient])):
        assert not await alerts.clear_hold(conn, clinic, patient, clinician, "Because.")
    async with seen_as(conn, APP, of(clinic, clinician, "clinician", [patient])):
        assert await alerts.clear_hold(conn, clinic, patient, clinician, "Seen today.")
        assert not await alerts.clear_hold(conn, clinic, patient, clinician, "Seen today.")


async def test_alerts_are_seen_once_within_the_context_alone(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, clinician: UUID
) -> None:
    other = await make_patient(conn, clinic)
    for one in (patient, other):
        await raise_(conn, clinic, one, "veiled")
    async with seen_as(conn, APP, of(clinic, clinician, "clinician", [patient])):
        for _ in range(2):
            await alerts.mark_seen(conn, clinic, [patient, other], clinician, "clinician")
    assert await states(conn, patient) == [("veiled", "seen", 1, True)]
    assert await states(conn, other) == [("veiled", "raised", 1, True)]
    assert await conn.fetchval("select count(*) from journal.audit where action = 'alert.seen'") == 1


async def test_open_alerts_come_first_the_gravest_on_top(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, clinician: UUID
) -> None:
    done = await make_alert(conn, clinic, patient, rank=4, age=timedelta(days=3))
    context = of(clinic, clinician, "clinician", [patient])
    async with seen_as(conn, APP, context):
        await alerts.acknowledge(conn, clinic, done, clinician, "Called.")
    low, high = await make_alert(conn, clinic, patient, rank=1), await make_alert(conn, clinic, patient, rank=3)
    async with seen_as(conn, APP, context):
        everything = await alerts.of_patients(conn, clinic, [patient], acknowledged_too=True)
        still_open = await alerts.of_patients(conn, clinic, [patient], acknowledged_too=False)
    assert [alert.alert_id for alert in everything] == [high, low, done]
    assert [alert.alert_id for alert in still_open] == [high, low]


async def test_an_alert_outside_the_context_does_not_exist(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, clinician: UUID
) -> None:
    raised = await raise_(conn, clinic, patient, "urgent")
    elsewhere = await make_clinic(conn)
    for where, patients in ((clinic, []), (elsewhere, [patient])):
        async with seen_as(conn, APP, of(where, clinician, "clinician", patients)):
            with pytest.raises(NotFound):
                await alerts.find(conn, where, raised)
            assert await alerts.acknowledge(conn, where, raised, clinician, "Called.") is None
            assert await alerts.of_patients(conn, where, [patient], acknowledged_too=True) == []
            assert not await alerts.clear_hold(conn, where, patient, clinician, "Because.")
    async with seen_as(conn, APP, of(clinic, clinician, "clinician", [patient])):
        assert (await alerts.find(conn, clinic, raised)).state == "raised"
