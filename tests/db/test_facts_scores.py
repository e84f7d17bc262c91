"""Scores, the clinic's settings and courses side by side as facts; and whose day it is, wherever the patient travels."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from clinical.errors import NotFound
from clinical.trends import SummaryInput, inputs_hash, summary
from db.facts import gather
from db.pool import WORKER, prepare_connection, worker_context
from tests.world import (
    NOW,
    make_check_in,
    make_clinic,
    make_course,
    make_measure,
    make_patient,
    make_session,
    make_side_effect,
    seen_as,
)

DAY = date(2026, 3, 10)
THRESHOLDS = {"thresholds": {"gad-7": {"reliable_change": "nhs"}}}
SET = "insert into journal.clinic_care (clinic_id, topic, document) values ($1, 'measures', $2)"

Where = tuple[asyncpg.Connection, UUID, UUID]


@pytest.fixture
async def where(conn: asyncpg.Connection) -> Where:
    await prepare_connection(conn)
    clinic = await make_clinic(conn)
    return conn, clinic, await make_patient(conn, clinic)


async def given(where: Where, **more: Any) -> SummaryInput:
    return (await gather(*where, form="clinician", **{"now": NOW, **more})).given


async def test_only_the_newest_revision_of_a_score_counts(where: Where) -> None:
    measure = uuid7()
    await make_measure(*where, DAY, 12, measure_id=measure)
    newest = await make_measure(*where, DAY, 11, measure_id=measure, answers=[2, 2, 2, 2, 2, 1, 0, 0, 0])
    await make_measure(*where, DAY, None, declined=True, status="none", instrument="gad-7")
    scores = {fact.instrument: fact for fact in (await given(where)).scores}
    assert (scores["phq-9"].revision_id, scores["phq-9"].total) == (newest, 11)
    assert scores["phq-9"].answers == [2, 2, 2, 2, 2, 1, 0, 0, 0]
    assert (scores["gad-7"].declined, scores["gad-7"].total) == (True, None)


async def test_the_clinics_newest_thresholds_go_in_and_into_the_hash(where: Where) -> None:
    conn, clinic, _ = where
    before = await given(where)
    assert before.thresholds == {}
    await conn.execute(SET, clinic, THRESHOLDS)
    await conn.execute(SET, await make_clinic(conn), {})
    after = await given(where)
    assert after.thresholds == THRESHOLDS["thresholds"]
    assert inputs_hash(after) != inputs_hash(before)
    await make_measure(*where, DAY)
    assert inputs_hash(await given(where)) != inputs_hash(after)


async def test_a_score_is_among_the_newest_arrivals(where: Where) -> None:
    await make_check_in(*where, DAY)
    await make_measure(*where, DAY, received_at=NOW + timedelta(hours=2), source="clinic")
    assert (await gather(*where, form="clinician", now=NOW)).inputs_until == NOW + timedelta(hours=2)


async def test_a_phone_is_heard_of_by_what_it_sends_on_the_patients_day(where: Where) -> None:
    assert (await given(where)).last_heard_on is None
    await make_check_in(*where, DAY, source="import")
    await make_measure(*where, DAY, source="clinic")
    assert (await given(where)).last_heard_on is None
    await make_side_effect(*where, DAY, received_at=datetime(2026, 3, 11, 3, tzinfo=UTC))
    assert (await given(where)).last_heard_on == DAY, "23:00 in New York"
    await make_measure(*where, DAY, received_at=datetime(2026, 3, 11, 5, tzinfo=UTC))
    assert (await given(where)).last_heard_on == DAY + timedelta(days=1)
    conn, clinic, patient = where
    await conn.execute(
        """insert into journal.pre_session (clinic_id, patient_id, revision_id, session_id, day, written_at, zone, offset_minutes,
                                            received_at, body_hash)
        values ($1, $2, $3, $3, $4, now(), 'UTC', 0, $5, '')""",
        clinic,
        patient,
        uuid7(),
        DAY,
        datetime(2026, 3, 14, 12, tzinfo=UTC),
    )
    assert (await given(where)).last_heard_on == date(2026, 3, 14)


async def test_courses_side_by_side_each_have_their_own_numbers(where: Where) -> None:
    ketamine = await make_course(*where, started_on=date(2026, 1, 5))
    tms = await make_course(*where, started_on=date(2026, 2, 16))
    for ago in (60, 30):
        await make_session(*where, NOW - timedelta(days=ago), course_id=ketamine, status="completed")
    for ago in (23, 22, 16, 15):
        await make_session(*where, NOW - timedelta(days=ago), course_id=tms, kind="tms", status="completed")
    booster = await make_session(*where, NOW + timedelta(days=1), course_id=ketamine)
    appointment = await make_session(*where, NOW + timedelta(days=1), kind="psychotherapy")
    for ago, total in ((61, 22), (31, 14), (24, 16), (2, 7)):
        await make_measure(*where, NOW.date() - timedelta(days=ago), total)

    async def baseline(**more: Any) -> int | None:
        [measure] = summary(await given(where, **more)).measures
        return measure.baseline and measure.baseline.total

    assert await baseline(session_id=booster) == 22
    assert await baseline(session_id=booster, course_id=tms) == 22, "a treatment is about its own course"
    assert await baseline(course_id=tms) == await baseline() == 16, "the newest course that runs"
    assert await baseline(session_id=appointment, course_id=ketamine) == 22
    assert await baseline(session_id=appointment, course_id=tms) == 16


async def test_a_course_of_somebody_else_is_not_found(where: Where) -> None:
    conn, clinic, _ = where
    await make_course(*where)
    theirs = await make_course(conn, clinic, await make_patient(conn, clinic))
    for course in (theirs, uuid7()):
        with pytest.raises(NotFound):
            await given(where, course_id=course)


async def test_a_missed_or_moved_session_anchors_anew(where: Where) -> None:
    conn, *_ = where
    course = await make_course(*where)
    for ago in (60, 30):
        last = await make_session(*where, NOW - timedelta(days=ago), course_id=course, status="completed")
    coming = await make_session(*where, NOW + timedelta(days=1), course_id=course)
    await make_measure(*where, NOW.date() - timedelta(days=31), 14, received_at=NOW - timedelta(days=31))

    async def looked_at() -> tuple[date, int | None]:
        made = summary(await given(where, session_id=coming))
        [measure] = made.measures
        return made.interval.start, measure.last_session and measure.last_session.total

    assert await looked_at() == (date(2026, 2, 16), 14)
    await conn.execute(
        "update journal.session set starts_at = starts_at - interval '5 days' where session_id = $1", last
    )
    assert await looked_at() == (date(2026, 2, 11), None)
    await conn.execute("update journal.session set status = 'missed' where session_id = $1", last)
    assert await looked_at() == (date(2026, 1, 17), None)


async def test_travel_and_daylight_saving_shift_no_day_after_a_session(where: Where) -> None:
    """A session on Friday evening in New York, where clocks go forward on Sunday, 8 March 2026."""
    conn, *_ = where
    course = await make_course(*where)
    await make_session(*where, datetime(2026, 3, 7, 1, tzinfo=UTC), course_id=course, status="completed")
    for day in (6, 7, 8, 9, 14):
        await make_check_in(*where, date(2026, 3, day), mood=day % 10)
    await make_measure(*where, date(2026, 3, 13), 9)
    now = datetime(2026, 3, 15, 3, 30, tzinfo=UTC)  # 23:30 on Saturday: an hour that was 22:30 a week before

    async def days() -> tuple[date, list[tuple[int, float]], list[int | None]]:
        made = summary(await given(where, now=now))
        curve = [(point.day_after, point.value) for point in made.curves[0].points]
        return made.day_of, curve, [point.days_after_session for point in made.measures[0].points]

    assert await days() == (date(2026, 3, 14), [(0, 6), (1, 7), (2, 8), (3, 9), (8, 4)], [7])
    # In Tokyo it is Sunday afternoon, and the session was on a Saturday morning there. What was written keeps its day.
    await conn.execute("update journal.patient set zone = 'Asia/Tokyo'")
    assert await days() == (date(2026, 3, 15), [(0, 7), (1, 8), (2, 9), (7, 4)], [6])
    await conn.execute("update journal.patient set zone = 'America/Los_Angeles'")
    assert await days() == (date(2026, 3, 14), [(0, 6), (1, 7), (2, 8), (3, 9), (8, 4)], [7])


async def test_on_the_sessions_day_the_hour_decides_what_came_before_it(where: Where) -> None:
    course = await make_course(*where)
    begins = datetime(2026, 3, 10, 15, tzinfo=UTC)
    await make_session(*where, begins, course_id=course, status="completed")
    await make_measure(*where, DAY, 18, received_at=begins - timedelta(minutes=5))
    await make_measure(*where, DAY, 15, received_at=begins + timedelta(minutes=5))
    [measure] = summary(await given(where)).measures
    assert measure.baseline
    assert measure.now
    assert (measure.baseline.total, measure.now.total, measure.late_baseline) == (18, 15, False)


async def test_rows_of_another_patient_or_clinic_change_nothing(where: Where) -> None:
    conn, clinic, patient = where

    async def fill(clinic: UUID, patient: UUID, shift: int) -> UUID:
        course = await make_course(conn, clinic, patient)
        await make_session(conn, clinic, patient, NOW - timedelta(days=30 + shift), course_id=course)
        for ago in range(40):
            await make_check_in(conn, clinic, patient, NOW.date() - timedelta(days=ago), mood=(ago + shift) % 10)
            await make_side_effect(conn, clinic, patient, NOW.date() - timedelta(days=ago), effect=f"effect-{shift}")
        for ago in (35, 20, 3):
            await make_measure(conn, clinic, patient, NOW.date() - timedelta(days=ago), 20 - ago % 7 - shift)
        return await make_session(conn, clinic, patient, NOW + timedelta(days=1), course_id=course)

    coming = await fill(clinic, patient, 0)
    before = await given(where, session_id=coming)
    await fill(clinic, await make_patient(conn, clinic), 1)
    elsewhere = await make_clinic(conn)
    await conn.execute(SET, elsewhere, THRESHOLDS)
    await fill(elsewhere, await make_patient(conn, elsewhere), 2)
    after = await given(where, session_id=coming)
    assert after == before
    assert summary(after) == summary(before)
    async with seen_as(conn, WORKER, worker_context(clinic, [patient])):
        assert await given(where, session_id=coming) == before
