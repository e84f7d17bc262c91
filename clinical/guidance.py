"""The one door through which every saved entry is answered: advice or hotline, never both.

`screening.screen` says whether anything in an entry speaks of danger, `respond` turns that into what the patient sees.
Words of crisis are never answered with advice; a red flag's urgent instruction stands beside either answer and nothing
removes it.
"""

import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from .crisis import directory
from .crisis_settings import OwnLine
from .data import load
from .entries import CheckIn, Entry, SideEffectReport
from .screening import CALM, TIER_RANK, Screening, Tier, screen, screen_rejected, stricter
from .side_effects import EFFECTS, Language, Level, Modality, fill, level_of, urgent_text

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


class UrgentInstruction(Struct, kw_only=True, frozen=True):
    """`dial` is what a tel: link takes, null when there is no number to offer."""

    effect: str
    level: Literal["emergency", "crisis", "call_clinic"]
    text: str
    dial: str | None


class HelpLine(Struct, kw_only=True, frozen=True):
    """`how` says what to do to be answered in the patient's language ("press 2"), where that is known. `text` is what the
    clinic says beside its own line."""

    name: str
    dial: str | None
    sms: str | None
    sms_keyword: str | None
    chat_url: str | None
    hours: str | None
    languages: list[str]
    how: str | None = None
    text: str | None = None


class Contact(Struct, kw_only=True, frozen=True):
    name: str
    dial: str


class SelfCare(Struct, kw_only=True, frozen=True, tag_field="kind", tag="self_care"):
    """Education cards that fit what was reported; none while a hold is on."""

    cards: list[Card]
    label: str
    clinic_phone: str | None
    held: bool
    urgent: list[UrgentInstruction]


class Hotline(Struct, kw_only=True, frozen=True, tag_field="kind", tag="hotline"):
    """A person to talk to: one or two lines, the emergency number, the patient's own contacts. No advice, no praise."""

    headline: str
    message: str
    lines: list[HelpLine]
    emergency_number: str
    contacts: list[Contact]
    aftermath: str
    urgent: list[UrgentInstruction]


Guidance = SelfCare | Hotline


class Situation(Struct, kw_only=True, frozen=True):
    """What an answer depends on besides the entry. `held`: a hold from an earlier crisis is on."""

    language: Language
    country: str
    clinic_phone: str | None = None
    own_line: OwnLine | None = None
    modality: Modality | None = None
    held: bool = False
    contacts: list[Contact] = []
    saved: bool = True
    days_after_session: int | None = None


class _CrisisWords(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    headline: dict[Tier, str]
    message: dict[Tier, str]
    aftermath: dict[str, str]
    emergency: str
    education: str


class _Crisis(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    about: str
    en: _CrisisWords
    es: _CrisisWords


class _CardWords(Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    body: str


class _Education(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    about: str
    cards: dict[str, dict[Language, _CardWords]]


_CRISIS = load("words.json", _Crisis, "clinical.crisis")
_EDUCATION = load("education.json", _Education)


def respond(entry: Entry, screening: Screening, situation: Situation) -> Guidance:
    """Hotline exactly when the screening has a tier. Urgent instructions are part of either."""
    urgent = _urgent(entry, situation) if isinstance(entry, SideEffectReport) else []
    if screening.tier is not None:
        return hotline(screening, situation, urgent)
    in_emergency = any(instruction.level == "emergency" for instruction in urgent)
    return SelfCare(
        cards=[] if situation.held or in_emergency else _cards(entry, situation)[:_MOST_CARDS],
        label=_crisis_words(situation.language).education,
        clinic_phone=situation.clinic_phone,
        held=situation.held,
        urgent=urgent,
    )


def hotline(screening: Screening, situation: Situation, urgent: Iterable[UrgentInstruction] = ()) -> Hotline:
    """The crisis message by itself: for requests that are rejected, and for an imported diary."""
    words = _crisis_words(situation.language)
    tier = screening.tier or "unscreened"
    emergency = directory.emergency_number(situation.country)
    return Hotline(
        headline=words.headline[tier],
        message=fill(words.message[tier], emergency, ""),
        lines=help_lines(situation.country, situation.language, situation.own_line),
        emergency_number=emergency,
        contacts=situation.contacts,
        aftermath=_aftermath(words, screening, situation),
        urgent=list(urgent),
    )


def help_lines(country: str, language: Language, own_line: OwnLine | None = None) -> list[HelpLine]:
    """One or two, for Help now too: the clinic's own and one of the directory, else one or two of the directory."""
    listed = [_help_line(line, language) for line in directory.lines_for(country, language)]
    return listed if own_line is None else [_own_help_line(own_line), *listed[:1]]


def _help_line(line: directory.Line, language: Language) -> HelpLine:
    """The worldwide directory is a page, offered as a chat link."""
    return HelpLine(
        name=line.name,
        dial=line.dial,
        sms=line.sms,
        sms_keyword=line.keywords.get(language, line.sms_keyword),
        chat_url=line.page,
        hours=line.hours,
        languages=line.languages,
        how=line.how.get(language),
    )


def _own_help_line(line: OwnLine) -> HelpLine:
    """In whatever language the clinic wrote it."""
    return HelpLine(
        name=line.name,
        dial=line.dial,
        sms=line.sms,
        sms_keyword=None,
        chat_url=None,
        hours=line.hours,
        languages=[],
        text=line.text,
    )


def _aftermath(words: _CrisisWords, screening: Screening, situation: Situation) -> str:
    parts = [words.aftermath["saved" if situation.saved else "not_saved"]]
    if screening.private:
        parts.append(words.aftermath["private"])
    parts.append(words.aftermath["not_live"])
    return " ".join(parts)


def _crisis_words(language: Language) -> _CrisisWords:
    return _CRISIS.es if language == "es" else _CRISIS.en


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
