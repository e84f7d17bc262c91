"""Course templates, a clinic's own among them, and what their sessions are called.

Templates are the clinic's to choose and every date the clinic's to change; nothing here decides eligibility, dose or
interval. Facts and sources stand in protocols.json. How a template becomes dates is in `course_plan`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec
from msgspec import Struct

from .course_plan import Anchor, Options, PlannedDay, PlannedSession, SessionKind, Template, lay_out, reanchor
from .data import load
from .errors import Invalid
from .own_protocols import OwnTemplate
from .side_effects import Language, Modality
from .zones import instant_of, local_day, zone_named

__all__ = [
    "TEMPLATES",
    "Anchor",
    "PlannedSession",
    "document_of",
    "label",
    "plan_course",
    "protocols",
    "reanchor",
    "template_of",
]

LONGEST = timedelta(days=3 * 365)
"""From the first session of a course to its last."""


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    phases: str


class _Template(Template, kw_only=True, frozen=True, forbid_unknown_fields=True):
    modality: Modality
    sources: list[str]
    en: _Words
    es: _Words


class _Data(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    about: str
    sources: dict[str, str]
    templates: list[_Template]
    labels: dict[Language, dict[SessionKind | Literal["of"], str]]


_DATA = load("protocols.json", _Data)
TEMPLATES: dict[str, _Template] = {template.id: template for template in _DATA.templates}


class ProtocolView(Struct, kw_only=True, frozen=True):
    """What a course editor offers. A null option is not asked for; ranges include both ends.

    `any_sessions`: the clinic's own number, which has to be given. `any_gap`: days between sessions, open weekdays without it.
    `months`: how long to go on after the phases, one session each `every_days_options`; 0 is not at all.
    `weekdays`: those to offer at first.
    """

    id: str
    modality: Modality
    name: str
    phases: str | None
    sessions_options: list[int] | None
    any_sessions: tuple[int, int] | None = None
    any_gap: tuple[int, int] | None = None
    every_days_options: list[int] | None = None
    months: tuple[int, int] | None = None
    over_days: tuple[int, int] | None = None
    booster_months: tuple[int, int] | None = None
    boosters: bool
    weekdays: list[int]
    own: bool


def protocols(language: Language = "en", own: Sequence[OwnTemplate] = ()) -> list[ProtocolView]:
    """A clinic's own come last, in its own words."""
    listed = [
        _view(template, template.modality, words.name, words.phases)
        for template in _DATA.templates
        for words in [template.es if language == "es" else template.en]
    ]
    return listed + [_view(one.template(), one.modality, one.name, None) for one in own]


def _view(template: Template, modality: Modality, name: str, phases: str | None) -> ProtocolView:
    months = template.booster_months
    return ProtocolView(
        id=template.id,
        modality=modality,
        name=name,
        phases=phases,
        sessions_options=template.sessions if len(template.sessions) > 1 else None,
        any_sessions=template.any_sessions,
        any_gap=template.any_gap,
        every_days_options=template.then and template.then.every_days,
        months=template.then and template.then.months,
        over_days=template.over_days,
        booster_months=months if months and months[0] < months[1] else None,
        boosters=template.booster_every_days is not None,
        weekdays=template.weekdays,
        own=phases is None,
    )


def template_of(protocol_id: str, own: Sequence[OwnTemplate] = ()) -> Template:
    """Invalid when neither we nor the clinic have it."""
    found = TEMPLATES.get(protocol_id) or next((one.template() for one in own if one.id == protocol_id), None)
    if found is None:
        raise Invalid.field("protocol", "There is no such protocol.")
    return found


def document_of(template: Template) -> dict[str, Any]:
    """What a course keeps of its template: what the sessions are laid out by, and not the words."""
    return msgspec.to_builtins(msgspec.convert(template, Template, from_attributes=True))


def name_in(language: str, stored: str) -> str:
    """A course is stored under its template's name in the language of whoever began it; each reader gets their own."""
    for template in _DATA.templates:
        if stored in (template.en.name, template.es.name):
            return template.es.name if language == "es" else template.en.name
    return stored


def plan_course(
    protocol: str | Template,
    first_at: datetime,
    zone: str,
    *,
    sessions: int | None = None,
    over_days: int | None = None,
    booster_months: int | None = None,
    every_days: int | None = None,
    months: int | None = None,
    weekdays: list[int] | None = None,
) -> list[PlannedSession]:
    """The dated sessions of a template, earliest first; those that begin a day at the wall-clock time of the first, in the
    clinic's zone, and others of the day so many minutes after it.

    `first_at` is a naive local time there. `weekdays` are 1 (Monday) to 7, Monday to Friday unless the clinic says so.
    Options that the template does not have, or outside its ranges, are Invalid with the field's path.
    """
    template = template_of(protocol) if isinstance(protocol, str) else protocol
    if not 2000 <= first_at.year <= 2200:
        raise Invalid.field("first_at", "Please check the year of the first session.")
    months = _within("months", months, template.then and template.then.months)
    chosen = Options(
        sessions=_sessions(template, sessions),
        over_days=_within("over_days", over_days, template.over_days),
        booster_months=_within("booster_months", booster_months, template.booster_months),
        every_days=_gap(template, every_days, months),
        months=months,
        weekdays=weekdays,
    )
    planned = _dated(lay_out(template, first_at.date(), chosen), first_at, zone)
    if planned[-1].starts_at - planned[0].starts_at > LONGEST:
        raise Invalid.field("protocol", "This course would last more than three years.")
    return planned


def _dated(days: Sequence[PlannedDay], first_at: datetime, zone: str) -> list[PlannedSession]:
    there = zone_named(zone)
    dated: list[PlannedSession] = []
    for day in days:
        instant = instant_of(datetime.combine(day.day, first_at.time()), there) + timedelta(minutes=day.minutes)
        if day.minutes and local_day(instant, there) != day.day:
            raise Invalid.field("first_at", "The last sessions of the day would begin after midnight.")
        dated.append(
            PlannedSession(
                kind=day.kind,
                ordinal=day.ordinal,
                of=day.of,
                week=day.week,
                starts_at=instant,
                local_day=local_day(instant, there),
                summary_before=day.summary_before,
            )
        )
    return dated


def _sessions(template: Template, value: int | None) -> int:
    if template.any_sessions is None:
        return _chosen("sessions", value, template.sessions)
    if value is None:
        raise Invalid.field("sessions", "Please say how many sessions.")
    return _within("sessions", value, template.any_sessions) or value


def _gap(template: Template, value: int | None, months: int | None) -> int | None:
    """Of a template that goes on after its phases, one of its gaps; else any that it lets the clinic choose."""
    if template.then is None:
        return value if value is None else _within("every_days", value, template.any_gap)
    if value is None and months:
        raise Invalid.field("every_days", "Please choose how often.")
    return value if value is None else _chosen("every_days", value, template.then.every_days)


def _chosen(field: str, value: int | None, options: list[int]) -> int:
    if value is None:
        return options[0]
    if value not in options:
        numbers = " or ".join(map(str, options))
        raise Invalid.field(field, f"This protocol has {numbers} to choose from.", limit=options[-1])
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
