"""What may be said of a session, and when: it is planned ahead, and what became of it is said on its day or later."""

from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from msgspec import Meta, Struct

from .errors import Conflict, Invalid
from .zones import instant_of, local_day, zone_named

Status = Literal["planned", "completed", "missed", "cancelled"]

WallClock = Annotated[str, Meta(max_length=5, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of day "HH:MM". The length keeps out the line break that `$` lets through."""

FURTHEST_AHEAD = timedelta(days=3 * 365)
"""A course of boosters lasts 18 months at most, and may be planned a while before it begins."""

FURTHEST_BACK = timedelta(days=730)
"""A course that began before the clinic used Intersession can be entered, up to two years back."""


class Said(Struct, frozen=True, kw_only=True):
    """A session as it stands. `day` is its calendar day in the clinic's zone."""

    starts_at: datetime
    day: date
    status: Status


def clinic_time(text: str, zone: str, path: str) -> datetime:
    """The instant of a wall-clock time "YYYY-MM-DDTHH:MM" in the clinic's zone. `path` is the field it came in. A time that daylight
    saving skips is refused: whoever typed it has to say what they meant."""
    there = zone_named(zone)
    try:
        local = datetime.fromisoformat(text).replace(tzinfo=None)
        instant = instant_of(local, there)
    except (ValueError, OverflowError):
        raise Invalid.field(path, "This is not a date and time.") from None
    if instant.astimezone(there).replace(tzinfo=None) != local:
        raise Invalid.field(path, "This time does not exist on that day: the clocks go forward. Choose another time.")
    return instant


def check_within_reach(starts_at: datetime, now: datetime, path: str) -> None:
    if starts_at > now + FURTHEST_AHEAD:
        raise Invalid.field(path, "This is more than three years away.", limit=f"{(now + FURTHEST_AHEAD).date()}")
    if starts_at < now - FURTHEST_BACK:
        raise Invalid.field(path, "This is more than two years ago.", limit=f"{(now - FURTHEST_BACK).date()}")


def after_change(
    before: Said, status: Status, starts_at: datetime | None, *, now: datetime, zone: str, course_ended: bool
) -> Said:
    """The session as it stands after the change.

    planned    with a time still to come: moved; without: as it was planned before
    completed  on its day or later; with a time: when it really took place
    missed     on its day or later
    cancelled  at any time
    """
    if starts_at is not None:
        _check_time(status, starts_at, now)
    if status == "planned" and course_ended:
        raise Conflict("This course has ended: no session of it can be planned.")
    when = starts_at or before.starts_at
    day = local_day(when, zone_named(zone))
    if status in ("completed", "missed") and day > local_day(now, zone_named(zone)):
        raise Invalid.field("status", "This session has not come yet.")
    return Said(starts_at=when, day=day, status=status)


def _check_time(status: Status, starts_at: datetime, now: datetime) -> None:
    if status in ("missed", "cancelled"):
        raise Invalid.field("starts_at", "A session that did not take place has no new time.")
    if status == "planned" and starts_at <= now:
        raise Invalid.field("starts_at", "A session is moved to a time that is still to come.")
    check_within_reach(starts_at, now, "starts_at")
