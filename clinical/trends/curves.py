"""How mood went after each of the last three boosters, laid over each other by day after the booster.

House rules: the booster's day is day 0, and a curve ends on the day before the next session of the course or with the
interval, as the rows of wear_off.py do. A day without an entry breaks the line. The median by day is over the curves that
are shown and needs two of them: the middle of one line is that line. `n` stands beside each.
"""

from datetime import date

from clinical.trends.anchors import Anchors
from clinical.trends.facts import SessionFact
from clinical.trends.journal import Journal, Span
from clinical.trends.measure_shapes import Curve, CurveGap, CurveMedian, CurvePoint
from clinical.trends.series import runs
from clinical.trends.stats import median
from clinical.trends.where import label

OVERLAID = 3
NEEDED = 2


def curves(journal: Journal, anchors: Anchors) -> list[Curve]:
    """Oldest first."""
    days = [fact.day.toordinal() for fact in anchors.course]
    boosters = [fact for fact in anchors.course if fact.kind == "booster"][-OVERLAID:]
    return [
        one_curve(
            journal,
            fact,
            Span(
                fact.day.toordinal(),
                next((day - 1 for day in days if day > fact.day.toordinal()), anchors.interval.last),
            ),
        )
        for fact in boosters
    ]


def one_curve(journal: Journal, booster: SessionFact, span: Span) -> Curve:
    mood = journal.ratings["mood"]
    part = mood.part(span)
    due = journal.due(span)
    logged = set(mood.days[part])
    without = [day - span.first for day in due.days() if day not in logged]
    return Curve(
        session_id=booster.id,
        label=label(booster),
        start=booster.day,
        until=date.fromordinal(span.last),
        points=[
            CurvePoint(day_after=day - span.first, value=value)
            for day, value in zip(mood.days[part], mood.numbers[part], strict=True)
        ],
        gaps=[CurveGap(first=first, last=last) for first, last in runs(without)],
        n=len(logged),
        of=journal.possible(span),
    )


def curve_median(shown: list[Curve]) -> list[CurveMedian]:
    """Every day that any of them has, in order."""
    by_day: dict[int, list[float]] = {}
    for curve in shown:
        for point in curve.points:
            by_day.setdefault(point.day_after, []).append(point.value)
    return [
        CurveMedian(
            day_after=day,
            median=median(sorted(by_day[day])) if len(by_day[day]) >= NEEDED else None,
            n=len(by_day[day]),
        )
        for day in sorted(by_day)
    ]
