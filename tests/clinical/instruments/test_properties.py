"""What holds for any answers to any instrument."""

import random
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinical.instruments import IDS, INSTRUMENTS, Instrument, change, enter, score
from clinical.instruments.rounding import half_up

PHQ_9 = INSTRUMENTS["phq-9"]
SUMMED = [INSTRUMENTS[id] for id in IDS if INSTRUMENTS[id].scoring.method == "sum"]
WITH_TOTAL = [INSTRUMENTS[id] for id in IDS if INSTRUMENTS[id].scoring.method != "none"]
BANDED = [one for one in WITH_TOTAL if one.bands]


def forms(instrument: Instrument, gaps: int = 4) -> st.SearchStrategy[list[int | None]]:
    """Answers with up to `gaps` of them left out."""
    scores = st.sampled_from([option.score for option in instrument.options])
    size = instrument.n_items
    left_out = st.sets(st.integers(0, size - 1), max_size=gaps)
    return st.builds(
        lambda answers, out: [None if at in out else answer for at, answer in enumerate(answers)],
        st.lists(scores, min_size=size, max_size=size),
        left_out,
    )


def any_form(instruments: list[Instrument]) -> st.SearchStrategy[tuple[Instrument, list[int | None]]]:
    return st.sampled_from(instruments).flatmap(lambda one: st.tuples(st.just(one), forms(one)))


@given(any_form(WITH_TOTAL))
def test_a_total_is_within_the_range_and_there_or_not_as_the_status_says(form):
    instrument, answers = form
    found = score(instrument, answers)
    assert (found.total is None) == (found.status == "none") == (found.reason is not None)
    if found.total is not None:
        assert instrument.scoring.min <= found.total <= instrument.scoring.max
        assert (found.band is None) == (not instrument.bands)
    assert found.n == sum(answer is not None for answer in answers)
    assert (found.loinc_total is not None) <= (found.status == "complete")


@given(any_form(SUMMED), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_changes_no_total(form, rng: random.Random):
    instrument, answers = form
    safety = [n - 1 for n in (instrument.safety.items if instrument.safety else [])]
    others = [at for at in range(len(answers)) if at not in safety]
    shuffled = dict(zip(others, (answers[at] for at in rng.sample(others, len(others))), strict=True))
    permuted = [shuffled.get(at, answer) for at, answer in enumerate(answers)]
    before, after = score(instrument, answers), score(instrument, permuted)
    assert (before.total, before.status, before.band) == (after.total, after.status, after.band)


@given(forms(PHQ_9, gaps=9))
def test_nothing_is_estimated_without_the_safety_item_or_from_fewer_than_seven(answers):
    found = score(PHQ_9, answers)
    if answers[8] is None:
        assert (found.total, found.status, found.safety_flag) == (None, "none", None)
        assert found.parts == ({"phq8": sum(answers[:8])} if None not in answers[:8] else {})
    else:
        assert found.safety_flag == (answers[8] > 0)
        assert (found.status == "none") == (found.n < 7)


@given(any_form(BANDED), st.data())
def test_more_points_never_lower_the_total_or_its_band(form, data):
    instrument, answers = form
    given_ = [at for at, answer in enumerate(answers) if answer is not None]
    at = data.draw(st.sampled_from(given_)) if given_ else None
    top = max(option.score for option in instrument.options)
    if at is None or answers[at] == top:
        return
    raised = [answer + 1 if n == at else answer for n, answer in enumerate(answers)]
    before, after = score(instrument, answers), score(instrument, raised)
    assert before.status == after.status
    if before.total is not None:
        labels = [band.en for band in instrument.bands]
        assert before.total <= after.total
        assert labels.index(before.band) <= labels.index(after.band)


@given(forms(PHQ_9, gaps=2))
def test_an_estimate_is_the_mean_of_what_was_answered_rounded_half_up(answers):
    found = score(PHQ_9, answers)
    answered = [answer for answer in answers if answer is not None]
    if found.total is not None:
        exact = Decimal(9 * sum(answered)) / len(answered)
        assert found.total == exact.quantize(Decimal(1), ROUND_HALF_UP)


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_half_is_always_away_from_zero(numerator, denominator):
    doubled = 2 * half_up(numerator, denominator) * denominator
    assert abs(doubled - 2 * numerator) <= denominator
    if abs(doubled - 2 * numerator) == denominator:
        assert abs(doubled) > abs(2 * numerator)


@given(st.integers(0, 27), st.integers(0, 27))
def test_a_response_is_the_integer_rule_and_a_change_is_mirrored(baseline, now):
    found, back = (change(enter(PHQ_9, a), enter(PHQ_9, b), PHQ_9) for a, b in ((baseline, now), (now, baseline)))
    assert found.response == (2 * (baseline - now) >= baseline if baseline else None)
    assert found.points == -back.points
    assert (found.reliable == "improved") == (back.reliable == "worsened")
    assert (found.remission, found.reliable == "none") == (now < 5, abs(now - baseline) < 6)


@pytest.mark.parametrize("instrument", WITH_TOTAL, ids=lambda one: one.id)
@given(st.data())
def test_a_total_that_can_be_scored_can_be_entered(instrument, data):
    found = score(instrument, data.draw(forms(instrument, gaps=0)))
    assert (enter(instrument, found.total).total, enter(instrument, found.total).band) == (found.total, found.band)
