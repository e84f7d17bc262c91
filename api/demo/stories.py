"""What happens to each of them, by days before today. `tell(patient, today)` gives the same story for the same day."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random

import msgspec

from api.demo.curves import Level, benefit, climb, dip, slide
from api.demo.notes import BEN_CRISIS, BEN_NEXT_DAY, NORA_LAST_NIGHT
from api.demo.people import Patient
from api.demo.shapes import Appointment, Course, Crisis, Day, Report, Story, Words
from api.demo.telling import DAY, Effect, Habit, appointments, keep, ketamine, session_days, suffer, tms, write

AFTER_KETAMINE = (
    Effect(effect="dissociation", chance=lambda n: 0.9 if n < 7 else 0.6, moderate=0.35),
    Effect(effect="drowsy", chance=lambda _: 0.5, during=False),
    Effect(effect="nausea", chance=lambda n: 0.45 if n < 4 else 0.2, moderate=0.3),
    Effect(effect="headache", chance=lambda _: 0.3, during=False, next_day=0.35),
    Effect(effect="bp_high", chance=lambda _: 0.12),
)
AFTER_TMS = (
    Effect(effect="scalp_pain", chance=lambda n: 0.75 / (1 + n / 6), moderate=0.3),
    Effect(effect="headache", chance=lambda n: 0.4 / (1 + n / 8), during=False),
    Effect(effect="jaw_tension", chance=lambda n: 0.3 if n < 6 else 0.06),
    Effect(effect="fatigue", chance=lambda _: 0.12, during=False),
)


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Who, when, and the chance of that person: seeded by their key, so that it is the same every time."""

    patient: Patient
    today: date
    rng: Random

    def ago(self, days: int) -> date:
        return self.today - days * DAY

    def ahead(self, days: int) -> date:
        return self.today + days * DAY

    def story(
        self,
        *,
        joined_on: date,
        level: Level,
        habit: Habit,
        course: Course | None = None,
        effects: tuple[Effect, ...] = (),
        visits: list[Appointment] | None = None,
        until: date | None = None,
    ) -> Story:
        """The journal up to yesterday, or to `until`."""
        last = until or self.ago(1)
        sessions = session_days(course, last) if course else []
        days = keep(self.rng, level, joined_on + DAY, last, habit)
        return Story(
            joined_on=joined_on,
            days=write(self.rng, self.patient, days, sessions),
            reports=suffer(self.rng, sessions, effects, days),
            course=course,
            appointments=visits or [],
        )


def maya(told: Told) -> Story:
    course = ketamine("infusion", 4, told.ahead(1), time(9, 30))
    level = benefit(session_days(course, told.today), before=2.4, after=7.2, holds=lambda _: 3, fades=6)
    return told.story(
        joined_on=course.first_at.date() - 15 * DAY, level=level, habit=Habit(), course=course, effects=AFTER_KETAMINE
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
    )


def jonah(told: Told) -> Story:
    course = tms("tms", 1, told.today, time(8, 20))
    level = climb(session_days(course, told.today), before=3.0, after=7.0, over=24)
    return told.story(
        joined_on=course.first_at.date() - 13 * DAY, level=level, habit=Habit(), course=course, effects=AFTER_TMS
    )


def priya(told: Told) -> Story:
    """Ringing in the ears, last evening: worth a call to the clinic before the session of this afternoon."""
    course = tms("tms", 3, told.today, time(17, 30), cancelled=frozenset({("tms", 4)}))
    level = climb(session_days(course, told.today), before=2.8, after=7.5, over=22)
    story = told.story(
        joined_on=course.first_at.date() - 18 * DAY,
        level=level,
        habit=Habit(logs=0.92),
        course=course,
        effects=AFTER_TMS,
        visits=appointments("ruth", told.ahead(4), time(13), past=4),
    )
    return msgspec.structs.replace(story, reports=[*story.reports, _ringing(told)])


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
    course = tms("tms-36", 6, told.today, time(13), missed=frozenset({("tms", 8), ("tms", 17)}))
    level = climb(session_days(course, told.today), before=2.2, after=7.0, over=28)
    away = (told.ago(24), told.ago(20))
    return told.story(
        joined_on=course.first_at.date() - 17 * DAY,
        level=level,
        habit=Habit(logs=0.85, late=0.08, complete=0.7, pauses=[away]),
        course=course,
        effects=AFTER_TMS,
    )


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
    )


def nora(told: Told) -> Story:
    """Boosters held for months; for a month they have not."""
    course = ketamine("booster", 5, told.ahead(2), time(12))
    steady = benefit(session_days(course, told.today), before=3.4, after=7.6, holds=lambda _: 20, fades=3.5)
    story = told.story(
        joined_on=course.first_at.date() - 18 * DAY,
        level=slide(steady, since=told.ago(27), per_week=1.7, least=1.2),
        habit=Habit(logs=0.93),
        course=course,
        effects=AFTER_KETAMINE,
        visits=appointments("ruth", told.ahead(3), time(14), past=6, every=14),
    )
    at = datetime.combine(told.ago(1), time(21, 40))
    return msgspec.structs.replace(
        story,
        days=[*_without(story.days, told.ago(1)), _bad_day(at, 1, NORA_LAST_NIGHT)],
        crisis=Crisis(at=at, tier="explicit", private=True),
    )


def ben(told: Told) -> Story:
    """A night in danger, twenty-four days ago, and what came of it."""
    course = ketamine("booster", 2, told.ahead(12), time(15))
    steady = benefit(session_days(course, told.today), before=3.2, after=6.8, holds=lambda _: 22, fades=12)
    story = told.story(
        joined_on=course.first_at.date() - 21 * DAY,
        level=dip(steady, around=told.ago(24), depth=3.5, days=10),
        habit=Habit(logs=0.9),
        course=course,
        effects=AFTER_KETAMINE,
        visits=appointments("ruth", told.ahead(1), time(11), past=6),
    )
    at, after = datetime.combine(told.ago(24), time(22, 50)), datetime.combine(told.ago(23), time(19, 30))
    days = [*_without(story.days, told.ago(24), told.ago(23)), _bad_day(at, 1, BEN_CRISIS)]
    days.append(msgspec.structs.replace(_bad_day(after, 2, BEN_NEXT_DAY), note=Words(BEN_NEXT_DAY, "team")))
    crisis = Crisis(
        at=at,
        tier="explicit",
        private=True,
        acknowledged_by="amara",
        acknowledged_after=timedelta(minutes=26),
        what_was_done="Called Ben. Safe at home, his brother Marcus stayed the night. Seen at the clinic the next morning.",
        cleared_after=timedelta(days=13, hours=14),
        cleared_because="Seen three times since. Safety plan reviewed with Ben and Marcus, cabinet keys are with Marcus.",
    )
    return msgspec.structs.replace(story, days=sorted(days, key=lambda day: day.day), crisis=crisis)


def lucia(told: Told) -> Story:
    course = ketamine("booster", 1, told.ahead(1), time(10, 30))
    level = benefit(session_days(course, told.today), before=2.6, after=7.2, holds=lambda _: 13, fades=8)
    return told.story(
        joined_on=course.first_at.date() - 14 * DAY,
        level=level,
        habit=Habit(),
        course=course,
        effects=AFTER_KETAMINE,
        visits=appointments("ruth", told.ahead(5), time(13), past=5),
    )


def hannah(told: Told) -> Story:
    course = ketamine("infusion", 1, told.ahead(2), time(9))
    return told.story(joined_on=told.ago(6), level=lambda _: 3.2, habit=Habit(logs=1.0), course=course)


def _without(days: list[Day], *gone: date) -> list[Day]:
    return [day for day in days if day.day not in gone]


def _bad_day(written: datetime, mood: int, text: str) -> Day:
    return Day(
        day=written.date(),
        mood=mood,
        anxiety=9 - mood,
        energy=mood,
        sleep_hours=3.5,
        sleep_quality=1,
        note=Words(text, "private"),
        written=written,
    )


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
    return STORIES[patient.key](Told(patient=patient, today=today, rng=Random(patient.key)))  # noqa: S311 not a secret
