"""Course templates, what their sessions are called, and the card for the hours after a session.

Templates are the clinic's to choose and every date the clinic's to change; nothing here decides eligibility, dose or
interval, and no text says that anybody is cleared for anything. Facts and sources stand in protocols.json; where sources
differ, as on driving after ketamine, the stricter one holds. How a template becomes dates is in `course_plan`.
"""

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from .course_plan import Anchor, PlannedSession, SessionKind, Template, lay_out, reanchor
from .data import load
from .errors import Invalid
from .side_effects import Language, Modality
from .zones import instant_of, local_day, start_of_day, zone_named

__all__ = ["TEMPLATES", "Anchor", "PlannedSession", "after_care", "label", "plan_course", "protocols", "reanchor"]


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    phases: str


class _Template(Template, kw_only=True, frozen=True, forbid_unknown_fields=True):
    modality: Modality
    sources: list[str]
    en: _Words
    es: _Words


class _AfterCareWords(Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    driving: str
    items: list[str]


class _AfterCare(Struct, frozen=True, forbid_unknown_fields=True):
    hours: int | None
    sources: list[str]
    en: _AfterCareWords
    es: _AfterCareWords


class _Data(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    about: str
    sources: dict[str, str]
    templates: list[_Template]
    labels: dict[Language, dict[SessionKind | Literal["of"], str]]
    after_care: dict[Modality, _AfterCare]


_DATA = load("protocols.json", _Data)
TEMPLATES: dict[str, _Template] = {template.id: template for template in _DATA.templates}


class ProtocolView(Struct, kw_only=True, frozen=True):
    """What a course editor offers. A null option is not asked for."""

    id: str
    modality: Modality
    name: str
    phases: str
    sessions_options: list[int] | None
    over_days: tuple[int, int] | None
    booster_months: tuple[int, int] | None
    boosters: bool


class AfterCareCard(Struct, kw_only=True, frozen=True):
    """`no_driving_before`: the earliest instant at which the first half of the rule ends; the night's sleep is in words."""

    title: str
    driving: str
    no_driving_before: datetime | None
    items: list[str]


def protocols(language: Language = "en") -> list[ProtocolView]:
    return [
        ProtocolView(
            id=template.id,
            modality=template.modality,
            name=words.name,
            phases=words.phases,
            sessions_options=template.sessions if len(template.sessions) > 1 else None,
            over_days=template.over_days,
            booster_months=template.booster_months,
            boosters=template.booster_every_days is not None,
        )
        for template in _DATA.templates
        for words in [template.es if language == "es" else template.en]
    ]


def name_in(language: str, stored: str) -> str:
    """A course is stored under its template's name in the language of whoever began it; each reader gets their own."""
    for template in _DATA.templates:
        if stored in (template.en.name, template.es.name):
            return template.es.name if language == "es" else template.en.name
    return stored


def plan_course(
    protocol_id: str,
    first_at: datetime,
    zone: str,
    *,
    sessions: int | None = None,
    over_days: int | None = None,
    booster_months: int | None = None,
    weekdays: list[int] | None = None,
) -> list[PlannedSession]:
    """The dated sessions of a template, earliest first; every one at the wall-clock time of the first, in the clinic's zone.

    `first_at` is a naive local time there. `weekdays` are 1 (Monday) to 7, Monday to Friday unless the clinic says so.
    Options that the template does not have, or outside its ranges, are Invalid with the field's path.
    """
    template = TEMPLATES.get(protocol_id)
    if template is None:
        raise Invalid.field("protocol", "There is no such protocol.")
    if not 2000 <= first_at.year <= 2200:
        raise Invalid.field("first_at", "Please check the year of the first session.")
    days = lay_out(
        template,
        first_at.date(),
        sessions=_chosen("sessions", sessions, template.sessions),
        over_days=_within("over_days", over_days, template.over_days),
        booster_months=_within("booster_months", booster_months, template.booster_months),
        weekdays=weekdays,
    )
    there = zone_named(zone)
    instants = [instant_of(datetime.combine(day.day, first_at.time()), there) for day in days]
    return [
        PlannedSession(
            kind=day.kind,
            ordinal=day.ordinal,
            of=day.of,
            week=day.week,
            starts_at=instant,
            local_day=local_day(instant, there),
            summary_before=day.summary_before,
        )
        for day, instant in zip(days, instants, strict=True)
    ]


def _chosen(field: str, value: int | None, options: list[int]) -> int:
    if value is None:
        return options[0]
    if value not in options:
        raise Invalid.field(field, f"This protocol has {' or '.join(map(str, options))} sessions.", limit=options[-1])
    return value


def _within(field: str, value: int | None, bounds: tuple[int, int] | None) -> int | None:
    if bounds is None:
        if value is not None:
            raise Invalid.field(field, "This protocol does not have this option.")
        return None
    if value is not None and not bounds[0] <= value <= bounds[1]:
        raise Invalid.field(field, f"Please choose {bounds[0]} to {bounds[1]}.", limit=bounds[1])
    return bounds[0] if value is None else value


def label(kind: SessionKind, ordinal: int | None, of: int | None, language: Language = "en") -> str:
    """ "Infusion 3 of 6", "Booster 4", "TMS session 12 of 36", "Psychotherapy"."""
    words = _DATA.labels["es" if language == "es" else "en"]
    text = words[kind].replace("{n}", "" if ordinal is None else str(ordinal)).strip()
    if ordinal is None or of is None or kind in {"booster", "psychotherapy"}:
        return text
    return words["of"].replace("{label}", text).replace("{of}", str(of))


def after_care(modality: Modality, session_ended_at: datetime, zone: str, language: Language = "en") -> AfterCareCard:
    """Ketamine: at least 24 h (NERVANA) and the next day after a night's sleep (SPRAV-HCP), the later of the two."""
    card = _DATA.after_care[modality]
    words = card.es if language == "es" else card.en
    return AfterCareCard(
        title=words.title,
        driving=words.driving,
        no_driving_before=_no_driving_before(card, session_ended_at, zone),
        items=words.items,
    )


def _no_driving_before(card: _AfterCare, ended_at: datetime, zone: str) -> datetime | None:
    if card.hours is None:
        return None
    there = zone_named(zone)
    next_day = start_of_day(local_day(ended_at, there) + timedelta(days=1), there)
    return max(ended_at + timedelta(hours=card.hours), next_day)
