"""CSV of the journal that test_exports_record.py writes: RFC 4180, no words of a person, no formula."""

import csv
import io
import zipfile
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from uuid_utils.compat import uuid7

from api.exports import tables
from tests.api import test_exports_record
from tests.api.conftest import ZONE, check_in, local_today, measure, note
from tests.api.test_exports_record import PRIVATE, WORDS, Case
from tests.world import make_course, make_session, make_side_effect

case, full = test_exports_record.case, test_exports_record.full


async def read(case: Case) -> tuple[dict[str, str], dict[str, list[dict[str, str]]]]:
    """The files as text, and the tables of them."""
    answer = await case.clinician.client.get(f"/api/patients/{case.me.account_id}/csv")
    assert answer.status_code == 200, answer.text
    opened = zipfile.ZipFile(io.BytesIO(answer.content))
    texts = {name: opened.read(name).decode() for name in opened.namelist()}
    rows = {
        name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        for name, text in texts.items()
        if name.endswith(".csv")
    }
    return texts, rows


async def test_tables_say_what_was_scored_and_what_is_missing(full: Case) -> None:
    _, found = await read(full)
    assert {name: list(rows[0]) for name, rows in found.items()} == {
        name: head.split(",") for name, head in tables.HEADS.items()
    }
    totals = [
        (row["instrument"], row["total"], row["status"], row["n_answered"], row["loinc_total"])
        for row in found["scores"]
    ]
    assert ("phq-9", "14", "complete", "9", "44261-6") in totals
    assert ("phq-9", "15", "estimated", "8", "") in totals
    assert ("phq-9", "", "none", "", "") in totals
    assert ("who-5", "44", "complete", "5", "") in totals
    left_out = [row for row in found["answers"] if row["missing_reason"]]
    assert {(row["item"], row["score"], row["missing_reason"]) for row in left_out} == {
        ("5", "", "asked-declined"),
        ("9", "", "asked-declined"),
    }
    today = next(row for row in found["daily"] if row["local_date"] == str(local_today()))
    assert (today["mood"], today["anxiety"], today["hours_slept"]) == ("4", "", "6.5")
    assert datetime.fromisoformat(today["entered_at"]).utcoffset() == timedelta(hours=-5)
    headache = next(row for row in found["side_effects"] if row["effect_id"] == "headache")
    assert (headache["snomed"], headache["day_after_session"], headache["session_no"]) == ("25064002", "2", "1")
    assert {row["status"] for row in found["sessions"]} == {"completed", "missed", "planned"}
    assert found["safety"][0]["acknowledged_at"] == ""
    assert {row["pseudonym"] for rows in found.values() for row in rows} == {str(full.me.account_id)}


async def test_tables_have_no_words_of_a_person_and_are_plain_csv(full: Case) -> None:
    raw, _ = await read(full)
    everything = "".join(raw.values())
    assert all(text not in everything for text in (WORDS, PRIVATE, "Jordan", "Marlowe"))
    assert all("\n" not in text.replace("\r\n", "") for text in raw.values())
    assert "Kroenke" in raw["README.txt"]
    assert not raw["scores.csv"].startswith("\ufeff")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@sum", "'@sum"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("a=b", "a=b"),
        (-1, "-1"),
        (None, ""),
        (True, "true"),
        (6.5, "6.5"),
        (0, "0"),
    ],
)
def test_no_cell_is_a_formula(value: tables.Cell, written: str) -> None:
    assert tables.cell(value) == written


def test_a_cell_with_commas_quotes_and_line_breaks_comes_back_as_it_was() -> None:
    text = 'a "quoted", line\r\nand another'
    [_, row] = list(csv.reader(io.StringIO(tables.table("a,b", [(text, 1)]), newline=""), strict=True))
    assert row == [text, "1"]


async def test_an_alert_keeps_the_answer_that_it_took_up(case: Case) -> None:
    """An earlier 0, and one that the patient put in its place, are not what raised it."""
    form, raised = f"/api/me/measures/{uuid7()}", measure(answers=[1] * 8 + [2])
    for where, body in (
        (f"/api/me/measures/{uuid7()}", measure(answers=[1] * 8 + [0])),
        (form, raised),
        (form, measure(answers=[1] * 8 + [0], based_on=raised["revision_id"])),
    ):
        assert (await case.me.client.put(where, json=body)).status_code == 200
    words = check_in(2, note=note("I want to kill myself tonight", "private"))
    assert (await case.me.client.put(f"/api/me/check-ins/{local_today()}", json=words)).status_code == 200
    _, found = await read(case)
    answers = {(row["source"], row["answer"]) for row in found["safety"]}
    assert answers == {("measure:explicit", "2"), ("check_in:urgent", "")}


@pytest.mark.parametrize(
    ("hours", "source", "since"), [(-3, "app", "7"), (1, "app", "0"), (1, "clinic", "7"), (-3, "clinic", "7")]
)
async def test_a_form_from_the_morning_of_a_session_is_not_from_after_it(
    case: Case, hours: int, source: str, since: str
) -> None:
    """As on the page. The clinic enters totals when it finds the time: there the session that it names counts."""
    noon = datetime.combine(local_today() - timedelta(days=3), time(12), ZoneInfo(ZONE))
    where = (case.conn, case.me.clinic_id, case.me.account_id)
    course = await make_course(*where, started_on=noon.date() - timedelta(days=7))
    await make_session(*where, noon - timedelta(days=7), course_id=course, ordinal=1, status="completed")
    session = await make_session(*where, noon, course_id=course, ordinal=2, status="completed")
    more = {"day": noon.date(), "written_at": noon + timedelta(hours=hours), "source": source}
    by = case.clinician if source == "clinic" else case.me
    await case.measure("phq-9", [*[1] * 9], session_id=session, entered_by=by.account_id, **more)
    _, found = await read(case)
    [row] = found["scores"]
    assert (row["days_since_session"], row["session_no"]) == (since, "1" if since == "7" else "2")


@pytest.mark.parametrize(
    ("hours", "source", "first", "second"),
    [(-3, "app", "", "0"), (1, "app", "0", "0"), (-3, "import", "0", "0")],
)
async def test_a_report_from_before_session_1_is_from_before_the_course(
    case: Case, hours: int, source: str, first: str, second: str
) -> None:
    """As on the page, where it is not counted as of the day of the session. Later sessions have no such rule."""
    noon = datetime.combine(local_today() - timedelta(days=3), time(12), ZoneInfo(ZONE))
    where = (case.conn, case.me.clinic_id, case.me.account_id)
    course = await make_course(*where, started_on=noon.date() - timedelta(days=7))
    for ordinal, at in enumerate((noon - timedelta(days=7), noon - timedelta(days=7, hours=-1), noon), start=1):
        await make_session(*where, at, course_id=course, ordinal=ordinal, status="completed")
        if ordinal != 2:
            at_the_time = {"received_at": at + timedelta(hours=hours), "source": source}
            await make_side_effect(*where, at.date(), effect="nausea", **at_the_time)
    _, found = await read(case)
    days = {row["local_date"]: row["day_after_session"] for row in found["side_effects"]}
    assert days == {str(noon.date() - timedelta(days=7)): first, str(noon.date()): second}
    bundle = await case.clinician.client.get(f"/api/patients/{case.me.account_id}/fhir")
    written = [
        str(part["valueInteger"])
        for entry in bundle.json()["entry"]
        for part in entry["resource"].get("component", [])
        if part["code"]["coding"][0]["code"] == "day-after-session"
    ]
    assert sorted(written) == sorted(day for day in days.values() if day)
