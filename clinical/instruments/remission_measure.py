"""MIPS 370 (CMS159), Depression Remission at Twelve Months: which PHQ-9s a payer counts.

The index is a complete PHQ-9 above 9; what counts after it is one from 60 days before to 60 days after the day twelve
months later, with remission below 5. Estimated scores never count: its steward calls a decimal score invalid
[MNCM-DEC]. That a diagnosis of depression or dysthymia exists is the clinic's to say, not ours.
"""

from calendar import monthrange
from datetime import date, timedelta

from .change import Scored

INDEX_ABOVE = 9
REMISSION_BELOW = 5
AROUND = timedelta(days=60)


def is_index(score: Scored) -> bool:
    return score.status == "complete" and score.total is not None and score.total > INDEX_ABOVE


def is_remission(score: Scored) -> bool:
    return score.status == "complete" and score.total is not None and score.total < REMISSION_BELOW


def window(index: date) -> tuple[date, date]:
    """First and last day that count, for an index PHQ-9 of that day. 29 February is met on the 28th."""
    target = index.replace(year=index.year + 1, day=min(index.day, monthrange(index.year + 1, index.month)[1]))
    return target - AROUND, target + AROUND
