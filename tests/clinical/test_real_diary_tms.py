"""A real person's diary under a TMS course: what the summary says before the first session of each week, figure by figure.

Thirty sessions over six weeks of working days, one of which the clinic is closed on, then three, two and one in the weeks
after. The expected figures are computed with pandas straight from the CSV, by none of our functions.
"""

from dataclasses import dataclass

import pandas as pd
import pytest

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

DAY = pd.Timedelta(days=1)
FIRST = pd.Timestamp("2012-09-05")  # a Wednesday, some three weeks into the diary
CLOSED = "2012-09-13"
TAPER = (3, 2, 1)
SYMPTOMS = ["mild", "moderate", "severe"]


@dataclass
class Treated(Diarist):
    sessions: list[pd.Timestamp]

    def mondays(self) -> list[pd.Timestamp]:
        """The first session of every week after the first."""
        weeks = pd.Series(self.sessions, index=[day.to_period("W") for day in self.sessions])
        return weeks.groupby(level=0).first().tolist()[1:]

    def before(self, day: pd.Timestamp) -> list[pd.Timestamp]:
        return [session for session in self.sessions if session < day]


@pytest.fixture(scope="module", params=READINGS)
def treated(request) -> Treated:
    diarist = read_diary(request.param)
    daily = pd.bdate_range(FIRST, periods=30, freq="C", holidays=[CLOSED])
    monday = daily[-1] + pd.offsets.Week(weekday=0)
    taper = [monday + pd.Timedelta(days=7 * week + 2 * n) for week, count in enumerate(TAPER) for n in range(count)]
    return Treated(**vars(diarist), sessions=[*daily, *taper])


def made(treated: Treated, coming: pd.Timestamp, day_of: pd.Timestamp | None = None) -> Summary:
    sessions, session = planned((("tms", n, day) for n, day in enumerate(treated.sessions, start=1)), coming)
    return summary(facts_of(treated, sessions, session, (day_of or coming - DAY).date()))


def week_of(day: pd.Timestamp) -> pd.Timestamp:
    return day - day.weekday() * DAY


def test_there_are_summaries_for_each_week(treated):
    assert treated.sessions[0].day_name() == "Wednesday"
    assert len(treated.sessions) == 36
    assert len(treated.mondays()) == 9


def test_the_windows_and_numbers_before_each_week(treated):
    first = treated.sessions[0]
    for coming in treated.mondays():
        page = made(treated, coming, coming)
        weeks = sorted({max(week_of(day), first) for day in treated.before(coming)})
        yesterday = coming - DAY
        assert (page.interval.start, page.interval.until) == (weeks[-1].date(), yesterday.date())
        assert page.where.week == (week_of(coming) - week_of(first)).days // 7 + 1
        assert page.where.days_since_previous == (coming - treated.before(coming)[-1]).days
        for series in page.series:
            if series.field not in treated.daily.columns:
                assert (series.points, series.now.median) == ([], None)
                continue
            column = treated.daily[series.field]
            same(series.now, column, slice(weeks[-1], yesterday))
            assert (series.previous is None) == (len(weeks) == 1)
            if len(weeks) > 1:
                same(series.previous, column, slice(weeks[-2], weeks[-1] - DAY))
                both = series.now.median is not None and series.previous.median is not None
                assert series.change_previous == (series.now.median - series.previous.median if both else None)
            shown = column[pd.Timestamp(page.chart.start) : coming]
            drawn_as_they_are(series, shown, today=coming.date())


def test_every_treatment_week_has_its_sessions_and_its_mood(treated):
    first = treated.sessions[0]
    coming = treated.mondays()[-1]
    page = made(treated, coming, coming)
    starts = pd.date_range(week_of(first), coming - DAY, freq="7D")
    assert [week.week for week in page.weeks] == list(range(1, len(starts) + 1))
    for week, start in zip(page.weeks, starts, strict=True):
        since, until = max(start, first), min(start + 6 * DAY, coming - DAY)
        assert (week.start, week.until) == (since.date(), until.date())
        assert week.sessions == sum(since <= day <= until for day in treated.before(coming))
        same(week.mood, treated.daily.mood, slice(since, until))


def test_after_the_first_week_the_mood_stands_against_the_baseline(treated):
    first, mood = treated.sessions[0], treated.daily.mood
    before = mood[first - 14 * DAY : first - DAY]
    for coming in treated.mondays():
        page = made(treated, coming, coming)
        last = coming - DAY
        if last < first + 7 * DAY:
            assert page.early is None
            continue
        assert page.early.scores == []
        found = None
        for week in (2, 3):
            days = pd.date_range(first + 7 * (week - 1) * DAY, min(first + (7 * week - 1) * DAY, last))
            if found is None and mood.reindex(days).count() >= 4:
                found = (week, days)
        if found is None:
            assert page.early.mood is None
            continue
        week, days = found
        assert (page.early.mood.week, page.early.mood.start, page.early.mood.until) == (
            week,
            days[0].date(),
            days[-1].date(),
        )
        same(page.early.mood.now, mood, slice(days[0], days[-1]))
        if before.count() >= 5:
            assert page.early.mood.baseline.median == before.median()
            assert page.early.mood.change == mood.reindex(days).median() - before.median()


def test_completeness_before_each_week(treated):
    for coming in treated.mondays():
        page = made(treated, coming, coming)
        for counted, start in (
            (page.completeness.interval, pd.Timestamp(page.interval.start)),
            (page.completeness.course, treated.sessions[0]),
        ):
            column = treated.daily.mood.reindex(pd.date_range(start, coming - DAY))
            assert (counted.days_logged, counted.days_possible) == (column.count(), len(column))
            assert (counted.longest_gap.days if counted.longest_gap else 0) == longest_hole(column)
            assert (counted.not_prompted, counted.not_synced, counted.batch) == (0, 0, 0)
            assert counted.imported == column.count()


def test_headache_by_day_after_session_and_over_the_course(treated):
    sessions = pd.DataFrame({"session": treated.sessions})
    for coming in treated.mondays():
        page = made(treated, coming, coming)
        days = treated.daily.reindex(pd.date_range(treated.sessions[0], coming - DAY)).rename_axis("day").reset_index()
        after = pd.merge_asof(days, sessions, left_on="day", right_on="session")
        present = after.headache.isin(SYMPTOMS)
        buckets = pd.cut(
            (after.day - after.session).dt.days,
            [-1, 0, 1, 6, 10_000],
            labels=["same_day", "day_1", "days_2_6", "day_7_plus"],
        )
        expected = [
            (name, int(present[group.index].sum()), int(group.mood.count()), int(group.mood.isna().sum()))
            for name, group in after.groupby(buckets, observed=True)
        ]
        assert [found.effect for found in page.side_effects] == (["headache"] if present.any() else [])
        held = treated.before(coming)
        half = len(held) // 2
        for found in page.side_effects:
            assert [(row.bucket, row.count, row.of, row.no_entry) for row in found.rows] == expected
            for counted, part in ((found.course.first, held[:half]), (found.course.last, held[len(held) - half :])):
                on_days = treated.daily.reindex(part)
                assert (counted.count, counted.of) == (on_days.headache.isin(SYMPTOMS).sum(), on_days.mood.count())
