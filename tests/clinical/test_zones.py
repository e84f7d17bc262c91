from datetime import UTC, date, datetime

import pytest

from clinical.errors import Invalid
from clinical.zones import instant_of, is_zone, start_of_day, zone_named


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:00"),  # never happens: first valid minute, 03:00 EDT
        ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30"),  # happens twice: the first, EDT
        ("America/New_York", "2026-07-01T09:00", "2026-07-01T13:00"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30"),  # a gap of half an hour
        ("Pacific/Apia", "2011-12-30T09:00", "2011-12-30T10:00"),  # a day that never happened
    ],
)
def test_every_wall_clock_time_has_one_instant(zone, local, instant):
    expected = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert instant_of(datetime.fromisoformat(local), zone_named(zone)) == expected


def test_a_day_without_midnight_starts_at_its_first_minute():
    assert start_of_day(date(2018, 11, 4), zone_named("America/Sao_Paulo")) == datetime(2018, 11, 4, 3, tzinfo=UTC)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "/etc/passwd", "America", "a\0b", "x" * 5000])
def test_what_is_no_zone_is_invalid(name):
    assert not is_zone(name)
    with pytest.raises(Invalid):
        zone_named(name)
