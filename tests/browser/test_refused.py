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
    phone.shows("10,800 of 10,000 characters.", LONG.strip())
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
    page = phone.open()
    start_check_in(page)
    choose(page, "Mood", 8)
    write_note(page, "Written as the session ran out.")
    end_session_of(patient, clinic, phone)
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
    assert mood_of_today(clinic, patient) == 8


def test_a_session_that_ends_while_one_writes_costs_no_words(clinic: Clinic, phone: Visit) -> None:
    patient = clinic.patient()
    phone.sign_in_as(patient)
    page = phone.open()
    start_check_in(page)
    choose(page, "Mood", 4)
    write_note(page, "Half a thought, and then")
    end_session_of(patient, clinic, phone)
    phone.go("/history")
    sign_in(phone, patient)
    phone.go(f"/check-in/{day()}")
    phone.shows("What you had begun is still here.")
    expect(page.get_by_label("Anything to add?")).to_have_value("Half a thought, and then")


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
    sign_out(phone)
    assert stored(phone) == {"outbox": 0, "cache": 0, "keys": 0}
    page.reload()
    phone.does_not_show("Today is written down")


def test_what_one_person_has_not_sent_survives_another_who_uses_the_phone(clinic: Clinic, phone: Visit) -> None:
    first, second = clinic.patient("First Person"), clinic.patient("Second Person")
    phone.sign_in_as(first)
    page = phone.open()
    start_check_in(page)
    choose(page, "Mood", 3)
    end_session_of(first, clinic, phone)
    save(page)
    phone.shows("Not sent yet: sign in to send it.")
    sign_in(phone, second)
    phone.shows("How was today?")
    phone.does_not_show("Today is written down")
    sign_out(phone)
    assert stored(phone)["outbox"] == 1
    with phone.offline():
        page.reload()
        page.get_by_role("link", name="Help now").click()
        expect(page.get_by_role("link", name="Call 988")).to_be_visible()
        page.get_by_role("button", name="Back").click()
    sign_in(phone, first)
    phone.shows("Today is written down", "Everything is sent.")
    assert mood_of_today(clinic, first) == 3


def end_session_of(person: Person, clinic: Clinic, phone: Visit) -> None:
    """On the server. What the app was still reading has arrived: otherwise it asks to sign in before anything is saved."""
    phone.settle()
    phone.expect_answer(401, "PUT /api/me/check-ins")
    phone.expect_answer(401, "GET /api/")
    clinic.stack.sql("delete from identity.session where account_id = %(id)s", id=person.account_id)


def sign_in(phone: Visit, person: Person) -> None:
    phone.go("/sign-in")
    phone.page.get_by_label("Email").fill(person.email)
    phone.page.get_by_label("Password").fill(PASSWORD)
    phone.page.get_by_role("button", name="Sign in").click()


def sign_out(phone: Visit) -> None:
    """What the app was still reading has arrived: refused afterwards, it would bring the sign-in before everything is gone."""
    phone.go("/more")
    phone.settle()
    phone.page.get_by_role("button", name="Sign out").click()
    expect(phone.page.get_by_label("Password")).to_be_visible()


def stored(phone: Visit) -> dict[str, int]:
    """How much lies in the phone's database, by store."""
    return phone.page.evaluate(
        """() => new Promise((done) => {
            const opening = indexedDB.open('intersession');
            opening.onsuccess = () => {
                const names = [...opening.result.objectStoreNames];
                const stores = names.length ? opening.result.transaction(names) : null;
                const found = {};
                for (const name of names) {
                    const counting = stores.objectStore(name).count();
                    counting.onsuccess = () => { found[name] = counting.result; };
                }
                if (stores) stores.oncomplete = () => { opening.result.close(); done(found); };
                else done(found);
            };
        })"""
    )


def mood_of_today(clinic: Clinic, person: Person) -> int:
    journal = clinic.clinician.ask("GET", f"/api/patients/{person.account_id}/journal?since={day()}&until={day()}")
    return journal["entries"][0]["mood"]


def entry_of_today(patient: Person) -> dict[str, dict[str, str]]:
    return patient.ask("GET", f"/api/me/today?day={day()}")["check_in"]
