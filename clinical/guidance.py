"""The one door through which every saved entry is answered: advice or hotline, never both.

`screening.screen` says whether anything in an entry speaks of danger, `respond` turns that into what the patient sees.
Words of crisis are never answered with advice; a red flag's urgent instruction stands beside either answer and nothing
removes it.
"""

import re
from collections.abc import Iterable

from msgspec import Struct

from .crisis import directory
from .data import load
from .entries import CheckIn, Entry, MeasureAnswers, PreSessionAnswers, SideEffectReport, TherapyPage
from .hotline import (
    Contact,
    HelpLine,
    Hotline,
    Situation,
    Told,
    UrgentInstruction,
    crisis_words,
    help_lines,
    hotline,
)
from .screening import CALM, TIER_RANK, Screening, Tier, screen, screen_rejected, stricter
from .side_effects import EFFECTS, Language, Level, fill, level_of, urgent_text

__all__ = [
    "CALM",
    "TIER_RANK",
    "Card",
    "Contact",
    "Guidance",
    "HelpLine",
    "Hotline",
    "Screening",
    "SelfCare",
    "Situation",
    "Tier",
    "Told",
    "UrgentInstruction",
    "help_lines",
    "hotline",
    "respond",
    "screen",
    "screen_rejected",
    "stricter",
]

LOW_MOOD, HIGH_ANXIETY, SHORT_NIGHT, SHORT_NIGHT_TMS = 2, 8, 5.0, 4.0
"""When a check-in gets a card: mood at most, anxiety at least, hours of sleep below. House values, not clinical cuts."""

_MOST_CARDS = 2


class Card(Struct, kw_only=True, frozen=True):
    id: str
    title: str
    body: str


class SelfCare(Struct, kw_only=True, frozen=True, tag_field="kind", tag="self_care"):
    """Education cards that fit what was reported; none while a hold is on."""

    cards: list[Card]
    label: str
    clinic_phone: str | None
    held: bool
    urgent: list[UrgentInstruction]


Guidance = SelfCare | Hotline


class _CardWords(Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    body: str


class _Education(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    about: str
    cards: dict[str, dict[Language, _CardWords]]


_EDUCATION = load("education.json", _Education)


def respond(entry: Entry, screening: Screening, situation: Situation) -> Guidance:
    """Hotline exactly when the screening has a tier. Urgent instructions are part of either."""
    urgent = _urgent(entry, situation) if isinstance(entry, SideEffectReport) else []
    if screening.tier is not None:
        return hotline(screening, situation, urgent)
    in_emergency = any(instruction.level == "emergency" for instruction in urgent)
    return SelfCare(
        cards=[] if situation.held or in_emergency else _cards(entry, situation)[:_MOST_CARDS],
        label=crisis_words(situation.language).education,
        clinic_phone=situation.clinic_phone,
        held=situation.held,
        urgent=urgent,
    )


def _urgent(report: SideEffectReport, situation: Situation) -> list[UrgentInstruction]:
    level = level_of(report, situation.days_after_session)
    emergency = directory.emergency_number(situation.country)
    text = urgent_text(report.effect, level, situation.language, emergency, situation.clinic_phone)
    if level == "routine" or text is None:
        return []
    return [UrgentInstruction(effect=report.effect, level=level, text=text, dial=_dial(level, emergency, situation))]


def _dial(level: Level, emergency: str, situation: Situation) -> str | None:
    if level == "call_clinic":
        return re.sub(r"[^+*#0-9]", "", situation.clinic_phone or "") or None
    if level == "crisis":
        lines = help_lines(situation.country, situation.language, situation.own_line)
        return next((line.dial for line in lines if line.dial), emergency)
    return emergency


def _cards(entry: Entry, situation: Situation) -> list[Card]:
    """An instrument's answers, those before a session and a therapy page get none: they are for the care team to read."""
    if isinstance(entry, MeasureAnswers | TherapyPage | PreSessionAnswers):
        return []
    if isinstance(entry, SideEffectReport):
        return _effect_cards(entry, situation)
    return [_card(id, situation.language) for id in _check_in_topics(entry, situation)]


def _effect_cards(report: SideEffectReport, situation: Situation) -> list[Card]:
    effect = EFFECTS.get(report.effect)
    words = effect.words(situation.language) if effect is not None else None
    if words is None or words.card is None or report.severity == "not_present":
        return []
    body = f"{words.card} {words.warn}" if words.warn else words.card
    emergency = directory.emergency_number(situation.country)
    return [Card(id=report.effect, title=words.label, body=fill(body, emergency, ""))]


def _check_in_topics(entry: CheckIn, situation: Situation) -> Iterable[str]:
    """What weighs most comes first: only the first few are shown."""
    if entry.mood <= LOW_MOOD:
        yield "low_mood"
    if entry.sleep_hours is not None and situation.modality == "tms" and entry.sleep_hours < SHORT_NIGHT_TMS:
        yield "short_sleep_tms"
    elif entry.sleep_hours is not None and entry.sleep_hours < SHORT_NIGHT:
        yield "short_sleep"
    if entry.anxiety is not None and entry.anxiety >= HIGH_ANXIETY:
        yield "high_anxiety"


def _card(id: str, language: Language) -> Card:
    words = _EDUCATION.cards[id]["es" if language == "es" else "en"]
    return Card(id=id, title=words.title, body=words.body)
