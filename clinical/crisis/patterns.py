"""Phrases to an automaton over words, and the automaton itself.

A phrase is a row of slots: `word`, `this|that`, `<class>` (alternatives named in the same file, of one word or several),
`#` (a number) or `##` (one of 10 or more); `?` after a slot makes it optional; `*2` lets up to two words of any kind come
between. A slot may mix words and classes, and `being_alive` in a slot stands for the two words.

Matching runs over one sentence at a time, word by word. The states alive at once are at most the automaton's, so the
time grows linearly with the text, whatever it holds.
"""

from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Literal

import msgspec

from .folding import spellings

NUMBER, LARGE_NUMBER = "#", "##"
DANGER = -1

MOST_SETS = 5_000
"""Bounds the memory that reading takes; ordinary texts meet some hundreds."""


Role = Literal["danger", "sign", "denial_before", "denial_after", "link", "trap", "idiom"]


class Group(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Phrases that mean the same. For the roles see `screen`; `about` says why the group exists.

    A sign has a `kind` and a `weight` of 1 to 3. A danger or a sign that is `deniable` can be taken back by a denial.
    """

    about: str
    role: Role = "danger"
    tier: Literal["urgent", "explicit", "veiled"] | None = None
    category: str | None = None
    kind: str | None = None
    weight: int = 0
    deniable: bool = False
    phrases: list[str]

    def __post_init__(self) -> None:
        if (self.role == "danger") != (self.tier is not None and self.category is not None):
            raise ValueError("a danger has a tier and a category, nothing else has")
        if (self.role == "sign") != (self.kind is not None and 1 <= self.weight <= 3):
            raise ValueError("a sign has a kind and a weight of 1 to 3, nothing else has")


class Found(msgspec.Struct, frozen=True):
    """A phrase of `group` from word `first` to word `last`, both included."""

    group: Group
    first: int
    last: int


class Automaton:
    def __init__(self) -> None:
        self._next: list[dict[str, list[int]]] = [{}]
        self._skip: list[int] = [-1]
        self._ends: list[list[Group]] = [[]]
        self._joins: dict[tuple[int, str], int] = {}
        self._words: set[str] = set()
        # Sets of states, met while reading; number 0 is the empty one. See `touches`.
        self._sets: list[frozenset[int]] = [frozenset()]
        self._numbers: dict[frozenset[int], int] = {frozenset(): 0}
        self._moves: list[dict[str, int]] = [{}]
        self._lock = Lock()

    def add(self, group: Group, classes: Mapping[str, Sequence[str]], scope: str) -> None:
        """`scope` keeps classes of the same name in different files apart."""
        for phrase in group.phrases:
            for state in self._follow({0}, phrase.split(), classes, scope):
                if state == 0:
                    raise ValueError(f"{phrase!r} matches nothing at all")
                if all(other is not group for other in self._ends[state]):
                    self._ends[state].append(group)

    def _follow(
        self, states: set[int], slots: Sequence[str], classes: Mapping[str, Sequence[str]], scope: str
    ) -> set[int]:
        for slot in slots:
            states = self._gap(states, int(slot[1:])) if slot[0] == "*" else self._slot(states, slot, classes, scope)
        return states

    def _gap(self, states: set[int], width: int) -> set[int]:
        reached = set(states)
        for state in states:
            for _ in range(width):
                if self._skip[state] < 0:
                    self._skip[state] = self._new_state()
                state = self._skip[state]
                reached.add(state)
        return reached

    def _slot(self, states: set[int], slot: str, classes: Mapping[str, Sequence[str]], scope: str) -> set[int]:
        """One join state for each state and slot, so that phrases with the same beginning share it."""
        name = slot.removesuffix("?")
        reached: set[int] = set()
        for state in sorted(states):
            key = (state, f"{scope}:{name}")
            if key not in self._joins:
                self._joins[key] = self._new_state()
                self._connect(state, name, self._joins[key], classes, scope)
            reached.add(self._joins[key])
        return reached | states if slot != name else reached

    def _connect(self, state: int, name: str, join: int, classes: Mapping[str, Sequence[str]], scope: str) -> None:
        for alternative in name.split("|"):
            if alternative[0] != "<" and "_" not in alternative:
                self._words.add(alternative)
                for word in (NUMBER, LARGE_NUMBER) if alternative == NUMBER else (alternative,):
                    self._next[state].setdefault(word, []).append(join)
                continue
            for phrase in [alternative.replace("_", " ")] if "_" in alternative else classes[alternative[1:-1]]:
                *before, last = phrase.split()
                for inner in sorted(self._follow({state}, before, classes, scope)):
                    self._connect(inner, last, join, classes, scope)

    def _new_state(self) -> int:
        self._next.append({})
        self._skip.append(-1)
        self._ends.append([])
        return len(self._next) - 1

    def touches(self, words: Sequence[str]) -> bool:
        """Whether a danger may be in this sentence: what most sentences are asked, and answer with no.

        The same walk as in `find` without the beginnings, so that the states alive at once can be one number, and a move
        that was made before is one look-up. When too many sets were met, `find` has to look.
        """
        at = 0
        for word in words:
            symbol = word if word in self._words else self._symbol(word)
            move = self._moves[at].get(symbol)
            at = self._move(at, symbol) if move is None else move
            if at < 0:
                return True
        return False

    def _move(self, at: int, symbol: str) -> int:
        """The number of the set that follows; DANGER when a danger ends in it or it has no number."""
        reached = set(self._next[0].get(symbol, ()))
        for state in self._sets[at]:
            reached.update(self._next[state].get(symbol, ()))
            if self._skip[state] >= 0:
                reached.add(self._skip[state])
        if any(group.role == "danger" for state in reached for group in self._ends[state]):
            return self._moves[at].setdefault(symbol, DANGER)
        following = frozenset(reached)
        # Imports are screened in a thread of their own.
        with self._lock:
            number = self._numbers.get(following)
            if number is None:
                if len(self._sets) >= MOST_SETS:
                    return DANGER
                number = self._numbers[following] = len(self._sets)
                self._moves.append({})
                self._sets.append(following)
        return self._moves[at].setdefault(symbol, number)

    def _symbol(self, word: str) -> str:
        """What the word is to the phrases; to all of them, every word that none of them knows is the same."""
        known = self._known(word)
        return known if known in self._words or known in (NUMBER, LARGE_NUMBER) else ""

    def find(self, words: Sequence[str]) -> list[Found]:
        """Every phrase in one sentence; of the same state reached twice, the earlier beginning counts.

        The states of `alive` are in the order of their beginnings. This loop is the time that a screening takes.
        """
        found: list[Found] = []
        start, alive = self._next[0], dict[int, int]()
        for at, word in enumerate(words):
            known = word if word in self._words else self._known(word)
            begins = start.get(known)
            if not alive and begins is None:
                continue
            following: dict[int, int] = {}
            for state, first in alive.items():
                for target in self._next[state].get(known, ()):
                    following.setdefault(target, first)
                if self._skip[state] >= 0:
                    following.setdefault(self._skip[state], first)
            for target in begins or ():
                following.setdefault(target, at)
            alive = following
            found += [Found(group, first, at) for state, first in alive.items() for group in self._ends[state]]
        return found

    def _known(self, word: str) -> str:
        """A number, a known word with letters held down, or the word itself."""
        if word.isdigit():
            return NUMBER if len(word) == 1 else LARGE_NUMBER
        return next((spelling for spelling in spellings(word) if spelling in self._words), word)
