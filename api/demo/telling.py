"""From a person's level to their journal: when they log, forget, correct, write something, report a side effect."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

import msgspec

from api.demo.curves import Level, Rating, ratings
from api.demo.notes import NOTES
from api.demo.people import CLINIC_ZONE, Patient
from api.demo.shapes import Appointment, Course, Day, Report, Words
from clinical.entries import Audience, Severity
from clinical.protocols import PlannedSession, plan_course

DAY = timedelta(days=1)
SATURDAYS_TOO = [1, 2, 3, 4, 5, 6]


class Habit(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody keeps a journal: the chance of a day, of writing it late, of a phone that is offline, of filling in more than
    the mood; `pauses` are (first, last) days without any entry."""

    logs: float = 0.9
    late: float = 0.05
    offline: float = 0.03
    complete: float = 0.85
    swing: float = 0.8
    pauses: Sequence[tuple[date, date]] = ()


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """`chance(n)` of reporting it on the day of the nth session; `next_day` of still having it a day later."""

    effect: str
    chance: Callable[[int], float]
    moderate: float = 0.25
    during: bool = True
    next_day: float = 0.0


def planned(course: Course) -> list[PlannedSession]:
    # The options are of several types by name, which the checker cannot see in one mapping.
    return plan_course(course.protocol, course.first_at, CLINIC_ZONE, **course.options)  # pyright: ignore[reportArgumentType]


def session_days(course: Course, until: date, kinds: Collection[str] | None = None) -> list[date]:
    """Days of sessions that took place, up to `until`: of all kinds, or of these."""
    skipped = course.missed | course.cancelled
    days = (
        session.local_day + course.moved.get((session.kind, session.ordinal), 0) * DAY
        for session in planned(course)
        if (session.kind, session.ordinal) not in skipped and (kinds is None or session.kind in kinds)
    )
    return [day for day in days if day <= until]


def ketamine(kind: str, ordinal: int, on: date, at: time, **changes: object) -> Course:
    """The course whose nth session of this kind falls on `on`, or on the first day after it that the clinic is open."""
    guess = on - timedelta(days=30 * ordinal + 20 if kind == "booster" else 4 * ordinal)
    for n in range(60):
        first = guess + n * DAY
        course = Course(
            protocol="ket-iv",
            first_at=datetime.combine(first, at),
            options={"over_days": 18, "booster_months": 18, "weekdays": SATURDAYS_TOO},
        )
        if first.isoweekday() in SATURDAYS_TOO and _day_of(course, kind, ordinal) >= on:
            return msgspec.structs.replace(course, **changes)
    raise ValueError("no course fits")


def _day_of(course: Course, kind: str, ordinal: int) -> date:
    return next(s.local_day for s in planned(course) if (s.kind, s.ordinal) == (kind, ordinal))


def tms(protocol: str, week: int, today: date, at: time, **changes: object) -> Course:
    """A course that is in its nth calendar week today."""
    first = today - timedelta(days=today.weekday() + 7 * (week - 1))
    options: dict[str, int | list[int]] = {"sessions": 30} if protocol == "tms" else {}
    course = Course(protocol=protocol, first_at=datetime.combine(first, at), options=options)
    return msgspec.structs.replace(course, **changes)


def appointments(with_key: str, coming: date, at: time, *, past: int, every: int = 7) -> list[Appointment]:
    """The coming one, on a weekday, and `past` ones before it, one of which was missed."""
    while coming.isoweekday() > 5:
        coming += DAY
    days = [coming - timedelta(days=every * n) for n in range(past, -1, -1)]
    return [
        Appointment(at=datetime.combine(day, at), with_key=with_key, missed=past > 3 and n == past // 2)
        for n, day in enumerate(days)
    ]


def keep(rng: Random, level: Level, first: date, last: date, habit: Habit) -> list[Day]:
    """The check-ins from `first` to `last`, still without words."""
    rated = ratings(rng, level, first, last, swing=habit.swing)
    days = [_day(rng, day, rating, habit, last) for day, rating in rated.items()]
    return [
        day
        for day in days
        if rng.random() < habit.logs and not any(start <= day.day <= end for start, end in habit.pauses)
    ]


def _day(rng: Random, day: date, rating: Rating, habit: Habit, last: date) -> Day:
    full = rng.random() < habit.complete
    # Nothing is written in the future of a demo that begins in the morning.
    is_late = rng.random() < habit.late and day < last
    evening = datetime.combine(day, time(20)) + timedelta(minutes=max(-170, min(210, round(rng.gauss(0, 70)))))
    written = datetime.combine(day + DAY, time(8, 40)) if is_late else evening
    offline = rng.random() < habit.offline and day < last - 3 * DAY
    corrected = rng.random() < 0.02
    return Day(
        day=day,
        mood=rating.mood,
        anxiety=rating.anxiety if full else None,
        energy=rating.energy if full else None,
        sleep_hours=rating.sleep_hours if full or rng.random() < 0.5 else None,
        sleep_quality=rating.sleep_quality if full else None,
        note=None,
        written=written,
        synced=timedelta(hours=rng.randint(9, 60)) if offline and not is_late else timedelta(),
        corrects=max(0, rating.mood - 1) if corrected and rating.mood > 0 else None,
    )


def write(rng: Random, patient: Patient, days: list[Day], sessions: Sequence[date]) -> list[Day]:
    """Notes that fit the day, the latest days first: most of the last month's, few before."""
    notes = NOTES[patient.key]
    left = {name: list(getattr(notes, name)) for name in ("low", "fair", "good", "session")}
    last = days[-1].day if days else None
    written: list[Day] = []
    for day in reversed(days):
        recent = last is not None and (last - day.day).days < 30
        band = "session" if day.day in sessions else "low" if day.mood <= 3 else "fair" if day.mood <= 6 else "good"
        chance = 0.6 if band == "session" else 0.42 if recent else 0.12
        words = None
        if rng.random() < chance and left[band]:
            words = Words(left[band].pop(0), _audience(rng, patient))
        written.append(msgspec.structs.replace(day, note=words))
    return written[::-1]


def _audience(rng: Random, patient: Patient) -> Audience:
    """Now and then somebody keeps a note to themselves."""
    return "private" if rng.random() < 0.12 else patient.share


def suffer(rng: Random, sessions: Sequence[date], effects: Sequence[Effect], days: Sequence[Day]) -> list[Report]:
    """Reports on days with a check-in: nobody opens the app for a side effect alone."""
    logged = {day.day: day for day in days}
    reports: list[Report] = []
    for n, session in enumerate(sessions, 1):
        for effect in effects:
            if rng.random() >= effect.chance(n):
                continue
            severity: Severity = "moderate" if rng.random() < effect.moderate else "mild"
            if session in logged:
                reports.append(_report(logged[session], effect, severity, session))
            if rng.random() < effect.next_day and session + DAY in logged:
                reports.append(_report(logged[session + DAY], effect, "mild", session))
    return reports


def _report(day: Day, effect: Effect, severity: Severity, session: date) -> Report:
    same_day = day.day == session
    return Report(
        day=day.day,
        effect=effect.effect,
        severity=severity,
        onset="during_session" if effect.during and same_day else "same_day" if same_day else None,
        still_present=False,
        interference="a_little" if severity == "moderate" else "not_at_all",
        session_day=session,
        written=day.written + timedelta(minutes=2),
    )
