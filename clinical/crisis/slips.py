"""Slips in any word of the phrases: two neighbours swapped ("jsut"), a double letter left out or added ("cuting").

What is an ordinary word itself is no slip. Of those that look like one, not_slips.json lists the ones that are known.
"""

import re
from collections.abc import Iterable

import msgspec

SHORTEST_SWAPPED, SHORTEST_DOUBLED, LONGEST = 4, 5, 24
_DOUBLE = re.compile(r"(.)\1+")


class NotSlips(msgspec.Struct, frozen=True):
    """not_slips.json: ordinary words by language."""

    about: str
    en: list[str]
    es: list[str]


class Slips:
    """A word has few neighbours by a swap, and one form without doubles: each word costs a few look-ups."""

    def __init__(self, words: frozenset[str], disguised: Iterable[str], not_slips: Iterable[str]) -> None:
        """`disguised`: words that are meant rather than others, and the only ones whose first letter may be swapped."""
        self._words = words
        self._disguised = frozenset(disguised)
        self._none = frozenset(not_slips)
        self._by_single: dict[str, list[str]] = {}
        for word in sorted(words, key=lambda word: (word not in self._disguised, word)):
            if len(word) >= SHORTEST_DOUBLED - 1 and word.isalpha() and (single := _single(word)) != word:
                self._by_single.setdefault(single, []).append(word)

    def word(self, slip: str) -> str | None:
        if len(slip) > LONGEST or slip in self._none or not slip.isalpha():
            return None
        return self._swapped(slip) or self._doubled(slip)

    def _swapped(self, slip: str) -> str | None:
        if len(slip) < SHORTEST_SWAPPED:
            return None
        for at in range(len(slip) - 1):
            word = slip[:at] + slip[at + 1] + slip[at] + slip[at + 2 :]
            if word in self._words and (at > 0 or word in self._disguised):
                return word
        return None

    def _doubled(self, slip: str) -> str | None:
        """The word that is nearest in length."""
        if len(slip) < SHORTEST_DOUBLED:
            return None
        single = _single(slip)
        words = self._by_single.get(single, [])
        if len(single) >= SHORTEST_DOUBLED - 1 and single in self._words:
            words = [*words, single]
        return min(words, key=lambda word: abs(len(word) - len(slip)), default=None)


def _single(word: str) -> str:
    return _DOUBLE.sub(r"\1", word)
