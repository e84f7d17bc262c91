"""What holds for any journal, however full of holes."""

import random
import statistics
from datetime import date, timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from clinical.trends import SummaryInput, inputs_hash, summary
from clinical.trends.shapes import Series, Stat, Summary, Window
from tests.clinical.journals import journals, without_days

WINDOWS = {"now": "interval", "previous": "previous", "baseline": "baseline", "week": "week"}


def windows(made: Summary) -> dict[str, Window | None]:
    return {name: getattr(made, window) for name, window in WINDOWS.items()}


def numbers(made: Summary) -> list[tuple[Series, Window, Stat]]:
    return [
        (series, window, getattr(series, name))
        for series in made.series
        for name, window in windows(made).items()
        if window is not None
    ]


@given(journals(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_the_facts_changes_nothing(facts: SummaryInput, rng: random.Random):
    shuffled = msgspec.structs.replace(
        facts,
        **{
            name: rng.sample(getattr(facts, name), len(getattr(facts, name)))
            for name in ("sessions", "check_ins", "side_effects", "scores", "paused")
        },
    )
    assert summary(shuffled) == summary(facts)
    assert inputs_hash(shuffled) == inputs_hash(facts)


@given(journals())
@settings(max_examples=200, deadline=None)
def test_every_number_can_be_recomputed_from_the_entries_of_its_window(facts: SummaryInput):
    for series, window, stat in numbers(summary(facts)):
        values = [
            value
            for fact in facts.check_ins
            if window.start <= fact.day <= min(window.until, facts.day_of)
            and (value := getattr(fact, series.field)) is not None
        ]
        assert stat.n == len(values)
        assert stat.n <= stat.of <= (window.until - window.start).days + 1
        if stat.n < 4 or 3 * stat.n < stat.of:
            assert (stat.median, stat.low, stat.high) == (None, None, None)
        else:
            assert (stat.median, stat.low, stat.high) == (statistics.median(values), min(values), max(values))


@given(journals())
@settings(max_examples=150, deadline=None)
def test_the_referenced_rows_alone_give_the_same_summary(facts: SummaryInput):
    made = summary(facts)
    referenced = set(made.references)
    kept = msgspec.structs.replace(
        facts,
        check_ins=[fact for fact in facts.check_ins if fact.revision_id in referenced],
        side_effects=[fact for fact in facts.side_effects if fact.revision_id in referenced],
        scores=[fact for fact in facts.scores if fact.revision_id in referenced],
    )
    assert summary(kept) == made


@given(journals(), st.data())
@settings(max_examples=200, deadline=None)
def test_taking_days_away_never_invents_a_value(facts: SummaryInput, data: st.DataObject):
    days = [fact.day for fact in facts.check_ins]
    removed = set(data.draw(st.lists(st.sampled_from(days)))) if days else set[date]()
    before, after = summary(facts), summary(without_days(facts, removed))
    for old, new in zip(before.series, after.series, strict=True):
        assert [point for point in old.points if point.day not in removed] == new.points
        for name, window in windows(after).items():
            if window is not None and window == windows(before)[name]:
                now, then = getattr(new, name), getattr(old, name)
                assert now.n <= then.n
                assert then.median is not None or now.median is None
    assert after.completeness.interval.days_logged <= before.completeness.interval.days_logged


@given(journals())
@settings(max_examples=150, deadline=None)
def test_a_change_exists_only_between_two_numbers_of_different_days(facts: SummaryInput):
    made = summary(facts)
    over = windows(made)
    for series in made.series:
        for change, now, then in [
            (series.change_previous, "now", "previous"),
            (series.change_baseline, "now", "baseline"),
            (series.week_change_baseline, "week", "baseline"),
        ]:
            if change is not None:
                assert change == getattr(series, now).median - getattr(series, then).median
                assert over[now].start > over[then].until or over[then].start > over[now].until


@given(journals())
@settings(max_examples=150, deadline=None)
def test_gaps_and_points_share_no_day_and_cover_every_day_that_was_expected(facts: SummaryInput):
    made = summary(facts)
    for series in made.series:
        missing = {
            gap.start + timedelta(days=day) for gap in series.gaps for day in range((gap.until - gap.start).days + 1)
        }
        present = {point.day for point in series.points}
        chart = {
            made.chart.start + timedelta(days=day) for day in range((made.chart.until - made.chart.start).days + 1)
        }
        assert not missing & present
        assert missing | present <= chart
        logged = {fact.day for fact in facts.check_ins}
        assert all(
            day < (facts.expected_from or day) or (day == facts.day_of and day not in logged)
            for day in chart - missing - present
        )


@given(journals())
@settings(max_examples=150, deadline=None)
def test_side_effect_denominators_are_days_with_an_entry(facts: SummaryInput):
    """Each day since session 1 is in one bucket at most, and a count never exceeds its denominator."""
    made = summary(facts)
    entries = {fact.day for fact in [*facts.check_ins, *facts.side_effects] if fact.day <= made.interval.until}
    held = [mark.day for mark in made.sessions if mark.kind != "psychotherapy"]
    for found in made.side_effects:
        assert all(row.count <= row.of for row in found.rows)
        assert sum(found.by_severity.__getattribute__(name) for name in ("mild", "moderate", "severe")) == found.days
        if found.rows:
            assert sum(row.of for row in found.rows) == sum(day >= min(held) for day in entries)


@given(journals())
@settings(max_examples=150, deadline=None)
def test_wear_off_says_a_number_only_where_a_full_week_after_the_booster_has_one(facts: SummaryInput):
    for found in summary(facts).wear_off:
        week = [fact.mood for fact in facts.check_ins if found.start <= fact.day <= found.start + timedelta(days=6)]
        if found.days_held is not None:
            assert found.before.n >= 4
            assert len(week) >= 4
            assert found.days_held == 0 or 7 <= found.days_held <= (found.until - found.start).days + 1
            assert (found.days_held > 0) == (statistics.median(week) >= found.before.median + 2)
