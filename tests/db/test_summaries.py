from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from clinical.errors import NotFound
from clinical.trends import SummaryInput, inputs_hash, summary
from clinical.trends.facts import Form
from db import summaries
from db.pool import APP, WORKER, Context, prepare_connection, worker_context
from db.summaries import CorrectedTo
from tests.world import (
    NOW,
    make_alert,
    make_check_in,
    make_clinic,
    make_member,
    make_patient,
    make_session,
    make_side_effect,
    put_on_team,
    seen_as,
)

DAY = date(2026, 3, 10)
NUMBERS = summary(SummaryInput(day_of=DAY))


class Case:
    """A patient with a session tomorrow, a clinician on their team, and one of another clinic."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self.conn = conn

    async def set_up(self) -> "Case":
        await prepare_connection(self.conn)
        self.clinic = await make_clinic(self.conn)
        self.patient = await make_patient(self.conn, self.clinic)
        self.clinician = await make_member(self.conn, self.clinic, "clinician", name="Imani")
        await put_on_team(self.conn, self.clinic, self.patient, self.clinician)
        self.session = await make_session(self.conn, self.clinic, self.patient, datetime.now(UTC) + timedelta(days=1))
        return self

    async def make(self, form: Form = "clinician", session: UUID | None = None) -> UUID:
        async with seen_as(self.conn, WORKER, worker_context(self.clinic, [self.patient])):
            return await summaries.insert(
                self.conn,
                self.clinic,
                self.patient,
                session_id=session or self.session,
                form=form,
                inputs_until=NOW,
                inputs_hash=inputs_hash(SummaryInput(day_of=DAY)),
                numbers=NUMBERS,
            )

    def reading(self, role: str = "clinician", patients: tuple[UUID, ...] | None = None) -> Context:
        seen = (self.patient,) if patients is None else patients
        return Context(clinic_id=self.clinic, account_id=self.clinician, role=role, patient_ids=seen)

    async def inbox(
        self, *, reviewed_too: bool = False, form: Form = "clinician", reader: UUID | None = None
    ) -> list[UUID]:
        async with seen_as(self.conn, APP, self.reading()):
            rows = await summaries.inbox(
                self.conn,
                self.clinic,
                [self.patient],
                form=form,
                reader=reader or self.clinician,
                reviewed_too=reviewed_too,
            )
        return [row.summary_id for row, _ in rows]


@pytest.fixture
async def case(conn: asyncpg.Connection) -> Case:
    return await Case(conn).set_up()


async def test_the_newest_summary_of_a_session_takes_the_place_of_the_one_before(case: Case) -> None:
    first = await case.make()
    await case.conn.execute(
        "update journal.summary set made_at = made_at - interval '1 day' where summary_id = $1", first
    )
    second = await case.make()
    assert await case.inbox() == [second]


async def test_reviewed_ones_and_those_of_cancelled_sessions_wait_for_nobody(case: Case) -> None:
    made = await case.make()
    async with seen_as(case.conn, APP, case.reading()):
        for _ in range(2):
            await summaries.review(case.conn, case.clinic, made, case.clinician)
    assert await case.inbox() == []
    assert await case.inbox(reviewed_too=True) == [made]
    cancelled = await make_session(
        case.conn, case.clinic, case.patient, datetime.now(UTC) + timedelta(days=2), status="cancelled"
    )
    await case.make(session=cancelled)
    assert await case.inbox() == []


async def test_the_next_session_comes_first_and_what_is_over_last(case: Case) -> None:
    now = datetime.now(UTC)
    order = []
    for days in (3, -9, -2):
        session = await make_session(case.conn, case.clinic, case.patient, now + timedelta(days=days))
        order.append(await case.make(session=session))
    soonest = await case.make()
    later, long_ago, lately = order
    assert await case.inbox() == [soonest, later, lately, long_ago]


async def test_a_clinician_also_gets_their_own_appointments(case: Case) -> None:
    mine = await make_session(
        case.conn,
        case.clinic,
        case.patient,
        datetime.now(UTC) + timedelta(days=1),
        kind="psychotherapy",
        with_account=case.clinician,
    )
    made = await case.make("therapist", mine)
    assert await case.inbox() == [made]
    assert await case.inbox(reader=uuid7()) == []
    assert await case.inbox(form="therapist", reader=uuid7()) == [made]


async def test_one_is_found_within_the_context_alone_as_it_was_frozen(case: Case) -> None:
    made = await case.make()
    async with seen_as(case.conn, APP, case.reading()):
        stored, session, numbers = await summaries.find(case.conn, case.clinic, made)
        assert (stored.summary_id, stored.patient_id, session.session_id) == (made, case.patient, case.session)
        assert b'"day_of": "2026-03-10"' in numbers
    other_clinic = await make_clinic(case.conn)
    for context in (
        case.reading(patients=()),
        case.reading(patients=(uuid7(),)),
        Context(clinic_id=other_clinic, account_id=case.clinician, role="clinician", patient_ids=(case.patient,)),
    ):
        async with seen_as(case.conn, APP, context):
            with pytest.raises(NotFound):
                await summaries.find(case.conn, context.clinic_id, made)
            await summaries.review(case.conn, context.clinic_id, made, case.clinician)
    assert await case.conn.fetchval("select count(*) from journal.summary_review") == 0


async def test_the_strip_has_open_alerts_and_recent_ones_and_writes_the_trail(case: Case) -> None:
    opened = await make_alert(case.conn, case.clinic, case.patient, rank=3)
    old = await make_alert(case.conn, case.clinic, case.patient, age=timedelta(days=40), rank=2)
    await case.conn.execute(
        "update journal.alert set acknowledged_by = $1, acknowledged_at = now() where alert_id = $2",
        case.clinician,
        old,
    )
    for since, shown in ((timedelta(days=50), [opened, old]), (timedelta(days=7), [opened])):
        async with seen_as(case.conn, APP, case.reading()):
            strip = await summaries.strip(
                case.conn,
                case.clinic,
                case.patient,
                summaries.Reader(account_id=case.clinician, role="clinician"),
                subject="live",
                since=datetime.now(UTC) - since,
            )
        assert [alert.alert_id for alert in strip.alerts] == shown
        assert not strip.held
        assert [alert.acknowledged_by for alert in strip.alerts] == [None, "Imani"][: len(shown)]
    trail = await case.conn.fetch("select action, account_id from journal.audit where patient_id = $1", case.patient)
    assert [tuple(row) for row in trail] == [("summary.opened", case.clinician)] * 2


async def test_without_the_patient_in_the_context_there_is_no_strip(case: Case) -> None:
    async with seen_as(case.conn, APP, case.reading(patients=())):
        with pytest.raises(NotFound):
            await summaries.strip(
                case.conn,
                case.clinic,
                case.patient,
                summaries.Reader(account_id=case.clinician, role="clinician"),
                subject="live",
                since=NOW,
            )


async def test_red_flags_are_of_current_reports_since_a_day(case: Case) -> None:
    where = (case.conn, case.clinic, case.patient)
    report = uuid7()
    for effect, day, severity, of in (
        ("tinnitus", DAY, "mild", report),
        ("seizure", DAY - timedelta(days=1), "severe", uuid7()),
        ("nausea", DAY, "mild", uuid7()),
    ):
        await make_side_effect(*where, day, effect=effect, severity=severity, report_id=of)
    await case.conn.execute("update journal.side_effect set level = 'call_clinic' where effect <> 'nausea'")
    async with seen_as(case.conn, APP, case.reading()):
        flags = await summaries.red_flags(*where, DAY)
        assert [(flag.effect, flag.level) for flag in flags] == [("tinnitus", "call_clinic")]
    await make_side_effect(*where, DAY, effect="tinnitus", severity="not_present", report_id=report)
    async with seen_as(case.conn, APP, case.reading()):
        assert await summaries.red_flags(*where, DAY) == []
    async with seen_as(case.conn, APP, case.reading(patients=())):
        assert await summaries.red_flags(*where, DAY - timedelta(days=9)) == []


async def test_a_grave_report_stays_a_red_flag_after_it_was_corrected_to_something_milder(case: Case) -> None:
    where = (case.conn, case.clinic, case.patient)
    reports = {
        "seizure": [(0, "severe", "emergency"), (0, "not_present", "routine")],
        "confusion": [(0, "severe", "crisis"), (0, "mild", "call_clinic")],
        "fainting": [(0, "mild", "crisis"), (0, "severe", "emergency")],
        "chest_pain": [(9, "severe", "emergency"), (0, "mild", "call_clinic")],
        "nausea": [(0, "severe", "call_clinic"), (0, "mild", "routine")],
        "vomiting": [(9, "severe", "emergency"), (9, "not_present", "routine")],
    }
    for effect, revisions in reports.items():
        report = uuid7()
        for after, (ago, severity, level) in enumerate(revisions):
            day, at = DAY - timedelta(days=ago), NOW + timedelta(hours=after)
            told = {"effect": effect, "severity": severity, "level": level}
            await make_side_effect(*where, day, **told, report_id=report, received_at=at)
    async with seen_as(case.conn, APP, case.reading()):
        flags = await summaries.red_flags(*where, DAY)
    found = {flag.effect: (flag.severity, flag.level, flag.corrected) for flag in flags}
    later = NOW + timedelta(hours=1)
    assert found == {
        "seizure": (
            "severe",
            "emergency",
            CorrectedTo(at=later, effect="seizure", severity="not_present", level="routine"),
        ),
        "confusion": (
            "severe",
            "crisis",
            CorrectedTo(at=later, effect="confusion", severity="mild", level="call_clinic"),
        ),
        "fainting": ("severe", "emergency", None),
        "chest_pain": ("mild", "call_clinic", None),
    }
    assert {flag.day for flag in flags} == {DAY}


async def test_notes_reach_the_reader_as_far_as_they_are_shared(case: Case) -> None:
    for audience in ("private", "therapist", "team"):
        revision = await make_check_in(case.conn, case.clinic, case.patient, DAY)
        await case.conn.execute(
            """insert into journal.note (clinic_id, patient_id, revision_id, entry, day, audience, ciphertext, written_at)
            values ($1, $2, $3, 'check_in', $4, $5, '', now())""",
            case.clinic,
            case.patient,
            revision,
            DAY,
            audience,
        )
    for role, sees in (("clinician", {"team"}), ("therapist", {"team", "therapist"}), ("admin", set())):
        async with seen_as(case.conn, APP, case.reading(role)):
            notes = await summaries.shared_notes(case.conn, case.clinic, case.patient, DAY, DAY)
        assert {note.audience for note in notes} == sees
    async with seen_as(case.conn, APP, case.reading()):
        after = DAY + timedelta(days=1)
        assert await summaries.shared_notes(case.conn, case.clinic, case.patient, after, after) == []
