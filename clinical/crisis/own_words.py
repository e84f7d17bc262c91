"""Words that a clinic adds to the screen in its settings: a bridge by its name, what its patients call it.

They are read as they stand, word by word in their order, wherever sentences end. Nothing takes them back.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

import msgspec

from .folding import fold, words
from .patterns import Automaton, Found, Group
from .readings import WordReadings
from .slots import Slots

CATEGORY = "clinic_word"


class OwnPhrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    phrase: str
    tier: Literal["explicit", "veiled"]


class OwnWords(msgspec.Struct, frozen=True):
    automaton: Automaton
    readings: WordReadings

    def find(self, folded: str) -> list[Found]:
        """By the numbers of the text's words."""
        read = words(folded)
        return self.automaton.find([self.readings[word] for word in read])


def legible(phrase: str) -> bool:
    """Whether the screen can read it at all: it knows the letters a to z, what looks like one of them, and digits."""
    return bool(words(fold(phrase)))


@lru_cache(maxsize=128)
def _compiled(phrases: tuple[OwnPhrase, ...]) -> OwnWords:
    automaton = Automaton()
    automaton.words[CATEGORY] = set()
    for tier in ("explicit", "veiled"):
        written = [" ".join(words(fold(own.phrase))) for own in phrases if own.tier == tier]
        group = Group(about="The clinic's own.", tier=tier, category=CATEGORY, phrases=list(filter(None, written)))
        automaton.add(group, Slots({}), CATEGORY)
    return OwnWords(automaton, WordReadings(automaton.words[CATEGORY]))


def own_words(phrases: Iterable[OwnPhrase]) -> OwnWords:
    """Ready to screen with. The same phrases are prepared once, however often they are asked for."""
    given = tuple(phrases)
    return _compiled(given) if given else NO_OWN_WORDS


NO_OWN_WORDS = _compiled(())
