"""Every screen, small and large, light and dark: a picture for people to look at, and what a program can see by itself:
the rules of WCAG that axe checks, and that nothing runs out of the page sideways.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, NewVisit
from tests.browser.people import Clinic, Person, day, wall_clock
from tests.browser.stack import Stack
from tests.browser.visit import Visit

SMALL = PHONE | {"viewport": {"width": 360, "height": 640}}
TALL = PHONE | {"viewport": {"width": 390, "height": 844}}
PATIENT_LOOKS = {"phone-light": SMALL | {"color_scheme": "light"}, "phone-dark": TALL | {"color_scheme": "dark"}}
STAFF_LOOKS = {"desktop-light": DESKTOP | {"color_scheme": "light"}, "phone-dark": TALL | {"color_scheme": "dark"}}
STAFF_LOOKS["desktop-dark"] = DESKTOP | {"color_scheme": "dark"}

PATIENT_SCREENS = {
    "today": "/",
    "check-in": f"/check-in/{day()}",
    "check-in-late": f"/check-in/{day(1)}",
    "side-effects": "/side-effect",
    "measure": "/measure/phq-9",
    "therapy-pages": "/therapy",
    "diary-card": "/therapy/new/dbt",
    "baseline": "/baseline",
    "history": "/history",
    "plan": "/plan",
    "plan-begin": "/plan/begin/warning_signs",
    "plan-edit": "/plan/edit/helpers",
    "plan-earlier": "/plan/earlier",
    "more": "/more",
    "reminders": "/more/reminders",
    "sharing": "/more/sharing",
    "people": "/more/people",
    "readers": "/more/readers",
    "device": "/more/device",
    "import": "/more/import",
    "help": "/help",
}
CARE_SCREENS = {
    "caseload": "/",
    "alerts": "/alerts",
    "alert": "/alerts/{alert}",
    "summaries": "/summaries",
    "invite": "/invite",
    "you": "/you",
    "timeline": "/patients/{patient}",
    "journal": "/patients/{patient}/journal",
    "scores": "/patients/{patient}/measures",
    "pages": "/patients/{patient}/pages",
    "before": "/patients/{patient}/before",
    "plan": "/patients/{patient}/plan",
    "schedule": "/patients/{patient}/schedule",
    "team": "/patients/{patient}/team",
    "summary-live": "/patients/{patient}/summary",
    "who-is-told": "/clinic/escalation",
}
ADMIN_PARTS = ("measures", "protocols", "lines", "words", "escalation", "reach")
ADMIN_SCREENS = {"people": "/", "clinic": "/clinic", "invite-staff": "/invite/staff", "invite-patient": "/invite"} | {
    part: f"/clinic/{part}" for part in ADMIN_PARTS
}


@pytest.fixture(scope="module")
def patient(clinic: Clinic) -> Person:
    """Two months of a diary, a course in the middle of them, side effects, notes of every audience, an alert."""
    person = clinic.patient("Alexandra Fitzgerald-Montgomery")
    bring_in_a_diary(person, days=60)
    person.check_in(6, on=day(2), note={"text": "Slow morning, better after the walk.", "audience": "team"})
    person.check_in(4, on=day(1), note={"text": "Hard talk with my sister.", "audience": "therapist"})
    person.check_in(
        2, note={"text": "I want to kill myself.", "audience": "private"}, anxiety=8, energy=2, sleep_hours=4.5
    )
    course = {"protocol": "ket-iv", "first_at": wall_clock(days=-30), "sessions": None, "over_days": 18}
    course |= {"booster_months": 12, "weekdays": [1, 2, 3, 4, 5, 6, 7]}
    clinic.clinician.ask("POST", f"/api/patients/{person.account_id}/courses", course)
    return person


def bring_in_a_diary(person: Person, *, days: int) -> None:
    rows = [f"{day(ago)},{(ago * 7) % 10},{(ago * 3) % 11},{5 + ago % 4}" for ago in range(3, days) if ago % 9]
    csv = "\n".join(["date,mood,anxiety,sleep hours", *rows])
    read = person.ask("POST", "/api/me/imports/preview", {"csv": csv, "mapping": None})
    person.ask("POST", "/api/me/imports", {"csv": csv, "mapping": read["mapping"], "digest": read["digest"]})


@pytest.mark.parametrize("look", PATIENT_LOOKS)
def test_every_screen_of_the_patient(patient: Person, new_visit: NewVisit, look: str) -> None:
    visit = new_visit(**PATIENT_LOOKS[look])
    visit.sign_in_as(patient)
    visit.open()
    look_at(visit, PATIENT_SCREENS, f"patient-{look}")


@pytest.mark.parametrize("look", STAFF_LOOKS)
def test_every_screen_of_the_care_team(clinic: Clinic, patient: Person, new_visit: NewVisit, look: str) -> None:
    visit = new_visit(**STAFF_LOOKS[look])
    visit.sign_in_as(clinic.clinician)
    visit.open("/staff")
    alert = next(a for a in clinic.clinician.ask("GET", "/api/alerts") if a["patient_id"] == patient.account_id)
    ids = {"patient": patient.account_id, "alert": alert["alert_id"]}
    screens = {name: path.format(**ids) for name, path in CARE_SCREENS.items()}
    look_at(visit, screens, f"staff-{look}")


@pytest.mark.parametrize("look", ["desktop-light", "phone-dark"])
def test_every_screen_of_the_admin(clinic: Clinic, patient: Person, new_visit: NewVisit, look: str) -> None:
    visit = new_visit(**STAFF_LOOKS[look])
    visit.sign_in_as(clinic.admin)
    visit.open("/staff")
    look_at(visit, ADMIN_SCREENS, f"admin-{look}")


def test_signed_out(stack: Stack, phone: Visit, desktop: Visit) -> None:
    for visit, path in ((phone, "/"), (desktop, "/staff")):
        visit.open(path)
        expect(visit.page.get_by_role("button", name="Sign in")).to_be_visible()
        visit.shot(f"signed-out{path.replace('/', '-')}")
        visit.is_accessible()


def look_at(visit: Visit, screens: dict[str, str], prefix: str) -> None:
    expect(visit.page.get_by_role("navigation").first).to_be_visible()  # signed in
    for name, path in screens.items():
        visit.go(path)
        expect(visit.page.get_by_role("heading", level=1)).to_be_visible()
        visit.settle()
        visit.shot(f"{prefix}-{name}")
        visit.is_accessible()
        too_wide = visit.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert too_wide <= 0, f"{name} is {too_wide} px too wide"
