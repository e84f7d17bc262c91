"""Facts for the tests of the trend summary: small builders with defaults, and one strategy for whole journals."""

import random
from datetime import date, timedelta
from itertools import count
from uuid import UUID

import msgspec
from hypothesis import strategies as st

from clinical.trends import DayFact, EffectFact, Pause, SessionFact, SummaryInput

START = date(2026, 3, 2)  # a Monday, and day 0 of every journal here
COURSE = UUID(int=1)
THERAPIST = UUID(int=2)
_ids = count(1000)


def on(day: int) -> date:
    return START + timedelta(days=day)


def session(day, kind="booster", status="completed", *, course_id=COURSE, **more) -> SessionFact:
    return SessionFact(id=UUID(int=next(_ids)), kind=kind, day=on(day), status=status, course_id=course_id, **more)


def appointment(day, status="completed", *, with_id=THERAPIST) -> SessionFact:
    return session(day, "psychotherapy", status, course_id=None, with_id=with_id)


def check_in(day, mood=5, **more) -> DayFact:
    return DayFact(day=on(day), revision_id=UUID(int=next(_ids)), mood=mood, **more)


def effect(day, severity="mild", name="headache", **more) -> EffectFact:
    ids = {"report_id": UUID(int=next(_ids)), "revision_id": UUID(int=next(_ids))}
    return EffectFact(**ids, effect=name, severity=severity, day=on(day), **more)


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
        expected_from=draw(st.none() | st.integers(0, today).map(on)),
        paused=[
            Pause(start=on(first), until=on(first + length))
            for first, length in draw(st.lists(st.tuples(days, st.integers(0, 20)), max_size=2))
        ],
    )


def without_days(given: SummaryInput, removed: set[date]) -> SummaryInput:
    kept = [fact for fact in given.check_ins if fact.day not in removed]
    return msgspec.structs.replace(given, check_ins=kept)
