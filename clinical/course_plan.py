"""How a template becomes days: pure calendar arithmetic, no clock times.

Weeks of a TMS course are calendar weeks from Monday, counted from the week of its first session; the trend summary counts
them alike. A summary is made before every infusion, booster and esketamine session and before the first session of each TMS
week. How phases become days is in `course_phases`.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Literal, Protocol
from uuid import UUID

from msgspec import Struct, field

from .course_phases import Phase, Slot, on_or_after, slots
from .errors import Invalid

SessionKind = Literal["infusion", "booster", "esketamine", "tms", "psychotherapy"]

TreatmentKind = Literal["infusion", "esketamine", "tms"]

WORKING_DAYS = (1, 2, 3, 4, 5)
_FREE_DAY_BETWEEN = 2
"""Infusions are at least two days apart, as in three a week (Murrough et al. 2013)."""


class Then(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What may follow the phases: one session each `every_days`, one of these, for so many months."""

    every_days: list[int]
    months: tuple[int, int]


class Template(Struct, kw_only=True, frozen=True, omit_defaults=True):
    """`sessions`: how many a clinic may choose from, boosters apart; `taper`: sessions in each week after the daily ones.

    With `phases` they say when, else the kind does. `any_sessions` and `any_gap` are ranges of the clinic's own numbers.
    `one_summary`: before the first session alone, for a course that is over within days. `weekdays`: unless others are chosen.
    """

    id: str
    kind: TreatmentKind
    sessions: list[int]
    over_days: tuple[int, int] | None = None
    booster_every_days: int | None = None
    booster_months: tuple[int, int] | None = None
    taper: list[int] = []
    phases: list[Phase] = []
    then: Then | None = None
    any_sessions: tuple[int, int] | None = None
    any_gap: tuple[int, int] | None = None
    one_summary: bool = False
    weekdays: list[int] = field(default_factory=lambda: list(WORKING_DAYS))


class PlannedSession(Struct, kw_only=True, frozen=True):
    """`starts_at` is UTC, `local_day` its date in the clinic's zone. Boosters are not "of" a number, TMS alone has weeks."""

    kind: SessionKind
    ordinal: int
    of: int | None
    week: int | None
    starts_at: datetime
    local_day: date
    summary_before: bool


class PlannedDay(Struct, kw_only=True, frozen=True):
    """`minutes` after the first session of the day."""

    kind: SessionKind
    ordinal: int
    of: int | None
    week: int | None
    day: date
    summary_before: bool
    minutes: int = 0


class Options(Struct, kw_only=True, frozen=True):
    """What was chosen, within what the template offers: see protocols.plan_course."""

    sessions: int
    over_days: int | None = None
    booster_months: int | None = None
    every_days: int | None = None
    months: int | None = None
    weekdays: Sequence[int] | None = None


def lay_out(template: Template, first: date, chosen: Options) -> list[PlannedDay]:
    allowed = _allowed(template, chosen.weekdays)
    phases = _phases(template, chosen)
    if phases:
        laid = slots(phases, first, allowed)
        planned = _numbered(template, [*laid, *_then(laid[-1].day, chosen, allowed)], of=len(laid))
    elif template.kind == "tms":
        days = _tms_days(template, first, chosen.sessions, allowed)
        planned = _numbered(template, [Slot(day) for day in days], of=len(days))
    else:
        days = infusion_days(first, chosen.sessions, chosen.over_days or 0, allowed)
        planned = _numbered(template, [Slot(day) for day in days], of=len(days))
    if template.booster_every_days is None or chosen.booster_months is None:
        return planned
    boosters = booster_days(planned[-1].day, template.booster_every_days, chosen.booster_months, allowed)
    return planned + [
        PlannedDay(kind="booster", ordinal=n, of=None, week=None, day=day, summary_before=True)
        for n, day in enumerate(boosters, 1)
    ]


def _phases(template: Template, chosen: Options) -> list[Phase]:
    if template.any_sessions is None:
        return template.phases
    if chosen.every_days is None:
        return [Phase(sessions=chosen.sessions, per_day=1)]
    return [Phase(sessions=chosen.sessions, every_days=chosen.every_days)]


def _then(last: date, chosen: Options, allowed: Sequence[int]) -> list[Slot]:
    if chosen.months is None or chosen.every_days is None:
        return []
    return [Slot(day) for day in booster_days(last, chosen.every_days, chosen.months, allowed)]


def _numbered(template: Template, laid: Sequence[Slot], *, of: int) -> list[PlannedDay]:
    """What follows the phases is counted on, and is not "of" a number. TMS has weeks, and one summary in each."""
    weeks = [_week(slot.day, laid[0].day) if template.kind == "tms" else None for slot in laid]
    return [
        PlannedDay(
            kind=template.kind,
            ordinal=n + 1,
            of=of if n < of else None,
            week=week,
            day=slot.day,
            minutes=slot.minutes,
            summary_before=n == 0 or (not template.one_summary and (week is None or weeks[n - 1] != week)),
        )
        for n, (slot, week) in enumerate(zip(laid, weeks, strict=True))
    ]


def _allowed(template: Template, weekdays: Sequence[int] | None) -> list[int]:
    allowed = sorted(set(template.weekdays if weekdays is None else weekdays))
    if not allowed or not set(allowed) <= set(range(1, 8)):
        raise Invalid.field("weekdays", "Please choose at least one weekday.")
    daily = template.kind == "tms" and not template.phases and template.any_sessions is None
    if daily and not set(allowed) <= set(WORKING_DAYS):
        raise Invalid.field("weekdays", "TMS sessions are on Monday to Friday.")
    if len(allowed) < max(template.taper, default=0):
        raise Invalid.field("weekdays", f"This protocol needs at least {max(template.taper)} weekdays.")
    return allowed


def infusion_days(first: date, sessions: int, over_days: int, allowed: Sequence[int]) -> list[date]:
    """Spread as evenly as the weekdays let them be, from `first` (any day: the clinic chose it) to at most `over_days`."""
    offsets = [n for n in range(1, over_days) if (first + timedelta(days=n)).isoweekday() in allowed]
    step = (over_days - 1) / (sessions - 1)
    rows = (
        (0, *row)
        for row in combinations(offsets, sessions - 1)
        if all(b - a >= _FREE_DAY_BETWEEN for a, b in zip((0, *row), row, strict=False))
    )
    best = min(rows, key=lambda row: sum((day - n * step) ** 2 for n, day in enumerate(row)), default=None)
    if best is None:
        raise Invalid.field("weekdays", f"{sessions} sessions do not fit into {over_days} days on these weekdays.")
    return [first + timedelta(days=offset) for offset in best]


def booster_days(last_infusion: date, every_days: int, months: int, allowed: Sequence[int]) -> list[date]:
    """Counted from the last infusion, so that one moved to the next open weekday does not move those after it."""
    until = _months_after(last_infusion, months)
    days: list[date] = []
    planned = last_infusion + timedelta(days=every_days)
    while planned <= until:
        days.append(on_or_after(planned, allowed))
        planned += timedelta(days=every_days)
    return days


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    after_month = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), after_month - timedelta(days=1))


def _tms_days(template: Template, first: date, sessions: int, allowed: Sequence[int]) -> list[date]:
    if first.isoweekday() not in allowed:
        raise Invalid.field("first_at", "The first session must be on one of the course's weekdays.")
    days = [first]
    while len(days) < sessions - sum(template.taper):
        days.append(on_or_after(days[-1] + timedelta(days=1), allowed))
    monday = monday_of(days[-1])
    for n in template.taper:
        monday += timedelta(days=7)
        days += [monday + timedelta(days=weekday - 1) for weekday in spread(n, allowed)]
    return days


def spread(n: int, allowed: Sequence[int]) -> list[int]:
    """`n` of the weekdays, evenly: of five, 3 are 1-3-5, 2 are 2-4 and 1 is the middle one."""
    if n == len(allowed):
        return list(allowed)
    width = len(allowed)
    if n * 2 > width:
        return [allowed[round(k * (width - 1) / (n - 1))] for k in range(n)]
    return [allowed[(2 * k + 1) * width // (2 * n)] for k in range(n)]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _week(day: date, first: date) -> int:
    return (monday_of(day) - monday_of(first)).days // 7 + 1


class CourseSession(Protocol):
    """A session as it stands now; `day` is the clinic's local day."""

    @property
    def session_id(self) -> UUID: ...
    @property
    def kind(self) -> SessionKind: ...
    @property
    def day(self) -> date: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def status(self) -> Literal["planned", "completed", "missed", "cancelled"]: ...


class Anchor(Struct, kw_only=True, frozen=True):
    week: int | None
    summary_before: bool


def reanchor(sessions: Sequence[CourseSession], *, one_summary: bool = False) -> dict[UUID, Anchor]:
    """Where the sessions of one course stand after one was moved, missed or cancelled, whatever their order here.

    The first TMS session of a week, or with `one_summary` of all, that is not missed or cancelled gets the summary; those two
    get none. Weeks count from the first session that stands.
    """
    in_time = sorted(sessions, key=lambda session: session.starts_at)
    standing = [session for session in in_time if session.status in {"planned", "completed"}]
    first = next((session.day for session in standing or in_time), None)
    anchors: dict[UUID, Anchor] = {}
    weeks_begun: set[int] = set()
    for session in in_time:
        stands = session.status in {"planned", "completed"}
        if session.kind != "tms" or first is None:
            anchors[session.session_id] = Anchor(week=None, summary_before=stands)
            continue
        week = max(1, _week(session.day, first))
        begun = weeks_begun if one_summary else weeks_begun & {week}
        anchors[session.session_id] = Anchor(week=week, summary_before=stands and not begun)
        if stands:
            weeks_begun.add(week)
    return anchors
