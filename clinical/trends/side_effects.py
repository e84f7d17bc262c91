"""Side effects by type, and by day after session.

Days after a session are a difference of calendar days in the patient's time zone, and a day that follows two sessions
counts to the later one (house rule, summary.md section 3). Denominators are days with an entry: a check-in or any
side-effect report. A day without one is counted apart ("4 of 10 (2 no entry)"), never as a day without the effect.

Fading or growing over the course: the days of sessions, in their order, are halved (an odd one in the middle belongs to
neither), and the share of days with the effect is compared, of those with an entry. House rule: 4 days with an entry in
each half, or it is too little to say; a difference of at least a third is fading or growing, which takes two days or
more and never one; anything less is steady.

Before: the same list asked once before treatment tells what the treatment did not bring, in the trials as often as not
[ESK-ASPIRE]. House rule: what was written on the day of session 1 before it began is from the day before.
"""

from bisect import bisect_right
from collections import Counter
from datetime import date, datetime
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from clinical.trends.anchors import BASELINE_DAYS, Anchors
from clinical.trends.facts import EffectFact, Form, Level, Severity
from clinical.trends.journal import Journal, Span
from clinical.trends.side_effect_shapes import Before, Bucket, BySeverity, DayCount, OverCourse, SideEffect
from clinical.trends.stats import LEAST

SEVERITIES: tuple[Severity, ...] = ("not_present", "mild", "moderate", "severe")
LEVELS: tuple[Level, ...] = ("routine", "call_clinic", "crisis", "emergency")
RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}
STARTS: dict[Bucket, int] = {"same_day": 0, "day_1": 1, "days_2_6": 2, "day_7_plus": 7}
"""The first day after a session of each bucket, which reaches to the next one, or to the next session."""
BUCKETS = tuple(STARTS)
FIRST_DAYS = [*STARTS.values()]
THIRD = 3

Reports = list[tuple[int, EffectFact]]
"""Reports of one effect with their day, oldest first."""


class Course(Struct, frozen=True, kw_only=True):
    """Days with a session, up to the last day that counts, and how many days of each bucket have an entry or miss one.

    `halves` are the first and the last of these days; `logged` and `silent` those with an entry, and without one that
    was expected.
    """

    sessions: list[int]
    last: int
    with_entry: Counter[Bucket]
    without: Counter[Bucket]
    halves: tuple[list[int], list[int]]
    logged: set[int]
    silent: set[int]

    def holds(self, day: int) -> bool:
        return bool(self.sessions) and self.sessions[0] <= day <= self.last

    def bucket(self, day: int) -> Bucket:
        """By the latest session before or on a day that the course holds."""
        session = self.sessions[bisect_right(self.sessions, day) - 1]
        return BUCKETS[bisect_right(FIRST_DAYS, day - session) - 1]


def side_effects(journal: Journal, anchors: Anchors, form: Form) -> list[SideEffect]:
    """Worst of the interval first, then the most days, then by name."""
    by_effect: dict[str, Reports] = {}
    first = anchors.course[0] if anchors.course else None
    for day in sorted(day for day in journal.reports if day <= anchors.interval.last):
        for fact in journal.reports[day]:
            early = first and is_from_before(fact.day, fact.written_at, first.day, first.starts_at)
            place = day - 1 if early else day
            by_effect.setdefault(fact.effect, []).append((place, fact))
    course = days_after_session(journal, anchors)
    found = [one_effect(effect, facts, anchors, course, form) for effect, facts in by_effect.items()]
    present = [effect for effect in found if effect is not None]
    return sorted(
        present, key=lambda row: (-RANK[row.severity_max or "not_present"], -row.days, -row.course_days, row.effect)
    )


def is_from_before(day: date, written_at: datetime | None, first_day: date, starts_at: datetime | None) -> bool:
    """Whether a report for `day` was written on the day of a course's first session, while that had not begun."""
    return day == first_day and written_at is not None and starts_at is not None and written_at < starts_at


def one_effect(effect: str, reports: Reports, anchors: Anchors, course: Course, form: Form) -> SideEffect | None:
    """None when it was never present in the interval or the course."""
    worst = worst_by_day(reports)
    interval = anchors.interval.days()
    now = {day: rank for day, rank in worst.items() if day in interval}
    whole = {day: rank for day, rank in worst.items() if course.holds(day) or day in now}
    if not whole:
        return None
    current = [fact for day, fact in reports if day in interval]
    return SideEffect(
        effect=effect,
        severity_max=SEVERITIES[max(now.values())] if now else None,
        level_max=level_max(current),
        new=bool(now) and min(worst) >= anchors.interval.first,
        days=len(now),
        by_severity=by_severity(now),
        still_present=still_present(current),
        last_day=date.fromordinal(max(whole)),
        course_severity_max=SEVERITIES[max(whole.values())],
        course_days=len(whole),
        rows=rows(worst, course) if form == "clinician" else [],
        before=before(reports, course) if course.sessions else None,
        course=over_course(worst, course) if course.sessions and form == "clinician" else None,
    )


def before(reports: Reports, course: Course) -> Before:
    """The latest report of the 14 days before session 1."""
    first = course.sessions[0]
    found = [fact for day, fact in reports if first - BASELINE_DAYS <= day < first]
    latest = found[-1] if found else None
    return Before(reported=latest is not None, severity=latest and latest.severity, day=latest and latest.day)


def over_course(worst: dict[int, int], course: Course) -> OverCourse:
    first, last = (same_day(worst, course, days) for days in course.halves)
    return OverCourse(trend=trend(first, last), first=first, last=last)


def same_day(worst: dict[int, int], course: Course, days: list[int]) -> DayCount:
    return DayCount(
        bucket="same_day",
        count=sum(day in worst for day in days),
        of=sum(day in course.logged for day in days),
        no_entry=sum(day in course.silent for day in days),
    )


def trend(first: DayCount, last: DayCount) -> Literal["fading", "growing", "steady"] | None:
    """In whole numbers: last/of - first/of against a third."""
    if min(first.of, last.of) < LEAST:
        return None
    more, all_of_them = last.count * first.of - first.count * last.of, first.of * last.of
    if THIRD * abs(more) < all_of_them:
        return "steady"
    return "growing" if more > 0 else "fading"


def worst_by_day(reports: Reports) -> dict[int, int]:
    """The day's worst severity, as a rank; days on which it was only "not present" are left out."""
    worst: dict[int, int] = {}
    for day, fact in reports:
        rank = RANK[fact.severity]
        if rank > worst.get(day, 0):
            worst[day] = rank
    return worst


def level_max(facts: list[EffectFact]) -> Level | None:
    ranks = [LEVELS.index(fact.level) for fact in facts if fact.severity != "not_present"]
    return LEVELS[max(ranks)] if ranks else None


def by_severity(now: dict[int, int]) -> BySeverity:
    counts = Counter(now.values())
    return BySeverity(mild=counts[1], moderate=counts[2], severe=counts[3])


def still_present(facts: list[EffectFact]) -> bool | None:
    """A report of "not present" answers the question too."""
    answers = [False if fact.severity == "not_present" else fact.still_present for fact in facts]
    return next((answer for answer in reversed(answers) if answer is not None), None)


def days_after_session(journal: Journal, anchors: Anchors) -> Course:
    days, last = sorted({fact.day.toordinal() for fact in anchors.course}), anchors.interval.last
    silent = journal.silent(Span(days[0], last)) if days else []
    half = len(days) // 2
    course = Course(
        sessions=days,
        last=last,
        with_entry=Counter(),
        without=Counter(),
        halves=(days[:half], days[len(days) - half :]),
        logged=set(journal.entries),
        silent=set(silent),
    )
    for session, following in pairwise([*days, last + 1]):
        for name, (first, after) in zip(BUCKETS, pairwise([*FIRST_DAYS, following - session]), strict=True):
            if session + first < following:
                span = Span(session + first, min(session + after, following) - 1)
                course.with_entry[name] += span.count(journal.entries)
                course.without[name] += span.count(silent)
    return course


def rows(worst: dict[int, int], course: Course) -> list[DayCount]:
    """Empty buckets are left out: a TMS course has no seventh day after a session until it is over."""
    counts = Counter(course.bucket(day) for day in worst if course.holds(day))
    return [
        DayCount(bucket=name, count=counts[name], of=course.with_entry[name], no_entry=course.without[name])
        for name in BUCKETS
        if course.with_entry[name] + course.without[name]
    ]
