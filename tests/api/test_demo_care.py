"""The demo's forms, pages, homework and answers before sessions: every state of a summary has somebody who shows it."""

from collections.abc import AsyncGenerator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from api.demo.people import CLINIC_ZONE, PATIENTS
from api.demo.shapes import Course, Story
from api.demo.stories import tell
from api.demo.telling import planned
from clinical.crisis import screen_text
from clinical.due_measures import PlannedSession, due
from clinical.protocols import TEMPLATES
from clinical.zones import local_day, zone_named
from tests.api.demo_case import AMARA, NOW, PETER, RUTH, Demo, open_demo

MONDAY = date(2026, 11, 16)
TODAY = local_day(NOW, zone_named(CLINIC_ZONE))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(database: str) -> AsyncGenerator[Demo]:
    async with open_demo(database) as opened:
        yield opened


def stories(today: date) -> dict[str, Story]:
    return {patient.key: tell(patient, today) for patient in PATIENTS}


@pytest.mark.parametrize("days", range(7))
def test_all_of_it_lies_in_the_past_whatever_the_day(days: int) -> None:
    today = MONDAY + timedelta(days=days)
    told = stories(today)
    for story in told.values():
        written = [one.written for one in [*story.filled, *story.totals, *story.pages, *story.before]]
        assert all(at.date() < today for at in written)
        assert all(filled.day > story.joined_on for filled in story.filled)
    [raised] = [one for one in told["ben"].filled if one.looked_at]
    assert told["ben"].crisis is not None
    # After the night in danger, and in the weeks that the next summary looks at.
    assert told["ben"].crisis.at < raised.written
    assert [story for story in told.values() if any(one.answers and one.answers[8:] == [None] for one in story.filled)]


def standing(course: Course, on: date) -> list[PlannedSession]:
    course_id, template = uuid4(), TEMPLATES[course.protocol]
    skipped = course.missed | course.cancelled
    days = [
        (session, session.local_day + timedelta(days=course.moved.get((session.kind, session.ordinal), 0)))
        for session in planned(course)
        if (session.kind, session.ordinal) not in skipped
    ]
    return [
        PlannedSession(
            session_id=uuid4(),
            course_id=course_id,
            protocol=template.id,
            modality=template.modality,
            kind=session.kind,
            ordinal=session.ordinal,
            day=day,
            status="completed" if day < on else "planned",
        )
        for session, day in days
    ]


def test_forms_are_given_on_days_on_which_they_are_due() -> None:
    for key, story in stories(MONDAY).items():
        if story.course is None:
            continue
        for filled in story.filled:
            asked = due(standing(story.course, filled.day), [], filled.day, ["phq-9", "gad-7"])
            assert filled.instrument in {one.instrument for one in asked}, (key, filled.day)


def test_no_words_of_theirs_sound_like_danger() -> None:
    texts = [text for story in stories(MONDAY).values() for page in story.pages for text in page.texts.values()]
    texts += [piece.words for story in stories(MONDAY).values() for piece in story.homework]
    texts += [
        said.note
        for story in stories(MONDAY).values()
        for before in story.before
        for said in before.answers
        if said.note
    ]
    assert len(texts) > 15
    assert [text for text in texts if screen_text(text)] == []


async def sessions_of(demo: Demo, email: str, key: str) -> list[dict[str, Any]]:
    row = (await demo.patients(email))[key]
    patient = (await (await demo.as_(email)).get(f"/api/patients/{row['patient_id']}")).json()
    return [session for session in patient["sessions"] if session["kind"] != "psychotherapy"]


async def coming(demo: Demo, email: str, key: str) -> dict[str, Any]:
    """The summary for the coming treatment."""
    ahead = [session for session in await sessions_of(demo, email, key) if session["starts_at"] > NOW.isoformat()]
    return await demo.summary(email, key, min(ahead, key=lambda session: session["starts_at"])["session_id"])


async def measure(demo: Demo, email: str, key: str, instrument: str = "phq-9") -> dict[str, Any]:
    page = await coming(demo, email, key)
    return next(one for one in page["numbers"]["measures"] if one["instrument"] == instrument)


async def test_a_year_of_boosters_shows_a_response_that_wears_off_and_every_kind_of_gap(demo: Demo) -> None:
    phq, gad = [await measure(demo, AMARA, "ben", id) for id in ("phq-9", "gad-7")]
    points = phq["points"]
    assert (date.fromisoformat(points[-1]["day"]) - date.fromisoformat(points[0]["day"])).days > 300
    assert not phq["late_baseline"]
    assert phq["best"]["total"] <= phq["baseline"]["total"] / 2
    assert phq["change_baseline"]["points"] < 0
    assert phq["gain_lost"]["lost"] > 0
    assert [point["status"] for point in points].count("estimated") == 1
    assert len(phq["declined"]) == 1
    assert len(gad["points"]) == len(points)
    # A week after a booster less is left of it than two days before the next.
    after = [point["total"] for point in points if point["days_after_session"] in (7, 8)]
    before = [point["total"] for point in points if (point["days_after_session"] or 0) > 20]
    assert sum(after) / len(after) + 1.5 < sum(before) / len(before)


async def test_an_answer_above_zero_was_looked_at_by_name(demo: Demo) -> None:
    strip = (await coming(demo, AMARA, "ben"))["live"]
    assert strip["item9"]["state"] == "not_at_all"
    earlier = strip["item9"]["above_zero_before"]
    assert (earlier["answer"], earlier["reviewed"]["by"]) == (1, "Dr. Peter Lindqvist")
    assert earlier["alert_id"]
    assert not strip["held"]


async def test_who_left_item_9_out_is_shown_as_that(demo: Demo) -> None:
    page = await coming(demo, AMARA, "sam")
    assert page["live"]["item9"]["state"] == "skipped"
    assert (await coming(demo, AMARA, "hannah"))["live"]["item9"]["state"] == "not_asked"


async def test_headaches_were_there_before_and_fade(demo: Demo) -> None:
    found = (await coming(demo, AMARA, "ben"))["numbers"]["side_effects"]
    [headache] = [one for one in found if one["effect"] == "headache"]
    assert headache["before"]["severity"] == "mild"
    assert headache["course"]["trend"] == "fading"


async def test_some_questions_before_the_coming_booster_are_answered(demo: Demo) -> None:
    strip = (await coming(demo, AMARA, "ben"))["live"]["pre_session"]
    said = {one["question"]: one for one in strip["given"]["answers"]}
    assert strip["state"] == "answered"
    assert (said["new_meds"]["answer"], said["new_meds"]["action"]) == ("not_sure", "tell_staff_before")
    assert said["new_meds"]["note"]
    assert said["pregnancy"]["answer"] == "not_answered"
    assert strip["needs_look"] == 0
    theirs = (await coming(demo, RUTH, "ben"))["live"]["pre_session"]
    assert "alcohol" not in {one["question"] for one in theirs["given"]["answers"]}


async def test_tms_shows_an_early_response_week_by_week(demo: Demo) -> None:
    page = await coming(demo, PETER, "priya")
    early = next(one for one in page["numbers"]["early"]["scores"] if one["instrument"] == "phq-9")
    assert early["week"] in (2, 3)
    assert early["change"]["points"] <= -3
    assert page["numbers"]["early"]["mood"] is not None


async def test_a_short_night_before_a_session_was_looked_at(demo: Demo) -> None:
    row = (await demo.patients(PETER))["priya"]
    past = [s for s in await sessions_of(demo, PETER, "priya") if date.fromisoformat(s["local_day"]) < TODAY]
    last = max((s for s in past if s["status"] == "completed"), key=lambda session: session["starts_at"])
    url = f"/api/patients/{row['patient_id']}/sessions/{last['session_id']}/answers"
    given = (await (await demo.as_(PETER)).get(url)).json()
    [sleep] = [one for one in given["answers"] if one["question"] == "sleep"]
    assert (sleep["amount"], sleep["action"]) == (3.5, "tell_staff_before")
    assert sleep["reviewed"]["by"] == "Dr. Peter Lindqvist"
    assert all(one["action"] != "stop_and_tell_staff" for one in given["answers"])


async def test_a_spanish_journal_has_a_late_baseline_and_fewer_scores(demo: Demo) -> None:
    page = await coming(demo, AMARA, "lucía")
    [phq] = page["numbers"]["measures"]
    assert phq["late_baseline"]
    assert len(phq["points"]) <= 3
    own = (await (await demo.as_("lucia.patient@demo.example")).get("/api/me/measures")).json()
    assert own


async def test_scores_that_got_worse_say_so(demo: Demo) -> None:
    phq = await measure(demo, AMARA, "nora")
    assert phq["worsened_from_best"]
    assert phq["now"]["total"] >= phq["best"]["total"] + 5


async def test_the_clinic_enters_totals_of_a_form_on_paper(demo: Demo) -> None:
    qids = await measure(demo, PETER, "walter", "qids-sr16")
    assert len(qids["points"]) >= 3
    assert {point["source"] for point in qids["points"]} == {"clinic"}
    row = (await demo.patients(PETER))["walter"]
    listed = (await (await demo.as_(PETER)).get(f"/api/patients/{row['patient_id']}/measures")).json()
    assert {one["entered_by"] for one in listed if one["source"] == "clinic"} == {"Dr. Peter Lindqvist"}


async def test_a_therapist_reads_what_is_shared_and_not_the_private_page(demo: Demo) -> None:
    page = await demo.summary(RUTH, "elena")
    assert sorted(one["form"] for one in page["pages"]) == ["cbt", "dbt"]
    assert page["skills"] is not None
    assert {(one["form"], one["state"]) for one in page["homework"]} == {("cbt", "done"), ("dbt", "open")}
    own = (await (await demo.as_("elena.patient@demo.example")).get("/api/me/pages")).json()
    assert {one["form"]: one["audience"] for one in own} == {"cbt": "therapist", "dbt": "therapist", "free": "private"}
    row = (await demo.patients(AMARA))["elena"]
    assert (await (await demo.as_(AMARA)).get(f"/api/patients/{row['patient_id']}/pages")).json() == []


async def test_summaries_of_the_past_hold_the_scores_that_had_arrived(demo: Demo) -> None:
    client = await demo.as_(AMARA)
    stored = (await client.get("/api/summaries?state=all")).json()
    ben = [one for one in stored if one["patient_name"].startswith("Ben") and one["form"] == "clinician"]
    assert len(ben) >= 10
    latest = max(ben, key=lambda one: one["made_at"])
    page = (await client.get(f"/api/summaries/{latest['summary_id']}")).json()
    phq = next(one for one in page["numbers"]["measures"] if one["instrument"] == "phq-9")
    assert phq["now"] is not None
    assert all(point["day"] <= latest["made_at"][:10] for point in phq["points"])
    heard = page["numbers"]["completeness"]
    assert heard["interval"]["not_synced"] == 0


async def test_who5_stays_off_and_two_forms_are_asked(demo: Demo) -> None:
    settings = (await (await demo.as_("dana.admin@demo.example")).get("/api/clinic/measures")).json()
    assert (settings["who5"], settings["asked"]) == (False, ["phq-9", "gad-7"])
