"""What comes out about scores. Every number names the revision and the day that it comes from, and no point is invented.

Scores are facts of an instrument, not of a day: an estimated one is drawn and never compared; a declined one is a day
and not a point. Fields that summaries of version 1 do not have are null or empty by default.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct, field

from clinical.instruments import Band, Change, GainLost, Reason, Status
from clinical.trends.facts import ScoreSource

HigherIs = Literal["worse", "better", "more"]


class ScorePoint(Struct, frozen=True, kw_only=True, gc=False):
    """One form that was answered, or a total that the clinic entered. Drawn hollow when `status` is estimated.

    total, band          null when `status` is none; `reason` then says why, and `parts` what is complete (`phq8`).
    n_answered           null where the clinic entered a total.
    days_after_session   since the latest session of the course before it, null before session 1.
    """

    day: date
    total: int | None
    status: Status
    n_answered: int | None
    n_items: int
    band: str | None
    reason: Reason | None
    parts: dict[str, int]
    days_after_session: int | None
    source: ScoreSource
    revision_id: UUID


class Named(Struct, frozen=True, kw_only=True):
    """A complete score; the four plain numbers are such. `status` is always complete."""

    day: date
    total: int
    status: Status
    band: str | None
    revision_id: UUID


class Rule(Struct, frozen=True, kw_only=True):
    """The threshold that a verdict was made by, as the clinic chose it. `label` says it whole ("NHS, 6 points"); `id` and
    `name` are the file's. Of the numbers one is set, and `baseline_at_least` where the rule asks for it.
    """

    id: str
    name: str
    label: str
    points: float | None = None
    percent: float | None = None
    at_most: int | None = None
    at_least: int | None = None
    baseline_at_least: int | None = None


class RuleNames(Struct, frozen=True, kw_only=True):
    """Null where the instrument has no such rule."""

    response: Rule | None
    partial_response: Rule | None
    remission: Rule | None
    recovery: Rule | None
    reliable_change: Rule | None
    noticeable_change: Rule | None


class Measure(Struct, frozen=True, kw_only=True):
    """One instrument over the chart. PHQ-9 comes first, the others by name.

    min, max, higher_is   the full scale for the axis; `more` is neither worse nor better.
    recall_days           how far back its answers look; two scores closer than that share days.
    points                oldest first, those without a total included; `declined` are days apart from them.
    baseline              see measures.py; `late_baseline` when it is from within the course.
    last_session          before the session that the interval starts with (before the last treatment week where
                          `Summary.where.week` is set); `now` before the coming one, or until today.
    now_is_old            `now` is from before the interval's first day: nothing was scored within it.
    best                  since the baseline, or since session 1, or ever without a course; the earliest of equals.
    change_*              from there to `now`. Null when an end is missing or both ends are one score.
    change_best           from `best` to `now`: a reliable rise from it counts as much as one from the baseline.
    worsened_from_best    that verdict alone; null when the instrument has no rule, or there is no best.
    gain_lost             how much of the gain since the baseline is lost again; null on the therapist's form.
    """

    instrument: str
    name: str
    higher_is: HigherIs
    min: int | None
    max: int | None
    recall_days: int | None
    bands: list[Band]
    points: list[ScorePoint]
    declined: list[date]
    baseline: Named | None
    late_baseline: bool
    last_session: Named | None
    best: Named | None
    now: Named | None
    change_baseline: Change | None
    change_last_session: Change | None
    change_best: Change | None
    worsened_from_best: bool | None
    gain_lost: GainLost | None
    rules: RuleNames
    now_is_old: bool = False


class CurvePoint(Struct, frozen=True, kw_only=True, gc=False):
    day_after: int
    value: float


class CurveGap(Struct, frozen=True, kw_only=True, gc=False):
    """Days after the booster without an entry, both ends included."""

    first: int
    last: int


class Curve(Struct, frozen=True, kw_only=True):
    """Daily mood by day after one booster (the booster's day is 0), to the day before the next session or the interval's end.

    `n` days have a value of `of` days possible. A line breaks at each of `gaps`.
    """

    session_id: UUID
    label: str
    start: date = field(name="from")
    until: date
    points: list[CurvePoint]
    gaps: list[CurveGap]
    n: int
    of: int


class CurveMedian(Struct, frozen=True, kw_only=True, gc=False):
    """Of the `n` curves that have a value on that day; null unless two have one."""

    day_after: int
    median: float | None
    n: int


class EarlyScore(Struct, frozen=True, kw_only=True):
    """The first complete score of the weeks after the first, `week` of the course (2 or 3), against the baseline."""

    instrument: str
    name: str
    baseline: Named
    score: Named
    week: int
    change: Change | None
