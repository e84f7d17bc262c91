"""Dates as people's diaries write them: ISO, month first, day first, or with the month's name in English or Spanish."""

import re
from datetime import date
from typing import Literal

from clinical.diary_import.shapes import DateFormat

FORMATS: tuple[DateFormat, ...] = ("ymd", "mdy", "dmy", "d_mon_y", "mon_d_y")
EARLIEST = date(1900, 1, 1)

_CLOCK = r"[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]{1,9})?)?"
_TIME = rf"(?:(?:T|,? ) *{_CLOCK} *(?:[ap]\.? ?m\.?)? *(?:z|[+-][0-9]{{2}}:?[0-9]{{2}})?)?"
_DAY = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th|\.)?"
_WORD = r"[^\W\d_]+"
_PARTS: dict[DateFormat, str] = {
    "ymd": r"(?P<y>[0-9]{4})(?P<s>[-/.])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})",
    "mdy": r"(?P<m>[0-9]{1,2})(?P<s>[-/])(?P<d>[0-9]{1,2})(?P=s)(?P<y>[0-9]{4}|[0-9]{2})",
    "dmy": r"(?P<d>[0-9]{1,2})(?P<s>[-/.])(?P<m>[0-9]{1,2})(?P=s)(?P<y>[0-9]{4}|[0-9]{2})",
    "d_mon_y": rf"(?:{_WORD}\.?,? )?{_DAY}[ -](?:de )?(?P<mon>{_WORD})\.?,?[ -](?:de )?(?P<y>[0-9]{{4}})",
    "mon_d_y": rf"(?:{_WORD}\.?, )?(?P<mon>{_WORD})\.? {_DAY},? (?P<y>[0-9]{{4}})",
}
_PATTERNS = {name: re.compile(parts + _TIME, re.IGNORECASE) for name, parts in _PARTS.items()}
_MONTHS = {
    name: number
    for names in ("jan feb mar apr may jun jul aug sep oct nov dec", "ene feb mar abr may jun jul ago sep oct nov dic")
    for number, name in enumerate(names.split(), start=1)
}
_LONGEST = 60


def parse_date(text: str, form: DateFormat) -> date | None:
    """None when it is not a date in this form. Two-digit years are of this century."""
    found = _PATTERNS[form].fullmatch(text) if len(text) <= _LONGEST else None
    if not found:
        return None
    parts = found.groupdict()
    year = int(parts["y"])
    month = _MONTHS.get(parts["mon"].casefold()[:3], 0) if "mon" in parts else int(parts["m"])
    try:
        day = date(year + 2000 if year < 100 else year, month, int(parts["d"]))
    except ValueError:
        return None
    return day if day >= EARLIEST else None


def formats_of(text: str) -> list[DateFormat]:
    return [form for form in FORMATS if parse_date(text, form)]


def has_time(text: str) -> bool:
    return ":" in text


def guess_format(cells: list[str], today: date) -> tuple[DateFormat | None, Literal["certain", "ambiguous"]]:
    """The form that fits most cells. Where month first and day first fit equally well, the one with fewer days in the
    future, then the one whose days lie closer together, then month first; that is a guess, and is said to be one.
    """
    read = {form: [day for cell in cells if cell and (day := parse_date(cell, form))] for form in FORMATS}
    most = max(len(days) for days in read.values())
    if not most:
        return None, "certain"
    best: list[DateFormat] = [form for form in FORMATS if len(read[form]) == most]
    doubts = [
        (sum(day > today for day in read[form]), max(read[form]) - min(read[form]), place)
        for place, form in enumerate(best)
    ]
    differ = any(read[form] != read[best[0]] for form in best)
    return best[min(doubts)[-1]], "ambiguous" if differ else "certain"
