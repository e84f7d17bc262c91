"""What comes out about side effects: days, and never without the days that could have said so."""

from datetime import date
from typing import Literal

from msgspec import Struct

from clinical.trends.facts import Level, Severity

Bucket = Literal["same_day", "day_1", "days_2_6", "day_7_plus"]


class DayCount(Struct, frozen=True, kw_only=True):
    """Reported on `count` of `of` days with an entry; `no_entry` further days of that kind say nothing.

    "4 of 10 (2 no entry)". Days are counted after the latest session before them, since session 1 of the course.
    """

    bucket: Bucket
    count: int
    of: int
    no_entry: int


class BySeverity(Struct, frozen=True, kw_only=True):
    """Days of the interval by the worst severity reported that day."""

    mild: int
    moderate: int
    severe: int


class Before(Struct, frozen=True, kw_only=True):
    """What was reported of the effect in the 14 days before session 1, "not present" included: the latest report.

    `reported` false: nobody asked, or nobody answered. It never means that the effect was absent.
    """

    reported: bool
    severity: Severity | None
    day: date | None


class OverCourse(Struct, frozen=True, kw_only=True):
    """Session days with the effect, in the first and in the last half of the sessions. `trend` is null when there is too
    little to say: see side_effects.py."""

    trend: Literal["fading", "growing", "steady"] | None
    first: DayCount
    last: DayCount


class SideEffect(Struct, frozen=True, kw_only=True):
    """One effect that was present (severity above not_present) on at least one day of the interval or the course.

    severity_max, level_max, days, by_severity   within the interval; severity_max and level_max null when absent there.
    course_severity_max, course_days             since session 1 of the course (the interval where there is no course).
    new                                          present in the interval and on no earlier day that we know of.
    still_present                                the patient's latest answer in the interval, null when not asked.
    rows                                         by day after session; empty without a course and for therapists.
    before, course                               null without a session of a course; `course` also for therapists.
    """

    effect: str
    severity_max: Severity | None
    level_max: Level | None
    new: bool
    days: int
    by_severity: BySeverity
    still_present: bool | None
    last_day: date
    course_severity_max: Severity
    course_days: int
    rows: list[DayCount]
    before: Before | None = None
    course: OverCourse | None = None
