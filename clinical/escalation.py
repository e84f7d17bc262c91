"""Who is told about an alert, and when the next person is, until somebody acknowledges it.

The care team first; outside the clinic's day the first on-call person with them. Then one person of the clinic's list after
another, each when the wait is over. After the last one everybody is told again. Times are the clinic's wall clock; what the
clocks skip or repeat is settled as in clinical.zones.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

from .zones import instant_of, local_day, zone_named

When = Literal["always", "day", "on_call"]
How = Literal["care_team", "escalation", "on_call", "handed_over"]

LONGEST_WAIT = timedelta(hours=24)
_LOOK_AHEAD = 15
"""Days until the hours change at the latest: a week finds any weekday, the second is for a date that a zone skipped."""


class OnList(Struct, frozen=True, kw_only=True):
    """A person of the clinic's list. `when`: in the clinic's day, outside it ("on call"), or always."""

    account_id: UUID
    when: When


class Rules(Struct, frozen=True, kw_only=True):
    """Waits are minutes, in the day and outside it. The day is wall-clock, `day_until` not included; weekdays 1 (Monday) to 7."""

    zone: str
    after_minutes: int
    on_call_after_minutes: int
    day_from: time
    day_until: time
    weekdays: list[int]
    people: list[OnList]


class Told(Struct, frozen=True, kw_only=True):
    account_id: UUID
    how: How


class Telling(Struct, frozen=True, kw_only=True):
    """Whom to tell now. `again`: everybody, from the beginning."""

    to: list[Told]
    again: bool


def first_told(rules: Rules, team: Sequence[UUID], clinicians: Sequence[UUID], at: datetime) -> list[Told]:
    """When an alert is raised. Without a care team the whole list is told at once, without a list every clinician."""
    if not team:
        fitting = _fitting(rules, at) or rules.people
        return [_told(person) for person in fitting] or [Told(account_id=one, how="escalation") for one in clinicians]
    told = [Told(account_id=one, how="care_team") for one in team]
    if not is_day(rules, at):
        on_call = next((person.account_id for person in rules.people if person.when == "on_call"), None)
        if on_call is not None and on_call not in team:
            told.append(Told(account_id=on_call, how="on_call"))
    return told


def next_person(rules: Rules, told: Collection[UUID], at: datetime) -> Told | None:
    """The first on the list who fits the hour and is not among `told`; None when there is nobody left."""
    return next((_told(person) for person in _fitting(rules, at) if person.account_id not in told), None)


def next_telling(
    rules: Rules, team: Sequence[UUID], clinicians: Sequence[UUID], told: Collection[UUID], at: datetime
) -> Telling:
    """When a wait is over. `told`: since everybody was told last; nobody, when there was nobody to tell until now."""
    everybody = first_told(rules, team, clinicians, at)
    if not told:
        return Telling(to=everybody, again=True)
    person = next_person(rules, told, at)
    if person is not None:
        return Telling(to=[person], again=False)
    among = {one.account_id for one in everybody}
    rest = [_told(person) for person in _fitting(rules, at) if person.account_id not in among]
    return Telling(to=[*everybody, *rest], again=True)


def next_due(rules: Rules, at: datetime, rounds: int = 1) -> datetime:
    """When to go on after a telling at `at` (UTC). `rounds`: how often everybody was told.

    The wait of the hour, but no later than the hours that begin meanwhile allow. From the third round on it doubles, up to a
    day: who did not come for three calls is not brought by the hundredth, and people stop reading what comes all the time.
    """
    day = is_day(rules, at)
    factor = 2 ** min(max(0, rounds - 2), 12)
    wait = min(_wait(rules, day=day) * factor, LONGEST_WAIT)
    changes = hours_change_after(rules, at)
    if changes is None:
        return at + wait
    return min(at + wait, changes + min(_wait(rules, day=not day) * factor, LONGEST_WAIT))


def is_day(rules: Rules, at: datetime) -> bool:
    start, end = _day(rules, local_day(at, zone_named(rules.zone)))
    return start <= at < end


def hours_change_after(rules: Rules, at: datetime) -> datetime | None:
    """The next beginning or end of the clinic's day (UTC); None when it has none."""
    today = local_day(at, zone_named(rules.zone))
    for ahead in range(_LOOK_AHEAD):
        start, end = _day(rules, today + timedelta(days=ahead))
        if start < end and at < end:
            return start if at < start else end
    return None


def _day(rules: Rules, day: date) -> tuple[datetime, datetime]:
    """Beginning and end of the clinic's hours on a local date; the same instant when there are none."""
    zone = zone_named(rules.zone)
    start = instant_of(datetime.combine(day, rules.day_from), zone)
    end = instant_of(datetime.combine(day, rules.day_until), zone)
    return (start, end) if day.isoweekday() in rules.weekdays and start < end else (start, start)


def _fitting(rules: Rules, at: datetime) -> list[OnList]:
    now: When = "day" if is_day(rules, at) else "on_call"
    return [person for person in rules.people if person.when in ("always", now)]


def _told(person: OnList) -> Told:
    return Told(account_id=person.account_id, how="on_call" if person.when == "on_call" else "escalation")


def _wait(rules: Rules, *, day: bool) -> timedelta:
    return timedelta(minutes=rules.after_minutes if day else rules.on_call_after_minutes)
