import json
import re
from pathlib import Path

import pytest

from clinical.side_effect_codes import CODES, Code
from clinical.side_effects import EFFECTS, full_list, quick_list

RISING = ["routine", "call_clinic", "crisis", "emergency"]
REFERENCE = Path(__file__).parents[3] / "shared/data/clinical/side_effects.json"
ROWS = json.loads(REFERENCE.read_text())["entries"] if REFERENCE.exists() else []
ASKED_BY_THE_FORM = {
    "still present the next day": "next_day",
    "next day or later": "next_day",
    "severe": "severe",
    "lasts to the next day": "next_day",
}

beside = pytest.mark.skipif(not ROWS, reason="../shared/data/clinical/side_effects.json is not beside this checkout")


def test_every_effect_has_its_codes_and_no_code_is_of_an_effect_that_is_gone():
    assert set(CODES) == set(EFFECTS)


@pytest.mark.parametrize("effect", sorted(CODES))
def test_codes_have_the_form_of_their_system(effect):
    codes = CODES[effect]
    assert codes.snomed is None or (re.fullmatch(r"\d{6,18}", codes.snomed.code) and verhoeff(codes.snomed.code) == 0)
    assert codes.icd10cm is None or re.fullmatch(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?", codes.icd10cm.code)
    assert codes.meddra_llt is None or re.fullmatch(r"\d{8}", codes.meddra_llt.code)


def test_the_code_that_needs_a_licence_is_left_out():
    assert all(codes.snomed is None or codes.snomed.code != "79499004" for codes in CODES.values())
    assert CODES["dissociation"].snomed is None


def verhoeff(digits: str) -> int:
    """The check digit that ends every SNOMED identifier: 0 when it is right."""
    dihedral = [
        [(a + b) % 5 + 5 * (b > 4) if a < 5 else (a - b) % 5 + 5 * (b < 5) for b in range(10)] for a in range(10)
    ]
    shuffle = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
    check, moved = 0, list(range(10))
    for digit in reversed(digits):
        check = dihedral[check][moved[int(digit)]]
        moved = [shuffle[n] for n in moved]
    return check


def test_a_code_with_a_slip_in_it_would_be_noticed():
    assert verhoeff("422587007") == 0
    assert verhoeff("422587008") != 0
    assert verhoeff("425287007") != 0


@beside
@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_row_says_what_the_reference_says(row):
    effect, codes = EFFECTS[row["id"]], CODES[row["id"]]
    assert effect.modalities == row["modalities"]
    assert effect.level == row["level"]
    assert effect.term
    given = row["codes"]
    free = given["snomed"] if given["snomed"] and "IPS Free Set" in given["snomed"]["licence"] else None
    assert codes.snomed == (free and Code(free["code"], free["display"]))
    assert codes.icd10cm == (given["icd10cm"] and Code(given["icd10cm"]["code"], given["icd10cm"]["display"]))
    assert codes.meddra_llt == (given["ctcae"] and Code(given["ctcae"]["meddra_llt"], given["ctcae"]["term"]))
    if row["self_care_en"]:
        assert effect.en.card or effect.en.urgent
        assert row["self_care_en"].lower() not in (effect.en.card or "").lower()


@beside
@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_every_rule_that_raises_a_level_is_one_of_the_form_or_in_words(row):
    """What the form asks for raises the level; what it does not ask for is said as a sign that needs help."""
    effect = EFFECTS[row["id"]]
    for rule in row["escalate"]:
        asked = [getattr(effect, field) for words, field in ASKED_BY_THE_FORM.items() if words in rule["if"]]
        raised = [effect.level, *asked]
        in_words = effect.en.warn or effect.en.urgent
        if RISING.index(max(raised, key=RISING.index)) < RISING.index(rule["level"]):
            assert in_words, rule
            assert rule["level"] != "emergency" or "{emergency}" in in_words or effect.id == "lightheaded", rule


@beside
def test_the_lists_are_those_of_the_reference():
    reference = json.loads(REFERENCE.read_text())
    assert set(EFFECTS) == {row["id"] for row in ROWS}
    for modality, quick in reference["quick_lists"].items():
        assert [effect.id for effect in quick_list(modality)] == quick
        assert {effect.id for effect in full_list(modality)} == {r["id"] for r in ROWS if modality in r["modalities"]}
