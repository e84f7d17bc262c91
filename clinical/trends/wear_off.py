"""How long the benefit of a booster held.

House rule: the benefit holds as long as the median mood of 7 days is at least 2 points (of 10) above the median of
the 7 days before the booster. The 7-day window trails, starts with the booster's day and never reaches into the days
before it or to the next session; a median needs 4 of the 7 days. The first window without one ends what is known: the
benefit then held "at least" so many days. Nothing is carried over a gap.

A trailing median follows a sudden drop three to four days later, so `days_held` is rather long than short.
"""

from datetime import date
from typing import NamedTuple

from clinical.trends.anchors import Anchors
from clinical.trends.facts import SessionFact
from clinical.trends.journal import Journal, Span, Values
from clinical.trends.shapes import Outcome, WearOff
from clinical.trends.stats import LEAST, WEEK, median, stat
from clinical.trends.where import label

POINTS = 2


class Held(NamedTuple):
    days: int | None
    outcome: Outcome


def wear_off(journal: Journal, anchors: Anchors) -> list[WearOff]:
    """One row per booster that happened, oldest first, each up to the day before the next session of the course."""
    mood = journal.ratings["mood"]
    days = [fact.day.toordinal() for fact in anchors.course]
    return [
        one_booster(journal, mood, fact, next((day - 1 for day in days if day > fact.day.toordinal()), None), anchors)
        for fact in anchors.course
        if fact.kind == "booster"
    ]


def one_booster(journal: Journal, mood: Values, booster: SessionFact, last: int | None, anchors: Anchors) -> WearOff:
    day = booster.day.toordinal()
    interval = Span(day, anchors.interval.last if last is None else last)
    before = stat(journal, mood, Span(day - WEEK, day - 1))
    mark = None if before.median is None else before.median + POINTS
    held = days_held(mood, interval, mark)
    return WearOff(
        session_id=booster.id,
        label=label(booster),
        start=booster.day,
        until=date.fromordinal(interval.last),
        before=before,
        mark=mark,
        days_held=held.days,
        outcome=held.outcome,
    )


def days_held(mood: Values, interval: Span, mark: float | None) -> Held:
    if mark is None:
        return Held(None, "too_little_before")
    ends = range(interval.first + WEEK - 1, interval.last + 1)
    if not ends:
        return Held(None, "not_yet")
    for end in ends:
        level = week_median(mood, end)
        if level is None or level < mark:
            return stopped(end - interval.first, level, first=end == ends[0])
    return Held(interval.last - interval.first + 1, "lasted")


def week_median(mood: Values, end: int) -> float | None:
    found = sorted(mood.within(Span(end - WEEK + 1, end)))
    return median(found) if len(found) >= LEAST else None


def stopped(days: int, level: float | None, *, first: bool) -> Held:
    """`days` from the booster's day to the last one that held, both counted."""
    if level is None:
        return Held(None, "too_little_after") if first else Held(days, "data_ended")
    return Held(0, "not_reached") if first else Held(days, "dropped")
