"""What a mapping says, and what reading a diary with it gives."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from clinical.entries import Severity

Field = Literal["mood", "anxiety", "energy", "sleep_hours", "sleep_quality"]
Take = Literal["median", "mean", "min", "max", "last"]
DateFormat = Literal["ymd", "mdy", "dmy", "d_mon_y", "mon_d_y"]
Column = Annotated[str, Meta(min_length=1, max_length=200)]

Problem = Literal[
    "no_date",  # the date cell is empty
    "bad_date",  # not a date in the mapping's format
    "future",  # after today
    "extra_cells",  # more cells than columns: what stands where cannot be told
    "duplicate",  # the same row, time of day included, a second time
    "nothing_mapped",  # no value in any mapped column
    "not_a_number",  # this cell only
    "out_of_scale",  # this cell only
    "no_mood",  # ratings and note of a day without a mood: a check-in needs one
    "note_too_long",  # this note only: with it the day's notes would exceed the limit
]
RemarkKind = Literal[
    "no_date_column", "no_mood_column", "date_format", "date_ambiguous", "scale", "sleep_unit", "column", "take"
]


class RatingColumn(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A rating whose scale runs from `low` to `high`, mapped linearly to 0-10 (sleep_hours: to 0-24 hours, by halves).

    Several values of one day are first reduced by `take`, then mapped, then rounded half up. `reversed` means that
    `low` of the scale is the 10: the value is turned round before rounding. For sleep_hours low 0 and high 24 leave
    hours as they are; high 1440 reads minutes.
    """

    column: Column
    low: float
    high: float
    reversed: bool = False
    take: Take = "median"


class EffectColumn(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A side effect rated in the diary: lower bounds, on the diary's own scale, of mild, moderate and severe.

    Below `mild` nothing is reported: an old diary did not ask our question.
    """

    effect: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    column: Column
    take: Take = "max"
    mild: float
    moderate: float
    severe: float


class NoteColumn(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    column: Column


class DiaryMapping(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Which column means what. `date_format` null: guessed from the column, and said.

    A time of day or an offset after the date is allowed and ignored: the day is the one that is written there.
    """

    date: Column
    date_format: DateFormat | None = None
    fields: dict[Field, RatingColumn] = {}
    side_effects: Annotated[list[EffectColumn], Meta(max_length=100)] = []
    note: NoteColumn | None = None


class EffectRead(Struct, kw_only=True, frozen=True):
    effect: str
    severity: Severity


class DayRead(Struct, kw_only=True, frozen=True):
    """One day as it would be saved.

    mood       null when only side effects can be kept for this day.
    note       the day's notes in order of time, an empty line between them.
    originals  by column, every value of the day that went into it, as written in the file, in order of time.
    rows       numbers of the rows that this day was read from.
    replaces   the patient has a check-in for this day already.
    """

    day: date
    mood: int | None
    anxiety: int | None
    energy: int | None
    sleep_hours: float | None
    sleep_quality: int | None
    side_effects: list[EffectRead]
    note: str | None
    originals: dict[str, list[str]]
    rows: list[int]
    replaces: bool


class UnusedRow(Struct, kw_only=True, frozen=True):
    """A row, or when `column` is given one cell of a row, that could not be used. The header is row 1."""

    row: int
    column: str | None
    problem: Problem
    reason: str


class Remark(Struct, kw_only=True, frozen=True):
    """Something that was guessed and that the person should check. `text` is English, made from the other fields."""

    kind: RemarkKind
    column: str | None
    choice: str | None
    text: str


class Diary(Struct, kw_only=True, frozen=True):
    """What was understood. `mapping` is the one used, guesses filled in; null when not even a date column was found.

    words    every cell with letters, of any column and of unused rows too, once each: all free text is screened.
    digest   sha256 over the text and the mapping used; null without a mapping.
    """

    columns: list[str]
    mapping: DiaryMapping | None
    remarks: list[Remark]
    days: list[DayRead]
    rows_read: int
    rows_unused: list[UnusedRow]
    words: list[str]
    digest: str | None
