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

NUMBER, LARGE_NUMBER = "#", "##"
DANGER = -1

MOST_SETS = 5_000
"""Bounds the memory that reading takes; when so many sets of states were met, they are forgotten."""


Role = Literal["danger", "sign", "denial_before", "denial_after", "link", "trap", "idiom"]


class Group(msgspec.Struct, kw_only=True, frozen=True, eq=False, forbid_unknown_fields=True):
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


class _Met:
    """Sets of states, met while reading; number 0 is the empty one. See `Automaton.glance`.

    The moves of each set: the number of the set that follows a word, DANGER, or `-2 - number` of a set in which signs end.
    """

    def __init__(self) -> None:
        self.sets: list[frozenset[int]] = [frozenset()]
        self.numbers: dict[frozenset[int], int] = {frozenset(): 0}
        self.moves: list[dict[str, int]] = [{}]
        self.signs: list[frozenset[Group]] = [frozenset()]
        # Imports are screened in a thread of their own.
        self._lock = Lock()

    def number(self, states: frozenset[int], signs: frozenset[Group]) -> int:
        with self._lock:
            if states not in self.numbers:
                self.moves.append({})
                self.signs.append(signs)
                self.numbers[states] = len(self.sets)
                self.sets.append(states)
            return self.numbers[states]


class Automaton:
    def __init__(self) -> None:
        self._next: list[dict[str, list[int]]] = [{}]
        self._skip: list[int] = [-1]
        self._ends: list[list[Group]] = [[]]
        self._joins: dict[tuple[int, str], int] = {}
        self.words: dict[str, set[str]] = {}
        """The words of the phrases, by scope."""
        self._met = _Met()

    def add(self, group: Group, classes: Mapping[str, Sequence[str]], scope: str) -> None:
        """`scope` keeps classes of the same name in different files apart."""
        self.words.setdefault(scope, set())
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
                if alternative not in (NUMBER, LARGE_NUMBER):
                    self.words[scope].add(alternative)
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

    def glance(self, words: Sequence[str], readings: Mapping[str, str]) -> tuple[bool, set[Group]]:
        """Whether a danger may be in this sentence, and until there the signs: what most are asked, and answer with none.

        The same walk as in `find` without the beginnings, so that the states alive at once can be one number, and a move
        that was made before is one look-up. `readings` says of any word what it is to the phrases (see `readings`).
        """
        met = self._met
        moves = met.moves
        signs = set[Group]()
        at = 0
        for word in words:
            move = moves[at].get(readings[word])
            if move is None:
                if len(met.sets) >= MOST_SETS:
                    met, at = self._forget(met, at)
                    moves = met.moves
                move = self._move(met, at, readings[word])
            if move < 0:
                if move == DANGER:
                    return True, signs
                move = -2 - move
                signs |= met.signs[move]
            at = move
        return False, signs

    def _forget(self, met: _Met, at: int) -> tuple[_Met, int]:
        """New sets instead of too many, and the number of the present one among them."""
        fresh = self._met = _Met()
        return fresh, fresh.number(met.sets[at], met.signs[at]) if at else 0

    def _move(self, met: _Met, at: int, symbol: str) -> int:
        if " " in symbol:
            # A word that reads as several is rare, and `find` can tell.
            return DANGER
        reached = set(self._next[0].get(symbol, ()))
        for state in met.sets[at]:
            reached.update(self._next[state].get(symbol, ()))
            if self._skip[state] >= 0:
                reached.add(self._skip[state])
        ended = [group for state in reached for group in self._ends[state]]
        if any(group.role == "danger" for group in ended):
            return met.moves[at].setdefault(symbol, DANGER)
        signs = frozenset(group for group in ended if group.role == "sign")
        number = met.number(frozenset(reached), signs)
        return met.moves[at].setdefault(symbol, -2 - number if signs else number)

    def find(self, symbols: Sequence[str]) -> list[Found]:
        """Every phrase in one sentence of words as read; of the same state reached twice, the earlier beginning counts.

        The states of `alive` are in the order of their beginnings. This loop is the time that a screening takes.
        """
        found: list[Found] = []
        start, alive = self._next[0], dict[int, int]()
        for at, known in enumerate(symbols):
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
