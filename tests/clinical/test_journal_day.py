from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinical.entries import Stamp
from clinical.errors import InFuture, TooLate
from clinical.journal_day import Lateness, judge_day

RECEIVED = datetime(2026, 3, 10, 18, 0, tzinfo=UTC)


def stamp(written_at: datetime = RECEIVED, offset_minutes: int = 0) -> Stamp:
    return Stamp(written_at=written_at, zone="Etc/UTC", offset_minutes=offset_minutes)


def judge(
    day: str, written: Stamp | None = None, *, received_at: datetime = RECEIVED, back_fill_days: int = 2
) -> Lateness:
    return judge_day(date.fromisoformat(day), written or stamp(), received_at, back_fill_days)


@pytest.mark.parametrize(("day", "late"), [("2026-03-10", False), ("2026-03-09", True), ("2026-03-08", True)])
def test_a_past_day_within_the_limit_is_late(day, late):
    assert judge(day) == Lateness(late=late, synced_later=False)


def test_a_day_beyond_the_limit_is_refused_with_the_first_day_that_is_open():
    with pytest.raises(TooLate) as caught:
        judge("2026-03-07")
    assert caught.value.limit == "2026-03-08"


def test_without_back_filling_only_the_day_itself_is_open():
    assert not judge("2026-03-10", back_fill_days=0).late
    with pytest.raises(TooLate, match="day itself only"):
        judge("2026-03-09", back_fill_days=0)


def test_an_entry_written_in_time_is_not_late_however_late_it_arrives():
    written = stamp(RECEIVED - timedelta(days=40))
    assert judge("2026-01-29", written) == Lateness(late=False, synced_later=True)


def test_an_entry_can_be_late_and_synced_later():
    written = stamp(RECEIVED - timedelta(days=7))
    assert judge("2026-03-02", written) == Lateness(late=True, synced_later=True)


def test_the_back_fill_limit_counts_from_the_writing_not_from_the_arrival():
    with pytest.raises(TooLate):
        judge("2026-02-20", stamp(RECEIVED - timedelta(days=7)))


@pytest.mark.parametrize(("minutes", "later"), [(0, False), (15, False), (16, True)])
def test_a_quarter_of_an_hour_on_the_way_is_not_worth_a_mark(minutes, later):
    assert judge("2026-03-10", stamp(RECEIVED - timedelta(minutes=minutes))).synced_later is later


def test_the_day_is_that_of_the_phones_own_zone():
    east = stamp(offset_minutes=13 * 60)
    west = stamp(RECEIVED - timedelta(hours=12), offset_minutes=-10 * 60)
    assert not judge("2026-03-11", east).late
    assert not judge("2026-03-09", west).late


def test_a_day_that_has_not_come_is_refused_with_the_last_day_that_is_open():
    with pytest.raises(InFuture) as caught:
        judge("2026-03-11")
    assert caught.value.limit == "2026-03-10"


def test_a_clock_up_to_a_day_ahead_keeps_its_own_day():
    ahead = stamp(RECEIVED + timedelta(hours=8))
    assert judge("2026-03-11", ahead) == Lateness(late=False, synced_later=False)
    assert judge("2026-03-08", ahead).late  # and the back-fill limit counts from the arrival


def test_a_clock_more_than_a_day_ahead_cannot_open_the_future():
    ahead = stamp(RECEIVED + timedelta(days=3))
    with pytest.raises(InFuture, match="clock"):
        judge("2026-03-13", ahead)
    assert not judge("2026-03-10", ahead).late


@given(
    shift=st.integers(-60 * 24 * 30, 60 * 24 * 30),
    offset=st.integers(-1080, 1080),
    day=st.integers(-40, 40),
    limit=st.integers(0, 7),
)
def test_every_day_is_either_accepted_or_refused_with_a_day_that_is_accepted(shift, offset, day, limit):
    written = stamp(RECEIVED + timedelta(minutes=shift), offset)
    asked = RECEIVED.date() + timedelta(days=day)
    try:
        judge_day(asked, written, RECEIVED, limit)
    except (TooLate, InFuture) as refused:
        judge_day(date.fromisoformat(str(refused.limit)), written, RECEIVED, limit)
