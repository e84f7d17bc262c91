"""A real person's diary, read with pandas straight from the CSV and by our import, for the tests of the trend summary.

It is not part of the product and lies in shared/ beside the checkout. It has hardly a day without an entry, so it is also
read with fewer prompts: one prompt of the day only, as by somebody who logs once a day and forgets, has the gaps of real
life. Its `down` hardly moves either, so two readings take a livelier rating for the mood: their medians change, and a
benefit is there to wear off.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import msgspec
import numpy as np
import pandas as pd
import pytest

from clinical.diary_import import Diary, DiaryMapping, EffectColumn, RatingColumn, read
from clinical.trends import DayFact, EffectFact, SessionFact, SummaryInput
from clinical.trends.shapes import Series, Stat

DIARY = Path(__file__).parents[3] / "shared/data/diary/esm_diary.csv"
needs_diary = pytest.mark.skipif(
    not DIARY.parents[2].exists(), reason="The real diary is not part of the repository: there is no ../shared here."
)

COURSE = UUID(int=1)
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
class Diarist:
    """The diary as pandas has it, and as we read it."""

    prompts: pd.DataFrame
    mood: str
    daily: pd.DataFrame  # every calendar day from the first to the last, empty where nothing was logged
    diary: Diary


def read_diary(reading: str) -> Diarist:
    beep, mood = READINGS[reading]
    prompts = pd.read_csv(DIARY, parse_dates=["date"])
    if beep:
        prompts = prompts[prompts.beep == beep]
    text = prompts.assign(date=prompts.date.dt.strftime("%Y-%m-%d")).to_csv(index=False)
    mapping = msgspec.structs.replace(MAPPING, fields=MAPPING.fields | {"mood": mood})
    return Diarist(prompts, mood.column, by_day(prompts, mood.column), read(text, mapping, today=date(2026, 1, 1)))


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


def planned(
    kinds: Iterable[tuple[str, int, pd.Timestamp]], coming: pd.Timestamp | None
) -> tuple[list[SessionFact], SessionFact | None]:
    """Sessions of the course, those before `coming` completed; and the one on that day."""
    sessions = [
        SessionFact(
            id=UUID(int=100 + place),
            kind=kind,
            ordinal=number,
            day=day.date(),
            status="planned" if coming is not None and day >= coming else "completed",
            course_id=COURSE,
        )
        for place, (kind, number, day) in enumerate(kinds)
    ]
    return sessions, next((fact for fact in sessions if coming is not None and fact.day == coming.date()), None)


def facts_of(
    diarist: Diarist, sessions: list[SessionFact], coming: SessionFact | None, day_of: date, **more: object
) -> SummaryInput:
    """Everything of the diary goes in, later days too, which must not count."""
    return SummaryInput(
        day_of=day_of,
        session=coming,
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
            for day in diarist.diary.days
        ],
        side_effects=[
            EffectFact(
                report_id=UUID(int=10**9 + day.day.toordinal()),
                revision_id=UUID(int=10**9 + day.day.toordinal()),
                effect=found.effect,
                severity=found.severity,
                day=day.day,
            )
            for day in diarist.diary.days
            for found in day.side_effects
        ],
        expected_from=diarist.daily.index[0].date(),
        **more,
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


def drawn_as_they_are(series: Series, column: pd.Series, *, today: date) -> None:
    """Points are the days with an entry, gaps those without one, and an empty today is neither."""
    logged = column.dropna()
    assert [(pd.Timestamp(point.day), point.value) for point in series.points] == list(logged.items())
    missing = [gap.start + pd.Timedelta(days=day) for gap in series.gaps for day in range(gap.days)]
    assert missing == [day.date() for day in column.index[column.isna()] if day.date() < today]
