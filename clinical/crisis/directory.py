"""Whom to call. Facts with their sources are in hotlines.json; nothing there counts as verified until a person dialled."""

from msgspec import Struct

from clinical.data import load

EVERYWHERE = "ZZ"
ANY_EMERGENCY = "112"
"""The number that the GSM standard lets every mobile phone dial for help, for countries that the directory does not know."""

_FOR_PATIENTS = frozenset({"suicide_crisis", "mental_health"})


class Line(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One line of the directory. `dial` and `sms` are what a phone inside the country dials.

    `keywords` (what to text) and `how` (what to press) are by language, where the line answers it differently.
    """

    country: str
    name: str
    kind: str
    scope: str
    dial: str | None
    sms: str | None
    sms_keyword: str | None
    chat_url: str | None
    website: str | None
    hours: str | None
    languages: list[str]
    emergency_number: str | None
    sources: list[str]
    cross_checked: bool
    note: str | None
    verified_at: str | None
    keywords: dict[str, str] = {}
    how: dict[str, str] = {}


class _Directory(Struct, frozen=True, forbid_unknown_fields=True):
    about: str
    rows: list[Line]


LINES: list[Line] = load("hotlines.json", _Directory, "clinical.crisis").rows


def lines_for(country: str, language: str) -> list[Line]:
    """One or two national lines: those that speak the language, and the worldwide directory when none there does.

    Lines that speak another language only are still offered where there is nothing else, beside that directory.
    """
    local = [row for row in LINES if row.country == country.upper() and row.kind in _FOR_PATIENTS]
    local = [row for row in local if row.scope == "national"]
    understood = [row for row in local if language in row.languages]
    everywhere = [row for row in LINES if row.country == EVERYWHERE]
    return understood[:2] or [*local[:1], *everywhere]


def emergency_number(country: str) -> str:
    numbers = (row.emergency_number for row in LINES if row.country == country.upper())
    return next((number for number in numbers if number), ANY_EMERGENCY)
