"""What a patient does on the phone, in the words that are on it."""

from playwright.sync_api import Page

from tests.browser.people import PASSWORD


def start_check_in(page: Page) -> None:
    page.get_by_role("link", name="Start check-in").click()


def choose(page: Page, scale: str, value: int) -> None:
    """A tap on a number of a 0-10 scale."""
    track = page.get_by_role("slider", name=scale, exact=True)
    track.scroll_into_view_if_needed()
    box = track.bounding_box()
    assert box is not None
    track.tap(position={"x": (value + 0.5) * box["width"] / 11, "y": box["height"] / 2})


def write_note(page: Page, text: str, *, shared_with: str | None = None) -> None:
    page.get_by_label("Anything to add?").fill(text)
    if shared_with:
        page.get_by_label("Who can read this note").select_option(label=f"Shared with: {shared_with}")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).tap()


def report_side_effect(page: Page, effect: str, severity: str) -> None:
    """Up to where it could be saved."""
    page.get_by_role("link", name="Report a side effect").click()
    item = page.get_by_role("button", name=effect)
    more = page.get_by_role("button", name="Show more")
    item.or_(more).first.wait_for()
    if item.count() == 0:
        more.click()
    item.click()
    page.get_by_text(severity, exact=True).click()


def fill_who(page: Page, name: str | None, email: str) -> None:
    """The first step of joining. `name` None: as the invitation has it."""
    if name:
        page.get_by_label("Your name").fill(name)
    page.get_by_label("Email").fill(email)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
