"""Does anything in an entry speak of danger? Words through the crisis screen, and the structured safety items.

Private notes are screened too. The care team learns that a private note matched, never its words.
"""

import re
from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Any, Literal, cast

import msgspec
from msgspec import Struct

from .crisis import NO_OWN_WORDS, OwnWords, screen_text
from .entries import Entry, MeasureAnswers, Note, SideEffectReport
from .safety_items import raised_items
from .side_effects import EFFECTS, level_of

Tier = Literal["urgent", "explicit", "veiled", "unscreened"]

TIER_RANK: dict[str | None, int] = {None: 0, "veiled": 1, "unscreened": 2, "explicit": 2, "urgent": 3}
"""How a tier compares with another. What could not be screened may be anything short of urgent."""


class Screening(Struct, kw_only=True, frozen=True):
    """`private`: nothing but private words matched, so that the care team is told that, and not shown them."""

    tier: Tier | None
    category: str | None
    private: bool


CALM = Screening(tier=None, category=None, private=False)


def screen(entry: Entry, own: OwnWords = NO_OWN_WORDS) -> Screening:
    """Every free text of the entry, with the clinic's own words, and its structured safety items. A screen that fails counts
    as danger."""
    note = None if isinstance(entry, MeasureAnswers) else entry.note
    try:
        return stricter(_of_items(entry), _of_words(note, own))
    except Exception:  # whatever it is: the entry is saved and the hotline shown
        return Screening(tier="unscreened", category=None, private=note is not None and note.audience == "private")


def _of_items(entry: Entry) -> Screening:
    """What was ticked or answered: no words of anybody's, hence never private."""
    if isinstance(entry, MeasureAnswers):
        return _of_answers(entry.instrument, entry.answers)
    if isinstance(entry, SideEffectReport) and level_of(entry) == "crisis":
        return _of_effect(entry.effect)
    return CALM


def _of_answers(instrument: str, answers: Sequence[int | None]) -> Screening:
    raised = (Screening(tier=i.tier, category=i.category, private=False) for i in raised_items(instrument, answers))
    return reduce(stricter, raised, CALM)


def _of_words(note: Note | None, own: OwnWords) -> Screening:
    match = screen_text(note.text, own) if note is not None else None
    if note is None or match is None:
        return CALM
    return Screening(tier=match.tier, category=match.category, private=note.audience == "private")


def _of_effect(effect: str) -> Screening:
    return Screening(tier="explicit", category=f"reported_{effect}", private=False)


def stricter(first: Screening, second: Screening) -> Screening:
    """The one of the higher tier. Private only if whatever matched was."""
    winner = second if TIER_RANK[second.tier] > TIER_RANK[first.tier] else first
    matched = [one for one in (first, second) if one.tier is not None]
    return Screening(
        tier=winner.tier, category=winner.category, private=bool(matched) and all(m.private for m in matched)
    )


_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)


def screen_rejected(body: bytes, own: OwnWords = NO_OWN_WORDS) -> Screening:
    """A request that will not be saved, whatever is wrong with it: every string in it is screened, also of broken JSON.

    Counts as private unless the body says that its note is shared.
    """
    try:
        strings = list(_strings_of(body))
        values = {text for _, text in strings}
        private = values.isdisjoint({"therapist", "team"})
        found = _of_rejected_answers(body)
        for key, text in strings:
            if key == "effect" and text in EFFECTS:
                if EFFECTS[text].level == "crisis" and "not_present" not in values:
                    found = stricter(_of_effect(text), found)
            elif match := screen_text(text, own):
                found = stricter(found, Screening(tier=match.tier, category=match.category, private=private))
    except Exception:
        return Screening(tier="unscreened", category=None, private=True)
    return found


class _Answered(Struct):
    instrument: str = ""
    answers: list[Any] = []


def _of_rejected_answers(body: bytes) -> Screening:
    """The safety items of a measure that is refused: an answer that is no whole number counts as left out."""
    try:
        sent = msgspec.json.decode(body, type=_Answered)
    except (msgspec.MsgspecError, RecursionError):
        return CALM
    return _of_answers(sent.instrument, [answer if type(answer) is int else None for answer in sent.answers])


def _strings_of(body: bytes) -> Iterable[tuple[str, str]]:
    try:
        return _strings(msgspec.json.decode(body))
    except (msgspec.DecodeError, RecursionError):
        return [("", _ESCAPE.sub(_unescaped, body.decode(errors="replace")))]


def _unescaped(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16)) if escape[1] else {"n": "\n", "t": "\t", "r": " "}.get(escape[2], escape[2])


def _strings(body: Any) -> Iterable[tuple[str, str]]:
    """Every string value with the key that it stands under."""
    waiting: list[tuple[str, Any]] = [("", body)]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, dict):
            waiting.extend(cast("dict[str, Any]", value).items())
        elif isinstance(value, list):
            waiting.extend((key, item) for item in cast("list[Any]", value))
