import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from clinical.entries import PreSessionPut
from clinical.errors import Invalid
from clinical.guidance import Hotline, Situation, respond, screen, screen_rejected
from clinical.pre_session import (
    MODALITY_OF,
    QUESTIONS,
    SOURCES,
    About,
    PreSessionSettings,
    action_of,
    answer_text,
    asked_on,
    check,
    opens_at,
    questions_for,
    sentence,
    strictest,
)

NOON = datetime(2026, 3, 2, 17, tzinfo=UTC)  # 12:00 on a phone at UTC-5
LOCAL = datetime.fromisoformat("2026-03-02T12:00")
DAY = date(2026, 3, 2)
KINDS = ["infusion", "booster", "esketamine", "tms"]
REFERENCE = Path(__file__).parents[3] / "shared/data/clinical/protocols.json"
ROWS = json.loads(REFERENCE.read_text())["pre_session_screen"]["questions"] if REFERENCE.exists() else []


def put(*answers: dict[str, Any]) -> PreSessionPut:
    stamp = {"written_at": NOON.isoformat(), "zone": "America/New_York", "offset_minutes": -300}
    body = {"answers": list(answers), "revision_id": "00000000-0000-0000-0000-000000000001", "stamp": stamp}
    return msgspec.convert(body, PreSessionPut, strict=False)


def about(kind: str = "tms", **settings: Any) -> About:
    made = PreSessionSettings(**settings)
    return About(kind=kind, local_start=LOCAL, settings=made)  # pyright: ignore[reportArgumentType]


def action(question: str, answer: str, kind: str, amount: float | None = None, hours_ago: float | None = None) -> str:
    at_time = None if hours_ago is None else LOCAL - timedelta(hours=hours_ago)
    return action_of(QUESTIONS[question], answer, amount, at_time, about(kind))  # pyright: ignore[reportArgumentType]


@pytest.mark.skipif(not ROWS, reason="../shared/data/clinical/protocols.json is not beside this checkout")
@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_every_question_of_the_reference_is_asked_in_our_words(row: dict[str, Any]) -> None:
    question = QUESTIONS[row["id"]]
    assert question.modalities == row["modalities"]
    assert question.action == row["on_positive"].split(" if ")[0]
    assert set(question.sources) >= set(row["src"])
    assert question.en.lower() != row["en"].lower() or row["id"] in {"sleep", "pregnancy", "ride"}
    for answer in row["answers"]:
        assert answer.replace(" ", "_") in [*question.answers, "number", "name"]


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_a_question_has_words_reasons_and_sources(question: str) -> None:
    row = QUESTIONS[question]
    assert row.en
    assert row.es
    assert row.why
    assert row.sources
    assert set(row.sources) <= set(SOURCES)
    assert set(row.raises) <= set(row.answers)
    assert not {"no", "not_sure", "does_not_apply"} & set(row.raises) or question == "bp_medicine"


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_a_question_is_short_enough_to_read(question: str) -> None:
    """Flesch-Kincaid grade 6 or below."""
    text = QUESTIONS[question].en
    words = re.findall(r"[a-z']+", text.lower())
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^l])e\b", "", word)))) for word in words)
    sentences = len(re.findall(r"[.?!]", text))
    assert 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59 <= 6


def test_nothing_is_asked_before_psychotherapy_and_safety_is_asked_last_before_all_others() -> None:
    assert questions_for("psychotherapy") == []
    for kind in KINDS:
        assert questions_for(kind)[-1].id == "safety"  # pyright: ignore[reportArgumentType]
    assert {question.id for question in questions_for("tms")} >= {"sleep", "metal", "seizure_q", "earplugs"}
    assert MODALITY_OF["booster"] == "ketamine_iv"


def test_what_only_the_day_can_tell_is_asked_on_it() -> None:
    before = {question.id for question in asked_on("infusion", DAY, DAY - timedelta(days=1))}
    on_it = {question.id for question in asked_on("infusion", DAY, DAY)}
    assert on_it - before == {"food", "drink", "bp_medicine", "ill"}


def test_only_drugs_and_alcohol_are_for_the_prescriber_alone() -> None:
    assert {question.id for question in QUESTIONS.values() if question.prescriber_only} == {"alcohol", "drugs"}


@pytest.mark.parametrize(
    ("question", "answer", "kind", "expected"),
    [
        ("new_meds", "no", "tms", "none"),
        ("new_meds", "yes", "tms", "tell_staff_before"),
        ("new_meds", "not_sure", "tms", "tell_staff_before"),
        ("new_meds", "not_answered", "tms", "none"),
        ("metal", "yes", "tms", "stop_and_tell_staff"),
        ("metal", "no", "tms", "none"),
        ("metal", "not_sure", "tms", "tell_staff_before"),
        ("seizure_q", "yes", "tms", "stop_and_tell_staff"),
        ("safety", "yes", "tms", "crisis_flow"),
        ("safety", "prefer_to_talk", "infusion", "crisis_flow"),
        ("safety", "no", "infusion", "none"),
        ("ride", "arranged", "infusion", "none"),
        ("ride", "not_arranged", "esketamine", "tell_staff_before"),
        ("bp_medicine", "no", "infusion", "tell_staff_before"),
        ("bp_medicine", "yes", "infusion", "none"),
        ("pregnancy", "does_not_apply", "infusion", "none"),
    ],
)
def test_what_an_answer_leads_to(question: str, answer: str, kind: str, expected: str) -> None:
    assert action(question, answer, kind) == expected


@pytest.mark.parametrize(
    ("hours", "threshold", "expected"),
    [
        (3.5, 4, "tell_staff_before"),
        (4, 4, "none"),
        (5, 6, "tell_staff_before"),
        (0, 4, "tell_staff_before"),
        (0, 0, "none"),
    ],
)
def test_a_short_night_is_what_the_clinic_says_it_is(hours: float, threshold: float, expected: str) -> None:
    where = about("tms", short_night_hours=threshold)
    assert action_of(QUESTIONS["sleep"], "hours", hours, None, where) == expected


@pytest.mark.parametrize(
    ("question", "kind", "hours_ago", "expected"),
    [
        ("food", "esketamine", 1.9, "tell_staff_before"),
        ("food", "esketamine", 2, "none"),
        ("food", "infusion", 5.9, "tell_staff_before"),
        ("food", "booster", 6, "none"),
        ("drink", "esketamine", 0.4, "tell_staff_before"),
        ("drink", "esketamine", 0.5, "none"),
        ("drink", "infusion", 0.1, "none"),
    ],
)
def test_food_and_drink_count_by_the_time_before_the_session(
    question: str, kind: str, hours_ago: float, expected: str
) -> None:
    assert action(question, "time", kind, hours_ago=hours_ago) == expected


def test_the_strictest_wins_and_danger_has_its_own_answer() -> None:
    assert strictest(["none", "tell_staff_before", "stop_and_tell_staff"]) == "stop_and_tell_staff"
    assert strictest(["crisis_flow", "tell_staff_before"]) == "tell_staff_before"
    assert strictest(["crisis_flow"]) == strictest([]) == "none"
    assert sentence("none", "en") is None
    for language in ("en", "es"):
        assert sentence("stop_and_tell_staff", language)
        assert "cleared" not in f"{sentence('tell_staff_before', language)}".lower()


def test_not_sure_and_unanswered_are_said_as_such() -> None:
    assert answer_text("not_answered", "en") == "Not answered"
    assert answer_text("not_sure", "es") == "No lo sé"
    assert answer_text("hours", "en", 5.5) == "5.5 hours"
    assert answer_text("time", "en", None, LOCAL) == "2026-03-02 12:00"


@pytest.mark.parametrize(
    ("answers", "path"),
    [
        ([{"question": "unheard_of", "answer": "no"}], "answers[0].question"),
        ([{"question": "food", "answer": "not_sure"}], "answers[0].question"),
        ([{"question": "ill", "answer": "no"}] * 2, "answers[1].question"),
        ([{"question": "ill", "answer": "prefer_to_talk"}], "answers[0].answer"),
        ([{"question": "safety", "answer": "not_sure"}], "answers[0].answer"),
        ([{"question": "safety", "answer": "no", "note": "fine"}], "answers[0].note"),
        ([{"question": "sleep", "answer": "hours"}], "answers[0].amount"),
        ([{"question": "ill", "answer": "no", "amount": 3}], "answers[0].amount"),
        ([{"question": "ill", "answer": "no", "at_time": "2026-03-02T08:00"}], "answers[0].at_time"),
    ],
)
def test_an_answer_that_does_not_fit_is_named(answers: list[dict[str, Any]], path: str) -> None:
    with pytest.raises(Invalid) as caught:
        check(put(*answers), "tms")
    assert [error.path for error in caught.value.errors] == [path]


@pytest.mark.parametrize(
    "at_time", [None, "2026-03-02T12:06", "2026-02-22T12:00", "2026-02-30T08:00", "2026-03-02T25:00"]
)
def test_a_time_is_of_the_last_days_by_the_phones_own_clock(at_time: str | None) -> None:
    with pytest.raises(Invalid) as caught:
        check(put({"question": "food", "answer": "time", "at_time": at_time}), "infusion")
    assert [error.path for error in caught.value.errors] == ["answers[0].at_time"]
    check(put({"question": "food", "answer": "time", "at_time": "2026-03-02T12:00"}), "infusion")


def test_questions_open_before_the_session_and_at_the_latest_with_its_day() -> None:
    midnight = NOON - timedelta(hours=12)
    assert opens_at(NOON, midnight, PreSessionSettings()) == NOON - timedelta(hours=48)
    assert opens_at(NOON, midnight, PreSessionSettings(lead_hours=2)) == midnight


@pytest.mark.parametrize(
    ("answers", "tier"),
    [
        ([{"question": "safety", "answer": "yes"}], "explicit"),
        ([{"question": "safety", "answer": "prefer_to_talk"}], "explicit"),
        ([{"question": "safety", "answer": "no"}], None),
        ([{"question": "ill", "answer": "yes"}], None),
        ([{"question": "new_meds", "answer": "yes", "note": "I want to kill myself"}], "explicit"),
        ([{"question": "drugs", "answer": "yes", "note": "I have decided to end my life"}], "explicit"),
        ([{"question": "ill", "answer": "yes", "note": "a cold"}], None),
    ],
)
def test_danger_is_answered_with_the_hotline_and_is_no_private_word(
    answers: list[dict[str, Any]], tier: str | None
) -> None:
    entry = put(*answers)
    found = screen(entry)
    rejected = screen_rejected(json.dumps({"answers": answers, "revision_id": "x"}).encode())
    assert (found.tier, rejected.tier) == (tier, tier)
    assert not found.private
    assert not rejected.private
    answered = respond(entry, found, Situation(language="en", country="US"))
    assert isinstance(answered, Hotline) == (tier is not None)


def test_the_safety_question_has_a_category_of_its_own() -> None:
    assert screen(put({"question": "safety", "answer": "yes"})).category == "pre_session_safety"
    broken = json.dumps({"answers": [{"question": "safety", "answer": "yes", "amount": "many"}, 3, None]}).encode()
    assert screen_rejected(broken).category == "pre_session_safety"
