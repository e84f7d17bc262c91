"""The safety strip above a summary: what a patient corrects does not vanish from it."""

from datetime import UTC, datetime
from typing import Any

from uuid_utils.compat import uuid7

from tests.browser.people import ZONE, Clinic, day, offset_minutes
from tests.browser.visit import Visit


def test_a_grave_side_effect_stays_in_sight_when_it_was_corrected(clinic: Clinic, desktop: Visit) -> None:
    person, where = clinic.patient("Odalys Marsh"), f"/api/me/side-effects/{uuid7()}"
    stamp = {"written_at": datetime.now(UTC).isoformat(), "zone": ZONE, "offset_minutes": offset_minutes()}
    first, second = str(uuid7()), str(uuid7())
    report: dict[str, Any] = {"effect": "chest_pain", "severity": "severe", "day": day(), "stamp": stamp}
    person.ask("PUT", where, report | {"revision_id": first, "based_on": None})
    person.ask("PUT", where, report | {"revision_id": second, "based_on": first, "severity": "not_present"})

    desktop.sign_in_as(clinic.clinician)
    page = desktop.open(f"/staff#/patients/{person.account_id}/summary")
    line = page.get_by_role("listitem").filter(has_text="(emergency level).")
    line.wait_for()
    assert "severe" in line.inner_text()
    assert "Corrected " in line.inner_text()
    assert line.inner_text().endswith(" to: not present.")
    desktop.is_accessible()
