"""Who is told next, and when: examples, then properties over any settings, zone and hour."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from clinical.escalation import (
    LONGEST_WAIT,
    How,
    OnList,
    Rules,
    Told,
    When,
    first_told,
    hours_change_after,
    is_day,
    next_due,
    next_person,
    next_telling,
)

A, B, C, D, E = (UUID(int=n) for n in range(1, 6))
WEDNESDAY_NOON = datetime(2026, 3, 18, 16, tzinfo=UTC)
"""12:00 in New York."""
WEDNESDAY_NIGHT = datetime(2026, 3, 19, 3, tzinfo=UTC)
"""23:00 there."""


BY_DAY = Rules(
    zone="America/New_York",
    after_minutes=30,
    on_call_after_minutes=10,
    day_from=time(8),
    day_until=time(18),
    weekdays=[1, 2, 3, 4, 5],
    people=[],
)


def rules(*people: OnList, **changes: object) -> Rules:
    return msgspec.structs.replace(BY_DAY, people=list(people), **changes)


def on_list(account: UUID, when: When = "always") -> OnList:
    return OnList(account_id=account, when=when)


def told(account: UUID, how: How) -> Told:
    return Told(account_id=account, how=how)


def test_by_day_the_care_team_is_told_first() -> None:
    assert first_told(rules(on_list(C, "on_call")), [A, B], [], WEDNESDAY_NOON) == [
        told(A, "care_team"),
        told(B, "care_team"),
    ]


def test_at_night_the_first_person_on_call_is_told_with_them() -> None:
    them = rules(on_list(C, "day"), on_list(D, "on_call"), on_list(E, "on_call"))
    assert first_told(them, [A], [], WEDNESDAY_NIGHT) == [told(A, "care_team"), told(D, "on_call")]
    assert first_told(them, [D], [], WEDNESDAY_NIGHT) == [told(D, "care_team")]


def test_without_a_care_team_the_whole_list_is_told_at_once() -> None:
    them = rules(on_list(A), on_list(B, "day"), on_list(C, "on_call"))
    assert [one.account_id for one in first_told(them, [], [], WEDNESDAY_NOON)] == [A, B]
    assert [one.account_id for one in first_told(them, [], [], WEDNESDAY_NIGHT)] == [A, C]


def test_nobody_fits_the_hour_so_all_of_the_list_are_told() -> None:
    assert first_told(rules(on_list(A, "on_call")), [], [D], WEDNESDAY_NOON) == [told(A, "on_call")]


def test_without_team_and_list_every_clinician_is_told() -> None:
    assert first_told(rules(), [], [D, E], WEDNESDAY_NIGHT) == [told(D, "escalation"), told(E, "escalation")]
    assert first_told(rules(), [], [], WEDNESDAY_NIGHT) == []


def test_then_one_after_another_in_order_as_far_as_they_fit_the_hour() -> None:
    them = rules(on_list(B), on_list(C, "on_call"), on_list(D, "day"))
    assert next_person(them, {A}, WEDNESDAY_NOON) == told(B, "escalation")
    assert next_person(them, {A, B}, WEDNESDAY_NOON) == told(D, "escalation")
    assert next_person(them, {A, B}, WEDNESDAY_NIGHT) == told(C, "on_call")
    assert next_person(them, {A, B, D}, WEDNESDAY_NOON) is None


def test_after_the_last_one_everybody_is_told_again() -> None:
    them = rules(on_list(B), on_list(C, "on_call"))
    telling = next_telling(them, [A], [], {A, B}, WEDNESDAY_NOON)
    assert (telling.again, [one.account_id for one in telling.to]) == (True, [A, B])
    telling = next_telling(them, [A], [], {A, B, C}, WEDNESDAY_NIGHT)
    assert (telling.again, [one.account_id for one in telling.to]) == (True, [A, C, B])


def test_who_comes_when_nobody_could_be_told_is_told_as_if_it_were_raised_now() -> None:
    them = rules(on_list(B), on_list(C, "on_call"))
    telling = next_telling(them, [A], [], set(), WEDNESDAY_NIGHT)
    assert (telling.again, telling.to) == (True, [told(A, "care_team"), told(C, "on_call")])


def test_the_wait_is_that_of_the_hour() -> None:
    assert next_due(rules(), WEDNESDAY_NOON) - WEDNESDAY_NOON == timedelta(minutes=30)
    assert next_due(rules(), WEDNESDAY_NIGHT) - WEDNESDAY_NIGHT == timedelta(minutes=10)


def test_a_long_wait_of_the_day_ends_with_the_shorter_one_of_the_evening() -> None:
    almost_six = datetime(2026, 3, 18, 21, 50, tzinfo=UTC)
    assert next_due(rules(after_minutes=240), almost_six) == datetime(2026, 3, 18, 22, 10, tzinfo=UTC)


def test_from_the_third_round_on_the_wait_doubles_up_to_a_day() -> None:
    always = rules(day_from=time(0), day_until=time(0, 1), weekdays=[])
    waits = [next_due(always, WEDNESDAY_NOON, rounds) - WEDNESDAY_NOON for rounds in (1, 2, 3, 4, 12, 1000)]
    assert waits == [timedelta(minutes=10)] * 2 + [timedelta(minutes=20), timedelta(minutes=40)] + [LONGEST_WAIT] * 2


def test_the_day_begins_and_ends_by_the_wall_clock_across_daylight_saving() -> None:
    # New York: 8 March 2026 02:00 -> 03:00, 1 November 2026 02:00 -> 01:00.
    for day, hour_utc in ((6, 13), (9, 12)):
        assert not is_day(rules(), datetime(2026, 3, day, hour_utc - 1, 59, tzinfo=UTC))
        assert is_day(rules(), datetime(2026, 3, day, hour_utc, tzinfo=UTC))
    friday_evening = datetime(2026, 10, 30, 22, tzinfo=UTC)  # 18:00, still summer time
    assert not is_day(rules(), friday_evening)
    assert hours_change_after(rules(), friday_evening) == datetime(2026, 11, 2, 13, tzinfo=UTC)


def test_hours_that_the_clocks_skip_begin_after_the_gap() -> None:
    skipped = rules(day_from=time(2, 30), day_until=time(4), weekdays=[7])
    gap_ends = datetime(2026, 3, 8, 7, tzinfo=UTC)
    assert not is_day(skipped, gap_ends - timedelta(seconds=1))
    assert is_day(skipped, gap_ends)


def test_a_clinic_without_hours_is_always_on_call() -> None:
    assert hours_change_after(rules(weekdays=[]), WEDNESDAY_NOON) is None
    assert not is_day(rules(weekdays=[]), WEDNESDAY_NOON)


ZONES = (
    "America/New_York",
    "Europe/Madrid",
    "Pacific/Auckland",
    "Asia/Kolkata",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "UTC",
)
INSTANTS = st.integers(1_262_304_000, 2_051_222_400).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
PEOPLE = st.lists(
    st.builds(on_list, st.sampled_from([A, B, C, D, E]), st.sampled_from(["always", "day", "on_call"])),
    max_size=5,
    unique_by=lambda person: person.account_id,
)


@st.composite
def any_rules(draw: st.DrawFn) -> Rules:
    minutes = sorted(draw(st.lists(st.integers(0, 24 * 60 - 1), min_size=2, max_size=2, unique=True)))
    start, end = (time(*divmod(minute, 60)) for minute in minutes)
    return rules(
        *draw(PEOPLE),
        zone=draw(st.sampled_from(ZONES)),
        after_minutes=draw(st.integers(5, 240)),
        on_call_after_minutes=draw(st.integers(5, 240)),
        day_from=start,
        day_until=end,
        weekdays=sorted(draw(st.sets(st.integers(1, 7)))),
    )


@given(them=any_rules(), at=INSTANTS, rounds=st.integers(1, 40))
def test_the_next_time_is_always_after_the_shorter_wait_and_within_a_day(
    them: Rules, at: datetime, rounds: int
) -> None:
    wait = next_due(them, at, rounds) - at
    shorter = min(them.after_minutes, them.on_call_after_minutes)
    assert timedelta(minutes=shorter) <= wait <= LONGEST_WAIT
    if rounds <= 2:
        assert wait <= timedelta(minutes=max(them.after_minutes, them.on_call_after_minutes))


@given(them=any_rules(), at=INSTANTS)
def test_between_two_changes_the_hours_are_what_they_were(them: Rules, at: datetime) -> None:
    change = hours_change_after(them, at)
    if change is None:
        assert not is_day(them, at)
        return
    assert change > at
    assert is_day(them, change) is not is_day(them, change - timedelta(seconds=1))
    for part in (0.25, 0.5, 0.99):
        assert is_day(them, at + (change - at) * part) is is_day(them, at)


@given(them=any_rules(), team=st.lists(st.sampled_from([A, B, C]), unique=True), at=INSTANTS)
def test_everybody_who_can_be_told_is_told_before_anybody_is_told_twice(
    them: Rules, team: list[UUID], at: datetime
) -> None:
    """The hours stand still here: each step asks at the same instant."""
    heard = [one.account_id for one in first_told(them, team, [], at)]
    assert len(heard) == len(set(heard))
    for _ in range(len(them.people) + 1):
        telling = next_telling(them, team, [], set(heard), at)
        if telling.again:
            break
        assert len(telling.to) == 1
        assert telling.to[0].account_id not in heard
        heard.append(telling.to[0].account_id)
    else:
        raise AssertionError("it never comes round")
    now_day = is_day(them, at)
    fitting = {p.account_id for p in them.people if p.when == "always" or (p.when == "day") == now_day}
    assert {*team, *fitting} <= set(heard)
    again = [one.account_id for one in telling.to]
    assert len(again) == len(set(again))
    assert {*team, *fitting} <= set(again)


@given(them=any_rules(), team=st.lists(st.sampled_from([A, B]), unique=True), at=INSTANTS)
def test_somebody_is_told_wherever_there_is_anybody(them: Rules, team: list[UUID], at: datetime) -> None:
    assert bool(first_told(them, team, [E], at))
    assert bool(first_told(them, team, [], at)) == bool(team or them.people)
