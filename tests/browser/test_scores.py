"""Scores on the patient page: what a patient answered, and totals that a clinician enters."""

from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from uuid_utils.compat import uuid7

from tests.browser.conftest import NewVisit
from tests.browser.people import ZONE, Clinic, Person, day, offset_minutes
from tests.browser.visit import Visit

PHQ9 = [2, 2, 3, 2, 1, 2, 1, 0, 0]


def answer(
    person: Person,
    instrument: str,
    answers: list[int | None],
    *,
    ago: int = 0,
    declined: bool = False,
    extras: dict[str, int] | None = None,
) -> Any:
    stamp = {"written_at": datetime.now(UTC).isoformat(), "zone": ZONE, "offset_minutes": offset_minutes()}
    body: dict[str, Any] = {
        "instrument": instrument,
        "version": 1,
        "language": "en",
        "day": day(ago),
        "answers": answers,
    }
    body |= {"extras": extras or {}, "declined": declined, "revision_id": str(uuid7()), "stamp": stamp}
    return person.ask("PUT", f"/api/me/measures/{uuid7()}", body)


@pytest.fixture(scope="module")
def patient(clinic: Clinic) -> Person:
    person = clinic.patient("Robin Ellery")
    answer(person, "phq-9", [*PHQ9], extras={"difficulty": 1})
    answer(person, "phq-9", [2, 2, 3, None, 1, 2, 1, 0, 0], ago=1)
    answer(person, "phq-9", [2, 2, 3, 2, 1, 2, 1, 0, None], ago=2)
    answer(person, "gad-7", [], ago=1, declined=True)
    return person


def open_measures(visit: Visit, reader: Person, patient: Person) -> Page:
    visit.sign_in_as(reader)
    page = visit.open(f"/staff#/patients/{patient.account_id}/measures")
    expect(page.get_by_role("table").first).to_be_visible()
    return page


def row(page: Page, *texts: str) -> Locator:
    found = page.get_by_role("row")
    for text in texts:
        found = found.filter(has_text=text)
    return found


def test_every_score_says_what_it_rests_on(clinic: Clinic, patient: Person, desktop: Visit) -> None:
    page = open_measures(desktop, clinic.therapist, patient)
    expect(row(page, "13 of 27")).to_contain_text("Reported by the patient")
    expect(row(page, "13 of 27")).to_contain_text("moderate")
    expect(row(page, "estimated from 8 of 9")).to_have_count(1)
    expect(row(page, "No total", "safety question not answered")).to_have_count(1)
    expect(row(page, "GAD-7")).to_contain_text('Chose "not now"')
    # Totals are the clinician's to enter.
    expect(page.get_by_role("button", name="Enter a score")).to_have_count(0)
    desktop.does_not_show("compliance", "failed")
    page.get_by_label("Show").select_option(label="GAD-7")
    expect(row(page, "PHQ-9")).to_have_count(0)
    desktop.is_accessible()


def test_answers_open_on_demand_in_the_wording_that_was_shown(clinic: Clinic, patient: Person, desktop: Visit) -> None:
    page = open_measures(desktop, clinic.clinician, patient)
    desktop.does_not_show("Little interest or pleasure in doing things")
    opener = row(page, "estimated from 8 of 9").get_by_role("button", name="Answers")
    opener.focus()
    page.keyboard.press("Enter")
    table = page.get_by_role("table", name="Answers to PHQ-9")
    expect(table).to_contain_text("1. Little interest or pleasure in doing things")
    expect(table.get_by_role("row").filter(has_text="4. Feeling tired")).to_contain_text("not answered")
    expect(table.get_by_role("row").filter(has_text="3. Trouble falling")).to_contain_text("Nearly every day")
    desktop.shot("staff-scores-answers")
    desktop.is_accessible()
    page.keyboard.press("Enter")
    expect(table).to_have_count(0)


def test_scores_stand_below_the_timeline(clinic: Clinic, patient: Person, desktop: Visit) -> None:
    desktop.sign_in_as(clinic.therapist)
    page = desktop.open(f"/staff#/patients/{patient.account_id}/timeline")
    expect(page.get_by_role("heading", name="PHQ-9 higher is worse")).to_be_visible()
    expect(page.get_by_role("heading", name="GAD-7")).to_have_count(0)
    page.get_by_role("button", name="Show as a table").click()
    expect(page.get_by_role("table", name="PHQ-9").get_by_role("row")).to_have_count(4)
    desktop.shot("staff-timeline-scores")
    desktop.is_accessible()


def test_a_clinician_enters_a_total_once_and_corrects_it(clinic: Clinic, desktop: Visit) -> None:
    person = clinic.patient("Sam Ellery")
    desktop.sign_in_as(clinic.clinician)
    page = desktop.open(f"/staff#/patients/{person.account_id}/measures")
    desktop.shows("No score so far.")
    page.get_by_role("button", name="Enter a score").click()
    page.get_by_role("button", name="Save the score").click()
    desktop.shows("This is needed.")
    page.get_by_label("Instrument", exact=True).select_option(label="QIDS-SR16: depression severity")
    page.get_by_label("Total (0 to 27)").fill("28")
    page.get_by_role("button", name="Save the score").click()
    desktop.shows("A whole number from 0 to 27.")
    expect(page.get_by_label("Instrument", exact=True).locator("option", has_text="PHQ-9")).to_have_count(0)
    page.get_by_label("Total (0 to 27)").fill("16")
    desktop.shot("staff-enter-score")
    desktop.is_accessible()
    page.get_by_role("button", name="Save the score").dblclick()
    desktop.shows("Saved: QIDS-SR16, 16,")
    expect(row(page, "QIDS-SR16")).to_have_count(1)
    expect(row(page, "16 of 27")).to_contain_text("Entered by Dr. Clara Voss")

    row(page, "16 of 27").get_by_role("button", name="Correct").click()
    page.get_by_role("dialog").get_by_label("Total (0 to 27)").fill("14")
    desktop.is_accessible()
    page.get_by_role("dialog").get_by_role("button", name="Save the score").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(row(page, "14 of 27")).to_contain_text("corrected")
    expect(row(page, "QIDS-SR16")).to_have_count(1)
    [stored] = clinic.clinician.ask("GET", f"/api/patients/{person.account_id}/measures")
    assert (stored["total"], stored["source"], stored["entered_by"]) == (14, "clinic", "Dr. Clara Voss")


def test_a_total_that_met_no_connection_is_sent_again_as_the_same_one(clinic: Clinic, desktop: Visit) -> None:
    person = clinic.patient("Kit Ellery")
    desktop.sign_in_as(clinic.clinician)
    page = desktop.open(f"/staff#/patients/{person.account_id}/measures")
    page.get_by_role("button", name="Enter a score").click()
    page.get_by_label("Instrument", exact=True).select_option(label="ISI: insomnia severity")
    page.get_by_label("Total (0 to 28)").fill("9")
    with desktop.offline():
        page.get_by_role("button", name="Save the score").click()
        desktop.shows("There is no connection right now.")
    expect(page.get_by_label("Total (0 to 28)")).to_have_value("9")
    page.get_by_role("button", name="Save the score").click()
    desktop.shows("Saved: ISI, 9,")
    assert len(clinic.clinician.ask("GET", f"/api/patients/{person.account_id}/measures")) == 1


def test_on_a_phone_in_spanish_and_dark(clinic: Clinic, patient: Person, new_visit: NewVisit) -> None:
    reader = clinic.staff("clinician", "Dra. Lucía Ferrer", language="es")
    clinic.clinician.ask("PUT", f"/api/patients/{patient.account_id}/care-team/{reader.account_id}")
    phone = new_visit(viewport={"width": 390, "height": 844}, locale="es-ES", timezone_id=ZONE, color_scheme="dark")
    page = open_measures(phone, reader, patient)
    phone.shows("Comunicado por el paciente", "estimada con 8 de 9", "pregunta de seguridad sin responder")
    row(page, "13 de 27").get_by_role("button", name="Respuestas").click()
    phone.shows("Poco interés o placer en hacer cosas")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.is_accessible()
    phone.shot("staff-scores-phone-es")
