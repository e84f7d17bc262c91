"""Signs that mean danger only together: hopeless, a burden, a farewell. Each kind counts once."""

from collections.abc import Iterable

import msgspec

NEEDED = 3
"""What the kinds within one window weigh together when they count as veiled."""
WINDOW = 80
"""Words from the first word of one sign to the first word of another, less than this."""
HEAVIEST = 3


class Sign(msgspec.Struct, frozen=True, order=True):
    """`first` and `last` count the words of the text."""

    first: int
    last: int
    kind: str
    weight: int


def weigh(signs: Iterable[tuple[str | None, int]]) -> int:
    """Kinds and weights: what the kinds weigh together, each as its heaviest sign."""
    heaviest: dict[str | None, int] = {}
    for kind, weight in signs:
        heaviest[kind] = max(heaviest.get(kind, 0), weight)
    return sum(heaviest.values())


class _Window:
    """How many signs of each weight every kind has, and what the kinds weigh."""

    def __init__(self) -> None:
        self._counts: dict[str, list[int]] = {}
        self.weight = 0

    def change(self, sign: Sign, by: int) -> None:
        counts = self._counts.setdefault(sign.kind, [0] * (HEAVIEST + 1))
        before = _heaviest(counts)
        counts[sign.weight] += by
        self.weight += _heaviest(counts) - before


def _heaviest(counts: list[int]) -> int:
    return max((weight for weight, count in enumerate(counts) if count), default=0)


def together(signs: Iterable[Sign]) -> tuple[int, int] | None:
    """First and last word of the signs in the window that is full first, but for earlier signs it could do without."""
    ordered = sorted(signs)
    window = _Window()
    left = 0
    for right, sign in enumerate(ordered):
        window.change(sign, 1)
        while sign.first - ordered[left].first >= WINDOW:
            window.change(ordered[left], -1)
            left += 1
        if window.weight >= NEEDED:
            while window.weight >= NEEDED:
                window.change(ordered[left], -1)
                left += 1
            return ordered[left - 1].first, max(other.last for other in ordered[left - 1 : right + 1])
    return None
