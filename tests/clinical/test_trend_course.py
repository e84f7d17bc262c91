"""Mood by day after a booster, early response, side effects over a course, and the kinds of missing."""

import json
import statistics
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings

from clinical.trends import Pause, SummaryInput, summary
from clinical.trends.shapes import Summary
from tests.clinical.journals import at, check_in, effect, entered, facts, journals, on, session

VERSION_1 = Path(__file__).parent / "summary_version_1.json"


def tms(today: int, **more) -> Summary:
    """Working days from day 14 on, a Monday."""
    days = [day for day in range(14, today + 1) if day % 7 < 5]
    return summary(facts(today, sessions=[session(day, "tms", ordinal=n) for n, day in enumerate(days, 1)], **more))


def weekly(today: int, *, reported: list[int] = (), logged: list[int] | None = None, **more):
    """Infusions a week apart from day 14 on, headache on some of their days."""
    held = [session(day, "infusion") for day in range(14, today + 1, 7)]
    entries = [check_in(day) for day in (range(today + 1) if logged is None else logged)]
    return summary(
        facts(today, sessions=held, check_ins=entries, side_effects=[effect(day) for day in reported], **more)
    )


def test_the_last_three_boosters_are_laid_over_each_other_by_day():
    held = [session(day, ordinal=n) for n, day in enumerate((0, 10, 20, 30), start=1)]
    moods = [1] * 10 + [6, 7, 5] + [4] * 7 + [8, None, 6] + [None] * 7 + [7, 9]
    made = summary(facts(32, sessions=held, moods=moods))
    assert [curve.label for curve in made.curves] == ["Booster 2", "Booster 3", "Booster 4"]
    second, third, fourth = made.curves
    assert [(point.day_after, point.value) for point in third.points] == [(0, 8), (2, 6)]
    assert [(gap.first, gap.last) for gap in third.gaps] == [(1, 1), (3, 9)]
    assert (third.n, third.of) == (2, 10)
    assert (second.gaps, fourth.gaps) == ([], [])
    assert [(point.day_after, point.median, point.n) for point in made.curve_median][:4] == [
        (0, 7.0, 3),
        (1, 8.0, 2),
        (2, 5.5, 2),
        (3, None, 1),
    ]


def test_there_are_no_curves_without_boosters_and_on_the_therapists_form():
    held = [session(10)]
    assert summary(facts(30, sessions=held, moods=[5] * 30, form="therapist")).curves == []
    assert tms(40, moods=[5] * 40).curves == []
    induction = summary(facts(30, sessions=[session(10, "infusion")], moods=[5] * 30))
    assert (induction.curves, induction.curve_median) == ([], [])


def test_early_response_stands_after_the_first_week_against_the_baseline():
    scores = [entered(12, 20), entered(20, 18), entered(22, 15), entered(29, 9)]
    assert tms(20, moods=[3] * 40, scores=scores).early is None
    made = tms(30, moods=[3] * 21 + [6] * 19, scores=scores).early
    [score] = made.scores
    assert (score.baseline.total, score.score.total, score.week) == (20, 15, 2)
    assert (score.change.points, score.change.percent) == (-5, -25.0)
    assert (made.mood.week, made.mood.start, made.mood.until, made.mood.change) == (2, on(21), on(27), 3.0)
    assert tms(30, moods=[3] * 40, scores=scores, form="therapist").early is None


def test_a_first_score_after_the_third_week_is_not_early_and_a_mood_with_too_few_days_is_none():
    made = tms(50, moods=[3] * 21, scores=[entered(12, 20), entered(35, 9)])
    assert (made.early.scores, made.early.mood) == ([], None)
    third = tms(50, moods=[3] * 21 + [None] * 7 + [5] * 7).early.mood
    assert (third.week, third.now.n, third.change) == (3, 7, 2.0)


def test_without_tms_there_is_no_early_response():
    assert weekly(40, scores=[entered(12, 20), entered(22, 9)]).early is None


@pytest.mark.parametrize(
    ("reported", "counts", "trend"),
    [
        ((14, 21, 28), (3, 0), "fading"),
        ((49, 56, 63), (0, 3), "growing"),
        ((14, 49), (1, 1), "steady"),
        ((14,), (1, 0), "steady"),  # one day is never a trend
        ((15,), (0, 0), "steady"),  # not on a day with a session
    ],
)
def test_fading_or_growing_is_by_the_days_of_the_first_and_the_last_sessions(reported, counts, trend):
    [found] = weekly(66, reported=reported).side_effects  # eight sessions
    assert (found.course.first.count, found.course.last.count) == counts
    assert (found.course.first.of, found.course.last.of, found.course.trend) == (4, 4, trend)


def test_with_few_entries_it_is_too_little_to_say():
    [found] = weekly(66, reported=(14, 21, 28), logged=[14, 21, 28, 42, 49, 56, 63]).side_effects
    assert (found.course.first.of, found.course.first.no_entry, found.course.last.of) == (3, 1, 4)
    assert found.course.trend is None
    [found] = weekly(59, reported=(14,)).side_effects  # seven sessions: the one in the middle is in neither half
    assert (found.course.first.of, found.course.last.of, found.course.trend) == (3, 3, None)


@pytest.mark.parametrize(
    ("hour", "before", "same_day"),
    [(9, True, 0), (11.9, True, 0), (12, False, 1), (20, False, 1), (None, False, 1)],
)
def test_on_the_day_of_session_1_the_hour_decides_what_treatment_did_not_bring(hour, before, same_day):
    """Asked before treatment on the morning itself. On the days of later sessions the day alone counts."""
    given = [effect(14, "moderate", written_at=hour and at(14, hour)), effect(21, written_at=at(21, 9))]
    [row] = summary(facts(30, sessions=[session(14), session(21)], side_effects=given)).side_effects
    assert (row.before.reported, row.before.severity) == (before, "moderate" if before else None)
    assert row.before.day == (on(14) if before else None)
    assert (row.rows[0].bucket, row.rows[0].count) == ("same_day", 1 + same_day)
    assert (row.new, row.course_days) == (False, 1 + same_day)


def test_what_was_reported_before_treatment_stands_beside_what_came_after():
    before = [effect(5, "mild"), effect(9, "moderate"), effect(-1, "severe")]
    asked = [effect(8, "not_present", "nausea")]
    during = [effect(20), effect(20, name="nausea"), effect(20, name="drowsy")]
    made = summary(facts(30, sessions=[session(14)], side_effects=[*before, *asked, *during]))
    found = {row.effect: (row.before.reported, row.before.severity, row.before.day) for row in made.side_effects}
    assert found == {
        "headache": (True, "moderate", on(9)),
        "nausea": (True, "not_present", on(8)),
        "drowsy": (False, None, None),
    }
    made = summary(facts(30, side_effects=during, course_id=None))
    assert {(row.before, row.course) for row in made.side_effects} == {(None, None)}
    therapist = summary(facts(30, sessions=[session(14)], side_effects=during, form="therapist"))
    assert {row.course for row in therapist.side_effects} == {None}


def test_days_without_an_entry_are_told_apart():
    pause = Pause(start=on(24), until=on(25))
    entries = [check_in(day, anxiety=None if day == 23 else 4, energy=None) for day in (22, 23, 26)]
    made = summary(
        facts(
            32,
            sessions=[session(20)],
            check_ins=[*entries, check_in(27, source="import")],
            expected_from=on(21),
            paused=[pause],
            last_heard_on=on(28),
        )
    ).completeness
    found = made.interval
    assert found.not_prompted == 3  # day 20 before the journal began, 24 and 25 paused
    assert (found.days_logged, found.days_possible) == (4, 9)  # 21, 22, 23, 26-31
    assert found.not_synced == 3  # 29, 30, 31
    assert found.skipped == {"anxiety": 1, "energy": 3, "sleep_hours": 3, "sleep_quality": 3}
    assert made.last_heard_on == on(28)


def test_when_no_phone_ever_sent_anything_no_day_is_called_unsent():
    made = summary(facts(30, sessions=[session(20)])).completeness.interval
    assert (made.not_synced, made.days_possible) == (0, 10)


@pytest.mark.parametrize(
    ("minutes", "batch"), [((0, 5, 60), [21, 22, 23]), ((0, 5, 61), []), ((0, 30, 60, 90), [21, 22, 23, 24])]
)
def test_three_days_written_within_an_hour_are_a_batch(minutes, batch):
    entries = [check_in(21 + n, written_at=at(26, minute / 60)) for n, minute in enumerate(minutes)]
    entries += [check_in(10 + n, written_at=at(26, 0), source="import") for n in range(5)]
    made = summary(facts(30, sessions=[session(20)], check_ins=entries)).completeness
    assert (made.batch_days, made.interval.batch) == ([on(day) for day in batch], len(batch))


def test_two_days_at_one_sitting_are_no_batch():
    entries = [check_in(25, written_at=at(26, 20)), check_in(26, written_at=at(26, 20.1))]
    assert summary(facts(30, sessions=[session(20)], check_ins=entries)).completeness.batch_days == []


def test_a_summary_that_was_frozen_before_scores_were_in_it_can_still_be_read():
    old = VERSION_1.read_bytes()
    assert not {"version", "measures", "curves", "early"} & json.loads(old).keys()
    made = msgspec.json.decode(old, type=Summary)
    assert (made.version, made.measures, made.curves, made.early) == (1, [], [], None)
    assert (made.side_effects[0].before, made.completeness.interval.not_synced) == (None, None)
    assert made.series[0].points


# Again, by other means.


@given(journals())
@settings(max_examples=200, deadline=None)
def test_every_point_of_a_curve_is_a_check_in_and_every_median_theirs(given: SummaryInput):
    made = summary(given)
    moods = {fact.day: fact.mood for fact in given.check_ins if fact.day <= given.day_of}
    by_day: dict[int, list[int]] = {}
    for curve in made.curves:
        days = [curve.start + timedelta(days=n) for n in range((curve.until - curve.start).days + 1)]
        expected = [(n, moods[day]) for n, day in enumerate(days) if day in moods]
        assert [(point.day_after, point.value) for point in curve.points] == expected
        gaps = {n for gap in curve.gaps for n in range(gap.first, gap.last + 1)}
        assert not gaps & {n for n, _ in expected}
        assert all(days[n] >= (given.expected_from or days[n]) and days[n] < given.day_of for n in gaps)
        for n, mood in expected:
            by_day.setdefault(n, []).append(mood)
    assert [(point.day_after, point.n) for point in made.curve_median] == [(n, len(by_day[n])) for n in sorted(by_day)]
    for point in made.curve_median:
        values = by_day[point.day_after]
        assert point.median == (statistics.median(values) if len(values) > 1 else None)


@given(journals())
@settings(max_examples=200, deadline=None)
def test_every_day_without_an_entry_has_one_reason(given: SummaryInput):
    found = summary(given).completeness.interval
    paused = {
        pause.start + timedelta(days=n) for pause in given.paused for n in range((pause.until - pause.start).days + 1)
    }
    logged = {fact.day for fact in given.check_ins}
    days = [found.start + timedelta(days=n) for n in range((found.until - found.start).days + 1)]
    empty = [day for day in days if day not in logged and day < given.day_of]
    not_prompted = [day for day in empty if day in paused or day < (given.expected_from or day)]
    heard = given.last_heard_on or given.day_of
    unsent = [day for day in empty if day not in not_prompted and day > heard]
    assert (found.not_prompted, found.not_synced) == (len(not_prompted), len(unsent))
    assert found.days_possible - found.days_logged == len(empty) - len(not_prompted)
    own = [fact for fact in given.check_ins if fact.day in days and fact.day <= given.day_of and fact.source == "app"]
    assert found.skipped["anxiety"] == sum(fact.anxiety is None for fact in own)


@given(journals())
@settings(max_examples=200, deadline=None)
def test_the_halves_of_a_course_are_counted_from_the_days_of_its_sessions(given: SummaryInput):
    made = summary(given)
    first = min((mark.day for mark in made.sessions if mark.kind != "psychotherapy"), default=None)
    days = sorted({mark.day for mark in made.sessions if mark.kind != "psychotherapy"})
    entries = {fact.day for fact in [*given.check_ins, *given.side_effects]}
    for found in made.side_effects:
        reports = [fact for fact in given.side_effects if fact.effect == found.effect and first]
        asked = [fact for fact in reports if first - timedelta(days=14) <= fact.day < first]
        assert (found.before is None) == (first is None)
        assert found.before is None or found.before.reported == bool(asked)
        present = {fact.day for fact in reports if fact.severity != "not_present"}
        half = len(days) // 2
        for counted, part in (
            ((found.course.first, days[:half]), (found.course.last, days[-half:] if half else []))
            if (found.course)
            else ()
        ):
            assert (counted.count, counted.of) == (len(present & {*part}), len(entries & {*part}))
