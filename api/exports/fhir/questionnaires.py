"""Forms: the instrument as it was asked (Questionnaire) and what was answered (QuestionnaireResponse, the source of truth)."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from api.exports.fhir import codes
from api.exports.fhir.parts import Resource, instant, reference
from api.exports.record import Record
from clinical.instruments import INSTRUMENTS, Instrument
from clinical.instruments.shapes import ExtraItem, Option
from db.measures import StoredMeasure

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
LOINC_NOTICE = "LOINC content copyright Regenstrief Institute, Inc., license at http://loinc.org/license."


def link(code: dict[str, Any]) -> str:
    """ "/44250-9", as US Core writes it; our own codes the same way."""
    return f"/{code['code']}"


def canonical(instrument: Instrument, language: str) -> str:
    return f"{codes.QUESTIONNAIRE}:{instrument.id}:{language}"


def questionnaire(instrument: Instrument, language: str) -> Resource:
    """The wording in one language; without words where they may not be shown. Of the version in the instrument's file."""
    notice = instrument.licence.notice or instrument.licence.status
    with_loinc = instrument.loinc.panel is not None
    return {
        "resourceType": "Questionnaire",
        "id": str(uuid5(NAMESPACE_URL, f"{canonical(instrument, language)}|{instrument.version}")),
        "language": language,
        "url": canonical(instrument, language),
        "version": str(instrument.version),
        "name": "".join(part.capitalize() for part in instrument.id.split("-")),
        "title": instrument.name,
        "status": "active",
        "subjectType": ["Patient"],
        "code": [codes.panel(instrument)],
        "copyright": f"{notice} {LOINC_NOTICE}" if with_loinc else notice,
        "item": [
            *(_item(instrument, n, language) for n in range(1, instrument.n_items + 1)),
            *(_extra(instrument, extra, language) for extra in instrument.extra_items),
        ],
    }


def _item(instrument: Instrument, n: int, language: str) -> dict[str, Any]:
    code = codes.item(instrument, n)
    return {
        "linkId": link(code),
        "code": [code],
        "text": wording(instrument, n, language),
        "type": "choice",
        "required": False,
        "answerOption": [
            _option(codes.answer(instrument, option.score, language), option) for option in instrument.options
        ],
    }


def _option(code: dict[str, Any], option: Option) -> dict[str, Any]:
    return {"extension": [{"url": ORDINAL, "valueDecimal": option.score}], "valueCoding": code}


def extra_code(instrument: Instrument, extra: ExtraItem) -> dict[str, Any]:
    topic = f"{instrument.name}, {extra.id}"
    if extra.loinc:
        return codes.coding(codes.LOINC, extra.loinc, topic)
    return codes.coding(codes.INSTRUMENT, f"{instrument.id}-{extra.id}", topic)


def extra_answer(instrument: Instrument, extra: ExtraItem, given: int, language: str) -> dict[str, Any]:
    option = next((option for option in extra.options if option.score == given), None)
    words = ((option.es if language == "es" else option.en) if option else None) or str(given)
    if option and option.loinc:
        return codes.coding(codes.LOINC, option.loinc, words)
    # Without a code: a coding may be words alone.
    return {"display": words}


def _extra(instrument: Instrument, extra: ExtraItem, language: str) -> dict[str, Any]:
    code = extra_code(instrument, extra)
    options = [_option(extra_answer(instrument, extra, option.score, language), option) for option in extra.options]
    words = (extra.es if language == "es" else extra.en) or extra.en
    return {
        "linkId": link(code),
        "code": [code],
        "text": words,
        "type": "choice",
        "required": False,
        "answerOption": options,
    }


def wording(instrument: Instrument, n: int, language: str) -> str | None:
    item = next((each for each in instrument.items if each.n == n), None)
    return (item.es if language == "es" else item.en) if item else None


def response(record: Record, measure: StoredMeasure) -> Resource:
    """Of one form with answers. A question that was left out is there and says so: it is not a 0."""
    instrument = INSTRUMENTS[measure.instrument]
    patient = reference(record.patient.patient_id)
    answers = measure.answers or []
    return {
        "resourceType": "QuestionnaireResponse",
        "id": str(measure.revision_id),
        "language": measure.language,
        "identifier": {"system": codes.MEASURE, "value": str(measure.measure_id)},
        "questionnaire": f"{canonical(instrument, measure.language)}|{measure.version}",
        "status": "completed",
        "subject": patient,
        "authored": instant(record.local(measure.written_at, measure.revision_id)),
        "author": patient,
        "source": patient,
        "item": [
            *(_answered(instrument, n, given, measure) for n, given in enumerate(answers, start=1)),
            *_extras(instrument, measure),
        ],
    }


def _answered(instrument: Instrument, n: int, given: int | None, measure: StoredMeasure) -> dict[str, Any]:
    """With the words that were read; of an earlier version they are not known any more."""
    same = measure.version == instrument.version
    text = wording(instrument, n, measure.language) if same else None
    found: dict[str, Any] = {"linkId": link(codes.item(instrument, n)), "text": text}
    if given is None:
        return found | {"extension": [{"url": REASON, "valueCode": "asked-declined"}]}
    return found | {"answer": [{"valueCoding": codes.answer(instrument, given, measure.language)}]}


def _extras(instrument: Instrument, measure: StoredMeasure) -> list[dict[str, Any]]:
    return [
        {
            "linkId": link(extra_code(instrument, extra)),
            "answer": [{"valueCoding": extra_answer(instrument, extra, measure.extras[extra.id], measure.language)}],
        }
        for extra in instrument.extra_items
        if extra.id in measure.extras
    ]


def asked(record: Record) -> set[tuple[str, str]]:
    """(instrument, language) of the forms that were answered in the version that there is."""
    return {
        (measure.instrument, measure.language)
        for measure in record.measures
        if measure.answers is not None and measure.version == INSTRUMENTS[measure.instrument].version
    }
