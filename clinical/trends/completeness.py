"""How much of the journal there is. Shown beside every number: missing days may be the worse days [ESM-TAIL].

Days without a check-in are told apart, and none of them is ever filled: not prompted (paused, or before the journal
began), not sent yet perhaps (later than anything that came from a phone), no entry. Whether the daily reminder was on
that day is not kept, so a day without a reminder counts as a day without an entry.

House rule for days written in a batch: check-ins of three days or more, written on a phone within one hour. Two are
yesterday and today at one sitting. A diary filled in before the visit is a known fault [MOOD247].
"""

from bisect import bisect_left
from datetime import date, timedelta
from operator import attrgetter

from clinical.trends.anchors import Anchors
from clinical.trends.facts import DayFact
from clinical.trends.journal import FIELDS, Journal, Span
from clinical.trends.series import gaps
from clinical.trends.shapes import Completeness, Field, Gap, Logged

BATCH = 3
TOGETHER = timedelta(hours=1)


def completeness(journal: Journal, anchors: Anchors) -> Completeness:
    course = Span(anchors.course[0].day.toordinal(), anchors.interval.last) if anchors.course else None
    batch = batch_days(journal)
    return Completeness(
        interval=logged(journal, anchors.interval, batch),
        course=logged(journal, course, batch) if course else None,
        batch_days=[date.fromordinal(day) for day in batch if day in anchors.chart.days()],
        last_heard_on=None if journal.last_heard_on is None else date.fromordinal(journal.last_heard_on),
    )


def logged(journal: Journal, span: Span, batch: list[int]) -> Logged:
    facts = [fact for day, fact in journal.check_ins.items() if span.first <= day <= span.last]
    missing = journal.missing(span)
    window = span.window()
    return Logged(
        start=window.start,
        until=window.until,
        days_logged=len(facts),
        days_possible=journal.possible(span),
        longest_gap=longest_gap(missing),
        late=[fact.late for fact in facts].count(True),
        synced_later=[fact.synced_later for fact in facts].count(True),
        imported=[fact.source for fact in facts].count("import"),
        not_prompted=not_prompted(journal, span, missing),
        not_synced=len(missing) - bisect_left(missing, (journal.last_heard_on or journal.today) + 1),
        skipped=skipped(facts),
        batch=span.count(batch),
    )


def longest_gap(missing: list[int]) -> Gap | None:
    return max(gaps(missing), key=lambda gap: gap.days, default=None)


def not_prompted(journal: Journal, span: Span, missing: list[int]) -> int:
    """Days that are over, have no check-in, and are not missing one."""
    over = Span(span.first, min(span.last, journal.today - 1))
    return len(over.days()) - over.count(journal.logged) - len(missing)


def skipped(facts: list[DayFact]) -> dict[Field, int]:
    """An imported diary may not have the rating at all: nobody left it out."""
    own = [fact for fact in facts if fact.source == "app"]
    return {field: [*map(attrgetter(field), own)].count(None) for field in FIELDS if field != "mood"}


def batch_days(journal: Journal) -> list[int]:
    """Ascending. A day belongs to a batch when any hour holds its writing and that of two other days."""
    written = sorted(
        (fact.written_at, day)
        for day, fact in journal.check_ins.items()
        if fact.written_at is not None and fact.source == "app"
    )
    found: set[int] = set()
    for start in range(len(written) - BATCH + 1):
        if written[start + BATCH - 1][0] - written[start][0] <= TOGETHER:
            found.update(day for _, day in written[start : start + BATCH])
    return sorted(found)
