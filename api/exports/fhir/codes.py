"""Every code that an export may carry, with the system's own name for it. What has no code of others has one of ours, never a guess.

LOINC codes are those of the instruments' files, SNOMED CT codes those of side_effect_codes.json (IPS Free Set). Category of
all observations: survey. The HL7 Personal Health Records guide puts symptoms under social-history; US Core puts scores
under survey, and one category for what a patient reports is easier to search.
"""

from typing import Any

from clinical.instruments import INSTRUMENTS, Instrument
from clinical.pre_session import QUESTIONS
from clinical.side_effect_codes import CODES
from clinical.side_effects import EFFECTS

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
SEVERITY = "http://hl7.org/fhir/uv/phr/CodeSystem/symptom-severity-codes"
# Ours. A urn, since no address of ours answers for them.
INSTRUMENT = "urn:intersession:codesystem:instruments"
DIARY = "urn:intersession:codesystem:diary"
EFFECT = "urn:intersession:codesystem:side-effects"
BEFORE = "urn:intersession:codesystem:before-session"
QUESTIONNAIRE = "urn:intersession:questionnaire"
PATIENT = "urn:intersession:patient"
MEASURE = "urn:intersession:measure"

Code = dict[str, Any]

RATINGS = {
    "mood": "Mood, 0 worst to 10 best",
    "anxiety": "Anxiety, 0 to 10",
    "energy": "Energy, 0 to 10",
    "sleep-hours": "Hours slept",
    "sleep-quality": "Sleep quality, 0 to 10",
}
DIARY_CODES = {
    "daily-entry": "Daily entry of a symptom journal",
    "day-after-session": "Days after the latest session",
    "interference": "Interference with usual activities",
    "still-present": "Still present when reported",
    **RATINGS,
}
SEVERITIES = {
    "not_present": ("notPresent", "Not Present"),
    "mild": ("mild", "Mild"),
    "moderate": ("moderate", "Moderate"),
    "severe": ("severe", "Severe"),
}
REASONS = {
    "not-asked": "Not Asked",  # never put to the patient
    "asked-declined": "Asked But Declined",  # left out, or "not now, thank you"
    "asked-unknown": "Asked But Unknown",  # answered with "I do not know"
    "temp-unknown": "Temporarily Unknown",  # may still be on a phone that has sent nothing since
}
SCORE = {"unit": "score", "system": UCUM, "code": "{score}"}


def coding(system: str, code: str, display: str) -> Code:
    return {"system": system, "code": code, "display": display}


def concept(*codings: Code, text: str | None = None) -> Code:
    return {"coding": list(codings)} | ({"text": text} if text else {})


def category() -> list[Code]:
    return [concept(coding(CATEGORY, "survey", "Survey"))]


def absent(reason: str, text: str | None = None) -> Code:
    return concept(coding(ABSENT, reason, REASONS[reason]), text=text)


def diary(code: str) -> Code:
    return concept(coding(DIARY, code, DIARY_CODES[code]))


def panel(instrument: Instrument) -> Code:
    loinc = instrument.loinc
    if loinc.panel and loinc.panel_display:
        return coding(LOINC, loinc.panel, loinc.panel_display)
    return coding(INSTRUMENT, instrument.id, instrument.name)


def total(instrument: Instrument, *, estimated: bool) -> Code:
    """An estimated total never carries the code of a total: the steward of MIPS 370 calls such a score invalid."""
    loinc = instrument.loinc
    if estimated:
        return coding(
            INSTRUMENT,
            f"{instrument.id}-total-estimated",
            f"{instrument.name}, total estimated from incomplete answers",
        )
    if loinc.total and loinc.total_display:
        return coding(LOINC, loinc.total, loinc.total_display)
    return coding(INSTRUMENT, f"{instrument.id}-total", f"{instrument.name}, total")


def item(instrument: Instrument, n: int) -> Code:
    """LOINC has its own wording of an item; ours is the topic, so that no wording leaves that may not be shown."""
    known = next((each for each in instrument.items if each.n == n), None)
    topic = f"{instrument.name}, question {n}" + (f": {known.topic}" if known else "")
    if known and known.loinc:
        return coding(LOINC, known.loinc, topic)
    return coding(INSTRUMENT, f"{instrument.id}-{n}", topic)


def answer(instrument: Instrument, given: int, language: str) -> Code:
    option = next((option for option in instrument.options if option.score == given), None)
    words = (option.es if language == "es" else option.en) if option else None
    if option and option.loinc:
        return coding(LOINC, option.loinc, words or str(given))
    return coding(INSTRUMENT, f"{instrument.id}-answer-{given}", words or str(given))


def effect(name: str) -> Code:
    """SNOMED CT where the free set has it, and our own code always; the words are those that the patient chose from."""
    known, codes = EFFECTS.get(name), CODES.get(name)
    label = known.en.label if known else name
    found = [coding(SNOMED, codes.snomed.code, codes.snomed.display)] if codes and codes.snomed else []
    return concept(*found, coding(EFFECT, name, known.term if known else name), text=label)


def question(name: str) -> Code:
    known = QUESTIONS.get(name)
    return concept(coding(BEFORE, name, known.text("en") if known else name))


def table() -> set[tuple[str, str]]:
    """(system, code) of everything there is. What an export carries is in it."""
    known = {(CATEGORY, "survey"), (UCUM, "{score}"), (UCUM, "h")}
    known |= {(ABSENT, reason) for reason in REASONS} | {(DIARY, code) for code in DIARY_CODES}
    known |= {(SEVERITY, code) for code, _ in SEVERITIES.values()}
    known |= {(EFFECT, name) for name in EFFECTS} | {(BEFORE, name) for name in QUESTIONS}
    known |= {(BEFORE, f"answer-{answer}") for question in QUESTIONS.values() for answer in question.answers}
    known |= {(SNOMED, codes.snomed.code) for codes in CODES.values() if codes.snomed}
    for instrument in INSTRUMENTS.values():
        codes = [panel(instrument), total(instrument, estimated=True), total(instrument, estimated=False)]
        codes += [item(instrument, n) for n in range(1, instrument.n_items + 1)]
        codes += [answer(instrument, option.score, "en") for option in instrument.options]
        for extra in instrument.extra_items:
            codes.append(
                coding(LOINC, extra.loinc, "") if extra.loinc else coding(INSTRUMENT, f"{instrument.id}-{extra.id}", "")
            )
            codes += [coding(LOINC, option.loinc, "") for option in extra.options if option.loinc]
        known |= {(code["system"], code["code"]) for code in codes}
    return known
