"""When a daily reminder is due: at the patient's own wall-clock time, across travel and daylight saving.

A time that the clocks skip is due at the first valid minute, a time that happens twice at its first occurrence. Nothing
is due on a local date that was dealt with already, also when rule or zone have changed since. A time inside the quiet
hours waits until they end, and is left out when they do not end on that day.
"""

from datetime import date, datetime, timedelta
from datetime import time as wall_clock
from zoneinfo import ZoneInfo

from msgspec import Struct

from .zones import instant_of, local_day, zone_named

_LOOK_AHEAD = 15
"""Days: a week finds any weekday; the second is for a weekday whose only date a zone skipped (Samoa, 30 Dec 2011)."""


class ReminderRule(Struct, kw_only=True, frozen=True):
    """`time` is wall-clock; `weekdays` are 1 (Monday) to 7; quiet hours may run over midnight and end exclusively."""

    on: bool
    time: wall_clock
    weekdays: list[int]
    quiet_from: wall_clock | None = None
    quiet_until: wall_clock | None = None


def next_due(
    rule: ReminderRule, zone: str | ZoneInfo, after: datetime, last_fired_on: date | None = None
) -> datetime | None:
    """The first instant (UTC) after `after`, on a local date later than `last_fired_on`; None when there is none."""
    if not rule.on:
        return None
    there = zone_named(zone) if isinstance(zone, str) else zone
    first = local_day(after, there)
    if last_fired_on is not None and last_fired_on >= first:
        first = last_fired_on + timedelta(days=1)
    for day in (first + timedelta(days=ahead) for ahead in range(_LOOK_AHEAD)):
        due = _due_on(rule, there, day) if day.isoweekday() in rule.weekdays else None
        if due is not None and due > after:
            return due
    return None


def _due_on(rule: ReminderRule, zone: ZoneInfo, day: date) -> datetime | None:
    due = instant_of(datetime.combine(day, rule.time), zone)
    at = due.astimezone(zone).time()
    if rule.quiet_until is not None and is_quiet(rule, at):
        if rule.quiet_until <= at:  # they end tomorrow
            return None
        due = instant_of(datetime.combine(day, rule.quiet_until), zone)
    return due if local_day(due, zone) == day else None


def is_quiet(rule: ReminderRule, at: wall_clock) -> bool:
    """Whether the patient is to be left in peace at this wall-clock time."""
    start, end = rule.quiet_from, rule.quiet_until
    if start is None or end is None or start == end:
        return False
    return start <= at < end if start < end else at >= start or at < end
