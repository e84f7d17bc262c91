"""Words that a clinic adds to the screen in its settings: a bridge by its name, what its patients call it.

They are read as they stand, word by word in their order, wherever sentences end. Nothing takes them back.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

import msgspec

from .folding import fold, sentences
from .patterns import Automaton, Group
from .readings import WordReadings

CATEGORY = "clinic_word"


class OwnPhrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    phrase: str
    tier: Literal["explicit", "veiled"]


class OwnWords(msgspec.Struct, frozen=True):
    automaton: Automaton
    readings: WordReadings


def legible(phrase: str) -> bool:
    """Whether the screen can read it at all: it knows the letters a to z, what looks like one of them, and digits."""
    return bool(_words(phrase))


@lru_cache(maxsize=128)
def _compiled(phrases: tuple[OwnPhrase, ...]) -> OwnWords:
    automaton = Automaton()
    automaton.words[CATEGORY] = set()
    for tier in ("explicit", "veiled"):
        written = [" ".join(_words(own.phrase)) for own in phrases if own.tier == tier]
        group = Group(about="The clinic's own.", tier=tier, category=CATEGORY, phrases=list(filter(None, written)))
        automaton.add(group, {}, CATEGORY)
    return OwnWords(automaton, WordReadings(automaton.words[CATEGORY]))


def own_words(phrases: Iterable[OwnPhrase]) -> OwnWords:
    """Ready to screen with. The same phrases are prepared once, however often they are asked for."""
    given = tuple(phrases)
    return _compiled(given) if given else NO_OWN_WORDS


def _words(phrase: str) -> list[str]:
    return [word for sentence in sentences(fold(phrase)) for word in sentence]


NO_OWN_WORDS = _compiled(())
