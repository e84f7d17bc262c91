"""Which phrases may be in a sentence at all, going by the rarest words that each of them needs.

Most sentences hold none, and it costs little to know. Every way to say a phrase is a bit of a number; a word has a mask of
those whose rarest slot it may fill, one of those whose second rarest, and one for the third.
"""

from collections.abc import Iterable, Sequence

from .patterns import Group
from .slots import Slots

PLACES = 3


class Sieve:
    def __init__(self) -> None:
        self._masks: list[dict[str, int]] = [{} for _ in range(PLACES)]
        self._always = [0] * PLACES
        self._size = 0
        self._groups: list[tuple[int, Group]] = []
        self._dangers = 0

    def add(self, group: Group, slots: Slots) -> list[int]:
        """The bits of each phrase of the group."""
        bits = [self._add(slots.variants(phrase.split(), PLACES), slots) for phrase in group.phrases]
        self._groups.append((sum(bits), group))
        if group.role == "danger":
            self._dangers |= sum(bits)
        return bits

    def _add(self, variants: Iterable[Sequence[str]], slots: Slots) -> int:
        start = self._size
        for variant in variants:
            bit = 1 << self._size
            self._size += 1
            needs = slots.rarest_needs(variant)
            for place, masks in enumerate(self._masks):
                if place >= len(needs):
                    self._always[place] |= bit
                for word in needs[place] if place < len(needs) else ():
                    masks[word] = masks.get(word, 0) | bit
        return (1 << self._size) - (1 << start)

    def passed(self, symbols: Iterable[str]) -> int:
        """The phrases that may be in a sentence of words as read, as bits."""
        present = set(symbols)
        for several in [symbol for symbol in present if " " in symbol]:
            present.update(several.split())
        left = -1
        for masks, may in zip(self._masks, self._always, strict=True):
            for word in present:
                if mask := masks.get(word):
                    may |= mask
            left &= may
            if not left:
                break
        return left

    def danger(self, passed: int) -> bool:
        return passed & self._dangers != 0

    def signs(self, passed: int) -> list[Group]:
        return [group for bits, group in self._groups if group.role == "sign" and bits & passed]
