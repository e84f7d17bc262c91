"""Phrases to an automaton over words, and the automaton itself.

A phrase is a row of slots: `word`, `this|that`, `<class>` (alternatives named in the same file, of one word or several),
`#` (a number) or `##` (one of 10 or more); `?` after a slot makes it optional; `*2` lets up to two words of any kind come
between. A slot may mix words and classes, and `being_alive` in a slot stands for the two words.

Matching runs over one sentence at a time, word by word. The states alive at once are at most the automaton's, so the
time grows linearly with the text, whatever it holds.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from .slots import LARGE_NUMBER, NUMBER, Slots

EVERY = -1
"""All bits."""
MOST_KEPT = 50_000
_NONE: frozenset[int] = frozenset()

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


def _bits(number: int) -> Iterator[int]:
    """The places of the ones in a number, none for EVERY."""
    while number > 0:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


class Automaton:
    """States share what they can: a slot after the same states leads to one state, and so does the same rest of a slot."""

    def __init__(self) -> None:
        self._edges: list[list[tuple[int, int]]] = [[]]
        self._skips: list[list[int]] = [[]]
        self._ends: dict[int, list[Group]] = {}
        self._kinds: dict[str, set[int]] = {}
        """The kinds that a word is of: one for each set of words that some edge is for."""
        self._kind_of: dict[frozenset[str], int] = {}
        self._known: dict[tuple[object, ...], int] = {}
        self._slots: dict[str, Slots] = {}
        self._begins: dict[str, list[int]] = {}
        # Which edges of state 0 a slot made, and with which of them each phrase begins, by its bits.
        self._first_edges: dict[tuple[object, ...], range] = {}
        self._first_of: dict[int, set[int]] = {}
        self._kept: dict[tuple[int, str], tuple[int, ...]] = {}
        self.words: dict[str, set[str]] = {}
        """The words of the phrases, by scope."""

    def add(self, group: Group, slots: Slots, scope: str, bits: Sequence[int] = ()) -> None:
        """`scope` keeps classes of the same name in different files apart; `bits`: of each phrase, for `find`."""
        self.words.setdefault(scope, set())
        self._slots[scope] = slots
        self._begins.clear()
        for phrase, mine in zip(group.phrases, bits or [EVERY] * len(group.phrases), strict=True):
            states = (0,)
            for slot in phrase.split():
                before, states = states, self._after(states, slot, scope)
                if edges := self._first_edges.get((before, scope, slot.removesuffix("?"))):
                    for bit in _bits(mine):
                        self._first_of.setdefault(bit, set()).update(edges)
            for state in states:
                if state == 0:
                    raise ValueError(f"{phrase!r} matches nothing at all")
                groups = self._ends.setdefault(state, [])
                if group not in groups:
                    groups.append(group)

    def _after(self, states: tuple[int, ...], slot: str, scope: str) -> tuple[int, ...]:
        """The states in which one is after a slot; sorted."""
        if slot[0] == "*":
            reached = set(states)
            for _ in range(int(slot[1:])):
                states = (self._skip(states),)
                reached.update(states)
            return tuple(sorted(reached))
        name = slot.removesuffix("?")
        key = (states, scope, name)
        if key not in self._known:
            self._known[key] = self._new_state()
            edges = len(self._edges[0])
            self._lead(states, name, self._known[key], scope)
            if 0 in states:
                self._first_edges[key] = range(edges, len(self._edges[0]))
        return tuple(sorted({self._known[key], *(states if slot != name else ())}))

    def _skip(self, states: tuple[int, ...]) -> int:
        if states not in self._known:
            self._known[states] = self._new_state()
            for state in states:
                self._skips[state].append(self._known[states])
        return self._known[states]

    def _lead(self, states: tuple[int, ...], name: str, target: int, scope: str) -> None:
        for rest, words in self._slots[scope].begun(name):
            kind = self._kind(words, scope)
            to = self._before(rest, target, scope)
            for state in states:
                self._edges[state].append((kind, to))

    def _before(self, rest: tuple[str, ...], target: int, scope: str) -> int:
        """The state from which the rest of a slot leads to `target`."""
        if not rest:
            return target
        key = (rest, target, scope)
        if key not in self._known:
            state = self._known[key] = self._new_state()
            states = (state,)
            for at, slot in enumerate(rest[:-1]):
                if slot[0] == "*" or slot.endswith("?"):
                    states = self._after(states, slot, scope)
                else:
                    self._lead(states, slot, self._before(rest[at + 1 :], target, scope), scope)
                    return state
            self._lead(states, rest[-1], target, scope)
        return self._known[key]

    def _kind(self, words: Sequence[str], scope: str) -> int:
        key = frozenset(words)
        self.words[scope].update(key - {NUMBER, LARGE_NUMBER})
        if key not in self._kind_of:
            self._kind_of[key] = len(self._kind_of)
            for word in key:
                self._kinds.setdefault(word, set()).add(self._kind_of[key])
        return self._kind_of[key]

    def _new_state(self) -> int:
        self._edges.append([])
        self._skips.append([])
        return len(self._edges) - 1

    def _beginnings(self, symbols: Sequence[str], passed: int) -> dict[str, list[int]]:
        """The states to which each word leads from the beginning, in phrases that may be there."""
        if passed == EVERY:
            return {symbol: self._beginning(symbol) for symbol in symbols}
        by_kind: dict[int, list[int]] = {}
        for edge in sorted({edge for bit in _bits(passed) for edge in self._first_of.get(bit, ())}):
            by_kind.setdefault(self._edges[0][edge][0], []).append(edge)
        kinds = by_kind.keys()
        return {
            symbol: [self._edges[0][edge][1] for edge in sorted(edge for kind in mine for edge in by_kind[kind])]
            for symbol in set(symbols)
            if (mine := kinds & self._kinds.get(symbol, _NONE))
        }

    def _beginning(self, symbol: str) -> list[int]:
        if symbol not in self._begins:
            kinds = self._kinds.get(symbol, _NONE)
            self._begins[symbol] = [target for kind, target in self._edges[0] if kind in kinds]
        return self._begins[symbol]

    def _steps(self, state: int, symbol: str) -> tuple[int, ...]:
        """Where a word leads from a state; kept, because few of the pairs are met."""
        kinds = self._kinds.get(symbol, _NONE)
        edges = [target for kind, target in self._edges[state] if kind in kinds]
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[state, symbol] = targets = tuple(dict.fromkeys([*edges, *self._skips[state]]))
        return targets

    def find(self, symbols: Sequence[str], passed: int = EVERY) -> list[Found]:
        """The phrases in one sentence of words as read; of the same state reached twice, the earlier beginning counts.

        `passed`: bits of the phrases that may be in it. The states of `alive` are in the order of their beginnings.
        """
        found: list[Found] = []
        alive = dict[int, int]()
        beginnings = self._beginnings(symbols, passed)
        for at, symbol in enumerate(symbols):
            begins = beginnings.get(symbol)
            if not alive and not begins:
                continue
            following: dict[int, int] = {}
            for state, first in alive.items():
                targets = self._kept.get((state, symbol))
                for target in self._steps(state, symbol) if targets is None else targets:
                    following.setdefault(target, first)
            for target in begins or ():
                following.setdefault(target, at)
            alive = following
            found += [
                Found(group, alive[state], at) for state in alive if state in self._ends for group in self._ends[state]
            ]
        return found
