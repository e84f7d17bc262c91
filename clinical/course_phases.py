"""Phases of a course, one after another: how often in each, and which days that makes. Pure calendar arithmetic.

    per_day     so many on each open weekday, `minutes_apart` between their beginnings; `in_a_row`: on days without a gap
    per_week    so many in each week of seven days from the first session, as even as the open weekdays let them be, and
                always one on the weekday of the first
    every_days  that many days after the one before; one that falls on a closed day moves to the next open one and does not
                draw those after it along

The first phase begins on the day of the first session. A phase that follows begins with the next week of seven days, or
`every_days` after the last session.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Annotated

from msgspec import Meta, Struct

from .errors import Invalid

WEEK = 7
PER_DAY, MINUTES_APART, EVERY_DAYS = 12, (10, 240), 180
"""Bounds of a clinic's own phases. The closest that a source has is 10 a day, 50 minutes apart (SAINT)."""


class Phase(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Exactly one of per_day, per_week and every_days."""

    sessions: Annotated[int, Meta(ge=1, le=200)]
    per_day: Annotated[int, Meta(ge=1, le=PER_DAY)] | None = None
    minutes_apart: Annotated[int, Meta(ge=MINUTES_APART[0], le=MINUTES_APART[1])] | None = None
    in_a_row: bool = False
    per_week: Annotated[int, Meta(ge=1, le=WEEK)] | None = None
    every_days: Annotated[int, Meta(ge=1, le=EVERY_DAYS)] | None = None


class Slot(Struct, frozen=True):
    """`minutes` after the first session of the day."""

    day: date
    minutes: int = 0


def slots(phases: Sequence[Phase], first: date, allowed: Sequence[int]) -> list[Slot]:
    """Ascending, the first of them on `first`, which has to be one of the `allowed` weekdays (1 Monday to 7)."""
    if first.isoweekday() not in allowed:
        raise Invalid.field("first_at", "The first session must be on one of the course's weekdays.")
    laid: list[Slot] = []
    for phase in phases:
        laid += _phase(phase, first, laid[-1].day if laid else None, allowed)
    return laid


def _phase(phase: Phase, first: date, last: date | None, allowed: Sequence[int]) -> list[Slot]:
    if phase.per_day is not None:
        return _daily(phase, phase.per_day, _following(last, allowed) if last else first, allowed)
    if phase.per_week is not None:
        days = _weekly(phase.per_week, first, _next_week(first, last), allowed)
    else:
        days = _spaced(phase.every_days or 1, first, last, allowed)
    return [Slot(next(days)) for _ in range(phase.sessions)]


def _daily(phase: Phase, per_day: int, begins: date, allowed: Sequence[int]) -> list[Slot]:
    days, day = [begins], begins
    while len(days) * per_day < phase.sessions:
        day = day + timedelta(days=1) if phase.in_a_row else _following(day, allowed)
        days.append(day)
    if any(day.isoweekday() not in allowed for day in days):
        raise Invalid.field("first_at", f"This protocol needs {len(days)} open days in a row.", limit=len(days))
    apart = phase.minutes_apart or 0
    return [Slot(days[n // per_day], n % per_day * apart) for n in range(phase.sessions)]


def _weekly(per_week: int, first: date, begins: date, allowed: Sequence[int]) -> Iterator[date]:
    offsets = _offsets(per_week, first, allowed)
    while True:
        yield from (begins + timedelta(days=offset) for offset in offsets)
        begins += timedelta(days=WEEK)


def _offsets(per_week: int, first: date, allowed: Sequence[int]) -> tuple[int, ...]:
    """Days after the weekday of the first session, itself included, as far from each other as can be."""
    others = [n for n in range(1, WEEK) if (first + timedelta(days=n)).isoweekday() in allowed]
    rows = [(0, *row) for row in combinations(others, per_week - 1)]
    if not rows:
        raise Invalid.field("weekdays", f"This protocol needs at least {per_week} weekdays.", limit=per_week)
    return max(rows, key=lambda row: (_gaps(row), [-n for n in row]))


def _gaps(row: Sequence[int]) -> list[int]:
    """Ascending, so that the smallest gap weighs most."""
    return sorted(later - earlier for earlier, later in zip(row, [*row[1:], row[0] + WEEK], strict=True))


def _next_week(first: date, last: date | None) -> date:
    weeks = (last - first).days // WEEK + 1 if last else 0
    return first + timedelta(days=WEEK * weeks)


def _spaced(every_days: int, first: date, last: date | None, allowed: Sequence[int]) -> Iterator[date]:
    planned = last + timedelta(days=every_days) if last else first
    before = last
    while True:
        day = on_or_after(max(planned, before + timedelta(days=1)) if before else planned, allowed)
        yield day
        planned, before = planned + timedelta(days=every_days), day


def _following(day: date, allowed: Sequence[int]) -> date:
    return on_or_after(day + timedelta(days=1), allowed)


def on_or_after(day: date, allowed: Sequence[int]) -> date:
    while day.isoweekday() not in allowed:
        day += timedelta(days=1)
    return day
