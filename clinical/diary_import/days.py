"""The rows of one day, reduced to what would be saved for it."""

from collections.abc import Collection
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from clinical.diary_import import numbers
from clinical.diary_import.shapes import DayRead, DiaryMapping, EffectRead, Field, Problem, RatingColumn, UnusedRow
from clinical.diary_import.table import Row
from clinical.entries import NOTE_LIMIT, Severity

_WORSE: tuple[Severity, ...] = ("not_present", "mild", "moderate", "severe")


class Reader(NamedTuple):
    """What the rows are read with, and where the ones that cannot be used are noted."""

    mapping: DiaryMapping
    places: dict[str, int]
    logged: Collection[date]
    unused: dict[tuple[int, str | None, Problem], UnusedRow]

    def cell(self, row: Row, column: str) -> str:
        return row.cell(self.places[column])

    def refuse(self, row: int, problem: Problem, reason: str, column: str | None = None) -> None:
        self.unused.setdefault(
            (row, column, problem), UnusedRow(row=row, column=column, problem=problem, reason=reason)
        )


def read_day(reader: Reader, day: date, rows: list[Row]) -> DayRead | None:
    """`rows` in order of time. None when nothing of the day can be saved; its rows are then reported."""
    originals: dict[str, list[str]] = {}
    ratings: dict[Field, list[Fraction]] = {
        field: found
        for field, rating in reader.mapping.fields.items()
        if (found := rated(reader, field, rating, rows, originals))
    }
    effects = read_effects(reader, rows, originals)
    note = read_note(reader, rows)
    mood = ratings.get("mood")
    if mood is None and (ratings or note is not None or not effects):
        if not refuse_without_mood(reader, rows, kept=bool(effects)):
            return None
        ratings, note = {}, None
    return DayRead(
        day=day,
        mood=numbers.score(mood, reader.mapping.fields["mood"]) if mood else None,
        anxiety=optional_score(reader, "anxiety", ratings),
        energy=optional_score(reader, "energy", ratings),
        sleep_hours=numbers.hours(slept, reader.mapping.fields["sleep_hours"])
        if (slept := ratings.get("sleep_hours"))
        else None,
        sleep_quality=optional_score(reader, "sleep_quality", ratings),
        side_effects=[EffectRead(effect=effect, severity=effects[effect]) for effect in sorted(effects)],
        note=note,
        originals=originals,
        rows=[row.number for row in rows],
        replaces=day in reader.logged,
    )


def optional_score(reader: Reader, field: Field, ratings: dict[Field, list[Fraction]]) -> int | None:
    values = ratings.get(field)
    return numbers.score(values, reader.mapping.fields[field]) if values else None


def rated(
    reader: Reader, field: Field, rating: RatingColumn, rows: list[Row], originals: dict[str, list[str]]
) -> list[Fraction]:
    low, high = numbers.exact(rating.low), numbers.exact(rating.high)
    values: list[Fraction] = []
    texts: list[str] = []
    for row, text, value in valued(reader, rating.column, rows, field):
        if low <= value <= high:
            values.append(value)
            texts.append(text)
        else:
            reason = f"{rating.column}: outside the scale from {rating.low:g} to {rating.high:g}."
            reader.refuse(row.number, "out_of_scale", reason, rating.column)
    if texts:
        originals[rating.column] = texts
    return values


def valued(reader: Reader, column: str, rows: list[Row], field: Field | None) -> list[tuple[Row, str, Fraction]]:
    """The cells of a column that hold a number; those that hold something else are reported."""
    found: list[tuple[Row, str, Fraction]] = []
    for row in rows:
        text = reader.cell(row, column)
        if numbers.is_missing(text):
            continue
        value = numbers.number(text, field)
        if value is None:
            reader.refuse(row.number, "not_a_number", f"{column}: not a number.", column)
        else:
            found.append((row, text, value))
    return found


def read_effects(reader: Reader, rows: list[Row], originals: dict[str, list[str]]) -> dict[str, Severity]:
    """The worst severity by effect, where two columns stand for one effect."""
    effects: dict[str, Severity] = {}
    for column in reader.mapping.side_effects:
        found = valued(reader, column.column, rows, None)
        if not found:
            continue
        originals[column.column] = [text for _, text, _ in found]
        severity = numbers.severity([value for _, _, value in found], column)
        if severity and _WORSE.index(severity) > _WORSE.index(effects.get(column.effect, "not_present")):
            effects[column.effect] = severity
    return effects


def read_note(reader: Reader, rows: list[Row]) -> str | None:
    """A note is kept whole or left out and reported; the day's notes together stay within one note's limit."""
    if reader.mapping.note is None:
        return None
    column, kept, length = reader.mapping.note.column, list[str](), 0
    for row in rows:
        text = reader.cell(row, column)
        if not text:
            continue
        needed = len(text) + (2 if kept else 0)
        if length + needed > NOTE_LIMIT:
            reason = f"{column}: the notes of this day would exceed {NOTE_LIMIT:,} characters."
            reader.refuse(row.number, "note_too_long", reason, column)
        else:
            kept.append(text)
            length += needed
    return "\n\n".join(kept) or None


def refuse_without_mood(reader: Reader, rows: list[Row], *, kept: bool) -> bool:
    """Whether the day stays. A mapping of side effects alone asks for no mood, and a day below "mild" is no fault."""
    if not reader.mapping.fields and reader.mapping.note is None:
        return True
    reason = "No mood on this day" + (": only its side effects are kept." if kept else ".")
    for row in rows:
        reader.refuse(row.number, "no_mood", reason)
    return kept
