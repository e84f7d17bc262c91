from datetime import UTC, date, datetime, timedelta

import pytest

from clinical.calendar import Said, after_change, check_within_reach, clinic_time
from clinical.errors import Conflict, Invalid

ZONE = "America/New_York"
NOW = datetime(2027, 3, 1, 15, tzinfo=UTC)
TODAY = Said(starts_at=NOW + timedelta(hours=2), day=date(2027, 3, 1), status="planned")
TOMORROW = Said(starts_at=NOW + timedelta(days=1), day=date(2027, 3, 2), status="planned")


def change(before: Said, status: str, starts_at: datetime | None = None, *, course_ended: bool = False) -> Said:
    return after_change(before, status, starts_at, now=NOW, zone=ZONE, course_ended=course_ended)  # type: ignore[arg-type]


def test_a_session_moves_to_a_time_that_is_still_to_come() -> None:
    late_evening = datetime(2027, 3, 6, 3, tzinfo=UTC)
    assert change(TOMORROW, "planned", late_evening) == Said(
        starts_at=late_evening, day=date(2027, 3, 5), status="planned"
    )
    with pytest.raises(Invalid) as refused:
        change(TOMORROW, "planned", NOW)
    assert refused.value.errors[0].path == "starts_at"


def test_what_became_of_a_session_is_said_on_its_day_or_later() -> None:
    assert change(TODAY, "completed").status == "completed"
    assert change(TODAY, "missed").status == "missed"
    for status in ("completed", "missed"):
        with pytest.raises(Invalid):
            change(TOMORROW, status)


def test_a_completed_session_can_have_taken_place_at_another_time() -> None:
    earlier = NOW - timedelta(days=3)
    assert change(TOMORROW, "completed", earlier) == Said(starts_at=earlier, day=date(2027, 2, 26), status="completed")


def test_a_session_that_did_not_take_place_has_no_new_time() -> None:
    assert change(TOMORROW, "cancelled").starts_at == TOMORROW.starts_at
    for status in ("missed", "cancelled"):
        with pytest.raises(Invalid):
            change(TODAY, status, NOW + timedelta(days=2))


def test_nothing_is_planned_in_a_course_that_has_ended() -> None:
    with pytest.raises(Conflict):
        change(TOMORROW, "planned", course_ended=True)
    assert change(TODAY, "missed", course_ended=True).status == "missed"


@pytest.mark.parametrize(
    "text", ["2027-02-30T10:00", "2027-13-01T10:00", "2027-01-01T24:30", "0001-01-01T00:00", "9999-12-31T23:59", ""]
)
def test_what_is_no_date_or_none_within_reach_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_within_reach(clinic_time(text, ZONE, "first_at"), NOW, "first_at")
    assert refused.value.errors[0].path == "first_at"


@pytest.mark.parametrize("text", ["2027-03-14T02:00", "2027-03-14T02:30", "2027-03-14T02:59"])
def test_a_wall_clock_time_that_the_clocks_skip_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        clinic_time(text, ZONE, "starts_at")
    [error] = refused.value.errors
    assert (error.path, error.message[:38]) == ("starts_at", "This time does not exist on that day: ")


def test_a_wall_clock_time_beside_the_change_of_clocks_is_taken() -> None:
    assert clinic_time("2027-03-14T01:59", ZONE, "starts_at") == datetime(2027, 3, 14, 6, 59, tzinfo=UTC)
    assert clinic_time("2027-03-14T03:00", ZONE, "starts_at") == datetime(2027, 3, 14, 7, tzinfo=UTC)
    assert clinic_time("2027-11-07T01:30", ZONE, "starts_at") == datetime(2027, 11, 7, 5, 30, tzinfo=UTC), "the first"
