"""The summary's page as a whole: its order, long words, large letters, and two sheets of paper."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from uuid_utils.compat import uuid7

from tests.browser.conftest import DESKTOP, PHONE, NewVisit
from tests.browser.people import Clinic, Person, day, wall_clock
from tests.browser.test_summary import answer, bring_in_a_diary, freeze, open_live, score, stamp, start_course, tomorrow
from tests.browser.visit import ARTEFACTS, Visit

LONG = "I fainted in the kitchen and do not know for how long. " * 160
HEADINGS = [
    "Daily mood",
    "Anxiety, energy and sleep",
    "How long each booster held",
    "Side effects by day",
    "In Pilar's words",
]
WORDS = "Slept badly after the visit of my brother; better from Thursday on, and out of the house twice. "
TOO_WIDE = "() => document.documentElement.scrollWidth - innerWidth"


@pytest.fixture(scope="module")
def usual(clinic: Clinic) -> Person:
    """A year's course: boosters, three measures, side effects, shared notes."""
    person, doctor = clinic.patient("Pilar Echeverri-Lund"), clinic.clinician
    start_course(doctor, person, "ket-iv", first_at=wall_clock(days=-110), over_days=18, booster_months=12)
    for instrument, totals in (("phq-9", (18, 9, 11)), ("gad-7", (8, 12, 15)), ("pcl-5", (44, 30, 28))):
        for ago, total in zip((112, 40, 5), totals, strict=True):
            score(doctor, person, instrument, total, ago=ago)
    bring_in_a_diary(person)
    answer(person, "phq-9", [2, 2, 2, 1, 1, 1, 1, 0, 0])
    for ago in range(3):
        person.check_in(
            6 - ago, on=day(ago), sleep_hours=6.5, energy=4, note={"text": WORDS * (2 + ago), "audience": "team"}
        )
    for effect in ("headache", "nausea", "dizziness"):
        report = {"effect": effect, "severity": "moderate", "day": day(1), "note": None}
        person.ask("PUT", f"/api/me/side-effects/{uuid7()}", report | {"revision_id": str(uuid7()), "stamp": stamp()})
    return person


def test_two_sheets_of_either_paper(clinic: Clinic, usual: Person, desktop: Visit) -> None:
    page = open_live(desktop, clinic.clinician, usual)
    for paper in ("Letter", "A4"):
        printed = page.pdf(format=paper, print_background=False)
        (ARTEFACTS / f"summary-usual-{paper}.pdf").write_bytes(printed)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2, paper


def test_it_is_read_in_the_order_of_the_page(clinic: Clinic, usual: Person, desktop: Visit) -> None:
    page = open_live(desktop, clinic.clinician, usual)
    found = page.get_by_role("heading", level=2).all_inner_texts()
    places = [next(n for n, text in enumerate(found) if text.startswith(each)) for each in (*HEADINGS, "How complete")]
    assert places == sorted(places), found
    effects, mood = (
        page.get_by_role("heading", name=re.compile(name)).last for name in ("^Side effects", "^Daily mood")
    )
    boxes = effects.bounding_box(), mood.bounding_box()
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert abs(boxes[0]["y"] - boxes[1]["y"]) < 8, "side effects stand beside mood"


def test_a_long_answer_leaves_the_rest_in_sight(clinic: Clinic, desktop: Visit) -> None:
    person, doctor = clinic.patient("Teodor Lindqvist"), clinic.clinician
    session_id = tomorrow(clinic, person, "tms")
    numbers = doctor.ask("GET", f"/api/patients/{person.account_id}/summary")["numbers"]
    given: list[dict[str, Any]] = [{"question": "seizure_q", "answer": "yes", "amount": None, "at_time": None}]
    given[0]["note"] = LONG[:9_000].strip()
    body = {"answers": given, "revision_id": str(uuid7()), "based_on": None, "stamp": stamp()}
    person.ask("PUT", f"/api/me/sessions/{session_id}/answers", body)
    desktop.sign_in_as(doctor)
    page = desktop.open(f"/staff#/summaries/{freeze(clinic, person, numbers, session_id)}")
    desktop.shows("Stop: look before the session starts.")
    more = page.get_by_role("button", name="Show all", exact=True)
    strip = page.locator(".strip")
    assert height(page) < 500
    more.press("Enter")
    desktop.shows(LONG[-200:].strip()[-120:])
    assert height(page) > 500
    assert strip.count() == 1
    page.get_by_role("button", name="Show less").press("Enter")
    assert height(page) < 500


def height(page: Page) -> float:
    box = page.locator(".strip").bounding_box()
    assert box is not None
    return box["height"]


@pytest.mark.parametrize(
    "look", [PHONE | {"viewport": {"width": 390, "height": 844}}, DESKTOP], ids=["phone", "desktop"]
)
def test_letters_twice_as_large(clinic: Clinic, usual: Person, new_visit: NewVisit, look: dict[str, Any]) -> None:
    visit = new_visit(**look)
    page = open_live(visit, clinic.clinician, usual)
    page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    visit.settle()
    visit.shot(f"summary-large-{look['viewport']['width']}")
    assert page.evaluate(TOO_WIDE) <= 0
    column = page.locator("table.dense").locator("td.change").first
    box = column.bounding_box()
    letter = page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)")
    assert box is not None
    assert box["width"] >= 8 * letter, f"{box['width']} px for words of {letter} px"


def test_the_servers_words_follow_the_language_that_is_chosen(clinic: Clinic, usual: Person, desktop: Visit) -> None:
    doctor = clinic.staff("clinician", "Dr. Ilse Brandt")
    clinic.clinician.ask("PUT", f"/api/patients/{usual.account_id}/care-team/{doctor.account_id}")
    page = open_live(desktop, doctor, usual)
    desktop.shows("“Not at all”")
    desktop.go("/you")
    page.get_by_text("Español", exact=True).click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("You")
    desktop.go(f"/patients/{usual.account_id}/summary")
    expect(page.locator(".strip")).to_contain_text("«Ningún día»")
    assert doctor.ask("GET", "/api/session")["language"] == "es"
