"""Text to words. Everything after this step sees only a-z, 0-9 and where sentences end.

A word is a run of letters and digits of the folded text. Apostrophes and format characters vanish ("don’t" is "dont"),
hyphens and the rest separate. A sentence ends at one of . ! ? ; but not at two dots or more, which are hesitation.
"""

import re

import msgspec

from clinical.data import load


class _Table(msgspec.Struct, frozen=True):
    drop: list[tuple[int, int]]
    runs: list[tuple[int, str]]
    more: dict[str, str]


class Word(msgspec.Struct, frozen=True):
    """`start` and `end` are offsets in the folded text, end exclusive."""

    text: str
    start: int
    end: int


def _load() -> dict[int, str]:
    table = load("fold.json", _Table, "clinical.crisis")
    folds = {point: "" for first, last in table.drop for point in range(first, last + 1)}
    for first, letters in table.runs:
        folds.update({first + i: letter for i, letter in enumerate(letters)})
    folds.update({int(point, 16): letters for point, letters in table.more.items()})
    return folds


_FOLDS = _load()
_WORD_OR_STOP = re.compile(r"[a-z0-9]+|[.!?;]+")
_REPEATED = re.compile(r"(.)\1{2,}")


def fold(text: str) -> str:
    return text.translate(_FOLDS)


def sentences(folded: str) -> list[list[Word]]:
    """The words of each sentence that has any."""
    found: list[list[Word]] = []
    current: list[Word] = []
    for match in _WORD_OR_STOP.finditer(folded):
        text = match[0]
        if text[0] not in ".!?;":
            current.append(Word(text, match.start(), match.end()))
        elif current and not (len(text) > 1 and not text.strip(".")):
            found.append(current)
            current = []
    if current:
        found.append(current)
    return found


def spellings(text: str) -> tuple[str, ...]:
    """What a word with letters held down may mean: "diiiie" is "diie" or "die"; other words mean themselves."""
    if not _REPEATED.search(text):
        return (text,)
    return (text, _REPEATED.sub(r"\1\1", text), _REPEATED.sub(r"\1", text))


def span_in(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets of the folded text as code points of the original: first character that is part of it, one past the last."""
    at = 0
    first = last = 0
    for index, char in enumerate(text):
        width = len(_FOLDS.get(ord(char), char))
        if width and at <= start:
            first = index
        at += width
        if at >= end:
            last = index + 1
            break
    return first, last
