"""What is asked when, for all courses: once, not again too soon, and whatever the order of the rows."""

from datetime import timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from clinical.cadence import Cadence
from clinical.due_measures import Answered, PlannedSession, due
from clinical.measure_settings import ASKABLE
from tests.clinical.test_cadence import KINDS, PROTOCOLS, course, on

modalities = st.sampled_from(list(KINDS))


@st.composite
def courses(draw: st.DrawFn, number: int = 1) -> list[PlannedSession]:
    modality = draw(modalities)
    days = draw(st.lists(st.integers(0, 45), min_size=0, max_size=12).map(sorted))
    boosters = draw(st.lists(st.integers(40, 90), max_size=3).map(sorted))
    protocol = draw(st.sampled_from([PROTOCOLS[modality], "our-own", "tms-saint"]))
    made = course(modality, days, tuple(boosters), protocol=protocol, number=number)
    status = st.sampled_from(["planned", "planned", "completed", "missed", "cancelled"])
    return [msgspec.structs.replace(one, status=draw(status)) for one in made]


calendars = st.tuples(courses(1), courses(2)).map(lambda two: two[0] + two[1])
answers = st.lists(
    st.builds(
        Answered,
        instrument=st.sampled_from(ASKABLE),
        day=st.integers(-20, 120).map(on),
        declined=st.booleans(),
        scored=st.booleans(),
    ),
    max_size=6,
)
overrides = st.dictionaries(
    st.sampled_from(["our-own", "tms", "ket-iv"]),
    st.dictionaries(
        st.sampled_from(ASKABLE),
        st.builds(
            Cadence,
            start=st.booleans(),
            before=st.lists(st.integers(1, 12), max_size=3),
            before_last=st.booleans(),
            weekly_until_week=st.none() | st.integers(1, 6),
            before_each_from_week=st.none() | st.integers(1, 6),
            every_sessions=st.none() | st.integers(1, 10),
            every_days=st.none() | st.integers(1, 40),
            before_boosters=st.booleans(),
            after_booster_days=st.lists(st.integers(1, 30), max_size=3),
            after_last=st.booleans(),
            after_last_days=st.lists(st.integers(1, 60), max_size=2),
            after_last_months=st.lists(st.integers(1, 12), max_size=2),
            with_instrument=st.none() | st.sampled_from(ASKABLE),
        ),
        max_size=3,
    ),
    max_size=2,
)
some_day = st.integers(-30, 160).map(on)


@given(calendars, answers, overrides, some_day, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing_and_an_instrument_is_due_once(sessions, given_, own, today, random):
    found = due(sessions, given_, today, ASKABLE, own)
    assert len({one.instrument for one in found}) == len(found)
    assert all(one.due_from <= today <= one.due_until for one in found)
    shuffled, answered, instruments = list(sessions), list(given_), list(ASKABLE)
    for rows in (shuffled, answered, instruments):
        random.shuffle(rows)
    assert due(shuffled, answered, today, instruments, own) == found


@given(calendars, answers, overrides, some_day, st.booleans(), st.booleans(), st.integers(0, 40))
def test_a_score_never_comes_back_and_what_has_none_not_for_three_days(
    sessions, given_, own, today, declined, scored, later
):
    past = [one for one in given_ if one.day <= today]
    for one in due(sessions, past, today, ASKABLE, own):
        answered = [*past, Answered(instrument=one.instrument, day=today, declined=declined, scored=scored)]
        last = one.due_until if scored and not declined else min(one.due_until, today + timedelta(days=2))
        for day in (today, min(today + timedelta(days=later), last)):
            again = [two for two in due(sessions, answered, day, ASKABLE, own) if two.instrument == one.instrument]
            assert again == []


@given(calendars, overrides, some_day)
def test_missed_and_cancelled_sessions_ask_for_nothing(sessions, own, today):
    standing = [one for one in sessions if one.status in {"planned", "completed"}]
    assert due(sessions, [], today, ASKABLE, own) == due(standing, [], today, ASKABLE, own)


@given(calendars, overrides, st.integers(-30, 160))
def test_whoever_answers_at_once_is_left_alone_until_another_window_opens(sessions, own, start):
    """Day by day: on no day is something due that was answered the day before, unless its window began after that."""
    given_: list[Answered] = []
    for offset in range(start, start + 15):
        for one in due(sessions, given_, on(offset), ASKABLE, own):
            earlier = [a.day for a in given_ if a.instrument == one.instrument]
            assert not any(one.due_from <= day for day in earlier)
            given_.append(Answered(instrument=one.instrument, day=on(offset)))
