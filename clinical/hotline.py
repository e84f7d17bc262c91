"""The crisis message: words, lines, the emergency number, the patient's own contacts. No advice, no praise, nothing about method.

Wording follows safe-messaging practice (#chatsafe, Orygen; reportingonsuicide.org): warm and short, what happens when one
calls, no detail of any act, no judgement. It says who is told and what nobody does, and claims neither more than is so.
"""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from .crisis import directory
from .crisis_settings import OwnLine
from .data import load
from .screening import Screening, Tier
from .side_effects import Language, Modality, fill

Told = Literal["message", "review", "nobody"]
"""What the care team gets: a message at once, an item for review that is sent to nobody, or nothing."""


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


class UrgentInstruction(Struct, kw_only=True, frozen=True):
    """`dial` is what a tel: link takes, null when there is no number to offer."""

    effect: str
    level: Literal["emergency", "crisis", "call_clinic"]
    text: str
    dial: str | None


class Hotline(Struct, kw_only=True, frozen=True, tag_field="kind", tag="hotline"):
    """A person to talk to: one or two lines, the emergency number, the patient's own contacts. No advice, no praise."""

    headline: str
    message: str
    lines: list[HelpLine]
    emergency_number: str
    contacts: list[Contact]
    aftermath: str
    urgent: list[UrgentInstruction]


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
    told: Told = "message"
    days_after_session: int | None = None


class CrisisWords(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One language of words.json, where the fields are explained."""

    headline: dict[Tier, str]
    message: dict[Tier, str]
    aftermath: dict[Literal["saved", "not_saved", "message", "review", "nobody", "private", "offline", "not_live"], str]
    emergency: str
    education: str


class _Crisis(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    about: str
    en: CrisisWords
    es: CrisisWords


_CRISIS = load("words.json", _Crisis, "clinical.crisis")


def hotline(screening: Screening, situation: Situation, urgent: Iterable[UrgentInstruction] = ()) -> Hotline:
    """The crisis message by itself: for requests that are rejected, and for an imported diary."""
    words = crisis_words(situation.language)
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


def crisis_words(language: Language) -> CrisisWords:
    return _CRISIS.es if language == "es" else _CRISIS.en


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


def _aftermath(words: CrisisWords, screening: Screening, situation: Situation) -> str:
    """What became of the entry, and what the care team is told: never a message that is sent to nobody."""
    said = words.aftermath
    parts = [said["saved" if situation.saved else "not_saved"], said[situation.told]]
    if screening.private and situation.told != "nobody":
        parts.append(said["private"])
    return " ".join([*parts, said["not_live"]])
