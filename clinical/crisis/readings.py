"""What a word of a text is to the phrases: one of their words, a number, several words run together, or nothing known.

Every word is asked for once for each text that holds it, so the answers are kept, up to a bound.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar

from .near import Near
from .segments import Segments
from .slips import Slips
from .slots import LARGE_NUMBER, NUMBER

UNKNOWN = "?"
"""No word of a text and no word of a phrase."""

MOST_KEPT = 20_000
LONGEST_KEPT = 40
SHORTEST_GLUED, LONGEST_GLUED = 7, 64
SHORT = frozenset(
    """a i y am an as at be by do go he if im in is it me my no of on or so to up us we id
    al de di el en es ha he la le lo me mi ni no os se si su te tu un va ya yo""".split()  # noqa: SIM905
)
"""The pieces of one or two letters that words run together may have."""
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
    """The same for the phrase files: also numbers, slips, and words run together."""

    # A word alone must be written like this to be one of several; other letters alone are nothing.
    ALONE: ClassVar[frozenset[str]] = frozenset("iay")

    def __init__(
        self,
        words: Mapping[str, Iterable[str]],
        near: Sequence[Mapping[str, Sequence[str]]],
        disguised: Mapping[str, Sequence[str]],
        not_slips: Iterable[str] = (),
        says: Callable[[Sequence[str]], bool] = any,
    ) -> None:
        """`words` and `disguised` by language, in the order in which languages are tried; `not_slips`: see `slips`.

        `says`: whether words of the phrases hold one that is a danger or a sign.
        """
        all_disguised = [word for language in disguised.values() for word in language]
        super().__init__({*all_disguised, *(word for language in words.values() for word in language)})
        self.near = Near(near, self.words).stem
        self.disguised = frozenset(all_disguised)
        self.languages = [
            Segments([word for word in mine if len(word) > 1 or word in self.ALONE], disguised[language])
            for language, mine in words.items()
        ]
        self._slip = Slips(self.words, all_disguised, not_slips).word
        self._says = says

    def plain(self, pieces: Iterable[str]) -> bool:
        """Whether they are words as they are."""
        return all(len(piece) > 1 and piece in self.words for piece in pieces)

    def read(self, word: str) -> str:
        if word in self.words:
            return word
        if word.isdigit():
            return NUMBER if len(word) == 1 else LARGE_NUMBER
        forms = spellings(word)
        known = next((form for form in forms if form in self.words), None)
        return known or self._misspelt(forms) or self.unglued(forms) or UNKNOWN

    def _misspelt(self, forms: Sequence[str]) -> str | None:
        return next(filter(None, map(self.near, forms)), None) or next(filter(None, map(self._slip, forms)), None)

    def unglued(self, forms: Sequence[str]) -> str | None:
        """ "iwanttodie" as its words. The whole must be words of one language, and not some by chance."""
        for form in forms:
            if SHORTEST_GLUED <= len(form) <= LONGEST_GLUED:
                for language in self.languages:
                    pieces = language.cut(form)
                    if pieces and self._plausible(pieces, language.telling):
                        return " ".join(pieces)
        return None

    def _plausible(self, pieces: Sequence[str], telling: frozenset[str]) -> bool:
        """Not "haircut" or "harmony": with a word that people disguise, or a phrase by themselves.

        Two words, or a letter alone among them, may be so by chance, and must be a phrase.
        """
        if any(len(piece) < 3 and piece not in SHORT for piece in pieces):
            return False
        told = [piece in telling for piece in pieces]
        if len(pieces) == 2:
            long = any(len(piece) >= 4 for piece in pieces)
            whole = all(piece in telling or len(piece) >= 4 for piece in pieces)
            return any(told) and long and whole and self._says(pieces)
        certain = any(told) and all(len(piece) > 1 for piece in pieces[1:])
        return len(pieces) > 2 and (certain or self._says(pieces))
