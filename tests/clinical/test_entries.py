import json

import msgspec
import pytest

from clinical.entries import CheckIn, CheckInPut, MeasureAnswers, SideEffectPut
from clinical.errors import Conflict, Invalid, Throttled

STAMP = {"written_at": "2026-03-01T20:00:00Z", "zone": "America/Chicago", "offset_minutes": -360}
PUT = {"mood": 4, "revision_id": "0197f3a0-0000-7000-8000-000000000001", "based_on": None, "stamp": STAMP}


def decode(body: dict, kind: type = CheckInPut):
    return msgspec.json.decode(json.dumps(body).encode(), type=kind)


def test_a_check_in_needs_only_a_mood():
    assert decode({"mood": 0}, CheckIn) == CheckIn(mood=0)


def test_a_put_is_a_check_in_with_its_revision():
    assert isinstance(decode(PUT), CheckIn)


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("mood", 11, "mood"),
        ("mood", -1, "mood"),
        ("mood", 4.5, "mood"),
        ("mood", True, "mood"),
        ("mood", None, "mood"),
        ("anxiety", 11, "anxiety"),
        ("sleep_hours", 7.25, "sleep_hours"),
        ("sleep_hours", 24.5, "sleep_hours"),
        ("sleep_hours", -0.5, "sleep_hours"),
        ("note", {"text": "", "audience": "team"}, "note.text"),
        ("note", {"text": "x" * 10_001, "audience": "team"}, "note.text"),
        ("note", {"text": "x", "audience": "everybody"}, "note.audience"),
        ("note", {"text": "x"}, "note"),
        ("stamp", {**STAMP, "written_at": "2026-03-01T20:00:00"}, "stamp.written_at"),
        ("stamp", {**STAMP, "written_at": "1970-01-01T00:00:00Z"}, "stamp"),
        ("stamp", {**STAMP, "written_at": "9999-12-31T23:59:59-18:00"}, "stamp"),
        ("stamp", {**STAMP, "zone": "../../etc/passwd"}, "stamp.zone"),
        ("stamp", {**STAMP, "offset_minutes": 1081}, "stamp.offset_minutes"),
        ("weight", 80, ""),
    ],
)
def test_a_value_out_of_bounds_is_named_by_its_path(field, value, path):
    with pytest.raises(msgspec.ValidationError) as caught:
        decode({**PUT, field: value})
    refusal = Invalid.of(caught.value)
    assert [error.path for error in refusal.errors] == [path]
    assert "`$" not in refusal.errors[0].message


@pytest.mark.parametrize("value", [0, 0.5, 7, 7.5, 24])
def test_sleep_is_counted_in_half_hours(value):
    assert decode({**PUT, "sleep_hours": value}).sleep_hours == value


def test_a_note_may_hold_10000_code_points_whatever_their_size():
    assert decode({**PUT, "note": {"text": "😀" * 10_000, "audience": "private"}}).note is not None


def test_a_side_effect_needs_effect_severity_and_day():
    body = {**PUT, "effect": "headache", "severity": "mild", "day": "2026-03-01"}
    del body["mood"]
    report = decode(body, SideEffectPut)
    assert (report.effect, report.onset, report.still_present) == ("headache", None, None)


def test_the_local_day_is_the_day_on_the_phones_own_clock():
    stamp = decode({**PUT, "stamp": {**STAMP, "written_at": "2026-03-02T05:59:00Z"}}).stamp
    assert stamp.local_day().isoformat() == "2026-03-01"


def test_an_error_speaks_the_sentence_of_its_class():
    assert Conflict().detail == "This was changed somewhere else in the meantime."
    assert Throttled(retry_after=0).retry_after == 1


@pytest.mark.parametrize(
    "body", [{"instrument": "PHQ 9", "answers": []}, {"instrument": "phq-9", "answers": [-1]}, {"instrument": "phq-9"}]
)
def test_answers_of_a_measure_are_whole_numbers_of_a_named_instrument(body):
    with pytest.raises(msgspec.ValidationError):
        decode(body, MeasureAnswers)
    assert decode({"instrument": "phq-9", "answers": [0, None, 3]}, MeasureAnswers).answers == [0, None, 3]
