"""What a clinic sets for its care, and courses that are started from templates: every date before anything is created."""

from collections.abc import Generator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewVisit
from tests.browser.people import ZONE, Clinic, Person, local
from tests.browser.stack import Stack
from tests.browser.visit import Visit


@pytest.fixture(scope="module")
def orchard(stack: Stack) -> Generator[Clinic]:
    """A clinic of its own: what it sets must not reach the patients of other tests."""
    clinic = Clinic(stack, "Orchard Clinic")
    yield clinic
    clinic.close()


def next_monday() -> date:
    today = local().date()
    return today + timedelta(days=7 - today.weekday())


def open_part(visit: Visit, person: Person, part: str) -> Page:
    visit.page.goto("about:blank")
    visit.sign_in_as(person)
    page = visit.open(f"/staff#/clinic/{part}")
    expect(page.get_by_role("heading", name="Clinic", exact=True)).to_be_visible()
    return page


def start_course(visit: Visit, clinician: Person, patient: Person) -> Page:
    visit.page.goto("about:blank")
    visit.sign_in_as(clinician)
    page = visit.open(f"/staff#/patients/{patient.account_id}/schedule")
    page.get_by_role("button", name="Start a course").click()
    return page


def preview(page: Page) -> Locator:
    return page.get_by_role("status").filter(has_text="What will be planned")


def test_an_admin_makes_a_template_and_a_clinician_starts_a_course_with_it(orchard: Clinic, desktop: Visit) -> None:
    page = open_part(desktop, orchard.admin, "protocols")
    desktop.shows("No template of your own yet.")
    page.get_by_role("button", name="Add a template").click()
    page.get_by_role("button", name="Save").click()
    desktop.shows("This is needed.", "Something is missing or out of range")
    page.get_by_label("Name").fill("Gentle start")
    fill_phase(page, 1, sessions="4", pace="So many a week", number="6")
    desktop.shows("There are fewer days of the week than sessions a week.")
    fill_phase(page, 1, sessions="4", pace="So many a week", number="2")
    page.get_by_role("button", name="Add a phase").click()
    fill_phase(page, 2, sessions="2", pace="Every so many days", number="14")
    page.get_by_label("Boosters after the last infusion").check()
    page.get_by_label("Months of boosters").fill("3")
    page.get_by_label("Try it: first session").fill(f"{next_monday()}T10:30")
    expect(preview(page)).to_contain_text("6 infusions")
    expect(preview(page)).to_contain_text("3 boosters")
    desktop.shot("admin-template")
    desktop.is_accessible()
    page.get_by_role("button", name="Save").click()
    desktop.shows("Gentle start is saved.")
    listed = page.get_by_role("listitem").filter(has_text="Gentle start")
    expect(listed).to_contain_text(
        "4 sessions, 2 a week, then 2 sessions, every 14 days, then a booster every 30 days for 3 months."
    )

    person = orchard.patient("Ash Lindqvist")
    page = start_course(desktop, orchard.clinician, person)
    page.get_by_label("Ketamine", exact=True).check(force=True)
    page.get_by_label("Gentle start (your own).").check(force=True)
    page.get_by_label("First session").fill(f"{next_monday()}T10:30")
    expect(preview(page)).to_contain_text("6 infusions")
    desktop.shot("staff-start-course-own")
    page.get_by_role("button", name="Create the sessions").click()
    desktop.shows("Infusion 1 of 6")
    assert len(person.ask("GET", "/api/me/sessions")) == 9

    page = open_part(desktop, orchard.admin, "protocols")
    page.get_by_role("button", name="Retire Gentle start").click()
    desktop.shows("Courses that began with it go on as planned.")
    page.get_by_role("dialog").get_by_role("button", name="Retire").click()
    desktop.shows("Gentle start is retired.", "No template of your own yet.")
    assert len(person.ask("GET", "/api/me/sessions")) == 9


def fill_phase(page: Page, n: int, *, sessions: str, pace: str, number: str) -> None:
    phase = page.get_by_role("group", name=f"Phase {n}")
    phase.get_by_label("Sessions").fill(sessions)
    phase.get_by_label("How often").select_option(label=pace)
    phase.get_by_role("textbox").nth(1).fill(number)


def test_fifty_sessions_in_five_days_are_five_lines(orchard: Clinic, desktop: Visit) -> None:
    page = start_course(desktop, orchard.clinician, orchard.patient("Blake Lindqvist"))
    page.get_by_label("TMS", exact=True).check(force=True)
    page.get_by_label("TMS in five days (SAINT).").check(force=True)
    page.get_by_label("First session").fill(f"{next_monday() + timedelta(days=2)}T08:00")
    desktop.expect_answer(422, "POST /api/protocols/preview")
    # Five days in a row from a Wednesday would run into a weekend on which the clinic is closed.
    expect(page.get_by_text("This protocol needs 5 open days in a row.")).to_be_visible()
    page.get_by_label("First session").fill(f"{next_monday()}T08:00")
    expect(preview(page)).to_contain_text("50 TMS sessions")
    expect(preview(page)).to_contain_text("on 5 days")
    preview(page).get_by_role("button", name="All dates").click()
    expect(preview(page).get_by_role("listitem")).to_have_count(5)
    expect(preview(page).get_by_role("listitem").first).to_contain_text("10 sessions, 8:00")
    desktop.shot("staff-start-course-saint")
    desktop.is_accessible()
    page.get_by_role("button", name="Create the sessions").click()
    desktop.shows("TMS session 1 of 50", "0 of 50 sessions done")


def test_a_treatment_that_goes_on_and_one_that_is_given_again(orchard: Clinic, desktop: Visit) -> None:
    page = start_course(desktop, orchard.clinician, orchard.patient("Corey Lindqvist"))
    page.get_by_label("Esketamine", exact=True).check(force=True)
    page.get_by_label("Esketamine nasal spray.").check(force=True)
    page.get_by_label("First session").fill(f"{next_monday()}T09:00")
    expect(preview(page)).to_contain_text("12 esketamine sessions")
    page.get_by_label("After these sessions, go on for").select_option(label="3 months")
    page.get_by_label("every 14 days").check(force=True)
    expect(preview(page)).not_to_contain_text("12 esketamine sessions")
    page.get_by_label("TMS", exact=True).check(force=True)
    page.get_by_label("TMS again, or to keep the gain.").check(force=True)
    expect(page.get_by_role("button", name="Create the sessions")).to_be_disabled()
    page.get_by_label("Sessions", exact=True).fill("61")
    expect(page.get_by_role("alert")).to_have_text("A whole number from 1 to 60.")
    page.get_by_label("Sessions", exact=True).fill("4")
    page.get_by_label("Days from one session to the next").fill("7")
    expect(preview(page)).to_contain_text("4 TMS sessions")
    page.get_by_role("button", name="Create the sessions").click()
    desktop.shows("TMS session 1 of 4")


def test_an_admin_sets_what_is_asked_and_which_change_counts(orchard: Clinic, desktop: Visit) -> None:
    page = open_part(desktop, orchard.admin, "measures")
    expect(page.get_by_label("WHO-5 Well-Being Index")).to_be_disabled()
    page.get_by_label("Show the wording of the WHO-5").check()
    page.get_by_label("WHO-5 Well-Being Index").check()
    page.get_by_label("GAD-7 Generalized").check()
    page.get_by_text("GAD-7 Generalized").filter(visible=True).last.click()
    change = page.get_by_role("group").filter(has_text="GAD-7").get_by_label("Reliable change")
    expect(change).to_contain_text("6 points, Bischoff 2020 (usual)")
    change.select_option(value="nhs")
    page.get_by_label("Course template").select_option(label="TMS on weekdays")
    asked = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="PHQ-9"))
    expect(asked).to_contain_text("As proposed: before session 1; after every 5 sessions")
    asked.get_by_role("button", name="Set it for your clinic").click()
    asked.get_by_label("After every so many sessions").fill("x")
    expect(asked.get_by_role("alert")).to_have_text("A whole number from 1 to 100, or nothing.")
    asked.get_by_label("After every so many sessions").fill("10")
    expect(asked).to_contain_text("Set by your clinic: before session 1; after every 10 sessions")
    desktop.shot("admin-measures")
    desktop.is_accessible()
    page.get_by_role("button", name="Save", exact=True).click()
    desktop.shows("Saved.")
    stored = orchard.clinician.ask("GET", "/api/clinic/measures")
    assert stored["who5"]
    assert set(stored["asked"]) == {"phq-9", "who-5", "gad-7"}
    assert stored["thresholds"] == {"gad-7": {"reliable_change": "nhs"}}
    assert stored["cadence"]["tms"]["phq-9"]["every_sessions"] == 10


def test_an_admin_sets_the_hours_of_the_questions_before_a_session(orchard: Clinic, desktop: Visit) -> None:
    page = open_part(desktop, orchard.admin, "measures")
    page.get_by_label("Hours before a session that the questions open").fill("200")
    desktop.shows("Hours from 1 to 168.")
    page.get_by_label("Hours before a session that the questions open").fill("72")
    page.get_by_label("TMS: fewer hours of sleep").fill("4.5")
    page.get_by_role("button", name="Save these hours").click()
    desktop.shows("Saved.")
    stored = orchard.clinician.ask("GET", "/api/clinic/pre-session")
    assert (stored["lead_hours"], stored["short_night_hours"]) == (72, 4.5)


def test_care_staff_read_it_and_change_nothing(orchard: Clinic, desktop: Visit) -> None:
    for part in ("measures", "protocols"):
        page = open_part(desktop, orchard.therapist, part)
        desktop.shows("Only an administrator can change this.")
        desktop.settle()
        expect(page.get_by_role("button")).to_have_count(1)  # "Skip to the content"
        desktop.is_accessible()


def test_settings_on_a_phone_in_spanish_and_dark(orchard: Clinic, new_visit: NewVisit) -> None:
    phone = new_visit(viewport={"width": 390, "height": 844}, locale="es-ES", timezone_id=ZONE, color_scheme="dark")
    # A person of their own, whose account is in Spanish: that goes before the browser's language.
    phone.sign_in_as(orchard.staff("admin", "Inés Duarte", language="es"))
    page = phone.open("/staff#/clinic/measures")
    phone.shows("Qué cambio cuenta", "Cambio fiable")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.is_accessible()
    phone.shot("admin-measures-phone-es")
    phone.go("/clinic/protocols")
    page.get_by_role("button", name="Añadir una plantilla").click()
    phone.shows("Una plantilla nueva")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.is_accessible()
    phone.shot("admin-template-phone-es")
