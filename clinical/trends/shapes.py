"""What comes out: numbers that name their days, and no words of the patient.

Nothing is imputed. A window without enough days has a Stat whose `median`, `low` and `high` are null ("too little
data"); a change exists only when both ends have a median.

A long journal has thousands of points. `gc=False` keeps Structs that can be part of no cycle out of the garbage collector's
rounds, which would otherwise take as long as making them.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct, field

from clinical.trends.facts import Form, Level, SessionKind, Severity

Field = Literal["mood", "anxiety", "energy", "sleep_hours", "sleep_quality"]
Bucket = Literal["same_day", "day_1", "days_2_6", "day_7_plus"]
Outcome = Literal[
    "not_reached",  # the first week after the booster was already below the mark: 0 days
    "dropped",  # held for days_held days, then fell below the mark
    "lasted",  # still held when the interval ended
    "data_ended",  # held for at least days_held days, then too few entries to tell
    "too_little_before",  # fewer than 4 entries in the 7 days before the booster
    "too_little_after",  # fewer than 4 entries in the 7 days from the booster on
    "not_yet",  # fewer than 7 days since the booster
]


class Window(Struct, frozen=True, kw_only=True):
    """Calendar days, both ends included."""

    start: date = field(name="from")
    until: date


class Baseline(Struct, frozen=True, kw_only=True):
    """The 14 days before session 1 of the course; `late` when it had to be taken from the first week within it."""

    start: date = field(name="from")
    until: date
    late: bool


class Gap(Struct, frozen=True, kw_only=True, gc=False):
    """`days` consecutive days without a value."""

    start: date = field(name="from")
    until: date
    days: int


class Point(Struct, frozen=True, kw_only=True, gc=False):
    day: date
    value: float


class Stat(Struct, frozen=True, kw_only=True, gc=False):
    """`n` days with a value of `of` days possible, `need` of which make it a number; otherwise the three are null.

    The median of an even number of days is the mean of the two middle ones, unrounded (5.5; sleep 6.75).
    """

    median: float | None
    low: float | None
    high: float | None
    n: int
    of: int
    need: int


class Series(Struct, frozen=True, kw_only=True):
    """One daily rating over `Summary.chart`.

    points           days with a value, oldest first.
    gaps             days without one on the chart, paused days included; not those before `expected_from`, and not
                     today while it is not logged.
    now, previous, baseline   over the windows of the same name in Summary; null where there is no such window.
    week             over Summary.week, the 7 days that end with the interval, not reaching before session 1: what
                     there is to say between infusions that are two or three days apart.
    change_previous  now - previous; change_baseline: now - baseline; week_change_baseline: week - baseline.
                     Null unless both have a median, and null when the two windows share days.
    too_little       `now` has no median.
    """

    field: Field
    points: list[Point]
    gaps: list[Gap]
    now: Stat
    previous: Stat | None
    baseline: Stat | None
    week: Stat
    change_previous: float | None
    change_baseline: float | None
    week_change_baseline: float | None
    too_little: bool


class SessionMark(Struct, frozen=True, kw_only=True):
    """A session that counts as having happened. `assumed`: its day has passed, but nobody marked it completed."""

    session_id: UUID
    kind: SessionKind
    ordinal: int | None
    label: str
    day: date
    assumed: bool


class Where(Struct, frozen=True, kw_only=True):
    """Where in the course. `text` is English; the other fields are for saying it in another language.

    kind, ordinal, of      the coming session; without one, the last that happened.
    coming_on              its day, null without a coming session.
    previous               the session the interval starts from, null before the first one.
    days_since_previous    from that session to the coming one (to `day_of` without one).
    planned_gap            days planned between boosters; null for other kinds and on the therapist's form.
    week                   number of the TMS treatment week the coming session falls in.
    done                   sessions of the course that happened.
    not_held               sessions of the course missed or cancelled within the interval.
    """

    text: str
    kind: SessionKind | None
    ordinal: int | None
    of: int | None
    coming_on: date | None
    previous: SessionMark | None
    days_since_previous: int | None
    planned_gap: int | None
    week: int | None
    done: int
    not_held: int


class WearOff(Struct, frozen=True, kw_only=True):
    """How long the benefit of one booster held, within the days from it to the one before the next session.

    before     mood in the 7 days before the booster (at least 4 of 7).
    mark       before.median + 2: what the trailing 7-day median has to reach, null when `before` is too little.
    days_held  days from the booster's day on, that one included, to the last day of the first unbroken run of
               7-day medians at or above the mark. At least 7, or 0 when not reached, or null when not known.
    """

    session_id: UUID
    label: str
    start: date = field(name="from")
    until: date
    before: Stat
    mark: float | None
    days_held: int | None
    outcome: Outcome


class TreatmentWeek(Struct, frozen=True, kw_only=True):
    """A calendar week (Monday to Sunday) of a TMS course; the first starts with session 1, the last may be running."""

    week: int
    start: date = field(name="from")
    until: date
    sessions: int
    mood: Stat


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


class SideEffect(Struct, frozen=True, kw_only=True):
    """One effect that was present (severity above not_present) on at least one day of the interval or the course.

    severity_max, level_max, days, by_severity   within the interval; severity_max and level_max null when absent there.
    course_severity_max, course_days             since session 1 of the course (the interval where there is no course).
    new                                          present in the interval and on no earlier day that we know of.
    still_present                                the patient's latest answer in the interval, null when not asked.
    rows                                         by day after session; empty without a course and for therapists.
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


class Logged(Struct, frozen=True, kw_only=True):
    """Check-ins over a window. A day is possible when an entry was expected on it, or when it has one.

    Expected: from `expected_from` on, not paused, and over (today counts once it is logged). `late` were written after
    their day, `synced_later` in time but sent later, `imported` come from another diary; all three are among
    `days_logged`. `longest_gap` is the longest run of possible days without a check-in, the earliest of equals.
    """

    start: date = field(name="from")
    until: date
    days_logged: int
    days_possible: int
    longest_gap: Gap | None
    late: int
    synced_later: int
    imported: int


class Completeness(Struct, frozen=True, kw_only=True):
    """`course` is from session 1 to the interval's end; null without a session of a course."""

    interval: Logged
    course: Logged | None


class Summary(Struct, frozen=True, kw_only=True):
    """The numbers of the page. `references` are the revision ids of all check-ins and reports they were made from."""

    form: Form
    day_of: date
    where: Where
    interval: Window
    previous: Window | None
    baseline: Baseline | None
    week: Window
    chart: Window
    sessions: list[SessionMark]
    series: list[Series]
    wear_off: list[WearOff]
    weeks: list[TreatmentWeek]
    side_effects: list[SideEffect]
    completeness: Completeness
    references: list[UUID]
