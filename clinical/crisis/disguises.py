"""Words written so that no program finds them: "k!ll", "su*cide", "s u i c i d e", "k.i.l.l", "sui-cide", "sui cide".

Works on folded text and gives edits of it. Most texts need none, and a look at their shape is enough to know.
"""

import re
from collections.abc import Sequence

from .edits import Edit, Undisguised, edited, merged
from .folding import words
from .joins import Joins
from .masks import TOKEN, Masks
from .readings import Readings

# Three single characters, in the shape of a text in which everything but space stands for one of them.
_RUN = re.compile(rb" a {1,3}a {1,3}a ")


def _shape_of(char: str) -> str:
    if char.isalpha():
        return "a"
    if char == "!":
        return "!"
    return "0" if TOKEN.match(char) else " " if char <= " " else "."


_SHAPES = "".join(_shape_of(chr(point)) for point in range(128)).encode() + bytes(128)
_SINGLES = bytes.maketrans(b"!0.", b"aa ")


class Disguises:
    def __init__(self, disguised: Sequence[str], readings: Readings) -> None:
        """`disguised`: words that people disguise, in the order in which they are tried."""
        self._masks = Masks(disguised, readings)
        self._joins = Joins(disguised, readings, self._masks.word)

    def undo(self, folded: str) -> Undisguised:
        shapes = folded.encode("ascii", "replace").translate(_SHAPES)
        masked = b"a0" in shapes or b"0a" in shapes or b"!a" in shapes or b"!0" in shapes
        spaced = _RUN.search(b" %b " % shapes.translate(_SINGLES)) is not None
        chained = b"a.a" in shapes or b"a..a" in shapes
        split = not self._joins.fragments.isdisjoint(words(folded))
        if not (masked or spaced or chained or split):
            return Undisguised(folded, ())
        edits: list[Edit] = []
        if masked and (edits := list(self._masks.undo(folded))):
            edits = merged(edits, self._masks.undo_alone(folded, edits))
        if spaced:
            edits = merged(list(self._joins.spaced(folded)), edits)
        if chained:
            edits = merged(edits, self._joins.chained(folded, edits))
        if split:
            edits = merged(edits, self._joins.split(folded))
        return Undisguised(edited(folded, edits), edits)
