"""Signs and digits for letters, in one word or several without a space: "k!ll", "su*cide", "k!llmyself"."""

import re
from collections.abc import Iterator, Sequence

from .edits import Edit
from .readings import Readings, spellings

LETTERS_FOR = dict(zip("01345789@$!|+~", ("o", "il", *"eastbgas", "il", "il", "t", "e"), strict=True))
"""What may stand for a letter. The fold writes other signs that look like one of these as that one."""
ANY_LETTER = "*#_"
DECORATION = "*#_~|+@$!"
LONGEST_WORD = 24
"""In characters; of a token of more only what stands in it without disguise is read."""
WIDEST_GAP = 3
"""Characters between single letters that are one word."""

CLASS = "a-z0-9@$!|*+~#_"
TOKEN = re.compile(f"[{CLASS}]+")
LETTERS = re.compile(r"[a-z]+")
_SIGNS = re.compile(r"[0-9@$!|*+~#_]+")
_ALONE = re.compile(f"(?<![{CLASS}])[014@](?![{CLASS}])")
_BEFORE = re.compile(rf"([{CLASS}]{{1,{LONGEST_WORD}}})[\x00-\x20]{{1,{WIDEST_GAP}}}\Z")
_AFTER = re.compile(rf"[\x00-\x20]{{1,{WIDEST_GAP}}}([{CLASS}]{{1,{LONGEST_WORD}}})")
# Letters at both ends, or a digit before so many letters that they are no unit; and "t0".
_NO_MEASURE = re.compile(r"[a-z](?:0|.*[a-z])|[0-9]+.*[a-z]{4,}")
_LOOK = LONGEST_WORD + WIDEST_GAP


class Masks:
    def __init__(self, disguised: Sequence[str], readings: Readings) -> None:
        """`disguised`: words that people disguise, in the order in which they are tried."""
        self._readings = readings
        self._by_length: dict[int, list[str]] = {}
        self._by_skeleton: dict[str, list[str]] = {}
        for word in dict.fromkeys(disguised):
            self._by_length.setdefault(len(word), []).append(word)
        for word in dict.fromkeys([*disguised, *sorted(readings.words)]):
            if 2 <= len(word) <= LONGEST_WORD and word.isalpha():
                self._by_skeleton.setdefault(_skeleton(word), []).append(word)

    def undo(self, folded: str) -> Iterator[Edit]:
        until = 0
        for sign in _SIGNS.finditer(folded):
            if sign.start() < until:
                continue
            start = word_start(folded, sign.start(), until)
            whole = TOKEN.match(folded, start)
            until = whole.end() if whole else sign.end()
            # What stands at the end ends the sentence.
            token = folded[start:until].rstrip("!")
            if len(token) > 1 and (word := self._masked(token)):
                yield Edit(start, start + len(token), word)

    def undo_alone(self, folded: str, edits: Sequence[Edit]) -> Iterator[Edit]:
        """ "1 w1sh 1 was": a digit that is a word, beside a masked one and with nothing but words around it."""
        starts, ends = {edit.start for edit in edits}, {edit.end for edit in edits}
        for digit in _ALONE.finditer(folded):
            at = digit.start()
            before = _BEFORE.search(folded, max(0, at - _LOOK), at)
            after = _AFTER.match(folded, digit.end())
            masked = (before is not None and before.end(1) in ends) or (after is not None and after.start(1) in starts)
            opened = before is None and after is not None and after[1] in self._readings.disguised
            if masked or opened:
                beside = [(before, ends, 1), (after, starts, 0)]
                words = (
                    word is None or word[1] in self._readings.words or word.span(1)[side] in places
                    for word, places, side in beside
                )
                if all(words):
                    yield Edit(at, at + 1, LETTERS_FOR[digit[0]][0])

    def _masked(self, token: str) -> str | None:
        """The words that a token of letters and other signs means: with its decoration, then without."""
        for form in dict.fromkeys((token, token.strip(DECORATION))):
            if form.isalpha() or LETTERS.search(form) is None:
                continue
            for spelling in spellings(form):
                if word := self.word(spelling) or self._joined(spelling) or self._glued(spelling):
                    return word
        return None

    def word(self, form: str) -> str | None:
        """One word, each character of which is its letter or may stand for it."""
        size, letters = len(form), count_letters(form)
        if size > LONGEST_WORD:
            return None
        if any(sign in form for sign in ANY_LETTER):
            candidates = self._by_length.get(size, ()) if 2 * letters >= size else ()
            return next((word for word in candidates if _fits(form, word)), None)
        if 2 * letters < size and (size < 6 or 3 * letters < size):
            return None
        # "10mg" and "4am" are what they look like, "5uicidal" is not, and "t0" is no measure.
        any_word = _NO_MEASURE.fullmatch(form) is not None
        candidates = self._by_skeleton.get(_skeleton(decoded(form, 0)), ())
        return next((w for w in candidates if (any_word or w in self._readings.disguised) and _fits(form, w)), None)

    def _joined(self, form: str) -> str | None:
        """ "k*i*l*l": signs between the letters of a word."""
        pieces = LETTERS.findall(form)
        word = "".join(pieces)
        known = word in self._readings.disguised and 2 * len(word) >= len(form)
        return word if known and not form.isalnum() and not self._readings.plain(pieces) else None

    def _glued(self, form: str) -> str | None:
        """ "k!llmyself": several words in one token."""
        unlike = 2 * count_letters(form) < len(form) or any(sign in form for sign in ANY_LETTER)
        if unlike or self._readings.plain(LETTERS.findall(form)):
            return None
        return self._readings.unglued((decoded(form, 0), decoded(form, -1)))


def word_start(folded: str, end: int, after: int) -> int:
    """Where the letters before `end` begin, none of them before `after`."""
    start = end
    while start > after and "a" <= folded[start - 1] <= "z":
        start -= 1
    return start


def count_letters(form: str) -> int:
    return sum(map(str.isalpha, form))


def decoded(form: str, way: int) -> str:
    """With letters for signs; `way` chooses between two that a sign may stand for."""
    return form if form.isalpha() else "".join(LETTERS_FOR.get(char, char)[way] for char in form)


def _skeleton(word: str) -> str:
    return word.replace("l", "i")


def _fits(form: str, word: str) -> bool:
    return all(
        letter == char or char in ANY_LETTER or letter in LETTERS_FOR.get(char, "")
        for char, letter in zip(form, word, strict=True)
    )
