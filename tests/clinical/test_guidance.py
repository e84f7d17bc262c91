from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinical import screening as screening_module
from clinical.entries import CheckIn, Note, SideEffectReport
from clinical.guidance import (
    TIER_RANK,
    Contact,
    Guidance,
    Hotline,
    Screening,
    SelfCare,
    Situation,
    help_lines,
    respond,
    screen,
    screen_rejected,
    stricter,
)
from clinical.side_effects import EFFECTS, level_of

HERE = Situation(language="en", country="US", clinic_phone="+1 555 010 0199", modality="ketamine_iv")
DANGER = ["I want to die", "quiero morirme", "I took the whole bottle of pills", "thinking about killing myself"]


def noted(text: str, audience: str = "team", mood: int = 5) -> CheckIn:
    return CheckIn(mood=mood, note=msgspec.convert({"text": text, "audience": audience}, Note))


def reported(effect: str = "headache", severity: str = "mild", **more: object) -> SideEffectReport:
    return msgspec.convert({"effect": effect, "severity": severity, "day": "2026-03-01", **more}, SideEffectReport)


def answer(entry: CheckIn | SideEffectReport, **changes: object) -> Guidance:
    return respond(entry, screen(entry), msgspec.structs.replace(HERE, **changes))


notes = st.none() | st.builds(
    Note, text=st.text(min_size=1) | st.sampled_from(DANGER), audience=st.sampled_from(["private", "therapist", "team"])
)
scores = st.none() | st.integers(0, 10)
check_ins = st.builds(
    CheckIn,
    mood=st.integers(0, 10),
    anxiety=scores,
    energy=scores,
    sleep_quality=scores,
    sleep_hours=st.none() | st.integers(0, 48).map(lambda half_hours: half_hours / 2),
    note=notes,
)
side_effects = st.builds(
    SideEffectReport,
    effect=st.sampled_from(sorted(EFFECTS)) | st.just("of_tomorrow"),
    severity=st.sampled_from(["not_present", "mild", "moderate", "severe"]),
    day=st.just(date(2026, 3, 1)),
    onset=st.sampled_from([None, "during_session", "same_day", "day_1", "day_2", "day_3_6", "later"]),
    still_present=st.sampled_from([None, True, False]),
    interference=st.sampled_from([None, "not_at_all", "a_little", "quite_a_lot", "completely"]),
    note=notes,
)
situations = st.builds(
    Situation,
    language=st.sampled_from(["en", "es"]),
    country=st.sampled_from(["US", "es", "MX", "DE", "XX", ""]),
    clinic_phone=st.sampled_from([None, "+1 555 010 0199"]),
    modality=st.sampled_from([None, "ketamine_iv", "esketamine", "tms"]),
    held=st.booleans(),
    contacts=st.lists(st.builds(Contact, name=st.text(), dial=st.text())),
    saved=st.booleans(),
    days_after_session=st.none() | st.integers(0, 40),
)


@given(entry=check_ins | side_effects, situation=situations)
def test_any_entry_is_answered_with_advice_or_hotline_and_no_red_flag_is_lost(entry, situation):
    found = screen(entry)
    given_back = msgspec.json.decode(msgspec.json.encode(respond(entry, found, situation)), type=Guidance)
    assert isinstance(given_back, Hotline) == (found.tier is not None)
    if isinstance(given_back, Hotline):
        assert 1 <= len(given_back.lines) <= 2
        assert given_back.emergency_number.isdigit()
    else:
        assert len(given_back.cards) <= 2
        assert not (situation.held and given_back.cards)
    level = "routine"
    if isinstance(entry, SideEffectReport):
        level = level_of(entry, situation.days_after_session)
    assert [instruction.level for instruction in given_back.urgent] == ([] if level == "routine" else [level])
    assert "{" not in msgspec.json.encode([u.text for u in given_back.urgent]).decode()


@given(entry=side_effects, text=st.sampled_from(DANGER))
def test_words_of_danger_in_a_report_keep_its_urgent_instruction(entry, text):
    entry = msgspec.structs.replace(entry, note=Note(text=text, audience="private"))
    calm = msgspec.structs.replace(entry, note=None)
    assert isinstance(answer(entry), Hotline)
    assert answer(entry).urgent == answer(calm).urgent


@pytest.mark.parametrize("text", DANGER)
def test_words_of_danger_never_yield_a_card(text):
    assert isinstance(answer(noted(text, mood=10)), Hotline)


def test_a_low_score_is_no_crisis():
    given_back = answer(CheckIn(mood=0, sleep_hours=1, anxiety=10))
    assert isinstance(given_back, SelfCare)
    assert [card.id for card in given_back.cards] == ["low_mood", "short_sleep"]


def test_a_calm_day_gets_no_card():
    given_back = answer(CheckIn(mood=7, sleep_hours=8))
    assert isinstance(given_back, SelfCare)
    assert given_back.cards == []
    assert given_back.label == "Education, not advice"


def test_a_short_night_in_a_tms_course_is_for_the_staff_to_know():
    given_back = answer(CheckIn(mood=7, sleep_hours=3.5), modality="tms")
    assert isinstance(given_back, SelfCare)
    assert [card.id for card in given_back.cards] == ["short_sleep_tms"]


def test_a_hold_takes_the_cards_but_not_the_red_flag():
    given_back = answer(reported("seizure"), held=True)
    assert isinstance(given_back, SelfCare)
    assert (given_back.held, given_back.cards) == (True, [])
    assert given_back.urgent[0].dial == "911"


def test_an_emergency_is_not_accompanied_by_education():
    given_back = answer(reported("speech", onset="same_day"))
    assert isinstance(given_back, SelfCare)
    assert given_back.cards == []
    assert given_back.urgent[0].level == "emergency"


def test_a_card_names_the_local_emergency_number():
    given_back = answer(reported("headache"), country="ES", language="es")
    assert isinstance(given_back, SelfCare)
    assert "112" in given_back.cards[0].body


def test_thoughts_of_suicide_as_a_side_effect_are_a_crisis_and_not_present_is_none():
    assert isinstance(answer(reported("suicidal")), Hotline)
    assert screen(reported("suicidal")) == Screening(tier="explicit", category="reported_suicidal", private=False)
    assert isinstance(answer(reported("suicidal", "not_present")), SelfCare)


def test_the_stricter_of_words_and_tick_box_counts():
    report = reported("suicidal", note={"text": "I took the whole bottle of pills", "audience": "private"})
    found = screen(report)
    assert (found.tier, found.private) == ("urgent", False)


def test_a_private_note_says_what_the_team_is_told():
    given_back = answer(noted("I want to die", "private"))
    assert isinstance(given_back, Hotline)
    assert "not the words" in given_back.aftermath
    shared = answer(noted("I want to die", "team"))
    assert isinstance(shared, Hotline)
    assert "not the words" not in shared.aftermath


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_hotline_says_that_nobody_watches_live(language):
    for saved in (True, False):
        given_back = answer(noted("I want to die"), language=language, saved=saved)
        assert isinstance(given_back, Hotline)
        assert {"en": "live", "es": "en vivo"}[language] in given_back.aftermath


def test_a_screen_that_fails_shows_the_hotline(monkeypatch):
    def broken(text: str) -> None:
        raise RuntimeError("no words")

    monkeypatch.setattr(screening_module, "screen_text", broken)
    entry = noted("a nice day", "private")
    assert screen(entry) == Screening(tier="unscreened", category=None, private=True)
    assert isinstance(answer(entry), Hotline)
    assert screen_rejected(b'{"note":"x"}').tier == "unscreened"


@pytest.mark.parametrize(
    ("body", "tier", "private"),
    [
        (b'{"mood": 99, "note": {"text": "I want to die", "audience": "team"}}', "explicit", False),
        (b'{"mood": 99, "note": {"text": "I want to die", "audience": "private"}}', "explicit", True),
        (b'{"note": {"text": "I want to d\\u0069e', "explicit", True),
        (b'{"deep": [[{"x": ["I want\\nto die"]}]]}', "explicit", True),
        (b'{"effect": "suicidal", "severity": "awful"}', "explicit", False),
        (b'{"effect": "suicidal", "severity": "not_present"}', None, False),
        (b"I want to die \xff\xfe", "explicit", True),
        (b'{"mood": 99}', None, False),
        (b"", None, False),
        (b"[" * 100_000, None, False),
    ],
)
def test_a_rejected_request_is_screened_whatever_is_wrong_with_it(body, tier, private):
    found = screen_rejected(body)
    assert (found.tier, found.private) == (tier, private)


def test_the_stricter_screening_has_the_higher_tier_and_is_private_only_if_all_are():
    private = Screening(tier="veiled", category="a", private=True)
    shared = Screening(tier="urgent", category="b", private=False)
    assert stricter(private, shared) == stricter(shared, private) == shared
    assert TIER_RANK["urgent"] > TIER_RANK["explicit"] > TIER_RANK["veiled"] > TIER_RANK[None]


@pytest.mark.parametrize(
    ("country", "language", "names"),
    [
        ("US", "en", ["988 Suicide & Crisis Lifeline", "Crisis Text Line"]),
        ("US", "es", ["988 Suicide & Crisis Lifeline"]),
        ("us", "en", ["988 Suicide & Crisis Lifeline", "Crisis Text Line"]),
        ("GB", "en", ["Samaritans", "Shout"]),
        ("DE", "en", ["TelefonSeelsorge", "Find A Helpline (ThroughLine)"]),
        ("CO", "es", ["Find A Helpline (ThroughLine)"]),  # the only line known there serves one city
        ("XX", "en", ["Find A Helpline (ThroughLine)"]),
    ],
)
def test_the_lines_are_local_and_understood_where_there_are_such(country, language, names):
    assert [line.name for line in help_lines(country, language)] == names


def test_the_spanish_line_says_how_to_be_answered_in_spanish():
    line = help_lines("US", "es")[0]
    assert (line.sms_keyword, line.how) == ("AYUDA", "Para español, marque 2 o envíe AYUDA.")
