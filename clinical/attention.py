"""Whom of a caseload to look at first: an open alert, a red flag, a session that is near, silence, and then everybody else."""

from datetime import date, timedelta
from typing import Literal

Attention = Literal["alert", "red_flag", "session_soon", "quiet", "none"]

ORDER: tuple[Attention, ...] = ("alert", "red_flag", "session_soon", "quiet", "none")

SOON = timedelta(days=2)
"""A session today, tomorrow or the day after, by the patient's calendar."""

QUIET_DAYS = 5
"""Days without any entry after which a patient has gone quiet."""

RED_FLAG_DAYS = 30
"""A red flag counts from the last treatment session on, and never longer than this: the gap between two boosters."""


def attention(
    *, open_alerts: int, red_flags: int, today: date, next_session: date | None, quiet_days: int
) -> Attention:
    """The first reason that holds. All days are the patient's own. Reviews of imported diaries are no `open_alerts`: they are old."""
    if open_alerts:
        return "alert"
    if red_flags:
        return "red_flag"
    if next_session is not None and next_session - today <= SOON:
        return "session_soon"
    return "quiet" if quiet_days >= QUIET_DAYS else "none"


def flags_since(today: date, last_session: date | None) -> date:
    """The first day whose red flags count."""
    earliest = today - timedelta(days=RED_FLAG_DAYS)
    return max(earliest, last_session) if last_session else earliest


def rank(found: Attention, next_session: date | None, quiet_days: int, name: str) -> tuple[int, date, int, str]:
    """Sorts a caseload: by reason, then the nearer session, then the longer silence, then the name."""
    return ORDER.index(found), next_session or date.max, -quiet_days, name.casefold()
