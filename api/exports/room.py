"""How much of each list a printed edition has room for. What is left out is counted in words."""

from typing import Any

from msgspec import Struct

from api.exports.words import Words


class Room(Struct, frozen=True, kw_only=True):
    """`characters`: of one text of a person."""

    alerts: int
    flags: int
    answers: int
    measures: int
    others: int
    boosters: int
    weeks: int
    effects: int
    pages: int
    notes: int
    characters: int


def clip(words: Words, text: str, most: int) -> str:
    return text if len(text) <= most else words.t("print.clipped", text=text[:most].rstrip(), n=len(text) - most)


def some(words: Words, lines: list[Any], most: int) -> tuple[list[Any], str]:
    """The first ones, and how many more there are in the app."""
    return lines[:most], words.t("print.more", n=len(lines) - most) if len(lines) > most else ""
