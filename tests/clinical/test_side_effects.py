import re
from typing import get_args

import msgspec
import pytest

from clinical.crisis import directory
from clinical.entries import SideEffectReport
from clinical.side_effects import EFFECTS, SOURCES, Modality, full_list, level_of, quick_list, urgent_text

RISING = ["routine", "call_clinic", "crisis", "emergency"]


def reported(effect: str, severity: str = "mild", **more: object) -> SideEffectReport:
    return msgspec.convert({"effect": effect, "severity": severity, "day": "2026-03-01", **more}, SideEffectReport)


@pytest.mark.parametrize(
    ("report", "days_after", "level"),
    [
        (reported("headache"), None, "routine"),
        (reported("headache", "severe"), None, "call_clinic"),
        (reported("jaw_tension", "severe"), None, "routine"),
        (reported("jaw_tension", "severe", interference="a_little"), None, "routine"),
        (reported("jaw_tension", "severe", interference="quite_a_lot"), None, "call_clinic"),
        (reported("jaw_tension", "moderate", interference="completely"), None, "routine"),
        (reported("of_tomorrow"), None, "routine"),
        (reported("of_tomorrow", "severe", interference="completely"), None, "call_clinic"),
        (reported("dissociation", onset="during_session", still_present=True), 0, "routine"),
        (reported("dissociation", onset="during_session", still_present=True), 1, "call_clinic"),
        (reported("dissociation", onset="day_2"), None, "call_clinic"),
        (reported("dissociation", onset="during_session", still_present=False), 3, "routine"),
        (reported("speech", onset="during_session"), 0, "routine"),
        (reported("speech", onset="same_day"), 0, "emergency"),
        (reported("speech", still_present=True), 1, "emergency"),
        (reported("face_twitch", onset="during_session", still_present=True), 0, "emergency"),
        (reported("face_twitch", onset="during_session", still_present=False), 0, "routine"),
        (reported("allergy"), None, "call_clinic"),
        (reported("allergy", "severe"), None, "emergency"),
        (reported("suicidal"), None, "crisis"),
        (reported("suicidal", "not_present"), None, "routine"),
    ],
)
def test_the_level_is_the_highest_of_effect_timing_and_severity(report, days_after, level):
    assert level_of(report, days_after) == level


@pytest.mark.parametrize("effect", ["fainted", "seizure", "breathing", "chest_pain"])
@pytest.mark.parametrize("severity", ["mild", "moderate", "severe"])
def test_four_effects_are_never_below_emergency(effect, severity):
    assert level_of(reported(effect, severity)) == "emergency"


@pytest.mark.parametrize("effect", sorted(EFFECTS))
def test_an_effect_has_words_in_both_languages_and_named_sources(effect):
    row = EFFECTS[effect]
    assert row.sources
    assert set(row.sources) <= set(SOURCES)
    for words in (row.en, row.es):
        assert words.label
        assert set(re.findall(r"{\w+}", f"{words.card}{words.warn}{words.urgent}")) <= {"{emergency}", "{clinic}"}
        assert words.card is None or "{clinic}" not in f"{words.card}{words.warn}"
    for field in ("card", "warn", "urgent"):
        assert (getattr(row.en, field) is None) == (getattr(row.es, field) is None)


@pytest.mark.parametrize("effect", sorted(EFFECTS))
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_raised_level_has_its_instruction(effect, language):
    assert urgent_text(effect, "routine", language, "911", None) is None
    emergency = urgent_text(effect, "emergency", language, "911", None)
    assert emergency is not None
    assert "911" in emergency
    call = urgent_text(effect, "call_clinic", language, "911", "+1 555 010 0199")
    assert call is not None
    assert "{" not in call


@pytest.mark.parametrize("modality", get_args(Modality))
def test_the_quick_list_is_part_of_the_full_list(modality):
    assert {row.id for row in quick_list(modality)} <= {row.id for row in full_list(modality)}
    assert any(row.id == "suicidal" for row in full_list(modality))


def test_no_line_of_the_directory_claims_to_be_verified_and_each_can_be_dialled():
    for line in directory.LINES:
        assert line.verified_at is None
        assert line.sources
        assert all(re.fullmatch(r"[+*]?\d+", number) for number in (line.dial, line.sms) if number)
        assert line.emergency_number is None or re.fullmatch(r"\d{3}", line.emergency_number)
