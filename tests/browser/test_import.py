"""An older diary, from a file on the phone to the patient's own history."""

from playwright.sync_api import expect

from tests.browser.people import Clinic, day
from tests.browser.visit import Visit


def csv() -> str:
    good = [f"{day(ago)},{ago % 10 + 1},{8 - ago % 8}" for ago in range(3, 33)]
    bad = ["not a day,5,7", f"{day(40)},fine,7"]
    return "\n".join(["date,mood,sleep hours", *good, *bad]) + "\n"


def test_an_older_diary_is_previewed_then_saved_and_shows_in_history(clinic: Clinic, phone: Visit) -> None:
    patient = clinic.patient()
    phone.sign_in_as(patient)
    page = phone.open()
    page.get_by_role("link", name="More").click()
    page.get_by_role("link", name="Bring in an older diary").click()
    file = {"name": "diary.csv", "mimeType": "text/csv", "buffer": csv().encode()}
    page.get_by_label("Choose a CSV file").set_input_files(file)
    phone.shows("32 rows read", "rows or cells could not be used")
    page.get_by_text("rows or cells could not be used").click()
    phone.shows("Row 32:")
    phone.shot("import-preview")
    phone.is_accessible()
    assert patient.ask("GET", f"/api/me/check-ins?since={day(60)}&until={day()}")["entries"] == []

    save = page.get_by_role("button", name="Save 3")
    days = (save.text_content() or "").split()[1]
    save.click()
    phone.shows(f"{days} days are in your journal.")
    phone.shot("import-saved")
    phone.go("/history")
    expect(page.get_by_role("img")).to_be_visible()
    phone.shows("imported")
    phone.shot("history-imported")
    phone.is_accessible()
    kept = patient.ask("GET", f"/api/me/check-ins?since={day(60)}&until={day()}")["entries"]
    assert len(kept) == int(days)
    assert {entry["source"] for entry in kept} == {"import"}


def test_a_file_that_is_no_diary_is_answered_with_a_sentence(clinic: Clinic, phone: Visit) -> None:
    phone.sign_in_as(clinic.patient())
    page = phone.open()
    phone.go("/more/import")
    phone.expect_answer(422, "POST /api/me/imports/preview")
    file = {"name": "holiday.csv", "mimeType": "text/csv", "buffer": b"\x89PNG\r\n\x1a\n\0\0\0"}
    page.get_by_label("Choose a CSV file").set_input_files(file)
    expect(page.get_by_role("alert").or_(page.get_by_text("No column with dates was found"))).to_be_visible()
    phone.shot("import-refused")
