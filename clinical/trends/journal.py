"""The facts, indexed by day for the arithmetic. Days are proleptic ordinals here (date.toordinal), for speed.

Lists of days are in ascending order, so that a window is two bisections and not a walk over its days: a summary looks at
some two hundred windows of a journal that may be years long.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct

from clinical.trends.facts import DayFact, EffectFact, SummaryInput
from clinical.trends.shapes import Field, Window

FIELDS: tuple[Field, ...] = ("mood", "anxiety", "energy", "sleep_hours", "sleep_quality")


class Span(NamedTuple):
    """Days from `first` to `last`, both included."""

    first: int
    last: int

    def days(self) -> range:
        return range(self.first, self.last + 1)

    def count(self, days: list[int]) -> int:
        """How many of these days, ascending, are within."""
        return max(0, bisect_right(days, self.last) - bisect_left(days, self.first))

    def overlaps(self, other: "Span") -> bool:
        return self.first <= other.last and other.first <= self.last

    def window(self) -> Window:
        return Window(start=date.fromordinal(self.first), until=date.fromordinal(self.last))


class Values(NamedTuple):
    """One daily rating: the days that have it, ascending, and its number on each."""

    days: list[int]
    numbers: list[float]

    def within(self, span: Span) -> list[float]:
        return self.numbers[self.part(span)]

    def part(self, span: Span) -> slice:
        return slice(bisect_left(self.days, span.first), bisect_right(self.days, span.last))


class Journal(Struct, frozen=True, kw_only=True):
    """`expected_from` and `paused` say on which days an entry could be expected; nothing is after `today`.
    `last_heard_on`: the day of the newest arrival from a phone, None when nothing ever came from one.

    check_ins   by day, ascending; `logged` are their days.
    entries     days with a check-in or a side-effect report, "not present" included: it says that the patient looked.
    settled     days that are paused or have a check-in: no check-in is missing on them.
    explained   the same with `entries`: no entry is missing on them.
    """

    today: int
    check_ins: dict[int, DayFact]
    reports: dict[int, list[EffectFact]]
    ratings: dict[Field, Values]
    expected_from: int
    last_heard_on: int | None
    logged: list[int]
    entries: list[int]
    settled: list[int]
    explained: list[int]

    def due(self, span: Span) -> Span:
        """Its days on which an entry could be expected, pauses aside. Today is not over: while it is empty, it is not
        missing yet."""
        return Span(max(span.first, self.expected_from), min(span.last, self.today - 1))

    def possible(self, span: Span) -> int:
        """Days that have a check-in or should have one. Never fewer than the days with a check-in."""
        due = self.due(span)
        return span.count(self.logged) + len(due.days()) - due.count(self.settled)

    def missing(self, span: Span) -> list[int]:
        """Days that should have a check-in and have none."""
        settled = set(self.settled)
        return [day for day in self.due(span).days() if day not in settled]

    def silent(self, span: Span) -> list[int]:
        """Days that should have an entry of any kind and have none."""
        explained = set(self.explained)
        return [day for day in self.due(span).days() if day not in explained]


def index(given: SummaryInput) -> Journal:
    """Of two facts for one day, which current revisions never are, the newest revision (UUIDv7) counts."""
    check_ins = {
        fact.day.toordinal(): fact
        for fact in sorted(given.check_ins, key=lambda fact: (fact.day, fact.revision_id))
        if fact.day <= given.day_of
    }
    reports: dict[int, list[EffectFact]] = defaultdict(list)
    for fact in sorted(given.side_effects, key=lambda fact: fact.revision_id.int):
        if fact.day <= given.day_of:
            reports[fact.day.toordinal()].append(fact)
    entries = check_ins.keys() | reports.keys()
    paused = paused_days(given)
    return Journal(
        today=given.day_of.toordinal(),
        check_ins=check_ins,
        reports=dict(reports),
        ratings={field: values_of(check_ins, field) for field in FIELDS},
        expected_from=first_expected(given),
        last_heard_on=given.last_heard_on.toordinal() if given.last_heard_on else None,
        logged=list(check_ins),
        entries=sorted(entries),
        settled=sorted(paused | check_ins.keys()),
        explained=sorted(paused | entries),
    )


def first_expected(given: SummaryInput) -> int:
    return given.expected_from.toordinal() if given.expected_from else 0


def paused_days(given: SummaryInput) -> set[int]:
    first, last = first_expected(given), given.day_of.toordinal()
    return {
        day
        for pause in given.paused
        for day in range(max(pause.start.toordinal(), first), min(pause.until.toordinal(), last) + 1)
    }


def values_of(check_ins: dict[int, DayFact], field: Field) -> Values:
    column: list[float | None] = list(map(attrgetter(field), check_ins.values()))
    return Values(
        days=[day for day, number in zip(check_ins, column, strict=True) if number is not None],
        numbers=[float(number) for number in column if number is not None],
    )
