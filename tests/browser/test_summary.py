"""The summary as staff read it: scores and what changed by which rule, item 9, courses side by side, paper."""

import json
import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from uuid_utils.compat import uuid7

from tests.browser.conftest import DESKTOP, PHONE, NewVisit
from tests.browser.people import ZONE, Clinic, Person, day, local, offset_minutes, wall_clock
from tests.browser.visit import ARTEFACTS, Visit

TALL = PHONE | {"viewport": {"width": 390, "height": 844}}
LOOKS = {
    "desktop-light": DESKTOP | {"color_scheme": "light"},
    "desktop-dark": DESKTOP | {"color_scheme": "dark"},
    "phone-light": TALL | {"color_scheme": "light"},
    "phone-dark": TALL | {"color_scheme": "dark"},
}
SEVERAL_DAYS = [2, 2, 2, 1, 1, 1, 1, 0, 1]
ROOM = 800 - 62
VERSION_2 = ("version", "measures", "curves", "curve_median", "early")


def stamp() -> dict[str, Any]:
    return {"written_at": datetime.now(UTC).isoformat(), "zone": ZONE, "offset_minutes": offset_minutes()}


def score(clinician: Person, patient: Person, instrument: str, total: int, *, ago: int) -> None:
    """A total from before this patient had the app, as the clinic enters it."""
    body = {"instrument": instrument, "total": total, "day": day(ago), "revision_id": str(uuid7()), "stamp": stamp()}
    clinician.ask("PUT", f"/api/patients/{patient.account_id}/scores/{uuid7()}", body)


def answer(
    patient: Person, instrument: str, answers: list[int | None], *, ago: int = 0, declined: bool = False
) -> None:
    body: dict[str, Any] = {"instrument": instrument, "version": 1, "language": "en", "day": day(ago)}
    body |= {"answers": answers, "extras": {}, "declined": declined, "revision_id": str(uuid7()), "stamp": stamp()}
    patient.ask("PUT", f"/api/me/measures/{uuid7()}", body)


def start_course(clinician: Person, patient: Person, protocol: str, **options: Any) -> None:
    course = {"protocol": protocol, "first_at": wall_clock(days=-40), "sessions": None, "over_days": None}
    course |= {"booster_months": None, "weekdays": [1, 2, 3, 4, 5, 6, 7]} | options
    clinician.ask("POST", f"/api/patients/{patient.account_id}/courses", course)


@pytest.fixture(scope="module")
def patient(clinic: Clinic) -> Person:
    """Ten weeks: a course, a booster, three measures of which one gets worse, a diary with holes."""
    person, doctor = clinic.patient("Marisol Quintero-Vance"), clinic.clinician
    start_course(doctor, person, "ket-iv", over_days=18, booster_months=12)
    for ago, total in ((44, 18), (25, 9), (15, 6)):
        score(doctor, person, "phq-9", total, ago=ago)
    for ago, total in ((44, 8), (2, 15)):
        score(doctor, person, "gad-7", total, ago=ago)
    bring_in_a_diary(person)
    person.check_in(6, on=day(1), note={"text": "Slow morning, better after the walk.", "audience": "team"})
    answer(person, "phq-9", [], ago=1, declined=True)
    answer(person, "phq-9", [*SEVERAL_DAYS])
    return person


def bring_in_a_diary(person: Person) -> None:
    rows = [f"{day(ago)},{(ago * 7) % 10},{(ago * 3) % 11}" for ago in range(3, 60) if ago % 9]
    csv = "\n".join(["date,mood,anxiety", *rows])
    read = person.ask("POST", "/api/me/imports/preview", {"csv": csv, "mapping": None})
    person.ask("POST", "/api/me/imports", {"csv": csv, "mapping": read["mapping"], "digest": read["digest"]})


def open_live(visit: Visit, reader: Person, patient: Person) -> Page:
    visit.sign_in_as(reader)
    page = visit.open(f"/staff#/patients/{patient.account_id}/summary")
    expect(page.get_by_role("heading", name="Daily mood, 0 to 10")).to_be_visible()
    visit.settle()
    return page


def test_what_changed_and_by_which_rule(clinic: Clinic, patient: Person, desktop: Visit) -> None:
    page = open_live(desktop, clinic.clinician, patient)
    desktop.shows(
        "Down 7 points since before the course (18 → 11, 38.9%).",
        "That is more than the usual measurement wobble (6 points, NHS): reliably better.",
        "Up 7 points since before the course (8 → 15, 87.5%). Reliably worse.",
        "Looks back 14 days.",
        "Asked for and not answered: PHQ-9 1 time.",
    )
    first = page.locator(".measure.wide").first
    for name, number in (("Before the course", "18"), ("Best", "6"), ("Now", "11")):
        expect(first.locator("dl > div").filter(has_text=name).first).to_contain_text(number)
    for rule, said in (("Response", "no (at least 50%)"), ("Remission", "no (at most 4, MIPS 370)")):
        expect(first.locator(".verdicts > div").filter(has_text=rule)).to_contain_text(said)
    expect(first.locator(".verdicts")).to_contain_text("improved (6 points, NHS)")
    chart = page.get_by_role("img", name=re.compile(r"^PHQ-9, 0 to 27, higher is worse"))
    expect(chart).to_have_accessible_name(re.compile(r"Scores: 4\. The last is 11, .*Declined 1 time\."))


def test_the_chart_has_its_table(clinic: Clinic, patient: Person, desktop: Visit) -> None:
    page = open_live(desktop, clinic.clinician, patient)
    button = page.get_by_role("button", name=re.compile("^Show as a table ?: PHQ-9"))
    button.focus()
    page.keyboard.press("Enter")
    table = page.get_by_role("region", name="PHQ-9")
    expect(table.get_by_role("row").filter(has_text="asked, not answered")).to_have_count(1)
    expect(table.get_by_role("row").filter(has_text="18")).to_contain_text("entered by the clinic")
    desktop.is_accessible()


def test_item_9_stays_open_until_somebody_has_reviewed_it(clinic: Clinic, patient: Person, desktop: Visit) -> None:
    page = open_live(desktop, clinic.clinician, patient)
    safety = page.get_by_role("region", name=re.compile("^Safety, as of"))
    expect(safety).to_contain_text("PHQ-9 item 9: “Several days”")
    expect(safety).to_contain_text("NOT reviewed yet.")
    desktop.does_not_show("No risk", "no risk", "cleared to")
    page.get_by_role("link", name="Open the alert").click()
    page.get_by_role("button", name="Acknowledge").click()
    page.get_by_label("Called the patient").check()
    page.get_by_role("dialog").get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    desktop.go(f"/patients/{patient.account_id}/summary")
    expect(safety).to_contain_text("Reviewed by Dr. Clara Voss")
    expect(safety).to_contain_text("Several days")


def test_a_zero_is_said_as_an_answer_and_nothing_more(clinic: Clinic, desktop: Visit) -> None:
    person = clinic.patient("Noor Haddad")
    page = open_live(desktop, clinic.clinician, person)
    desktop.shows("PHQ-9 item 9: not asked", "ask in person", "No score so far.")
    answer(person, "phq-9", [1, 1, 0, 0, 0, 0, 0, 0, 0])
    page.reload()
    desktop.shows("PHQ-9 item 9: “Not at all”", "It says nothing about other days, and lowers nothing.")
    answer(person, "phq-9", [1, 1, 0, 0, 0, 0, 0, 0, None])
    page.reload()
    desktop.shows("PHQ-9 item 9: skipped on", "was left out: ask in person")


def test_courses_that_overlap(clinic: Clinic, desktop: Visit) -> None:
    person = clinic.patient("Ines Calloway")
    start_course(clinic.clinician, person, "ket-iv", over_days=18, booster_months=12)
    start_course(clinic.clinician, person, "tms", sessions=30, weekdays=[1, 2, 3, 4, 5])
    page = open_live(desktop, clinic.clinician, person)
    first = page.get_by_role("heading", level=1).inner_text()
    page.locator("header p").filter(has_text="Other courses of the same time").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(first)
    assert {"ketamine", "TMS"} == {word for word in ("ketamine", "TMS") if word in first + page.inner_text("h1")}
    desktop.is_accessible()


def test_an_answer_that_stops_a_session_is_looked_at_by_name(clinic: Clinic, desktop: Visit) -> None:
    person, doctor = clinic.patient("Teo Lindqvist"), clinic.clinician
    session_id = tomorrow(clinic, person, "tms")
    numbers = doctor.ask("GET", f"/api/patients/{person.account_id}/summary")["numbers"]
    before = {"seizure_q": "yes", "metal": "no", "ill": "not_sure"}
    given = [
        {"question": question, "answer": said, "amount": None, "at_time": None} for question, said in before.items()
    ]
    given[0]["note"] = "Fainted on Tuesday."
    body = {"answers": given, "revision_id": str(uuid7()), "based_on": None, "stamp": stamp()}
    person.ask("PUT", f"/api/me/sessions/{session_id}/answers", body)

    desktop.sign_in_as(doctor)
    summary = freeze(clinic, person, numbers, session_id)
    page = desktop.open(f"/staff#/summaries/{summary}")
    desktop.shows(
        "1 answer needs a look", "Fainted on Tuesday.", "Stop: look before the session starts.", "Not answered:"
    )
    desktop.shot("summary-stop", full=False)
    desktop.is_accessible()
    page.get_by_role("button", name="Say what was done").click()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    desktop.shows("Say what was done, in a few words.")
    page.get_by_role("textbox", name="What was done").fill("Called; the prescriber sees them first.")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    desktop.shows(
        "Dr. Clara Voss", "Called; the prescriber sees them first.", "Fainted on Tuesday.", "Changed since last time?"
    )
    expect(page.get_by_role("button", name="Say what was done")).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Show all")).click()
    expect(page.get_by_role("row").filter(has_text="seizure")).to_contain_text("Yes")
    expect(page.get_by_role("row").filter(has_text="Are you ill")).to_contain_text("Not sure")


def tomorrow(clinic: Clinic, person: Person, kind: str) -> str:
    """A session on whatever weekday that is."""
    rows = clinic.stack.sql(
        """insert into journal.session (clinic_id, patient_id, session_id, kind, ordinal, of, starts_at, day, status, summary_before)
           select clinic_id, patient_id, %(id)s, %(kind)s, 2, 30, now() + interval '20 hours', %(day)s, 'planned', false
           from journal.patient where patient_id = %(patient)s returning session_id""",
        id=uuid7(),
        kind=kind,
        day=local(hours=20).date(),
        patient=person.account_id,
    )
    return str(rows[0]["session_id"])


def test_the_therapist_reads_pages_and_homework(clinic: Clinic, desktop: Visit) -> None:
    person, therapist = clinic.patient("Wren Abara"), clinic.therapist
    asked = {"form": "cbt", "due_on": day(), "words": "When the morning is grey."}
    homework = therapist.ask("POST", f"/api/patients/{person.account_id}/homework", asked)
    thought = {"situation": "A call with my sister.", "thought": "I ruin everything."}
    write_page(person, "cbt", thought, {"emotion_before": 80}, homework["homework_id"])
    write_page(person, "dbt", {}, {"urge_use": 2, "skill_mindful": 1, "target": 0})
    page = open_live(desktop, therapist, person)
    desktop.shows("Thought record", "A call with my sister.", "80 of 100", "Being here and now, on 1 page", "done")
    desktop.does_not_show("How long each booster held", "Changed since last time", "Outcome letter", "FHIR")
    expect(page.get_by_role("heading", name="Homework")).to_be_visible()
    desktop.shot("summary-therapist")
    desktop.is_accessible()


def write_page(
    person: Person, form: str, texts: dict[str, str], ratings: dict[str, int], homework_id: str | None = None
) -> None:
    body = {"form": form, "day": day(), "audience": "therapist", "texts": texts, "ratings": ratings}
    body |= {"homework_id": homework_id, "revision_id": str(uuid7()), "based_on": None, "stamp": stamp()}
    person.ask("PUT", f"/api/me/pages/{uuid7()}", body)


def test_a_summary_of_version_1_still_opens(clinic: Clinic, patient: Person, desktop: Visit) -> None:
    now = clinic.clinician.ask("GET", f"/api/patients/{patient.account_id}/summary")
    sessions = clinic.clinician.ask("GET", f"/api/patients/{patient.account_id}")["sessions"]
    summary_id = freeze(clinic, patient, as_version_1(now["numbers"]), sessions[-1]["session_id"])
    desktop.sign_in_as(clinic.clinician)
    desktop.open(f"/staff#/summaries/{summary_id}")
    desktop.shows("This summary was made before scores were kept here.", "Daily mood, 0 to 10", "How complete it is")
    desktop.shows("PHQ-9 item 9: “Several days”")
    desktop.does_not_show("Left out in check-ins", "Mood by day after each booster")
    desktop.is_accessible()


def as_version_1(numbers: dict[str, Any]) -> dict[str, Any]:
    old = {name: value for name, value in numbers.items() if name not in VERSION_2}
    for logged in (old["completeness"]["interval"], old["completeness"]["course"]):
        for name in ("not_prompted", "not_synced", "skipped", "batch"):
            logged.pop(name)
    for name in ("batch_days", "last_heard_on"):
        old["completeness"].pop(name)
    for effect in old["side_effects"]:
        del effect["before"], effect["course"]
    return old


def freeze(clinic: Clinic, patient: Person, numbers: dict[str, Any], session_id: str) -> UUID:
    """As a worker leaves it."""
    summary_id = uuid7()
    clinic.stack.sql(
        """insert into journal.summary (clinic_id, patient_id, summary_id, session_id, form, inputs_until, inputs_hash, numbers)
           select clinic_id, patient_id, %(id)s, %(session)s, 'clinician', now(), repeat('0', 64), %(numbers)s::jsonb
           from journal.patient where patient_id = %(patient)s""",
        id=summary_id,
        session=session_id,
        numbers=json.dumps(numbers),
        patient=patient.account_id,
    )
    return summary_id


def test_paper_holds_two_pages_and_needs_no_colour(clinic: Clinic, patient: Person, desktop: Visit) -> None:
    page = open_live(desktop, clinic.clinician, patient)
    paper = page.pdf(format="Letter", print_background=False)
    (ARTEFACTS / "summary-scores.pdf").write_bytes(paper)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) <= 2
    page.emulate_media(media="print")
    page.evaluate("() => { document.documentElement.style.filter = 'grayscale(1)' }")
    desktop.shot("summary-scores-grey")


def test_files_for_others_are_named_after_nobody(clinic: Clinic, patient: Person, desktop: Visit) -> None:
    page = open_live(desktop, clinic.clinician, patient)
    page.get_by_text("Export", exact=True).press("Enter")
    files = {"PDF": "pdf", "FHIR bundle (R4)": "json", "Tables (CSV)": "zip", "Outcome letter, PHQ-9": "pdf"}
    for link, kind in files.items():
        with page.expect_download() as download:
            page.get_by_role("link", name=link, exact=True).click()
        name = download.value.suggested_filename
        assert name.endswith(f".{kind}"), name
        assert not {"marisol", "quintero", "vance"} & set(re.split(r"\W", name.lower())), name
        assert download.value.path().stat().st_size > 500


@pytest.mark.parametrize("look", LOOKS)
def test_how_it_looks(clinic: Clinic, patient: Person, new_visit: NewVisit, look: str) -> None:
    visit = new_visit(**LOOKS[look])
    page = open_live(visit, clinic.clinician, patient)
    visit.shot(f"summary-scores-{look}")
    visit.is_accessible()
    too_wide = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert too_wide <= 0, f"{too_wide} px too wide"


def test_the_essentials_stand_on_one_screen(clinic: Clinic, patient: Person, desktop: Visit) -> None:
    """Of 1280 by 800, below the line of navigation: safety, scores and verdicts, the beginning of mood and side effects. What
    stands above the page, as a warning that nobody can be reached, takes its own room."""
    page = open_live(desktop, clinic.clinician, patient)
    desktop.shot("summary-scores-one-screen", full=False)
    top = page.locator("article.summary").bounding_box()
    assert top is not None
    for name in ("Daily mood, 0 to 10", "Side effects"):
        box = page.get_by_role("heading", name=re.compile(f"^{name}")).last.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] - top["y"] <= ROOM, f"{name} begins below the first screen"
