"""Answers that speak of danger by themselves: items of instruments, and ratings of therapy pages. Row by row, with their sources, in
safety_items.json; pwa/src/crisis/items.ts is the phone's twin."""

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from .data import load


class Raised(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """An answer above `above` is danger of `tier`."""

    above: int
    tier: Literal["urgent", "explicit", "veiled"]
    category: str
    sources: list[str]


class SafetyItem(Raised, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """`item` counts from 1."""

    instrument: str
    item: int


class SafetyRating(Raised, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A rating of a form of `clinical.therapy`."""

    form: str
    field: str


class _SafetyItems(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    about: str
    sources: dict[str, str]
    items: list[SafetyItem]
    ratings: list[SafetyRating]


_DATA = load("safety_items.json", _SafetyItems)
SAFETY_ITEMS: list[SafetyItem] = _DATA.items
SAFETY_RATINGS: list[SafetyRating] = _DATA.ratings


def raised_items(instrument: str, answers: Sequence[int | None]) -> list[SafetyItem]:
    """Those whose answer speaks of danger. An item that was left out routes nothing."""
    return [item for item in SAFETY_ITEMS if item.instrument == instrument and _is_raised(item, answers)]


def _is_raised(item: SafetyItem, answers: Sequence[int | None]) -> bool:
    answer = answers[item.item - 1] if item.item <= len(answers) else None
    return answer is not None and answer > item.above


def raised_ratings(form: str, ratings: Mapping[str, float]) -> list[SafetyRating]:
    """Those of a page that speak of danger. A rating that was left out routes nothing."""
    return [one for one in SAFETY_RATINGS if one.form == form and ratings.get(one.field, one.above) > one.above]
