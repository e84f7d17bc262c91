"""The one function of this package: all parts of a summary from one reading of the facts."""

from operator import attrgetter
from uuid import UUID

from clinical.trends import anchors as found
from clinical.trends.completeness import completeness
from clinical.trends.facts import SummaryInput
from clinical.trends.journal import Journal, index
from clinical.trends.series import all_series, treatment_weeks
from clinical.trends.shapes import Baseline, Summary
from clinical.trends.side_effects import side_effects
from clinical.trends.wear_off import wear_off
from clinical.trends.where import marks, where


def summary(given: SummaryInput) -> Summary:
    """Deterministic, and the same for the same facts in any order.

    The therapist's form has the same numbers without what only a prescriber acts on: planned gap, wear-off, and side
    effects by day after session.
    """
    journal = index(given)
    anchors = found.find(given, journal)
    baseline = anchors.baseline.window() if anchors.baseline else None
    return Summary(
        form=given.form,
        day_of=given.day_of,
        where=where(given, anchors),
        interval=anchors.interval.window(),
        previous=anchors.previous.window() if anchors.previous else None,
        baseline=Baseline(start=baseline.start, until=baseline.until, late=anchors.baseline_late) if baseline else None,
        week=anchors.week.window(),
        chart=anchors.chart.window(),
        sessions=marks(anchors),
        series=all_series(journal, anchors),
        wear_off=wear_off(journal, anchors) if given.form == "clinician" else [],
        weeks=treatment_weeks(journal, anchors),
        side_effects=side_effects(journal, anchors, given.form),
        completeness=completeness(journal, anchors),
        references=references(journal, anchors),
    )


def references(journal: Journal, anchors: found.Anchors) -> list[UUID]:
    """Check-ins on the chart, and every side-effect report up to the interval's end: "new" looks at all of them."""
    chart = anchors.chart
    check_ins = [fact.revision_id for day, fact in journal.check_ins.items() if chart.first <= day <= chart.last]
    reports = [
        fact.revision_id for day, facts in journal.reports.items() if day <= anchors.interval.last for fact in facts
    ]
    return sorted(check_ins + reports, key=attrgetter("int"))
