"""How the invented patients' days go: a level for each day, and a person's noise around it.

These shapes make the demo's pages worth looking at. They are no claim about any treatment.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

import msgspec

Level = Callable[[date], float]


class Rating(msgspec.Struct, frozen=True, kw_only=True):
    mood: int
    anxiety: int
    energy: int
    sleep_hours: float
    sleep_quality: int


def benefit(
    sessions: Sequence[date],
    *,
    before: float,
    after: float,
    holds: Callable[[int], float],
    fades: float,
    builds: float = 0.6,
) -> Level:
    """Each session lifts the mood towards `after`; it holds for `holds(nth session)` days and then halves every `fades` days.

    `builds`: the part of the way to `after` that one session leaves undone, so that the first few add up.
    """

    def level(day: date) -> float:
        past = [session for session in sessions if session <= day]
        if not past:
            return before
        reached = (after - before) * (1 - builds ** len(past))
        since = (day - past[-1]).days - holds(len(past))
        return before + reached * 0.5 ** (max(0.0, since) / fades)

    return level


def climb(sessions: Sequence[date], *, before: float, after: float, over: int) -> Level:
    """Slow at first, then faster: `over` sessions from `before` to `after`."""

    def level(day: date) -> float:
        done = min(1.0, sum(session <= day for session in sessions) / over)
        return before + (after - before) * done * done * (3 - 2 * done)

    return level


def slide(level: Level, *, since: date, per_week: float, least: float) -> Level:
    """From `since` on it goes down."""
    return lambda day: (
        max(least, level(day) - per_week * max(0, (day - since).days) / 7) if day >= since else level(day)
    )


def dip(level: Level, *, around: date, depth: float, days: int) -> Level:
    """A bad time around one day, that passes."""
    return lambda day: level(day) - depth * max(0.0, 1 - abs((day - around).days) / days)


def ratings(rng: Random, level: Level, first: date, last: date, *, swing: float = 0.8) -> dict[date, Rating]:
    """One for each day; yesterday colours today."""
    found: dict[date, Rating] = {}
    drift = 0.0
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        drift = 0.55 * drift + rng.gauss(0, swing)
        mood = _score(level(day) + drift)
        slept = 6.4 + 0.22 * (mood - 5) + rng.gauss(0, 0.8)
        found[day] = Rating(
            mood=mood,
            anxiety=_score(8.6 - 0.8 * mood + rng.gauss(0, 0.9)),
            energy=_score(mood - 0.6 + rng.gauss(0, 1.0)),
            sleep_hours=min(11.0, max(2.5, round(slept * 2) / 2)),
            sleep_quality=_score(mood + rng.gauss(0, 1.1)),
        )
    return found


def _score(value: float) -> int:
    return min(10, max(0, round(value)))
