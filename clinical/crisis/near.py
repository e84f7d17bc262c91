"""Slips of one letter in the stems of the phrase files: "suicdal", "overdsoe"."""

from collections.abc import Mapping, Sequence


class Near:
    """Finds the stem that a word is one insertion, deletion, replacement or transposition away from.

    A stem and a word that near share what is left of both without one letter, so a look-up for each letter is enough.
    """

    def __init__(self, stems: Sequence[Mapping[str, Sequence[str]]], words: frozenset[str]) -> None:
        """`stems`: for each language, stems with their exceptions. The stem named first wins."""
        self._exceptions: dict[str, set[str]] = {}
        self._without: dict[str, list[str]] = {}
        for stem, exceptions in (item for language in stems for item in language.items()):
            if len(stem) < 4 or stem not in words:
                raise ValueError(f"{stem!r} is too short, or no word of the phrases")
            if stem not in self._exceptions:
                for key in _without_one(stem):
                    self._without.setdefault(key, []).append(stem)
            self._exceptions.setdefault(stem, set()).update(exceptions)
        self._order = {stem: at for at, stem in enumerate(self._exceptions)}
        self._longest = max(map(len, self._exceptions), default=0) + 1

    def stem(self, word: str) -> str | None:
        if not 3 <= len(word) <= self._longest:
            return None
        met = {stem for key in _without_one(word) for stem in self._without.get(key, ())}
        close = [stem for stem in met if word not in self._exceptions[stem] and one_apart(word, stem)]
        return min(close, key=self._order.__getitem__, default=None)


def _without_one(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def one_apart(a: str, b: str) -> bool:
    """Whether one insertion, deletion, replacement or transposition of neighbours makes the one the other."""
    at = 0
    while at < min(len(a), len(b)) and a[at] == b[at]:
        at += 1
    a, b = a[at:], b[at:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
    return a[1:] == b or a == b[1:]
