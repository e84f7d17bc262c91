"""A short form on the phone: in the instrument's own wording, a question a screen, without a network, and with help when it is needed."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, NewVisit
from tests.browser.people import Clinic, Person, day, wall_clock
from tests.browser.stack import eventually
from tests.browser.visit import Visit

PHQ9 = ["Several days"] * 8 + ["Not at all"]
NINTH = "Thoughts that you would be better off dead"
KEPT = ("account", "today", "instruments", "measures-due", "sessions")


def treated(clinic: Clinic, name: str = "Jordan Mills", *, language: str = "en", **ahead: float) -> Person:
    """Before the first infusion, when the form is asked as a baseline."""
    person = clinic.patient(name, language=language)
    first_at = wall_clock(**(ahead or {"days": 3}))
    course = {"protocol": "ket-iv", "first_at": first_at, "sessions": None, "over_days": 18}
    course |= {"booster_months": 12, "weekdays": [1, 2, 3, 4, 5, 6, 7]}
    clinic.clinician.ask("POST", f"/api/patients/{person.account_id}/courses", course)
    return person


def begin(visit: Visit, person: Person) -> Page:
    visit.sign_in_as(person)
    page = visit.open()
    page.get_by_role("link", name="Open the form: PHQ-9").click()
    page.get_by_role("button", name=re.compile("^(Start|Go on)$")).wait_for()
    return page


def answer(page: Page, *texts: str) -> None:
    """From the question that is shown. "Skip" is an answer too."""
    for text in texts:
        before = page.get_by_role("heading", level=1).inner_text()
        page.get_by_role("button", name=text, exact=True).tap()
        expect(page.get_by_role("heading", level=1)).not_to_have_text(before)


def stored(person: Person) -> list[dict[str, Any]]:
    return person.ask("GET", "/api/me/measures")


def test_a_form_is_filled_in_and_read_over_without_a_network(clinic: Clinic, phone: Visit) -> None:
    patient = treated(clinic)
    phone.sign_in_as(patient)
    page = phone.open()
    expect(page.get_by_role("heading", name="A short form is due")).to_be_visible()
    phone.shows("PHQ-9: 9 questions, about 3 minutes.")
    phone.settle()
    phone.shot("measure-today")
    phone.is_accessible()
    phone.is_kept(*KEPT)
    phone.wait_for_service_worker()
    with phone.offline():
        page.reload()
        page.get_by_role("link", name="Open the form: PHQ-9").click()
        phone.shows("Over the last 2 weeks", "Spitzer", "Nobody reads this live.")
        phone.shot("measure-start")
        phone.is_accessible()
        page.get_by_role("button", name="Start").click()
        expect(page.get_by_role("heading", name="Little interest or pleasure in doing things")).to_be_focused()
        phone.shows("Question 1 of 9", "Over the last 2 weeks", "Spitzer")
        phone.shot("measure-question")
        phone.is_accessible()
        answer(page, "Several days", "Nearly every day")
        page.get_by_role("button", name="Back one").click()
        expect(page.get_by_role("button", name="Nearly every day")).to_have_attribute("aria-pressed", "true")
        phone.shows("of 10")  # with an answer above 0, the form's last question comes too
        answer(page, "More than half the days", "Skip", *["Not at all"] * 6, "Somewhat difficult")
        expect(page.get_by_role("heading", name="Your answers")).to_be_focused()
        phone.shot("measure-review")
        phone.is_accessible()
        page.get_by_role("button", name=re.compile("Trouble falling")).click()
        answer(page, "Several days")
        expect(page.get_by_role("heading", name="Your answers")).to_be_visible()
        page.get_by_role("button", name="Save", exact=True).click()
        phone.shows("Saved on this phone.", "Not sent yet: no connection.")
        phone.shot("measure-saved")
        page.get_by_role("button", name="Done").click()
        phone.does_not_show("A short form is due")
        page.reload()
        phone.shows("1 entry is saved on this phone.")
        phone.does_not_show("A short form is due")
    phone.shows("Everything is sent.")
    (found,) = stored(patient)
    assert (found["answers"], found["extras"]) == ([1, 2, 1, 0, 0, 0, 0, 0, 0], {"difficulty": 1})
    assert (found["day"], found["version"], found["late"]) == (day(), 1, False)
    assert found["session_id"]
    phone.does_not_show("A short form is due", "remission")
    page.get_by_role("link", name="History").click()
    phone.shows("Your forms", "4 of 27")
    phone.does_not_show("minimal", "remission", "better")  # a number and a day, and nothing about what it means
    phone.is_accessible()
    phone.shot("measure-history")


def test_what_was_answered_is_there_after_the_phone_was_put_down(clinic: Clinic, phone: Visit) -> None:
    patient = treated(clinic)
    page = begin(phone, patient)
    page.get_by_role("button", name="Start").click()
    answer(page, "Several days", "Several days")
    page.get_by_role("link", name="Help now").click()
    page.get_by_role("button", name="Back").click()
    page.get_by_role("link", name="Open the form: PHQ-9").click()
    phone.shows("What you had begun is still here.")
    page.reload()
    page.get_by_role("button", name="Go on").click()
    phone.shows("Question 3 of 10")
    answer(page, *PHQ9[2:], "Skip")
    phone.shows("Skipped")
    # A hand that shakes taps twice: saved once.
    page.get_by_role("button", name="Save", exact=True).evaluate("button => { button.click(); button.click(); }")
    phone.is_sent()
    (found,) = stored(patient)
    assert (found["total"], found["extras"]) == (8, {})


def test_a_second_tap_in_the_same_place_does_not_answer_the_next_question(clinic: Clinic, phone: Visit) -> None:
    page = begin(phone, treated(clinic))
    page.get_by_role("button", name="Start").click()
    option = page.get_by_role("button", name="Nearly every day")
    option.click(trial=True)
    box = option.bounding_box()
    assert box is not None
    for _ in range(2):
        page.touchscreen.tap(box["x"] + 20, box["y"] + 20)
    expect(page.get_by_role("heading", name="Feeling down, depressed, or hopeless")).to_be_visible()
    page.get_by_role("button", name="Not at all").click(trial=True)
    expect(page.get_by_role("heading", name="Feeling down, depressed, or hopeless")).to_be_visible()


def test_not_now_is_an_answer(clinic: Clinic, phone: Visit) -> None:
    patient = treated(clinic)
    page = begin(phone, patient)
    page.get_by_role("button", name="Not now").click()
    phone.shows("How was today?", "Everything is sent.")
    phone.does_not_show("A short form is due")
    (found,) = stored(patient)
    assert (found["declined"], found["answers"], found["total"]) == (True, None, None)


def test_the_ninth_question_leads_to_the_hotline_without_a_network(clinic: Clinic, phone: Visit) -> None:
    patient = treated(clinic, "Robin Hale")
    phone.sign_in_as(patient)
    page = phone.open()
    phone.shows("A short form is due")
    phone.is_kept(*KEPT)
    phone.wait_for_service_worker()
    with phone.offline():
        page.reload()
        page.get_by_role("link", name="Open the form: PHQ-9").click()
        page.get_by_role("button", name="Start").click()
        answer(page, *PHQ9[:8])
        expect(page.get_by_role("heading", name=re.compile(NINTH))).to_be_visible()
        answer(page, "Several days", "Skip")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("link", name="Call 988")).to_have_attribute("href", "tel:988")
        phone.shows("Not sent yet: no connection.")
        phone.does_not_show("Education, not advice", "Your answers")
        phone.shot("measure-hotline")
    phone.is_sent()
    expect(page.get_by_role("link", name="Call 988")).to_be_visible()

    def alerts() -> list[dict[str, Any]]:
        return [a for a in clinic.clinician.ask("GET", "/api/alerts") if a["patient_id"] == patient.account_id]

    (alert,) = eventually(alerts, "an alert")
    assert (alert["source"], alert["private"]) == ("measure", False)
    page.get_by_role("button", name="Back to my journal").click()
    phone.shows("How was today?")


def test_a_form_that_is_refused_stays_whole_and_can_be_sent_again(clinic: Clinic, phone: Visit) -> None:
    patient = treated(clinic)
    page = begin(phone, patient)
    problem = {"type": "https://intersession.example/problems/invalid", "title": "Invalid", "detail": "Please check."}
    phone.answer("PUT /api/me/measures/", 422, problem)
    page.get_by_role("button", name="Start").click()
    answer(page, *PHQ9, "Skip")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Look at it").click()
    phone.shows("PHQ-9", "1 1 1 1 1 1 1 1 0")
    phone.is_accessible()
    page.unroute_all()
    page.get_by_role("link", name="Change and send again").click()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("button", name="Several days")).to_have_attribute("aria-pressed", "true")
    for n in range(2, 11):
        page.get_by_role("button", name="Next").click()
        phone.shows(f"Question {n} of 10")
    page.get_by_role("button", name="Next").or_(page.get_by_role("button", name="Skip")).first.click()
    page.get_by_role("button", name="Save", exact=True).click()
    phone.is_sent()
    (found,) = stored(patient)
    assert found["total"] == 8


def test_in_spanish_in_the_dark_and_in_large_type(clinic: Clinic, new_visit: NewVisit) -> None:
    phone = new_visit(**PHONE | {"viewport": {"width": 390, "height": 844}, "locale": "es-MX", "color_scheme": "dark"})
    patient = treated(clinic, "Inés Lago", language="es", days=1)
    phone.sign_in_as(patient)
    page = phone.open()
    page.get_by_role("link", name="Abrir el cuestionario: PHQ-9").wait_for()
    looks(phone, "today")
    page.get_by_role("link", name="Abrir el cuestionario: PHQ-9").click()
    page.get_by_role("button", name="Empezar").wait_for()
    looks(phone, "start")
    page.get_by_role("button", name="Empezar").click()
    expect(page.get_by_role("heading", name="Poco interés o placer en hacer cosas")).to_be_visible()
    looks(phone, "question")
    answer(page, *["Varios días"] * 9)
    looks(phone, "review")
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.get_by_role("link", name="Llamar al 988")).to_be_visible()
    phone.shows("Enviado")


def looks(phone: Visit, name: str) -> None:
    for size in ("100%", "200%"):
        phone.page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        phone.settle()
        phone.is_accessible()
        phone.shot(f"measure-dark-{name}-{size.strip('%')}")
        too_wide = phone.page.evaluate("() => document.documentElement.scrollWidth - screen.width")
        assert too_wide <= 0, f"{name} is {too_wide} px too wide at {size}"
    phone.page.evaluate("() => { document.documentElement.style.fontSize = '' }")


def test_a_whole_form_by_keyboard(clinic: Clinic, desktop: Visit) -> None:
    patient = treated(clinic)
    page = begin(desktop, patient)
    page.get_by_role("button", name="Start").focus()
    page.keyboard.press("Enter")
    for n in range(1, 10):
        expect(page.get_by_text(f"Question {n} of ")).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        option = page.get_by_role("button", name="Not at all" if n > 1 else "Several days", exact=True)
        option.click(trial=True)  # the question has settled
        for _ in range(6):
            page.keyboard.press("Tab")
            if option.evaluate("element => element === document.activeElement"):
                break
        assert option.evaluate("element => getComputedStyle(element).outlineStyle") != "none", "no focus ring"
        page.keyboard.press("Enter")
    expect(page.get_by_text("Question 10 of 10")).to_be_visible()
    page.get_by_role("button", name="Skip").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your answers")).to_be_focused()
    page.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Saved")).to_be_focused()
    desktop.is_sent()
    assert stored(patient)[0]["answers"] == [1, 0, 0, 0, 0, 0, 0, 0, 0]
