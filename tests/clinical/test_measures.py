"""What a form may say: the instrument decides, and whatever is sent is either scored or refused with its place."""

import json
from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinical.entries import ClinicScorePut, MeasurePut, Stamp
from clinical.errors import Invalid
from clinical.guidance import screen
from clinical.instruments import IDS, INSTRUMENTS
from clinical.measure_settings import ASKABLE, MeasureSettings, check
from clinical.measures import entered, scored

STAMP = Stamp(written_at=datetime(2026, 3, 2, 20, tzinfo=UTC), zone="UTC", offset_minutes=0)
DAY = date(2026, 3, 2)


def form(instrument: str, answers: list, **changes) -> MeasurePut:
    body = {"version": 1, "language": "en", "day": DAY, "revision_id": UUID(int=1), "stamp": STAMP} | changes
    return MeasurePut(instrument=instrument, answers=answers, **body)


def total(instrument: str, value: int) -> ClinicScorePut:
    return ClinicScorePut(instrument=instrument, total=value, day=DAY, revision_id=UUID(int=1), stamp=STAMP)


def refused(put: MeasurePut) -> str:
    with pytest.raises(Invalid) as caught:
        scored(put)
    [error] = caught.value.errors
    return error.path


@pytest.mark.parametrize("instrument", ASKABLE)
def test_every_answer_that_the_form_offers_is_taken_and_no_other(instrument: str):
    file = INSTRUMENTS[instrument]
    for option in file.options:
        assert scored(form(instrument, [option.score] * file.n_items)).status == "complete"
    too_high = max(option.score for option in file.options) + 1
    assert refused(form(instrument, [0] * (file.n_items - 1) + [too_high])) == f"answers[{file.n_items - 1}]"
    assert refused(form(instrument, [0] * (file.n_items + 1))) == "answers"


@pytest.mark.parametrize("instrument", [id for id in IDS if id not in ASKABLE])
def test_what_has_no_wording_of_its_own_is_entered_by_the_clinic(instrument: str):
    file = INSTRUMENTS[instrument]
    assert refused(form(instrument, [0] * file.n_items)) == "instrument"
    if file.scoring.max is not None:
        assert entered(total(instrument, file.scoring.max)).status == "complete"
    with pytest.raises(Invalid):
        entered(total(instrument, (file.scoring.max or 0) + 1))


def test_a_form_in_a_wording_that_is_switched_off_by_now_is_still_an_answer():
    assert scored(form("pcl-5", [1] * 20, language="es")).total == 20
    assert scored(form("who-5", [1] * 5)).total == 20


def test_a_declined_form_is_no_score_and_has_no_answers():
    assert scored(form("phq-9", [], declined=True)) is None
    assert refused(form("phq-9", [0] * 9, declined=True)) == "declined"
    assert refused(form("phq-9", [], declined=True, extras={"difficulty": 1})) == "declined"


answers = st.lists(st.none() | st.integers(0, 100), max_size=30)
forms = st.builds(
    form,
    st.sampled_from(IDS) | st.from_regex(r"\A[a-z][a-z0-9-]{0,10}\Z"),
    answers,
    version=st.integers(1, 1000),
    declined=st.booleans(),
    extras=st.dictionaries(st.sampled_from(["difficulty", "weight"]), st.integers(0, 100)),
)


@given(forms)
def test_whatever_is_sent_is_scored_or_refused_with_a_place(put: MeasurePut):
    paths: list[str] = []
    found = None
    try:
        found = scored(put)
    except Invalid as refusal:
        paths = [error.path for error in refusal.errors]
    assert all(paths)
    if paths:
        return
    assert (found is None) == put.declined
    if found is not None and put.instrument == "phq-9" and put.answers[8] is None:
        assert (found.total, found.reason) == (None, "safety_question_not_answered")


@given(forms)
def test_item_9_above_0_is_danger_whatever_else_is_wrong_with_the_form(put: MeasurePut):
    above = put.instrument == "phq-9" and len(put.answers) > 8 and (put.answers[8] or 0) > 0
    assert (screen(put).tier == "explicit") == above


@given(st.sampled_from(IDS), st.integers(0, 10_000))
def test_a_total_is_on_the_scale_or_refused(instrument: str, value: int):
    scale = INSTRUMENTS[instrument].scoring
    try:
        found = entered(total(instrument, value)).total
    except Invalid:
        found = None
    on_scale = scale.max is not None and scale.min <= value <= scale.max and value % scale.multiplier == 0
    assert found == (value if on_scale else None)


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("answers", [101], "answers[0]"),
        ("answers", [None] * 101, "answers"),
        ("answers", [True], "answers[0]"),
        ("language", "fr", "language"),
        ("version", 0, "version"),
        ("extras", {"Difficulty!": 1}, "extras"),
        ("extras", {f"x{n}": 1 for n in range(11)}, "extras"),
        ("declined", 1, "declined"),
        ("note", "x", ""),
    ],
)
def test_a_value_out_of_bounds_is_named_by_its_path(field, value, path):
    body = json.loads(msgspec.json.encode(form("phq-9", [0] * 9))) | {field: value}
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.json.decode(json.dumps(body).encode(), type=MeasurePut)
    assert [error.path for error in Invalid.of(caught.value).errors] == [path]


def test_the_defaults_of_a_clinic_are_settings_that_hold():
    check(MeasureSettings())
    assert MeasureSettings().switched_on == []
    assert MeasureSettings(who5=True, pcl5_spanish=True).switched_on == ["who-5", "pcl-5.es"]
