"""The two whose words sounded like danger: one last evening, one some weeks ago, with what came of it."""

from datetime import date, datetime, time, timedelta

import msgspec

from api.demo.curves import benefit, dip, slide
from api.demo.forms import Forms
from api.demo.notes import BEN_CRISIS, BEN_NEXT_DAY, NORA_LAST_NIGHT
from api.demo.shapes import Course, Crisis, Day, LookedAt, Report, Story, Words
from api.demo.telling import DAY, Effect, Habit, appointments, ketamine, session_days
from api.demo.told import AFTER_KETAMINE, Told

HEADACHES_THAT_FADE = (
    Effect(effect="headache", chance=lambda n: 0.95 if n <= 8 else 0.12, during=False, next_day=0.3),
    Effect(effect="dissociation", chance=lambda _: 0.7, moderate=0.3),
    Effect(effect="drowsy", chance=lambda _: 0.5, during=False),
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
        forms=Forms(),
    )
    at = datetime.combine(told.ago(1), time(21, 40))
    return msgspec.structs.replace(
        story,
        days=[*_without(story.days, told.ago(1)), _bad_day(at, 1, NORA_LAST_NIGHT)],
        crisis=Crisis(at=at, tier="explicit", private=True),
    )


def ben(told: Told) -> Story:
    """A year of boosters that do much and wear off before the next; a night in danger, twenty-four days ago, and what came of it."""
    course = ketamine("booster", 11, told.ahead(1), time(15))
    steady = benefit(session_days(course, told.today), before=3.2, after=7.4, holds=lambda _: 20, fades=10)
    answer = LookedAt(
        by="peter",
        after=timedelta(minutes=35),
        what_was_done="Went through the answer with Ben by phone: it was about the week before. The plan holds, Marcus is with him.",
    )
    story = told.story(
        joined_on=course.first_at.date() - 21 * DAY,
        level=dip(steady, around=told.ago(24), depth=3.5, days=10),
        habit=Habit(logs=0.9),
        course=course,
        effects=HEADACHES_THAT_FADE,
        visits=appointments("ruth", told.ahead(3), time(11), past=6),
        forms=Forms(
            declined=frozenset({14}), passes=frozenset({17}), left_out={22: 3}, item_9={31: 1}, looked_at=answer
        ),
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
    return msgspec.structs.replace(
        story,
        days=sorted(days, key=lambda day: day.day),
        reports=[_headache_before(course), *story.reports],
        crisis=crisis,
    )


def _headache_before(course: Course) -> Report:
    """The list of side effects, asked once before treatment."""
    day = course.first_at.date() - 5 * DAY
    return Report(
        day=day,
        effect="headache",
        severity="mild",
        onset=None,
        still_present=True,
        interference="not_at_all",
        session_day=None,
        written=datetime.combine(day, time(19, 50)),
    )


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
