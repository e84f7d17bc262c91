"""Scores as Observations: the total, item 9, and why there is none. Never a 0 for what was not answered."""

from uuid import uuid5

from api.exports.fhir import codes
from api.exports.fhir.parts import Resource, instant, of, reference
from api.exports.record import Record
from clinical.instruments import INSTRUMENTS, Instrument
from db.measures import StoredMeasure

PROFILE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-observation-screening-assessment"


def observations(record: Record, measure: StoredMeasure) -> list[Resource]:
    instrument = INSTRUMENTS[measure.instrument]
    found = [_total(record, instrument, measure)]
    if measure.answers is not None and instrument.safety:
        found += [_safety(record, instrument, measure, measure.answers, n) for n in instrument.safety.items]
    return found


def never_asked(record: Record) -> list[Resource]:
    """Item 9 of a patient who never met the PHQ-9, so that its absence is not read as an answer."""
    met = any(measure.instrument == "phq-9" and measure.source == "app" for measure in record.measures)
    if met:
        return []
    instrument = INSTRUMENTS["phq-9"]
    return [
        {
            "resourceType": "Observation",
            "id": str(uuid5(record.patient.patient_id, "phq-9-9-not-asked")),
            "status": "final",
            "category": codes.category(),
            "code": codes.concept(codes.item(instrument, 9)),
            "subject": reference(record.patient.patient_id),
            "effectiveDateTime": instant(record.local(record.now)),
            "dataAbsentReason": codes.absent("not-asked"),
        }
    ]


def base(record: Record, measure: StoredMeasure) -> Resource:
    patient = reference(record.patient.patient_id)
    by_clinic = measure.source == "clinic"
    return {
        "resourceType": "Observation",
        "meta": {"profile": [PROFILE]},
        "status": "final",
        "category": codes.category(),
        "subject": patient,
        "effectiveDateTime": measure.day.isoformat()
        if by_clinic
        else instant(record.local(measure.written_at, measure.revision_id)),
        "issued": instant(measure.received_at),
        "performer": [{"display": "Entered by the clinic"} if by_clinic else patient],
        "derivedFrom": [reference(measure.revision_id)] if measure.answers is not None else None,
    }


def _total(record: Record, instrument: Instrument, measure: StoredMeasure) -> Resource:
    estimated = measure.status == "estimated"
    code = codes.concept(codes.total(instrument, estimated=estimated))
    found = base(record, measure) | {"id": str(of(measure.revision_id, "total")), "code": code}
    if measure.total is None:
        # Refused as a whole, or too many questions left out: either way the patient was asked.
        text = "Declined" if measure.declined else "Too many questions left out for a total"
        return found | {"dataAbsentReason": codes.absent("asked-declined", text)}
    band = instrument.band(measure.total)
    found |= {"valueQuantity": {"value": measure.total, **codes.SCORE}}
    found |= {"interpretation": [{"text": band}]} if band and not estimated else {}
    if estimated and measure.answers is not None:
        answered = sum(answer is not None for answer in measure.answers)
        found["note"] = [{"text": f"Estimated from {answered} of {len(measure.answers)} answers."}]
    return found


def _safety(
    record: Record, instrument: Instrument, measure: StoredMeasure, answers: list[int | None], n: int
) -> Resource:
    found = base(record, measure)
    found |= {"id": str(of(measure.revision_id, f"item-{n}")), "code": codes.concept(codes.item(instrument, n))}
    given = answers[n - 1] if n <= len(answers) else None
    if given is None:
        return found | {"dataAbsentReason": codes.absent("asked-declined", "Left out")}
    return found | {"valueCodeableConcept": codes.concept(codes.answer(instrument, given, measure.language))}
