"""The screen: does a text speak of danger? Deterministic, explained by the phrase that matched, data-driven.

The phrases are in phrases.en.json and phrases.es.json, and each text is read with both. Groups have a role:

- `danger` raises its tier. `urgent`: the act under way, means at hand, a goodbye, a time set. `explicit`: suicidal
  thoughts, also passive ones, self-harm, harm to others, being abused, overdose. `veiled`: said around the corner.
- `sign` says little alone. Where no danger stands in the whole text, signs of several kinds near each other are veiled,
  category "combination" (`signs`).
- `denial_before` and `denial_after` take back a deniable danger or sign that they touch ("no suicidal thoughts").
- `link` carries a denial on to the next danger ("no suicidal thoughts or plans").
- `trap` in the same sentence makes a denial count for nothing ("can't say that I am not suicidal").
- `idiom` takes back a danger or a sign that lies inside it ("die of laughter").

Only the matched span is taken back, never a whole text, and an urgent one is never taken back.

A text is folded to plain letters (`folding`), disguised words are written out (`disguises`), and each word is read as a
word of the phrases, also with a slip of one letter or run together with others (`readings`). Beside that a clinic's own
words are looked for as they stand (`own_words`).
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import Literal, get_args

import msgspec

from clinical.data import load

from .disguises import Disguises
from .folding import Word, fold, placed, sentences, span_in
from .own_words import NO_OWN_WORDS, OwnWords
from .patterns import Automaton, Group
from .readings import Readings
from .signs import NEEDED, Sign, together, weigh
from .standing import standing

Tier = Literal["urgent", "explicit", "veiled"]
_RANK: dict[str | None, int] = {tier: rank for rank, tier in enumerate(get_args(Tier))}
LANGUAGES = ("en", "es")
COMBINATION = "combination"


class Match(msgspec.Struct, kw_only=True, frozen=True):
    """The strongest match: highest tier, then earliest, then longest. Offsets count code points, end exclusive."""

    tier: Tier
    category: str
    start: int
    end: int


class _Phrases(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    about: str
    language: str
    classes: dict[str, list[str]]
    near: dict[str, list[str]] = {}
    disguised: list[str] = []
    groups: list[Group]


class _Mark(msgspec.Struct, frozen=True, order=True):
    """Orders matches: tier, then where it begins, then the longer one, then the category's name."""

    rank: int
    start: int
    minus_end: int
    category: str


def _compile() -> tuple[Automaton, Readings, Disguises]:
    automaton = Automaton()
    files = [load(f"phrases.{language}.json", _Phrases, "clinical.crisis") for language in LANGUAGES]
    for phrases in files:
        for group in phrases.groups:
            automaton.add(group, phrases.classes, phrases.language)
    disguised = [word for phrases in files for word in phrases.disguised]
    readings = Readings(automaton.words, [phrases.near for phrases in files], disguised)
    return automaton, readings, Disguises(disguised, readings)


_AUTOMATON, _READINGS, _DISGUISES = _compile()


def screen_text(text: str, own: OwnWords = NO_OWN_WORDS) -> Match | None:
    folded = fold(text)
    undisguised = _DISGUISES.undo(folded)
    mark = _dangers(undisguised.text)
    if mark is not None:
        start, end = undisguised.span(mark.start, -mark.minus_end)
        mark = _Mark(mark.rank, start, -end, mark.category)
    mark = min(filter(None, (mark, _own(folded, own))), default=None)
    if mark is None:
        return None
    start, end = span_in(text, mark.start, -mark.minus_end)
    return Match(tier=get_args(Tier)[mark.rank], category=mark.category, start=start, end=end)


def _own(folded: str, own: OwnWords) -> _Mark | None:
    if (
        own is NO_OWN_WORDS
        or not own.automaton.glance([w for words in sentences(folded) for w in words], own.readings)[0]
    ):
        return None
    words = [word for sentence in placed(folded) for word in sentence]
    found = own.automaton.find([own.readings[word.text] for word in words])
    return min((_mark(match.group, words[match.first], words[match.last]) for match in found), default=None)


def _dangers(text: str) -> _Mark | None:
    """The strongest danger that stands or, when none does, the signs that make one together."""
    suspected: list[int] = []
    signed: list[int] = []
    signs = set[Group]()
    for number, words in enumerate(sentences(text)):
        danger, ended = _AUTOMATON.glance(words, _READINGS)
        if danger:
            suspected.append(number)
        elif ended:
            signed.append(number)
            signs |= ended
    return (
        _closely(text, suspected, signed)
        if suspected or weigh((group.kind, group.weight) for group in signs) >= NEEDED
        else None
    )


def _closely(text: str, suspected: Sequence[int], signed: Sequence[int]) -> _Mark | None:
    """The same of some sentences, by their numbers: those in which a danger may be, and others with signs."""
    read = placed(text)
    marks: list[_Mark] = []
    signs: list[Sign] = []
    before = list(accumulate(map(len, read), initial=0))
    for number in suspected:
        marks += _read(read[number], before[number], signs)
    if not marks:
        for number in signed:
            _read(read[number], before[number], signs)
    span = None if marks else together(signs)
    return _Mark(_RANK["veiled"], span[0], -span[1], COMBINATION) if span else min(marks, default=None)


def _read(words: Sequence[Word], before: int, signs: list[Sign]) -> list[_Mark]:
    """The dangers that stand in a sentence with `before` words in front of it; adds its signs to `signs`."""
    symbols: list[str] = []
    owners: list[int] = []
    for at, word in enumerate(words):
        for symbol in _READINGS[word.text].split():
            symbols.append(symbol)
            owners.append(at)
    dangers, others = standing(_AUTOMATON.find(symbols))
    for sign in others:
        first, last, group = owners[sign.first], words[owners[sign.last]], sign.group
        signs.append(Sign(before + first, last.end, group.kind or "", group.weight, words[first].start))
    return [_mark(danger.group, words[owners[danger.first]], words[owners[danger.last]]) for danger in dangers]


def _mark(group: Group, first: Word, last: Word) -> _Mark:
    return _Mark(_RANK[group.tier], first.start, -last.end, group.category or "")
