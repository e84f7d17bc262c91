"""The words of what is printed, in the reader's language. Days and times are written out, never in numbers alone.

Sentences that the page has too are the page's, key for key: a test compares them with the front end's files.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from clinical.data import load
from clinical.side_effects import Language

Message = str | dict[str, str]

MESSAGES: dict[Language, dict[str, Message]] = {
    "en": load("words/en.json", dict[str, Message], "api.exports"),
    "es": load("words/es.json", dict[str, Message], "api.exports"),
}
MONTHS: dict[Language, str] = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
}
LONG_MONTHS: dict[Language, str] = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
WEEKDAYS: dict[Language, str] = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
}


class Words(Struct, frozen=True):
    """`zone` is the clinic's: instants are read on its wall clock. `year`: of the page, days of other years say theirs."""

    language: Language
    zone: ZoneInfo
    year: int | None = None

    def t(self, key: str, **values: object) -> str:
        """A sentence with its values filled in; `n` also chooses between one and other. A value is never read again."""
        message = MESSAGES[self.language][key]
        text = message if isinstance(message, str) else message["one" if values.get("n") == 1 else "other"]
        return text.format_map({name: self.value(value) for name, value in values.items()})

    def value(self, value: object) -> str:
        return self.number(value) if isinstance(value, float) else str(value)

    def has(self, key: str) -> bool:
        return key in MESSAGES[self.language]

    def number(self, value: float) -> str:
        """At most two decimals, with a point in both languages, as Spanish is written in the Americas."""
        return f"{value:.2f}".rstrip("0").rstrip(".")

    def percent(self, value: float) -> str:
        return f"{self.number(round(abs(value), 1))}{chr(0xA0) if self.language == 'es' else ''}%"

    def day(self, day: date) -> str:
        """ "22 Nov"; "22 Nov 2025" on a page of another year."""
        return self.dated(day) if self.year not in (None, day.year) else self.short(day)

    def short(self, day: date) -> str:
        return f"{day.day} {MONTHS[self.language].split()[day.month - 1]}"

    def dated(self, day: date) -> str:
        """ "22 Nov 2026" """
        return f"{self.short(day)} {day.year}"

    def long(self, day: date) -> str:
        """ "Sunday 22 November 2026", "domingo 22 de noviembre de 2026" """
        name, month = WEEKDAYS[self.language].split()[day.weekday()], LONG_MONTHS[self.language].split()[day.month - 1]
        if self.language == "es":
            return f"{name} {day.day} de {month} de {day.year}"
        return f"{name} {day.day} {month} {day.year}"

    def when(self, at: datetime) -> str:
        """ "22 Nov 2026 14:20" """
        local = at.astimezone(self.zone)
        return f"{self.dated(local.date())} {local:%H:%M}"

    def range(self, start: date, until: date) -> str:
        if start == until:
            return self.day(start)
        name = self.day if start.year == until.year or self.year is not None else self.dated
        return self.t("dates.range", **{"from": name(start), "until": name(until)})


def words_in(language: str, zone: str) -> Words:
    return Words("es" if language == "es" else "en", ZoneInfo(zone))
