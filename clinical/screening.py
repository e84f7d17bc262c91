"""Does anything in an entry speak of danger? Words through the crisis screen, and the structured safety items.

Private notes and pages are screened too. The care team learns that something private matched, never its words or numbers.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any, Literal, cast

import msgspec
from msgspec import Struct

from .crisis import NO_OWN_WORDS, OwnWords, screen_text
from .entries import Entry, MeasureAnswers, PreSessionAnswers, SideEffectReport, TherapyPage
from .pre_session import speaks_of_danger
from .safety_items import raised_items, raised_ratings
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
    private = _is_private(entry)
    try:
        return stricter(_of_items(entry), _of_words(_texts_of(entry), private, own))
    except Exception:  # whatever it is: the entry is saved and the hotline shown
        return Screening(tier="unscreened", category=None, private=private)


def _is_private(entry: Entry) -> bool:
    if isinstance(entry, TherapyPage):
        return entry.audience == "private"
    return (
        not isinstance(entry, MeasureAnswers | PreSessionAnswers)
        and entry.note is not None
        and entry.note.audience == "private"
    )


def _texts_of(entry: Entry) -> list[str]:
    """A page's fields each by itself, and all of them as one: signs that mean danger only together may stand in several."""
    if isinstance(entry, TherapyPage):
        return [*entry.texts.values(), "\n".join(entry.texts.values())]
    if isinstance(entry, PreSessionAnswers):
        notes = [given.note for given in entry.answers if given.note is not None]
        return [*notes, "\n".join(notes)]
    return [] if isinstance(entry, MeasureAnswers) or entry.note is None else [entry.note.text]


def _of_items(entry: Entry) -> Screening:
    """What was ticked or answered: no words of anybody's, hence never private, but on a page that is private as a whole."""
    if isinstance(entry, MeasureAnswers):
        return _of_answers(entry.instrument, entry.answers)
    if isinstance(entry, TherapyPage):
        return _of_ratings(entry.form, entry.ratings, _is_private(entry))
    if isinstance(entry, PreSessionAnswers):
        return _of_questions([(given.question, given.answer) for given in entry.answers])
    if isinstance(entry, SideEffectReport) and level_of(entry) == "crisis":
        return _of_effect(entry.effect)
    return CALM


def _of_answers(instrument: str, answers: Sequence[int | None]) -> Screening:
    raised = (Screening(tier=i.tier, category=i.category, private=False) for i in raised_items(instrument, answers))
    return reduce(stricter, raised, CALM)


def _of_ratings(form: str, ratings: Mapping[str, float], private: bool) -> Screening:
    raised = (Screening(tier=r.tier, category=r.category, private=private) for r in raised_ratings(form, ratings))
    return reduce(stricter, raised, CALM)


def _of_words(texts: Iterable[str], private: bool, own: OwnWords) -> Screening:
    matches = (match for text in texts if (match := screen_text(text, own)) is not None)
    found = (Screening(tier=match.tier, category=match.category, private=private) for match in matches)
    return reduce(stricter, found, CALM)


def _of_questions(answers: Sequence[tuple[object, object]]) -> Screening:
    danger = speaks_of_danger(answers)
    return Screening(tier="explicit", category="pre_session_safety", private=False) if danger else CALM


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

    Counts as private unless the body says that its note or page is shared, or answers the questions before a session.
    """
    try:
        strings = list(_strings_of(body))
        values = {text for _, text in strings}
        private = values.isdisjoint({"therapist", "team"}) and all(key != "question" for key, _ in strings)
        found = stricter(_of_rejected_answers(body), _of_rejected_ratings(body, private))
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
    """The safety items of a measure that is refused, where an answer that is no whole number counts as left out, and of the questions
    before a session."""
    try:
        sent = msgspec.json.decode(body, type=_Answered)
    except (msgspec.MsgspecError, RecursionError):
        return CALM
    questions = [cast("dict[str, Any]", each) for each in sent.answers if isinstance(each, dict)]
    of_questions = _of_questions([(each.get("question"), each.get("answer")) for each in questions])
    items = [answer if type(answer) is int else None for answer in sent.answers]
    return stricter(_of_answers(sent.instrument, items), of_questions)


class _Rated(Struct):
    form: str = ""
    ratings: dict[str, Any] = {}


def _of_rejected_ratings(body: bytes, private: bool) -> Screening:
    """The ratings of a page that is refused, also those out of range: what is no number counts as left out."""
    try:
        sent = msgspec.json.decode(body, type=_Rated)
    except (msgspec.MsgspecError, RecursionError):
        return CALM
    numbers = {field: value for field, value in sent.ratings.items() if type(value) in (int, float)}
    return _of_ratings(sent.form, numbers, private)


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
