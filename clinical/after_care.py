"""The card for the hours after a session. Words, facts and sources stand in after_care.json.

Nothing here says that anybody is fit to drive or to go: a rule of time is the earliest that it may end, never that it has.
"""

from datetime import datetime, timedelta

from msgspec import Struct

from .crisis import directory
from .data import load
from .hotline import HelpLine, Situation, crisis_words, help_lines
from .side_effects import Language, Modality
from .zones import local_day, start_of_day, zone_named


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    driving: str
    items: list[str]
    call_clinic: str
    call_emergency: str
    call_crisis: str


class _Card(Struct, frozen=True, forbid_unknown_fields=True):
    minutes: int
    hours: int | None
    sources: list[str]
    en: _Words
    es: _Words


class _File(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    about: str
    sources: dict[str, str]
    cards: dict[Modality, _Card]
    your_clinic: dict[Language, str]


DATA = load("after_care.json", _File)


class AfterCareCard(Struct, kw_only=True, frozen=True):
    """`no_driving_before`: the earliest instant at which the first half of the rule ends; the night's sleep is in words.

    `lines` and the two numbers are those that the texts name, to be tapped. `label` says that this is education.
    """

    title: str
    driving: str
    no_driving_before: datetime | None
    items: list[str]
    call_clinic: str
    call_emergency: str
    call_crisis: str
    clinic_phone: str | None
    emergency_number: str
    lines: list[HelpLine]
    label: str


def ends_at(modality: Modality, starts_at: datetime) -> datetime:
    """When such a session is over, where nobody noted its end."""
    return starts_at + timedelta(minutes=DATA.cards[modality].minutes)


def after_care(modality: Modality, session_ended_at: datetime, zone: str, situation: Situation) -> AfterCareCard:
    """Ketamine and esketamine: at least 24 h (NERVANA) and the next day after a night's sleep (SPRAV-HCP), the later of the two."""
    card = DATA.cards[modality]
    words = card.es if situation.language == "es" else card.en
    lines = help_lines(situation.country, situation.language, situation.own_line)
    emergency = directory.emergency_number(situation.country)
    clinic = DATA.your_clinic[situation.language]
    return AfterCareCard(
        title=words.title,
        driving=words.driving,
        no_driving_before=_no_driving_before(card, session_ended_at, zone),
        items=words.items,
        call_clinic=words.call_clinic.replace("{clinic}", _named(clinic, situation.clinic_phone)),
        call_emergency=words.call_emergency.replace("{emergency}", emergency),
        call_crisis=words.call_crisis.replace("{crisis}", _line(lines)),
        clinic_phone=situation.clinic_phone,
        emergency_number=emergency,
        lines=lines,
        label=crisis_words(situation.language).education,
    )


def _named(name: str, number: str | None) -> str:
    return f"{name} ({number})" if number else name


def _line(lines: list[HelpLine]) -> str:
    return ", ".join(_named(line.name, line.dial or line.sms or line.chat_url) for line in lines[:1])


def _no_driving_before(card: _Card, ended_at: datetime, zone: str) -> datetime | None:
    if card.hours is None:
        return None
    there = zone_named(zone)
    next_day = start_of_day(local_day(ended_at, there) + timedelta(days=1), there)
    return max(ended_at + timedelta(hours=card.hours), next_day)
