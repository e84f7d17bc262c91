"""Therapy pages as they are shared with staff, homework that staff ask for, and what a patient answered before a session."""

from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Locator, Page, expect
from uuid_utils.compat import uuid7

from tests.browser.conftest import NewVisit
from tests.browser.people import ZONE, Clinic, Person, day, local, offset_minutes
from tests.browser.visit import Visit

THOUGHT = {"situation": "The bus was late.", "thought": "Nothing ever works for me."}


def revision() -> dict[str, Any]:
    stamp = {"written_at": datetime.now(UTC).isoformat(), "zone": ZONE, "offset_minutes": offset_minutes()}
    return {"revision_id": str(uuid7()), "based_on": None, "stamp": stamp}


def write_page(person: Person, audience: str = "team", **values: Any) -> Any:
    body: dict[str, Any] = {"form": "cbt", "day": day(), "audience": audience, "texts": THOUGHT, "ratings": {}}
    return person.ask("PUT", f"/api/me/pages/{uuid7()}", body | values | revision())


def open_tab(visit: Visit, reader: Person, patient: Person, tab: str) -> Page:
    visit.page.goto("about:blank")  # another reader on the same page would be no new page
    visit.sign_in_as(reader)
    page = visit.open(f"/staff#/patients/{patient.account_id}/{tab}")
    expect(page.get_by_role("heading", name=patient.name)).to_be_visible()
    return page


def test_shared_pages_stand_as_labelled_fields(clinic: Clinic, desktop: Visit) -> None:
    person = clinic.patient("Jules Arden")
    write_page(person, "private", texts={"thought": "This is only mine."})
    write_page(person, "therapist", ratings={"emotion_before": 80})
    page = open_tab(desktop, clinic.therapist, person, "pages")
    shared = page.get_by_role("article")
    expect(shared).to_have_count(1)
    expect(shared).to_contain_text("Thought record")
    expect(shared).to_contain_text("Shared with the therapist")
    expect(field(shared, "What went through your mind?")).to_contain_text("Nothing ever works for me.")
    expect(field(shared, "How strong was it?")).to_contain_text("80 (0 Not at all, 100 As strong as can be)")
    expect(field(shared, "What else could be true?")).to_contain_text("left empty")
    desktop.does_not_show("This is only mine.")
    desktop.is_accessible()
    open_tab(desktop, clinic.clinician, person, "pages")
    desktop.shows("No shared page in this range.")


def field(inside: Locator, label: str) -> Locator:
    return inside.locator("dl > div").filter(has_text=label)


def test_homework_is_asked_for_done_and_withdrawn(clinic: Clinic, desktop: Visit) -> None:
    person = clinic.patient("Noa Arden")
    page = open_tab(desktop, clinic.therapist, person, "pages")
    desktop.shows("Nothing has been asked for yet.")
    for form, words in (("Thought record", "One page about the bus."), ("Diary card", "")):
        page.get_by_role("button", name="Ask for homework").click()
        page.get_by_role("button", name="Ask for it").click()
        desktop.shows("This is needed.")
        page.get_by_label("Form", exact=True).select_option(label=form)
        page.get_by_label("Your words to the patient").fill(words)
        desktop.is_accessible()
        page.get_by_role("button", name="Ask for it").dblclick()
        desktop.shows(f"Asked for: {form}, by")
    asked = person.ask("GET", "/api/me/homework")
    assert {(each["form"], each["words"]) for each in asked} == {("cbt", "One page about the bus."), ("dbt", None)}

    [record] = [each for each in asked if each["form"] == "cbt"]
    write_page(person, homework_id=record["homework_id"])
    page.reload()
    done = homework(page, "One page about the bus.")
    expect(done).to_contain_text("Done")
    expect(page.get_by_role("article")).to_contain_text("Answers what Tom Reyes asked for")
    done.get_by_role("button", name="See the page").click()
    expect(page.get_by_role("article")).to_be_focused()
    desktop.shot("staff-pages-homework")

    page.get_by_role("button", name="Withdraw Diary card").click()
    desktop.shows("The patient no longer sees it.")
    page.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    expect(homework(page, "Diary card")).to_contain_text("Withdrawn")
    assert {each["state"] for each in person.ask("GET", "/api/me/homework")} == {"done", "withdrawn"}


def homework(page: Page, text: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_text("Asked by")).filter(has_text=text)


def start_course(clinic: Clinic, person: Person, kind: str = "tms") -> dict[str, Any]:
    """With a first session later today."""
    template: dict[str, Any] = {
        "id": f"own-{kind}",
        "name": "A short course",
        "modality": "tms" if kind == "tms" else "ketamine_iv",
        "kind": kind,
        "phases": [{"sessions": 3, "every_days": 7}],
        "weekdays": [1, 2, 3, 4, 5, 6, 7],
    }
    others = [each for each in clinic.admin.ask("GET", "/api/clinic/protocols") if each["id"] != template["id"]]
    clinic.admin.ask("PUT", "/api/clinic/protocols", [*others, template])
    course = {"protocol": template["id"], "first_at": f"{local():%Y-%m-%d}T23:30", "weekdays": [1, 2, 3, 4, 5, 6, 7]}
    clinic.clinician.ask("POST", f"/api/patients/{person.account_id}/courses", course)
    return person.ask("GET", "/api/me/sessions")[0]


def test_answers_before_a_session_are_looked_at_by_name(clinic: Clinic, desktop: Visit) -> None:
    person = clinic.patient("Remy Arden")
    session = start_course(clinic, person)
    page = open_tab(desktop, clinic.clinician, person, "before")
    desktop.shows("Not answered yet.", "TMS session 1 of 3")
    questions = person.ask("GET", f"/api/me/sessions/{session['session_id']}/questions")["questions"]
    asked = {each["id"]: each["text"] for each in questions}
    answers = [
        {"question": "new_meds", "answer": "not_sure", "note": "The pharmacy changed a name."},
        {"question": "sleep", "answer": "hours", "amount": 6.5},
        {"question": "drugs", "answer": "yes"},
        {"question": "metal", "answer": "yes", "note": "A stapes implant."},
    ]
    person.ask("PUT", f"/api/me/sessions/{session['session_id']}/answers", {"answers": answers} | revision())
    page.reload()
    main = page.get_by_role("main")
    expect(field(main, asked["new_meds"])).to_contain_text("Not sure")
    expect(field(main, asked["new_meds"])).to_contain_text("The pharmacy changed a name.")
    expect(field(main, asked["sleep"])).to_contain_text("6.5 hours")
    expect(field(main, asked["earplugs"])).to_contain_text("Not answered")
    expect(field(main, asked["drugs"])).to_contain_text("Shown to the patient and to clinicians only")
    desktop.shows("1 answer needs a look")
    desktop.shot("staff-before-session")
    desktop.is_accessible()

    page = open_tab(desktop, clinic.therapist, person, "before")
    desktop.shows("1 answer needs a look", "A clinician of the care team says what was done.")
    expect(page.get_by_role("button", name="I have looked at this")).to_have_count(0)

    page = open_tab(desktop, clinic.clinician, person, "before")
    page.get_by_role("button", name=f"I have looked at this: {asked['metal']}").click()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    desktop.shows("This is needed.")
    page.get_by_label("What was done").fill("Spoke with Remy: it was there before.")
    answers[3]["note"] = "It was a cochlear implant."
    person.ask("PUT", f"/api/me/sessions/{session['session_id']}/answers", {"answers": answers} | revision())
    desktop.expect_answer(409, "POST /api/patients/")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_contain_text("Please look at them again.")
    expect(page.get_by_role("dialog")).to_contain_text("It was a cochlear implant.")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    desktop.does_not_show("1 answer needs a look")
    expect(field(main, asked["metal"])).to_contain_text("Dr. Clara Voss looked at this")
    expect(field(main, asked["metal"])).to_contain_text("Spoke with Remy: it was there before.")

    page = open_tab(desktop, clinic.therapist, person, "before")
    desktop.shows(asked["new_meds"])
    desktop.does_not_show(asked["drugs"])


def test_pages_and_answers_on_a_phone_in_spanish_and_dark(clinic: Clinic, new_visit: NewVisit) -> None:
    person = clinic.patient("Lía Arden", language="es")
    reader = clinic.staff("therapist", "Tomás Rey", language="es")
    clinic.clinician.ask("PUT", f"/api/patients/{person.account_id}/care-team/{reader.account_id}")
    session = start_course(clinic, person, "infusion")
    answers = [{"question": "new_meds", "answer": "yes"}]
    person.ask("PUT", f"/api/me/sessions/{session['session_id']}/answers", {"answers": answers} | revision())
    write_page(person)
    phone = new_visit(viewport={"width": 390, "height": 844}, locale="es-ES", timezone_id=ZONE, color_scheme="dark")
    for tab, words in (("pages", "Registro de pensamientos"), ("before", "Infusión 1 de 3")):
        page = open_tab(phone, reader, person, tab)
        phone.shows(words)
        phone.settle()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        phone.is_accessible()
        phone.shot(f"staff-{tab}-phone-es")
