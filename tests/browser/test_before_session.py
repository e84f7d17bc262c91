"""Around a session, on the phone and without a network: what changed since last time, what to say to whom, and what holds afterwards."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, NewVisit
from tests.browser.people import Clinic, Person, day, local, wall_clock
from tests.browser.stack import eventually
from tests.browser.visit import Visit

TELL = "Please tell the staff before the session starts."
STOP = "Please do not start the session yet."
KEPT = ("account", "today", "sessions", "pre-session")


def treated(
    clinic: Clinic, name: str = "Jordan Mills", *, protocol: str = "ket-iv", language: str = "en", **ahead: float
) -> Person:
    """With a first session so far ahead, or ago. TMS is planned from a working day on, and moved."""
    person = clinic.patient(name, language=language)
    working = next(days for days in range(1, 4) if local(days=days).isoweekday() <= 5)
    plans: dict[str, dict[str, Any]] = {
        "ket-iv": {"first_at": wall_clock(**ahead), "over_days": 18, "booster_months": 12, "sessions": None},
        "tms": {"first_at": wall_clock(days=working), "over_days": None, "sessions": 30},
    }
    weekdays = [1, 2, 3, 4, 5] if protocol == "tms" else [1, 2, 3, 4, 5, 6, 7]
    course = {"protocol": protocol, "weekdays": weekdays} | plans[protocol]
    clinic.clinician.ask("POST", f"/api/patients/{person.account_id}/courses", course)
    if protocol == "tms":
        change(clinic, person, "planned", starts_at=wall_clock(**ahead))
    return person


def first_session(person: Person) -> dict[str, Any]:
    return min(person.ask("GET", "/api/me/sessions"), key=lambda session: session["starts_at"])


def given(clinic: Clinic, person: Person) -> dict[str, Any]:
    """By question, as a clinician reads them."""
    session_id = first_session(person)["session_id"]
    path = f"/api/patients/{person.account_id}/sessions/{session_id}/answers"
    return {each["question"]: each for each in clinic.clinician.ask("GET", path)["answers"]}


def change(clinic: Clinic, person: Person, status: str, **how: Any) -> None:
    path = f"/api/patients/{person.account_id}/sessions/{first_session(person)['session_id']}/changes"
    clinic.clinician.ask("POST", path, {"status": status, **how})


def question(page: Page, text: str) -> Locator:
    return page.get_by_role("group", name=re.compile(text))


def choose(page: Page, text: str, answer: str) -> None:
    question(page, text).get_by_text(answer, exact=True).tap()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).tap()


def test_some_answers_now_and_the_rest_later_without_a_network(clinic: Clinic, phone: Visit) -> None:
    patient = treated(clinic, days=1)
    phone.sign_in_as(patient)
    page = phone.open()
    expect(page.get_by_role("heading", name="Anything changed since last time?")).to_be_visible()
    phone.is_kept(*KEPT)
    phone.wait_for_service_worker()
    with phone.offline():
        page.reload()
        page.get_by_role("link", name="Answer the questions").click()
        phone.shows("Your care team sees your answers", "A few more questions come on the day of the session.")
        expect(page.get_by_role("radio", checked=True)).to_have_count(0)
        phone.is_accessible()
        phone.shot("before-empty")
        save(page)
        expect(page.get_by_role("alert")).to_contain_text("Answer at least one question.")
        choose(page, "medicine or supplement", "Yes")
        page.get_by_label("Do you want to say more?").fill("A cold remedy.")
        choose(page, "Who is taking you home", "Not sure")
        phone.shot("before-some")
        phone.is_accessible()
        save(page)
        phone.shows("Saved on this phone.", TELL)
        phone.does_not_show(STOP)
        phone.shot("before-saved")
        phone.is_accessible()
        page.get_by_role("button", name="Done").click()
        phone.shows(TELL, "2 of 10 answered.")
        page.get_by_role("link", name="Go on").click()
        expect(page.get_by_label("Do you want to say more?")).to_have_value("A cold remedy.")
        choose(page, "Who is taking you home", "Somebody takes me")
        page.get_by_label("Who is it?").fill("My sister.")
        choose(page, "drink alcohol", "No")
        page.get_by_role("link", name="Help now").click()  # left half-way
        page.get_by_role("button", name="Back").click()
        page.get_by_role("link", name="Go on").click()
        phone.shows("What you had begun is still here.")
        save(page)
        phone.shows("Saved on this phone.")
    phone.is_sent()
    answers = given(clinic, patient)
    assert (answers["new_meds"]["answer"], answers["new_meds"]["note"]) == ("yes", "A cold remedy.")
    assert (answers["ride"]["answer"], answers["ride"]["note"]) == ("arranged", "My sister.")
    assert (answers["alcohol"]["answer"], answers["drugs"]["answer"]) == ("no", "not_answered")
    page.get_by_role("button", name="Done").click()
    phone.shows("3 of 10 answered.", TELL)
    phone.settle()
    phone.shot("before-today")


def test_on_the_day_with_hours_and_times(clinic: Clinic, phone: Visit) -> None:
    patient = treated(clinic, hours=3)
    phone.sign_in_as(patient)
    page = phone.open()
    page.get_by_role("link", name="Answer the questions").click()
    page.get_by_label("When did you last eat?").first.fill(f"{local(hours=-1):%H:%M}")
    phone.shows("today at ")
    page.get_by_label("When did you last drink anything?").first.fill(f"{local(minutes=30):%H:%M}")
    phone.shows("yesterday at ")
    choose(page, "blood pressure medicine", "Does not apply")
    save(page)
    phone.is_sent()
    phone.shows(TELL)  # 4 hours before an infusion is too near
    answers = given(clinic, patient)
    assert answers["food"]["at_time"].startswith(f"{local(hours=-1):%Y-%m-%dT%H:%M}"[:15])
    assert answers["drink"]["at_time"][:10] == day(1)
    assert answers["food"]["action"] == "tell_staff_before"
    assert answers["bp_medicine"]["answer"] == "does_not_apply"


def test_metal_stops_a_tms_session_until_somebody_has_looked(clinic: Clinic, phone: Visit) -> None:
    patient = treated(clinic, protocol="tms", hours=3)
    phone.sign_in_as(patient)
    page = phone.open()
    phone.is_kept(*KEPT)
    phone.wait_for_service_worker()
    with phone.offline():
        page.get_by_role("link", name="Answer the questions").click()
        page.get_by_role("button", name=re.compile("^− ½ How many hours did you sleep")).click()
        choose(page, "anything new in or on your head", "Yes")
        save(page)
        phone.shows(STOP)
        phone.shot("before-stop")
        phone.is_accessible()
    phone.is_sent()
    page.get_by_role("button", name="Done").click()
    phone.shows(STOP)
    phone.settle()
    phone.shot("before-stop-today")
    answers = given(clinic, patient)
    assert (answers["sleep"]["amount"], answers["metal"]["action"]) == (7, "stop_and_tell_staff")
    path = f"/api/patients/{patient.account_id}/sessions/{first_session(patient)['session_id']}/answers"
    seen = clinic.clinician.ask("GET", path)["revision_id"]
    clinic.clinician.ask("POST", f"{path}/metal/review", {"revision_id": seen, "what_was_done": "A plastic hair clip."})
    page.reload()
    phone.does_not_show(STOP)


def test_the_safety_question_leads_to_the_hotline_without_a_network(clinic: Clinic, phone: Visit) -> None:
    patient = treated(clinic, "Robin Hale", days=1)
    phone.sign_in_as(patient)
    page = phone.open()
    expect(page.get_by_role("link", name="Answer the questions")).to_be_visible()
    phone.is_kept(*KEPT)
    phone.wait_for_service_worker()
    with phone.offline():
        page.get_by_role("link", name="Answer the questions").click()
        choose(page, "thoughts of death", "I would rather talk")
        save(page)
        expect(page.get_by_role("link", name="Call 988")).to_have_attribute("href", "tel:988")
        phone.shows("Not sent yet: no connection.")
        phone.does_not_show(TELL)

    def alerts() -> list[dict[str, Any]]:
        return [a for a in clinic.clinician.ask("GET", "/api/alerts") if a["patient_id"] == patient.account_id]

    (alert,) = eventually(alerts, "an alert")
    assert alert["source"] == "pre_session"


def test_answers_for_a_session_that_was_cancelled_meanwhile_need_attention(clinic: Clinic, phone: Visit) -> None:
    patient = treated(clinic, days=1)
    phone.sign_in_as(patient)
    page = phone.open()
    page.get_by_role("link", name="Answer the questions").click()
    choose(page, "medicine or supplement", "Yes")
    page.get_by_label("Do you want to say more?").fill("A cold remedy.")
    change(clinic, patient, "cancelled")
    phone.expect_answer(409, "PUT /api/me/sessions/")
    save(page)
    page.get_by_role("link", name="Look at it").click()
    phone.shows("Before a session", "A cold remedy.", "Nothing is lost")
    phone.is_accessible()


def test_after_a_session_the_driving_sentence_comes_first_without_a_network(clinic: Clinic, phone: Visit) -> None:
    patient = treated(clinic, hours=2)
    session = first_session(patient)
    phone.sign_in_as(patient)
    page = phone.open()
    expect(page.get_by_role("link", name="Answer the questions")).to_be_visible()
    phone.does_not_show("After your infusion")
    phone.is_kept(*KEPT)
    phone.wait_for_service_worker()
    with phone.offline():
        page.clock.set_fixed_time(local(hours=4))
        page.reload()
        phone.shows("After your infusion", "No driving and no machines until the next day", "Not before ")
        phone.does_not_show("Answer the questions")
        page.get_by_text("What else, and when to call").click()
        phone.shows("Leave with an adult you trust.")
        expect(page.get_by_role("link", name="Call 911")).to_have_attribute("href", "tel:911")
        phone.shot("after-care")
        phone.is_accessible()
        shown = page.get_by_role("main").inner_text()
        page.clock.set_fixed_time(local(hours=24))
        page.reload()
        phone.shows("After your infusion")
        page.clock.set_fixed_time(local(hours=50))
        page.reload()
        expect(page.get_by_role("heading", name="How was today?")).to_be_visible()
        phone.settle()
        phone.does_not_show("After your infusion")
    # The server says the same of a session that has begun.
    change(clinic, patient, "completed", starts_at=wall_clock(hours=-3))
    card = patient.ask("GET", f"/api/me/sessions/{session['session_id']}/after-care")
    texts = [card["title"], card["driving"], *card["items"], card["call_clinic"], card["call_emergency"]]
    for text in [*texts, card["call_crisis"]]:
        assert text in shown


def test_in_spanish_in_the_dark_and_in_large_type(clinic: Clinic, new_visit: NewVisit) -> None:
    phone = new_visit(**PHONE | {"viewport": {"width": 390, "height": 844}, "locale": "es-MX", "color_scheme": "dark"})
    patient = treated(clinic, "Inés Lago", protocol="tms", language="es", hours=3)
    phone.sign_in_as(patient)
    page = phone.open()
    page.get_by_role("link", name="Responder las preguntas").click()
    choose(page, "algo nuevo en la cabeza", "No lo sé")
    looks(phone, "form")
    page.get_by_role("button", name="Guardar", exact=True).tap()
    phone.shows("Dígalo al personal antes de que empiece la sesión.")
    looks(phone, "saved")
    phone.go("/baseline")
    page.get_by_role("button", name="No tengo nada de esto").wait_for()
    looks(phone, "baseline")


def looks(phone: Visit, name: str) -> None:
    for size in ("100%", "200%"):
        phone.page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        phone.settle()
        phone.is_accessible()
        phone.shot(f"before-dark-{name}-{size.strip('%')}")
        too_wide = phone.page.evaluate("() => document.documentElement.scrollWidth - screen.width")
        assert too_wide <= 0, f"{name} is {too_wide} px too wide at {size}"
    phone.page.evaluate("() => { document.documentElement.style.fontSize = '' }")


def test_the_list_before_the_first_session_is_asked_once(clinic: Clinic, phone: Visit) -> None:
    patient = treated(clinic, days=5)
    phone.sign_in_as(patient)
    page = phone.open()
    page.get_by_role("link", name="Open the list").click()
    choose(page, "^Headache", "Mild")
    phone.shot("baseline")
    phone.is_accessible()
    page.get_by_role("button", name="I have none of the others").click()
    save(page)
    phone.is_sent()
    page.get_by_role("button", name="Done").click()
    phone.shows("Everything is sent.")
    phone.does_not_show("Before your first session")
    reports = {each["effect"]: each["severity"] for each in patient.ask("GET", "/api/me/side-effects")}
    assert reports.pop("headache") == "mild"
    assert len(reports) > 5
    assert set(reports.values()) == {"not_present"}
