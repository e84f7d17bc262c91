"""Whom to call. Facts with their sources are in hotlines.json; nothing there counts as verified until a person dialled."""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from clinical.data import load

EVERYWHERE = "ZZ"
ANY_EMERGENCY = "112"
"""The number that the GSM standard lets every mobile phone dial for help, for countries that the directory does not know."""

STALE_AFTER = timedelta(days=180)
"""Numbers change: so long after somebody has dialled a line, it has to be dialled again. A house value."""

LANGUAGES = ("en", "es")
"""What a patient can choose, and so what decides between the lines of a country."""

_FOR_PATIENTS = frozenset({"suicide_crisis", "mental_health"})


class Line(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One line of the directory. `dial` and `sms` are what a phone inside the country dials; `key` never changes.

    `keywords` (what to text) and `how` (what to press) are by language, where the line answers it differently.
    `verified_at` is the day on which a person dialled it.
    """

    key: str
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
    verified_at: date | None
    keywords: dict[str, str] = {}
    how: dict[str, str] = {}

    @property
    def page(self) -> str | None:
        """Where a line is reached that has neither a number to call nor one to text, and the chat of any other."""
        return self.chat_url or (self.website if self.dial is None and self.sms is None else None)


class _Directory(Struct, frozen=True, forbid_unknown_fields=True):
    about: str
    version: date
    rows: list[Line]


_DIRECTORY = load("hotlines.json", _Directory, "clinical.crisis")
VERSION: date = _DIRECTORY.version
LINES: list[Line] = _DIRECTORY.rows


def country_for(own: str | None, clinic: str | None) -> str:
    """Where to look for lines: the country that the patient chose, else the clinic's, else the world."""
    return (own or clinic or EVERYWHERE).upper()


def lines_for(country: str, language: str) -> list[Line]:
    """One or two national lines: those that speak the language, and the worldwide directory when none there does.

    Lines that speak another language only are still offered where there is nothing else, beside that directory.
    """
    local = [row for row in LINES if row.country == country.upper() and row.kind in _FOR_PATIENTS]
    local = [row for row in local if row.scope == "national"]
    understood = [row for row in local if language in row.languages]
    everywhere = [row for row in LINES if row.country == EVERYWHERE]
    return understood[:2] or [*local[:1], *everywhere]


def lines_shown_in(countries: Iterable[str]) -> list[Line]:
    """Every line that a patient in one of these countries may be shown, in whatever language, in the directory's order."""
    shown = {line.key for country in countries for language in LANGUAGES for line in lines_for(country, language)}
    return [line for line in LINES if line.key in shown]


def to_verify(today: date) -> list[Line]:
    """The rows that nobody has dialled, or not for too long."""
    return [line for line in LINES if line.verified_at is None or today - line.verified_at > STALE_AFTER]


def emergency_number(country: str) -> str:
    numbers = (row.emergency_number for row in LINES if row.country == country.upper())
    return next((number for number in numbers if number), ANY_EMERGENCY)
