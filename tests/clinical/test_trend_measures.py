"""Scores in the summary: which of them are baseline, last session, best and now, and what is said between them."""

from datetime import timedelta
from uuid import UUID

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from clinical.instruments import INSTRUMENTS, enter
from clinical.instruments import change as changed
from clinical.trends import ScoreFact, SessionFact, SummaryInput, summary
from clinical.trends.measure_shapes import Measure
from tests.clinical.journals import (
    answered,
    appointment,
    at,
    boosters,
    declined,
    entered,
    facts,
    journals,
    on,
    only,
    session,
)

BETTER = {"worse": -1, "better": 1, "more": 0}


def four(measure: Measure) -> tuple[int | None, ...]:
    numbers = (measure.baseline, measure.last_session, measure.best, measure.now)
    return tuple(number and number.total for number in numbers)


def test_the_four_plain_numbers_and_what_lies_between_them():
    made = only(boosters(entered(2, 21), entered(15, 18), entered(40, 8), entered(48, 12), entered(78, 11)))
    assert four(made) == (18, 12, 8, 11)
    assert (made.baseline.day, made.late_baseline) == (on(15), False)
    assert (made.change_baseline.points, made.change_last_session.points, made.change_best.points) == (-7, -1, 3)
    assert (made.change_baseline.reliable, made.change_last_session.reliable) == ("improved", "none")
    assert (made.gain_lost.gain, made.gain_lost.lost, made.gain_lost.percent) == (10, 3, 30.0)
    assert made.rules.reliable_change.label == "NHS, 6 points"
    assert made.rules.response.label == "at least half"
    assert made.rules.remission.label == "MIPS 370, at most 4"
    assert [point.days_after_session for point in made.points] == [None, 20, 28, 28]


def test_without_a_complete_score_in_the_fortnight_before_the_first_within_the_course_is_a_late_baseline():
    made = only(boosters(entered(5, 18), answered(19, [2] * 8 + [None]), entered(22, 16), entered(78, 9)))
    assert (made.baseline.total, made.baseline.day, made.late_baseline) == (16, on(22), True)
    assert only(boosters(entered(6, 18), entered(22, 16))).baseline.total == 18, "14 days before day 20"


def test_on_the_sessions_own_day_a_score_counts_as_before_when_it_was_written_before_it():
    morning, evening = entered(20, 18, written_at=at(20, 9)), entered(20, 15, written_at=at(20, 18))
    made = only(boosters(morning, evening, entered(78, 9)))
    assert four(made) == (18, 15, 9, 9)
    assert [point.days_after_session for point in made.points] == [None, 0, 28]
    assert only(boosters(evening, entered(78, 9))).late_baseline


def test_a_total_entered_for_a_session_is_from_before_it_however_late_the_clinic_entered_it():
    first = session(20)
    for source, late in (("clinic", False), ("app", True)):
        score = entered(20, 18, source=source, session_id=first.id, written_at=at(20, 17))
        made = only(boosters(score, entered(78, 9), sessions=[first, session(50)]))
        assert (made.baseline.total, made.late_baseline) == (18, late)
    next_day = entered(21, 18, source="clinic", session_id=first.id)
    assert only(boosters(next_day, entered(78, 9), sessions=[first, session(50)])).late_baseline


def test_the_coming_sessions_own_morning_counts_to_now():
    coming = session(80, status="planned")
    morning, evening = entered(80, 5, written_at=at(80, 9)), entered(80, 3, written_at=at(80, 18))
    given = facts(80, sessions=[session(20)], coming=coming, scores=[entered(15, 18), morning, evening])
    made = only(summary(given))
    assert (made.now.total, made.best.total) == (5, 5)
    assert [point.total for point in made.points] == [18, 5, 3]


def test_nothing_is_said_of_one_score_twice():
    made = only(boosters(entered(15, 18)))
    assert four(made) == (18, 18, 18, 18)
    assert (made.change_baseline, made.change_last_session, made.change_best) == (None, None, None)
    assert made.worsened_from_best is False


def test_a_score_from_before_the_interval_is_called_old():
    assert only(boosters(entered(15, 18))).now_is_old
    assert only(boosters(entered(15, 18), entered(49, 9))).now_is_old
    assert not only(boosters(entered(15, 18), entered(50, 9))).now_is_old, "the interval begins on day 50"
    assert not only(boosters(answered(60, [None] * 9))).now_is_old, "there is none"


def test_before_the_first_session_there_is_a_now_and_no_baseline():
    made = only(boosters(entered(15, 18), sessions=[], coming=session(80, status="planned")))
    assert four(made) == (None, None, 18, 18)
    assert made.change_baseline is None


def test_an_estimated_score_is_a_point_and_no_end_of_a_change():
    estimated = answered(79, [2, 2, 3, 2, None, 2, 1, 0, 1])
    made = only(boosters(entered(15, 18), entered(60, 9), estimated))
    assert (made.points[-1].total, made.points[-1].status, made.points[-1].n_answered) == (15, "estimated", 8)
    assert (made.now.total, made.now.day) == (9, on(60))


def test_a_form_without_a_total_says_why_and_declining_is_no_point():
    without = answered(60, [2, 2, 3, 2, 1, 2, 1, 0, None])
    made = only(boosters(entered(15, 18), without, declined(78)))
    assert (made.points[-1].total, made.points[-1].reason) == (None, "safety_question_not_answered")
    assert made.points[-1].parts == {"phq8": 13}
    assert made.declined == [on(78)]
    assert len(made.points) == 2


def test_only_declining_leaves_a_measure_without_numbers():
    made = only(boosters(declined(78)))
    assert (made.points, four(made), made.worsened_from_best) == ([], (None,) * 4, None)


def test_a_rise_from_the_best_point_is_worsening_even_below_the_baseline():
    made = only(boosters(entered(15, 20), entered(40, 5), entered(78, 12)))
    assert made.change_baseline.reliable == "improved"
    assert made.worsened_from_best
    assert made.change_best.reliable == "worsened"
    assert made.gain_lost.percent == 46.7
    assert only(boosters(entered(15, 8), entered(78, 14))).change_baseline.reliable == "worsened"


def test_on_a_scale_where_more_is_better_the_best_is_the_highest():
    made = only(boosters(entered(15, 20, "who-5"), entered(40, 60, "who-5"), entered(78, 40, "who-5")))
    assert (made.higher_is, made.best.total) == ("better", 60)
    assert made.change_baseline.noticeable
    assert made.gain_lost is None, "it has no reliable change"
    assert made.worsened_from_best is None


def test_the_phq_9_comes_first_then_by_name_totals_of_the_clinic_too():
    made = boosters(*(entered(70, 12, id) for id in ("isi", "gad-7", "who-5", "y-bocs-sr", "phq-9")))
    names = [measure.name for measure in made.measures]
    assert names[0] == "Patient Health Questionnaire-9"
    assert names[1:] == sorted(names[1:])
    assert len(names) == 5


def test_the_clinics_threshold_makes_the_verdict_and_is_named():
    scores = [entered(15, 15, "gad-7"), entered(78, 10, "gad-7")]
    default = only(boosters(*scores))
    assert (default.change_baseline.reliable, default.rules.reliable_change.label) == (
        "none",
        "Bischoff 2020, 6 points",
    )
    chosen = only(boosters(*scores, thresholds={"gad-7": {"reliable_change": "nhs"}}))
    assert (chosen.change_baseline.reliable, chosen.rules.reliable_change.label) == ("improved", "NHS, 4 points")
    gone = only(boosters(*scores, thresholds={"gad-7": {"reliable_change": "withdrawn"}, "gone": {"x": "y"}}))
    assert gone == default


def test_tms_compares_with_the_score_from_before_the_last_treatment_week():
    treated = [session(day, "tms") for day in (14, 15, 16, 17, 18, 21, 22, 23, 24, 25)]
    scores = [entered(12, 20), entered(19, 16), entered(26, 12)]
    made = only(summary(facts(27, sessions=treated, coming=session(28, "tms", "planned"), scores=scores)))
    assert four(made) == (20, 16, 12, 12)
    assert [point.days_after_session for point in made.points] == [None, 1, 1]


def test_an_appointment_compares_with_the_score_from_before_the_last_one():
    held = [session(20), appointment(50), appointment(64)]
    scores = [entered(15, 18), entered(63, 12), entered(70, 8)]
    given = facts(70, sessions=held, coming=appointment(71, "planned"), scores=scores, form="therapist")
    made = only(summary(given))
    assert four(made) == (18, 12, 8, 8)
    assert (made.gain_lost, made.change_baseline.points) == (None, -10)


def test_scores_after_today_and_of_unknown_instruments_stay_out():
    made = boosters(entered(81, 3), entered(70, 5, "phq9"))
    assert made.measures == []
    assert len(made.references) == 1


# Again, by other means: walk over the facts as the rules are written, and compare every number.


def before(fact: ScoreFact, held: SessionFact) -> bool:
    if fact.day == held.day:
        return fact.written_at < held.starts_at or (fact.source == "clinic" and fact.session_id == held.id)
    return fact.day < held.day


@given(journals())
@settings(max_examples=300, deadline=None)
def test_every_number_is_that_of_the_score_it_names(given: SummaryInput):
    made = summary(given)
    rows = {fact.revision_id: fact for fact in given.scores}
    for measure in made.measures:
        for number in (measure.baseline, measure.last_session, measure.best, measure.now, *measure.points):
            if number is not None:
                fact = rows[number.revision_id]
                assert (number.day, number.total, number.status) == (fact.day, fact.total, fact.status)
                assert number.revision_id in made.references
        mine = [fact for fact in given.scores if fact.instrument == measure.instrument and fact.day <= given.day_of]
        drawn = [fact for fact in mine if made.chart.start <= fact.day <= made.chart.until]
        assert {point.revision_id for point in measure.points} == {f.revision_id for f in drawn if not f.declined}
        assert measure.declined == sorted(fact.day for fact in drawn if fact.declined)
        complete = [f for f in mine if f.status == "complete" and (not given.session or before(f, given.session))]
        complete.sort(key=lambda fact: (fact.day, fact.id))
        assert number_of(measure.now) == (complete[-1].revision_id if complete else None)
        compare_baseline(given, measure, complete)
        compare_changes(given, measure)


def number_of(named) -> UUID | None:
    return named and named.revision_id


def compare_baseline(given: SummaryInput, measure: Measure, complete: list[ScoreFact]) -> None:
    end = given.session.day if given.session else given.day_of + timedelta(days=1)
    treatments = sorted(
        (
            held
            for held in given.sessions
            if held.course_id == given.course_id
            and held.day < end
            and held.id != (given.session and given.session.id)
            and (held.status == "completed" or (held.status == "planned" and held.day < given.day_of))
            and held.day <= given.day_of
        ),
        key=lambda held: (held.day, held.ordinal or 0, held.id),
    )
    if not treatments:
        assert measure.baseline is None
        return
    first = treatments[0]
    inside = [f for f in complete if before(f, first) and f.day >= first.day - timedelta(days=14)]
    later = [f for f in complete if not before(f, first)]
    expected = inside[-1] if inside else later[0] if later else None
    assert number_of(measure.baseline) == (expected and expected.revision_id)
    assert measure.late_baseline == (not inside and bool(later))
    sign = BETTER[measure.higher_is]
    pool = complete[complete.index(expected) :] if expected else []
    best = max((sign * fact.total for fact in pool), default=None) if sign else None
    assert (measure.best and sign * measure.best.total) == best


def compare_changes(given: SummaryInput, measure: Measure) -> None:
    instrument = INSTRUMENTS[measure.instrument]
    needed = {"phq-9": 6, "gad-7": 4 if given.thresholds else 6}.get(measure.instrument)
    for then, found in (
        (measure.baseline, measure.change_baseline),
        (measure.last_session, measure.change_last_session),
        (measure.best, measure.change_best),
    ):
        if then is None or measure.now is None or number_of(then) == number_of(measure.now):
            assert found is None
            continue
        points = measure.now.total - then.total
        assert found.points == points
        gain = BETTER[measure.higher_is] * points
        assert found.reliable == (
            None if needed is None else "improved" if gain >= needed else "worsened" if -gain >= needed else "none"
        )
        same = changed(enter(instrument, then.total), enter(instrument, measure.now.total), instrument)
        assert (found.percent, found.response, found.remission) == (same.percent, same.response, same.remission)


@given(journals(), st.data())
@settings(max_examples=150, deadline=None)
def test_taking_scores_away_never_makes_a_point_or_a_number(given: SummaryInput, data: st.DataObject):
    kept = [fact for fact in given.scores if data.draw(st.booleans())]
    fewer = summary(msgspec.structs.replace(given, scores=kept))
    of = {measure.instrument: measure for measure in summary(given).measures}
    rows = {fact.revision_id for fact in kept}
    for measure in fewer.measures:
        points = {point.revision_id: point for point in of[measure.instrument].points}
        assert all(points[point.revision_id] == point for point in measure.points)
        for name in ("baseline", "last_session", "best", "now"):
            number = getattr(measure, name)
            assert number is None or number.revision_id in rows
