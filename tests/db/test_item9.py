"""The last answer to the PHQ-9's item 9, and whoever looked at it; no later answer takes an earlier one out of sight."""

from datetime import date, timedelta
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from db.item9 import AskedItem9, asked
from db.pool import APP, Context
from tests.world import make_clinic, make_measure, make_member, make_patient, seen_as

DAY = date(2026, 3, 10)
RAISE = "select alert_id from journal.raise_alert($1, $2, $3, 'explicit', false, 'measure', $4)"


def form(item9: int | None) -> list[int | None]:
    return [1, 1, 0, 0, 0, 0, 0, 0, item9]


class Case:
    def __init__(self, conn: asyncpg.Connection, clinic: UUID, patient: UUID, member: UUID) -> None:
        self.conn, self.clinic, self.patient, self.member = conn, clinic, patient, member
        self.where = (conn, clinic, patient)
        context = Context(clinic_id=clinic, account_id=member, role="clinician", patient_ids=(patient,))
        self.seen = lambda: seen_as(conn, APP, context)

    async def answer(
        self, days_ago: int, item9: int | None, measure: UUID | None = None, *, alert: bool = False
    ) -> UUID | None:
        day = DAY - timedelta(days=days_ago)
        total = None if item9 is None else 2 + item9
        revision = await make_measure(
            *self.where,
            day,
            total,
            answers=form(item9),
            status="none" if total is None else "complete",
            measure_id=measure,
        )
        if not alert:
            return None
        async with self.seen():
            return await self.conn.fetchval(RAISE, self.clinic, self.patient, uuid7(), revision)

    async def acknowledge(self, alert: UUID | None) -> None:
        await self.conn.execute(
            "update journal.alert set acknowledged_by = $1, acknowledged_at = now() where alert_id = $2",
            self.member,
            alert,
        )

    async def asked(self, since: date = DAY) -> list[AskedItem9]:
        async with self.seen():
            return await asked(*self.where, since)


@pytest.fixture
async def case(conn: asyncpg.Connection) -> Case:
    clinic = await make_clinic(conn)
    member = await make_member(conn, clinic, "clinician", name="Imani")
    return Case(conn, clinic, await make_patient(conn, clinic), member)


async def test_who_never_had_the_form_was_not_asked(case: Case) -> None:
    await make_measure(*case.where, DAY, 12, source="clinic")
    await make_measure(*case.where, DAY, 7, instrument="gad-7", answers=[1] * 7)
    assert await case.asked() == []


async def test_the_newest_form_says_the_answer_and_who_acknowledged_its_alert(case: Case) -> None:
    await case.answer(9, 0)
    alert = await case.answer(2, 2, alert=True)
    [last] = await case.asked()
    assert (last.is_last, last.day, last.answer) == (True, DAY - timedelta(days=2), 2)
    assert (last.alert_id, last.reviewed_by, last.reviewed_at) == (alert, None, None)
    await case.acknowledge(alert)
    [last] = await case.asked()
    assert (last.reviewed_by, last.reviewed_at is not None) == ("Imani", True)


async def test_an_item_left_out_and_a_form_declined_were_asked(case: Case) -> None:
    await case.answer(4, None)
    assert [(last.day, last.answer) for last in await case.asked()] == [(DAY - timedelta(days=4), None)]
    await make_measure(*case.where, DAY, None, declined=True, status="none")
    assert [(last.day, last.answer) for last in await case.asked()] == [(DAY, None)]


async def test_a_later_zero_takes_no_earlier_answer_out_of_sight(case: Case) -> None:
    alert = await case.answer(20, 3, alert=True)
    await case.answer(1, 0)
    last, before = await case.asked()
    assert (last.answer, last.is_last) == (0, True)
    assert (before.answer, before.is_last, before.alert_id) == (3, False, alert)
    await case.acknowledge(alert)
    assert len(await case.asked()) == 1, "reviewed, and from before the interval"
    assert len(await case.asked(DAY - timedelta(days=20))) == 2


async def test_a_correction_to_zero_takes_nothing_back(case: Case) -> None:
    measure = uuid7()
    alert = await case.answer(0, 2, measure, alert=True)
    await case.answer(0, 0, measure)
    last, before = await case.asked()
    assert (last.answer, before.answer, before.alert_id) == (0, 2, alert)


async def test_another_patients_answers_are_not_seen(case: Case) -> None:
    other = await make_patient(case.conn, case.clinic)
    await make_measure(case.conn, case.clinic, other, DAY, 12, answers=form(3))
    assert await case.asked() == []
