from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from uuid_utils.compat import uuid7

from clinical.trends import SessionFact, Summary, SummaryInput
from db.notifications import Recipient
from db.pool import Pool
from db.summaries_due import schedule_summaries
from notifications import summaries
from notifications.summaries import make_due, readers
from tests.notifications.conftest import World
from tests.world import (
    NOW,
    make_check_in,
    make_course,
    make_measure,
    make_member,
    make_patient,
    make_session,
    put_on_team,
)


async def plan(world: World, *, hours: float = 2, **more: Any) -> UUID:
    starts_at = datetime.now(UTC) + timedelta(hours=hours)
    session = await make_session(world.seed, world.clinic, world.patient, starts_at, **more)
    await schedule_summaries(world.seed, world.clinic, world.patient, [session], 24)
    return session


async def count(world: World, table: str) -> int:
    return await world.seed.fetchval(f"select count(*) from journal.{table}")


async def test_a_due_summary_is_made_of_numbers_and_the_clinicians_are_told(world: World, pool: Pool) -> None:
    clinician = await make_member(world.seed, world.clinic, "clinician", language="es")
    therapist = await make_member(world.seed, world.clinic, "therapist")
    await put_on_team(world.seed, world.clinic, world.patient, clinician, therapist)
    course = await make_course(world.seed, world.clinic, world.patient)
    session = await plan(world, course_id=course)
    today = datetime.now(UTC).date()
    made_of = [
        await make_check_in(world.seed, world.clinic, world.patient, today - timedelta(days=ago)) for ago in range(5)
    ]
    assert await make_due(pool, datetime.now(UTC)) == 1
    row = await world.seed.fetchrow("select summary_id, session_id, form, inputs_until, numbers from journal.summary")
    assert row is not None
    assert (row["session_id"], row["form"], row["inputs_until"]) == (session, "clinician", NOW)
    numbers = msgspec.json.decode(row["numbers"], type=Summary)
    assert set(numbers.references) <= set(made_of)
    assert len(numbers.references) >= 4
    message = await world.seed.fetchrow("select account_id, kind, subject, language from journal.notification")
    assert tuple(message or ()) == (clinician, "summary_ready", str(row["summary_id"]), "es")
    assert await world.seed.fetchval("select done_at is not null from journal.summary_due")


async def test_it_holds_the_scores_by_the_thresholds_that_the_clinic_chose(world: World, pool: Pool) -> None:
    course = await make_course(world.seed, world.clinic, world.patient)
    now = datetime.now(UTC)
    for ago in (60, 30):
        held = now - timedelta(days=ago)
        await make_session(world.seed, world.clinic, world.patient, held, course_id=course, status="completed")
    for ago, total in ((62, 15), (31, 11), (2, 10)):
        at = now - timedelta(days=ago)
        await make_measure(
            world.seed, world.clinic, world.patient, at.date(), total, instrument="gad-7", received_at=at
        )
    await world.seed.execute(
        "insert into journal.clinic_care (clinic_id, topic, document) values ($1, 'measures', $2::text::jsonb)",
        world.clinic,
        '{"thresholds": {"gad-7": {"reliable_change": "nhs"}}}',
    )
    await plan(world, course_id=course)
    await make_due(pool, now)
    row = await world.seed.fetchrow("select numbers::text as numbers, inputs_until, made_at from journal.summary")
    assert row is not None
    made = msgspec.json.decode(row["numbers"], type=Summary)
    [measure] = made.measures
    assert [n and n.total for n in (measure.baseline, measure.last_session, measure.now)] == [15, 11, 10]
    assert measure.change_baseline
    assert measure.rules.reliable_change
    assert (measure.change_baseline.reliable, measure.rules.reliable_change.label) == ("improved", "NHS, 4 points")
    assert (made.version, len(made.references)) == (2, 3)
    assert row["inputs_until"].date() == (now - timedelta(days=2)).date()


async def test_it_is_made_once(world: World, pool: Pool) -> None:
    await plan(world)
    await make_due(pool, datetime.now(UTC))
    await world.seed.execute("update journal.summary_due set next_attempt_at = now()")
    assert await make_due(pool, datetime.now(UTC)) == 0
    assert await count(world, "summary") == 1


async def test_one_that_fails_half_way_leaves_nothing_and_is_made_later(
    world: World, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put_on_team(world.seed, world.clinic, world.patient, await make_member(world.seed, world.clinic, "clinician"))
    await plan(world)

    async def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(summaries, "queue", fail)
        await make_due(pool, datetime.now(UTC))
    assert await count(world, "summary") == 0
    assert await make_due(pool, datetime.now(UTC)) == 0, "it waits for its lease to end"
    await world.seed.execute("update journal.summary_due set next_attempt_at = now()")
    await make_due(pool, datetime.now(UTC))
    assert await count(world, "summary") == await count(world, "notification") == 1


async def test_another_patients_entries_stay_out(world: World, pool: Pool) -> None:
    other = await make_patient(world.seed, world.clinic)
    await make_check_in(world.seed, world.clinic, other, datetime.now(UTC).date() - timedelta(days=1))
    await plan(world)
    await make_due(pool, datetime.now(UTC))
    numbers = await world.seed.fetchval("select numbers from journal.summary")
    assert msgspec.json.decode(numbers, type=Summary).references == []


async def test_a_session_that_has_begun_is_let_go(world: World, pool: Pool) -> None:
    await plan(world)
    await world.seed.execute("update journal.summary_due set expires_at = now() - interval '1 second'")
    assert await make_due(pool, datetime.now(UTC)) == 0
    assert await world.seed.fetchval("select next_attempt_at = 'infinity' from journal.summary_due")


async def test_a_due_summary_of_an_erased_patient_is_done(world: World, pool: Pool) -> None:
    await plan(world)
    await world.seed.execute("delete from journal.patient")
    assert await make_due(pool, datetime.now(UTC)) == 1
    assert await count(world, "summary") == 0
    assert await world.seed.fetchval("select done_at is not null from journal.summary_due")


def test_the_therapists_form_goes_to_the_one_whose_appointment_it_is() -> None:
    clinician, mine, other = (
        Recipient(account_id=uuid7(), role=role, language="en") for role in ("clinician", "therapist", "therapist")
    )
    team = [clinician, mine, other]

    def given(with_id: UUID | None) -> SummaryInput:
        session = SessionFact(id=uuid7(), kind="psychotherapy", day=NOW.date(), status="planned", with_id=with_id)
        return SummaryInput(day_of=NOW.date(), form="therapist", session=session)

    assert readers(team, given(mine.account_id)) == [mine]
    assert readers(team, given(uuid7())) == [mine, other]
    assert readers(team, given(None)) == [mine, other]
    assert readers(team, SummaryInput(day_of=NOW.date())) == [clinician]
