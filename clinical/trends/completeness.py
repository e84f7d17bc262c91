"""How much of the journal there is. Shown beside every number: missing days may be the worse days [ESM-TAIL]."""

from clinical.trends.anchors import Anchors
from clinical.trends.journal import Journal, Span
from clinical.trends.series import runs
from clinical.trends.shapes import Completeness, Gap, Logged


def completeness(journal: Journal, anchors: Anchors) -> Completeness:
    course = Span(anchors.course[0].day.toordinal(), anchors.interval.last) if anchors.course else None
    return Completeness(
        interval=logged(journal, anchors.interval),
        course=logged(journal, course) if course else None,
    )


def logged(journal: Journal, span: Span) -> Logged:
    facts = [fact for day, fact in journal.check_ins.items() if span.first <= day <= span.last]
    window = span.window()
    return Logged(
        start=window.start,
        until=window.until,
        days_logged=len(facts),
        days_possible=journal.possible(span),
        longest_gap=longest_gap(journal, span),
        late=[fact.late for fact in facts].count(True),
        synced_later=[fact.synced_later for fact in facts].count(True),
        imported=[fact.source for fact in facts].count("import"),
    )


def longest_gap(journal: Journal, span: Span) -> Gap | None:
    return max(runs(journal.missing(span)), key=lambda gap: gap.days, default=None)
