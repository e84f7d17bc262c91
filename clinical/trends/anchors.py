"""Which sessions happened, and the windows between them.

A session happened when it was completed, or when it is still "planned" but its day has passed: clinics forget to
mark, and a forgotten mark must not stretch an interval over two sessions. A missed or cancelled session anchors
nothing: the interval then runs from the one before it. The coming session and everything from its day on is left out.

The session's day belongs to what follows it: an interval runs from the day of the previous session to the day before
the coming one, or to today. Intervals are bounded, by the kind of the coming session, by

- ketamine infusions and boosters, esketamine: the sessions of the same course;
- TMS: treatment weeks, i.e. calendar weeks (from Monday) with a session of the same course. The interval is the last
  of them, together with any days off that follow it;
- psychotherapy: the appointments with the same person.

Before the first session the interval is the 14 days that end now, and there is no baseline yet.
"""

from datetime import timedelta
from typing import Literal

from msgspec import Struct

from clinical.trends.facts import SessionFact, SummaryInput
from clinical.trends.journal import Journal, Span
from clinical.trends.stats import WEEK, stat

BASELINE_DAYS = 14
"""House rule, summary.md section 3: the 14 days before session 1 of the course."""
CHART_DAYS = 90
"""How far the chart goes back where there is no course."""

Bounds = Literal["sessions", "weeks", "appointments"]


class Anchors(Struct, frozen=True, kw_only=True):
    """`course`: treatments of the course that happened; `bounds`: the sessions that bound intervals. Oldest first."""

    by: Bounds
    course: list[SessionFact]
    bounding: list[SessionFact]
    interval: Span
    previous: Span | None
    baseline: Span | None
    baseline_late: bool
    week: Span
    chart: Span


def find(given: SummaryInput, journal: Journal) -> Anchors:
    by = bounds(given)
    held = happened(given)
    course = [fact for fact in held if fact.kind != "psychotherapy" and of_course(given, fact)]
    bounding = appointments(given, held) if by == "appointments" else course
    last = last_day(given)
    interval, previous = intervals(starts(by, bounding), last)
    baseline, late = find_baseline(journal, course, last)
    first_treatment = course[0].day.toordinal() if course else 0
    chart_from = first_treatment - BASELINE_DAYS if course else last - CHART_DAYS + 1
    return Anchors(
        by=by,
        course=course,
        bounding=bounding,
        interval=interval,
        previous=previous,
        baseline=baseline,
        baseline_late=late,
        week=Span(max(last - WEEK + 1, min(first_treatment, last)), last),
        chart=Span(min(chart_from, (previous or interval).first), chart_end(given)),
    )


def bounds(given: SummaryInput) -> Bounds:
    """Without a coming session the therapist looks at appointments and the clinician at the course."""
    if given.session:
        kinds = {given.session.kind}
    elif given.form == "therapist":
        return "appointments"
    else:
        kinds = {fact.kind for fact in given.sessions if of_course(given, fact)}
    if "tms" in kinds:
        return "weeks"
    return "sessions" if kinds & {"infusion", "booster", "esketamine"} else "appointments"


def of_course(given: SummaryInput, fact: SessionFact) -> bool:
    """The course of the coming treatment; beside an appointment, the course that was named."""
    coming = given.session
    course_id = coming.course_id if coming and coming.kind != "psychotherapy" else given.course_id
    return course_id is not None and fact.course_id == course_id


def happened(given: SummaryInput) -> list[SessionFact]:
    coming = given.session
    end = coming.day if coming else given.day_of + timedelta(days=1)
    held = [
        fact
        for fact in given.sessions
        if fact.day < end
        and (coming is None or fact.id != coming.id)
        and (
            (fact.status == "completed" and fact.day <= given.day_of)
            or (fact.status == "planned" and fact.day < given.day_of)
        )
    ]
    return sorted(held, key=lambda fact: (fact.day, fact.ordinal or 0, fact.id))


def appointments(given: SummaryInput, held: list[SessionFact]) -> list[SessionFact]:
    coming = given.session
    return [
        fact
        for fact in held
        if fact.kind == "psychotherapy" and (coming is None or coming.with_id is None or fact.with_id == coming.with_id)
    ]


def last_day(given: SummaryInput) -> int:
    """The interval ends today, or on the day before the coming session when that is earlier."""
    today = given.day_of.toordinal()
    return min(today, given.session.day.toordinal() - 1) if given.session else today


def chart_end(given: SummaryInput) -> int:
    """The chart may show the morning of the session's day, which no interval before it holds."""
    today = given.day_of.toordinal()
    return min(today, given.session.day.toordinal()) if given.session else today


def monday(day: int) -> int:
    return day - (day - 1) % WEEK


def starts(by: Bounds, bounding: list[SessionFact]) -> list[int]:
    """First days of the intervals, oldest first; two sessions on one day are one bound."""
    days = [fact.day.toordinal() for fact in bounding]
    if by == "weeks":
        days = [max(monday(day), days[0]) for day in days]
    return sorted(set(days))


def intervals(first_days: list[int], last: int) -> tuple[Span, Span | None]:
    if not first_days:
        return Span(last - BASELINE_DAYS + 1, last), None
    interval = Span(first_days[-1], last)
    previous = Span(first_days[-2], interval.first - 1) if len(first_days) > 1 else None
    return interval, previous


def find_baseline(journal: Journal, course: list[SessionFact], last: int) -> tuple[Span | None, bool]:
    """The 14 days before session 1. If they have too few entries: the 7 days from the first entry within the course,
    marked late, provided that those have enough.
    """
    if not course:
        return None, False
    first = course[0].day.toordinal()
    mood = journal.ratings["mood"]
    before = Span(first - BASELINE_DAYS, first - 1)
    if stat(journal, mood, before).median is not None:
        return before, False
    entry = next((day for day in mood.days if first <= day <= last), None)
    if entry is None:
        return before, False
    late = Span(entry, min(entry + WEEK - 1, last))
    return (late, True) if stat(journal, mood, late).median is not None else (before, False)
