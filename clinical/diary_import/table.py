"""CSV text to named columns and numbered rows."""

import csv
import io
from itertools import islice
from typing import NamedTuple

from clinical.diary_import.dates import formats_of
from clinical.errors import Invalid, TooLarge

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 50
"""Rows that the delimiter is judged by."""


class Row(NamedTuple):
    """`number` counts as a spreadsheet does: the first row of the file is 1, a quoted line break starts no row."""

    number: int
    cells: list[str]

    def cell(self, column: int) -> str:
        """Spreadsheets leave out empty cells at the end of a row."""
        return self.cells[column].strip() if column < len(self.cells) else ""


class Table(NamedTuple):
    columns: list[str]
    rows: list[Row]

    def column(self, name: str) -> list[str]:
        at = self.columns.index(name)
        return [row.cell(at) for row in self.rows]


def decode(data: bytes) -> str:
    """UTF-8, UTF-16 when its mark says so, otherwise Windows-1252, which is what spreadsheets write."""
    if len(data) > 2 * MAX_BYTES:
        raise too_large()
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def parse(text: str) -> Table:
    """The first row with anything in it is the header, unless it holds a date: then the columns get numbers."""
    text = text.removeprefix("\ufeff")
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise too_large()
    if "\0" in text:
        raise Invalid.field("csv", "This file is not text. Please save it as CSV (UTF-8).")
    rows = [row for row in records(text, sniff(text)) if any(cell.strip() for cell in row.cells)]
    if not rows:
        raise Invalid.field("csv", "This file has no rows.")
    if len(rows) > MAX_ROWS + 1:
        raise TooLarge(f"This file has more than {MAX_ROWS} rows. Please split it.", limit=MAX_ROWS)
    first = rows[0].cells
    if any(formats_of(cell.strip()) for cell in first):
        return Table([f"column {number}" for number in range(1, bounded(first) + 1)], rows)
    return Table(names(first), rows[1:])


def too_large() -> TooLarge:
    return TooLarge("This file is larger than 2 MB. Please split it.", limit=MAX_BYTES)


def sniff(text: str) -> str:
    """The delimiter that cuts most of the first rows into the same number of cells, the most cells among equals."""

    def fit(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row.cells) for row in islice(records(text, delimiter), SAMPLE) if row.cells]
        except Invalid:
            return 0, 0
        usual = widths[0] if widths else 0
        return (widths.count(usual), usual) if usual > 1 else (0, 0)

    return max(DELIMITERS, key=fit)


def records(text: str, delimiter: str):
    """Strict about quotes: one that never closes would swallow the rest of the file as if it were a single cell."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            yield Row(number, next(reader))
        except StopIteration:
            return
        except csv.Error:
            raise Invalid.field(
                "csv", f"The text cannot be read as a table from row {number} on. Is a quote open?"
            ) from None


def bounded(header: list[str]) -> int:
    if len(header) > MAX_COLUMNS:
        raise TooLarge(f"This file has more than {MAX_COLUMNS} columns.", limit=MAX_COLUMNS)
    return len(header)


def names(header: list[str]) -> list[str]:
    """Every column gets a name of its own: an empty one its number, a repeated one the number behind it."""
    found: list[str] = []
    for number, cell in zip(range(1, bounded(header) + 1), header, strict=True):
        name = " ".join(cell.split())[:160] or f"column {number}"
        while name in found:
            name += f" ({number})"
        found.append(name)
    return found
