"""Which days can be filled in, and what counts as late.

Late is the phone's time of writing against the day, never the time of arrival: an entry written in time on a phone that
was offline for a week is in time, and marked "synced later". Back-filled diaries mislead (Kaplin et al. 2020, Mood
24/7), so a past day can be filled in for a few days only and is marked.
"""

from datetime import date, datetime, timedelta

from msgspec import Struct

from .entries import Stamp
from .errors import InFuture, TooLate

SYNCED_LATER_AFTER = timedelta(minutes=15)
"""A slow network, a retry and a clock a little behind stay below this; a phone that was offline does not."""

BELIEVED_AHEAD = timedelta(hours=24)
"""A phone's clock can be wrong: up to this far ahead of ours its own day is taken as it is."""


class Lateness(Struct, kw_only=True, frozen=True):
    late: bool
    synced_later: bool


def judge_day(day: date, stamp: Stamp, received_at: datetime, back_fill_days: int) -> Lateness:
    """Raises InFuture or TooLate, both with the day that would still have been accepted as `limit`.

    Nothing is written after it arrives, so a clock that is ahead counts as the time of arrival when lateness is judged;
    for the future, the phone's own day holds as long as its clock is at most BELIEVED_AHEAD. A clock that is behind
    cannot be told from a phone that was offline, and is believed.
    """
    _refuse_future(day, stamp, received_at)
    written_at = min(stamp.written_at, received_at)
    wrote_on = stamp.local_day(written_at)
    if (wrote_on - day).days > back_fill_days:
        first = wrote_on - timedelta(days=back_fill_days)
        raise TooLate(_too_late_sentence(back_fill_days), limit=first.isoformat())
    return Lateness(late=day < wrote_on, synced_later=received_at - written_at > SYNCED_LATER_AFTER)


def _refuse_future(day: date, stamp: Stamp, received_at: datetime) -> None:
    believed = stamp.written_at - received_at <= BELIEVED_AHEAD
    last = stamp.local_day(stamp.written_at if believed else received_at)
    if day <= last:
        return
    detail = None if believed else "The clock of this phone is more than a day ahead. Please set it, then save again."
    raise InFuture(detail, limit=last.isoformat())


def _too_late_sentence(back_fill_days: int) -> str:
    if back_fill_days == 0:
        return "Your clinic accepts entries on the day itself only."
    days = "1 day" if back_fill_days == 1 else f"{back_fill_days} days"
    return f"A day can be filled in for {days} afterwards. This one is too long ago."
