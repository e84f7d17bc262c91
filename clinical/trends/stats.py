"""When days make a number, and which number.

Weekly mood is the median of at least 4 of 7 daily entries (house rule, summary.md section 3). For longer windows the
4 stay the least, and at least a third of the days possible is asked for: the convention of experience-sampling
studies, which leave out people with fewer than a third of their prompts answered [ESM-THIRD]. So: 4 of 7, 4 of 12,
5 of 14, 10 of 30. A window shorter than 4 days never makes a number.
"""

from collections.abc import Sequence

from clinical.trends.journal import Journal, Span, Values
from clinical.trends.shapes import Stat

LEAST = 4
WEEK = 7


def need(possible: int) -> int:
    return max(LEAST, -(-possible // 3))


def median(ordered: Sequence[float]) -> float:
    """Of ascending numbers: the middle one, or the unrounded mean of the two middle ones."""
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return (ordered[half - 1] + ordered[half]) / 2


def stat(journal: Journal, values: Values, span: Span) -> Stat:
    found = sorted(values.within(span))
    of = journal.possible(span)
    enough = len(found) >= need(of)
    return Stat(
        median=median(found) if enough else None,
        low=found[0] if enough else None,
        high=found[-1] if enough else None,
        n=len(found),
        of=of,
        need=need(of),
    )
