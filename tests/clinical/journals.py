"""Facts for the tests of the trend summary: small builders with defaults, and one strategy for whole journals."""

import random
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from uuid import UUID

import msgspec
from hypothesis import strategies as st

from clinical.instruments import INSTRUMENTS
from clinical.instruments import score as scored
from clinical.trends import DayFact, EffectFact, Pause, ScoreFact, SessionFact, SummaryInput, summary
from clinical.trends.measure_shapes import Measure
from clinical.trends.shapes import Summary

START = date(2026, 3, 2)  # a Monday, and day 0 of every journal here
COURSE = UUID(int=1)
THERAPIST = UUID(int=2)
_ids = count(1000)


def on(day: int) -> date:
    return START + timedelta(days=day)


def at(day: int, hour: float) -> datetime:
    return datetime.combine(on(day), time(), UTC) + timedelta(hours=hour)


def session(day, kind="booster", status="completed", *, course_id=COURSE, **more) -> SessionFact:
    """At noon."""
    given = {"id": UUID(int=next(_ids)), "starts_at": at(day, 12), **more}
    return SessionFact(kind=kind, day=on(day), status=status, course_id=course_id, **given)


def appointment(day, status="completed", *, with_id=THERAPIST) -> SessionFact:
    return session(day, "psychotherapy", status, course_id=None, with_id=with_id)


def check_in(day, mood=5, **more) -> DayFact:
    return DayFact(day=on(day), revision_id=UUID(int=next(_ids)), mood=mood, **more)


def effect(day, severity="mild", name="headache", **more) -> EffectFact:
    ids = {"report_id": UUID(int=next(_ids)), "revision_id": UUID(int=next(_ids))}
    return EffectFact(**ids, effect=name, severity=severity, day=on(day), **more)


def entered(day, total, instrument="phq-9", **more) -> ScoreFact:
    """A total, complete unless said otherwise, written in the evening."""
    ids = {"id": UUID(int=next(_ids)), "revision_id": UUID(int=next(_ids))}
    given = {"status": "complete", "written_at": at(day, 20), **more}
    return ScoreFact(**ids, instrument=instrument, day=on(day), total=total, **given)


def answered(day, answers, instrument="phq-9", **more) -> ScoreFact:
    found = scored(INSTRUMENTS[instrument], answers)
    return entered(day, found.total, instrument, status=found.status, answers=list(answers), **more)


def declined(day, instrument="phq-9", **more) -> ScoreFact:
    return entered(day, None, instrument, status="none", declined=True, **more)


def facts(today, *, sessions=(), coming=None, moods=None, check_ins=(), side_effects=(), **more) -> SummaryInput:
    """`moods` is a list from day 0 on, None for a day without an entry."""
    logged = [check_in(day, mood) for day, mood in enumerate(moods or []) if mood is not None]
    return SummaryInput(
        **{
            "day_of": on(today),
            "session": coming,
            "course_id": COURSE,
            "sessions": [*sessions, *([coming] if coming else [])],
            "check_ins": [*logged, *check_ins],
            "side_effects": list(side_effects),
            "expected_from": START,
            **more,
        }
    )


def boosters(*scores: ScoreFact, **more) -> Summary:
    """Sessions on days 20 and 50, the coming one on day 80; today is the day before."""
    held = [session(20), session(50)]
    coming = session(80, status="planned")
    return summary(facts(79, **{"sessions": held, "coming": coming, "scores": list(scores), **more}))


def only(made: Summary) -> Measure:
    [measure] = made.measures
    return measure


@st.composite
def scores(draw, days, sessions) -> ScoreFact:
    """Answered in part or whole, declined, or entered by the clinic, also on the day of a session, before and after it."""
    day, hour = draw(days), draw(st.sampled_from([9, 20]))
    more = {"written_at": at(day, hour), "session_id": draw(st.sampled_from([None, *sessions]))}
    how = draw(st.sampled_from(["answered", "answered", "entered", "declined"]))
    if how == "declined":
        return declined(day, **more)
    if how == "entered":
        name, total = draw(st.sampled_from([("phq-9", 14), ("phq-9", 4), ("who-5", 44), ("isi", 12), ("asrm", 3)]))
        return entered(day, total, name, source="clinic", **more)
    name = draw(st.sampled_from(["phq-9", "phq-9", "gad-7", "who-5"]))
    instrument = INSTRUMENTS[name]
    highest = max(option.score for option in instrument.options)
    answers = draw(st.lists(st.integers(0, highest), min_size=instrument.n_items, max_size=instrument.n_items))
    out = draw(st.sampled_from([(), (), (4,), (4, 3), (0, 1, 2), (instrument.n_items - 1,)]))
    return answered(day, [None if place in out else answer for place, answer in enumerate(answers)], name, **more)


@st.composite
def journals(draw) -> SummaryInput:
    """A ketamine or TMS course or psychotherapy, with every kind of hole: days, fields, marks, pauses."""
    today = draw(st.integers(10, 110))
    days = st.integers(0, today + 3)
    kind = draw(st.sampled_from(["infusion", "booster", "tms", "psychotherapy"]))
    statuses = st.sampled_from(["planned", "completed", "completed", "missed", "cancelled"])
    planned = draw(st.lists(st.tuples(days, statuses), max_size=12))
    make = appointment if kind == "psychotherapy" else session
    sessions = [
        make(day, status) if kind == "psychotherapy" else session(day, kind, status, ordinal=number)
        for number, (day, status) in enumerate(planned, start=1)
    ]
    if kind == "psychotherapy":
        sessions += [session(day, "infusion") for day in draw(st.lists(days, max_size=3))]
    coming = draw(st.none() | st.integers(today, today + 5).map(lambda day: session(day, kind, "planned")))
    some = set(draw(st.lists(days, max_size=today)))
    rng = random.Random(draw(st.integers(0, 9)))
    logged = sorted(some if draw(st.booleans()) else {*range(today + 1)} - some)
    return facts(
        today,
        sessions=sessions,
        coming=coming,
        check_ins=[
            check_in(
                day,
                rng.randint(0, 10),
                anxiety=rng.choice([None, 3, 8]),
                sleep_hours=rng.choice([None, 5.5, 7.0, 8.5]),
                late=rng.random() < 0.2,
                source=rng.choice(["app", "import"]),
                written_at=at(rng.choice([day, day, today]), 20 + rng.random()),
            )
            for day in logged
        ],
        side_effects=[
            effect(day, severity, name)
            for day, severity, name in draw(
                st.lists(
                    st.tuples(
                        days,
                        st.sampled_from(["not_present", "mild", "moderate", "severe"]),
                        st.sampled_from(["headache", "nausea"]),
                    ),
                    max_size=15,
                )
            )
        ],
        form=draw(st.sampled_from(["clinician", "therapist"])),
        scores=draw(st.lists(scores(days, [fact.id for fact in sessions]), max_size=12)),
        thresholds=draw(st.sampled_from([{}, {"gad-7": {"reliable_change": "nhs"}}])),
        last_heard_on=draw(st.none() | st.integers(0, today).map(on)),
        expected_from=draw(st.none() | st.integers(0, today).map(on)),
        paused=[
            Pause(start=on(first), until=on(first + length))
            for first, length in draw(st.lists(st.tuples(days, st.integers(0, 20)), max_size=2))
        ],
    )


def without_days(given: SummaryInput, removed: set[date]) -> SummaryInput:
    kept = [fact for fact in given.check_ins if fact.day not in removed]
    return msgspec.structs.replace(given, check_ins=kept)
