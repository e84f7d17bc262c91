"""Words of crisis: help at once, nothing beside it, and a person of the clinic who answers for it."""

from playwright.sync_api import Page, expect

from tests.browser.journal import choose, report_side_effect, save, start_check_in, write_note
from tests.browser.people import Clinic, Person, day
from tests.browser.visit import Visit

WORDS = "I want to kill myself and nobody would notice."


def test_words_of_crisis_show_the_hotline_at_once_and_nothing_that_competes(clinic: Clinic, phone: Visit) -> None:
    patient = clinic.patient()
    page = write_words_of_crisis(patient, phone)
    expect_hotline_alone(page)
    phone.is_sent()
    phone.shot("crisis-hotline")
    phone.is_accessible()
    entry = patient.ask("GET", f"/api/me/today?day={day()}")["check_in"]
    assert entry["note"]["text"] == WORDS
    page.reload()
    expect_hotline_alone(page)
    page.get_by_role("button", name="Back to my journal").click()
    phone.shows("Today is written down")
    page.reload()
    phone.shows("Today is written down")


def test_the_hotline_needs_no_network_and_the_alert_follows_when_there_is_one(
    clinic: Clinic, small_phone: Visit, desktop: Visit
) -> None:
    patient = clinic.patient("Morgan Lake")
    small_phone.sign_in_as(patient)
    page = small_phone.open()
    expect(page.get_by_role("link", name="Start check-in")).to_be_visible()
    small_phone.wait_for_service_worker()
    with small_phone.offline():
        page.reload()
        start_check_in(page)
        choose(page, "Mood", 1)
        write_note(page, WORDS)
        save(page)
        expect_hotline_alone(page)
        small_phone.shows("Saved on this phone.", "Not sent yet: no connection.")
        small_phone.shot("crisis-hotline-offline")
        assert open_alerts(clinic, patient) == []

    small_phone.is_sent()
    expect_hotline_alone(page)
    (alert,) = open_alerts(clinic, patient)
    assert (alert["private"], alert["acknowledged_by"]) == (True, None)
    clinician_answers_for_it(clinic, patient, desktop)
    calm_entry_during_the_hold_has_no_cards(page, small_phone)
    clinician_clears_the_hold(patient, desktop)
    cards_are_back(page)


def test_a_red_flag_effect_shows_its_instruction_before_it_is_saved(clinic: Clinic, phone: Visit) -> None:
    phone.sign_in_as(clinic.patient())
    page = phone.open()
    report_side_effect(page, "Pain or pressure in my chest", "Severe")
    expect(page.get_by_role("alert")).to_contain_text("911")
    phone.shot("red-flag")
    save(page)
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("911")
    phone.is_sent()
    phone.shot("red-flag-saved")


def write_words_of_crisis(patient: Person, visit: Visit) -> Page:
    visit.sign_in_as(patient)
    page = visit.open()
    start_check_in(page)
    choose(page, "Mood", 1)
    write_note(page, WORDS)
    save(page)
    return page


def expect_hotline_alone(page: Page) -> None:
    call = page.get_by_role("link", name="Call 988")
    expect(call).to_be_in_viewport()
    expect(call).to_have_attribute("href", "tel:988")
    expect(page.get_by_role("link", name="911")).to_have_attribute("href", "tel:911")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_text("Education, not advice")).to_have_count(0)
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)


def open_alerts(clinic: Clinic, patient: Person) -> list[dict[str, object]]:
    alerts = clinic.clinician.ask("GET", "/api/alerts?state=open")
    return [alert for alert in alerts if alert["patient_id"] == patient.account_id]


def clinician_answers_for_it(clinic: Clinic, patient: Person, desktop: Visit) -> None:
    desktop.sign_in_as(clinic.clinician)
    page = desktop.open("/staff")
    row = page.get_by_role("listitem").filter(has_text=patient.name)
    expect(row).to_contain_text("An alert is open")
    desktop.shot("staff-caseload-alert")
    page.get_by_role("link", name="Alerts").click()
    alert = page.get_by_role("listitem").filter(has_text=patient.name)
    expect(alert).to_contain_text("Only private words matched. You cannot read them; ask the person.")
    desktop.shot("staff-alerts")
    desktop.is_accessible()
    alert.get_by_role("button", name="Acknowledge").click()
    page.get_by_label("What was done").fill("Called at 14:10, spoke with Morgan, safety plan gone through.")
    desktop.shot("staff-acknowledge", full=False)
    page.get_by_role("dialog").get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_role("listitem").filter(has_text=patient.name)).to_have_count(0)
    page.get_by_text("All", exact=True).click()
    told = page.get_by_role("listitem").filter(has_text=patient.name)
    expect(told).to_contain_text("Acknowledged by Dr. Clara Voss")
    assert WORDS not in page.content()


def calm_entry_during_the_hold_has_no_cards(page: Page, phone: Visit) -> None:
    page.get_by_role("button", name="Back to my journal").click()
    report_side_effect(page, "Sick to my stomach", "Mild")
    save(page)
    phone.shows("Until they have looked, there are no tips here.")
    expect(page.get_by_text("Education, not advice")).to_have_count(0)
    phone.shot("held-saved")
    page.get_by_role("button", name="Done").click()


def clinician_clears_the_hold(patient: Person, desktop: Visit) -> None:
    page = desktop.open(f"/staff#/patients/{patient.account_id}")
    desktop.shows("Held since a crisis entry")
    desktop.shot("staff-patient-held")
    page.get_by_role("button", name="Clear the hold").click()
    page.get_by_label("Why it can be cleared, and what was done").fill("Seen today, plan gone through.")
    page.get_by_role("dialog").get_by_role("button", name="Clear the hold").click()
    desktop.does_not_show("Held since a crisis entry")
    desktop.shows("The last hold was cleared by Dr. Clara Voss", "Seen today, plan gone through.")


def cards_are_back(page: Page) -> None:
    report_side_effect(page, "Headache", "Mild")
    save(page)
    expect(page.get_by_text("Education, not advice")).to_be_visible()
