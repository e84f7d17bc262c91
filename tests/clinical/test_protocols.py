from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinical.course_plan import SessionKind, booster_days
from clinical.errors import Invalid
from clinical.protocols import (
    Anchor,
    PlannedSession,
    label,
    name_in,
    plan_course,
    protocols,
    reanchor,
)
from clinical.zones import zone_named

ZONE = "America/New_York"
MONDAY = datetime.fromisoformat("2026-03-02T09:30")
MINUTES = 6 * 365 * 24 * 60
starts = st.integers(0, MINUTES).map(lambda n: datetime.fromisoformat("2024-01-01") + timedelta(minutes=n))
zones = st.sampled_from([ZONE, "Europe/Madrid", "Australia/Lord_Howe", "America/Sao_Paulo", "UTC"])


def days(sessions: list[PlannedSession], kind: SessionKind) -> list[date]:
    return [session.local_day for session in sessions if session.kind == kind]


@given(first_at=starts, zone=zones, over_days=st.integers(14, 21), months=st.integers(12, 18))
def test_a_ketamine_course_is_six_infusions_and_monthly_boosters(first_at, zone, over_days, months):
    plan = plan_course("ket-iv", first_at, zone, over_days=over_days, booster_months=months)
    infusions, boosters = days(plan, "infusion"), days(plan, "booster")
    assert len(infusions) == 6
    assert infusions[0] == first_at.date()
    assert (infusions[-1] - infusions[0]).days < over_days
    assert all((later - earlier).days >= 2 for earlier, later in pairwise(infusions))
    assert len(boosters) == (30 * months + months // 2) // 30
    assert all(day.isoweekday() <= 5 for day in infusions[1:] + boosters)
    for number, day in enumerate(boosters, 1):
        assert 0 <= (day - infusions[-1]).days - 30 * number <= 2
    assert all(session.summary_before for session in plan)


@given(first_at=starts, zone=zones, course=st.sampled_from([("tms", 20), ("tms", 30), ("tms-36", None)]))
def test_a_tms_course_is_on_weekdays_with_a_summary_each_week(first_at, zone, course):
    protocol, sessions = course
    if first_at.isoweekday() > 5:
        with pytest.raises(Invalid, match="weekdays"):
            plan_course(protocol, first_at, zone, sessions=sessions)
        return
    plan = plan_course(protocol, first_at, zone, sessions=sessions)
    assert [session.ordinal for session in plan] == list(range(1, (sessions or 36) + 1))
    assert all(session.local_day.isoweekday() <= 5 for session in plan)
    assert all(earlier < later for earlier, later in pairwise(days(plan, "tms")))
    summaries = [session.week for session in plan if session.summary_before]
    assert summaries == sorted({session.week for session in plan}) == list(range(1, len(summaries) + 1))


@given(
    first_at=starts,
    zone=zones,
    protocol=st.sampled_from(["ket-iv", "tms", "tms-36", "tms-itbs", "tms-deep", "esk-trd"]),
)
def test_every_session_keeps_the_wall_clock_time_of_the_first(first_at, zone, protocol):
    if first_at.isoweekday() > 5:
        first_at += timedelta(days=2)
    for session in plan_course(protocol, first_at, zone):
        local = session.starts_at.astimezone(zone_named(zone))
        assert session.starts_at.tzinfo is UTC
        assert session.local_day == local.date()
        if local.time() != first_at.time():  # only where the clocks skip that time
            skipped = datetime.combine(session.local_day, first_at.time(), zone_named(zone))
            assert skipped.astimezone(UTC).astimezone(zone_named(zone)).time() != first_at.time()
            assert local.time() > first_at.time()


def test_a_course_over_a_clock_change_stays_at_half_past_nine():
    plan = plan_course("tms", MONDAY, ZONE, sessions=20)
    assert plan[4].starts_at == datetime(2026, 3, 6, 14, 30, tzinfo=UTC)
    assert plan[5].starts_at == datetime(2026, 3, 9, 13, 30, tzinfo=UTC)


def test_the_taper_is_three_two_and_one_in_the_weeks_after():
    plan = plan_course("tms-36", MONDAY, ZONE)
    assert [session.local_day.strftime("%a") for session in plan[30:]] == ["Mon", "Wed", "Fri", "Tue", "Thu", "Wed"]
    assert [session.week for session in plan[30:]] == [7, 7, 7, 8, 8, 9]


def test_infusions_follow_the_weekdays_of_the_clinic():
    plan = plan_course("ket-iv", MONDAY, ZONE, over_days=21, weekdays=[1, 4])
    assert [day.isoweekday() for day in days(plan, "infusion")] == [1, 4, 1, 4, 1, 4]


def test_a_booster_on_a_weekend_moves_to_monday_and_the_next_is_not_drawn_along():
    assert booster_days(date(2026, 3, 26), 30, 12, [1, 2, 3, 4, 5])[:2] == [date(2026, 4, 27), date(2026, 5, 25)]


@pytest.mark.parametrize(
    ("protocol", "options", "path"),
    [
        ("lobotomy", {}, "protocol"),
        ("tms", {"sessions": 36}, "sessions"),
        ("tms", {"over_days": 14}, "over_days"),
        ("tms", {"booster_months": 12}, "booster_months"),
        ("tms", {"weekdays": [6]}, "weekdays"),
        ("tms", {"weekdays": [2]}, "first_at"),
        ("tms-36", {"weekdays": [1, 2]}, "weekdays"),
        ("ket-iv", {"over_days": 13}, "over_days"),
        ("ket-iv", {"over_days": 22}, "over_days"),
        ("ket-iv", {"booster_months": 11}, "booster_months"),
        ("ket-iv", {"booster_months": 19}, "booster_months"),
        ("ket-iv", {"weekdays": []}, "weekdays"),
        ("ket-iv", {"weekdays": [8]}, "weekdays"),
        ("ket-iv", {"weekdays": [1]}, "weekdays"),
    ],
)
def test_an_option_that_the_protocol_does_not_have_is_named(protocol, options, path):
    with pytest.raises(Invalid) as caught:
        plan_course(protocol, MONDAY, ZONE, **options)
    assert [error.path for error in caught.value.errors] == [path]


@pytest.mark.parametrize("year", [1, 1999, 2201, 9999])
def test_a_year_out_of_this_world_is_invalid(year):
    with pytest.raises(Invalid):
        plan_course("ket-iv", MONDAY.replace(year=year), ZONE)


class Session(msgspec.Struct, frozen=True):
    session_id: UUID
    kind: SessionKind
    day: date
    starts_at: datetime
    status: str = "planned"


def tms(*statuses_by_day: tuple[str, str]) -> list[Session]:
    return [
        Session(
            UUID(int=n), "tms", date.fromisoformat(day), datetime.combine(date.fromisoformat(day), time(9), UTC), status
        )
        for n, (day, status) in enumerate(statuses_by_day)
    ]


def test_a_missed_first_session_of_the_week_hands_the_summary_on():
    anchors = reanchor(
        tms(("2026-03-02", "completed"), ("2026-03-03", "planned"), ("2026-03-09", "missed"), ("2026-03-10", "planned"))
    )
    assert [anchors[UUID(int=n)] for n in range(4)] == [
        Anchor(week=1, summary_before=True),
        Anchor(week=1, summary_before=False),
        Anchor(week=2, summary_before=False),
        Anchor(week=2, summary_before=True),
    ]


def test_a_session_moved_into_another_week_counts_there():
    anchors = reanchor(tms(("2026-03-10", "planned"), ("2026-03-03", "planned"), ("2026-03-12", "planned")))
    assert [anchors[UUID(int=n)].summary_before for n in range(3)] == [True, True, False]
    assert [anchors[UUID(int=n)].week for n in range(3)] == [2, 1, 2]


def test_infusions_keep_their_summary_unless_they_do_not_take_place():
    session = msgspec.structs.replace(tms(("2026-03-02", "planned"))[0], kind="infusion")
    assert reanchor([session])[session.session_id] == Anchor(week=None, summary_before=True)
    session = msgspec.structs.replace(session, status="cancelled")
    assert reanchor([session])[session.session_id] == Anchor(week=None, summary_before=False)


def test_nothing_is_anchored_in_an_empty_course():
    assert reanchor([]) == {}


@given(first_at=starts, protocol=st.sampled_from(["tms", "tms-36", "tms-deep", "esk-trd", "ket-iv"]))
def test_a_fresh_plan_is_anchored_as_it_was_planned(first_at, protocol):
    if first_at.isoweekday() > 5:
        first_at += timedelta(days=2)
    plan = plan_course(protocol, first_at, "UTC")
    sessions = [Session(UUID(int=n), one.kind, one.local_day, one.starts_at) for n, one in enumerate(plan)]
    anchors = reanchor(sessions)
    assert [(anchor.week, anchor.summary_before) for anchor in anchors.values()] == [
        (one.week, one.summary_before) for one in plan
    ]


@pytest.mark.parametrize(
    ("kind", "ordinal", "of", "en", "es"),
    [
        ("infusion", 3, 6, "Infusion 3 of 6", "Infusión 3 de 6"),
        ("booster", 4, None, "Booster 4", "Refuerzo 4"),
        ("booster", 4, 12, "Booster 4", "Refuerzo 4"),
        ("esketamine", 3, 12, "Esketamine session 3 of 12", "Sesión de esketamina 3 de 12"),
        ("tms", 12, 36, "TMS session 12 of 36", "Sesión de EMT 12 de 36"),
        ("psychotherapy", None, None, "Psychotherapy", "Psicoterapia"),
    ],
)
def test_a_session_has_a_name_in_both_languages(kind, ordinal, of, en, es):
    assert (label(kind, ordinal, of), label(kind, ordinal, of, "es")) == (en, es)


def test_a_protocol_offers_what_can_be_chosen():
    assert [(view.id, view.sessions_options, view.boosters) for view in protocols()] == [
        ("ket-iv", None, True),
        ("tms", [20, 30], False),
        ("tms-36", None, False),
        ("tms-itbs", [20, 30], False),
        ("tms-saint", None, False),
        ("esk-trd", None, False),
        ("tms-deep", None, False),
        ("tms-again", None, False),
    ]
    assert protocols("es")[1].name == "EMT en días laborables"


def test_a_course_is_named_in_the_readers_language_whoever_began_it() -> None:
    for english, spanish in zip(protocols("en"), protocols("es"), strict=True):
        assert name_in("es", english.name) == spanish.name
        assert name_in("en", spanish.name) == english.name
    assert name_in("es", "A template that is gone") == "A template that is gone"
