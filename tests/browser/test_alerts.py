"""The alert inbox: live without a reload, answered by named people, and never in the way of what somebody is typing."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, expect
from uuid_utils.compat import uuid7

from tests.browser.conftest import DESKTOP, NewVisit
from tests.browser.people import ZONE, Clinic, Person, offset_minutes
from tests.browser.stack import Stack
from tests.browser.test_push import deliver, subscribe
from tests.browser.visit import Visit

WORDS = "I want to kill myself and nobody would notice."
NOTIFICATION = (
    '{"notification": {"title": "Intersession", "body": "A patient needs attention.", "navigate": "/staff#/alerts"}}'
)
POLL_MS = 10_000


def test_an_alert_comes_into_an_open_inbox_without_disturbing_who_types_there(clinic: Clinic, desktop: Visit) -> None:
    first, second = clinic.patient("Riley Stone"), clinic.patient("Casey North")
    page = open_inbox(desktop, clinic.clinician)
    raise_alert(first)
    page.clock.fast_forward(POLL_MS)
    expect(alert_of(page, first)).to_contain_text("Words of crisis in a check-in")
    expect(alert_of(page, first)).to_contain_text("Only private words matched.")
    expect(alert_of(page, first)).to_contain_text("New")
    expect(page.get_by_role("status").filter(has_text="New alert: Riley Stone.")).to_have_count(1)
    expect(page).to_have_title(re.compile(r"^\("))

    alert_of(page, first).get_by_role("button", name="Acknowledge").click()
    typing = page.get_by_label("What was done")
    typing.fill("Called twice, ")
    raise_alert(second)
    page.clock.fast_forward(POLL_MS)
    expect(page.get_by_role("status").filter(has_text="New alert: Casey North.")).to_have_count(1)
    expect(typing).to_be_focused()
    typing.press_sequentially("spoke with Riley.")
    expect(typing).to_have_value("Called twice, spoke with Riley.")
    desktop.shot("staff-inbox-typing", full=False)
    desktop.is_accessible()


def test_an_alert_is_acknowledged_and_closed_with_what_was_done(clinic: Clinic, desktop: Visit) -> None:
    patient = clinic.patient("Robin Marsh")
    raise_alert(patient)
    page = open_inbox(desktop, clinic.clinician)
    alert_of(page, patient).get_by_role("button", name="Acknowledge").click()
    page.get_by_role("dialog").get_by_role("button", name="Acknowledge").click()
    desktop.shows("Say what was done. It is kept with your name.")
    page.get_by_label("Called the patient").check()
    page.get_by_label("Left a message").check()
    page.get_by_label("What was done").fill("Calling again at six")
    page.get_by_role("dialog").get_by_role("button", name="Acknowledge").click()
    desktop.shows('It stays under "All" until it is closed with an outcome.')
    expect(alert_of(page, patient)).to_have_count(0)
    expect(page.get_by_role("heading", name="Alerts")).to_be_focused()

    page.get_by_text("All", exact=True).click()
    expect(alert_of(page, patient)).to_contain_text("Called the patient. Left a message. Calling again at six")
    alert_of(page, patient).get_by_role("link", name="Details").click()
    history = page.locator("section").filter(has=page.get_by_role("heading", name="History"))
    expect(history).to_contain_text("Acknowledged by Dr. Clara Voss")
    desktop.shot("staff-alert")
    desktop.is_accessible()
    page.get_by_role("button", name="Close").click()
    page.get_by_label("Seen in person").check()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    desktop.shows("Closed.")
    page.get_by_text("All", exact=True).click()
    expect(alert_of(page, patient)).to_contain_text("Closed by Dr. Clara Voss")
    expect(alert_of(page, patient)).to_contain_text("Seen in person.")
    assert WORDS not in page.content()


def test_a_colleague_to_whom_an_alert_is_handed_over_sees_it_and_its_patient(
    clinic: Clinic, desktop: Visit, new_visit: NewVisit
) -> None:
    patient, colleague = clinic.patient("Jamie Field"), clinic.staff("clinician", "Dr. Noor Haddad")
    raise_alert(patient)
    page = open_inbox(desktop, clinic.clinician)
    alert_of(page, patient).get_by_role("button", name="Hand over").click()
    page.get_by_label("Colleague").select_option(label="Dr. Noor Haddad, clinician")
    desktop.shows("Dr. Noor Haddad has no notifications and no mail that works: call them as well.")
    page.get_by_label("Note for them").fill("I am in a session until four.")
    desktop.is_accessible()
    page.get_by_role("dialog").get_by_role("button", name="Hand over").click()
    desktop.shows("Handed over to Dr. Noor Haddad, who is told now.")
    expect(alert_of(page, patient)).to_contain_text("Dr. Noor Haddad (not reached)")

    other = new_visit(**DESKTOP)
    theirs = open_inbox(other, colleague)
    alert_of(theirs, patient).get_by_role("link", name="Details").click()
    other.shows("Handed over by Dr. Clara Voss to Dr. Noor Haddad", "I am in a session until four.")
    theirs.get_by_role("link", name="Open patient").click()
    expect(theirs.get_by_role("heading", name="Jamie Field")).to_be_visible()
    theirs.go_back()
    theirs.get_by_role("button", name="Acknowledge").click()
    theirs.get_by_label("Called the patient").check()
    theirs.get_by_role("dialog").get_by_role("button", name="Acknowledge").click()
    theirs.get_by_role("button", name="Close").click()
    theirs.get_by_label("Spoke with them, next step agreed").check()
    theirs.get_by_role("dialog").get_by_role("button", name="Close").click()
    other.shows("Closed.")
    # The cover of their patient ends with it.
    theirs.get_by_text("All", exact=True).click()
    other.shows("No alert so far.")


def test_a_push_brings_the_alert_in_before_the_next_look(clinic: Clinic, new_visit: NewVisit) -> None:
    patient = clinic.patient("Sky Rivers")
    visit = new_visit(**DESKTOP, permissions=["notifications"])
    page = open_inbox(visit, clinic.clinician)
    page.evaluate("() => navigator.serviceWorker.register('/sw.js')")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=5))
    expect(page.get_by_text("Checked ")).to_be_visible()
    visit.settle()
    raise_alert(patient)
    # Its clock stands still: nothing but the push can make the page look.
    deliver(visit, NOTIFICATION)
    expect(alert_of(page, patient)).to_be_visible()


def test_a_red_banner_says_that_nobody_can_be_reached_and_goes_when_somebody_can(
    stack: Stack, desktop: Visit, new_visit: NewVisit
) -> None:
    clinic = Clinic(stack, "Quiet Clinic")
    desktop.sign_in_as(clinic.admin)
    clinician = clinic.clinician
    page = desktop.open("/staff")
    banner = page.locator(".notice.danger")
    expect(banner).to_contain_text("An alert would reach nobody")
    desktop.is_accessible()
    banner.get_by_role("link", name="Who can be reached").click()
    row = page.get_by_role("row").filter(has_text="Dr. Clara Voss")
    expect(row).to_contain_text("No")
    desktop.shot("admin-nobody-reached")
    desktop.is_accessible()
    theirs = new_visit(**DESKTOP)
    theirs.sign_in_as(clinician)
    theirs.open("/staff")
    theirs.shows("Some alerts may not reach anybody", "Turn on notifications here")

    subscribe(stack, clinician)
    page.reload()
    expect(row).to_contain_text("1 device")
    expect(banner).to_have_count(0)
    clinic.close()


def test_the_care_team_reads_the_safety_plan_and_its_earlier_versions(clinic: Clinic, desktop: Visit) -> None:
    patient = clinic.patient("Avery Woods")
    desktop.sign_in_as(clinic.clinician)
    desktop.open(f"/staff#/patients/{patient.account_id}/plan")
    desktop.shows("No safety plan so far.")
    helper = {"name": "My sister Ana", "dial": "+1 555 010 0199"}
    first = write_plan(patient, warning_signs=["I stop answering messages"], helpers=[helper])
    write_plan(patient, based_on=first, warning_signs=["I stay in bed past noon"], helpers=[helper])
    page = desktop.page
    page.reload()
    desktop.shows("I stay in bed past noon", "My sister Ana")
    expect(page.get_by_role("link", name="+1 555 010 0199")).to_have_attribute("href", "tel:+15550100199")
    desktop.does_not_show("I stop answering messages")
    page.get_by_role("button", name="Show earlier versions").click()
    page.get_by_label("Version").select_option(index=1)
    desktop.shows("I stop answering messages")
    desktop.shot("staff-safety-plan")
    desktop.is_accessible()


def open_inbox(visit: Visit, person: Person) -> Page:
    """With a clock that only the test moves."""
    visit.sign_in_as(person)
    visit.page.clock.install()
    page = visit.open("/staff#/alerts")
    visit.shows("Checked ")
    return page


def raise_alert(patient: Person) -> None:
    answer = patient.check_in(1, note={"text": WORDS, "audience": "private"})
    assert answer["guidance"]["kind"] == "hotline"


def alert_of(page: Page, patient: Person) -> Locator:
    return page.get_by_role("listitem").filter(has_text=patient.name)


def write_plan(patient: Person, *, based_on: str | None = None, **steps: object) -> str:
    """The revision that was written."""
    revision_id = str(uuid7())
    stamp = {"written_at": datetime.now(UTC).isoformat(), "zone": ZONE, "offset_minutes": offset_minutes()}
    patient.ask(
        "PUT", "/api/me/safety-plan", {"revision_id": revision_id, "based_on": based_on, "stamp": stamp} | steps
    )
    return revision_id
