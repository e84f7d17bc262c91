"""What a word of a text is to the phrases: one of their words, a number, several words run together, or nothing known.

Every word is asked for once for each text that holds it, so the answers are kept, up to a bound.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from .near import Near
from .segments import Segments
from .slots import LARGE_NUMBER, NUMBER

UNKNOWN = "?"
"""No word of a text and no word of a phrase."""

MOST_KEPT = 20_000
LONGEST_KEPT = 40
SHORTEST_GLUED, LONGEST_GLUED = 7, 64
SELF = frozenset(["i", "im", "ive", "yo", "ya", "no", "cant", "dont"])
_REPEATED = re.compile(r"(.)\1{2,}")


def spellings(text: str) -> tuple[str, ...]:
    """What a word with letters held down may mean: "diiiie" is "diie" or "die"; other words mean themselves."""
    if not _REPEATED.search(text):
        return (text,)
    return (text, _REPEATED.sub(r"\1\1", text), _REPEATED.sub(r"\1", text))


class WordReadings(dict[str, str]):
    """Readings by the words themselves and by letters held down; what a clinic's own words need."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        super().__init__(zip(self.words, self.words, strict=True))

    def __missing__(self, word: str) -> str:
        symbol = self.read(word)
        if len(word) <= LONGEST_KEPT:
            if len(self) >= MOST_KEPT:
                self.clear()
            self[word] = symbol
        return symbol

    def read(self, word: str) -> str:
        return next((spelling for spelling in spellings(word) if spelling in self.words), UNKNOWN)


class Readings(WordReadings):
    """The same for the phrase files: also numbers, slips of one letter, and words run together."""

    # A word alone must be written like this to be one of several; other letters alone are nothing.
    ALONE: ClassVar[frozenset[str]] = frozenset("iay")

    def __init__(
        self,
        words: Mapping[str, Iterable[str]],
        near: Sequence[Mapping[str, Sequence[str]]],
        disguised: Sequence[str],
    ) -> None:
        """`words` by language, in the order in which languages are tried."""
        super().__init__({*disguised, *(word for language in words.values() for word in language)})
        self.near = Near(near, self.words).stem
        self.disguised = frozenset(disguised)
        self.languages = [
            Segments([word for word in language if len(word) > 1 or word in self.ALONE], self.disguised)
            for language in words.values()
        ]

    def read(self, word: str) -> str:
        if word in self.words:
            return word
        if word.isdigit():
            return NUMBER if len(word) == 1 else LARGE_NUMBER
        forms = spellings(word)
        known = next((form for form in forms if form in self.words), None)
        return known or next(filter(None, map(self.near, forms)), None) or self.unglued(forms) or UNKNOWN

    def unglued(self, forms: Sequence[str]) -> str | None:
        """ "iwanttodie" as its words. The whole must be words of one language, and not two short ones by chance."""
        for form in forms:
            if SHORTEST_GLUED <= len(form) <= LONGEST_GLUED:
                for language in self.languages:
                    pieces = language.cut(form)
                    if pieces and self._plausible(pieces):
                        return " ".join(pieces)
        return None

    def _plausible(self, pieces: Sequence[str]) -> bool:
        """Not "vegetable" or "medicare": with a word that people disguise, or begun like a sentence about oneself."""
        telling = [piece in self.disguised for piece in pieces]
        if len(pieces) == 2:
            return (
                any(telling)
                and max(map(len, pieces)) >= 4
                and all(told or len(piece) >= 4 for told, piece in zip(telling, pieces, strict=True))
            )
        single = any(len(piece) == 1 for piece in pieces[1:])
        begun = pieces[0] in SELF and not single and 2 * sum(map(len, pieces)) >= 5 * len(pieces)
        return len(pieces) > 2 and (any(telling) or begun)
