"""The facts, indexed by day for the arithmetic. Days are proleptic ordinals here (date.toordinal), for speed."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from msgspec import Struct

from clinical.trends.facts import DayFact, EffectFact, SummaryInput
from clinical.trends.shapes import Window


class Span(NamedTuple):
    """Days from `first` to `last`, both included."""

    first: int
    last: int

    def days(self) -> range:
        return range(self.first, self.last + 1)

    def overlaps(self, other: "Span") -> bool:
        return self.first <= other.last and other.first <= self.last

    def window(self) -> Window:
        return Window(start=date.fromordinal(self.first), until=date.fromordinal(self.last))


class Journal(Struct, frozen=True, kw_only=True):
    """`expected_from` and `paused` say on which days an entry could be expected; nothing is after `today`."""

    today: int
    check_ins: dict[int, DayFact]
    reports: dict[int, list[EffectFact]]
    expected_from: int
    paused: frozenset[int]

    def has_entry(self, day: int) -> bool:
        """A check-in or a side-effect report, "not present" included: it says that the patient looked."""
        return day in self.check_ins or day in self.reports

    def expected(self, day: int) -> bool:
        """Today is not over: a day that is still empty is not missing yet."""
        return self.expected_from <= day < self.today and day not in self.paused

    def possible(self, span: Span) -> int:
        """Days that have a check-in or should have one. Never fewer than the days with a check-in."""
        return sum(day in self.check_ins or self.expected(day) for day in span.days())


def index(given: SummaryInput) -> Journal:
    """Of two facts for one day, which current revisions never are, the newest revision (UUIDv7) counts."""
    today = given.day_of.toordinal()
    reports: dict[int, list[EffectFact]] = defaultdict(list)
    for fact in sorted(given.side_effects, key=lambda fact: fact.revision_id.int):
        if fact.day <= given.day_of:
            reports[fact.day.toordinal()].append(fact)
    check_ins = sorted(given.check_ins, key=lambda fact: (fact.day, fact.revision_id))
    expected_from = given.expected_from.toordinal() if given.expected_from else 0
    return Journal(
        today=today,
        check_ins={fact.day.toordinal(): fact for fact in check_ins if fact.day <= given.day_of},
        reports=dict(reports),
        expected_from=expected_from,
        paused=frozenset(
            day
            for pause in given.paused
            for day in range(max(pause.start.toordinal(), expected_from), min(pause.until.toordinal(), today) + 1)
        ),
    )
