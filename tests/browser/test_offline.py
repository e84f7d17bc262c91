"""Without a network: the app opens, what is written is kept, and it arrives later."""

from playwright.sync_api import expect

from tests.browser.journal import choose, save, start_check_in, write_note
from tests.browser.people import Clinic, day
from tests.browser.visit import Visit


def test_a_check_in_written_offline_survives_a_reload_and_is_sent_later(clinic: Clinic, phone: Visit) -> None:
    patient = clinic.patient()
    phone.sign_in_as(patient)
    page = phone.open()
    expect(page.get_by_role("heading", name="How was today?")).to_be_visible()
    phone.wait_for_service_worker()

    with phone.offline():
        page.reload()
        start_check_in(page)
        choose(page, "Mood", 7)
        write_note(page, "Slept through, first time in weeks.")
        save(page)
        phone.shows("Saved on this phone.", "Not sent yet: no connection.")
        phone.shot("offline-saved")
        assert patient.ask("GET", f"/api/me/today?day={day()}")["check_in"] is None

        page.reload()
        phone.shows("Today is written down", "1 entry is saved on this phone.")
        phone.shot("offline-today")
        page.get_by_role("link", name="Change today’s check-in").click()
        expect(page.get_by_label("Anything to add?")).to_have_value("Slept through, first time in weeks.")
        page.get_by_role("button", name="Today").click()

    phone.shows("Everything is sent.")
    entry = patient.ask("GET", f"/api/me/today?day={day()}")["check_in"]
    assert (entry["mood"], entry["note"]["text"]) == (7, "Slept through, first time in weeks.")
    assert not entry["late"]


SLOW_TO_STORE = """
const make = crypto.subtle.generateKey.bind(crypto.subtle);
crypto.subtle.generateKey = async (...values) => {
    await new Promise((later) => setTimeout(later, 1500));
    return make(...values);
};
"""


def test_whoever_has_seen_today_finds_it_without_a_network_also_on_a_phone_that_stores_slowly(
    clinic: Clinic, phone: Visit
) -> None:
    """The service worker may be there long before the first record is: what is on the screen has to be on the disk."""
    phone.sign_in_as(clinic.patient())
    phone.page.add_init_script(SLOW_TO_STORE)
    page = phone.open()
    expect(page.get_by_role("heading", name="How was today?")).to_be_visible()
    phone.wait_for_service_worker()
    with phone.offline():
        page.reload()
        expect(page.get_by_role("link", name="Start check-in")).to_be_visible()


def test_help_now_works_offline_and_signed_out(phone: Visit) -> None:
    page = phone.open()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    phone.wait_for_service_worker()
    with phone.offline():
        page.reload()
        page.get_by_role("link", name="Help now").click()
        expect(page.get_by_role("link", name="Call 988")).to_have_attribute("href", "tel:988")
        expect(page.get_by_role("link", name="911")).to_have_attribute("href", "tel:911")
        phone.shot("offline-help-signed-out")
