"""What is asked when, protocol by protocol."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from clinical.cadence import BY_MODALITY, BY_PROTOCOL, SOURCES, Cadence, cadence_for
from clinical.due_measures import BASELINE_DAYS, Answered, DueMeasure, PlannedSession, due, months_after
from clinical.instruments import IDS
from clinical.measure_settings import ASKABLE

MONDAY = date(2026, 3, 2)
KINDS = {"ketamine_iv": "infusion", "esketamine": "esketamine", "tms": "tms"}
PROTOCOLS = {"ketamine_iv": "ket-iv", "esketamine": "esk-trd", "tms": "tms"}


def on(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


def course(
    modality: str,
    offsets: list[int],
    boosters: tuple[int, ...] = (),
    *,
    protocol: str | None = None,
    number: int = 1,
    **statuses: str,
) -> list[PlannedSession]:
    """`offsets`: days of the sessions from MONDAY; `s3="missed"` is the third one's status."""
    made = []
    for kind, days in ((KINDS[modality], offsets), ("booster", boosters)):
        for ordinal, offset in enumerate(days, start=1):
            made.append(
                PlannedSession(
                    session_id=UUID(int=number * 1000 + len(made)),
                    course_id=UUID(int=number),
                    protocol=protocol or PROTOCOLS[modality],
                    modality=modality,
                    kind=kind,
                    ordinal=ordinal,
                    day=on(offset),
                    status=statuses.get(f"{kind[0]}{ordinal}", "planned"),
                )
            )
    return made


def asked(sessions: list[PlannedSession], *instruments: str, first: int = -40, last: int = 60, **more) -> list[tuple]:
    """The windows of a patient who never answers, as (offset from, offset until, reason), in time; offsets from MONDAY."""
    seen: dict[tuple, None] = {}
    for offset in range(first, last):
        for one in due(sessions, more.get("answered", []), on(offset), instruments or ["phq-9"], more.get("overrides")):
            assert one.due_from <= on(offset) <= one.due_until
            seen[((one.due_from - MONDAY).days, (one.due_until - MONDAY).days, one.reason)] = None
    return list(seen)


def weekdays(n: int) -> list[int]:
    return [offset for offset in range(7 * n) if offset % 7 < 5][:n]


KETAMINE = [0, 2, 4, 7, 9, 11]


def test_ketamine_before_infusions_1_3_and_6_before_boosters_and_7_and_14_days_after():
    assert asked(course("ketamine_iv", KETAMINE, (41, 71)), last=100) == [
        (-14, 0, "start"),
        (2, 4, "before_session"),
        (9, 11, "before_session"),
        (39, 41, "before_session"),
        (48, 50, "after_booster"),
        (55, 57, "after_booster"),
        (69, 71, "before_session"),
        (78, 80, "after_booster"),
        (85, 87, "after_booster"),
    ]


def test_tms_before_session_1_after_every_5th_after_the_last_and_1_3_6_and_12_months_on():
    assert asked(course("tms", weekdays(20)), last=420) == [
        (-14, 0, "start"),
        (4, 7, "weekly"),
        (11, 14, "weekly"),
        (18, 21, "weekly"),
        (25, 31, "after_course"),
        *(
            ((months_after(on(25), m) - MONDAY).days, (months_after(on(25), m) - MONDAY).days + 13, "follow_up")
            for m in (1, 3, 6, 12)
        ),
    ]


def test_a_taper_is_asked_after_the_30th_and_after_the_last():
    taper = [42, 44, 46, 50, 52, 58]
    found = asked(course("tms", weekdays(30) + taper, protocol="tms-36"), first=36, last=70)
    assert found == [(39, 42, "weekly"), (52, 55, "weekly"), (58, 64, "after_course")]


def test_an_accelerated_course_is_asked_before_day_1_after_day_5_and_2_and_4_weeks_on():
    ten_a_day = [day for day in range(5) for _ in range(10)]
    assert asked(course("tms", ten_a_day, protocol="tms-saint")) == [
        (-14, 0, "start"),
        (4, 10, "after_course"),
        (18, 24, "follow_up"),
        (32, 38, "follow_up"),
    ]


def test_esketamine_before_the_first_weekly_in_weeks_1_to_4_then_before_each_visit():
    twice_a_week = [0, 3, 7, 10, 14, 17, 21, 24]
    assert asked(course("esketamine", [*twice_a_week, 28, 35, 49])) == [
        (-14, 0, "start"),
        (5, 7, "weekly"),
        (12, 14, "weekly"),
        (19, 21, "weekly"),
        (26, 28, "before_session"),
        (33, 35, "before_session"),
        (47, 49, "before_session"),
    ]


@pytest.mark.parametrize("modality", KINDS)
def test_a_protocol_that_nobody_knows_follows_its_modality(modality: str):
    days = [0, 3, 7, 10, 14]
    assert asked(course(modality, days, protocol="our-own")) == asked(course(modality, days))


def test_a_clinic_may_say_otherwise_for_a_protocol_and_may_say_never():
    sessions = course("ketamine_iv", KETAMINE)
    overrides = {"ket-iv": {"phq-9": Cadence(before=[2])}}
    assert asked(sessions, overrides=overrides) == [(0, 2, "before_session")]
    assert asked(sessions, overrides={"tms": overrides["ket-iv"]}) == asked(sessions)
    assert asked(sessions, overrides={"ket-iv": {"phq-9": Cadence()}}) == []


def test_gad_7_goes_with_the_phq_9_in_ketamine_and_by_the_calendar_in_tms():
    infusions = course("ketamine_iv", KETAMINE, (41,))
    assert asked(infusions, "gad-7") == asked(infusions, "phq-9")
    assert asked(course("tms", weekdays(30)), "gad-7") == [(-14, 0, "start"), (14, 20, "weekly"), (28, 34, "weekly")]


def test_pcl_5_is_monthly_who_5_weekly_and_the_phq_2_has_no_days_of_its_own():
    infusions = course("ketamine_iv", KETAMINE, (41,))
    assert asked(infusions, "pcl-5") == [(-14, 0, "start"), (30, 36, "weekly")]
    assert asked(infusions, "who-5", last=20) == [(-14, 0, "start"), (7, 9, "weekly"), (14, 16, "weekly")]
    assert asked(infusions, "phq-2") == []


def test_the_phq_9_answers_the_phq_2_and_is_never_asked_beside_it():
    sessions = course("ketamine_iv", KETAMINE)
    overrides = {"ket-iv": {"phq-2": Cadence(start=True, before=[2])}}
    both = due(sessions, [], on(0), ["phq-2", "phq-9"], overrides)
    assert [one.instrument for one in both] == ["phq-9"]
    phq9 = [Answered(instrument="phq-9", day=on(1))]
    assert [one.instrument for one in due(sessions, [], on(1), ["phq-2", "phq-9"], overrides)] == ["phq-2"]
    assert due(sessions, phq9, on(1), ["phq-2", "phq-9"], overrides) == []


def test_without_a_course_nothing_is_due_and_two_weeks_before_one_the_baseline_is():
    assert due([], [], MONDAY, IDS) == []
    sessions = course("tms", weekdays(20))
    assert due(sessions, [], on(-BASELINE_DAYS - 1), ["phq-9"]) == []
    [one] = due(sessions, [Answered(instrument="phq-9", day=on(-200))], on(-BASELINE_DAYS), ["phq-9"])
    assert one == DueMeasure(
        instrument="phq-9",
        reason="start",
        session_id=sessions[0].session_id,
        due_from=on(-14),
        due_until=on(0),
        last_day=on(-200),
    )


@pytest.mark.parametrize("left", [{"scored": False}, {"declined": True}, {"declined": True, "scored": False}])
def test_a_form_without_a_total_keeps_its_window_closed_for_three_days_and_no_longer(left: dict[str, bool]):
    sessions = course("ketamine_iv", KETAMINE)

    def days_asked(*answered: Answered) -> list[int]:
        """As it went on: on each day with the answers until then."""
        until = {offset: [one for one in answered if one.day <= on(offset)] for offset in range(-14, 5)}
        return [offset for offset, past in until.items() if due(sessions, past, on(offset), ["phq-9"])]

    first = Answered(instrument="phq-9", day=on(-10), **left)
    assert days_asked(first) == [*range(-14, -10), *range(-7, 1), 2, 3, 4]
    assert days_asked(first, Answered(instrument="phq-9", day=on(-7))) == [*range(-14, -10), 2, 3, 4]
    late, short = Answered(instrument="phq-9", day=on(-2), **left), Answered(instrument="phq-9", day=on(2), **left)
    assert days_asked(late, short) == [*range(-14, -2)], "no window was open for three days more"


def test_a_missed_a_cancelled_and_a_moved_session_move_their_window():
    assert asked(course("ketamine_iv", KETAMINE, i3="missed"))[1:] == [
        (5, 7, "before_session"),
        (9, 11, "before_session"),
    ]
    assert asked(course("tms", weekdays(10), t5="missed"))[1] == (7, 8, "weekly")
    moved = course("ketamine_iv", [0, 2, 6, 7, 9, 11])
    assert asked(moved)[1] == (4, 6, "before_session")
    assert asked(course("ketamine_iv", [0, 9], i1="cancelled"))[0] == (-5, 9, "start")
    assert asked(course("ketamine_iv", [0, 2], i1="cancelled", i2="missed")) == []


def test_what_is_completed_cannot_be_answered_before():
    sessions = course("ketamine_iv", KETAMINE, i1="completed")
    assert due(sessions, [], on(0), ["phq-9"]) == []
    assert asked(sessions)[0] == (2, 4, "before_session")


def test_a_course_that_ended_early_is_followed_up_from_its_last_session():
    ended = course("tms", weekdays(20), **{f"t{n}": "cancelled" for n in range(8, 21)})
    assert asked(ended, last=50) == [
        (-14, 0, "start"),
        (4, 7, "weekly"),
        (8, 14, "after_course"),
        (39, 52, "follow_up"),
    ]


def test_a_course_of_boosters_alone_begins_with_the_first():
    again = course("ketamine_iv", [], (0, 30))
    found = asked(again, last=32)
    assert (found[0], found[-1]) == ((-14, 0, "start"), (28, 30, "before_session"))


def test_days_after_a_booster_end_with_the_next_one():
    found = asked(course("ketamine_iv", [0], (30, 40)), first=33, last=60)
    assert found == [
        (38, 39, "before_session"),  # 7 days after the first, and two before the second
        (38, 40, "before_session"),
        (47, 49, "after_booster"),
        (54, 56, "after_booster"),
    ]


def test_windows_of_two_courses_that_overlap_are_asked_once_in_the_days_they_share():
    tms, ketamine = course("tms", weekdays(20)), course("ketamine_iv", [5, 40], number=2)
    together = asked(tms + ketamine, first=0, last=12)
    assert together == [(-9, 0, "start"), (4, 5, "start"), (4, 7, "weekly"), (11, 14, "weekly")]
    answered = [Answered(instrument="phq-9", day=on(0)), Answered(instrument="phq-9", day=on(4), declined=True)]
    assert asked(tms + ketamine, first=4, last=7, answered=answered) == []
    assert asked(tms + ketamine, first=7, last=11, answered=answered) == [(4, 7, "weekly")]


@pytest.mark.parametrize("cadences", [BY_MODALITY, BY_PROTOCOL])
def test_every_row_of_the_file_names_its_sources_and_an_instrument_that_can_be_asked(cadences: dict):
    for by_instrument in cadences.values():
        for instrument, row in by_instrument.items():
            assert instrument in ASKABLE
            assert row.sources
            assert set(row.sources) <= set(SOURCES)
            assert row != Cadence()


def test_an_instrument_without_days_anywhere_has_no_cadence():
    assert cadence_for("tms", "tms", "phq-2", {}) is None


def test_the_same_day_of_a_later_month_or_its_last():
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2026, 12, 15), 12) == date(2027, 12, 15)
