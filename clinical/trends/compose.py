"""The one function of this package: all parts of a summary from one reading of the facts."""

from operator import attrgetter
from uuid import UUID

from clinical.trends import anchors as found
from clinical.trends.completeness import completeness
from clinical.trends.curves import curve_median, curves
from clinical.trends.early import early
from clinical.trends.facts import SummaryInput
from clinical.trends.journal import Journal, index
from clinical.trends.measures import measures
from clinical.trends.series import all_series, treatment_weeks
from clinical.trends.shapes import Baseline, Summary
from clinical.trends.side_effects import side_effects
from clinical.trends.wear_off import wear_off
from clinical.trends.where import marks, where

VERSION = 2
"""2: scores, curves, early response, what was there before treatment, kinds of missing."""


def summary(given: SummaryInput) -> Summary:
    """Deterministic, and the same for the same facts in any order.

    The therapist's form has the same numbers without what only a prescriber acts on: planned gap, wear-off and curves,
    gain lost, early response, side effects by day after session and over the course.
    """
    journal = index(given)
    anchors = found.find(given, journal)
    baseline = anchors.baseline.window() if anchors.baseline else None
    scores = measures(given, anchors)
    shown = curves(journal, anchors) if given.form == "clinician" else []
    return Summary(
        version=VERSION,
        form=given.form,
        course_id=given.course_id,
        day_of=given.day_of,
        where=where(given, anchors),
        interval=anchors.interval.window(),
        previous=anchors.previous.window() if anchors.previous else None,
        baseline=Baseline(start=baseline.start, until=baseline.until, late=anchors.baseline_late) if baseline else None,
        week=anchors.week.window(),
        chart=anchors.chart.window(),
        sessions=marks(anchors),
        measures=scores,
        series=all_series(journal, anchors),
        wear_off=wear_off(journal, anchors) if given.form == "clinician" else [],
        curves=shown,
        curve_median=curve_median(shown),
        weeks=treatment_weeks(journal, anchors),
        early=early(given, journal, anchors, scores, given.form),
        side_effects=side_effects(journal, anchors, given.form),
        completeness=completeness(journal, anchors),
        references=references(given, journal, anchors),
    )


def references(given: SummaryInput, journal: Journal, anchors: found.Anchors) -> list[UUID]:
    """Check-ins on the chart, every score until today, and every side-effect report up to the interval's end: "new" looks
    at all of them."""
    chart = anchors.chart
    check_ins = [fact.revision_id for day, fact in journal.check_ins.items() if chart.first <= day <= chart.last]
    reports = [
        fact.revision_id for day, facts in journal.reports.items() if day <= anchors.interval.last for fact in facts
    ]
    scores = [fact.revision_id for fact in given.scores if fact.day <= given.day_of]
    return sorted(check_ins + reports + scores, key=attrgetter("int"))
