"""Help comes first: before the disk, before the network, whatever becomes of the entry, and for whoever holds the phone."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, expect

from tests.api.conftest import safety_plan
from tests.browser.conftest import PHONE, NewVisit
from tests.browser.journal import choose, report_side_effect, save, start_check_in, write_note
from tests.browser.people import Clinic, Person, day
from tests.browser.stack import eventually
from tests.browser.visit import Visit

WORDS = "I want to kill myself and nobody would notice."
TALL = {"viewport": {"width": 390, "height": 844}}
PLACES = ["/", "/history", "/plan", "/plan/edit/coping", "/more", "/more/people", f"/check-in/{day()}", "/side-effect"]

# What the page does, in order: the tap, the hotline in the document and on the screen, each request, each finished write.
WATCH = """() => {
    const once = (name) => performance.getEntriesByName(name).length || performance.mark(name);
    addEventListener('click', (event) => event.target.closest('[type=submit]') && once('tap'), true);
    new MutationObserver(() => {
        if (!document.querySelector('main.hotline h1')) return;
        once('hotline');
        requestAnimationFrame(() => requestAnimationFrame(() => once('painted')));
    }).observe(document.body, { childList: true, subtree: true });
    const ask = window.fetch;
    window.fetch = (...request) => { performance.mark('request'); return ask(...request); };
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...values) {
        if (this.name === 'outbox') this.transaction.addEventListener('complete', () => once('stored'));
        return put.apply(this, values);
    };
}"""


def test_the_hotline_comes_before_any_request_and_the_entry_is_saved(clinic: Clinic, phone: Visit) -> None:
    patient = clinic.patient()
    page = at_the_note(phone, patient)
    phone.settle()
    phone.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.evaluate(WATCH)
    save(page)
    phone.is_sent()
    at = page.evaluate("() => performance.getEntriesByType('mark').map((mark) => [mark.name, mark.startTime])")
    first = dict(reversed(at))
    print(f"\nhotline on the screen {first['painted'] - first['tap']:.0f} ms after the tap, at a quarter of the speed")
    assert first["tap"] < first["hotline"] < first["request"], at
    assert first["hotline"] < first["stored"] < first["request"], at
    assert note_of_today(patient) == WORDS


def test_a_phone_that_cannot_store_an_entry_still_shows_help_and_keeps_the_words(clinic: Clinic, phone: Visit) -> None:
    patient = clinic.patient()
    patient.ask("PUT", "/api/me/safety-plan", safety_plan(coping=["A walk around the lake."]))
    page = at_the_note(phone, patient)
    phone.settle()
    page.evaluate(
        "() => { IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') } }"
    )
    save(page)
    expect_help(page, "988")
    phone.does_not_show("Saved on this phone", "What you entered is saved")
    page.get_by_role("link", name="Open my safety plan").click()
    phone.shows("A walk around the lake.")
    page.get_by_role("link", name="Help now", exact=True).click()
    phone.shows("Call My sister")
    page.go_back()
    phone.shows("A walk around the lake.")
    page.get_by_role("button", name="Back to the help lines").click()
    expect_help(page, "988")
    page.get_by_role("button", name="Back to my journal").click()
    expect(page.get_by_role("alert")).to_contain_text("This phone could not store the entry.")
    expect(page.get_by_label("Anything to add?")).to_have_value(WORDS)


def test_a_crisis_entry_outlives_its_tab_and_reaches_the_team(clinic: Clinic, phone: Visit) -> None:
    patient = clinic.patient("Robin Hale")
    page = at_the_note(phone, patient)
    phone.wait_for_service_worker()
    with phone.offline():
        save(page)
        expect_help(page, "988")
        phone.shows("Not sent yet: no connection.")
        kill(phone)
        assert open_alerts(clinic, patient) == []
    phone.open()
    phone.shows("Everything is sent.")
    assert note_of_today(patient) == WORDS
    (alert,) = eventually(lambda: open_alerts(clinic, patient), "an alert")
    assert alert["private"]
    expect(phone.page.get_by_role("heading", name="Today is written down")).to_be_visible()


def test_in_spanish_help_needs_no_network_either(clinic: Clinic, new_visit: NewVisit) -> None:
    phone = new_visit(**PHONE | TALL | {"locale": "es-MX"})
    patient = clinic.patient("Inés Lago", language="es")
    phone.sign_in_as(patient)
    page = phone.open()
    page.get_by_role("link", name="Anotar el día").click()
    page.get_by_role("slider").first.press("2")
    page.get_by_role("textbox").fill("Ya no quiero vivir.")
    phone.wait_for_service_worker()
    with phone.offline():
        page.get_by_role("button", name="Guardar", exact=True).tap()
        expect_help(page, "988", call="Llamar al 988")
        phone.shows("Para español, marque 2", "Guardado en este teléfono.")
        phone.shot("spanish-hotline-offline")
        kill(phone)
    phone.open()
    phone.shows("Todo está enviado.")
    assert eventually(lambda: open_alerts(clinic, patient), "an alert")


def test_the_clinics_own_line_and_words_reach_an_open_app_and_work_offline(clinic: Clinic, phone: Visit) -> None:
    patient = clinic.patient()
    phone.sign_in_as(patient)
    page = phone.open()
    phone.is_kept("account")
    phone.wait_for_service_worker()
    before = page.evaluate("() => new Date().toISOString()")
    with own_line_and_words(clinic):
        page.evaluate(LOOKED_AT_LATER)
        phone.is_kept("account", since=before)
        with phone.offline():
            page.reload()
            write(page, "Again the grey tide, all morning.")
            save(page)
            expect_help(page, "+15550142", call="Call +1 (555) 0142")
            phone.shows("Harbor on call", "Ask for the nurse.", "988 Suicide & Crisis Lifeline")
            expect(page.locator("main.hotline .button.call")).to_have_count(2)
            phone.shot("hotline-own-line")
        phone.is_sent()
        assert eventually(lambda: open_alerts(clinic, patient), "an alert")


LOOKED_AT_LATER = """() => {
    const now = Date.now;
    Date.now = () => now() + 120_000;
    document.dispatchEvent(new Event('visibilitychange'));
    Date.now = now;
}"""


@contextmanager
def own_line_and_words(clinic: Clinic) -> Generator[None]:
    line = {"name": "Harbor on call", "dial": "+1 (555) 0142", "sms": None, "hours": "24/7"}
    own = {"own_line": line | {"text": "Ask for the nurse."}, "words": [{"phrase": "the grey tide", "tier": "veiled"}]}
    clinic.admin.ask("PUT", "/api/clinic/crisis", own)
    yield
    clinic.admin.ask("PUT", "/api/clinic/crisis", {"own_line": None, "words": []})


def test_the_own_choice_of_a_country_wins_here_and_on_the_server(clinic: Clinic, phone: Visit) -> None:
    patient = clinic.patient()
    page = at_the_note(phone, patient)
    page.get_by_role("link", name="Help now").click()
    expect_help(page, "988")
    with page.expect_response("**/api/me/settings"):
        page.get_by_label("Country").select_option(label="Spain")
    expect(page.get_by_role("link", name="Call 024")).to_have_attribute("href", "tel:024")
    assert patient.ask("GET", "/api/me/settings")["country"] == "ES"
    page.get_by_role("button", name="Back").click()
    start_check_in(page)
    save(page)
    phone.is_sent()
    expect_help(page, "024", call="Call 024", emergency="112")


def test_help_now_is_on_every_screen_without_a_network(clinic: Clinic, phone: Visit) -> None:
    phone.sign_in_as(clinic.patient())
    page = phone.open()
    phone.is_kept("account", "settings", "safety-plan")
    phone.wait_for_service_worker()
    with phone.offline():
        for place in PLACES:
            phone.go(place)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            page.get_by_role("link", name="Help now", exact=True).click()
            expect_help(page, "988")
            phone.shows("Call clinic", "Open my safety plan")


def test_signed_out_help_shows_nothing_of_anybody(clinic: Clinic, phone: Visit) -> None:
    patient = clinic.patient()
    own = patient.ask("GET", "/api/me/settings")
    patient.ask("PUT", "/api/me/settings", own | {"contacts": [{"name": "Sam Delaney", "dial": "+1 555 0111"}]})
    phone.sign_in_as(patient)
    page = phone.open()
    phone.go("/help")
    phone.shows("Call Sam Delaney", "Call clinic", "Open my safety plan")
    phone.settle()
    phone.go("/more")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    phone.wait_for_service_worker()
    with phone.offline():
        page.reload()
        page.get_by_role("link", name="Help now").click()
        expect_help(page, "988")
        phone.does_not_show("Sam Delaney", "Call clinic", "Open my safety plan", "Harbor")
        phone.is_accessible()
        phone.shot("help-signed-out")


def test_a_hold_takes_away_the_cards_of_an_answer_from_before_it(clinic: Clinic, phone: Visit) -> None:
    patient = clinic.patient()
    phone.sign_in_as(patient)
    page = phone.open()
    report_side_effect(page, "Headache", "Mild")
    save(page)
    expect(page.get_by_text("Education, not advice")).to_be_visible()
    patient.check_in(1, note={"text": WORDS, "audience": "private"})  # on another phone
    with page.expect_response("**/api/me/today?*"):
        phone.go("/")
    page.go_back()
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    phone.does_not_show("Education, not advice")


def test_the_hold_of_an_offline_crisis_is_on_at_once(clinic: Clinic, phone: Visit) -> None:
    page = at_the_note(phone, clinic.patient())
    phone.is_kept("today")
    phone.wait_for_service_worker()
    with phone.offline():
        save(page)
        expect_help(page, "988")
        page.get_by_role("button", name="Back to my journal").click()
        report_side_effect(page, "Headache", "Mild")
        save(page)
        expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    phone.is_sent()
    phone.shows("Until they have looked, there are no tips here.")
    phone.does_not_show("Education, not advice")


def at_the_note(visit: Visit, patient: Person) -> Page:
    """Everything is written, and only Save is left to tap."""
    visit.sign_in_as(patient)
    page = visit.open()
    write(page, WORDS)
    return page


def write(page: Page, words: str) -> None:
    start_check_in(page)
    choose(page, "Mood", 1)
    write_note(page, words)


def kill(visit: Visit) -> None:
    """The tab is gone without having been asked; a new one is opened in its place."""
    visit.page.close()
    visit.page = visit.context.new_page()


def expect_help(page: Page, dial: str, *, call: str = "Call 988", emergency: str = "911") -> None:
    expect(page.get_by_role("link", name=call)).to_have_attribute("href", f"tel:{dial}")
    expect(page.get_by_role("link", name=emergency)).to_have_attribute("href", f"tel:{emergency}")
    expect(page.get_by_text(re.compile("Education, not advice|Información, no consejo"))).to_have_count(0)


def open_alerts(clinic: Clinic, patient: Person) -> list[dict[str, Any]]:
    alerts = clinic.clinician.ask("GET", "/api/alerts?state=open")
    return [alert for alert in alerts if alert["patient_id"] == patient.account_id]


def note_of_today(patient: Person) -> str:
    return patient.ask("GET", f"/api/me/today?day={day()}")["check_in"]["note"]["text"]
