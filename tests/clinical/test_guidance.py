import json
from datetime import date
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinical import screening as screening_module
from clinical.crisis import NO_OWN_WORDS, OwnWords, directory, own_words, screen_text
from clinical.crisis_settings import ClinicWord, CrisisSettings, OwnLine
from clinical.entries import CheckIn, Entry, MeasureAnswers, Note, SideEffectReport, TherapyPage
from clinical.guidance import (
    TIER_RANK,
    Contact,
    Guidance,
    Hotline,
    Screening,
    SelfCare,
    Situation,
    Told,
    help_lines,
    respond,
    screen,
    screen_rejected,
    stricter,
)
from clinical.safety_items import SAFETY_ITEMS
from clinical.side_effects import EFFECTS, level_of

HERE = Situation(language="en", country="US", clinic_phone="+1 555 010 0199", modality="ketamine_iv")
VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "hotlines.json").read_text(encoding="utf-8"))[
    "vectors"
]
DANGER = ["I want to die", "quiero morirme", "I took the whole bottle of pills", "thinking about killing myself"]


def noted(text: str, audience: str = "team", mood: int = 5) -> CheckIn:
    return CheckIn(mood=mood, note=msgspec.convert({"text": text, "audience": audience}, Note))


def reported(effect: str = "headache", severity: str = "mild", **more: object) -> SideEffectReport:
    return msgspec.convert({"effect": effect, "severity": severity, "day": "2026-03-01", **more}, SideEffectReport)


def measured(*answers: int | None, instrument: str = "phq-9") -> MeasureAnswers:
    return MeasureAnswers(instrument=instrument, answers=list(answers))


def answer(entry: Entry, **changes: object) -> Guidance:
    return respond(entry, screen(entry), msgspec.structs.replace(HERE, **changes))


OWN = own_words(
    [ClinicWord(phrase="the grey room", tier="explicit"), ClinicWord(phrase="el cuarto gris", tier="veiled")]
)
OWN_DANGER = ["I am in the grey room again", "Estoy en el CUARTO gris"]
words = st.text(min_size=1) | st.sampled_from(DANGER + OWN_DANGER)
notes = st.none() | st.builds(
    Note,
    text=words | st.lists(words, min_size=2, max_size=4).map(" ".join),
    audience=st.sampled_from(["private", "therapist", "team"]),
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
answers = st.lists(st.none() | st.integers(0, 4), max_size=12)
measures = st.builds(MeasureAnswers, instrument=st.sampled_from(["phq-9", "gad-7", "of-tomorrow"]), answers=answers)
therapy_pages = st.builds(
    TherapyPage,
    form=st.sampled_from(["cbt", "dbt"]),
    day=st.just(date(2026, 3, 1)),
    audience=st.sampled_from(["private", "therapist", "team"]),
    texts=st.dictionaries(st.sampled_from(["situation", "thought", "skills_own"]), words),
    ratings=st.dictionaries(st.sampled_from(["urge_die", "urge_hurt", "urge_use", "emotion_sad"]), st.integers(0, 5)),
)
entries = check_ins | side_effects | measures | therapy_pages
own_lines = st.none() | st.builds(
    OwnLine, name=st.text(min_size=1), dial=st.just("+1 555 0142"), text=st.none() | st.text()
)
situations = st.builds(
    Situation,
    language=st.sampled_from(["en", "es"]),
    country=st.sampled_from(["US", "es", "MX", "DE", "XX", ""]),
    clinic_phone=st.sampled_from([None, "+1 555 010 0199"]),
    own_line=own_lines,
    modality=st.sampled_from([None, "ketamine_iv", "esketamine", "tms"]),
    held=st.booleans(),
    contacts=st.lists(st.builds(Contact, name=st.text(), dial=st.text())),
    saved=st.booleans(),
    told=st.sampled_from(get_args(Told)),
    days_after_session=st.none() | st.integers(0, 40),
)


def speaks_of_danger(entry: Entry, own: OwnWords) -> bool:
    """Worked out without the code that is under test here: by the words alone, and by what was ticked."""
    if isinstance(entry, MeasureAnswers):
        return entry.instrument == "phq-9" and len(entry.answers) >= 9 and (entry.answers[8] or 0) > 0
    if isinstance(entry, TherapyPage):
        urges = [entry.ratings.get(urge, 0) for urge in ("urge_die", "urge_hurt")]
        texts = [*entry.texts.values(), "\n".join(entry.texts.values())]
        return (entry.form == "dbt" and max(urges) > 0) or any(screen_text(text, own) for text in texts)
    if isinstance(entry, SideEffectReport) and (entry.effect, entry.severity != "not_present") == ("suicidal", True):
        return True
    return entry.note is not None and screen_text(entry.note.text, own) is not None


@given(entry=entries, situation=situations, own=st.sampled_from([NO_OWN_WORDS, OWN]))
def test_any_entry_is_answered_with_advice_or_hotline_and_no_red_flag_is_lost(entry, situation, own):
    found = screen(entry, own)
    given_back = msgspec.json.decode(msgspec.json.encode(respond(entry, found, situation)), type=Guidance)
    assert isinstance(given_back, Hotline) == (found.tier is not None) == speaks_of_danger(entry, own)
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


@given(entry=entries, situation=situations)
def test_no_entry_is_answered_with_a_card_while_a_hold_is_on(entry, situation):
    given_back = respond(entry, screen(entry), msgspec.structs.replace(situation, held=True))
    assert b'"cards":[{' not in msgspec.json.encode(given_back)


@given(entry=entries, situation=situations)
def test_what_could_not_be_screened_is_answered_with_the_hotline(entry, situation):
    unscreened = Screening(tier="unscreened", category=None, private=False)
    assert isinstance(respond(entry, unscreened, situation), Hotline)


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
@pytest.mark.parametrize("told", get_args(Told))
@pytest.mark.parametrize("saved", [True, False])
def test_every_hotline_says_that_nobody_watches_live(language, told, saved):
    given_back = answer(noted("I want to die", "private"), language=language, saved=saved, told=told)
    assert isinstance(given_back, Hotline)
    assert {"en": "live", "es": "en vivo"}[language] in given_back.aftermath


def test_the_aftermath_claims_a_message_only_when_one_is_sent():
    said = {told: answer(noted("I want to die", "private"), told=told).aftermath for told in get_args(Told)}
    assert [told for told, text in said.items() if "message" in text] == ["message"]
    assert [told for told, text in said.items() if "not the words" in text] == ["message", "review"]
    assert "has not been told" in said["nobody"]


FORBIDDEN = [
    "committed",
    "commit ",
    "failed",
    "attempt",
    "overdose",
    "great",
    "well done",
    "cometió",
    "fallido",
    "intento",
    "bien hecho",
]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("tier", ["urgent", "explicit", "veiled", "unscreened"])
def test_the_crisis_message_is_short_and_keeps_to_safe_messaging(language, tier):
    given_back = respond(
        noted("x"), Screening(tier=tier, category=None, private=True), msgspec.structs.replace(HERE, language=language)
    )
    assert isinstance(given_back, Hotline)
    shown = f"{given_back.headline} {given_back.message} {given_back.aftermath}".lower()
    assert [word for word in FORBIDDEN if word in shown] == []
    assert len(given_back.message.split()) <= 60
    assert "{" not in shown


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("tier", ["urgent", "explicit", "veiled"])
def test_the_crisis_message_says_what_happens_when_one_calls(language, tier):
    given_back = respond(
        noted("x"), Screening(tier=tier, category=None, private=False), msgspec.structs.replace(HERE, language=language)
    )
    assert isinstance(given_back, Hotline)
    assert {"en": "When you call, you hear", "es": "Al llamar oirá"}[language] in given_back.message


def test_a_screen_that_fails_shows_the_hotline(monkeypatch):
    def broken(text: str, own: object) -> None:
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
        (b'{"instrument": "phq-9", "answers": [0, 0, 0, 0, 0, 0, 0, 0, 2], "day": "never"}', "explicit", False),
        (b'{"instrument": "phq-9", "answers": ["x", {}, 0, 0, 0, 0, 0, 0, 2]}', "explicit", False),
        (b'{"instrument": "phq-9", "answers": [3, 3, 3, 3, 3, 3, 3, 3, "2"]}', None, False),
        (b'{"instrument": "phq-9", "answers": 9}', None, False),
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


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['chosen']} {v['clinic']} {v['language']}")
def test_the_lines_are_what_the_vectors_say(vector: dict[str, Any]):
    country = directory.country_for(vector["chosen"], vector["clinic"])
    own_line = msgspec.convert(vector["own_line"], OwnLine | None)
    assert country == vector["country"]
    assert directory.emergency_number(country) == vector["emergency_number"]
    assert msgspec.to_builtins(help_lines(country, vector["language"], own_line)) == vector["lines"]


def test_the_clinics_own_line_comes_before_one_of_the_directory():
    own = OwnLine(name="Harbor on call", dial="+1 555 0142", text="Ask for the nurse.")
    first, second = help_lines("US", "en", own)
    assert (first.name, first.dial, first.text) == ("Harbor on call", "+1 555 0142", "Ask for the nurse.")
    assert second == help_lines("US", "en")[0]
    reported_crisis = answer(reported("suicidal"), own_line=own)
    assert reported_crisis.urgent[0].dial == "+1 555 0142"


@pytest.mark.parametrize("item_9", [1, 2, 3])
def test_an_answer_to_item_9_of_the_phq_9_is_a_crisis(item_9):
    entry = measured(0, 0, 0, 0, 0, 0, 0, 0, item_9)
    assert screen(entry) == Screening(tier="explicit", category="phq9_item9", private=False)
    assert isinstance(answer(entry), Hotline)


@pytest.mark.parametrize(
    "entry",
    [
        measured(3, 3, 3, 3, 3, 3, 3, 3, 0),
        measured(3, 3, 3, 3, 3, 3, 3, 3, None),
        measured(3, 3, 3, 3, 3, 3, 3, 3),
        measured(),
        measured(0, 0, 0, 0, 0, 0, 0, 0, 3, instrument="gad-7"),
    ],
)
def test_a_safety_item_that_is_0_or_left_out_or_not_there_routes_nothing(entry):
    given_back = answer(entry)
    assert isinstance(given_back, SelfCare)
    assert given_back.cards == []


def test_every_safety_item_names_its_source():
    assert [(item.instrument, item.item) for item in SAFETY_ITEMS] == [("phq-9", 9)]
    assert all(item.sources for item in SAFETY_ITEMS)


@pytest.mark.parametrize(("text", "tier"), list(zip(OWN_DANGER, ["explicit", "veiled"], strict=True)))
def test_a_clinics_own_words_are_danger_there_and_nowhere_else(text, tier):
    assert screen(noted(text)).tier is None
    assert screen(noted(text), OWN) == Screening(tier=tier, category="clinic_word", private=False)
    body = msgspec.json.encode({"mood": 99, "note": {"text": text, "audience": "team"}})
    assert (screen_rejected(body).tier, screen_rejected(body, OWN).tier) == (None, tier)


def test_settings_without_words_cost_the_screen_nothing():
    assert CrisisSettings().own_words is NO_OWN_WORDS
