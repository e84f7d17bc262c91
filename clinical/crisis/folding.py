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


def _load() -> dict[int, str]:
    table = load("fold.json", _Table, "clinical.crisis")
    folds = {point: "" for first, last in table.drop for point in range(first, last + 1)}
    for first, letters in table.runs:
        folds.update({first + i: letter for i, letter in enumerate(letters)})
    folds.update({int(point, 16): letters for point, letters in table.more.items()})
    return folds


_FOLDS = _load()
_ASCII = bytes(ord(_FOLDS.get(point) or chr(point)) for point in range(128)) + bytes(128)
_ASCII_DROPPED = bytes(point for point in range(128) if _FOLDS.get(point) == "")
_WORD = re.compile(r"[a-z0-9]+")
_STOPS = re.compile(r"([.!?;]+)")


def fold(text: str) -> str:
    # Most texts are plain ASCII, which bytes.translate folds ten times as fast.
    return text.encode().translate(_ASCII, _ASCII_DROPPED).decode() if text.isascii() else text.translate(_FOLDS)


def words(folded: str) -> list[str]:
    return _WORD.findall(folded)


def places(folded: str) -> list[tuple[int, int]]:
    """Where each of the words begins and ends (exclusive): only a text in which something was found needs it."""
    return [match.span() for match in _WORD.finditer(folded)]


def sentences(folded: str) -> list[list[str]]:
    """The words of each sentence that has any. Two dots or more are hesitation and end nothing."""
    found: list[list[str]] = []
    current: list[str] = []
    parts = _STOPS.split(folded)
    for text, stop in zip(parts[::2], [*parts[1::2], "."], strict=True):
        current += _WORD.findall(text)
        if current and (len(stop) == 1 or stop.strip(".")):
            found.append(current)
            current = []
    return found


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
