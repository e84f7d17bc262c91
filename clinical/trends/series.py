"""The daily ratings: points with gaps left as gaps, and each window's number where there is one."""

from datetime import date

from clinical.trends.anchors import Anchors
from clinical.trends.facts import DayFact
from clinical.trends.journal import Journal, Span
from clinical.trends.shapes import Field, Gap, Point, Series, Stat, TreatmentWeek
from clinical.trends.stats import WEEK, Values, moods, stat

FIELDS: tuple[Field, ...] = ("mood", "anxiety", "energy", "sleep_hours", "sleep_quality")


def all_series(journal: Journal, anchors: Anchors) -> list[Series]:
    return [one_series(journal, anchors, field) for field in FIELDS]


def one_series(journal: Journal, anchors: Anchors, field: Field) -> Series:
    values = {
        day: float(value) for day, fact in journal.check_ins.items() if (value := rating(fact, field)) is not None
    }
    now = stat(journal, values, anchors.interval)
    week = stat(journal, values, anchors.week)
    previous = stat(journal, values, anchors.previous) if anchors.previous else None
    baseline = stat(journal, values, anchors.baseline) if anchors.baseline else None
    return Series(
        field=field,
        points=[Point(day=date.fromordinal(day), value=values[day]) for day in anchors.chart.days() if day in values],
        gaps=gaps(journal, values, anchors.chart),
        now=now,
        previous=previous,
        baseline=baseline,
        week=week,
        change_previous=change((anchors.interval, now), (anchors.previous, previous)),
        change_baseline=change((anchors.interval, now), (anchors.baseline, baseline)),
        week_change_baseline=change((anchors.week, week), (anchors.baseline, baseline)),
        too_little=now.median is None,
    )


def rating(fact: DayFact, field: Field) -> float | None:
    match field:
        case "mood":
            return fact.mood
        case "anxiety":
            return fact.anxiety
        case "energy":
            return fact.energy
        case "sleep_hours":
            return fact.sleep_hours
        case "sleep_quality":
            return fact.sleep_quality


def change(now: tuple[Span, Stat], then: tuple[Span | None, Stat | None]) -> float | None:
    """Difference of two medians, provided that both exist and that no day is in both windows."""
    if then[0] is None or then[1] is None or now[0].overlaps(then[0]):
        return None
    if now[1].median is None or then[1].median is None:
        return None
    return now[1].median - then[1].median


def gaps(journal: Journal, values: Values, chart: Span) -> list[Gap]:
    """Paused days are gaps of the line too; days before the journal began and an empty today are not."""
    return runs(
        [
            day
            for day in chart.days()
            if day not in values
            and (day in journal.check_ins or (day >= journal.expected_from and day != journal.today))
        ]
    )


def runs(days: list[int]) -> list[Gap]:
    """Consecutive days, of a list in ascending order, put together."""
    spans: list[Span] = []
    for day in days:
        if spans and spans[-1].last == day - 1:
            spans[-1] = Span(spans[-1].first, day)
        else:
            spans.append(Span(day, day))
    return [
        Gap(start=date.fromordinal(span.first), until=date.fromordinal(span.last), days=len(span.days()))
        for span in spans
    ]


def treatment_weeks(journal: Journal, anchors: Anchors) -> list[TreatmentWeek]:
    """Every calendar week since session 1 of a TMS course, weeks without a session included."""
    if not any(fact.kind == "tms" for fact in anchors.course):
        return []
    days = [fact.day.toordinal() for fact in anchors.course]
    first = days[0] - (days[0] - 1) % WEEK
    mood = moods(journal)
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
