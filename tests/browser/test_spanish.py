"""In Spanish, everything: no sentence of the English files is left on any screen."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, NewVisit
from tests.browser.people import PASSWORD, Clinic, Person, day, wall_clock
from tests.browser.visit import Visit

ROOT = Path(__file__).parents[2]
SPANISH_PHONE = PHONE | {"viewport": {"width": 360, "height": 640}, "locale": "es-MX"}
MESSAGE = re.compile(
    r"""'[a-z_]+\.[a-z0-9_]+':\s*(?:'((?:[^'\\]|\\.)*)'|"([^"]*)"|\{ one: '([^']*)', other: '([^']*)' \})"""
)
PATIENT_PLACES = [
    "/",
    f"/check-in/{day()}",
    f"/check-in/{day(1)}",
    "/side-effect",
    "/history",
    "/plan",
    "/plan/begin/warning_signs",
    "/plan/edit/helpers",
    "/plan/earlier",
    "/more",
    "/more/reminders",
    "/more/sharing",
    "/more/people",
    "/more/readers",
    "/more/device",
    "/more/import",
    "/help",
]
STAFF_PLACES = ["/", "/alerts", "/summaries", "/invite", "/you", "/patients/{}", "/patients/{}/journal"]
STAFF_PLACES += ["/patients/{}/schedule", "/patients/{}/team", "/patients/{}/summary"]


@pytest.fixture(scope="module")
def patient(clinic: Clinic) -> Person:
    person = clinic.patient("Lucía Andrade", language="es")
    person.check_in(5, on=day(1), note={"text": "Hoy un poco mejor.", "audience": "team"}, sleep_hours=6.5)
    course = {"protocol": "ket-iv", "first_at": wall_clock(days=-2), "sessions": None, "over_days": 14}
    course |= {"booster_months": 12, "weekdays": [1, 2, 3, 4, 5, 6, 7]}
    clinic.clinician.ask("POST", f"/api/patients/{person.account_id}/courses", course)
    return person


def test_the_patients_screens_are_spanish(patient: Person, new_visit: NewVisit) -> None:
    phone = new_visit(**SPANISH_PHONE)
    phone.sign_in_as(patient)
    phone.open()
    visit_all(phone, PATIENT_PLACES, "spanish")


def test_saving_is_answered_in_spanish(clinic: Clinic, new_visit: NewVisit) -> None:
    phone = new_visit(**SPANISH_PHONE)
    phone.sign_in_as(clinic.patient("Inés Robles", language="es"))
    page = phone.open()
    phone.go("/side-effect")
    page.get_by_role("button", name="Dolor de cabeza").click()
    page.get_by_text("Moderado", exact=True).click()
    expect_only_spanish(page)
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_text(re.compile(r"Enviado|Se envió"))).to_be_visible()
    expect_only_spanish(page)
    phone.shot("spanish-saved")
    phone.go(f"/check-in/{day()}")
    page.get_by_role("slider").first.press("3")
    page.get_by_role("textbox").fill("Ya no quiero vivir.")
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("link", name="988").first).to_be_visible()
    expect_only_spanish(page)
    phone.shot("spanish-hotline")


def test_joining_is_spanish(clinic: Clinic, new_visit: NewVisit) -> None:
    body = {
        "role": "patient",
        "name": "Elena Ruiz",
        "email": None,
        "language": "es",
        "patient": {"country": "US", "care_team": []},
    }
    link = clinic.clinician.ask("POST", "/api/invitations", body)["url"]
    phone = new_visit(**SPANISH_PHONE)
    page = phone.page
    page.goto(link)
    expect(page.get_by_role("textbox").first).to_have_value("Elena Ruiz")
    expect_only_spanish(page)
    page.locator("input[type=email]").fill("elena@example.org")
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Seguir").click()
    page.get_by_role("checkbox").check()
    expect_only_spanish(page)
    page.get_by_role("button", name="Seguir").click()
    expect_only_spanish(page)


def test_staff_screens_are_spanish(clinic: Clinic, patient: Person, new_visit: NewVisit) -> None:
    desktop = new_visit(**DESKTOP | {"locale": "es-ES"})
    clinician = clinic.staff("clinician", "Dra. Nuria Paz", language="es")
    clinic.clinician.ask("PUT", f"/api/patients/{patient.account_id}/care-team/{clinician.account_id}")
    desktop.sign_in_as(clinician)
    desktop.open("/staff")
    places = [place.format(patient.account_id) for place in STAFF_PLACES]
    visit_all(desktop, places, "spanish-staff")


def visit_all(visit: Visit, places: list[str], prefix: str) -> None:
    expect(visit.page.get_by_role("navigation").first).to_be_visible()  # signed in
    for number, place in enumerate(places):
        visit.go(place)
        expect(visit.page.get_by_role("heading", level=1)).to_be_visible()
        visit.settle()
        visit.shot(f"{prefix}-{number}")
        expect_only_spanish(visit.page)


def expect_only_spanish(page: Page) -> None:
    assert page.evaluate("() => document.documentElement.lang") == "es"
    words = page.evaluate(
        """() => [
            ...document.body.innerText.split('\\n'),
            ...[...document.querySelectorAll('[aria-label],[placeholder],[alt],[aria-valuetext]')].flatMap((element) =>
                ['aria-label', 'placeholder', 'alt', 'aria-valuetext'].map((name) => element.getAttribute(name) ?? '')),
        ]"""
    )
    english = english_sentences()
    left = {word for word in map(str.strip, words) if word and english.search(word)}
    assert not left, f"English on {page.url}: {sorted(left)}"


@cache
def english_sentences() -> re.Pattern[str]:
    """Whole English messages, with anything where a value goes; those that are the same in Spanish do not count."""
    spanish = set(messages("es"))
    wanted = {
        text for text in messages("en") if text not in spanish and re.search("[a-z]{3}", re.sub(r"{\w+}", "", text))
    }
    patterns = [re.sub(r"\\\{\w+\\\}", ".{0,40}", re.escape(text)) for text in sorted(wanted, key=len, reverse=True)]
    return re.compile("|".join(rf"(?:^|(?<=[.:,] )){each}(?=$|[.:,] )" for each in patterns))


def messages(language: str) -> list[str]:
    """Of both apps, and of the clinical data that both show."""
    files = [*ROOT.glob(f"pwa/src/**/{language}*.ts")]
    texts = [next(filter(None, found)) for file in files for found in MESSAGE.findall(file.read_text()) if any(found)]
    for data in ROOT.glob("clinical/**/*.json"):
        if not data.name.startswith(("phrases", "fold")):
            texts += strings_of(msgspec.json.decode(data.read_bytes()), language)
    return texts


def strings_of(data: Any, language: str, *, inside: bool = False) -> list[str]:
    """All strings below a key that names the language."""
    if isinstance(data, str):
        return [data] if inside else []
    if isinstance(data, list):
        return [text for each in data for text in strings_of(each, language, inside=inside)]
    if isinstance(data, dict):
        return [
            text for key, each in data.items() for text in strings_of(each, language, inside=inside or key == language)
        ]
    return []
