"""What came after a summary, or was corrected since: days, reports, scores, pages, answers before a session."""

from datetime import date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from db.newer import newer
from db.pool import APP, Context
from tests.world import (
    NOW,
    make_check_in,
    make_clinic,
    make_measure,
    make_member,
    make_patient,
    make_side_effect,
    seen_as,
)

DAY = date(2026, 3, 10)
LATER = NOW + timedelta(hours=1)

PAGE = """
insert into journal.therapy_page (clinic_id, patient_id, page_id, revision_id, form, day, audience, written_at, zone, offset_minutes,
                                  received_at, body_hash)
values ($1, $2, $3, $4, 'free', $5, $6, now(), 'UTC', 0, $7, '')
"""
ANSWERS = """
insert into journal.pre_session (clinic_id, patient_id, session_id, revision_id, day, written_at, zone, offset_minutes, received_at,
                                 body_hash)
values ($1, $2, $3, $4, $5, now(), 'UTC', 0, $6, '')
"""


class Case:
    """`made_at` of the summary is NOW."""

    def __init__(self, conn: asyncpg.Connection, clinic: UUID, patient: UUID, member: UUID) -> None:
        self.conn, self.clinic, self.patient, self.member = conn, clinic, patient, member
        self.where = (conn, clinic, patient)

    async def page(self, audience: str, at: datetime, page: UUID) -> UUID:
        revision = uuid7()
        await self.conn.execute(PAGE, self.clinic, self.patient, page, revision, DAY, audience, at)
        return revision

    async def answers(self, session: UUID, at: datetime) -> UUID:
        revision = uuid7()
        await self.conn.execute(ANSWERS, self.clinic, self.patient, session, revision, DAY, at)
        return revision

    async def found(
        self, references: list[UUID], role: str = "clinician", *, holds_scores: bool = True
    ) -> dict[UUID, list[UUID]]:
        context = Context(clinic_id=self.clinic, account_id=self.member, role=role, patient_ids=(self.patient,))
        async with seen_as(self.conn, APP, context):
            rows = await newer(*self.where, references, chart_from=DAY, made_at=NOW, holds_scores=holds_scores)
        assert all(row.is_correction == bool(row.replaced) for row in rows)
        return {row.revision_id: row.replaced for row in rows}


@pytest.fixture
async def case(conn: asyncpg.Connection) -> Case:
    clinic = await make_clinic(conn)
    return Case(conn, clinic, await make_patient(conn, clinic), await make_member(conn, clinic, "clinician"))


async def test_what_is_new_is_told_from_what_was_corrected(case: Case) -> None:
    report, measure = uuid7(), uuid7()
    held = await make_check_in(*case.where, DAY)
    reported = await make_side_effect(*case.where, DAY, report_id=report)
    scored = await make_measure(*case.where, DAY, 12, measure_id=measure)
    references = [held, reported, scored]
    assert await case.found(references) == {}
    corrected = await make_check_in(*case.where, DAY)
    again = await make_side_effect(*case.where, DAY, report_id=report)
    scored_again = await make_measure(*case.where, DAY, 9, measure_id=measure)
    new = await make_check_in(*case.where, DAY + timedelta(days=1))
    new_score = await make_measure(*case.where, DAY + timedelta(days=1))
    await make_check_in(*case.where, DAY - timedelta(days=1))
    assert await case.found(references) == {
        corrected: [held],
        again: [reported],
        scored_again: [scored],
        new: [],
        new_score: [],
    }


async def test_beside_numbers_from_before_scores_were_in_them_the_time_decides(case: Case) -> None:
    measure = uuid7()
    old = await make_measure(*case.where, DAY, measure_id=measure)
    await make_measure(*case.where, DAY, received_at=NOW - timedelta(days=3))
    assert await case.found([], holds_scores=False) == {}
    corrected = await make_measure(*case.where, DAY, 3, measure_id=measure, received_at=LATER)
    new = await make_measure(*case.where, DAY, received_at=LATER)
    assert await case.found([], holds_scores=False) == {corrected: [old], new: []}


async def test_pages_and_answers_count_from_when_the_numbers_were_made(case: Case) -> None:
    page, session = uuid7(), uuid7()
    first, answered = await case.page("team", NOW, page), await case.answers(session, NOW)
    assert await case.found([]) == {}
    again, changed = await case.page("team", LATER, page), await case.answers(session, LATER)
    new = await case.page("team", LATER, uuid7())
    assert await case.found([]) == {again: [first], changed: [answered], new: []}


@pytest.mark.parametrize(
    ("audience", "readers"), [("private", ()), ("therapist", ("therapist",)), ("team", ("therapist", "clinician"))]
)
async def test_a_page_is_counted_for_those_it_is_shared_with(
    case: Case, audience: str, readers: tuple[str, ...]
) -> None:
    await case.page(audience, LATER, uuid7())
    for role in ("therapist", "clinician"):
        assert len(await case.found([], role)) == (role in readers)


async def test_entries_of_another_patient_are_not_counted(case: Case) -> None:
    other = await make_patient(case.conn, case.clinic)
    for make in (make_check_in, make_side_effect, make_measure):
        await make(case.conn, case.clinic, other, DAY, received_at=LATER)
    assert await case.found([]) == {}
