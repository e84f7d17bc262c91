"""What an administrator sets for a crisis, and that patients get it."""

from collections.abc import Generator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Clinic, Person
from tests.browser.stack import Stack
from tests.browser.visit import Visit

PHRASE = "the lighthouse is calling"
CALM = "We walked to the harbour and had soup."


@pytest.fixture(scope="module")
def lighthouse(stack: Stack) -> Generator[Clinic]:
    """A clinic of its own: its words and its number must not reach the patients of other tests."""
    clinic = Clinic(stack, "Lighthouse Clinic")
    yield clinic
    clinic.close()


def test_an_admin_confirms_a_line_that_they_have_dialled(lighthouse: Clinic, desktop: Visit) -> None:
    page = open_part(desktop, lighthouse.admin, "lines")
    line = page.get_by_role("listitem").filter(has_text="988 Suicide & Crisis Lifeline")
    expect(line).to_contain_text("Not confirmed")
    line.get_by_text("Where this comes from").click()
    expect(line.get_by_role("link", name="Open the source").first).to_have_attribute(
        "href", "https://988lifeline.org/get-help/what-to-expect"
    )
    line.get_by_role("button", name="I have dialled").click()
    desktop.shows("Confirm only if you have tried each of these yourself")
    confirm = page.get_by_role("button", name="Confirm the line")
    expect(confirm).to_be_disabled()
    desktop.shot("admin-confirm-line", full=False)
    desktop.is_accessible()
    page.get_by_label("I called 988 and this service answered.").check()
    page.get_by_label("I sent a text to 988 and this service answered.").check()
    expect(confirm).to_be_disabled()
    page.get_by_label("I opened 988lifeline.org and found this service there.").check()
    confirm.click()
    expect(line).to_contain_text("Confirmed by Ada Admin")
    expect(line.get_by_role("button")).to_have_count(0)


def test_the_clinics_own_words_lead_its_patients_to_the_hotline(lighthouse: Clinic, desktop: Visit) -> None:
    patient = lighthouse.patient("Marlo Finch")
    assert guidance(patient, f"Today {PHRASE}.") == "self_care"
    page = open_part(desktop, lighthouse.admin, "words")
    sentence = page.get_by_label("Sentence")
    sentence.fill(f"Today {PHRASE}.")
    desktop.shows("No hotline: nothing in this sentence matches.")
    page.get_by_label("Word or phrase").fill("km")
    page.get_by_role("button", name="Add").click()
    desktop.shows("3 to 80 characters, with at least one letter.")
    page.get_by_label("Word or phrase").fill(PHRASE)
    page.get_by_role("button", name="Add").click()
    desktop.shows(f'"{PHRASE}" is on the list.')
    # The sentence that was typed before is judged anew, on this device.
    desktop.shows("The hotline would be shown.", "It is one of your clinic's own words.")
    sentence.fill(CALM)
    desktop.shows("No hotline: nothing in this sentence matches.")
    desktop.shot("admin-own-words")
    desktop.is_accessible()
    assert guidance(patient, f"Today {PHRASE}.") == "hotline"

    page.get_by_role("button", name=f'Remove "{PHRASE}"').click()
    desktop.shows("No words of your own yet.")


def test_the_clinics_own_number_is_shown_first(lighthouse: Clinic, desktop: Visit) -> None:
    page = open_part(desktop, lighthouse.admin, "lines")
    page.get_by_label("Name, as patients know it").fill("Lighthouse on-call nurse")
    page.get_by_role("button", name="Save").click()
    desktop.shows("A number to call or to text is needed.")
    page.get_by_label("Number to call").fill("+1 555 010 0142")
    page.get_by_label("Your words beside it").fill("A nurse of the clinic answers.")
    page.get_by_role("button", name="Save").click()
    desktop.shows("Saved.")
    own = page.get_by_role("listitem").filter(has_text="Lighthouse on-call nurse")
    expect(own).to_contain_text("Not confirmed")
    lines = check_in(lighthouse.patient("Toni Reed"), "I want to kill myself.")["guidance"]["lines"]
    assert (lines[0]["name"], lines[0]["text"]) == ("Lighthouse on-call nurse", "A nurse of the clinic answers.")


def test_the_list_of_who_is_told_is_put_in_order_with_buttons(lighthouse: Clinic, desktop: Visit) -> None:
    assert {lighthouse.clinician.name, lighthouse.therapist.name} == {"Dr. Clara Voss", "Tom Reyes"}
    page = open_part(desktop, lighthouse.admin, "escalation")
    for name in ("Dr. Clara Voss", "Tom Reyes"):
        page.get_by_label("Add to the list").select_option(label=name)
        page.get_by_role("button", name="Add", exact=True).click()
    desktop.shows("No notifications and no mail that works: this person cannot be reached.")
    up = page.get_by_role("button", name="Move Tom Reyes up")
    up.focus()
    page.keyboard.press("Enter")
    expect(up).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Tom Reyes is now number 1 of 2.")).to_have_count(1)
    page.get_by_label("When Dr. Clara Voss is told").select_option(label="On call (outside day hours)")
    page.get_by_label("Minutes until the next person, by day").fill("15")
    desktop.shows(
        "at once the care team. Then, every 15 min, the next: Tom Reyes.", "at once the care team and Dr. Clara Voss."
    )
    desktop.shot("admin-escalation")
    desktop.is_accessible()
    page.get_by_role("button", name="Save").click()
    desktop.shows("Saved.")
    stored = lighthouse.clinician.ask("GET", "/api/clinic/escalation")
    assert [(each["name"], each["when"]) for each in stored["people"]] == [
        ("Tom Reyes", "always"),
        ("Dr. Clara Voss", "on_call"),
    ]
    assert (stored["after_minutes"], stored["on_call_after_minutes"]) == (15, 30)


def test_care_staff_read_the_settings_and_change_nothing(lighthouse: Clinic, desktop: Visit) -> None:
    page = open_part(desktop, lighthouse.clinician, "words")
    desktop.shows("Only an administrator can change this.", "Try a sentence")
    for part in ("lines", "words", "escalation"):
        desktop.go(f"/clinic/{part}")
        desktop.settle()
        expect(page.get_by_role("button")).to_have_count(1)  # "Skip to the content"


def open_part(visit: Visit, person: Person, part: str) -> Page:
    visit.sign_in_as(person)
    page = visit.open(f"/staff#/clinic/{part}")
    expect(page.get_by_role("heading", name="Clinic", exact=True)).to_be_visible()
    return page


def guidance(patient: Person, text: str) -> str:
    return check_in(patient, text)["guidance"]["kind"]


def check_in(patient: Person, text: str) -> dict[str, dict[str, object]]:
    return patient.check_in(5, note={"text": text, "audience": "team"})
