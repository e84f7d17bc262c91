from datetime import date, timedelta
from typing import Any

import pytest

from clinical.attention import attention, flags_since, rank

TODAY = date(2027, 3, 1)


def reason(**given: Any) -> str:
    calm: dict[str, Any] = {"open_alerts": 0, "red_flags": 0, "today": TODAY, "next_session": None, "quiet_days": 0}
    return attention(**calm | given)


def test_the_gravest_reason_is_named_first() -> None:
    near, silent = TODAY + timedelta(days=2), 9
    assert reason(open_alerts=1, red_flags=1, next_session=near, quiet_days=silent) == "alert"
    assert reason(red_flags=1, next_session=near, quiet_days=silent) == "red_flag"
    assert reason(next_session=near, quiet_days=silent) == "session_soon"
    assert reason(quiet_days=silent) == "quiet"
    assert reason() == "none"


@pytest.mark.parametrize(("days", "found"), [(0, "session_soon"), (2, "session_soon"), (3, "none")])
def test_a_session_is_near_for_two_days(days: int, found: str) -> None:
    assert reason(next_session=TODAY + timedelta(days=days)) == found


@pytest.mark.parametrize(("days", "found"), [(4, "none"), (5, "quiet")])
def test_five_days_without_an_entry_are_quiet(days: int, found: str) -> None:
    assert reason(quiet_days=days) == found


def test_red_flags_count_from_the_last_session_and_for_thirty_days_at_most() -> None:
    assert flags_since(TODAY, TODAY - timedelta(days=3)) == TODAY - timedelta(days=3)
    assert flags_since(TODAY, TODAY - timedelta(days=90)) == TODAY - timedelta(days=30)
    assert flags_since(TODAY, None) == TODAY - timedelta(days=30)


def test_a_caseload_is_sorted_by_reason_then_session_then_silence_then_name() -> None:
    later = TODAY + timedelta(days=1)
    rows = [
        rank("none", None, 0, "Ada"),
        rank("session_soon", later, 0, "Ben"),
        rank("alert", None, 0, "Zoe"),
        rank("quiet", None, 5, "Cleo"),
        rank("quiet", None, 9, "Dan"),
        rank("session_soon", TODAY, 0, "Eve"),
        rank("none", None, 0, "aaron"),
    ]
    names = ["Zoe", "Eve", "Ben", "Dan", "Cleo", "aaron", "Ada"]
    assert [row[-1] for row in sorted(rows)] == [name.casefold() for name in names]
