"""The demo clinic: the same people and the same days every time, each of them with a story to look at."""

import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any

import asyncpg
import httpx
import msgspec
import pytest
import pytest_asyncio

from api.app import create_app
from api.demo.notes import BEN_CRISIS, BEN_NEXT_DAY, NORA_LAST_NIGHT, NOTES
from api.demo.people import CLINIC_ZONE, DEMO_PASSWORD, PATIENTS, STAFF
from api.demo.seed import seed
from api.demo.stories import tell
from api.settings import Settings
from clinical.crisis import screen_text
from clinical.errors import Conflict
from clinical.safety_plan import SafetyPlan
from clinical.zones import zone_named
from tests.api.conftest import ORIGIN
from tests.api.demo_case import AMARA, DANA, NOW, PETER, RUTH, Demo, open_demo, settings

JOURNAL = """
select p.name, c.day, c.mood, c.anxiety, c.energy, c.sleep_hours, c.sleep_quality, c.written_at, c.received_at, c.late,
       c.synced_later, c.tier, c.held
from journal.check_in c join journal.patient p using (clinic_id, patient_id)
order by p.name, c.received_at
"""
SESSIONS = """
select p.name, s.kind, s.ordinal, s.starts_at, s.status from journal.session s join journal.patient p using (clinic_id, patient_id)
order by p.name, s.starts_at, s.kind
"""
SUMMARIES = """
select p.name, s.form, s.made_at, s.inputs_until, s.numbers -> 'completeness' as completeness, s.numbers -> 'interval' as interval
from journal.summary s join journal.patient p using (clinic_id, patient_id)
order by p.name, s.made_at, s.form
"""


async def rows(database: str, sql: str) -> list[tuple[Any, ...]]:
    conn = await asyncpg.connect(database)
    found = [tuple(row) for row in await conn.fetch(sql)]
    await conn.close()
    return found


async def test_seeding_is_quick_and_happens_once(fresh_database: str) -> None:
    began = time.monotonic()
    accounts = await seed(settings(fresh_database), NOW)
    assert time.monotonic() - began < 8
    assert [account.role for account in accounts].count("patient") == 12
    assert sorted(account.role for account in accounts if account.role != "patient") == [
        "admin",
        "clinician",
        "clinician",
        "therapist",
    ]
    with pytest.raises(Conflict):
        await seed(settings(fresh_database), NOW)


@pytest.fixture
def two_databases(postgres: Any, template: str) -> Any:
    names = [postgres.clone(template) for _ in range(2)]
    yield [postgres.dsn(name) for name in names]
    for name in names:
        postgres.drop(name)


async def test_two_databases_get_the_same_journal(two_databases: list[str]) -> None:
    for database in two_databases:
        await seed(settings(database), NOW)
    for sql in (JOURNAL, SESSIONS, SUMMARIES):
        first, second = [await rows(database, sql) for database in two_databases]
        assert len(first) > 60
        assert first == second


@pytest.mark.parametrize("days", range(8))
def test_every_day_of_the_week_has_its_stories(days: int) -> None:
    today = date(2026, 11, 16) + timedelta(days=days)
    for patient in PATIENTS:
        story = tell(patient, today)
        assert story == tell(patient, today)
        assert story.days, patient.key
        assert all(day.day < today and story.joined_on < day.day for day in story.days)
        assert all(day.written.date() < today for day in story.days if day.day < today - timedelta(days=1))
        assert len({day.day for day in story.days}) == len(story.days)


def test_only_the_words_that_are_meant_to_sound_like_danger_do() -> None:
    calm = [
        text for notes in NOTES.values() for band in (notes.low, notes.fair, notes.good, notes.session) for text in band
    ]
    assert [text for text in [*calm, BEN_NEXT_DAY] if screen_text(text)] == []
    assert len(calm) == len(set(calm))
    for text in (BEN_CRISIS, NORA_LAST_NIGHT):
        match = screen_text(text)
        assert match is not None
        assert match.tier == "explicit"


STEPS = SafetyPlan.__struct_fields__


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(database: str) -> AsyncGenerator[Demo]:
    async with open_demo(database) as opened:
        yield opened


async def test_the_page_lists_who_can_sign_in_and_everybody_can(demo: Demo) -> None:
    client = await demo.as_(DANA)
    shown = (await client.get("/api/demo")).json()
    assert shown["demo"]
    assert {account["email"] for account in shown["accounts"]} == {person.email for person in (*STAFF, *PATIENTS)}
    for account in shown["accounts"]:
        assert account["password"] == DEMO_PASSWORD
        view = (await (await demo.as_(account["email"])).get("/api/session")).json()
        assert (view["name"], view["role"]) == (account["name"], account["role"])


async def test_who_is_invited_into_the_demo_is_not_listed(demo: Demo) -> None:
    client = await demo.as_(DANA)
    somebody = {"role": "therapist", "name": "Real Person", "email": "real@person.example", "language": "en"}
    invitation = (await client.post("/api/invitations", json=somebody)).json()
    joining = {
        "token": invitation["url"].partition("#")[2],
        "name": "Real Person",
        "email": "real@person.example",
        "password": "a password of my own",
        "language": "en",
        "zone": CLINIC_ZONE,
    }
    joined = await client.post("/api/invitations/acceptance", json=joining)
    assert joined.is_success, joined.text
    assert "real@person.example" not in (await client.get("/api/demo")).text


async def test_the_quiet_one_has_not_written_for_days(demo: Demo) -> None:
    row = (await demo.patients(AMARA))["sam"]
    assert row["quiet_days"] >= 5
    assert row["attention"] == "quiet"


async def test_the_one_who_got_worse_shows_it_and_an_alert_waits(demo: Demo) -> None:
    row = (await demo.patients(AMARA))["nora"]
    assert (row["attention"], row["open_alerts"]) == ("alert", 1)
    page = await demo.summary(AMARA, "nora")
    mood = next(series for series in page["numbers"]["series"] if series["field"] == "mood")
    assert mood["change_previous"] <= -1.5
    assert mood["week"]["median"] <= 3
    assert page["live"]["held"]
    assert NORA_LAST_NIGHT not in str(page)


async def test_the_past_crisis_was_acknowledged_and_its_hold_is_over(demo: Demo) -> None:
    row = (await demo.patients(AMARA))["ben"]
    assert row["open_alerts"] == 0
    alerts = (await (await demo.as_(AMARA)).get("/api/alerts?state=all")).json()
    last, first = [alert for alert in alerts if alert["patient_id"] == row["patient_id"]]
    assert [alert["acknowledged_by"] for alert in (first, last)] == ["Dr. Amara Osei", "Dr. Peter Lindqvist"]
    assert [alert["source"] for alert in (first, last)] == ["check_in", "measure"]
    assert all(alert["what_was_done"] and alert["tier"] == "explicit" for alert in (first, last))
    assert not (await demo.summary(AMARA, "ben"))["live"]["held"]


async def test_boosters_wear_off_sooner_each_time(demo: Demo) -> None:
    page = await demo.summary(AMARA, "tom")
    held = [row["days_held"] for row in page["numbers"]["wear_off"] if row["outcome"] == "dropped"]
    assert len(held) >= 3
    assert held[-1] < held[0]


async def test_tms_courses_are_in_their_first_third_and_sixth_week(demo: Demo) -> None:
    for key, week in (("jonah", 1), ("priya", 3), ("walter", 6)):
        row = (await demo.patients(PETER))[key]
        patient = (await (await demo.as_(PETER)).get(f"/api/patients/{row['patient_id']}")).json()
        days = [date.fromisoformat(s["local_day"]) for s in patient["sessions"] if s["kind"] == "tms"]
        first, today = days[0], NOW.astimezone(zone_named(CLINIC_ZONE)).date()
        assert (today - (first - timedelta(days=first.weekday()))).days // 7 + 1 == week


async def test_a_red_flag_was_reported_last_evening(demo: Demo) -> None:
    reports = (await (await demo.as_("priya.patient@demo.example")).get("/api/me/side-effects")).json()
    assert [report["effect"] for report in reports if report["level"] == "call_clinic"] == ["tinnitus"]


async def test_the_finished_course_has_all_its_sessions_behind_it(demo: Demo) -> None:
    row = (await demo.patients(PETER))["grace"]
    patient = (await (await demo.as_(PETER)).get(f"/api/patients/{row['patient_id']}")).json()
    [course] = patient["courses"]
    assert course["ended_on"] is not None
    assert (course["sessions_done"], course["sessions_total"], course["next"]) == (36, 36, None)


async def test_one_of_them_writes_in_spanish(demo: Demo) -> None:
    client = await demo.as_("lucia.patient@demo.example")
    assert (await client.get("/api/session")).json()["language"] == "es"
    texts = [e["note"]["text"] for e in (await client.get("/api/me/check-ins")).json()["entries"] if e["note"]]
    assert len(texts) >= 5
    assert any("ñ" in text or "í" in text for text in texts)


async def test_two_of_them_have_a_safety_plan_in_their_language_and_their_team_reads_it(demo: Demo) -> None:
    for key, name, word in (("ben", "ben", "Pepper"), ("lucia", "lucía", "nietos")):
        own = (await (await demo.as_(f"{key}.patient@demo.example")).get("/api/me/safety-plan")).json()
        assert all(own["plan"][step] for step in STEPS)
        assert any(word in reason for reason in own["plan"]["reasons_to_live"])
        row = (await demo.patients(AMARA))[name]
        read = await (await demo.as_(AMARA)).get(f"/api/patients/{row['patient_id']}/safety-plan")
        assert read.json() == own
    maya = await (await demo.as_("maya.patient@demo.example")).get("/api/me/safety-plan")
    assert maya.json() == {"plan": None}


async def test_nobody_has_dialled_a_line_of_the_demo(demo: Demo) -> None:
    client = await demo.as_(DANA)
    lines = (await client.get("/api/clinic/lines")).json()
    assert {line["state"] for line in lines} == {"unconfirmed"}
    assert (await client.get("/api/clinic/crisis")).json() == {"own_line": None, "words": []}


async def test_notes_are_read_by_those_they_are_shared_with_alone(demo: Demo) -> None:
    seen = {email: (await demo.summary(email, "elena"))["notes"] for email in (AMARA, RUTH)}
    assert seen[AMARA] == []
    assert (await demo.summary(AMARA, "tom"))["notes"]
    assert (await demo.summary(AMARA, "hannah"))["notes"] == []


async def test_an_alert_waits_and_says_who_is_told_next(demo: Demo) -> None:
    client = await demo.as_(AMARA)
    listed = (await client.get("/api/clinic/escalation")).json()["people"]
    assert [one["when"] for one in listed] == ["day", "on_call", "always"]
    waiting = [alert for alert in (await client.get("/api/alerts")).json() if alert["next"] is not None]
    assert waiting
    assert all(alert["told"] for alert in waiting)


async def test_summaries_of_the_past_were_made_and_most_were_reviewed(demo: Demo) -> None:
    for email in (AMARA, PETER, RUTH):
        client = await demo.as_(email)
        everything = (await client.get("/api/summaries?state=all")).json()
        waiting = (await client.get("/api/summaries")).json()
        assert len(everything) >= 10
        assert len(waiting) < len(everything) / 3
        page = await client.get(f"/api/summaries/{everything[-1]['summary_id']}")
        assert page.status_code == 200


async def test_journals_have_gaps_late_days_and_days_that_came_later(demo: Demo) -> None:
    client = await demo.as_("elena.patient@demo.example")
    entries = (await client.get("/api/me/check-ins")).json()["entries"]
    assert any(entry["late"] for entry in entries)
    assert any(entry["synced_later"] for entry in entries)
    page = await demo.summary(AMARA, "elena")
    assert page["numbers"]["completeness"]["course"]["longest_gap"]["days"] >= 10


async def test_outside_demo_mode_nobody_is_listed(database: str, demo: Demo) -> None:
    plain = msgspec.structs.replace(settings(database), demo=False)
    async with running_app(plain) as client:
        assert (await client.get("/api/demo")).json() == {"demo": False, "accounts": []}


@asynccontextmanager
async def running_app(complete: Settings) -> AsyncGenerator[httpx.AsyncClient]:
    application = create_app(complete)
    async with (
        application.lifespan(),
        httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url=ORIGIN) as client,
    ):
        yield client
