"""Summary pages made by hand for the tests of what is printed: as much as there can be, in either language."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from api.alert_views import AlertLine
from api.session_views import SessionView
from api.summary_views import Item9, LiveStrip, PatientRef, PreSessionLine, Reviewed, SummaryNote, SummaryPage
from clinical.side_effects import EFFECTS
from clinical.trends import DayFact, EffectFact, SessionFact, SummaryInput, summary
from clinical.trends.facts import Form, ScoreFact, SessionKind
from db.summaries import RedFlag

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)


def an_id(number: int) -> UUID:
    return UUID(int=number)


def given(days: int = 548, effects: int = 40, kind: SessionKind = "booster", form: Form = "clinician") -> SummaryInput:
    """A course that began `days` ago, with holes in the diary, scores every two weeks of which some are incomplete."""
    chance = random.Random(days)
    course = an_id(1)
    every = 30 if kind == "booster" else 2
    first = TODAY - timedelta(days=days - 14)
    held = [
        SessionFact(
            id=an_id(1000 + at),
            kind=kind,
            day=first + timedelta(days=every * at),
            status="completed",
            course_id=course,
            ordinal=at + 1,
            of=None if kind == "booster" else 36,
        )
        for at in range(min((days - 14) // every, 36))
    ]
    coming = SessionFact(
        id=an_id(2), kind=kind, day=TODAY + timedelta(days=1), status="planned", course_id=course, ordinal=len(held) + 1
    )
    known = list(EFFECTS)
    return SummaryInput(
        day_of=TODAY,
        form=form,
        session=coming,
        course_id=course,
        sessions=[*held, coming],
        check_ins=[
            DayFact(
                day=TODAY - timedelta(days=ago),
                revision_id=an_id(10_000 + ago),
                mood=chance.randint(1, 9),
                anxiety=chance.randint(0, 10),
                sleep_hours=chance.randint(8, 18) / 2,
                late=ago % 11 == 0,
            )
            for ago in range(days)
            if ago % 13 and not 100 < ago < 122
        ],
        side_effects=[
            EffectFact(
                report_id=an_id(20_000 + at),
                revision_id=an_id(30_000 + at),
                effect=known[at % len(known)],
                severity=chance.choice(["mild", "moderate", "severe"]),
                day=TODAY - timedelta(days=at % 25),
                still_present=at % 3 == 0,
            )
            for at in range(effects)
        ],
        scores=[
            score(at, instrument, ago, chance)
            for instrument in ("phq-9", "gad-7", "pcl-5")
            for at, ago in enumerate(range(days - 8, 0, -14))
        ],
        planned_gap=30 if kind == "booster" else None,
        last_heard_on=TODAY,
    )


def score(at: int, instrument: str, ago: int, chance: random.Random) -> ScoreFact:
    items = {"phq-9": 9, "gad-7": 7, "pcl-5": 20}[instrument]
    incomplete = at % 7 == 3
    total = chance.randint(4, items * 2)
    return ScoreFact(
        id=UUID(int=40_000 + ago, version=4),
        revision_id=an_id(50_000 + ago + items * 1000),
        instrument=instrument,
        day=TODAY - timedelta(days=ago),
        status="none" if at % 9 == 5 else "estimated" if incomplete else "complete",
        total=None if at % 9 == 5 else total,
        answers=None
        if at % 9 == 5
        else [total // items + (n < total % items) for n in range(items - incomplete)] + [None] * incomplete,
        declined=at % 9 == 5,
    )


def a_page(facts: SummaryInput | None = None, **changes: Any) -> SummaryPage:
    facts = facts or given()
    numbers = summary(facts)
    page = SummaryPage(
        summary_id=an_id(7),
        patient=PatientRef(patient_id=an_id(8), name="Jordan M."),
        form=facts.form,
        session=a_session(facts),
        course_id=facts.course_id,
        other_courses=[],
        made_at=NOW - timedelta(hours=3),
        inputs_until=NOW - timedelta(hours=4),
        numbers=numbers,
        notes=some_notes(14),
        live=a_strip(),
        reviewed=None,
        clinic_name="Harbor Clinic",
    )
    for name, value in changes.items():
        setattr(page, name, value)
    return page


def a_session(facts: SummaryInput) -> SessionView:
    coming = facts.session
    assert coming is not None
    return SessionView(
        session_id=coming.id,
        course_id=coming.course_id,
        kind=coming.kind,
        ordinal=coming.ordinal,
        of=coming.of,
        label=f"Booster {coming.ordinal}",
        starts_at=NOW + timedelta(days=1),
        local_day=coming.day,
        local_time="10:30",
        zone="America/New_York",
        status="planned",
        with_name=None,
    )


def some_notes(many: int, text: str = "") -> list[SummaryNote]:
    words = text or "First week was light, I cooked twice. Since about the 20th it is grey again in the mornings. " * 2
    return [
        SummaryNote(
            day=TODAY - timedelta(days=at),
            text=words,
            audience="team",
            written_at=NOW - timedelta(days=at, hours=5),
            entry="check_in",
            changed_after=at == 1,
        )
        for at in range(many)
    ]


def a_strip(**changes: Any) -> LiveStrip:
    strip = LiveStrip(
        as_of=NOW,
        alerts=[an_alert(at) for at in range(7)],
        held=True,
        red_flags=[
            RedFlag(effect="fainting", severity="severe", day=TODAY - timedelta(days=at), level="emergency")
            for at in range(6)
        ],
        entries_since=2,
        item9=Item9(
            state="above_zero",
            stale=False,
            instrument="phq-9",
            day=TODAY - timedelta(days=4),
            answer=1,
            answer_text="Several days",
            reviewed=Reviewed(by="Dr. Amara", at=NOW - timedelta(days=3)),
            alert_id=an_id(3),
            above_zero_before=None,
        ),
        pre_session=PreSessionLine(),
        changed_after=1,
    )
    for name, value in changes.items():
        setattr(strip, name, value)
    return strip


def an_alert(at: int) -> AlertLine:
    done = at % 2 == 1
    return AlertLine(
        alert_id=an_id(60 + at),
        patient_id=an_id(8),
        patient_name="Jordan M.",
        tier="explicit",
        private=at == 2,
        source="check_in",
        raised_at=NOW - timedelta(days=at),
        state="acknowledged" if done else "raised",
        count=1,
        acknowledged_by="Dr. Amara" if done else None,
        acknowledged_at=NOW - timedelta(days=at, hours=-1) if done else None,
        what_was_done="We spoke." if done else None,
    )
