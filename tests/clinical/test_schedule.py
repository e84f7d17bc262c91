from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinical.errors import Invalid
from clinical.schedule import ReminderRule, is_quiet, next_due
from clinical.zones import instant_of, local_day, zone_named

EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
ZONES = [
    "America/New_York",
    "America/Sao_Paulo",
    "Europe/Madrid",
    "Europe/London",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Asia/Kathmandu",
    "Asia/Gaza",
    "Africa/Casablanca",
    "America/St_Johns",
    "UTC",
]
instants = st.integers(0, 29 * 365 * 24 * 60).map(lambda n: datetime(2008, 1, 1, tzinfo=UTC) + timedelta(minutes=n))


def rule(at: str = "20:00", *, on: bool = True, weekdays: list[int] | None = None, quiet: str = "") -> ReminderRule:
    start, end = quiet.split("-") if quiet else (None, None)
    return ReminderRule(
        on=on,
        time=time.fromisoformat(at),
        weekdays=EVERY_DAY if weekdays is None else weekdays,
        quiet_from=time.fromisoformat(start) if start else None,
        quiet_until=time.fromisoformat(end) if end else None,
    )


def at(zone: str, local: str) -> datetime:
    return instant_of(datetime.fromisoformat(local), zone_named(zone))


@pytest.mark.parametrize(
    ("asked", "zone", "after", "due"),
    [
        (rule(), "America/New_York", "2026-03-02T12:00", "2026-03-02T20:00"),
        (rule(), "America/New_York", "2026-03-02T20:00", "2026-03-03T20:00"),
        (rule(weekdays=[3]), "America/New_York", "2026-03-02T12:00", "2026-03-04T20:00"),
        (rule(weekdays=[1]), "America/New_York", "2026-03-02T21:00", "2026-03-09T20:00"),
        (rule(), "America/New_York", "2026-03-07T21:00", "2026-03-08T20:00"),  # the clocks change: still 20:00
        (rule("02:30"), "America/New_York", "2026-03-07T12:00", "2026-03-08T03:00"),  # skipped: first valid minute
        (rule("00:30"), "America/Sao_Paulo", "2018-11-03T12:00", "2018-11-04T01:00"),  # midnight itself is skipped
        (rule("01:30"), "America/New_York", "2026-10-31T12:00", "2026-11-01T01:30"),  # twice: the first
        (rule("21:00", quiet="20:30-21:30"), "UTC", "2026-03-02T12:00", "2026-03-02T21:30"),
        (rule("06:00", quiet="22:00-07:00"), "UTC", "2026-03-02T00:00", "2026-03-02T07:00"),
    ],
)
def test_a_reminder_is_due_at_the_patients_own_wall_clock_time(asked, zone, after, due):
    assert next_due(asked, zone, at(zone, after)) == at(zone, due)


def test_a_time_that_happens_twice_is_due_once():
    first = at("America/New_York", "2026-11-01T01:30")
    assert next_due(rule("01:30"), "America/New_York", first) == at("America/New_York", "2026-11-02T01:30")
    assert next_due(rule("01:30"), "America/New_York", first + timedelta(minutes=30)) == at(
        "America/New_York", "2026-11-02T01:30"
    )


def test_a_day_that_was_dealt_with_is_not_due_again_after_a_journey_west():
    fired = at("Europe/Madrid", "2026-05-04T20:00")
    due = next_due(rule(), "America/Los_Angeles", fired, date(2026, 5, 4))
    assert due == at("America/Los_Angeles", "2026-05-05T20:00")


def test_an_earlier_time_chosen_after_the_reminder_waits_for_tomorrow():
    now = at("UTC", "2026-05-04T08:30")
    assert next_due(rule("20:00"), "UTC", now, date(2026, 5, 4)) == at("UTC", "2026-05-05T20:00")


@pytest.mark.parametrize("asked", [rule(on=False), rule(weekdays=[]), rule("23:00", quiet="22:00-07:00")])
def test_some_rules_are_never_due(asked):
    assert next_due(asked, "UTC", at("UTC", "2026-05-04T08:30")) is None


def test_the_only_friday_of_a_week_may_be_one_that_samoa_skipped():
    due = next_due(rule(weekdays=[5]), "Pacific/Apia", at("Pacific/Apia", "2011-12-29T12:00"))
    assert due == at("Pacific/Apia", "2012-01-06T20:00")


def test_an_unknown_zone_is_invalid():
    with pytest.raises(Invalid):
        next_due(rule(), "Mars/Olympus", datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("quiet", "when", "is_it"),
    [
        ("22:00-07:00", "22:00", True),
        ("22:00-07:00", "06:59", True),
        ("22:00-07:00", "07:00", False),
        ("13:00-14:00", "13:30", True),
        ("13:00-14:00", "14:00", False),
        ("08:00-08:00", "08:00", False),
        ("", "08:00", False),
    ],
)
def test_quiet_hours_may_run_over_midnight(quiet, when, is_it):
    assert is_quiet(rule(quiet=quiet), time.fromisoformat(when)) is is_it


@given(
    zone=st.sampled_from(ZONES),
    start=instants,
    minute=st.integers(0, 1439),
    weekdays=st.sets(st.integers(1, 7), min_size=1),
    quiet=st.none() | st.tuples(st.integers(0, 23), st.integers(0, 23)),
)
def test_reminders_come_once_a_local_day_in_order_and_never_in_quiet_hours(zone, start, minute, weekdays, quiet):
    asked = ReminderRule(
        on=True,
        time=time(*divmod(minute, 60)),
        weekdays=sorted(weekdays),
        quiet_from=time(quiet[0]) if quiet else None,
        quiet_until=time(quiet[1]) if quiet else None,
    )
    there = zone_named(zone)
    now, days = start, []
    for _ in range(12):
        due = next_due(asked, zone, now)
        if due is None:
            assert is_quiet(asked, asked.time)
            return
        assert due > now
        local = due.astimezone(there)
        assert local.isoweekday() in weekdays
        assert not is_quiet(asked, local.time())
        days.append(local.date())
        now = due
    assert days == sorted(set(days))


@given(
    zones=st.tuples(st.sampled_from(ZONES), st.sampled_from(ZONES)),
    start=instants,
    minutes=st.tuples(st.integers(0, 1439), st.integers(0, 1439)),
)
def test_no_local_date_is_reminded_twice_when_zone_and_time_change(zones, start, minutes):
    before, after = (rule(time(*divmod(minute, 60)).isoformat()) for minute in minutes)
    fired = next_due(before, zones[0], start)
    assert fired is not None
    day = local_day(fired, zone_named(zones[0]))
    again = next_due(after, zones[1], fired, day)
    assert again is not None
    assert local_day(again, zone_named(zones[1])) > day
