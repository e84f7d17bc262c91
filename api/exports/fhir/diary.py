"""Daily entries and side-effect reports as Observations. A patient's report is no AdverseEvent: a clinician decides that."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from api.exports.fhir import codes
from api.exports.fhir.parts import Resource, instant, reference
from api.exports.record import Record
from clinical.zones import local_day, zone_named
from db.check_ins import StoredCheckIn
from db.side_effects import StoredSideEffect


def daily(record: Record, entry: StoredCheckIn) -> Resource:
    """One a day, its ratings as components. A rating that was left out on the phone was asked for and declined; in an
    imported diary nobody asked for it."""
    reason = "not-asked" if entry.source == "import" else "asked-declined"
    patient = reference(record.patient.patient_id)
    ratings = {
        "mood": entry.mood,
        "anxiety": entry.anxiety,
        "energy": entry.energy,
        "sleep-hours": entry.sleep_hours,
        "sleep-quality": entry.sleep_quality,
    }
    return {
        "resourceType": "Observation",
        "id": str(entry.revision_id),
        "status": "final",
        "category": codes.category(),
        "code": codes.diary("daily-entry"),
        "subject": patient,
        "effectiveDateTime": entry.day.isoformat(),
        "issued": instant(record.local(entry.written_at, entry.revision_id)),
        "performer": [patient],
        "note": _note(record, entry.revision_id),
        "component": [_rating(name, value, reason) for name, value in ratings.items()],
    }


def _rating(name: str, value: float | None, reason: str) -> dict[str, Any]:
    found: dict[str, Any] = {"code": codes.diary(name)}
    if value is None:
        return found | {"dataAbsentReason": codes.absent(reason)}
    if name == "sleep-hours":
        return found | {"valueQuantity": {"value": value, "unit": "h", "system": codes.UCUM, "code": "h"}}
    return found | {"valueQuantity": {"value": value, **codes.SCORE}}


def unheard(record: Record) -> list[Resource]:
    """The days since the phone last sent anything: what was written on them may still be there."""
    entries = [*record.check_ins, *record.side_effects, *record.measures]
    sent = [entry.received_at for entry in entries if entry.source == "app"]
    sent += [answer.received_at for answer in record.answered]
    if not sent:
        return []
    zone = zone_named(record.patient.zone)
    heard, today = local_day(max(sent), zone), local_day(record.now, zone)
    written = {entry.day for entry in record.check_ins}
    silent = [heard + timedelta(days=n) for n in range(1, (today - heard).days)]
    return [
        {
            "resourceType": "Observation",
            "id": str(uuid5(record.patient.patient_id, f"unheard-{day}")),
            "status": "preliminary",
            "category": codes.category(),
            "code": codes.diary("daily-entry"),
            "subject": reference(record.patient.patient_id),
            "effectiveDateTime": day.isoformat(),
            "dataAbsentReason": codes.absent("temp-unknown"),
        }
        for day in silent
        if day not in written
    ]


def side_effect(record: Record, report: StoredSideEffect) -> Resource:
    patient = reference(record.patient.patient_id)
    before = record.session_before(report)
    linked = next((each for each in record.sessions if each.session_id == report.session_id), before)
    severity, display = codes.SEVERITIES[report.severity]
    components: list[dict[str, Any]] = []
    if before:
        days = (report.day - record.day(before)).days
        components.append({"code": codes.diary("day-after-session"), "valueInteger": days})
    if report.interference:
        words = report.interference.replace("_", " ").capitalize()
        components.append({"code": codes.diary("interference"), "valueCodeableConcept": {"text": words}})
    if report.still_present is not None:
        components.append({"code": codes.diary("still-present"), "valueBoolean": report.still_present})
    return {
        "resourceType": "Observation",
        "id": str(report.revision_id),
        "status": "final",
        "category": codes.category(),
        "code": codes.effect(report.effect),
        "subject": patient,
        "focus": [reference(linked.session_id)] if linked and linked.kind != "psychotherapy" else None,
        "effectiveDateTime": report.day.isoformat(),
        "issued": instant(record.local(report.written_at, report.revision_id)),
        "performer": [patient],
        "valueCodeableConcept": codes.concept(codes.coding(codes.SEVERITY, severity, display)),
        "note": _note(record, report.revision_id),
        "component": components,
    }


def _note(record: Record, revision_id: UUID) -> list[dict[str, Any]] | None:
    """The patient's words, when they were asked for and are shared with who asks."""
    words = record.notes.get(revision_id)
    return [{"authorReference": reference(record.patient.patient_id), "text": words}] if words else None
