"""Side effects: what can be reported, in plain words, and how urgent a report is.

Levels, in rising order: routine (the care team sees it before the next session), call_clinic (today), crisis (hotline),
emergency. The level of a report is the highest of: the effect's own level, what its timing and severity add, and the
house rule that a severe effect which interferes quite a lot or completely is worth a call. Nothing lowers a level: free
text is not read for it, and a report of "not present" has none. The app grades nothing (CTCAE grades are a clinician's).
Facts and their sources stand row by row in side_effects.json.
"""

from typing import Literal, get_args

from msgspec import Struct

from .data import load
from .entries import SideEffectReport

Level = Literal["routine", "call_clinic", "crisis", "emergency"]
Modality = Literal["ketamine_iv", "esketamine", "tms"]
Language = Literal["en", "es"]

_RISING: tuple[Level, ...] = get_args(Level)
_ON_A_LATER_DAY = frozenset({"day_1", "day_2", "day_3_6", "later"})
_INTERFERES = frozenset({"quite_a_lot", "completely"})


class EffectWords(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """`card` is education, `warn` the signs that need help, `urgent` the fixed instruction for a raised level."""

    label: str
    card: str | None = None
    warn: str | None = None
    urgent: str | None = None


class Effect(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One row of side_effects.json, where the fields are explained. `term` is for clinicians."""

    id: str
    modalities: list[Modality]
    term: str
    level: Level
    next_day: Level = "routine"
    after_session: Level = "routine"
    severe: Level = "routine"
    sources: list[str]
    en: EffectWords
    es: EffectWords

    def words(self, language: Language) -> EffectWords:
        return self.es if language == "es" else self.en


class _UrgentWords(Struct, frozen=True, forbid_unknown_fields=True):
    emergency: str
    crisis: str
    call_clinic: str


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    urgent: _UrgentWords
    no_phone: str


class _Vocabulary(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    about: str
    sources: dict[str, str]
    quick_lists: dict[Modality, list[str]]
    effects: list[Effect]
    words: dict[Language, _Words]


_DATA = load("side_effects.json", _Vocabulary)
EFFECTS: dict[str, Effect] = {effect.id: effect for effect in _DATA.effects}
SOURCES: dict[str, str] = _DATA.sources


def full_list(modality: Modality) -> list[Effect]:
    return [effect for effect in _DATA.effects if modality in effect.modalities]


def quick_list(modality: Modality) -> list[Effect]:
    """The commonest first; a part of the full list."""
    return [EFFECTS[id] for id in _DATA.quick_lists[modality]]


def level_of(report: SideEffectReport, days_after_session: int | None = None) -> Level:
    """`days_after_session`: calendar days between the session that the report is about and the report's day, if known."""
    if report.severity == "not_present":
        return "routine"
    levels: list[Level] = ["routine"]
    if report.severity == "severe" and report.interference in _INTERFERES:
        levels.append("call_clinic")
    effect = EFFECTS.get(report.effect)
    if effect is not None:
        levels.append(effect.level)
        levels += _by_timing(effect, report, days_after_session or 0)
        if report.severity == "severe":
            levels.append(effect.severe)
    return max(levels, key=_RISING.index)


def _by_timing(effect: Effect, report: SideEffectReport, days_after_session: int) -> list[Level]:
    lasts = bool(report.still_present) and days_after_session >= 1
    on_a_later_day = report.onset in _ON_A_LATER_DAY or lasts
    began_after = report.onset not in {None, "during_session"}
    # "Still present" cannot be about the session's own minutes when it is known to have begun in the session.
    outlasts = report.onset == "during_session" and bool(report.still_present) and effect.id == "face_twitch"
    return [
        effect.next_day if on_a_later_day else "routine",
        effect.after_session if began_after or outlasts or lasts else "routine",
    ]


def urgent_text(
    effect_id: str, level: Level, language: Language, emergency: str, clinic_phone: str | None
) -> str | None:
    """The fixed instruction for a report at `level`; None when it is routine."""
    if level == "routine":
        return None
    words = _DATA.words["es" if language == "es" else "en"]
    effect = EFFECTS.get(effect_id)
    text = effect.words(language).urgent if effect is not None else None
    if text is None or (level == "emergency" and "{emergency}" not in text):
        text = {
            "emergency": words.urgent.emergency,
            "crisis": words.urgent.crisis,
            "call_clinic": words.urgent.call_clinic,
        }[level]
    return fill(text, emergency, clinic_phone or words.no_phone)


def fill(text: str, emergency: str, clinic: str) -> str:
    return text.replace("{emergency}", emergency).replace("{clinic}", clinic)
