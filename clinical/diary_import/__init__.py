"""Another diary's CSV, read into days of ours: `read(csv_text, mapping, today=...) -> Diary`. Saves nothing.

`decode(bytes)` turns a file into text first. A row or a cell that cannot be used is reported with its row number and
the reason; nothing is dropped silently. Reading the same text with `Diary.mapping` gives the same days and the same
`digest`, so that what is confirmed is what was shown.
"""

from clinical.diary_import.reading import read
from clinical.diary_import.shapes import (
    DayRead,
    Diary,
    DiaryMapping,
    EffectColumn,
    EffectRead,
    NoteColumn,
    RatingColumn,
    Remark,
    UnusedRow,
)
from clinical.diary_import.table import decode

__all__ = [
    "DayRead",
    "Diary",
    "DiaryMapping",
    "EffectColumn",
    "EffectRead",
    "NoteColumn",
    "RatingColumn",
    "Remark",
    "UnusedRow",
    "decode",
    "read",
]
