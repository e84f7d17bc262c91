"""Exact arithmetic for ratings: fractions, because a float's 2.5 may be 2.4999 after a scale was mapped."""

import re
from fractions import Fraction
from math import floor

from clinical.diary_import.shapes import EffectColumn, Field, RatingColumn, Take
from clinical.entries import Severity

MISSING = frozenset({"", "-", "--", "na", "n/a", "nan", "null", "none", "?"})
WORDS = {
    # Daylio writes its five moods as words. English and Spanish as its app names them.
    word: place
    for words in ("awful bad meh good rad", "horrible mal regular bien genial")
    for place, word in enumerate(words.split(), start=1)
}
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(?:[.,][0-9]{1,9})?")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])(?::[0-5][0-9])?")


def is_missing(text: str) -> bool:
    return text.casefold() in MISSING


def number(text: str, field: Field | None) -> Fraction | None:
    """A decimal point or comma; for mood also Daylio's words, for sleep hours also 7:30."""
    text = text.replace("\u2212", "-")
    if _NUMBER.fullmatch(text):
        return Fraction(text.replace(",", "."))
    if field == "mood" and text.casefold() in WORDS:
        return Fraction(WORDS[text.casefold()])
    if field == "sleep_hours" and (clock := _CLOCK.fullmatch(text)):
        return Fraction(int(clock[1])) + Fraction(int(clock[2]), 60)
    return None


def exact(value: float) -> Fraction:
    """What was typed: 0.1 is a tenth, not the binary number next to it."""
    return Fraction(repr(value))


def half_up(value: Fraction) -> int:
    """2.5 -> 3, 4.4999 -> 4. Python's round() would make 2.5 a 2."""
    return floor(value + Fraction(1, 2))


def reduce(values: list[Fraction], take: Take) -> Fraction:
    """`values` in order of time. The median of an even number is the exact mean of the two middle ones."""
    ordered = sorted(values)
    match take:
        case "min":
            return ordered[0]
        case "max":
            return ordered[-1]
        case "last":
            return values[-1]
        case "mean":
            return sum(values, Fraction(0)) / len(values)
        case "median":
            half = len(ordered) // 2
            return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def share(value: Fraction, rating: RatingColumn) -> Fraction:
    """Where on its scale a value lies: 0 at the end that means 0, 1 at the other."""
    low, high = exact(rating.low), exact(rating.high)
    return (high - value if rating.reversed else value - low) / (high - low)


def score(values: list[Fraction], rating: RatingColumn) -> int:
    return half_up(share(reduce(values, rating.take), rating) * 10)


def hours(values: list[Fraction], rating: RatingColumn) -> float:
    """0-24 in halves, half up: 6.25 -> 6.5, 6.2 -> 6.0."""
    return half_up(share(reduce(values, rating.take), rating) * 24 * 2) / 2


def severity(values: list[Fraction], effect: EffectColumn) -> Severity | None:
    """None below the lower bound of mild."""
    value = reduce(values, effect.take)
    if value >= exact(effect.severe):
        return "severe"
    if value >= exact(effect.moderate):
        return "moderate"
    return "mild" if value >= exact(effect.mild) else None
