"""The Bundle: one patient's journal as a collection. Nothing in it is null or empty, and every reference is to one of its own."""

import msgspec

from api.exports.fhir import before, codes, diary, plan, questionnaires, scores
from api.exports.fhir.parts import Resource, entry, instant, lean
from api.exports.record import Record
from clinical.instruments import INSTRUMENTS

MEDIA_TYPE = "application/fhir+json"


def encoded(record: Record) -> bytes:
    return msgspec.json.encode(bundle(record))


def bundle(record: Record) -> Resource:
    resources = [
        patient(record),
        *(
            questionnaires.questionnaire(INSTRUMENTS[name], language)
            for name, language in sorted(questionnaires.asked(record))
        ),
        *(questionnaires.response(record, measure) for measure in record.measures if measure.answers is not None),
        *(found for measure in record.measures for found in scores.observations(record, measure)),
        *scores.never_asked(record),
        *(diary.daily(record, day) for day in record.check_ins),
        *diary.unheard(record),
        *(diary.side_effect(record, report) for report in record.side_effects),
        *(before.observation(record, answer) for answer in record.answered),
        *(plan.care_plan(record, course) for course in record.courses),
        *plan.procedures(record),
    ]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": instant(record.now),
        "entry": [entry(lean(resource)) for resource in resources],
    }


def patient(record: Record) -> Resource:
    """By the id that only this clinic's Intersession can turn into a person; with a name when somebody asked for it."""
    return {
        "resourceType": "Patient",
        "id": str(record.patient.patient_id),
        "identifier": [{"system": codes.PATIENT, "value": record.pseudonym}],
        "active": True,
        "name": [{"text": record.name}] if record.name else None,
    }
