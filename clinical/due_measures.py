"""When which instrument is asked: the sessions of the courses and what was answered in, what is due today out.

A cadence becomes windows, spans of days in which one answer is wanted:

- before a session: its day and LEAD days before it; the first session is "start", and open for BASELINE_DAYS. A session that is
  completed has no "before" any more.
- after one, or by the calendar: from the day on, and for a few days.

A score satisfies every window that its day lies in, and for good. An answer without a total, or "not now", does so for ASK_AGAIN
days: a form that lacks item 9 does not take the place of a baseline while there is time for one. Windows that are left and overlap,
be they of one course or of two, are asked once: in the days that they share. So an instrument is due at most once on any day.

Treatment days count, not sessions (an accelerated course has ten a day), and only those that were not missed or cancelled: where a
session is missed or moved, its window moves. Our own rules; facts and their sources stand in cadence.json.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal
from uuid import UUID

from msgspec import Struct

from .cadence import Cadence, Overrides, cadence_for
from .course_plan import SessionKind
from .instruments import IDS, INSTRUMENTS, Instrument
from .side_effects import Modality

Reason = Literal["before_session", "weekly", "after_booster", "after_course", "start", "follow_up"]

LEAD = 2
"""Days before a session in which it may be answered: more, and a weekly measure looks at the wrong week."""
BASELINE_DAYS = 14
"""Before session 1, as the summary's baseline."""
OPEN_WEEKEND, OPEN_WEEK, OPEN_AFTER_BOOSTER, OPEN_FOLLOW_UP = 3, 6, 2, 13
"""Days after its first on which a window is still open."""
ASK_AGAIN = timedelta(days=3)
"""After "not now", or an answer that adds up to nothing, where the window is still open."""
_HORIZON = timedelta(days=31)
_TELLING: tuple[Reason, ...] = ("start", "before_session", "after_course", "weekly", "follow_up", "after_booster")
"""Which reason is given where several hold."""


class PlannedSession(Struct, kw_only=True, frozen=True):
    """A session of a course as it stands now. `day` is the clinic's."""

    session_id: UUID
    course_id: UUID
    protocol: str
    modality: Modality
    kind: SessionKind
    ordinal: int | None
    day: date
    status: Literal["planned", "completed", "missed", "cancelled"]


class Answered(Struct, kw_only=True, frozen=True):
    """A measure that was given, or declined, for a day. `scored`: it has a total."""

    instrument: str
    day: date
    declined: bool = False
    scored: bool = True

    def settles(self, today: date) -> bool:
        return (self.scored and not self.declined) or today < self.day + ASK_AGAIN


class DueMeasure(Struct, kw_only=True, frozen=True):
    """One instrument to ask today.

    reason                weekly: within the course, by its sessions or the calendar
    session_id            the session that it is asked before or after; null when it goes by the calendar
    due_from, due_until   the days on which it is asked, both included
    last_day              the day that it was last answered for, null if never
    """

    instrument: str
    reason: Reason
    session_id: UUID | None
    due_from: date
    due_until: date
    last_day: date | None


def due(
    sessions: Iterable[PlannedSession],
    answered: Iterable[Answered],
    today: date,
    asked: Iterable[str],
    overrides: Overrides | None = None,
) -> list[DueMeasure]:
    """What is due on `today`, the patient's day, of the instruments that are `asked`; one row an instrument at most."""
    courses, given = _courses(sessions), list(answered)
    found: dict[str, DueMeasure] = {}
    for id in sorted({*asked} & {*IDS}, key=IDS.index):
        windows = [
            window for course in courses for window in _windows_of(id, course, today, overrides or {}, asked_with=False)
        ]
        answering = _answering(INSTRUMENTS[id])
        days = [one.day for one in given if one.instrument in answering and one.settles(today)]
        open_now = _open(windows, days, today)
        if open_now is not None:
            own = [one.day for one in given if one.instrument == id and not one.declined]
            found[id] = DueMeasure(
                instrument=id,
                reason=open_now.reason,
                session_id=open_now.session_id,
                due_from=open_now.first,
                due_until=open_now.last,
                last_day=max(own, default=None),
            )
    return [
        one for one in found.values() if not _answering(INSTRUMENTS[one.instrument]) & ({*found} - {one.instrument})
    ]


def _answering(instrument: Instrument) -> set[str]:
    """An instrument is answered by itself, and by a longer one that holds its items."""
    longer = instrument.taken_from
    return {instrument.id} if longer is None else {instrument.id, longer.instrument}


class _Window(Struct, kw_only=True, frozen=True):
    reason: Reason
    session_id: UUID | None
    first: date
    last: date


class _Day(Struct, kw_only=True, frozen=True):
    """A day with sessions, by its first one. `over`: that one is completed."""

    day: date
    session_id: UUID
    over: bool


class _Course(Struct, kw_only=True, frozen=True):
    """Its standing days in order of time. A course of boosters alone is treated with these."""

    protocol: str
    modality: Modality
    treatment: list[_Day]
    boosters: list[_Day]


def _courses(sessions: Iterable[PlannedSession]) -> list[_Course]:
    in_order = sorted(sessions, key=lambda s: (s.day, s.ordinal or 0, s.session_id))
    by_course: dict[UUID, list[PlannedSession]] = {}
    for session in in_order:
        if session.status in {"planned", "completed"} and session.kind != "psychotherapy":
            by_course.setdefault(session.course_id, []).append(session)
    return [_course(by_course[id]) for id in sorted(by_course)]


def _course(standing: list[PlannedSession]) -> _Course:
    boosters = _days(s for s in standing if s.kind == "booster")
    treatment = _days(s for s in standing if s.kind != "booster")
    return _Course(
        protocol=standing[0].protocol,
        modality=standing[0].modality,
        treatment=treatment or boosters,
        boosters=boosters,
    )


def _days(sessions: Iterable[PlannedSession]) -> list[_Day]:
    first_of: dict[date, PlannedSession] = {}
    for session in sessions:
        first_of.setdefault(session.day, session)
    return [_Day(day=day, session_id=s.session_id, over=s.status == "completed") for day, s in first_of.items()]


def _windows_of(id: str, course: _Course, today: date, overrides: Overrides, *, asked_with: bool) -> Iterable[_Window]:
    cadence = cadence_for(course.protocol, course.modality, id, overrides)
    if cadence is None:
        return []
    if cadence.with_instrument is None:
        return _windows(cadence, course, today)
    if asked_with or cadence.with_instrument not in INSTRUMENTS:
        return []  # one may follow another, not a row of them
    return _windows_of(cadence.with_instrument, course, today, overrides, asked_with=True)


def _windows(cadence: Cadence, course: _Course, today: date) -> Iterable[_Window]:
    days = course.treatment
    if cadence.start:
        yield from _before(days[:1], "start", BASELINE_DAYS)
    before = [days[n - 1] for n in cadence.before if n <= len(days)]
    before += days[-1:] if cadence.before_last else []
    before += course.boosters if cadence.before_boosters else []
    yield from _before([one for one in before if not (cadence.start and one == days[0])], "before_session")
    yield from _by_week(cadence, days)
    yield from _after_each(cadence, days)
    if cadence.every_days is not None:
        yield from _by_calendar(cadence.every_days, days[0].day, max(days + course.boosters, key=_day_of).day, today)
    yield from _after_boosters(cadence.after_booster_days, course.boosters)
    yield from _after_last(cadence, days[-1])


def _day_of(day: _Day) -> date:
    return day.day


def _before(days: Sequence[_Day], reason: Reason, lead: int = LEAD) -> Iterable[_Window]:
    for one in days:
        if not one.over:
            first = one.day - timedelta(days=lead)
            yield _Window(reason=reason, session_id=one.session_id, first=first, last=one.day)


def _from(day: date, reason: Reason, open_for: int, session_id: UUID | None) -> _Window:
    return _Window(reason=reason, session_id=session_id, first=day, last=day + timedelta(days=open_for))


def _by_week(cadence: Cadence, days: Sequence[_Day]) -> Iterable[_Window]:
    weeks = [(one.day - days[0].day).days // 7 + 1 for one in days]
    until, each_from = cadence.weekly_until_week or 0, cadence.before_each_from_week
    for (before, week), one in zip(pairwise(weeks), days[1:], strict=True):
        if each_from is not None and week >= each_from:
            yield from _before([one], "before_session")
        elif before < week <= until:
            yield from _before([one], "weekly")


def _after_each(cadence: Cadence, days: Sequence[_Day]) -> Iterable[_Window]:
    """Open until the next treatment day, so that both sides of a weekend will do."""
    if cadence.every_sessions is None:
        return
    for n in range(cadence.every_sessions, len(days) + 1, cadence.every_sessions):
        one, window = days[n - 1], _from(days[n - 1].day, "weekly", OPEN_WEEKEND, days[n - 1].session_id)
        if one is not days[-1]:
            yield _until(window, days[n].day)
        elif not cadence.after_last:
            yield window


def _until(window: _Window, day: date) -> _Window:
    return _Window(reason=window.reason, session_id=window.session_id, first=window.first, last=min(window.last, day))


def _by_calendar(every: int, first: date, last: date, today: date) -> Iterable[_Window]:
    """Those around today: a course can last for years."""
    n = max(1, (today - first).days // every - 1)
    while (day := first + timedelta(days=n * every)) <= min(last, today + _HORIZON):
        yield _from(day, "weekly", min(every - 1, 2 if every <= 7 else OPEN_WEEK), None)
        n += 1


def _after_boosters(after: Sequence[int], boosters: Sequence[_Day]) -> Iterable[_Window]:
    for one, following in zip(boosters, [*boosters[1:], None], strict=False):
        for n in after:
            window = _from(one.day + timedelta(days=n), "after_booster", OPEN_AFTER_BOOSTER, one.session_id)
            if following is not None:
                window = _until(window, following.day - timedelta(days=1))
            if window.first <= window.last:
                yield window


def _after_last(cadence: Cadence, last: _Day) -> Iterable[_Window]:
    if cadence.after_last:
        yield _from(last.day, "after_course", OPEN_WEEK, last.session_id)
    for n in cadence.after_last_days:
        yield _from(last.day + timedelta(days=n), "follow_up", OPEN_WEEK, last.session_id)
    for n in cadence.after_last_months:
        yield _from(months_after(last.day, n), "follow_up", OPEN_FOLLOW_UP, last.session_id)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _open(windows: Iterable[_Window], answered: Sequence[date], today: date) -> _Window | None:
    """Of the windows that nobody has answered, the one that ends first takes with it all that are open on its last day; what they
    share is where they are asked. All others begin after it, so nothing else is open today."""
    left = [w for w in windows if w.last >= today and not any(w.first <= day <= w.last for day in answered)]
    if not left:
        return None
    ends = min(window.last for window in left)
    group = [window for window in left if window.first <= ends]
    first = max(window.first for window in group)
    if first > today:
        return None
    named = min(group, key=lambda window: (_TELLING.index(window.reason), window.last, str(window.session_id)))
    return _Window(reason=named.reason, session_id=named.session_id, first=first, last=ends)
