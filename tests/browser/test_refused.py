"""What the server does not take stays on the phone, whole, until the person decides."""

from playwright.sync_api import expect

from tests.browser.journal import choose, save, start_check_in, write_note
from tests.browser.people import PASSWORD, Clinic, Person, day
from tests.browser.visit import Visit

LONG = "It rained all day and I watched it. " * 300


def test_a_note_that_is_too_long_keeps_its_text_and_can_be_mended(clinic: Clinic, phone: Visit) -> None:
    patient = clinic.patient()
    phone.sign_in_as(patient)
    phone.expect_answer(422, "PUT /api/me/check-ins")
    page = phone.open()
    start_check_in(page)
    choose(page, "Mood", 6)
    write_note(page, LONG)
    phone.shows("characters. A longer note stays on this phone until you shorten it.")
    save(page)
    phone.shows("1 entry needs your attention")
    phone.shot("refused-saved")

    page.reload()
    phone.shows("1 entry needs your attention", "Nothing is lost", "Everything else is sent.")
    phone.shot("refused-today")
    phone.is_accessible()
    page.get_by_role("link", name="Look at it").click()
    phone.shows(LONG.strip())
    phone.shot("refused-unsent", full=False)
    phone.is_accessible()
    page.get_by_role("link", name="Change and send again").click()
    expect(page.get_by_label("Anything to add?")).to_have_value(LONG)
    write_note(page, LONG[:500])
    save(page)
    phone.is_sent()
    page.get_by_role("button", name="Done").click()
    phone.shows("Everything is sent.")
    phone.does_not_show("needs your attention")
    assert entry_of_today(patient)["note"]["text"] == LONG[:500]


def test_an_entry_that_conflicts_is_kept_and_only_its_person_can_throw_it_away(clinic: Clinic, phone: Visit) -> None:
    phone.sign_in_as(clinic.patient())
    problem = {"type": "https://intersession.example/problems/conflict", "title": "Conflict", "status": 409}
    phone.answer(f"PUT /api/me/check-ins/{day()}", 409, problem | {"detail": "This was saved with other contents."})
    page = phone.open()
    start_check_in(page)
    choose(page, "Mood", 2)
    write_note(page, "Keep these words.")
    save(page)
    page.get_by_role("link", name="Look at it").click()
    phone.shows("Keep these words.")
    page.get_by_role("button", name="Throw it away").click()
    page.get_by_role("dialog").get_by_role("button", name="Keep it").click()
    phone.shows("Keep these words.")
    page.get_by_role("button", name="Throw it away").click()
    phone.shot("refused-discard", full=False)
    page.get_by_role("dialog").get_by_role("button", name="Throw it away").click()
    phone.shows("Nothing needs your attention.")


def test_a_session_that_has_ended_asks_to_sign_in_and_keeps_everything(clinic: Clinic, phone: Visit) -> None:
    patient = clinic.patient()
    phone.sign_in_as(patient)
    phone.expect_answer(401, "GET /api/")
    phone.expect_answer(401, "PUT /api/me/check-ins")
    page = phone.open()
    start_check_in(page)
    choose(page, "Mood", 8)
    write_note(page, "Written as the session ran out.")
    clinic.stack.sql("delete from identity.session where account_id = %(id)s", id=patient.account_id)
    save(page)
    phone.shows("Saved on this phone.", "Not sent yet: sign in to send it.")
    page.get_by_role("link", name="Sign in").click()
    phone.shows("1 entry waits on this phone. Sign in to send it.")
    phone.shot("signed-out-with-entry")
    phone.is_accessible()
    page.get_by_label("Email").fill(patient.email)
    page.get_by_label("Password").fill("not the password")
    phone.expect_answer(401, "POST /api/session")
    page.get_by_role("button", name="Sign in").click()
    phone.shows("That email and password do not go together.")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    phone.shows("Today is written down", "Everything is sent.")
    seen = clinic.clinician.ask("GET", f"/api/patients/{patient.account_id}/journal?since={day()}&until={day()}")
    assert [entry["mood"] for entry in seen["entries"]] == [8]


def test_signing_out_with_an_unsent_entry_says_what_would_be_lost(clinic: Clinic, phone: Visit) -> None:
    phone.sign_in_as(clinic.patient())
    page = phone.open()
    expect(page.get_by_role("link", name="Start check-in")).to_be_visible()
    phone.wait_for_service_worker()
    with phone.offline():
        start_check_in(page)
        choose(page, "Mood", 5)
        save(page)
        phone.shows("Not sent yet: no connection.")
        phone.go("/more")
        page.get_by_role("button", name="Sign out").click()
        phone.shows("1 entry is not sent yet", "What is not sent would be lost.")
        phone.shot("sign-out-unsent", full=False)
        page.get_by_role("button", name="Stay and send first").click()
    phone.go("/")
    phone.shows("Everything is sent.")
    phone.go("/more")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Password")).to_be_visible()
    assert page.evaluate("async () => (await indexedDB.databases()).length") <= 1
    page.reload()
    phone.does_not_show("Today is written down")


def entry_of_today(patient: Person) -> dict[str, dict[str, str]]:
    return patient.ask("GET", f"/api/me/today?day={day()}")["check_in"]
