"""From a new clinic to a reviewed summary, in the browser, each person in one of their own."""

import re
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, NewVisit
from tests.browser.journal import choose, fill_who, report_side_effect, save, start_check_in, write_note
from tests.browser.people import create_clinic, local, wall_clock
from tests.browser.stack import Stack, eventually
from tests.browser.visit import ARTEFACTS, Visit

PATIENT = "Jordan Winterbourne"
SHARED_WITH_TEAM = "Walked to the lake and back, first time since spring."
FOR_THERAPIST = "Argued with my brother again, the old story."
PRIVATE = "Nobody is to read this line but me."
FIRST_SESSION = {"days": -2, "hours": 3}
"""So that the second, three days later, is 27 hours away: outside the summary's lead of 24 until it is moved."""


@dataclass
class Cast:
    admin: Visit
    clinician: Visit
    therapist: Visit
    patient: Visit


def test_the_main_job(stack: Stack, new_visit: NewVisit) -> None:
    everyone = Cast(
        *(new_visit(**DESKTOP) for _ in range(3)), new_visit(**PHONE, viewport={"width": 390, "height": 844})
    )
    admin_joins_by_the_link_of_the_new_clinic(everyone.admin, create_clinic(stack, "Lakeside Clinic"))
    staff_join(everyone.clinician, invited_by_admin(everyone.admin, "Clinician", "Dr. Clara Voss"), "clara@example.org")
    staff_join(everyone.therapist, invited_by_admin(everyone.admin, "Therapist", "Tom Reyes"), "tom@example.org")
    patient_joins_on_the_phone(everyone.patient, clinician_invites_a_patient(everyone.clinician))
    as_if_a_week_had_passed(stack)
    clinician_starts_a_course(everyone.clinician)
    patient_writes_three_days(everyone.patient)
    clinician_moves_the_next_infusion_closer(everyone.clinician)
    worker_makes_the_summary(stack)
    clinician_reads_the_summary(everyone.clinician)
    clinician_prints_it_on_two_pages(everyone.clinician)
    patient_writes_once_more(everyone.patient)
    the_summary_stays_and_its_strip_goes_on(everyone.clinician)
    clinician_marks_it_reviewed(everyone.clinician)
    therapist_reads_what_is_shared_with_them(everyone.therapist)
    private_words_are_in_no_page_of_staff(everyone.clinician, everyone.therapist)
    patient_sees_who_has_looked(everyone.patient)


def admin_joins_by_the_link_of_the_new_clinic(admin: Visit, link: str) -> None:
    page = admin.page
    page.goto(link)
    admin.shows("Lakeside Clinic invites you")
    # The token is out of the address before anything else sees it.
    assert page.url == f"{admin.stack.address}/"
    fill_who(page, "Ada Admin", "ada@example.org")
    expect(page.get_by_role("heading", name="People")).to_be_visible()
    admin.shows("Administrators see no journal content.")
    admin.shot("admin-people")
    admin.is_accessible()


def invited_by_admin(admin: Visit, role: str, name: str) -> str:
    page = admin.page
    admin.go("/")
    page.get_by_role("link", name="Invite staff").click()
    page.get_by_text(role, exact=True).click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Make the link").click()
    return page.get_by_label("Link", exact=True).input_value()


def staff_join(visit: Visit, link: str, email: str) -> None:
    visit.page.goto(link)
    fill_who(visit.page, None, email)
    expect(visit.page.get_by_role("heading", name="Patients")).to_be_visible()
    visit.shows("Patients whose care team you are on appear here.")


def clinician_invites_a_patient(clinician: Visit) -> str:
    page = clinician.page
    page.get_by_role("link", name="Invite a patient").click()
    page.get_by_label("Name").fill(PATIENT)
    page.get_by_label("Tom Reyes").check()
    clinician.shot("staff-invite")
    page.get_by_role("button", name="Make the link").click()
    picture = page.get_by_role("img", name="QR code of the link")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    clinician.shot("staff-invitation")
    clinician.is_accessible()
    return page.get_by_label("Link", exact=True).input_value()


def patient_joins_on_the_phone(phone: Visit, link: str) -> None:
    page = phone.page
    page.goto(link)
    phone.shows("Lakeside Clinic, step 1 of 3")
    expect(page.get_by_label("Your name")).to_have_value(PATIENT)
    phone.shot("join-1-who")
    phone.is_accessible()
    page.get_by_label("Email").fill("jordan@example.org")
    page.get_by_label("Choose a password").fill("short")
    page.get_by_role("button", name="Continue").click()
    phone.shows("Use at least 12 characters.")
    fill_who(page, None, "jordan@example.org")
    expect(page.get_by_role("button", name="Continue")).to_be_disabled()
    phone.shows("If it sounds like danger, your team is told that, not the words.", "Nobody watches this journal live.")
    phone.shot("join-2-consent")
    phone.is_accessible()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("radio", name="Only me")).to_be_checked()
    phone.shot("join-3-sharing")
    page.get_by_role("button", name="Open my journal").click()
    expect(page.get_by_role("link", name="Start check-in")).to_be_visible()
    phone.shot("today-first")
    phone.is_accessible()


def as_if_a_week_had_passed(stack: Stack) -> None:
    stack.sql("update journal.patient set joined_on = joined_on - 7 where name = %(name)s", name=PATIENT)


def clinician_starts_a_course(clinician: Visit) -> None:
    page = clinician.page
    clinician.go("/")
    page.get_by_role("link", name=PATIENT).click()
    page.get_by_role("link", name="Schedule").click()
    page.get_by_role("button", name="Start a course").click()
    page.get_by_text("Ketamine", exact=True).click()
    page.get_by_text("Ketamine infusions").first.click()
    page.get_by_label("First session (clinic time)").fill(wall_clock(**FIRST_SESSION))
    page.get_by_label("Infusions over", exact=True).select_option(label="14 days")
    page.get_by_label("Sat").check()
    page.get_by_label("Sun").check()
    clinician.shows("6 infusions,", "12 boosters,")
    clinician.shot("staff-course-preview")
    clinician.is_accessible()
    page.get_by_role("button", name="Create the sessions").click()
    first = page.get_by_role("listitem").filter(has_text="Infusion 1 of 6")
    first.get_by_role("button").click()
    page.get_by_text("Mark completed").click()
    page.get_by_role("button", name="Save the change").click()
    expect(first).to_contain_text("Completed")
    clinician.shot("staff-schedule")


def patient_writes_three_days(phone: Visit) -> None:
    page = phone.open()
    phone.shows("Days without an entry", "Infusion 2 of 6")
    phone.shot("today-with-session")
    for ago, mood in ((2, 3), (1, 5)):
        weekday = local(days=-ago).strftime("%A")
        page.get_by_role("link", name=f"Fill in {weekday}").click()
        choose(page, "Mood", mood)
        choose(page, "Anxiety", 6)
        write_note(
            page,
            *(("Slept badly.",) if ago == 2 else (FOR_THERAPIST,)),
            shared_with="my therapist" if ago == 1 else None,
        )
        save_and_return(phone)
    start_check_in(page)
    choose(page, "Mood", 7)
    choose(page, "Sleep quality", 6)
    page.get_by_role("button", name="+ ½ Sleep last night").click()
    write_note(page, SHARED_WITH_TEAM, shared_with="my whole care team")
    phone.shot("check-in")
    phone.is_accessible()
    save_and_return(phone)
    report_side_effect(page, "Headache", "Moderate")
    page.get_by_text("Infusion 1 of 6").click()
    page.get_by_label("Anything to add?").fill(PRIVATE)
    phone.shot("side-effect")
    phone.is_accessible()
    save(page)
    phone.shows("Education, not advice")
    phone.is_sent()
    phone.shot("saved-with-card")
    phone.is_accessible()
    page.get_by_role("button", name="Done").click()
    phone.shows("Everything is sent.", "1 side effect reported today.")


def save_and_return(phone: Visit) -> None:
    save(phone.page)
    phone.is_sent()
    phone.page.get_by_role("button", name="Done").click()


def clinician_moves_the_next_infusion_closer(clinician: Visit) -> None:
    page = clinician.page
    row = page.get_by_role("listitem").filter(has_text="Infusion 2 of 6")
    row.get_by_role("button").click()
    page.get_by_text("Reschedule").click()
    page.get_by_label("New day and time (clinic time)").fill(wall_clock(hours=20))
    clinician.shot("staff-reschedule", full=False)
    page.get_by_role("button", name="Save the change").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def worker_makes_the_summary(stack: Stack) -> None:
    made = (
        "select 1 from journal.summary s join journal.patient p using (clinic_id, patient_id) where p.name = %(name)s"
    )
    eventually(lambda: stack.sql(made, name=PATIENT), "the worker makes the summary")


def clinician_reads_the_summary(clinician: Visit) -> None:
    page = clinician.page
    page.get_by_role("link", name="Summaries").click()
    clinician.shows("Infusion 2 of 6", "Not reviewed yet")
    clinician.shot("staff-summaries")
    page.get_by_role("link", name=PATIENT).click()
    clinician.shows(
        "Summary before infusion 2 of 6",
        "PHQ-9 item 9: not asked",
        "0 entries since this summary was made",
        "Daily mood, 0 to 10",
        "How complete it is",
        "Side effects by day after session",
        SHARED_WITH_TEAM,
    )
    clinician.does_not_show(FOR_THERAPIST, PRIVATE, "Slept badly.")
    chart = page.get_by_role("img", name=re.compile("Daily mood, 0 to 10"))
    expect(chart).to_have_accessible_name(re.compile(r"3 of \d+ days have a value, lowest 3, highest 7"))
    effect = page.get_by_role("row").filter(has_text="Headache")
    expect(effect).to_contain_text("1 of 1")
    clinician.shot("summary")
    clinician.is_accessible()


def clinician_prints_it_on_two_pages(clinician: Visit) -> None:
    paper = clinician.page.pdf(format="Letter", print_background=False)
    (ARTEFACTS / "summary.pdf").write_bytes(paper)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) <= 2


def patient_writes_once_more(phone: Visit) -> None:
    page = phone.page
    page.get_by_role("link", name="Change today’s check-in").click()
    choose(page, "Mood", 4)
    save_and_return(phone)


def the_summary_stays_and_its_strip_goes_on(clinician: Visit) -> None:
    page = clinician.page
    page.reload()
    clinician.shows("0 entries since this summary was made; 1 entry changed after this summary.")
    chart = page.get_by_role("img", name=re.compile("Daily mood, 0 to 10"))
    expect(chart).to_have_accessible_name(re.compile("lowest 3, highest 7"))


def clinician_marks_it_reviewed(clinician: Visit) -> None:
    page = clinician.page
    page.get_by_role("button", name="Mark reviewed").click()
    clinician.shows("Reviewed by Dr. Clara Voss")
    page.get_by_role("link", name="Summaries").click()
    clinician.shows("Nothing to review.")


def therapist_reads_what_is_shared_with_them(therapist: Visit) -> None:
    page = therapist.open("/staff")
    therapist.shows("Session tomorrow")
    page.get_by_role("link", name=PATIENT).click()
    page.get_by_role("link", name="Journal").click()
    therapist.shows(FOR_THERAPIST, SHARED_WITH_TEAM, "Shared with the therapist", "Written after its day")
    therapist.does_not_show(PRIVATE, "Slept badly.")
    therapist.shot("staff-journal")
    therapist.is_accessible()


def private_words_are_in_no_page_of_staff(*visits: Visit) -> None:
    """Neither on the page nor in any answer that the page was given."""
    for visit in visits:
        answers: list[str] = []
        visit.page.on(
            "response", lambda answer, kept=answers: kept.append(answer.text()) if "/api/" in answer.url else None
        )
        visit.open("/staff")
        visit.page.get_by_role("link", name=PATIENT).click()
        for tab in ("Journal", "Schedule", "Care team and reminders", "Timeline", "Summary as of now"):
            visit.page.get_by_role("link", name=tab).click()
            visit.settle()
            assert PRIVATE not in visit.page.content()
        assert answers
        assert not any(PRIVATE in answer for answer in answers)


def patient_sees_who_has_looked(phone: Visit) -> None:
    phone.go("/more/readers")
    phone.shows("Dr. Clara Voss", "Tom Reyes")
    phone.shot("readers")
    phone.is_accessible()
