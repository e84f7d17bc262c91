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

from clinical.trends.facts import Form, SessionKind
from clinical.trends.measure_shapes import Curve, CurveMedian, EarlyScore, Measure
from clinical.trends.side_effect_shapes import SideEffect

Field = Literal["mood", "anxiety", "energy", "sleep_hours", "sleep_quality"]
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


class Logged(Struct, frozen=True, kw_only=True):
    """Check-ins over a window. A day is possible when an entry was expected on it, or when it has one.

    Expected: from `expected_from` on, not paused, and over (today counts once it is logged). `late` were written after
    their day, `synced_later` in time but sent later, `imported` come from another diary; all three are among
    `days_logged`. `longest_gap` is the longest run of possible days without a check-in, the earliest of equals.

    Kinds of missing, null in summaries that did not tell them apart:
    not_prompted   days without a check-in that were paused or before the journal began; none of them is possible.
    not_synced     of the days possible without a check-in: later than anything that a phone has sent. They may be
                   written and waiting there. Days that are missing otherwise have no entry.
    skipped        by rating: check-ins on the phone that left it out.
    batch          of `days_logged`: written together with other days, see completeness.py.
    """

    start: date = field(name="from")
    until: date
    days_logged: int
    days_possible: int
    longest_gap: Gap | None
    late: int
    synced_later: int
    imported: int
    not_prompted: int | None = None
    not_synced: int | None = None
    skipped: dict[Field, int] | None = None
    batch: int | None = None


class Completeness(Struct, frozen=True, kw_only=True):
    """`course` is from session 1 to the interval's end; null without a session of a course. `batch_days` are those of the
    chart; `last_heard_on` the day on which the newest entry from a phone arrived."""

    interval: Logged
    course: Logged | None
    batch_days: list[date] = []
    last_heard_on: date | None = None


class EarlyMood(Struct, frozen=True, kw_only=True):
    """Mood of the first week after week 1 that has enough entries, against the baseline. Weeks are counted from session 1."""

    week: int
    start: date = field(name="from")
    until: date
    baseline: Stat
    now: Stat
    change: float | None


class Early(Struct, frozen=True, kw_only=True):
    """TMS, after the first week of treatment: numbers against the baseline, and no guess at what comes of them."""

    scores: list[EarlyScore]
    mood: EarlyMood | None


class Summary(Struct, frozen=True, kw_only=True):
    """The numbers of the page. `references` are the revision ids of all check-ins, reports and scores they were made from.

    What a version added has a default, so that a summary that was frozen before can still be read.
    curves         of the last three boosters, oldest first; `curve_median` over them. Empty for therapists.
    early          TMS from the second week on; null for therapists.
    course_id      the course that the numbers are about, or that runs beside an appointment.
    """

    version: int = 1
    form: Form
    course_id: UUID | None = None
    day_of: date
    where: Where
    interval: Window
    previous: Window | None
    baseline: Baseline | None
    week: Window
    chart: Window
    sessions: list[SessionMark]
    measures: list[Measure] = []
    series: list[Series]
    wear_off: list[WearOff]
    curves: list[Curve] = []
    curve_median: list[CurveMedian] = []
    weeks: list[TreatmentWeek]
    early: Early | None = None
    side_effects: list[SideEffect]
    completeness: Completeness
    references: list[UUID]
