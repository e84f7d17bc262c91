"""Prints over HTTP: who gets one, that the same state gives the same bytes, and that nothing in its name or trail says whose it is."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from pypdf import PdfReader
from uuid_utils.compat import uuid7

from clinical.instruments import INSTRUMENTS, score
from tests.api import test_summaries
from tests.api.conftest import local_today, note
from tests.api.test_summaries import Case
from tests.world import make_course, make_session

case = test_summaries.case
WORDS = "I cooked twice and slept."
NOW = datetime.now(UTC)


def text(answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.content)).pages)


async def scored(case: Case, ago: int, answers: list[int | None]) -> None:
    found = score(INSTRUMENTS["phq-9"], answers)
    conn = await case.superuser()
    await conn.execute(
        """insert into journal.measure (clinic_id, patient_id, id, revision_id, instrument, day, answers, total, status, entered_by,
                                        written_at, zone, offset_minutes, received_at, body_hash)
        values ($1, $2, $3, $4, 'phq-9', $5, $6, $7, $8, $2, $9, 'UTC', 0, $9, '')""",
        case.me.clinic_id,
        case.me.account_id,
        uuid7(),
        uuid7(),
        local_today() - timedelta(days=ago),
        answers,
        found.total,
        found.status,
        NOW - timedelta(days=ago),
    )
    await conn.close()


async def get(case: Case, path: str, **query: Any) -> httpx.Response:
    return await case.clinician.client.get(path, params=query)


async def test_a_frozen_summary_prints_the_same_bytes_until_what_is_shared_changes(case: Case) -> None:
    entry = await case.log(4, note=note(WORDS, "team"))
    where = f"/api/summaries/{(await case.make())['clinician']}/pdf"
    first, second = await get(case, where), await get(case, where)
    assert WORDS in text(first)
    assert first.content == second.content
    unshare = f"/api/me/notes/{entry['revision_id']}/audience"
    assert (await case.me.client.put(unshare, json={"audience": "private"})).status_code == 204
    third = await get(case, where)
    assert WORDS not in text(third)
    assert third.content == (await get(case, where)).content


async def test_a_summary_of_before_scores_were_kept_still_prints(case: Case) -> None:
    made = (await case.make())["clinician"]
    conn = await case.superuser()
    await conn.execute("alter table journal.summary disable trigger user")
    later = ["version", "measures", "curves", "curve_median", "early"]
    await conn.execute("update journal.summary set numbers = numbers - $2::text[] where summary_id = $1", made, later)
    await conn.execute("alter table journal.summary enable trigger user")
    await conn.close()
    assert "Daily mood" in text(await get(case, f"/api/summaries/{made}/pdf"))


async def test_a_live_summary_prints_for_its_session_and_says_that_it_is_not_kept(case: Case) -> None:
    where = f"/api/patients/{case.me.account_id}/summary/pdf"
    first, second = await get(case, where), await get(case, where)
    assert "not kept in the app" in text(first)
    assert first.content == second.content
    assert "Summary before Booster 3" in text(await get(case, where, session_id=str(case.booster)))


async def test_a_therapist_prints_their_own_form_and_no_other(case: Case) -> None:
    made = await case.make()
    theirs = await case.therapist.client.get(f"/api/summaries/{made['therapist']}/pdf")
    assert "Summary before Psychotherapy" in text(theirs)
    assert "How long each booster held" not in text(theirs)
    assert (await case.therapist.client.get(f"/api/summaries/{made['clinician']}/pdf")).status_code == 404
    letter = await case.therapist.client.get(f"/api/patients/{case.me.account_id}/letter")
    assert letter.status_code == 403


async def test_a_print_is_in_the_reader_s_language(case: Case) -> None:
    reader = await case.world.person("clinician", case.clinician.clinic_id, language="es")
    conn = await case.superuser()
    await conn.execute(
        "insert into identity.care_team (clinic_id, patient_id, member_id) values ($1, $2, $3)",
        case.me.clinic_id,
        case.me.account_id,
        reader.account_id,
    )
    await conn.close()
    assert "Ánimo diario" in text(await reader.client.get(f"/api/patients/{case.me.account_id}/summary/pdf"))


async def test_a_letter_is_about_one_questionnaire_and_one_course(case: Case) -> None:
    where = f"/api/patients/{case.me.account_id}/letter"
    assert (await get(case, where)).status_code == 409
    assert (await get(case, where, instrument="made-up")).status_code in (400, 422)
    await scored(case, 65, [2, 2, 3, 2, 1, 2, 1, 0, 1])
    await scored(case, 20, [1, 1, 1, 0, 0, None, 0, 0, 0])
    await scored(case, 6, [1, 1, 1, 0, 0, 0, 0, 0, 0])
    whole = text(await get(case, where, instrument="phq-9"))
    assert "before the first session: 14 (moderate)" in whole
    assert "Latest complete score: 3 (none-minimal)" in whole
    assert "Response (at least 50%): yes." in whole
    assert "estimated from 8 of 9 answers" in whole


async def test_a_letter_is_about_the_latest_course_that_has_begun_and_its_scores_alone(case: Case) -> None:
    where = f"/api/patients/{case.me.account_id}/letter"
    conn = await case.superuser()
    here = (conn, case.me.clinic_id, case.me.account_id)
    [old] = await conn.fetch(
        "select distinct course_id from journal.session where patient_id = $1 and course_id is not null", here[2]
    )
    await scored(case, 65, [2] * 9)
    await scored(case, 5, [1] * 9)
    assert "Latest complete score: 9 " in text(await get(case, where))
    planned = await make_course(*here, started_on=local_today())
    await make_session(*here, NOW + timedelta(days=3), course_id=planned)
    assert "Latest complete score: 9 " in text(await get(case, where)), "a course that has not begun is none"
    refused = await get(case, where, course_id=str(planned))
    assert (refused.status_code, "has not begun" in refused.json()["detail"]) == (409, True)
    second = await make_course(*here, started_on=local_today())
    await make_session(*here, NOW - timedelta(days=6), course_id=second, status="completed")
    await conn.close()
    whole = text(await get(case, where))
    assert "Late baseline" in whole
    assert ": 18 " not in whole
    first = text(await get(case, where, course_id=str(old["course_id"])))
    assert "Latest complete score: 18 " in first
    assert "Latest complete score: 9 " not in first


async def test_prints_leave_a_trail_and_are_named_after_nobody(case: Case) -> None:
    await scored(case, 6, [1] * 9)
    made = (await case.make())["clinician"]
    me = case.me.account_id
    for path in (f"/api/summaries/{made}/pdf", f"/api/patients/{me}/summary/pdf", f"/api/patients/{me}/letter"):
        answer = await get(case, path)
        text(answer)
        assert answer.headers["content-disposition"] in (
            'attachment; filename="summary.pdf"',
            'attachment; filename="outcome-letter.pdf"',
        )
        title = PdfReader(io.BytesIO(answer.content)).metadata
        assert case.me.name not in str(title)
    rows = await case.world.sql(
        "select action, subject from journal.audit where patient_id = $1 and account_id = $2 order by seq",
        me,
        case.clinician.account_id,
    )
    trail = [(row["action"], row["subject"]) for row in rows if row["action"] != "summary.opened"]
    assert trail == [("summary.printed", made), ("summary.printed", "live"), ("letter.made", "phq-9")]
