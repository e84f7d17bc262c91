"""The daily ratings: points with gaps left as gaps, and each window's number where there is one."""

from datetime import date
from itertools import pairwise

from clinical.trends.anchors import Anchors
from clinical.trends.journal import FIELDS, Journal, Span, Values
from clinical.trends.shapes import Field, Gap, Point, Series, Stat, TreatmentWeek
from clinical.trends.stats import WEEK, stat


def all_series(journal: Journal, anchors: Anchors) -> list[Series]:
    drawn = drawable(journal, anchors.chart)
    return [one_series(journal, anchors, field, drawn) for field in FIELDS]


def drawable(journal: Journal, chart: Span) -> set[int]:
    """Days on which a line without a value has a gap: paused days too, but not those before the journal began, nor an
    empty today."""
    logged, first, today = journal.check_ins, journal.expected_from, journal.today
    return {day for day in chart.days() if day in logged or (day >= first and day != today)}


def one_series(journal: Journal, anchors: Anchors, field: Field, drawn: set[int]) -> Series:
    values = journal.ratings[field]
    now = stat(journal, values, anchors.interval)
    week = stat(journal, values, anchors.week)
    previous = stat(journal, values, anchors.previous) if anchors.previous else None
    baseline = stat(journal, values, anchors.baseline) if anchors.baseline else None
    return Series(
        field=field,
        points=points(journal, values, anchors.chart),
        gaps=gaps(sorted(drawn.difference(values.days))),
        now=now,
        previous=previous,
        baseline=baseline,
        week=week,
        change_previous=change((anchors.interval, now), (anchors.previous, previous)),
        change_baseline=change((anchors.interval, now), (anchors.baseline, baseline)),
        week_change_baseline=change((anchors.week, week), (anchors.baseline, baseline)),
        too_little=now.median is None,
    )


def points(journal: Journal, values: Values, chart: Span) -> list[Point]:
    facts, part = journal.check_ins, values.part(chart)
    shown = zip(values.days[part], values.numbers[part], strict=True)
    return [Point(day=facts[day].day, value=number) for day, number in shown]


def change(now: tuple[Span, Stat], then: tuple[Span | None, Stat | None]) -> float | None:
    """Difference of two medians, provided that both exist and that no day is in both windows."""
    if then[0] is None or then[1] is None or now[0].overlaps(then[0]):
        return None
    if now[1].median is None or then[1].median is None:
        return None
    return now[1].median - then[1].median


def gaps(days: list[int]) -> list[Gap]:
    return [
        Gap(start=date.fromordinal(first), until=date.fromordinal(last), days=last - first + 1)
        for first, last in runs(days)
    ]


def runs(days: list[int]) -> list[tuple[int, int]]:
    """Consecutive days, of a list in ascending order, put together: the first and the last of each run."""
    last = [day for day, following in pairwise([*days, -2]) if following != day + 1]
    first = [day for before, day in pairwise([-2, *days]) if before != day - 1]
    return list(zip(first, last, strict=True))


def treatment_weeks(journal: Journal, anchors: Anchors) -> list[TreatmentWeek]:
    """Every calendar week since session 1 of a TMS course, weeks without a session included."""
    if not any(fact.kind == "tms" for fact in anchors.course):
        return []
    days = [fact.day.toordinal() for fact in anchors.course]
    first = days[0] - (days[0] - 1) % WEEK
    mood = journal.ratings["mood"]
    spans = [
        Span(max(start, days[0]), min(start + WEEK - 1, anchors.interval.last))
        for start in range(first, anchors.interval.last + 1, WEEK)
    ]
    return [
        TreatmentWeek(
            week=number,
            start=date.fromordinal(span.first),
            until=date.fromordinal(span.last),
            sessions=sum(day in span.days() for day in days),
            mood=stat(journal, mood, span),
        )
        for number, span in enumerate(spans, start=1)
    ]
