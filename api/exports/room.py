"""How much of each list a printed edition has room for. What is left out is counted in words."""

import re
from itertools import islice
from typing import Any

from msgspec import Struct

from api.exports.words import Words

BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
LEAST_IN_A_LINE = 40
"""Characters. On paper a line costs its height, however short: no text has more lines than if each had so many."""


class Room(Struct, frozen=True, kw_only=True):
    """`characters`: of one text of a person. `noes`: answers "no" before a session; more of them are counted. The other answers are
    never left out."""

    alerts: int
    flags: int
    noes: int
    measures: int
    others: int
    boosters: int
    weeks: int
    effects: int
    pages: int
    notes: int
    characters: int


ROOMS = (
    Room(
        alerts=5,
        flags=6,
        noes=20,
        measures=3,
        others=6,
        boosters=8,
        weeks=10,
        effects=12,
        pages=6,
        notes=8,
        characters=1000,
    ),
    Room(
        alerts=4,
        flags=5,
        noes=12,
        measures=2,
        others=4,
        boosters=6,
        weeks=8,
        effects=8,
        pages=4,
        notes=4,
        characters=500,
    ),
    Room(
        alerts=3,
        flags=4,
        noes=4,
        measures=2,
        others=3,
        boosters=4,
        weeks=6,
        effects=6,
        pages=3,
        notes=3,
        characters=300,
    ),
    Room(
        alerts=2,
        flags=3,
        noes=0,
        measures=2,
        others=2,
        boosters=3,
        weeks=4,
        effects=4,
        pages=2,
        notes=2,
        characters=200,
    ),
    Room(
        alerts=1,
        flags=1,
        noes=0,
        measures=1,
        others=1,
        boosters=2,
        weeks=2,
        effects=2,
        pages=1,
        notes=1,
        characters=80,
    ),
)
"""The last one has to fit whatever people wrote."""


def clip(words: Words, text: str, most: int) -> str:
    """At most so many characters, and as many lines as they take when lines are not short."""
    too_many = next(islice(BREAK.finditer(text), most // LEAST_IN_A_LINE, None), None)
    end = min(most, too_many.start()) if too_many else most
    return text if len(text) <= end else words.t("print.clipped", text=text[:end].rstrip(), n=len(text) - end)


def some(words: Words, lines: list[Any], most: int) -> tuple[list[Any], str]:
    """The first ones, and how many more there are in the app."""
    return lines[:most], words.t("print.more", n=len(lines) - most) if len(lines) > most else ""
