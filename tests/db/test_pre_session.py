"""Answers before a session under the policies: who reads which row and which words, who writes, who reviews. And the baseline."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest
from uuid_utils.compat import uuid7

from clinical.entries import PreSessionPut
from clinical.errors import Conflict, NotFound
from clinical.guidance import CALM, Screening
from clinical.pre_session import QUESTIONS
from db import pre_session, side_effects
from db.pool import APP, Context
from db.vault import PatientKey
from tests.world import (
    NOW,
    make_clinic,
    make_course,
    make_member,
    make_patient,
    make_session,
    make_side_effect,
    seen_as,
)

DAY = timedelta(days=1)
DRUGS = {"question": "drugs", "answer": "yes", "note": "a gummy"}
METAL = {"question": "metal", "answer": "yes", "note": "a piercing"}
SLEEP = {"question": "sleep", "answer": "hours", "amount": 3.5}
FOOD = {"question": "food", "answer": "time", "at_time": "2026-03-18T07:30"}


@pytest.fixture
async def clinic(conn: asyncpg.Connection) -> UUID:
    return await make_clinic(conn)


@pytest.fixture
async def patient(conn: asyncpg.Connection, clinic: UUID) -> UUID:
    return await make_patient(conn, clinic)


@pytest.fixture
async def session(conn: asyncpg.Connection, clinic: UUID, patient: UUID) -> UUID:
    return await make_session(conn, clinic, patient, NOW + DAY, kind="tms")


def put(*answers: dict[str, Any], revision_id: UUID | None = None) -> PreSessionPut:
    stamp = {"written_at": NOW.isoformat(), "zone": "UTC", "offset_minutes": 0}
    body = {"answers": list(answers), "revision_id": str(revision_id or uuid7()), "stamp": stamp}
    return msgspec.convert(body, PreSessionPut, strict=False)


def acting(clinic: UUID, patient: UUID, role: str, account: UUID | None = None) -> Context:
    return Context(clinic_id=clinic, account_id=account or patient, role=role, patient_ids=(patient,))


async def save(
    conn: asyncpg.Connection,
    clinic: UUID,
    patient: UUID,
    session: UUID,
    given: PreSessionPut,
    found: Screening = CALM,
) -> Any:
    key = PatientKey(clinic, patient, bytes(32))
    async with seen_as(conn, APP, acting(clinic, patient, "patient")):
        return await pre_session.save(conn, clinic, patient, session, given, found, key)


async def read(conn: asyncpg.Connection, clinic: UUID, patient: UUID, session: UUID, role: str) -> Any:
    async with seen_as(conn, APP, acting(clinic, patient, role, uuid7())):
        return await pre_session.latest(conn, clinic, patient, session)


async def test_the_therapist_gets_neither_row_nor_words_of_what_is_for_the_prescriber(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, session: UUID
) -> None:
    given = put(DRUGS, METAL, SLEEP, FOOD)
    await save(conn, clinic, patient, session, given)
    key = PatientKey(clinic, patient, bytes(32))
    for role in ("patient", "clinician"):
        stored = await read(conn, clinic, patient, session, role)
        assert set(stored.answers) == {"drugs", "metal", "sleep", "food"}
        async with seen_as(conn, APP, acting(clinic, patient, role)):
            assert stored.answers["drugs"].words(key) == "a gummy"
    stored = await read(conn, clinic, patient, session, "therapist")
    assert set(stored.answers) == {"metal", "sleep", "food"}
    assert stored.answers["metal"].words(key) == "a piercing"
    assert (stored.answers["sleep"].amount, str(stored.answers["food"].at_time)) == (3.5, "2026-03-18 07:30:00")
    async with seen_as(conn, APP, acting(clinic, patient, "therapist", uuid7())):
        assert await conn.fetchval("select count(*) from journal.pre_session_answer where question = 'drugs'") == 0
        assert await conn.fetchval("select count(*) from journal.note where field = 'drugs'") == 0
    async with seen_as(conn, APP, acting(clinic, patient, "admin", uuid7())):
        assert await conn.fetchval("select count(*) from journal.note") == 0


async def test_what_is_for_the_prescriber_is_marked_row_by_row(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, session: UUID
) -> None:
    await save(conn, clinic, patient, session, put(DRUGS, METAL))
    rows = await conn.fetch(
        "select question, prescriber_only from journal.pre_session_answer where patient_id = $1", patient
    )
    assert {row["question"]: row["prescriber_only"] for row in rows} == {
        name: QUESTIONS[name].prescriber_only for name in ("drugs", "metal")
    }
    rows = await conn.fetch("select field, audience from journal.note where patient_id = $1", patient)
    assert {row["field"]: row["audience"] for row in rows} == {"drugs": "prescriber", "metal": "team"}


async def test_a_revision_is_added_once_with_its_trail(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, session: UUID
) -> None:
    given = put(METAL)
    first = await save(conn, clinic, patient, session, given)
    again = await save(conn, clinic, patient, session, given)
    assert first.received_at is not None
    assert (again.received_at, first.prior) == (None, None)
    for table in ("pre_session", "pre_session_answer", "note"):
        assert await conn.fetchval(f"select count(*) from journal.{table} where patient_id = $1", patient) == 1
    trail = await conn.fetch("select action, subject from journal.audit where patient_id = $1", patient)
    assert [tuple(row) for row in trail] == [("pre_session.saved", str(given.revision_id))]
    async with seen_as(conn, APP, acting(clinic, patient, "patient")):
        same = await pre_session.find_same(conn, clinic, patient, session, given)
        assert same.revision_id == given.revision_id
        with pytest.raises(Conflict):
            await pre_session.find_same(conn, clinic, patient, session, put(SLEEP, revision_id=given.revision_id))
        with pytest.raises(NotFound):
            await pre_session.find(conn, clinic, patient, uuid7(), given.revision_id)
    later = await save(conn, clinic, patient, session, put(SLEEP))
    assert later.prior == given.revision_id


async def test_what_matched_is_found_by_the_watch_over_alerts(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, session: UUID
) -> None:
    given = put({"question": "safety", "answer": "yes"})
    await save(conn, clinic, patient, session, given, Screening(tier="explicit", category="x", private=False))
    rows = await conn.fetch(
        "select source, tier, private, revision_id from journal.matched_entry where patient_id = $1", patient
    )
    assert [tuple(row) for row in rows] == [("pre_session", "explicit", False, given.revision_id)]


async def test_only_the_patient_answers_and_only_a_clinician_reviews_under_their_own_name(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, session: UUID
) -> None:
    doctor = await make_member(conn, clinic, "clinician")
    await save(conn, clinic, patient, session, put(METAL))
    stored = await read(conn, clinic, patient, session, "clinician")
    key = PatientKey(clinic, patient, bytes(32))

    async def review(role: str, account: UUID, by: UUID) -> None:
        async with seen_as(conn, APP, acting(clinic, patient, role, account)):
            await pre_session.review(conn, clinic, patient, stored, "metal", "Seen.", by_account=by, role=role)

    therapist = await make_member(conn, clinic, "therapist")
    for role, account, by in (
        ("patient", patient, patient),
        ("clinician", doctor, patient),
        ("admin", doctor, doctor),
        ("therapist", therapist, therapist),
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await review(role, account, by)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with seen_as(conn, APP, acting(clinic, patient, "clinician", doctor)):
            await pre_session.save(conn, clinic, patient, session, put(SLEEP), CALM, key)
    await review("clinician", doctor, doctor)
    stored = await read(conn, clinic, patient, session, "therapist")
    [made] = stored.reviews
    assert (made.question, made.reviewed_by, made.what_was_done, made.revision) == ("metal", doctor, "Seen.", 1)
    assert stored.review_of("metal", 1) == made
    assert stored.review_of("metal", 2) is None
    assert stored.answers["metal"].answer == "yes"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with seen_as(conn, APP, acting(clinic, patient, "clinician", doctor)):
            await conn.execute("update journal.pre_session_answer set answer = 'no'")


async def test_what_was_done_about_an_answer_for_the_prescriber_is_theirs_too(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, session: UUID
) -> None:
    doctor, therapist = await make_member(conn, clinic, "clinician"), await make_member(conn, clinic, "therapist")
    await save(conn, clinic, patient, session, put(DRUGS, METAL))
    stored = await read(conn, clinic, patient, session, "clinician")

    async def review(question: str, role: str, by: UUID) -> None:
        async with seen_as(conn, APP, acting(clinic, patient, role, by)):
            await pre_session.review(conn, clinic, patient, stored, question, "Gummy.", by_account=by, role=role)

    await review("drugs", "clinician", doctor)
    await review("metal", "clinician", doctor)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await review("drugs", "therapist", therapist)
    seen = {
        role: {made.question for made in (await read(conn, clinic, patient, session, role)).reviews}
        for role in ("patient", "clinician", "therapist")
    }
    assert seen == {"patient": {"drugs", "metal"}, "clinician": {"drugs", "metal"}, "therapist": {"metal"}}
    async with seen_as(conn, APP, acting(clinic, patient, "therapist", therapist)):
        assert await conn.fetchval("select count(*) from journal.pre_session_review") == 1


async def test_another_clinic_or_patient_sees_nothing(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, session: UUID
) -> None:
    await save(conn, clinic, patient, session, put(METAL))
    elsewhere, neighbour = await make_clinic(conn), await make_patient(conn, clinic, name="Ada")
    for context in (acting(elsewhere, patient, "clinician"), acting(clinic, neighbour, "patient")):
        async with seen_as(conn, APP, context):
            assert await pre_session.latest(conn, clinic, patient, session) is None


@pytest.mark.parametrize(
    ("begins_in", "reported", "due"),
    [
        (14, None, True),
        (0.1, None, True),
        (15, None, False),
        (-0.1, None, False),
        (7, 3, False),
        (7, -8, True),
        (7, 0, False),
    ],
)
async def test_the_list_is_asked_once_in_the_two_weeks_before_a_course(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID, begins_in: float, reported: int | None, due: bool
) -> None:
    """`reported`: days from today of the only report."""
    course = await make_course(conn, clinic, patient)
    first = NOW + begins_in * DAY
    await make_session(conn, clinic, patient, first, course_id=course, kind="infusion")
    await make_session(conn, clinic, patient, first + 3 * DAY, course_id=course, kind="infusion", ordinal=2)
    if reported is not None:
        await make_side_effect(conn, clinic, patient, NOW.date() + reported * DAY)
    async with seen_as(conn, APP, acting(clinic, patient, "patient")):
        assert await side_effects.baseline_due(conn, clinic, patient, NOW.date(), NOW) is due


async def test_no_list_is_asked_in_a_course_that_runs_or_has_ended(
    conn: asyncpg.Connection, clinic: UUID, patient: UUID
) -> None:
    running = await make_course(conn, clinic, patient)
    await make_session(conn, clinic, patient, NOW - 2 * DAY, course_id=running, kind="infusion", status="completed")
    await make_session(conn, clinic, patient, NOW + 2 * DAY, course_id=running, kind="infusion", ordinal=2)
    ended = await make_course(conn, clinic, patient, ended_on=NOW.date())
    await make_session(conn, clinic, patient, NOW + 2 * DAY, course_id=ended, kind="infusion")
    await make_session(conn, clinic, patient, NOW + DAY, kind="psychotherapy")
    async with seen_as(conn, APP, acting(clinic, patient, "patient")):
        assert not await side_effects.baseline_due(conn, clinic, patient, NOW.date(), NOW)
