"""What makes it an app: it can be installed, its files load, and every answer carries the security headers."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.people import Clinic
from tests.browser.stack import Stack
from tests.browser.visit import Visit

# A browser context of a test counts as incognito, where Chromium installs nothing. Nothing else may stand in the way.
BECAUSE_OF_THE_TEST = {"in-incognito"}


def test_it_can_be_installed(phone: Visit) -> None:
    page = phone.open()
    phone.wait_for_service_worker()
    debugger = phone.context.new_cdp_session(page)
    found = debugger.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {error["errorId"] for error in found} <= BECAUSE_OF_THE_TEST
    manifest = debugger.send("Page.getAppManifest")
    assert manifest["errors"] == []
    described = json.loads(manifest["data"])
    assert described["display"] == "standalone"
    for icon in described["icons"]:
        size = page.evaluate(
            """async (src) => { const image = new Image(); image.src = src; await image.decode(); return image.naturalWidth; }""",
            icon["src"],
        )
        assert icon["sizes"] == f"{size}x{size}"


def test_the_patient_app_is_there_offline_and_staff_files_are_not_on_the_phone(phone: Visit) -> None:
    phone.open()
    phone.wait_for_service_worker()
    kept = phone.page.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys())
                for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
            return found;
        }"""
    )
    assert "/index.html" in kept
    assert not [path for path in kept if "staff" in path or path.startswith("/api")]


@pytest.mark.parametrize(
    "path", ["/", "/join", "/staff", "/sw.js", "/api/session", "/api/nothing", "/nothing", "/health/live"]
)
def test_every_answer_carries_the_security_headers(stack: Stack, path: str) -> None:
    with stack.client() as client:
        headers = client.get(path).headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    if path.startswith("/api"):
        assert headers["cache-control"] == "no-store"


def test_an_invitation_that_was_used_says_what_to_do(phone: Visit) -> None:
    phone.expect_answer(404, "POST /api/invitations/look-up")
    phone.open("/join#this-is-not-a-token-that-anybody-has-made")
    phone.shows("ask your clinic for a new link.")
    expect(phone.page.get_by_role("link", name="Help now")).to_be_visible()
    phone.shot("join-unknown")


def test_staff_who_open_the_patients_app_land_in_their_workspace(clinic: Clinic, desktop: Visit) -> None:
    """Without anything being asked for that is not theirs: a refused request would fail this test."""
    desktop.sign_in_as(clinic.clinician)
    page = desktop.open("/")
    expect(page.get_by_role("heading", name="Patients")).to_be_visible()
    desktop.settle()
    assert page.url.startswith(f"{desktop.stack.address}/staff")
