"""Items of instruments whose answer speaks of danger by itself, row by row with their sources in safety_items.json."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from .data import load


class SafetyItem(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """`item` counts from 1. An answer above `above` is danger of `tier`."""

    instrument: str
    item: int
    above: int
    tier: Literal["urgent", "explicit", "veiled"]
    category: str
    sources: list[str]


class _SafetyItems(Struct, frozen=True, forbid_unknown_fields=True):
    about: str
    sources: dict[str, str]
    items: list[SafetyItem]


SAFETY_ITEMS: list[SafetyItem] = load("safety_items.json", _SafetyItems).items


def raised_items(instrument: str, answers: Sequence[int | None]) -> list[SafetyItem]:
    """Those whose answer speaks of danger. An item that was left out routes nothing."""
    return [item for item in SAFETY_ITEMS if item.instrument == instrument and _is_raised(item, answers)]


def _is_raised(item: SafetyItem, answers: Sequence[int | None]) -> bool:
    answer = answers[item.item - 1] if item.item <= len(answers) else None
    return answer is not None and answer > item.above
