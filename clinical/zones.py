"""Wall clocks and instants. Every rule about a time zone that more than one module needs.

Daylight saving makes some wall-clock times happen twice and others never. One rule for all of Intersession: a time
that happens twice means its first occurrence, a time that never happens means the first valid minute after the gap.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from .errors import Invalid


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo:
    """Raises Invalid for a name that the tz database does not hold (also for paths and folders of it)."""
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        raise Invalid.field("zone", "This is not a time zone that we know.") from None


def is_zone(name: str) -> bool:
    try:
        zone_named(name)
    except Invalid:
        return False
    return True


def instant_of(local: datetime, zone: ZoneInfo) -> datetime:
    """The UTC instant at which a naive wall-clock time is reached in `zone` (see the module for gaps and folds)."""
    early = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if early.astimezone(zone).replace(tzinfo=None) == local:
        return early
    # In a gap, fold=0 uses the offset from before it and so lands after the gap by as much as `local` lies inside it.
    return _gap_end(local, early, zone)


def _gap_end(local: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    before = local.replace(tzinfo=zone, fold=1).astimezone(UTC)  # the offset from after the gap: lands before it
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).replace(tzinfo=None) > local:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)


def local_day(instant: datetime, zone: ZoneInfo) -> date:
    return instant.astimezone(zone).date()


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local day: not always 00:00, some zones skip midnight."""
    return instant_of(datetime.combine(day, time()), zone)
