import json
import re
from datetime import UTC, datetime
from typing import get_args

import pytest

from clinical.after_care import DATA, after_care
from clinical.hotline import Situation
from clinical.side_effects import Modality
from clinical.zones import zone_named

ZONE = "America/New_York"
EN = Situation(language="en", country="US", clinic_phone="+1 555 010 0199")
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
BOUNDS_OF_DRIVING = [
    ("2026-05-04T10:00", "2026-05-05T10:00"),
    ("2026-05-04T23:30", "2026-05-05T23:30"),
    ("2026-03-07T10:00", "2026-03-08T11:00"),  # 24 hours, whatever the clocks do
    ("2026-10-31T10:00", "2026-11-01T09:00"),
]


@pytest.mark.parametrize(("ended", "until"), BOUNDS_OF_DRIVING)
@pytest.mark.parametrize("modality", ["ketamine_iv", "esketamine"])
def test_driving_waits_for_24_hours_at_least_and_for_a_night(modality, ended, until):
    zone = zone_named(ZONE)
    card = after_care(modality, datetime.fromisoformat(ended).replace(tzinfo=zone).astimezone(UTC), ZONE, EN)
    assert card.no_driving_before == datetime.fromisoformat(until).replace(tzinfo=zone).astimezone(UTC)
    assert "full night's sleep" in card.driving
    assert "whichever is later" in card.driving


@pytest.mark.parametrize("modality", get_args(Modality))
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_card_says_whom_to_call_and_clears_nobody(modality, language):
    situation = Situation(language=language, country="US", clinic_phone="+1 555 010 0199")
    card = after_care(modality, NOON, ZONE, situation)
    text = " ".join([card.title, card.driving, *card.items, card.call_clinic, card.call_emergency, card.call_crisis])
    assert not re.search(r"cleared|fit to drive|safe to drive|puede conducir|\{", text, re.IGNORECASE)
    assert "+1 555 010 0199" in card.call_clinic
    assert "911" in card.call_emergency
    assert "988" in card.call_crisis
    assert card.lines
    assert card.label
    assert (card.no_driving_before is None) == (modality == "tms")


@pytest.mark.parametrize(("country", "emergency"), [("US", "911"), ("GB", "999"), ("XX", "112")])
def test_numbers_are_those_of_the_patients_country_and_a_clinic_without_a_phone_is_still_named(country, emergency):
    card = after_care("ketamine_iv", NOON, ZONE, Situation(language="en", country=country))
    assert emergency in card.call_emergency
    assert card.call_clinic.startswith("Call your clinic if")
    assert card.lines[0].name in card.call_crisis


def test_every_rule_of_the_sources_stands_on_its_card():
    said = {modality: json.dumps(msg_of(modality)).lower() for modality in get_args(Modality)}
    for words in (
        "adult",
        "machines",
        "heights",
        "cooking alone",
        "legal decisions",
        "24 hours",
        "alcohol",
        "cannabis",
    ):
        assert words in said["ketamine_iv"]
    for words in ("opioids", "sedatives", "eat lightly", "chest pain", "breathing", "wake you", "faint", "seizure"):
        assert words in said["ketamine_iv"]
    for words in ("at least 2 hours", "staff say", "takes you home", "next day"):
        assert words in said["esketamine"]
    for words in (
        "dizzy, faint or very sleepy",
        "bad headache",
        "heavy machines",
        "steady",
        "earplugs",
        "with their day",
    ):
        assert words in said["tms"]


def msg_of(modality: Modality) -> list[object]:
    words = DATA.cards[modality].en
    return [words.driving, words.items, words.call_clinic, words.call_emergency]


def test_sources_are_named():
    for card in DATA.cards.values():
        assert card.sources
        assert set(card.sources) <= set(DATA.sources)
