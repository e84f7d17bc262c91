"""Answers before a session as Observations: "not sure" is asked and unknown, and never a no. Words beside an answer stay here."""

from datetime import timedelta, timezone
from typing import Any

from api.exports.fhir import codes
from api.exports.fhir.parts import Resource, instant, of, reference
from api.exports.record import Record
from clinical.pre_session import answer_text
from db.exports import Answered


def observation(record: Record, given: Answered) -> Resource:
    patient = reference(record.patient.patient_id)
    clock = timezone(timedelta(minutes=given.offset_minutes))
    session = next((each for each in record.sessions if each.session_id == given.session_id), None)
    return {
        "resourceType": "Observation",
        "id": str(of(given.revision_id, given.question)),
        "status": "final",
        "category": codes.category(),
        "code": codes.question(given.question),
        "subject": patient,
        # A session is a resource of the Bundle once its time has come.
        "focus": [reference(given.session_id)] if session and session.starts_at <= record.now else None,
        "effectiveDateTime": instant(given.written_at.astimezone(clock)),
        "issued": instant(given.received_at),
        "performer": [patient],
        **_value(given, clock),
    }


def _value(given: Answered, clock: timezone) -> dict[str, Any]:
    if given.answer == "not_sure":
        return {"dataAbsentReason": codes.absent("asked-unknown", answer_text("not_sure", "en"))}
    if given.answer == "prefer_to_talk":
        return {"dataAbsentReason": codes.absent("asked-declined", answer_text("prefer_to_talk", "en"))}
    if given.amount is not None:
        return {"valueQuantity": {"value": given.amount, "unit": "h", "system": codes.UCUM, "code": "h"}}
    if given.at_time is not None:
        return {"valueDateTime": instant(given.at_time.replace(tzinfo=clock))}
    text = answer_text(given.answer, "en")
    return {"valueCodeableConcept": codes.concept(codes.coding(codes.BEFORE, f"answer-{given.answer}", text))}
