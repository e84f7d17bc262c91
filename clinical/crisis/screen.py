"""The screen: does a text speak of danger? Deterministic, explained by the phrase that matched, data-driven.

The phrases are in phrases/en and phrases/es, and each text is read with both. Groups have a role:

- `danger` raises its tier. `urgent`: the act under way, means at hand, a goodbye, a time set. `explicit`: suicidal
  thoughts, also passive ones, self-harm, harm to others, being abused, overdose. `veiled`: said around the corner.
- `sign` says little alone. Where no danger stands in the whole text, signs of several kinds near each other are veiled,
  category "combination" (`signs`).
- `denial_before` and `denial_after` take back a deniable danger or sign that they touch ("no suicidal thoughts").
- `link` carries a denial on to the next danger ("no suicidal thoughts or plans").
- `trap` in the same sentence makes a denial count for nothing ("can't say that I am not suicidal").
- `idiom` takes back a danger or a sign that lies inside it ("die of laughter").

Only the matched span is taken back, never a whole text, and an urgent one is never taken back. What is asked and then
denied with nothing else said ("Suicidal? No.") is taken back too (`answers`).

A text is folded to plain letters (`folding`), disguised words are written out (`disguises`), and each word is read as a
word of the phrases, also with a slip (`near`, `slips`) or run together with others (`readings`). The phrases whose rarest words
stand in a sentence (`sieve`) are looked for in it (`patterns`), and what nothing takes back stands (`standing`). Beside that
a clinic's own words are looked for as they are (`own_words`).
"""

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

import msgspec

from clinical.data import load

from .answers import denied
from .disguises import Disguises
from .folding import fold, places, sentences, span_in
from .lexicon import phrases_of
from .own_words import NO_OWN_WORDS, OwnWords
from .patterns import Automaton, Found, Group
from .readings import Readings
from .sieve import Sieve
from .signs import NEEDED, Sign, together, weigh
from .slips import NotSlips
from .slots import Slots
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


class _Mark(msgspec.Struct, frozen=True, order=True):
    """Orders matches: tier, then where it begins, then the longer one, then the category's name.

    Places are words of the text by their numbers, or offsets.
    """

    rank: int
    start: int
    minus_end: int
    category: str

    def at(self, start: int, end: int) -> "_Mark":
        return _Mark(self.rank, start, -end, self.category)


class _Denied:
    """What questions and their answers take back in a text; looked for when it is asked for first."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._numbers: set[int] | None = None

    def takes_back(self, found: Found, owners: Sequence[int]) -> bool:
        if not found.group.deniable or found.group.tier == "urgent":
            return False
        if self._numbers is None:
            self._numbers = denied(self._text, _void)
        return owners[found.first] in self._numbers and owners[found.last] in self._numbers


def _void(words: Sequence[str]) -> bool:
    """Whether there is a trap among the words after an answer."""
    symbols = [single for word in words for single in _READINGS[word].split()]
    return any(match.group.role == "trap" for match in _EXCUSING.find(symbols))


class _Sentence(msgspec.Struct, frozen=True):
    """Its words as read, how many words stand before it, and which phrases may be in it."""

    symbols: list[str]
    before: int
    passed: int


def _compile() -> tuple[Automaton, Automaton, Sieve, Readings, Disguises]:
    # What may be a danger is looked for where the sieve lets it through, what takes it back only beside it.
    telling, excusing, sieve = Automaton(), Automaton(), Sieve()
    files = [phrases_of(language) for language in LANGUAGES]
    for phrases in files:
        slots = Slots(phrases.classes)
        for group in phrases.groups:
            if group.role in ("danger", "sign"):
                telling.add(group, slots, phrases.language, sieve.add(group, slots))
            else:
                excusing.add(group, slots, phrases.language)
    not_slips = load("not_slips.json", NotSlips, "clinical.crisis")
    readings = Readings(
        {phrases.language: telling.words[phrases.language] | excusing.words[phrases.language] for phrases in files},
        [phrases.near for phrases in files],
        {phrases.language: phrases.disguised for phrases in files},
        [*not_slips.en, *not_slips.es],
        lambda symbols: any(found.group.role == "danger" for found in telling.find(symbols)),
    )
    disguises = Disguises([word for phrases in files for word in phrases.disguised], readings)
    return telling, excusing, sieve, readings, disguises


_TELLING, _EXCUSING, _SIEVE, _READINGS, _DISGUISES = _compile()


def screen_text(text: str, own: OwnWords = NO_OWN_WORDS) -> Match | None:
    folded = fold(text)
    undisguised = _DISGUISES.undo(folded)
    marks: list[_Mark] = []
    if danger := _danger(undisguised.text):
        marks.append(danger.at(*undisguised.span(*_span(danger, places(undisguised.text)))))
    if own is not NO_OWN_WORDS and (found := own.find(folded)):
        clinics = min(_mark(match.group, match.first, match.last) for match in found)
        marks.append(clinics.at(*_span(clinics, places(folded))))
    if not marks:
        return None
    mark = min(marks)
    start, end = span_in(text, mark.start, -mark.minus_end)
    return Match(tier=get_args(Tier)[mark.rank], category=mark.category, start=start, end=end)


def _mark(group: Group, first: int, last: int) -> _Mark:
    return _Mark(_RANK[group.tier], first, -last, group.category or "")


def _span(mark: _Mark, words: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return words[mark.start][0], words[-mark.minus_end][1]


def _danger(text: str) -> _Mark | None:
    """The strongest danger that stands; when none does, the signs that make one together."""
    read = _sentences(sentences(text))
    answers = _Denied(text)
    suspected = [sentence for sentence in read if _SIEVE.danger(sentence.passed)]
    signs: list[Sign] = []
    if marks := [mark for sentence in suspected for mark in _closely(sentence, signs, answers)]:
        return min(marks)
    signed = [sentence for sentence in read if sentence.passed and not _SIEVE.danger(sentence.passed)]
    if suspected or _may_weigh(signed) >= NEEDED:
        for sentence in signed:
            _closely(sentence, signs, answers)
        if span := together(signs):
            return _Mark(_RANK["veiled"], span[0], -span[1], COMBINATION)
    return None


def _sentences(read: Iterable[Sequence[str]]) -> list[_Sentence]:
    found: list[_Sentence] = []
    before = 0
    for words in read:
        symbols = [_READINGS[word] for word in words]
        found.append(_Sentence(symbols, before, _SIEVE.passed(symbols)))
        before += len(words)
    return found


def _may_weigh(sentences: Iterable[_Sentence]) -> int:
    passed = 0
    for sentence in sentences:
        passed |= sentence.passed
    return weigh((group.kind, group.weight) for group in _SIEVE.signs(passed))


def _closely(sentence: _Sentence, signs: list[Sign], answers: _Denied) -> list[_Mark]:
    """The dangers that stand in a sentence; adds its signs to `signs`."""
    symbols: list[str] = []
    owners: list[int] = []
    for number, symbol in enumerate(sentence.symbols, start=sentence.before):
        for single in symbol.split():
            symbols.append(single)
            owners.append(number)
    found = _TELLING.find(symbols, sentence.passed)
    beside = _EXCUSING.find(symbols) if found else []
    dangers, others = standing(found + beside)
    if not any(match.group.role == "trap" for match in beside):
        dangers = [match for match in dangers if not answers.takes_back(match, owners)]
        others = [match for match in others if not answers.takes_back(match, owners)]
    signs += [Sign(owners[s.first], owners[s.last], s.group.kind or "", s.group.weight) for s in others]
    return [_mark(danger.group, owners[danger.first], owners[danger.last]) for danger in dangers]
