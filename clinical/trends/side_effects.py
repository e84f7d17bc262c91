"""Side effects by type, and by day after session.

Days after a session are a difference of calendar days in the patient's time zone, and a day that follows two sessions
counts to the later one (house rule, summary.md section 3). Denominators are days with an entry: a check-in or any
side-effect report. A day without one is counted apart ("4 of 10 (2 no entry)"), never as a day without the effect.
"""

from collections import Counter
from datetime import date
from itertools import pairwise

from msgspec import Struct

from clinical.trends.anchors import Anchors
from clinical.trends.facts import EffectFact, Form, Level, Severity
from clinical.trends.journal import Journal, Span
from clinical.trends.shapes import Bucket, BySeverity, DayCount, SideEffect

SEVERITIES: tuple[Severity, ...] = ("not_present", "mild", "moderate", "severe")
LEVELS: tuple[Level, ...] = ("routine", "call_clinic", "crisis", "emergency")
BUCKETS: tuple[Bucket, ...] = ("same_day", "day_1", "days_2_6", "day_7_plus")
RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}


class Course(Struct, frozen=True, kw_only=True):
    """The bucket of every day since session 1, and how many days of each have an entry or miss one."""

    bucket_of: dict[int, Bucket]
    with_entry: Counter[Bucket]
    without: Counter[Bucket]


def side_effects(journal: Journal, anchors: Anchors, form: Form) -> list[SideEffect]:
    """Worst of the interval first, then the most days, then by name."""
    by_effect: dict[str, list[EffectFact]] = {}
    for day in sorted(day for day in journal.reports if day <= anchors.interval.last):
        for fact in journal.reports[day]:
            by_effect.setdefault(fact.effect, []).append(fact)
    course = days_after_session(journal, anchors)
    found = [one_effect(effect, facts, anchors, course, form) for effect, facts in by_effect.items()]
    present = [effect for effect in found if effect is not None]
    return sorted(
        present, key=lambda row: (-RANK[row.severity_max or "not_present"], -row.days, -row.course_days, row.effect)
    )


def one_effect(effect: str, facts: list[EffectFact], anchors: Anchors, course: Course, form: Form) -> SideEffect | None:
    """`facts` of one effect, oldest first. None when it was never present in the interval or the course."""
    worst = worst_by_day(facts)
    now = {day: rank for day, rank in worst.items() if day in anchors.interval.days()}
    whole = {day: rank for day, rank in worst.items() if day in course.bucket_of or day in now}
    if not whole:
        return None
    current = [fact for fact in facts if fact.day.toordinal() in anchors.interval.days()]
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
    )


def worst_by_day(facts: list[EffectFact]) -> dict[int, int]:
    """The day's worst severity, as a rank; days on which it was only "not present" are left out."""
    worst: dict[int, int] = {}
    for fact in facts:
        day, rank = fact.day.toordinal(), RANK[fact.severity]
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
    course = Course(bucket_of={}, with_entry=Counter(), without=Counter())
    days = sorted({fact.day.toordinal() for fact in anchors.course})
    for session, following in pairwise([*days, anchors.interval.last + 1]):
        for day in Span(session, following - 1).days():
            name = bucket(day - session)
            course.bucket_of[day] = name
            if journal.has_entry(day):
                course.with_entry[name] += 1
            elif journal.expected(day):
                course.without[name] += 1
    return course


def bucket(days_after: int) -> Bucket:
    if days_after <= 1:
        return "day_1" if days_after else "same_day"
    return "days_2_6" if days_after <= 6 else "day_7_plus"


def rows(worst: dict[int, int], course: Course) -> list[DayCount]:
    """Empty buckets are left out: a TMS course has no seventh day after a session until it is over."""
    counts = Counter(course.bucket_of[day] for day in worst if day in course.bucket_of)
    return [
        DayCount(bucket=name, count=counts[name], of=course.with_entry[name], no_entry=course.without[name])
        for name in BUCKETS
        if course.with_entry[name] + course.without[name]
    ]
