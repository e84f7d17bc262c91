"""A real person's diary under a ketamine course: what the summary says before each booster, figure by figure.

The expected figures are computed with pandas straight from the CSV, by none of our functions.
"""

import io
from dataclasses import dataclass
from datetime import date

import pandas as pd
import pytest

from clinical.diary_import import read
from clinical.trends import summary
from clinical.trends.shapes import Summary
from tests.clinical.diary import (
    READINGS,
    Diarist,
    drawn_as_they_are,
    facts_of,
    longest_hole,
    needs_diary,
    planned,
    read_diary,
    same,
)

pytestmark = needs_diary

INFUSIONS = (20, 23, 27, 30, 34, 37)  # days after the diary's first: six over 17 days
BOOSTER_EVERY = 30


@dataclass
class Laid(Diarist):
    """The diary and the course over it."""

    infusions: list[pd.Timestamp]
    boosters: list[pd.Timestamp]

    def sessions_before(self, day: pd.Timestamp) -> list[pd.Timestamp]:
        return [session for session in [*self.infusions, *self.boosters] if session < day]


@pytest.fixture(scope="module", params=READINGS)
def laid(request) -> Laid:
    diarist = read_diary(request.param)
    first, last = diarist.prompts.date.min(), diarist.prompts.date.max()
    infusions = [first + pd.Timedelta(days=day) for day in INFUSIONS]
    boosters = list(pd.date_range(infusions[-1], last, freq=f"{BOOSTER_EVERY}D"))[1:]
    return Laid(**vars(diarist), infusions=infusions, boosters=boosters)


def made(laid: Laid, booster: pd.Timestamp, day_of: pd.Timestamp | None = None) -> Summary:
    """The summary on the day before."""
    kinds = [("infusion", number, day) for number, day in enumerate(laid.infusions, start=1)]
    kinds += [("booster", number, day) for number, day in enumerate(laid.boosters, start=1)]
    sessions, coming = planned(kinds, booster)
    today = (day_of or booster - pd.Timedelta(days=1)).date()
    return summary(facts_of(laid, sessions, coming, today, planned_gap=BOOSTER_EVERY))


def test_every_prompt_of_the_diary_is_read(laid):
    assert laid.diary.rows_read == len(laid.prompts)
    assert laid.diary.rows_unused == []
    assert laid.boosters


def test_every_day_is_the_median_of_its_prompts_on_our_scale(laid):
    logged = laid.daily.dropna(subset="mood")
    assert [pd.Timestamp(day.day) for day in laid.diary.days] == list(logged.index)
    for field in ("mood", "anxiety", "energy"):
        assert [getattr(day, field) for day in laid.diary.days] == logged[field].tolist()
    severities = [day.side_effects[0].severity if day.side_effects else "none" for day in laid.diary.days]
    assert severities == logged.headache.tolist()


def test_the_original_values_are_kept(laid):
    kept = laid.prompts.groupby("date")[laid.mood].apply(list)
    assert [[int(text) for text in day.originals[laid.mood]] for day in laid.diary.days] == kept.tolist()


def test_the_windows_and_numbers_before_each_booster(laid):
    for booster in laid.boosters:
        *_, earlier, previous = laid.sessions_before(booster)
        page, yesterday = made(laid, booster), booster - pd.Timedelta(days=1)
        empty_yesterday = pd.isna(laid.daily.mood.reindex([yesterday]).iloc[0])
        if empty_yesterday:  # the page's own "today" is not missing while it is empty: look from a day later
            page = made(laid, booster, booster)
        assert page.where.days_since_previous == (booster - previous).days
        before_course = slice(laid.infusions[0] - pd.Timedelta(days=14), laid.infusions[0] - pd.Timedelta(days=1))
        enough_before = laid.daily.mood[before_course].count() >= 5
        for series in page.series:
            if series.field not in laid.daily.columns:
                assert (series.points, series.now.n, series.now.median) == ([], 0, None)
                continue
            column = laid.daily[series.field]
            same(series.now, column, slice(previous, yesterday))
            same(series.previous, column, slice(earlier, previous - pd.Timedelta(days=1)))
            same(series.week, column, slice(yesterday - pd.Timedelta(days=6), yesterday))
            assert page.baseline.late != enough_before
            start = before_course.start if enough_before else column[laid.infusions[0] :].first_valid_index()
            length = 13 if enough_before else 6
            same(series.baseline, column, slice(start, start + pd.Timedelta(days=length)))
            for change, then in [
                (series.change_previous, series.previous),
                (series.change_baseline, series.baseline),
            ]:
                known = series.now.median is not None and then.median is not None
                assert change == (series.now.median - then.median if known else None)


def test_points_and_gaps_are_the_days_with_and_without_an_entry(laid):
    for booster in laid.boosters:
        page, yesterday = made(laid, booster), booster - pd.Timedelta(days=1)
        column = laid.daily.mood[pd.Timestamp(page.chart.start) : yesterday]
        drawn_as_they_are(page.series[0], column, today=yesterday.date())


def test_completeness_before_each_booster(laid):
    for booster in laid.boosters:
        page = made(laid, booster, booster)
        previous = laid.sessions_before(booster)[-1]
        for counted, start in [(page.completeness.interval, previous), (page.completeness.course, laid.infusions[0])]:
            column = laid.daily.mood.reindex(pd.date_range(start, booster - pd.Timedelta(days=1), freq="D"))
            assert (counted.days_logged, counted.days_possible) == (column.count(), len(column))
            assert (counted.longest_gap.days if counted.longest_gap else 0) == longest_hole(column)
            assert (counted.imported, counted.late, counted.synced_later) == (column.count(), 0, 0)


def test_headache_by_day_after_session(laid):
    sessions = pd.DataFrame({"session": sorted([*laid.infusions, *laid.boosters])})
    for booster in laid.boosters:
        page = made(laid, booster, booster)
        days = laid.daily.reindex(pd.date_range(laid.infusions[0], booster - pd.Timedelta(days=1), freq="D"))
        days = days.rename_axis("day").reset_index()
        after = pd.merge_asof(days, sessions, left_on="day", right_on="session")
        after["bucket"] = pd.cut(
            (after.day - after.session).dt.days,
            [-1, 0, 1, 6, 10_000],
            labels=["same_day", "day_1", "days_2_6", "day_7_plus"],
        )
        present = after.headache.isin(["mild", "moderate", "severe"])
        expected = [
            (name, int(present[after.bucket == name].sum()), int(group.mood.count()), int(group.mood.isna().sum()))
            for name, group in after.groupby("bucket", observed=True)
        ]
        found = [effect for effect in page.side_effects if effect.effect == "headache"]
        interval = after[after.day >= laid.sessions_before(booster)[-1]]
        severities = interval.headache.value_counts()
        assert bool(found) == bool(present.any())
        for effect in found:
            assert [(row.bucket, row.count, row.of, row.no_entry) for row in effect.rows] == expected
            assert {name: getattr(effect.by_severity, name) for name in ("mild", "moderate", "severe")} == {
                name: int(severities.get(name, 0)) for name in ("mild", "moderate", "severe")
            }
            assert effect.course_days == int(present.sum())


def test_how_long_each_booster_held(laid):
    """A rolling median of the interval's own days, at least 4 of 7, against the week before plus 2."""
    for booster in laid.boosters:
        page = made(laid, booster)
        earlier = [day for day in laid.boosters if day < booster]
        assert [found.start for found in page.wear_off] == [day.date() for day in earlier]
        for found, start in zip(page.wear_off, earlier, strict=True):
            end = start + pd.Timedelta(days=BOOSTER_EVERY - 1)
            before = laid.daily.mood.reindex(pd.date_range(start - pd.Timedelta(days=7), start, inclusive="left"))
            rolling = laid.daily.mood.reindex(pd.date_range(start, end)).rolling(7, min_periods=4).median().iloc[6:]
            assert (found.before.n, found.until) == (before.count(), end.date())
            if before.count() < 4:
                assert (found.days_held, found.outcome) == (None, "too_little_before")
                continue
            assert found.mark == before.median() + 2
            holding = (rolling >= found.mark).cummin()  # a day without a median compares as not holding
            days = int(holding.sum())
            stopped = None if days == len(rolling) else rolling.iloc[days]
            if days == 0:
                expected = (None, "too_little_after") if pd.isna(stopped) else (0, "not_reached")
            elif stopped is None:
                expected = (BOOSTER_EVERY, "lasted")
            else:
                expected = (days + 6, "data_ended" if pd.isna(stopped) else "dropped")
            assert (found.days_held, found.outcome) == expected


def test_reading_with_the_mapping_that_was_shown_gives_the_same_days(laid):
    buffer = io.StringIO()
    laid.prompts.assign(date=laid.prompts.date.dt.strftime("%Y-%m-%d")).to_csv(buffer, index=False)
    shown = laid.diary
    again = read(buffer.getvalue(), shown.mapping, today=date(2026, 1, 1))
    assert (again.days, again.digest) == (shown.days, shown.digest)


def test_mood_by_day_after_each_of_the_last_three_boosters(laid):
    for booster in laid.boosters:
        page = made(laid, booster)
        earlier = [day for day in laid.boosters if day < booster][-3:]
        assert [curve.start for curve in page.curves] == [day.date() for day in earlier]
        days = pd.DataFrame(
            {
                number: laid.daily.mood.reindex(pd.date_range(day, periods=BOOSTER_EVERY)).to_numpy()
                for number, day in enumerate(earlier)
            },
            index=range(BOOSTER_EVERY),
        )
        for number, curve in enumerate(page.curves):
            column = days[number]
            assert [(point.day_after, point.value) for point in curve.points] == list(column.dropna().items())
            empty = [day for gap in curve.gaps for day in range(gap.first, gap.last + 1)]
            yesterday = BOOSTER_EVERY - 1 if curve.start == earlier[-1].date() else None
            assert empty == [day for day in column.index[column.isna()] if day != yesterday]
            assert (curve.n, curve.of) == (column.count(), BOOSTER_EVERY - (yesterday in column.index[column.isna()]))
        counted = days.count(axis=1)
        medians = days.median(axis=1).where(counted > 1)
        assert [(point.day_after, point.n) for point in page.curve_median] == list(counted[counted > 0].items())
        assert [point.median for point in page.curve_median] == [
            None if pd.isna(value) else value for value in medians[counted > 0]
        ]


def test_headache_before_the_course_and_over_it(laid):
    for booster in laid.boosters:
        page = made(laid, booster, booster)
        sessions = laid.sessions_before(booster)
        before = laid.daily.headache[laid.infusions[0] - pd.Timedelta(days=14) : laid.infusions[0]].iloc[:-1]
        reported = before[before.isin(["mild", "moderate", "severe"])]
        for found in page.side_effects:
            assert found.before.reported == bool(len(reported))
            if len(reported):
                assert (found.before.day, found.before.severity) == (reported.index[-1].date(), reported.iloc[-1])
            half = len(sessions) // 2
            for counted, days in ((found.course.first, sessions[:half]), (found.course.last, sessions[-half:])):
                part = laid.daily.reindex(days)
                assert counted.count == part.headache.isin(["mild", "moderate", "severe"]).sum()
                assert (counted.of, counted.no_entry) == (part.mood.count(), part.mood.isna().sum())
            shares = [counted.count / counted.of for counted in (found.course.first, found.course.last) if counted.of]
            little = min(found.course.first.of, found.course.last.of) < 4
            more = shares[-1] - shares[0] if shares else 0.0
            word = "steady" if abs(more) < 1 / 3 - 1e-9 else "growing" if more > 0 else "fading"
            assert found.course.trend == (None if little else word)
