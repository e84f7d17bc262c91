"""Therapy pages on the phone: five forms, shared as it says where they are written, asked for as homework, and screened like notes."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, NewVisit
from tests.browser.people import PASSWORD, Clinic, Person, day
from tests.browser.stack import eventually
from tests.browser.visit import Visit

KEPT = ("account", "today", "therapy-forms", "pages")
FORMS = ("Thought record", "A-B-C-D-E page", "Diary card", "Before, doing, after", "Free page")


def ask_for(clinic: Clinic, person: Person, form: str, words: str | None) -> None:
    body = {"form": form, "due_on": day(-3), "words": words}
    clinic.therapist.ask("POST", f"/api/patients/{person.account_id}/homework", body)


def pages(person: Person) -> list[dict[str, Any]]:
    return person.ask("GET", "/api/me/pages")


def shared(clinic: Clinic, person: Person) -> list[dict[str, Any]]:
    return clinic.therapist.ask("GET", f"/api/patients/{person.account_id}/pages")


def open_form(page: Page, form: str) -> None:
    page.get_by_role("link", name=re.compile("^Therapy pages")).click()
    page.get_by_role("link", name=re.compile(f"^{form}")).click()
    expect(page.get_by_role("heading", name=form, level=1)).to_be_visible()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).tap()


def test_a_thought_record_is_written_shared_and_changed_without_a_network(clinic: Clinic, phone: Visit) -> None:
    patient = clinic.patient()
    phone.sign_in_as(patient)
    page = phone.open()
    page.get_by_role("link", name=re.compile("^Therapy pages")).wait_for()
    phone.is_kept(*KEPT)
    phone.wait_for_service_worker()
    with phone.offline():
        page.reload()
        page.get_by_role("link", name=re.compile("^Therapy pages")).click()
        phone.shows(*FORMS, "What you write appears here.")
        phone.shot("pages")
        phone.is_accessible()
        page.get_by_role("link", name=re.compile("^Thought record")).click()
        phone.shows("Only you can read this. If it sounds like danger, your team is told that, not the words.")
        save(page)
        expect(page.get_by_role("alert")).to_contain_text("This page is still empty.")
        page.get_by_label("What happened?").fill("My boss walked past me.")
        save(page)
        expect(page.get_by_role("alert")).to_contain_text("Please fill in: What went through your mind?")
        page.get_by_label("What went through your mind?").fill("He is angry with me.")
        page.get_by_role("button", name=re.compile(r"^\+ 10 How strong was it")).click()
        page.get_by_role("button", name=re.compile(r"^\+ 10 How strong was it")).click()
        page.get_by_label("Who can read this page").select_option(label="Shared with: my therapist")
        phone.shows("Your therapist can read this.")
        phone.shot("page-thoughts")
        phone.is_accessible()
        page.get_by_role("link", name="Help now").click()  # left half-way
        page.get_by_role("button", name="Back").click()
        open_form(page, "Thought record")
        phone.shows("What you had begun is still here.")
        save(page)
        phone.shows("Saved on this phone.", "Not sent yet: no connection.")
        page.get_by_role("button", name="Done").click()
        page.get_by_role("link", name=re.compile("^Therapy pages")).click()
        phone.shows("He is angry with me.", "60 of 100", "Shared with: my therapist", "not sent yet")
        page.get_by_role("link", name="Change: Thought record").click()
        page.get_by_label("What else could be true?").fill("He did not see me.")
        save(page)
        phone.shows("Saved on this phone.")
    phone.is_sent()
    (found,) = pages(patient)
    assert found["texts"]["alternative"] == "He did not see me."
    assert (found["ratings"], found["audience"], found["day"]) == ({"emotion_before": 60}, "therapist", day())
    assert [each["page_id"] for each in shared(clinic, patient)] == [found["page_id"]]


def test_whom_a_page_is_shared_with_can_be_changed_afterwards(clinic: Clinic, phone: Visit) -> None:
    patient = clinic.patient()
    phone.sign_in_as(patient)
    page = phone.open()
    open_form(page, "Free page")
    page.get_by_label("What is on your mind?").fill("A quiet day.")
    save(page)
    phone.is_sent()
    assert shared(clinic, patient) == []
    page.get_by_role("button", name="Done").click()
    page.get_by_role("link", name=re.compile("^Therapy pages")).click()
    with page.expect_response("**/audience"):
        page.get_by_label("Who can read this page").select_option(label="Shared with: my whole care team")
    assert [each["texts"] for each in shared(clinic, patient)] == [{"text": "A quiet day."}]
    phone.settle()
    phone.shot("pages-written")
    phone.is_accessible()


def test_homework_is_on_today_until_it_is_written(clinic: Clinic, phone: Visit) -> None:
    patient = clinic.patient()
    ask_for(clinic, patient, "aba", "Look at what happens before you cancel plans.")
    phone.sign_in_as(patient)
    page = phone.open()
    phone.shows("A page for therapy", "Tom Reyes asks for it by", "Look at what happens before you cancel plans.")
    phone.settle()
    phone.shot("homework-today")
    phone.is_accessible()
    phone.is_kept(*KEPT)
    phone.wait_for_service_worker()
    with phone.offline():
        page.get_by_role("link", name="Write it").click()
        phone.shows("Tom Reyes asks for this", "Look at what happens before you cancel plans.")
        page.get_by_label("What did you do?").fill("I wrote that I am ill.")
        page.get_by_label("How many times?").fill("2")
        phone.shot("page-homework")
        save(page)
        page.get_by_role("button", name="Done").click()
        phone.does_not_show("A page for therapy")
        page.reload()
        phone.shows("1 entry is saved on this phone.")
        phone.does_not_show("A page for therapy")
    phone.shows("Everything is sent.")
    (homework,) = patient.ask("GET", "/api/me/homework")
    (written,) = pages(patient)
    assert (homework["state"], homework["done_page_ids"]) == ("done", [written["page_id"]])
    assert (written["ratings"], written["audience"]) == ({"count": 2}, "private")


def test_urges_and_words_of_danger_lead_to_the_hotline_without_a_network(clinic: Clinic, phone: Visit) -> None:
    patient = clinic.patient("Robin Hale")
    phone.sign_in_as(patient)
    page = phone.open()
    page.get_by_role("link", name=re.compile("^Therapy pages")).wait_for()
    phone.is_kept(*KEPT)
    phone.wait_for_service_worker()
    with phone.offline():
        open_form(page, "Diary card")
        urge = page.get_by_role("group", name="Urge to die")
        for number in ("4", "4", "1"):  # a second tap takes it back
            urge.get_by_role("button", name=number, exact=True).tap()
        page.get_by_role("checkbox", name="Being here and now").check()
        page.get_by_role("group", name=re.compile("Did I do what I want to change")).get_by_text("No").tap()
        phone.shot("page-diary-card")
        phone.is_accessible()
        save(page)
        expect(page.get_by_role("link", name="Call 988")).to_have_attribute("href", "tel:988")
        phone.shows("Not sent yet: no connection.")
        page.get_by_role("button", name="Back to my journal").click()
        open_form(page, "Free page")
        page.get_by_label("What is on your mind?").fill("I want to kill myself.")
        save(page)
        expect(page.get_by_role("link", name="Call 988")).to_be_visible()
    phone.is_sent()

    def alerts() -> list[dict[str, Any]]:
        return [a for a in clinic.clinician.ask("GET", "/api/alerts") if a["patient_id"] == patient.account_id]

    (alert,) = eventually(alerts, "an alert")
    assert (alert["source"], alert["private"], alert["count"]) == ("therapy_page", True, 2)
    card = next(each for each in pages(patient) if each["form"] == "dbt")
    assert card["ratings"] == {"urge_die": 1, "skill_mindful": 1, "target": 0}


def test_a_page_that_is_refused_stays_whole_and_can_be_sent_again(clinic: Clinic, phone: Visit) -> None:
    patient = clinic.patient()
    phone.sign_in_as(patient)
    page = phone.open()
    open_form(page, "A-B-C-D-E page")
    page.get_by_label("B: What did you tell yourself about it?").fill("I must always win.")
    problem = {"type": "https://intersession.example/problems/invalid", "title": "Invalid", "detail": "Please check."}
    phone.answer("PUT /api/me/pages/", 422, problem)
    save(page)
    page.get_by_role("link", name="Look at it").click()
    phone.shows("I must always win.", "Shared with: only me")
    page.unroute_all()
    page.get_by_role("link", name="Change and send again").click()
    page.get_by_label("D: What speaks against that belief?").fill("Nobody always wins.")
    save(page)
    phone.is_sent()
    (found,) = pages(patient)
    assert found["texts"] == {"belief": "I must always win.", "dispute": "Nobody always wins."}


def test_a_page_that_is_saved_as_the_session_runs_out_waits_for_the_next(clinic: Clinic, phone: Visit) -> None:
    patient = clinic.patient()
    phone.sign_in_as(patient)
    page = phone.open()
    open_form(page, "Free page")
    page.get_by_label("What is on your mind?").fill("A quiet day.")
    phone.settle()
    phone.expect_answer(401, "PUT /api/me/pages/")
    phone.expect_answer(401, "GET /api/")
    clinic.stack.sql("delete from identity.session where account_id = %(id)s", id=patient.account_id)
    save(page)
    phone.shows("Saved on this phone.", "Not sent yet: sign in to send it.")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Email").fill(patient.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    phone.shows("Everything is sent.")
    page.get_by_role("link", name=re.compile("^Therapy pages")).click()
    phone.shows("A quiet day.")
    expect(page.get_by_label("Who can read this page")).to_have_value("private")
    phone.does_not_show("not sent yet")


def test_in_spanish_in_the_dark_and_in_large_type(clinic: Clinic, new_visit: NewVisit) -> None:
    phone = new_visit(**PHONE | {"viewport": {"width": 390, "height": 844}, "locale": "es-MX", "color_scheme": "dark"})
    patient = clinic.patient("Inés Lago", language="es")
    ask_for(clinic, patient, "cbt", None)
    phone.sign_in_as(patient)
    page = phone.open()
    phone.shows("Una página para la terapia")
    looks(phone, "today")
    page.get_by_role("link", name=re.compile("^Páginas de terapia")).click()
    phone.shows("Lo pide Tom Reyes")
    looks(phone, "list")
    page.get_by_role("link", name=re.compile("^Tarjeta diaria")).click()
    expect(page.get_by_role("group", name="Impulso de morir")).to_be_visible()
    looks(phone, "diary-card")


def looks(phone: Visit, name: str) -> None:
    for size in ("100%", "200%"):
        phone.page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        phone.settle()
        phone.is_accessible()
        phone.shot(f"pages-dark-{name}-{size.strip('%')}")
        too_wide = phone.page.evaluate("() => document.documentElement.scrollWidth - screen.width")
        assert too_wide <= 0, f"{name} is {too_wide} px too wide at {size}"
    phone.page.evaluate("() => { document.documentElement.style.fontSize = '' }")
