"""What happens to each of them, by days before today. `tell(patient, today)` gives the same story for the same day."""

from collections.abc import Callable
from datetime import date, datetime, time
from random import Random

import msgspec

from api.demo.crises import ben, nora
from api.demo.curves import benefit, climb
from api.demo.forms import Forms, entered
from api.demo.people import Patient
from api.demo.practice import practised
from api.demo.shapes import Report, Story
from api.demo.telling import DAY, Habit, appointments, ketamine, session_days, tms
from api.demo.told import AFTER_KETAMINE, AFTER_TMS, Told


def maya(told: Told) -> Story:
    course = ketamine("infusion", 4, told.ahead(1), time(9, 30))
    level = benefit(session_days(course, told.today), before=2.4, after=7.2, holds=lambda _: 3, fades=6)
    return told.story(
        joined_on=course.first_at.date() - 15 * DAY,
        level=level,
        habit=Habit(),
        course=course,
        effects=AFTER_KETAMINE,
        forms=Forms(),
    )


def tom(told: Told) -> Story:
    """The benefit of each booster is as good as ever and over a little sooner."""
    course = ketamine("booster", 6, told.ahead(1), time(11))
    level = benefit(
        session_days(course, told.today),
        before=2.6,
        after=7.6,
        holds=lambda n: 10 if n <= 6 else 19 - 3 * (n - 7),
        fades=2.5,
    )
    return told.story(
        joined_on=course.first_at.date() - 20 * DAY,
        level=level,
        habit=Habit(logs=0.87, swing=0.35),
        course=course,
        effects=AFTER_KETAMINE,
        visits=appointments("ruth", told.ahead(6), time(16), past=8, every=14),
        forms=Forms(left_out={11: 4}),
    )


def elena(told: Told) -> Story:
    course = ketamine("booster", 12, told.ahead(9), time(10), moved={("booster", 5): 3})
    level = benefit(session_days(course, told.today), before=3.0, after=7.6, holds=lambda _: 20, fades=3)
    away = (told.ago(150), told.ago(139))
    return told.story(
        joined_on=course.first_at.date() - 16 * DAY,
        level=level,
        habit=Habit(logs=0.9, pauses=[away]),
        course=course,
        effects=AFTER_KETAMINE,
        visits=appointments("ruth", told.ahead(2), time(15), past=12),
        forms=Forms(passes=frozenset({21, 22})),
    )


def jonah(told: Told) -> Story:
    course = tms("tms", 1, told.today, time(8, 20))
    level = climb(session_days(course, told.today), before=3.0, after=7.0, over=24)
    return told.story(
        joined_on=course.first_at.date() - 13 * DAY,
        level=level,
        habit=Habit(),
        course=course,
        effects=AFTER_TMS,
        forms=Forms(),
    )


def priya(told: Told) -> Story:
    """An early response; a short night. Ringing in the ears, last evening: worth a call to the clinic before the session of this
    afternoon."""
    course = tms("tms", 3, told.today, time(17, 30), cancelled=frozenset({("tms", 4)}))
    held = session_days(course, told.ago(1))
    level = climb(held, before=2.8, after=7.5, over=8)
    story = told.story(
        joined_on=course.first_at.date() - 18 * DAY,
        level=level,
        habit=Habit(logs=0.92),
        course=course,
        effects=AFTER_TMS,
        visits=appointments("ruth", told.ahead(4), time(13), past=4),
        forms=Forms(),
    )
    days = [msgspec.structs.replace(day, sleep_hours=3.5) if day.day == held[-1] else day for day in story.days]
    return msgspec.structs.replace(story, days=days, reports=[*story.reports, _ringing(told)])


def _ringing(told: Told) -> Report:
    return Report(
        day=told.ago(1),
        effect="tinnitus",
        severity="mild",
        onset="same_day",
        still_present=True,
        interference="a_little",
        session_day=None,
        written=datetime.combine(told.ago(1), time(21, 15)),
    )


def walter(told: Told) -> Story:
    """The clinic enters the totals of another form, that he fills in on paper there."""
    course = tms("tms-36", 6, told.today, time(13), missed=frozenset({("tms", 8), ("tms", 17)}))
    held = session_days(course, told.ago(1))
    level = climb(held, before=2.2, after=7.0, over=28)
    away = (told.ago(24), told.ago(20))
    story = told.story(
        joined_on=course.first_at.date() - 17 * DAY,
        level=level,
        habit=Habit(logs=0.85, late=0.08, complete=0.7, pauses=[away]),
        course=course,
        effects=AFTER_TMS,
        forms=Forms(declined=frozenset({2})),
    )
    papers = entered(told.forms_rng, level, "qids-sr16", [held[0] - 3 * DAY, *held[9::10]])
    return msgspec.structs.replace(story, totals=papers)


def grace(told: Told) -> Story:
    """Thirty-six sessions, the last of them five weeks ago."""
    course = tms("tms-36", 14, told.today, time(7, 40))
    held = session_days(course, told.today)
    ended = msgspec.structs.replace(course, ended_on=held[-1], end_reason="All 36 sessions completed.")
    return told.story(
        joined_on=course.first_at.date() - 16 * DAY,
        level=climb(held, before=2.6, after=7.8, over=30),
        habit=Habit(logs=0.8),
        course=ended,
        effects=AFTER_TMS,
        forms=Forms(left_out={4: 7}),
    )


def sam(told: Told) -> Story:
    """Nothing since nine days ago."""
    course = ketamine("booster", 3, told.ahead(6), time(14))
    level = benefit(session_days(course, told.today), before=3.0, after=7.0, holds=lambda _: 14, fades=6)
    return told.story(
        joined_on=course.first_at.date() - 15 * DAY,
        level=level,
        habit=Habit(logs=0.78, late=0.1),
        course=course,
        effects=AFTER_KETAMINE,
        until=told.ago(9),
        forms=Forms(anxiety=False, left_out={7: 9, 8: 9}),
    )


def lucia(told: Told) -> Story:
    course = ketamine("booster", 1, told.ahead(1), time(10, 30))
    level = benefit(session_days(course, told.today), before=2.6, after=7.2, holds=lambda _: 13, fades=8)
    return told.story(
        joined_on=course.first_at.date() - 14 * DAY,
        level=level,
        habit=Habit(logs=0.72, late=0.1),
        course=course,
        effects=AFTER_KETAMINE,
        visits=appointments("ruth", told.ahead(5), time(13), past=5),
        forms=Forms(anxiety=False, passes=frozenset({0})),
    )


def hannah(told: Told) -> Story:
    course = ketamine("infusion", 1, told.ahead(2), time(9))
    return told.story(joined_on=told.ago(6), level=lambda _: 3.2, habit=Habit(logs=1.0), course=course)


STORIES: dict[str, Callable[[Told], Story]] = {
    "maya": maya,
    "tom": tom,
    "elena": elena,
    "jonah": jonah,
    "priya": priya,
    "walter": walter,
    "grace": grace,
    "sam": sam,
    "nora": nora,
    "ben": ben,
    "lucia": lucia,
    "hannah": hannah,
}


def tell(patient: Patient, today: date) -> Story:
    own, forms = Random(patient.key), Random(f"{patient.key} forms")  # noqa: S311 not a secret
    story = STORIES[patient.key](Told(patient=patient, today=today, rng=own, forms_rng=forms))
    return practised(patient.key, story, today)
