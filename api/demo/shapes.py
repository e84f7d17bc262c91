"""What a story is made of: plain values with local days and wall-clock times, before anything is written."""

from datetime import date, datetime, timedelta

import msgspec

from clinical.entries import Audience, Interference, Onset, PreSessionAnswer, Severity
from clinical.entries import Form as PageForm


class Words(msgspec.Struct, frozen=True):
    text: str
    audience: Audience


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """A check-in. `written` is local; `synced` is how long it stayed on the phone. `corrects` the mood written first, if any."""

    day: date
    mood: int
    anxiety: int | None
    energy: int | None
    sleep_hours: float | None
    sleep_quality: int | None
    note: Words | None
    written: datetime
    synced: timedelta = timedelta()
    corrects: int | None = None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A side effect; `session_day` is the day of the session that it is about."""

    day: date
    effect: str
    severity: Severity
    onset: Onset | None
    still_present: bool
    interference: Interference | None
    session_day: date | None
    written: datetime


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """`first_at` is the clinic's wall clock. Sessions of the past took place, but for those `missed` or `cancelled` (by ordinal and
    kind); `moved` gives the days that one was put off by. `ended_on` with a reason for a finished course."""

    protocol: str
    first_at: datetime
    options: dict[str, int | list[int]] = {}
    missed: frozenset[tuple[str, int]] = frozenset()
    cancelled: frozenset[tuple[str, int]] = frozenset()
    moved: dict[tuple[str, int], int] = {}
    ended_on: date | None = None
    end_reason: str = ""


class Appointment(msgspec.Struct, frozen=True, kw_only=True):
    """Psychotherapy, `at` the clinic's wall clock."""

    at: datetime
    with_key: str
    missed: bool = False


class Crisis(msgspec.Struct, frozen=True, kw_only=True):
    """A match at `at` (local). `acknowledged_after` None: it still waits. The hold ends `cleared_after`, if it has."""

    at: datetime
    tier: str
    private: bool
    acknowledged_by: str | None = None
    acknowledged_after: timedelta = timedelta()
    what_was_done: str = ""
    cleared_after: timedelta | None = None
    cleared_because: str = ""


class LookedAt(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the staff, so long after what they looked at."""

    by: str
    after: timedelta
    what_was_done: str


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """An instrument's form. `answers` None: "not now, thank you". `before` is the day of the session that it was asked before, if it
    was; `looked_at` for an alert that its answers raised."""

    instrument: str
    day: date
    answers: list[int | None] | None
    extras: dict[str, int] = {}
    before: date | None = None
    written: datetime
    looked_at: LookedAt | None = None


class Total(msgspec.Struct, frozen=True, kw_only=True):
    """What the clinic enters from a paper, at `written` by its own clock."""

    instrument: str
    day: date
    total: int
    written: datetime


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A therapy page. `homework` names the piece of homework (Homework.key) that it was written for."""

    form: PageForm
    audience: Audience
    texts: dict[str, str]
    ratings: dict[str, int] = {}
    written: datetime
    homework: str | None = None


class Homework(msgspec.Struct, frozen=True, kw_only=True):
    """`asked` is the clinic's wall clock."""

    key: str
    form: PageForm
    asked: datetime
    due_on: date
    by: str
    words: str


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """Answers before the session of the course on `day`, or before the coming one. `reviews` by question."""

    answers: list[PreSessionAnswer]
    written: datetime
    day: date | None = None
    reviews: dict[str, LookedAt] = {}


class Story(msgspec.Struct, frozen=True, kw_only=True):
    joined_on: date
    days: list[Day]
    reports: list[Report]
    course: Course | None = None
    appointments: list[Appointment] = []
    crisis: Crisis | None = None
    filled: list[Filled] = []
    totals: list[Total] = []
    homework: list[Homework] = []
    pages: list[Page] = []
    before: list[Before] = []
