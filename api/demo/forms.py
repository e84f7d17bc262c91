"""From a person's level to the forms they fill in, on the days that the protocol's cadence asks for. Made up, like the rest."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

import msgspec

from api.demo.curves import Level
from api.demo.shapes import Course, Filled, LookedAt, Total
from api.demo.telling import DAY, planned, session_days
from clinical.cadence import Cadence, cadence_for
from clinical.due_measures import LEAD, months_after
from clinical.instruments import INSTRUMENTS
from clinical.protocols import TEMPLATES

PHQ_9, GAD_7 = "phq-9", "gad-7"
ITEM_9 = 8
"""Its place among the answers."""
MOST = 3
BEFORE_BREAKFAST = time(7, 25)
"""So that a form of two days before a session is there when its summary is made."""

FROM_LEVEL = {PHQ_9: (4.5, 3.2), GAD_7: (3.0, 2.4), "qids-sr16": (4.0, 2.6)}
"""The total at a level of 7.6, and how much more it is for each point below."""


class Forms(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody fills in forms. Numbers count the occasions of the PHQ-9 from 0: `passes` are those without any form, `declined`
    those with "not now"; `left_out` gives the item (from 1), `item_9` the answer to it where that is not 0."""

    anxiety: bool = True
    passes: frozenset[int] = frozenset()
    declined: frozenset[int] = frozenset()
    left_out: dict[int, int] = {}
    item_9: dict[int, int] = {}
    looked_at: LookedAt | None = None


class Occasion(msgspec.Struct, frozen=True, order=True):
    """`before`: the day of the session that a form is asked before, if it is."""

    day: date
    before: date | None = None


def fill(rng: Random, level: Level, course: Course, joined_on: date, last: date, forms: Forms) -> list[Filled]:
    """All forms up to `last`. Those of anxiety come after those of depression, in the same minutes."""
    asked = [one for one in occasions(PHQ_9, course) if joined_on < one.day <= last]
    found: list[Filled] = []
    for n, one in enumerate(asked):
        if n in forms.passes:
            continue
        answers = None if n in forms.declined else _phq_9(rng, level, one.day, forms, n)
        raised = answers is not None and bool(answers[ITEM_9])
        found.append(_filled(rng, PHQ_9, one, answers, forms.looked_at if raised else None))
    if forms.anxiety:
        passed = {asked[n].day for n in forms.passes | forms.declined if n < len(asked)}
        for one in occasions(GAD_7, course):
            if joined_on < one.day <= last and one.day not in passed:
                found.append(_filled(rng, GAD_7, one, _spread(rng, _total(rng, GAD_7, level, one.day), 7), None))
    return found


def entered(rng: Random, level: Level, instrument: str, days: Iterable[date]) -> list[Total]:
    return [
        Total(
            instrument=instrument,
            day=day,
            total=_total(rng, instrument, level, day),
            written=datetime.combine(day, time(12, 10)),
        )
        for day in days
    ]


def occasions(instrument: str, course: Course) -> list[Occasion]:
    """One for each window of `clinical.due_measures`, as far as these stories need them; never two within three days."""
    template = TEMPLATES[course.protocol]
    cadence = cadence_for(template.id, template.modality, instrument, {})
    if cadence is not None and cadence.with_instrument is not None:
        return occasions(cadence.with_instrument, course)
    if cadence is None:
        return []
    kinds = {session.kind for session in planned(course)}
    boosters = session_days(course, date.max, {"booster"})
    treated = session_days(course, date.max, kinds - {"booster"})
    kept: list[Occasion] = []
    for one in sorted([*_before(cadence, treated, boosters), *_after(cadence, treated, boosters)]):
        if not kept or (one.day - kept[-1].day).days > LEAD:
            kept.append(one)
    return kept


def _before(cadence: Cadence, treated: Sequence[date], boosters: Sequence[date]) -> Iterable[Occasion]:
    numbers = [1] * cadence.start + [*cadence.before] + [len(treated)] * cadence.before_last
    days = {treated[n - 1] for n in numbers if n <= len(treated)}
    days |= {*boosters} if cadence.before_boosters else set()
    return [Occasion(day - LEAD * DAY, day) for day in sorted(days)]


def _after(cadence: Cadence, treated: Sequence[date], boosters: Sequence[date]) -> Iterable[Occasion]:
    first, last = treated[0], treated[-1]
    days = [booster + n * DAY for booster in boosters for n in cadence.after_booster_days]
    if cadence.every_sessions is not None:
        days += [day + DAY for day in treated[cadence.every_sessions - 1 : -1 : cadence.every_sessions]]
    if cadence.every_days is not None:
        days += [first + n * DAY for n in range(cadence.every_days, (last - first).days + 1, cadence.every_days)]
    if cadence.after_last:
        days.append(last + DAY)
    days += [last + n * DAY for n in cadence.after_last_days]
    days += [months_after(last, n) + DAY for n in cadence.after_last_months]
    return [Occasion(day) for day in days]


def _phq_9(rng: Random, level: Level, day: date, forms: Forms, n: int) -> list[int | None]:
    item_9 = forms.item_9.get(n, 0)
    answers = [*_spread(rng, max(0, _total(rng, PHQ_9, level, day) - item_9), ITEM_9), item_9]
    if n in forms.left_out:
        answers[forms.left_out[n] - 1] = None
    return answers


def _filled(
    rng: Random, instrument: str, one: Occasion, answers: list[int | None] | None, looked_at: LookedAt | None
) -> Filled:
    has_extra = answers is not None and instrument == PHQ_9
    return Filled(
        instrument=instrument,
        day=one.day,
        answers=answers,
        extras={"difficulty": min(MOST, sum(answer or 0 for answer in answers) // 6)} if answers and has_extra else {},
        before=one.before,
        written=datetime.combine(one.day, BEFORE_BREAKFAST) + timedelta(minutes=rng.randint(0, 12)),
        looked_at=looked_at,
    )


def _total(rng: Random, instrument: str, level: Level, day: date) -> int:
    """By the week before, which the form looks back on at least."""
    at_best, for_each = FROM_LEVEL[instrument]
    week = sum(level(day - n * DAY) for n in range(1, 8)) / 7
    highest = INSTRUMENTS[instrument].scoring.max or 0
    return min(highest - MOST, max(0, round(at_best + (7.6 - week) * for_each + rng.gauss(0, 0.8))))


def _spread(rng: Random, total: int, items: int) -> list[int | None]:
    """Over so many items of 0 to 3."""
    points = rng.sample([item for item in range(items) for _ in range(MOST)], min(total, items * MOST))
    return [points.count(item) for item in range(items)]
