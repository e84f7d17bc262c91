"""From text to days: parse, guess what was not said, sort rows into days, report the rest."""

import hashlib
import re
from collections.abc import Collection
from datetime import date

import msgspec

from clinical.diary_import.checking import check, named, usable
from clinical.diary_import.dates import guess_format, has_time, parse_date
from clinical.diary_import.days import Reader, read_day
from clinical.diary_import.guess import guess, plain, remark
from clinical.diary_import.numbers import is_missing
from clinical.diary_import.shapes import DayRead, Diary, DiaryMapping, Remark
from clinical.diary_import.table import Row, Table, parse

TIMES = frozenset({"time", "time of day", "hour", "hora"})
_LETTERS = re.compile(r"[^\W\d_]{2}")


def read(text: str, mapping: DiaryMapping | None = None, *, today: date, logged: Collection[date] = ()) -> Diary:
    """What would be imported. `today` is the patient's; `logged` are the days that already have a check-in.

    Raises Invalid when the text is no table or the mapping does not fit it, TooLarge above 2 MB or 20,000 rows.
    """
    table = parse(text)
    remarks: list[Remark] = []
    if mapping is None:
        mapping, remarks = guess(table, today)
    else:
        check(mapping, table.columns)
    if mapping and mapping.date_format is None:
        mapping, said = with_format(table, mapping, today)
        remarks.append(said)
    days, unused = read_days(table, mapping, today, logged) if mapping and usable(mapping) else ([], [])
    return Diary(
        columns=table.columns,
        mapping=mapping,
        remarks=remarks,
        days=days,
        rows_read=len(table.rows),
        rows_unused=unused,
        words=words(table),
        digest=digest(text, mapping) if mapping else None,
    )


def digest(text: str, mapping: DiaryMapping) -> str:
    """Binds a confirmation to the very text and mapping that were shown."""
    rules = msgspec.json.encode(mapping, order="deterministic")
    return hashlib.sha256(b"%d:%b" % (len(rules), rules) + text.encode("utf-8", "surrogatepass")).hexdigest()


def with_format(table: Table, mapping: DiaryMapping, today: date) -> tuple[DiaryMapping, Remark]:
    """A column without any date is read as ISO, so that each of its rows is reported."""
    form, certainty = guess_format(table.column(mapping.date), today)
    names = {"ymd": "year-month-day", "mdy": "month/day/year", "dmy": "day/month/year"}
    order = names.get(form or "ymd", "day and month by name")
    if certainty == "ambiguous":
        said = f"The dates could be month/day/year or day/month/year. They are read as {order}: please check."
    else:
        said = f"The dates are read as {order}."
    kind = "date_ambiguous" if certainty == "ambiguous" else "date_format"
    form = form or "ymd"
    return msgspec.structs.replace(mapping, date_format=form), remark(kind, mapping.date, form, said)


def read_days(table: Table, mapping: DiaryMapping, today: date, logged: Collection[date]):
    reader = Reader(
        mapping=mapping,
        places={name: table.columns.index(name) for _, name in named(mapping)},
        logged=logged,
        unused={},
    )
    by_day: dict[date, list[Row]] = {}
    for day, row in in_order_of_time(dated(reader, table, today)):
        by_day.setdefault(day, []).append(row)
    days = [read_day(reader, day, by_day[day]) for day in sorted(by_day)]
    unused = sorted(reader.unused.values(), key=lambda row: (row.row, row.column or "", row.problem))
    return list[DayRead](day for day in days if day is not None), unused


def in_order_of_time(rows: list[tuple[date, Row]]) -> list[tuple[date, Row]]:
    """Some diaries write the newest row first; then the last row of a day is its first in the file."""
    return rows[::-1] if rows and rows[0][0] > rows[-1][0] else rows


def dated(reader: Reader, table: Table, today: date) -> list[tuple[date, Row]]:
    """The rows that can be used, with their days. A row is a duplicate only where rows tell the time of day: two equal
    ratings of one day are otherwise two ratings.
    """
    form = reader.mapping.date_format or "ymd"
    timed = any(plain(name) in TIMES for name in table.columns)
    seen: set[tuple[str, ...]] = set()
    found: list[tuple[date, Row]] = []
    for row in table.rows:
        cell = reader.cell(row, reader.mapping.date)
        day = parse_date(cell, form)
        key = tuple(row.cells)
        if any(extra.strip() for extra in row.cells[len(table.columns) :]):
            reader.refuse(row.number, "extra_cells", "This row has more cells than there are columns.")
        elif not cell:
            reader.refuse(row.number, "no_date", "No date in this row.")
        elif day is None:
            reader.refuse(row.number, "bad_date", "The date cannot be read.")
        elif day > today:
            reader.refuse(row.number, "future", "This day has not come yet.")
        elif (timed or has_time(cell)) and key in seen:
            reader.refuse(row.number, "duplicate", "The same row is in the file twice.")
        elif all(is_missing(reader.cell(row, name)) for path, name in named(reader.mapping) if path != "mapping.date"):
            reader.refuse(row.number, "nothing_mapped", "No value in any of the chosen columns.")
        else:
            found.append((day, row))
        seen.add(key)
    return found


def words(table: Table) -> list[str]:
    """Every distinct cell with words in it, in any column and of unusable rows too: what the crisis screen reads."""
    cells = (cell.strip() for row in table.rows for cell in row.cells if _LETTERS.search(cell))
    return list(dict.fromkeys([*table.columns, *cells]))
