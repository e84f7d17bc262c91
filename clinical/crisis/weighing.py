"""What many small words say together: the last look at a text in which no phrase was found.

`weights.json` gives words, pairs of neighbours ("no way") and pairs with one word between ("way * out") a weight, above
zero when they are said more in danger than otherwise. In each stretch of a text every one of them counts once; where
they and the bias come to more than nothing, the text is veiled, category "words_together". The span reaches over the
three that weigh most. How the weights are made: tools/crisis_weights.py.
"""

from collections.abc import Iterable, Sequence

import msgspec

from clinical.data import load

STRETCH = 100
"""Words that are weighed together at most: whole sentences as far as they go."""
TELLING = 3


class Tokens(msgspec.Struct, frozen=True):
    """Words of a sentence as they are read, and the numbers of the words of the text that they came from."""

    texts: Sequence[str]
    numbers: Sequence[int]

    def parts(self) -> "Iterable[Tokens]":
        """Itself, or where it is longer than a stretch its pieces."""
        if len(self.texts) <= STRETCH:
            return (self,)
        starts = range(0, len(self.texts), STRETCH)
        return (Tokens(self.texts[at : at + STRETCH], self.numbers[at : at + STRETCH]) for at in starts)


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    about: str
    bias: int
    features: dict[str, int]


class _Start(msgspec.Struct):
    """What begins with one word: the weight of the word itself, and of its pairs by their second word."""

    alone: int = 0
    next: dict[str, int] = {}
    over_one: dict[str, int] = {}


class Weights:
    def __init__(self, bias: int, features: dict[str, int]) -> None:
        self._bias = bias
        self._starts: dict[str, _Start] = {}
        for feature, weight in features.items():
            first, *rest = feature.split(" ")
            start = self._starts.setdefault(first, _Start())
            match rest:
                case []:
                    start.alone = weight
                case ["*", second]:
                    start.over_one[second] = weight
                case [second]:
                    start.next[second] = weight
                case _:
                    raise ValueError(f"{feature!r} is no word and no pair")

    def together(self, sentences: Iterable[Tokens]) -> tuple[int, int] | None:
        """First and last word of what tells most in the first stretch that weighs enough."""
        stretch: list[Tokens] = []
        size = 0
        for sentence in sentences:
            for part in sentence.parts():
                if size + len(part.texts) > STRETCH:
                    if span := self._weigh(stretch):
                        return span
                    stretch, size = [], 0
                stretch.append(part)
                size += len(part.texts)
        return self._weigh(stretch)

    def _weigh(self, stretch: Iterable[Tokens]) -> tuple[int, int] | None:
        seen: dict[tuple[str, int, str], tuple[int, int, int]] = {}
        for part in stretch:
            texts, numbers = part.texts, part.numbers
            for at, text in enumerate(texts):
                start = self._starts.get(text)
                if start is None:
                    continue
                if start.alone:
                    seen.setdefault((text, 0, ""), (-start.alone, numbers[at], numbers[at]))
                for gap, weights in ((1, start.next), (2, start.over_one)):
                    if weights and at + gap < len(texts) and (weight := weights.get(texts[at + gap])):
                        seen.setdefault((text, gap, texts[at + gap]), (-weight, numbers[at], numbers[at + gap]))
        if self._bias - sum(minus for minus, _, _ in seen.values()) <= 0:
            return None
        telling = sorted(seen.values())[:TELLING]
        return min(first for _, first, _ in telling), max(last for _, _, last in telling)


def load_weights() -> Weights:
    data = load("weights.json", _Data, "clinical.crisis")
    return Weights(data.bias, data.features)
