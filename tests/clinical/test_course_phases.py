from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinical.course_phases import Phase, slots
from clinical.errors import Invalid
from clinical.own_protocols import OwnTemplate, OwnTemplates, check
from clinical.protocols import PlannedSession, plan_course, protocols, template_of
from clinical.zones import zone_named

ZONE = "America/New_York"
MONDAY = datetime.fromisoformat("2026-03-02T09:30")
zones = st.sampled_from([ZONE, "Europe/Madrid", "Australia/Lord_Howe", "America/Sao_Paulo", "UTC"])
starts = st.integers(0, 6 * 365 * 24 * 60).map(lambda n: datetime.fromisoformat("2024-01-01") + timedelta(minutes=n))
weekdays = st.lists(st.integers(1, 7), min_size=1, max_size=7, unique=True).map(sorted)


def own(*phases: dict[str, object], **more: object) -> OwnTemplate:
    row = {"id": "own-ours", "name": "Ours", "modality": "tms", "kind": "tms", "phases": list(phases), **more}
    return msgspec.convert(row, OwnTemplate)


@st.composite
def phases(draw: st.DrawFn) -> list[dict[str, object]]:
    def one() -> dict[str, object]:
        pace = draw(st.sampled_from(["per_day", "per_week", "every_days"]))
        n = draw(st.integers(1, {"per_day": 6, "per_week": 3, "every_days": 40}[pace]))
        apart = {"minutes_apart": draw(st.integers(10, 60))} if pace == "per_day" and n > 1 else {}
        return {"sessions": draw(st.integers(1, 20)), pace: n, **apart}

    return [one() for _ in range(draw(st.integers(1, 4)))]


def tried(planned: Callable[[], list[PlannedSession]]) -> tuple[list[PlannedSession] | None, list[str]]:
    """The plan, or the paths of the fields that were refused."""
    try:
        return planned(), []
    except Invalid as refusal:
        return None, [error.path for error in refusal.errors]


def open_from(first_at: datetime, allowed: list[int]) -> datetime:
    while first_at.isoweekday() not in allowed:
        first_at += timedelta(days=1)
    return first_at


def holds(plan: list[PlannedSession], first_at: datetime, zone: str, allowed: list[int]) -> None:
    assert plan[0].local_day == first_at.date()
    assert [session.ordinal for session in plan] == list(range(1, len(plan) + 1))
    assert all(session.local_day.isoweekday() in allowed for session in plan)
    assert all(earlier.starts_at < later.starts_at for earlier, later in pairwise(plan))
    there = zone_named(zone)
    for day, sessions in groupby(plan, key=lambda session: session.local_day):
        begins = next(sessions).starts_at.astimezone(there)
        asked = datetime.combine(day, first_at.time(), there)
        if asked.astimezone(zone_named("UTC")).astimezone(there).time() == first_at.time():
            assert begins.time() == first_at.time()


@given(first_at=starts, zone=zones, allowed=weekdays, made=phases())
def test_whatever_a_clinic_makes_keeps_to_its_days_and_times(first_at, zone, allowed, made):
    first_at = open_from(first_at, allowed)
    template = own(*made, weekdays=allowed)
    plan, refused = tried(lambda: check([template]) or plan_course(template.template(), first_at, zone))
    if plan is None:
        assert all(refused)
        return
    assert len(plan) == sum(phase.sessions for phase in template.phases)
    holds(plan, first_at, zone, allowed)
    assert plan[0].summary_before


@given(first_at=starts, zone=zones, allowed=weekdays)
def test_saint_is_fifty_sessions_on_five_days_in_a_row(first_at, zone, allowed):
    plan, refused = tried(lambda: plan_course("tms-saint", first_at, zone, weekdays=allowed))
    if plan is None:
        in_a_row = {(first_at + timedelta(days=n)).isoweekday() for n in range(5)}
        late = first_at + timedelta(minutes=450 + 60) >= datetime.combine(first_at, datetime.max.time())
        assert refused == ["first_at"]
        assert late or not in_a_row <= set(allowed)
        return
    holds(plan, first_at, zone, allowed)
    days = sorted({session.local_day for session in plan})
    assert [len(list(of_day)) for _, of_day in groupby(plan, key=lambda session: session.local_day)] == [10] * 5
    assert (days[-1] - days[0]).days == 4
    assert [n for n, session in enumerate(plan) if session.summary_before] == [0]
    gaps = [b.starts_at - a.starts_at for a, b in pairwise(plan) if a.local_day == b.local_day]
    assert set(gaps) == {timedelta(minutes=50)}


@given(first_at=starts, zone=zones, every=st.sampled_from([7, 14]), months=st.integers(1, 24))
def test_esketamine_is_twice_a_week_then_weekly_then_as_the_clinic_says(first_at, zone, every, months):
    first_at = open_from(first_at, [1, 2, 3, 4, 5])
    plan = plan_course("esk-trd", first_at, zone, every_days=every, months=months)
    holds(plan, first_at, zone, [1, 2, 3, 4, 5])
    after = [(session.local_day - first_at.date()).days for session in plan]
    assert [sum(1 for day in after if day // 7 == week) for week in range(8)] == [2, 2, 2, 2, 1, 1, 1, 1]
    assert {later - earlier for earlier, later in pairwise(after[8:12])} == {7}
    assert {later - earlier for earlier, later in pairwise(after[11:])} == {every}
    assert [session.of for session in plan] == [12] * 12 + [None] * (len(plan) - 12)
    assert all(session.kind == "esketamine" and session.summary_before and session.week is None for session in plan)


@pytest.mark.parametrize(
    ("first", "second"), [("02", "05"), ("03", "06"), ("04", "06"), ("05", "09"), ("06", "09")], ids=str
)
def test_twice_a_week_is_as_even_as_weekdays_let_it_be(first, second):
    plan = plan_course("esk-trd", datetime.fromisoformat(f"2026-03-{first}T09:30"), ZONE)
    assert plan[1].local_day == date.fromisoformat(f"2026-03-{second}")
    assert len(plan) == 12


@given(first_at=starts, zone=zones, allowed=weekdays, n=st.integers(1, 60), gap=st.integers(2, 90))
def test_tms_again_is_the_clinics_number_with_the_clinics_gap(first_at, zone, allowed, n, gap):
    first_at = open_from(first_at, allowed)
    plan, refused = tried(
        lambda: plan_course("tms-again", first_at, zone, sessions=n, every_days=gap, weekdays=allowed)
    )
    if plan is None:
        assert refused == ["protocol"]
        assert (n - 1) * max(gap, 7 / len(allowed)) > 3 * 365 - 14
        return
    holds(plan, first_at, zone, allowed)
    assert len(plan) == n
    if len(allowed) == 7:
        assert {(b.local_day - a.local_day).days for a, b in pairwise(plan)} <= {gap}


def test_tms_again_is_on_weekdays_without_a_gap():
    plan = plan_course("tms-again", MONDAY, ZONE, sessions=7)
    assert [session.local_day.day for session in plan] == [2, 3, 4, 5, 6, 9, 10]


@pytest.mark.parametrize(
    ("protocol", "options", "path"),
    [
        ("tms-again", {}, "sessions"),
        ("tms-again", {"sessions": 61}, "sessions"),
        ("tms-again", {"sessions": 0}, "sessions"),
        ("tms-again", {"sessions": 3, "every_days": 1}, "every_days"),
        ("tms-again", {"sessions": 60, "every_days": 90}, "protocol"),
        ("tms", {"every_days": 7}, "every_days"),
        ("tms", {"months": 7}, "months"),
        ("esk-trd", {"months": 6}, "every_days"),
        ("esk-trd", {"months": 6, "every_days": 10}, "every_days"),
        ("esk-trd", {"months": 25, "every_days": 7}, "months"),
        ("esk-trd", {"weekdays": [1]}, "weekdays"),
        ("esk-trd", {"weekdays": [2, 3]}, "first_at"),
        ("tms-saint", {"weekdays": [1, 2, 3, 4]}, "first_at"),
        ("tms-deep", {"sessions": 30}, "sessions"),
        ("tms-deep", {"weekdays": [1, 6]}, "weekdays"),
    ],
)
def test_an_option_that_does_not_fit_is_named(protocol, options, path):
    with pytest.raises(Invalid) as caught:
        plan_course(protocol, MONDAY, ZONE, **options)
    assert [error.path for error in caught.value.errors] == [path]


def test_sessions_of_one_day_do_not_run_past_midnight():
    with pytest.raises(Invalid, match="midnight"):
        plan_course("tms-saint", MONDAY.replace(hour=17), ZONE)


def test_over_a_clock_change_the_day_begins_at_the_same_time_and_the_gaps_stay():
    plan = plan_course("tms-saint", datetime.fromisoformat("2026-03-06T01:30"), ZONE, weekdays=[1, 2, 3, 4, 5, 6, 7])
    sunday = [session.starts_at.astimezone(zone_named(ZONE)) for session in plan[20:30]]
    assert [f"{at:%H:%M}" for at in sunday[:3]] == ["01:30", "03:20", "04:10"]


def test_phases_follow_each_other():
    laid = slots(
        [Phase(sessions=3, per_day=1), Phase(sessions=3, per_week=2), Phase(sessions=2, every_days=30)],
        date(2026, 3, 2),
        [1, 2, 3, 4, 5],
    )
    assert [f"{slot.day:%m-%d}" for slot in laid] == [
        "03-02", "03-03", "03-04", "03-09", "03-12", "03-16", "04-15", "05-15",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("template", "path"),
    [
        (own({"sessions": 3}), "[0].phases[0]"),
        (own({"sessions": 3, "per_day": 1, "per_week": 1}), "[0].phases[0]"),
        (own({"sessions": 3, "per_day": 2}), "[0].phases[0].minutes_apart"),
        (own({"sessions": 3, "per_day": 1, "minutes_apart": 20}), "[0].phases[0].minutes_apart"),
        (own({"sessions": 3, "per_week": 1, "in_a_row": True}), "[0].phases[0].in_a_row"),
        (own({"sessions": 3, "per_week": 3}, weekdays=[1, 2]), "[0].phases[0].per_week"),
        (own({"sessions": 1, "per_day": 1}, {"sessions": 2, "per_week": 6}), "[0].phases[1].per_week"),
        (own({"sessions": 3, "every_days": 3}, kind="infusion"), "[0].kind"),
        (own({"sessions": 200, "every_days": 3}, {"sessions": 101, "every_days": 1}), "[0].phases"),
        (own({"sessions": 3, "every_days": 3}, boosters={"every_days": 30, "months": 3}), "[0].boosters"),
        (own({"sessions": 3, "per_day": 1}, name="\u200b\u2060\ufeff"), "[0].name"),
        (
            own({"sessions": 4, "per_day": 2, "minutes_apart": 60}, modality="ketamine_iv", kind="infusion"),
            "[0].phases[0].per_day",
        ),
    ],
)
def test_a_template_that_cannot_be_is_refused_by_its_field(template, path):
    with pytest.raises(Invalid) as caught:
        check([template])
    assert [error.path for error in caught.value.errors] == [path]


def test_two_templates_do_not_share_an_id():
    with pytest.raises(Invalid) as caught:
        check([own({"sessions": 3, "per_day": 1})] * 2)
    assert [error.path for error in caught.value.errors] == ["[1].id"]


@pytest.mark.parametrize(
    "change",
    [
        {"id": "ket-iv"},
        {"id": "own-" + "x" * 31},
        {"id": "own-a\n"},
        {"name": " "},
        {"name": "a\nb"},
        {"name": "x" * 121},
        {"phases": []},
        {"phases": [{"sessions": 1, "per_day": 1}] * 9},
        {"phases": [{"sessions": 0, "per_day": 1}]},
        {"phases": [{"sessions": 1, "per_day": 13}]},
        {"phases": [{"sessions": 1, "every_days": 181}]},
        {"phases": [{"sessions": 1, "per_day": 1, "dose_mg": 40}]},
        {"weekdays": []},
        {"weekdays": [8]},
        {"modality": "psilocybin"},
    ],
)
def test_bounds_of_single_fields(change):
    row = msgspec.to_builtins(own({"sessions": 3, "per_day": 1})) | change
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert([row], OwnTemplates)


def test_a_clinics_own_ketamine_course_with_boosters():
    ours = own(
        {"sessions": 4, "per_week": 2},
        modality="ketamine_iv",
        kind="infusion",
        boosters={"every_days": 21, "months": 3},
        weekdays=[1, 4],
    )
    check([ours])
    plan = plan_course(template_of("own-ours", [ours]), MONDAY, ZONE)
    assert [(session.kind, session.ordinal, session.of) for session in plan] == [
        *[("infusion", n, 4) for n in range(1, 5)],
        *[("booster", n, None) for n in range(1, 5)],
    ]
    assert {session.local_day.isoweekday() for session in plan} == {1, 4}
    view = protocols("es", [ours])[-1]
    assert (view.id, view.own, view.boosters, view.weekdays, view.phases) == ("own-ours", True, True, [1, 4], None)


def test_an_own_template_is_of_its_clinic_alone():
    with pytest.raises(Invalid) as caught:
        plan_course("own-ours", MONDAY, ZONE)
    assert [error.path for error in caught.value.errors] == ["protocol"]
