"""A real person's diary under a ketamine course: what the summary says before each booster, figure by figure.

The expected figures are computed with pandas straight from the CSV, by none of our functions. The diary is not part of
the product and lies in shared/ beside the checkout. It has hardly a day without an entry, so it is also read with
fewer prompts: one prompt of the day only, as by somebody who logs once a day and forgets, has the gaps of real life. Its
`down` hardly moves either, so two readings take a livelier rating for the mood: their medians change, and a benefit
is there to wear off.
"""

import io
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import numpy as np
import pandas as pd
import pytest

from clinical.diary_import import Diary, DiaryMapping, EffectColumn, RatingColumn, read
from clinical.trends import DayFact, EffectFact, SessionFact, SummaryInput, summary
from clinical.trends.shapes import Stat, Summary

DIARY = Path(__file__).parents[3] / "shared/data/diary/esm_diary.csv"
pytestmark = pytest.mark.skipif(
    not DIARY.parents[2].exists(), reason="The real diary is not part of the repository: there is no ../shared here."
)

COURSE = UUID(int=1)
INFUSIONS = (20, 23, 27, 30, 34, 37)  # days after the diary's first: six over 17 days
BOOSTER_EVERY = 30
DOWN = RatingColumn(column="down", low=-3, high=3, reversed=True)
CHEERFUL = RatingColumn(column="cheerful", low=1, high=7)
IRRITATED = RatingColumn(column="irritated", low=1, high=7)
READINGS = {
    "all prompts": (None, DOWN),
    "third prompt": (3, DOWN),
    "eighth prompt": (8, DOWN),
    "eighth prompt, cheerful": (8, CHEERFUL),
    "eighth prompt, irritated": (8, IRRITATED),
}
MAPPING = DiaryMapping(
    date="date",
    fields={
        "mood": DOWN,
        "anxiety": RatingColumn(column="anxious", low=-3, high=3),
        "energy": RatingColumn(column="tired", low=1, high=7, reversed=True),
    },
    side_effects=[EffectColumn(effect="headache", column="headache", mild=3, moderate=5, severe=6)],
)


@dataclass
class Laid:
    """The diary as pandas has it, and the course over it."""

    prompts: pd.DataFrame
    mood: str
    daily: pd.DataFrame  # every calendar day from the first to the last, empty where nothing was logged
    infusions: list[pd.Timestamp]
    boosters: list[pd.Timestamp]
    diary: Diary

    def sessions_before(self, day: pd.Timestamp) -> list[pd.Timestamp]:
        return [session for session in [*self.infusions, *self.boosters] if session < day]


@pytest.fixture(scope="module", params=READINGS.values(), ids=READINGS.keys())
def laid(request) -> Laid:
    beep, mood = request.param
    prompts = pd.read_csv(DIARY, parse_dates=["date"])
    if beep:
        prompts = prompts[prompts.beep == beep]
    first, last = prompts.date.min(), prompts.date.max()
    infusions = [first + pd.Timedelta(days=day) for day in INFUSIONS]
    boosters = list(pd.date_range(infusions[-1], last, freq=f"{BOOSTER_EVERY}D"))[1:]
    text = prompts.assign(date=prompts.date.dt.strftime("%Y-%m-%d")).to_csv(index=False)
    mapping = msgspec.structs.replace(MAPPING, fields=MAPPING.fields | {"mood": mood})
    diary = read(text, mapping, today=date(2026, 1, 1))
    return Laid(prompts, mood.column, by_day(prompts, mood.column), infusions, boosters, diary)


def by_day(prompts: pd.DataFrame, mood: str) -> pd.DataFrame:
    """The README's mapping. Multiplied before divided, a half is exactly a half in floating point."""
    grouped = prompts.groupby("date")
    above = 3 - grouped.down.median() if mood == "down" else grouped[mood].median() - 1
    daily = pd.DataFrame(
        {
            "mood": np.floor(above * 10 / 6 + 0.5),
            "anxiety": np.floor((grouped.anxious.median() + 3) * 10 / 6 + 0.5),
            "energy": np.floor((7 - grouped.tired.median()) * 10 / 6 + 0.5),
            "headache": pd.cut(grouped.headache.max(), [0, 2, 4, 5, 7], labels=["none", "mild", "moderate", "severe"]),
        }
    )
    return daily.reindex(pd.date_range(daily.index.min(), daily.index.max(), freq="D"))


def made(laid: Laid, booster: pd.Timestamp, day_of: pd.Timestamp | None = None) -> Summary:
    """The summary on the day before: everything of the diary goes in, later days too, which must not count."""
    kinds = [("infusion", number, day) for number, day in enumerate(laid.infusions, start=1)]
    kinds += [("booster", number, day) for number, day in enumerate(laid.boosters, start=1)]
    sessions = [
        SessionFact(
            id=UUID(int=100 + place),
            kind=kind,
            ordinal=number,
            day=day.date(),
            status="completed" if day < booster else "planned",
            course_id=COURSE,
        )
        for place, (kind, number, day) in enumerate(kinds)
    ]
    return summary(
        SummaryInput(
            day_of=(day_of or booster - pd.Timedelta(days=1)).date(),
            session=next(fact for fact in sessions if fact.day == booster.date()),
            course_id=COURSE,
            sessions=sessions,
            check_ins=[
                DayFact(
                    day=day.day,
                    revision_id=UUID(int=day.day.toordinal()),
                    mood=day.mood,
                    anxiety=day.anxiety,
                    energy=day.energy,
                    source="import",
                )
                for day in laid.diary.days
            ],
            side_effects=[
                EffectFact(
                    report_id=UUID(int=10**9 + day.day.toordinal()),
                    revision_id=UUID(int=10**9 + day.day.toordinal()),
                    effect=found.effect,
                    severity=found.severity,
                    day=day.day,
                )
                for day in laid.diary.days
                for found in day.side_effects
            ],
            expected_from=laid.daily.index[0].date(),
            planned_gap=BOOSTER_EVERY,
        )
    )


def same(stat: Stat, column: pd.Series, span: slice) -> None:
    """At least 4 days and a third of them make a number; a number is the median of the days that are there."""
    days = pd.date_range(span.start, span.stop, freq="D")
    values = column.reindex(days)
    assert (stat.n, stat.of) == (values.count(), len(days))
    if values.count() >= 4 and values.count() * 3 >= len(days):
        assert (stat.median, stat.low, stat.high) == (values.median(), values.min(), values.max())
    else:
        assert (stat.median, stat.low, stat.high) == (None, None, None)


def longest_hole(column: pd.Series) -> int:
    """The longest run of empty days, by counting the days since the last full one."""
    empty = column.isna()
    return int(empty.groupby((~empty).cumsum()).sum().max())


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
        page = made(laid, booster)
        column = laid.daily.mood[pd.Timestamp(page.chart.start) : booster - pd.Timedelta(days=1)]
        logged = column.dropna()
        series = page.series[0]
        assert [(pd.Timestamp(point.day), point.value) for point in series.points] == list(logged.items())
        missing = [gap.start + timedelta(days=day) for gap in series.gaps for day in range(gap.days)]
        empty = [day.date() for day in column.index[column.isna()] if day < booster - pd.Timedelta(days=1)]
        assert missing == empty


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
