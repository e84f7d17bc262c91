"""A mapping for a table that came without one. Every guess is a remark, so that the person can correct it."""

import re
from datetime import date
from fractions import Fraction
from typing import Literal

from clinical.diary_import.dates import guess_format
from clinical.diary_import.numbers import is_missing, number
from clinical.diary_import.shapes import DiaryMapping, Field, NoteColumn, RatingColumn, Remark, RemarkKind
from clinical.diary_import.table import Table

# Headers of Daylio, eMoods, Bearable and plain tables, in English and Spanish. The first that is there is taken.
DATES = ("full date", "date", "day", "fecha", "día", "dia", "timestamp", "datetime", "date time")
RATINGS: dict[Field, tuple[str, ...]] = {
    "mood": (
        "mood",
        "mood rating",
        "mood score",
        "average mood",
        "estado de ánimo",
        "estado de animo",
        "ánimo",
        "animo",
    ),
    "anxiety": ("anxiety", "anxious", "anxiety level", "ansiedad"),
    "energy": ("energy", "energy level", "energía", "energia"),
    "sleep_hours": ("sleep hours", "hours of sleep", "hours slept", "hours sleep", "horas de sueño", "horas de sueno"),
    "sleep_quality": ("sleep quality", "quality of sleep", "calidad del sueño", "calidad del sueno"),
}
SLEEP = ("sleep", "slept", "sueño", "sueno")
NOTES = (
    "note",
    "notes",
    "comment",
    "comments",
    "journal",
    "diary",
    "nota",
    "notas",
    "comentario",
    "comentarios",
    "diario",
)
HOURS = re.compile(r"\b(h|hrs?|hours?|horas?)\b")
SCALES = (
    (-3, 3),
    (-5, 5),
    (-10, 10),
    (-100, 100),
)
"""Tried in this order when there are negative values."""


def guess(table: Table, today: date) -> tuple[DiaryMapping | None, list[Remark]]:
    dates = find_date(table, today)
    if dates is None:
        return None, [remark("no_date_column", None, None, "No column with dates was found. Please choose it.")]
    remarks = [remark("column", dates, "date", f"“{dates}” is read as the date.")]
    fields: dict[Field, RatingColumn] = {}
    for field in RATINGS:
        name = find(table, RATINGS[field])
        if name is not None:
            fields[field] = guess_rating(table, field, name, remarks)
    guess_sleep(table, fields, remarks)
    if "mood" not in fields:
        name = only_numbers(table, dates)
        if name is None:
            remarks.append(remark("no_mood_column", None, None, "No mood column was found. Please choose it."))
        else:
            fields["mood"] = guess_rating(table, "mood", name, remarks)
    note = find(table, NOTES)
    if note is not None:
        remarks.append(remark("column", note, "note", f"“{note}” is read as notes."))
    return DiaryMapping(date=dates, fields=fields, note=NoteColumn(column=note) if note else None), remarks


def remark(kind: RemarkKind, column: str | None, choice: str | None, text: str) -> Remark:
    return Remark(kind=kind, column=column, choice=choice, text=text)


def plain(name: str) -> str:
    """A header without case, punctuation and unit: "Sleep_Hours (h)" -> "sleep hours"."""
    return " ".join(re.sub(r"\(.*?\)|[^\w\s]|_", " ", name.casefold()).split())


def find(table: Table, wanted: tuple[str, ...]) -> str | None:
    by_name = {plain(name): name for name in reversed(table.columns)}
    return next((by_name[name] for name in wanted if name in by_name), None)


def find_date(table: Table, today: date) -> str | None:
    """By name if its cells are dates, otherwise the first column whose cells are."""

    def has_dates(name: str) -> bool:
        cells = [cell for cell in table.column(name) if cell]
        return bool(cells) and guess_format(cells[:200], today)[0] is not None

    named = [name for wanted in DATES for name in table.columns if plain(name) == wanted]
    return next((name for name in [*named, *table.columns] if has_dates(name)), None)


def only_numbers(table: Table, dates: str) -> str | None:
    """A plain table of dates and one number: that number is the mood."""
    numeric = [name for name in table.columns if name != dates and numbers(table, name, "mood")]
    return numeric[0] if len(numeric) == 1 else None


def numbers(table: Table, name: str, field: Field) -> list[Fraction]:
    cells = [cell for cell in table.column(name) if not is_missing(cell)]
    return [value for cell in cells if (value := number(cell, field)) is not None]


def guess_rating(table: Table, field: Field, name: str, remarks: list[Remark]) -> RatingColumn:
    values = numbers(table, name, field)
    kind: Literal["hours", "score"] = "hours" if field == "sleep_hours" else "score"
    low, high = hours_scale(values, name) if kind == "hours" else scale(values)
    outside = sum(not low <= value <= high for value in values)
    seen = f"Its values run from {show(min(values))} to {show(max(values))}. " if values else "It has no numbers. "
    remarks.append(
        remark(
            "scale",
            name,
            f"{show(low)}..{show(high)}",
            f"“{name}” is read as {field.replace('_', ' ')}. {seen}"
            f"It is read as a scale from {show(low)} to {show(high)}, {show(high)} being the most."
            + (f" Values outside of it are not used: {outside}." if outside else ""),
        )
    )
    return RatingColumn(column=name, low=float(low), high=float(high))


def show(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"


def few(values: list[Fraction]) -> int:
    """How many values may be slips of the pen, or stand for "missing": one in twenty, and a single one in a week or more."""
    return max(len(values) // 20, 1 if len(values) >= 7 else 0)


def likely(values: list[Fraction]) -> list[Fraction]:
    """Without the few that only a far wider scale would hold: those would shrink all others to nothing. Within ten every value
    counts, because rare ones are the worst days; a minus only where it is no usual -3 to 3 or -5 to 5.
    """
    for widest in (10, 100):
        inside = [value for value in values if abs(value) <= widest]
        if len(values) - len(inside) > few(values):
            continue
        positive = [value for value in inside if value >= 0]
        is_slip = positive and max(positive) > 5 and len(values) - len(positive) <= few(values)
        return positive if is_slip else inside
    return values


def scale(values: list[Fraction]) -> tuple[Fraction, Fraction]:
    """The smallest usual scale that holds all likely values. Where 0 never occurs and none exceeds 5 or 7, it starts at 1."""
    values = likely(values)
    low, high = (min(values), max(values)) if values else (Fraction(0), Fraction(10))
    if low < 0:
        usual = SCALES
    elif low >= 1:
        usual = ((1, 5), (1, 7), (0, 10), (0, 100))
    else:
        usual = ((0, 3), (0, 4), (0, 5), (0, 10), (0, 100))
    fits = ((Fraction(start), Fraction(end)) for start, end in usual if start <= low and high <= end)
    return next(fits, (low, high if high > low else low + 1))


def hours_scale(values: list[Fraction], name: str) -> tuple[Fraction, Fraction]:
    """Hours up to 24. A column that goes beyond is taken for minutes; one that is called hours only if most values do."""
    beyond = sum(value > 24 for value in values)
    named = HOURS.search(name.casefold().replace("_", " "))
    return Fraction(0), Fraction(24 if beyond <= (len(values) // 2 if named else few(values)) else 24 * 60)


def guess_sleep(table: Table, fields: dict[Field, RatingColumn], remarks: list[Remark]) -> None:
    """A column called just "sleep": ratings end at 5, hours do not."""
    name = find(table, SLEEP)
    if name is None or ("sleep_hours" in fields and "sleep_quality" in fields):
        return
    values = likely(numbers(table, name, "sleep_hours"))
    field: Field = "sleep_quality" if values and max(values) <= 5 else "sleep_hours"
    if field in fields:
        return
    fields[field] = guess_rating(table, field, name, remarks)
    unit = "hours" if field == "sleep_hours" else "a rating of quality"
    remarks.append(remark("sleep_unit", name, field, f"“{name}” could be hours or a rating: it is read as {unit}."))
