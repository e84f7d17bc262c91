"""Without touch or mouse: the 0-10 control is a slider, and a whole check-in needs nothing but keys."""

from playwright.sync_api import Page, expect

from tests.browser.people import Clinic, day
from tests.browser.visit import Visit


def test_a_whole_check_in_by_keyboard(clinic: Clinic, desktop: Visit) -> None:
    patient = clinic.patient()
    desktop.sign_in_as(patient)
    page = desktop.open()
    expect(page.get_by_role("link", name="Start check-in")).to_be_visible()
    tab_to(page, "Start check-in")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="How was today?")).to_be_focused()

    tab_to(page, "Mood")
    mood = page.get_by_role("slider", name="Mood")
    expect(mood).to_have_attribute("aria-valuetext", "not chosen")
    for key, value in (("ArrowRight", "5"), ("ArrowRight", "6"), ("End", "10"), ("Home", "0"), ("7", "7")):
        page.keyboard.press(key)
        expect(mood).to_have_attribute("aria-valuenow", value)
    tab_to(page, "Anxiety")
    page.keyboard.press("4")
    page.keyboard.press("Backspace")
    expect(page.get_by_role("slider", name="Anxiety")).to_have_attribute("aria-valuetext", "not chosen")
    tab_to(page, "Sleep last night")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    tab_to(page, "Anything to add?")
    page.keyboard.type("By keyboard.")
    tab_to(page, "Save")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Saved")).to_be_focused()
    desktop.is_sent()
    entry = patient.ask("GET", f"/api/me/today?day={day()}")["check_in"]
    assert (entry["mood"], entry["anxiety"], entry["sleep_hours"]) == (7, None, 7.5)
    assert entry["note"] == {"text": "By keyboard.", "audience": "private"}


def test_a_check_in_without_a_mood_says_what_is_needed(clinic: Clinic, small_phone: Visit) -> None:
    small_phone.sign_in_as(clinic.patient())
    page = small_phone.open()
    page.get_by_role("link", name="Start check-in").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a number for your mood.")
    small_phone.shot("check-in-without-mood", full=False)


def tab_to(page: Page, name: str) -> None:
    """Onwards with the Tab key until the control with this name has the focus, which must be visible."""
    wanted = page.get_by_role("link", name=name, exact=True).or_(page.get_by_role("slider", name=name, exact=True))
    wanted = wanted.or_(page.get_by_role("spinbutton", name=name)).or_(page.get_by_role("textbox", name=name))
    wanted = wanted.or_(page.get_by_role("button", name=name, exact=True)).first
    for _ in range(30):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            assert wanted.evaluate("element => getComputedStyle(element).outlineStyle") != "none", (
                f"{name}: no focus ring"
            )
            return
    raise AssertionError(f"the Tab key does not reach {name}")
