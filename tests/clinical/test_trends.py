import json
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from clinical.trends import Pause, SummaryInput, inputs_hash, summary
from clinical.trends.shapes import Summary
from tests.clinical.journals import appointment, check_in, effect, facts, on, session

EXAMPLES = Path(__file__).parents[3] / "shared/data/clinical/worked_examples.json"


def mood(made: Summary):
    return made.series[0]


def days(window) -> tuple[int, int]:
    return (window.start - on(0)).days, (window.until - on(0)).days


def row(made: Summary, name: str, bucket: str):
    found = next(found for found in made.side_effects if found.effect == name)
    return next(row for row in found.rows if row.bucket == bucket)


def test_the_interval_runs_from_the_previous_session_to_the_day_before_the_coming_one():
    made = summary(
        facts(79, sessions=[session(20), session(50)], coming=session(80, status="planned", ordinal=3), planned_gap=30)
    )
    assert days(made.interval) == (50, 79)
    assert days(made.previous) == (20, 49)
    assert days(made.baseline) == (6, 19)
    assert made.where.days_since_previous == 30
    assert made.where.text == "Booster 3, 30 days since Booster (planned 30)"


def test_esketamine_sessions_bound_intervals_as_infusions_do():
    held = [session(20, kind="esketamine", ordinal=1, of=8), session(23, kind="esketamine", ordinal=2, of=8)]
    made = summary(facts(26, sessions=held, coming=session(27, status="planned", kind="esketamine", ordinal=3, of=8)))
    assert days(made.interval) == (23, 26)
    assert days(made.previous) == (20, 22)
    assert made.where.text == "Esketamine session 3 of 8, 4 days since Esketamine session 2 of 8"


@pytest.mark.parametrize("status", ["missed", "cancelled"])
def test_a_session_that_did_not_take_place_anchors_nothing(status):
    held = [session(20), session(50, status=status)]
    made = summary(facts(79, sessions=held, coming=session(80, status="planned")))
    assert days(made.interval) == (20, 79)
    assert made.where.not_held == 1
    assert [mark.day for mark in made.sessions] == [on(20)]


def test_a_planned_session_whose_day_has_passed_counts_as_held_and_says_so():
    made = summary(facts(79, sessions=[session(20), session(50, status="planned")], coming=session(80)))
    assert days(made.interval) == (50, 79)
    assert [mark.assumed for mark in made.sessions] == [False, True]


def test_a_session_planned_for_today_has_not_happened_yet():
    made = summary(facts(50, sessions=[session(20), session(50, status="planned")]))
    assert days(made.interval) == (20, 50)


def test_sessions_of_another_course_anchor_nothing():
    other = [session(60, course_id=None), appointment(65)]
    made = summary(facts(79, sessions=[session(20), *other], coming=session(80, status="planned")))
    assert days(made.interval) == (20, 79)


def test_before_the_first_session_there_is_an_interval_of_14_days_and_no_baseline():
    made = summary(facts(20, coming=session(21, "infusion", "planned", ordinal=1, of=6), moods=[4] * 21))
    assert days(made.interval) == (7, 20)
    assert made.baseline is None
    assert mood(made).change_baseline is None
    assert made.where.text == "Infusion 1 of 6, no session so far"


def test_tms_goes_week_by_week():
    treated = [session(day, "tms") for day in (16, 17, 18, 21, 22, 23, 24, 25)]  # from a Wednesday
    made = summary(facts(27, sessions=treated, coming=session(28, "tms", "planned", ordinal=9, of=36), moods=[5] * 28))
    assert days(made.interval) == (21, 27)
    assert days(made.previous) == (16, 20)
    assert made.where.text == "TMS session 9 of 36, week 3, 3 days since TMS session"
    assert [(week.week, days(week), week.sessions) for week in made.weeks] == [(1, (16, 20), 3), (2, (21, 27), 5)]


def test_days_off_after_a_treatment_week_belong_to_it():
    treated = [session(day, "tms") for day in (0, 1, 7, 8)]
    made = summary(facts(20, sessions=treated, coming=session(21, "tms", "planned")))
    assert days(made.interval) == (7, 20)
    assert [week.sessions for week in made.weeks] == [2, 2, 0]


def test_psychotherapy_counts_from_the_last_appointment_with_the_same_person():
    other = appointment(30, with_id=None)
    made = summary(facts(34, sessions=[appointment(21), other], coming=appointment(35, "planned"), form="therapist"))
    assert days(made.interval) == (21, 34)


def test_the_therapists_form_has_the_same_numbers_without_the_prescribers_parts():
    held = [session(20), session(50)]
    given = facts(79, sessions=held, moods=[5] * 80, side_effects=[effect(51)], coming=appointment(80, "planned"))
    made = summary(msgspec.structs.replace(given, form="therapist"))
    same = summary(given)
    assert made.series == same.series
    assert made.completeness == same.completeness
    assert made.wear_off == []
    assert [found.rows for found in made.side_effects] == [[]]


def test_a_weekly_median_needs_four_of_seven_days():
    treated = [session(day, "tms") for day in (0, 7)]
    enough = [5] * 7 + [3, None, 4, None, 6, None, 8]
    made = summary(facts(13, sessions=treated, coming=session(14, "tms", "planned"), moods=enough))
    assert mood(made).now == msgspec.structs.replace(mood(made).now, median=5.0, low=3.0, high=8.0, n=4, of=7, need=4)
    fewer = summary(facts(13, sessions=treated, coming=session(14, "tms", "planned"), moods=enough[:-1]))
    assert (mood(fewer).now.median, mood(fewer).now.low, mood(fewer).now.n, mood(fewer).too_little) == (
        None,
        None,
        3,
        True,
    )
    assert mood(fewer).change_previous is None


@pytest.mark.parametrize(("logged", "median"), [(10, 5.0), (9, None)])
def test_a_long_interval_needs_a_third_of_its_days(logged, median):
    made = summary(
        facts(50, sessions=[session(20)], coming=session(50, status="planned"), moods=[None] * 20 + [5] * logged)
    )
    assert (mood(made).now.median, mood(made).now.of, mood(made).now.need) == (median, 30, 10)


def test_without_enough_days_before_the_course_the_first_week_in_it_is_a_late_baseline():
    moods = [None] * 22 + [3] * 7 + [6] * 21
    made = summary(facts(79, sessions=[session(20), session(50)], coming=session(80), moods=moods + [6] * 30))
    assert days(made.baseline) == (22, 28)
    assert made.baseline.late
    assert mood(made).change_baseline == 3.0


def test_nothing_is_compared_with_a_baseline_that_shares_its_days():
    moods = [None] * 20 + [3] * 10
    made = summary(facts(29, sessions=[session(20)], coming=session(30), moods=moods))
    assert made.baseline.late
    assert mood(made).baseline.median == 3.0
    assert mood(made).change_baseline is None


def test_gaps_stay_gaps_and_today_is_not_missing_yet():
    made = summary(facts(30, sessions=[session(20)], moods=[5] * 22 + [None] * 3 + [4] * 5))
    assert [(days(gap), gap.days) for gap in mood(made).gaps] == [((22, 24), 3)]
    assert [point.day for point in mood(made).points] == [on(day) for day in [*range(6, 22), *range(25, 30)]]
    assert made.completeness.interval.longest_gap == mood(made).gaps[0]
    assert (made.completeness.interval.days_logged, made.completeness.interval.days_possible) == (7, 10)


def test_a_rating_that_was_left_out_is_a_gap_of_that_rating_alone():
    entries = [check_in(day, 5, anxiety=None if day == 23 else 2) for day in range(30)]
    made = summary(facts(29, sessions=[session(20)], check_ins=entries))
    assert mood(made).gaps == []
    assert [days(gap) for gap in made.series[1].gaps] == [(23, 23)]
    assert made.series[1].now.n == 9


def test_paused_days_and_days_before_joining_are_not_expected():
    pause = Pause(start=on(25), until=on(28))
    made = summary(facts(30, sessions=[session(20)], expected_from=on(22), paused=[pause], moods=[None] * 23 + [5, 5]))
    assert made.completeness.interval.days_possible == 4  # 22, 23, 24 and 29; 30 is today
    assert made.completeness.interval.longest_gap.days == 1


def test_late_synced_and_imported_days_are_counted_apart():
    entries = [check_in(21, late=True), check_in(22, synced_later=True), check_in(23, source="import"), check_in(24)]
    made = summary(facts(30, sessions=[session(20)], check_ins=entries)).completeness
    assert (made.interval.late, made.interval.synced_later, made.interval.imported) == (1, 1, 1)
    assert made.course == made.interval


@pytest.mark.parametrize(
    ("before", "after", "held", "outcome"),
    [
        ([4] * 7, [7] * 19 + [4] * 11, 22, "dropped"),  # the trailing median follows three days later
        ([4] * 7, [6] * 30, 30, "lasted"),
        ([4] * 7, [5] * 30, 0, "not_reached"),
        ([4] * 7, [7] * 10 + [None] * 20, 13, "data_ended"),
        ([4] * 3 + [None] * 4, [7] * 30, None, "too_little_before"),
        ([4] * 7, [7, 7, 7] + [None] * 20, None, "too_little_after"),
        ([4] * 7, [7] * 6, None, "not_yet"),
    ],
)
def test_how_long_a_booster_held(before, after, held, outcome):
    made = summary(facts(6 + len(after), sessions=[session(7, ordinal=1)], moods=before + after))
    assert [(found.label, found.days_held, found.outcome) for found in made.wear_off] == [("Booster 1", held, outcome)]


def test_each_booster_is_followed_to_the_day_before_the_next_session():
    held = [session(7, ordinal=1), session(37, ordinal=2)]
    made = summary(facts(66, sessions=held, coming=session(67), moods=[4] * 7 + [7] * 30 + [7] * 30)).wear_off
    assert [days(found) for found in made] == [(7, 36), (37, 66)]
    assert [(found.mark, found.outcome) for found in made] == [(6.0, "lasted"), (9.0, "not_reached")]


def test_the_worked_example_of_headache_by_day_after_session_comes_out_as_written():
    """12 sessions a week apart, entries on 10 session days, headache on 4 of them: "4 of 10 (2 no entry)"."""
    held = [session(day, "infusion") for day in range(0, 84, 7)]
    logged = [check_in(day) for day in range(14, 84, 7)]
    made = summary(facts(83, sessions=held, check_ins=logged, side_effects=[effect(day) for day in (14, 21, 28, 35)]))
    same_day = row(made, "headache", "same_day")
    assert (same_day.count, same_day.of, same_day.no_entry) == (4, 10, 2)
    if EXAMPLES.exists():
        example = json.loads(EXAMPLES.read_text())["side_effect_by_day"]
        assert (same_day.count, same_day.of) == (example["day0_headache"], example["day0_entries"])
        assert same_day.of + same_day.no_entry == example["sessions"]


def test_a_day_that_follows_two_sessions_counts_to_the_later_one():
    held = [session(0, "tms"), session(1, "tms"), session(4, "tms")]
    made = summary(facts(20, sessions=held, moods=[5] * 20, side_effects=[effect(day) for day in (1, 2, 4, 11)]))
    counts = [(row.bucket, row.count, row.of) for row in made.side_effects[0].rows]
    assert counts == [("same_day", 2, 3), ("day_1", 1, 2), ("days_2_6", 0, 6), ("day_7_plus", 1, 9)]


def test_a_report_of_not_present_is_an_entry_without_the_effect():
    reports = [effect(21, "not_present"), effect(22), effect(22, "severe"), effect(23, "not_present")]
    made = summary(facts(30, sessions=[session(20)], side_effects=reports))
    found = made.side_effects[0]
    assert (found.days, found.by_severity.severe, found.by_severity.mild) == (1, 1, 0)
    assert (row(made, "headache", "day_1").count, row(made, "headache", "day_1").of) == (0, 1)
    assert (row(made, "headache", "days_2_6").count, row(made, "headache", "days_2_6").of) == (1, 2)
    assert found.still_present is False


def test_an_effect_is_new_when_it_was_on_no_earlier_day():
    reports = [effect(10, name="nausea"), effect(60, name="nausea"), effect(60, "moderate"), effect(30, name="drowsy")]
    made = summary(facts(79, sessions=[session(20), session(50)], side_effects=reports))
    assert [(found.effect, found.new, found.severity_max, found.course_days) for found in made.side_effects] == [
        ("headache", True, "moderate", 1),
        ("nausea", False, "mild", 1),
        ("drowsy", False, None, 1),
    ]


def test_entries_of_the_sessions_own_morning_are_drawn_but_counted_to_no_interval():
    made = summary(facts(50, sessions=[session(20)], coming=session(50, status="planned"), moods=[5] * 51))
    assert mood(made).points[-1].day == on(50)
    assert mood(made).now.n == 30


def test_the_hash_of_the_inputs_ignores_their_order_and_nothing_else():
    given = facts(30, sessions=[session(20), session(25)], moods=[5, 6, 7], side_effects=[effect(21), effect(22)])
    turned = msgspec.structs.replace(
        given,
        sessions=given.sessions[::-1],
        check_ins=given.check_ins[::-1],
        side_effects=given.side_effects[::-1],
    )
    assert inputs_hash(turned) == inputs_hash(given)
    assert inputs_hash(msgspec.structs.replace(given, expected_from=None)) != inputs_hash(given)


def test_a_summary_survives_being_stored_as_json():
    given = facts(79, sessions=[session(20), session(50)], moods=[5, 6] * 40, side_effects=[effect(51)])
    made = summary(given)
    assert msgspec.json.decode(msgspec.json.encode(made), type=Summary) == made
    assert msgspec.json.decode(msgspec.json.encode(given), type=SummaryInput) == given


def test_a_journal_without_anything_in_it_has_a_summary_without_numbers():
    made = summary(facts(30, course_id=None))
    assert all(series.now.median is None and series.points == [] for series in made.series)
    assert (made.where.text, made.side_effects, made.references) == ("no session so far", [], [])
    assert all(first.until < second.start for first, second in pairwise(mood(made).gaps))
