"""The slots of a phrase (notation: `patterns`): what one may begin with, and which words it cannot do without."""

from collections.abc import Iterator, Mapping, Sequence

NUMBER, LARGE_NUMBER = "#", "##"


class Slots:
    """What a slot may begin with, and what must follow then: first words, grouped by the slots that come after them."""

    def __init__(self, classes: Mapping[str, Sequence[str]]) -> None:
        self._classes = classes
        self._begun: dict[str, list[tuple[tuple[str, ...], list[str]]]] = {}
        self._needed: dict[str, frozenset[str]] = {}

    def begun(self, name: str) -> list[tuple[tuple[str, ...], list[str]]]:
        if name not in self._begun:
            grouped: dict[tuple[str, ...], list[str]] = {}
            for word, rest in self._expanded(name):
                grouped.setdefault(rest, []).append(word)
            self._begun[name] = list(grouped.items())
        return self._begun[name]

    def _expanded(self, name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        for alternative in name.split("|"):
            if alternative[0] == "<":
                for phrase in self._classes[alternative[1:-1]]:
                    yield from self._phrase(tuple(phrase.split()))
            elif "_" in alternative:
                yield from self._phrase(tuple(alternative.split("_")))
            elif alternative == NUMBER:
                yield from ((NUMBER, ()), (LARGE_NUMBER, ()))
            else:
                yield alternative, ()

    def _phrase(self, slots: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
        first, *others = slots
        if first.endswith("?") and others:
            yield from self._phrase(tuple(others))
        for rest, words in self.begun(first.removesuffix("?")):
            yield from ((word, (*rest, *others)) for word in words)

    def needed(self, name: str) -> frozenset[str]:
        """Words, one of which is in every text that fits the slot: of each alternative its rarest."""
        if name not in self._needed:
            self._needed[name] = frozenset(word for words in map(self._rarest, name.split("|")) for word in words)
        return self._needed[name]

    def _rarest(self, alternative: str) -> frozenset[str]:
        if alternative[0] == "<":
            phrases = [phrase.split() for phrase in self._classes[alternative[1:-1]]]
        elif "_" in alternative:
            phrases = [alternative.split("_")]
        else:
            return frozenset([NUMBER, LARGE_NUMBER] if alternative == NUMBER else [alternative])
        return frozenset(word for phrase in phrases for word in self.rarest_needs(phrase)[0])

    def rarest_needs(self, slots: Sequence[str]) -> list[frozenset[str]]:
        """What the slots of a phrase need that it cannot leave out, the rarest words first."""
        needs = [self.needed(slot) for slot in slots if slot[0] != "*" and not slot.endswith("?")]
        return sorted(needs, key=lambda words: sum(COMMON if word in COMMON_WORDS else 1 for word in words))

    def variants(self, slots: Sequence[str], needs: int) -> Iterator[Sequence[str]]:
        """The phrase, or where it has fewer slots than `needs` that it cannot leave out, what it may be word by word."""
        required = [at for at, slot in enumerate(slots) if slot[0] != "*" and not slot.endswith("?")]
        several = [at for at in required if any(rest for rest, _ in self.begun(slots[at]))]
        if len(required) >= needs or not several:
            yield slots
            return
        at = several[0]
        for rest, words in self.begun(slots[at]):
            yield from self.variants([*slots[:at], "|".join(words), *rest, *slots[at + 1 :]], needs)


COMMON = 30
"""How many rare words a common one counts as."""
COMMON_WORDS = frozenset(
    """a all am an and any anymore are as at be been but by can cant could day did do does done dont every for from get go
    going good got had has have he her him his how i id if ill im in is it its ive just know last life like make me more
    much my need never no not now of off on one or other out over people really she so some still take that the them then
    there they thing things think this time to today too up very want wanted was way we what when who will with wont would
    you al como con cuando de del dia el ella en era es esta este esto estoy fue ha hacer hasta hay hoy la las le lo los
    mas mi mis muy nada ni nos o para pero por porque que quiero se ser si sin solo son su tan te tengo ti todo todos tu un
    una va vez vida voy y ya yo""".split()  # noqa: SIM905
)
