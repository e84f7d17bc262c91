"""Scores around sessions: four plain numbers with their days, and the changes between them by the clinic's thresholds.

House rules (summary.md section 3), on days in the patient's time zone:

- A score is from before a session when its day is earlier. On the session's own day: when it was written before the
  session began, or when the clinic entered it for that session.
- Baseline: the last complete score in the 14 days before session 1 of the course; without one, the first complete score
  within the course, marked late. Before session 1 there is none yet.
- Last session: the last complete score from before the session that the interval starts with. Of a TMS course that is
  the first session of the last treatment week: forms are weekly there, sessions daily.
- Now: the last complete score from before the coming session, or until today.
- Best: of the complete scores since the baseline (ever, without a course); the earliest of equals.
- A change needs two different complete scores. A form that was answered once since is no change of 0.

Estimated scores and forms without a total are points, never ends of a change.
"""

from bisect import bisect_right
from collections.abc import Iterable
from operator import attrgetter

from msgspec import Struct

from clinical.instruments import INSTRUMENTS, Change, Instrument, Score, Thresholds, change, gain_lost, score
from clinical.trends.anchors import BASELINE_DAYS, Anchors
from clinical.trends.facts import Form, ScoreFact, SessionFact, SummaryInput
from clinical.trends.measure_shapes import Measure, Named, ScorePoint
from clinical.trends.rules import chosen, names

FIRST = "phq-9"


class Moments(Struct, frozen=True, kw_only=True):
    """What scores are looked at from: session 1, the session that the interval starts with, and the coming one."""

    first: SessionFact | None
    start: SessionFact | None
    coming: SessionFact | None


class Numbers(Struct, frozen=True, kw_only=True):
    """The four plain numbers of one instrument."""

    baseline: Named | None
    late: bool
    last_session: Named | None
    best: Named | None
    now: Named | None


def measures(given: SummaryInput, anchors: Anchors) -> list[Measure]:
    """The PHQ-9 first, then by name. An instrument without any fact, or one that is not known, is not among them."""
    by_instrument: dict[str, list[ScoreFact]] = {}
    for fact in sorted(given.scores, key=lambda fact: (fact.day, fact.id.int, fact.revision_id.int)):
        if fact.day <= given.day_of and fact.instrument in INSTRUMENTS:
            by_instrument.setdefault(fact.instrument, []).append(fact)
    at = moments(given, anchors)
    found = [
        one_measure(INSTRUMENTS[id], facts, given.thresholds.get(id, {}), at, anchors, given.form)
        for id, facts in by_instrument.items()
    ]
    return sorted(found, key=lambda measure: (measure.instrument != FIRST, measure.name))


def moments(given: SummaryInput, anchors: Anchors) -> Moments:
    begins = anchors.interval.first
    return Moments(
        first=anchors.course[0] if anchors.course else None,
        start=next((fact for fact in anchors.bounding if fact.day.toordinal() >= begins), None),
        coming=given.session,
    )


def is_before(fact: ScoreFact, session: SessionFact) -> bool:
    if fact.day != session.day:
        return fact.day < session.day
    in_time = fact.written_at is not None and session.starts_at is not None and fact.written_at < session.starts_at
    return in_time or (fact.source == "clinic" and fact.session_id == session.id)


def one_measure(
    instrument: Instrument, facts: list[ScoreFact], picked: dict[str, str], at: Moments, anchors: Anchors, form: Form
) -> Measure:
    by = chosen(instrument, picked)
    of = four_numbers(instrument, facts, at)
    since_best = between(of.best, of.now, instrument, by)
    chart = anchors.chart.days()
    drawn = [fact for fact in facts if fact.day.toordinal() in chart]
    scale = instrument.scoring
    return Measure(
        instrument=instrument.id,
        name=instrument.name,
        higher_is=scale.higher_is,
        min=scale.min,
        max=scale.max,
        recall_days=instrument.recall.days,
        bands=instrument.bands,
        points=[point(instrument, fact, anchors.course) for fact in drawn if not fact.declined],
        declined=[fact.day for fact in drawn if fact.declined],
        baseline=of.baseline,
        late_baseline=of.late,
        last_session=of.last_session,
        best=of.best,
        now=of.now,
        change_baseline=between(of.baseline, of.now, instrument, by),
        change_last_session=between(of.last_session, of.now, instrument, by),
        change_best=since_best,
        worsened_from_best=worsened(of, since_best, by),
        gain_lost=gain_lost(of.baseline, of.best, of.now, instrument, by)
        if form == "clinician" and of.baseline and of.best and of.now
        else None,
        rules=names(by),
        now_is_old=of.now is not None and of.now.day.toordinal() < anchors.interval.first,
    )


def four_numbers(instrument: Instrument, facts: list[ScoreFact], at: Moments) -> Numbers:
    until_now = [
        fact
        for fact in facts
        if fact.status == "complete" and fact.total is not None and (at.coming is None or is_before(fact, at.coming))
    ]
    baseline, late = find_baseline(until_now, at.first)
    last_session = last(fact for fact in until_now if at.start and is_before(fact, at.start))
    return Numbers(
        baseline=named(instrument, baseline),
        late=late,
        last_session=named(instrument, last_session),
        best=named(instrument, find_best(instrument, until_now, baseline, at.first)),
        now=named(instrument, last(until_now)),
    )


def find_baseline(complete: list[ScoreFact], first: SessionFact | None) -> tuple[ScoreFact | None, bool]:
    """Oldest first in, the baseline out, and whether it is late."""
    if first is None:
        return None, False
    before = last(fact for fact in complete if is_before(fact, first) and (first.day - fact.day).days <= BASELINE_DAYS)
    within = next((fact for fact in complete if not is_before(fact, first)), None)
    return (before, False) if before else (within, within is not None)


def find_best(
    instrument: Instrument, complete: list[ScoreFact], baseline: ScoreFact | None, first: SessionFact | None
) -> ScoreFact | None:
    """None on a scale that knows neither better nor worse, and in a course without a baseline."""
    sign = {"worse": 1, "better": -1}.get(instrument.scoring.higher_is)
    pool = complete if first is None else complete[complete.index(baseline) :] if baseline else []
    return min(pool, key=lambda fact: sign * (fact.total or 0), default=None) if sign else None


def last(facts: Iterable[ScoreFact]) -> ScoreFact | None:
    return next(reversed([*facts]), None)


def named(instrument: Instrument, fact: ScoreFact | None) -> Named | None:
    if fact is None or fact.total is None:
        return None
    band = instrument.band(fact.total)
    return Named(day=fact.day, total=fact.total, status=fact.status, band=band, revision_id=fact.revision_id)


def between(then: Named | None, now: Named | None, instrument: Instrument, by: Thresholds) -> Change | None:
    if then is None or now is None or then.revision_id == now.revision_id:
        return None
    return change(then, now, instrument, by)


def worsened(of: Numbers, since_best: Change | None, by: Thresholds) -> bool | None:
    if by.reliable_change is None or of.best is None:
        return None
    return since_best is not None and since_best.reliable == "worsened"


def no_total(instrument: Instrument, fact: ScoreFact) -> Score | None:
    """Why there is none, from the answers; null where there is one, and for answers to a form of another length."""
    if fact.total is not None or fact.answers is None or len(fact.answers) != instrument.n_items:
        return None
    return score(instrument, fact.answers)


def point(instrument: Instrument, fact: ScoreFact, course: list[SessionFact]) -> ScorePoint:
    until = bisect_right(course, fact.day, key=attrgetter("day"))
    after = next((session for session in reversed(course[:until]) if not is_before(fact, session)), None)
    why = no_total(instrument, fact)
    return ScorePoint(
        day=fact.day,
        total=fact.total,
        status=fact.status,
        n_answered=None if fact.answers is None else len(fact.answers) - fact.answers.count(None),
        n_items=instrument.n_items,
        band=None if fact.total is None else instrument.band(fact.total),
        reason=why and why.reason,
        parts=why.parts if why else {},
        days_after_session=(fact.day - after.day).days if after else None,
        source=fact.source,
        revision_id=fact.revision_id,
    )
