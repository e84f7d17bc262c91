"""TMS after its first week of treatment: where the numbers stand against the baseline. What comes of them nobody says.

House rules: weeks are counted from session 1, seven days each. A score is early when it is the first complete one of
weeks 2 and 3, and a mood when it is that of the first of these weeks with enough entries. Later ones stand on the page anyway.
"""

from clinical.instruments import INSTRUMENTS
from clinical.trends.anchors import Anchors
from clinical.trends.facts import Form, SummaryInput
from clinical.trends.journal import Journal, Span
from clinical.trends.measure_shapes import EarlyScore, Measure, Named, ScorePoint
from clinical.trends.measures import between
from clinical.trends.rules import chosen
from clinical.trends.series import change
from clinical.trends.shapes import Early, EarlyMood
from clinical.trends.stats import WEEK, stat

WEEKS = (2, 3)


def early(given: SummaryInput, journal: Journal, anchors: Anchors, measures: list[Measure], form: Form) -> Early | None:
    """None but for a TMS course in its second week or later, and on the therapist's form."""
    first = next((fact.day.toordinal() for fact in anchors.course if fact.kind == "tms"), None)
    if form == "therapist" or first is None or anchors.interval.last < first + WEEK:
        return None
    scores = [early_score(given, measure, first) for measure in measures]
    return Early(scores=[found for found in scores if found], mood=early_mood(journal, anchors, first))


def early_score(given: SummaryInput, measure: Measure, first: int) -> EarlyScore | None:
    if measure.baseline is None or measure.now is None:
        return None
    until = min(first + WEEKS[-1] * WEEK - 1, measure.now.day.toordinal())
    found = next((point for point in measure.points if is_early(point, first + WEEK, until)), None)
    if found is None:
        return None
    score = named(found)
    instrument = INSTRUMENTS[measure.instrument]
    by = chosen(instrument, given.thresholds.get(measure.instrument, {}))
    return EarlyScore(
        instrument=measure.instrument,
        name=measure.name,
        baseline=measure.baseline,
        score=score,
        week=(found.day.toordinal() - first) // WEEK + 1,
        change=between(measure.baseline, score, instrument, by),
    )


def is_early(point: ScorePoint, first: int, last: int) -> bool:
    return point.status == "complete" and first <= point.day.toordinal() <= last


def named(point: ScorePoint) -> Named:
    return Named(
        day=point.day, total=point.total or 0, status=point.status, band=point.band, revision_id=point.revision_id
    )


def early_mood(journal: Journal, anchors: Anchors, first: int) -> EarlyMood | None:
    mood = journal.ratings["mood"]
    if anchors.baseline is None:
        return None
    baseline = stat(journal, mood, anchors.baseline)
    for week in WEEKS:
        span = Span(first + (week - 1) * WEEK, min(first + week * WEEK - 1, anchors.interval.last))
        now = stat(journal, mood, span)
        if now.median is not None:
            window = span.window()
            return EarlyMood(
                week=week,
                start=window.start,
                until=window.until,
                baseline=baseline,
                now=now,
                change=change((span, now), (anchors.baseline, baseline)),
            )
    return None
