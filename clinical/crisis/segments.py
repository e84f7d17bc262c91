"""Letters without spaces, cut into words."""

from collections.abc import Iterable, Sequence

LONGEST_WORD = 16
TELLING_WORD, WORD, UNKNOWN_LETTER = 1, 2, 3
"""What a word that people disguise costs, what another word, and what a letter that is in none."""


class Segments:
    """Words of one language. The time to cut is linear in the letters: no piece is longer than LONGEST_WORD."""

    def __init__(self, words: Iterable[str], telling: Iterable[str] = ()) -> None:
        self.telling = frozenset(telling)
        costs = {**dict.fromkeys(words, WORD), **dict.fromkeys(self.telling, TELLING_WORD)}
        self._words = {word: cost for word, cost in costs.items() if len(word) <= LONGEST_WORD and word.isalpha()}
        self._beginnings = {word[:end] for word in self._words for end in range(1, len(word) + 1)}

    def cut(self, letters: str) -> list[str] | None:
        """The cheapest words that make up the letters, the longer last; None when no words do."""
        cut = self._cheapest(letters, None)
        return cut and [piece for piece, _ in cut[1]]

    def cut_around(self, letters: str) -> tuple[int, list[tuple[str, bool]]]:
        """The words among the letters, and between them the rest: a cost, and pieces that are words or not."""
        cost, cut = self._cheapest(letters, UNKNOWN_LETTER) or (0, [])
        pieces: list[tuple[str, bool]] = []
        for piece, known in cut:
            if pieces and not known and not pieces[-1][1]:
                pieces[-1] = (pieces[-1][0] + piece, False)
            else:
                pieces.append((piece, known))
        return cost, pieces

    def _cheapest(self, letters: str, unknown: int | None) -> tuple[int, list[tuple[str, bool]]] | None:
        """From left to right the cheapest way to each place; of two equal ones that with the longer last piece."""
        size = len(letters)
        worst = (size + 1) * UNKNOWN_LETTER
        costs = [0, *[worst] * size]
        begins = [0, *[-1] * size]
        for start in range(size):
            cost = costs[start]
            if cost == worst:
                continue
            end = start + 1
            while end <= size and (piece := letters[start:end]) in self._beginnings:
                through = cost + self._words.get(piece, worst)
                if through < costs[end]:
                    costs[end], begins[end] = through, start
                end += 1
            if unknown is not None and cost + unknown < costs[start + 1]:
                costs[start + 1], begins[start + 1] = cost + unknown, -1
        return None if costs[size] == worst else (costs[size], _backwards(letters, begins))


def _backwards(letters: str, begins: Sequence[int]) -> list[tuple[str, bool]]:
    pieces: list[tuple[str, bool]] = []
    end = len(letters)
    while end > 0:
        start = begins[end]
        pieces.append((letters[start:end], True) if start >= 0 else (letters[end - 1], False))
        end = start if start >= 0 else end - 1
    return pieces[::-1]
