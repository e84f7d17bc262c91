"""Scores on the summary page, the item that speaks of death, courses side by side, and the therapist's own part of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
import pytest_asyncio
from uuid_utils.compat import uuid7

from tests.api.conftest import World, local_today, measure, pre_session, therapy_page
from tests.api.summary_case import Case, make_case
from tests.world import make_course, make_measure, make_session

NOW = datetime.now(UTC)
VERSION_1 = Path(__file__).parents[1] / "clinical/summary_version_1.json"


@pytest_asyncio.fixture(loop_scope="module")
async def case(world: World, database: str) -> Case:
    return await make_case(world, database)


async def score(case: Case, days_ago: float, total: int | None, **more: Any) -> UUID:
    conn = await case.superuser()
    at = NOW - timedelta(days=days_ago)
    revision = await make_measure(
        conn, case.me.clinic_id, case.me.account_id, at.date(), total, **{"received_at": at, **more}
    )
    await conn.close()
    return revision


def form(item9: int | None) -> list[int | None]:
    return [2, 2, 2, 1, 0, 0, 0, 0, item9]


async def answer(case: Case, item9: int | None) -> None:
    """On the phone, today."""
    sent = await case.me.client.put(f"/api/me/measures/{uuid7()}", json=measure(answers=form(item9)))
    assert sent.status_code == 200, sent.text


async def page(case: Case, query: str = "") -> dict[str, Any]:
    found = await case.clinician.client.get(f"/api/patients/{case.me.account_id}/summary{query}")
    assert found.status_code == 200, found.text
    return found.json()


async def test_scores_are_frozen_with_their_rules_and_those_that_came_later_are_counted(case: Case) -> None:
    for days_ago, total in ((62, 20), (31, 12), (2, 8)):
        await score(case, days_ago, total)
    before = await case.page()
    [measure] = before["numbers"]["measures"]
    four = [measure[name]["total"] for name in ("baseline", "last_session", "best", "now")]
    assert four == [20, 12, 8, 8]
    assert measure["change_baseline"]["points"] == -12
    assert measure["rules"]["reliable_change"]["label"] == "NHS, 6 points"
    assert before["numbers"]["version"] == 2
    await answer(case, 0)
    after = await case.page()
    assert after["numbers"] == before["numbers"]
    assert after["live"]["entries_since"] == 1
    live = await case.live(session_id=str(case.booster))
    assert live["numbers"]["measures"][0]["now"]["total"] == 7


async def test_item_9_says_what_was_answered_and_who_has_looked_at_it(case: Case) -> None:
    frozen = await case.page()
    assert frozen["live"]["item9"]["state"] == "not_asked"
    await answer(case, 2)
    for shown in (await case.page(), await case.live(), await case.live(case.therapist)):
        item9 = shown["live"]["item9"]
        assert (item9["state"], item9["answer"], item9["answer_text"]) == ("above_zero", 2, "More than half the days")
        assert (item9["day"], item9["reviewed"], item9["stale"]) == (str(local_today()), None, False)
    done = await case.clinician.client.post(
        f"/api/alerts/{item9['alert_id']}/acknowledgement", json={"what_was_done": "Called."}
    )
    assert done.status_code == 200, done.text
    item9 = (await case.page())["live"]["item9"]
    assert item9["reviewed"]["by"] == "Dr. Imani Cole"
    await answer(case, 0)
    item9 = (await case.page())["live"]["item9"]
    assert (item9["state"], item9["answer_text"], item9["above_zero_before"]["answer"]) == (
        "not_at_all",
        "Not at all",
        2,
    )
    await answer(case, None)
    item9 = (await case.live())["live"]["item9"]
    assert (item9["state"], item9["answer"]) == ("skipped", None)


@pytest.mark.parametrize(
    ("days_ago", "item9", "state", "stale"),
    [
        (14, 0, "not_at_all", False),
        (15.5, 0, "not_asked_since", True),
        (15.5, None, "not_asked_since", True),
        (40, 1, "above_zero", True),
    ],
)
async def test_an_answer_goes_stale_and_danger_does_not(
    case: Case, days_ago: float, item9: int | None, state: str, stale: bool
) -> None:
    total = None if item9 is None else 7 + item9
    status = "none" if item9 is None else "complete"
    day = local_today() - timedelta(days=int(days_ago))
    conn = await case.superuser()
    await make_measure(conn, case.me.clinic_id, case.me.account_id, day, total, answers=form(item9), status=status)
    await conn.close()
    found = (await case.live())["live"]["item9"]
    assert (found["state"], found["stale"], found["day"], found["answer"]) == (state, stale, str(day), item9)


async def test_no_state_of_item_9_says_that_all_is_well(case: Case) -> None:
    await answer(case, 0)
    text = str((await case.live())["live"]["item9"]).lower()
    assert not any(word in text for word in ("no risk", "low risk", "safe", "cleared"))


async def test_overlapping_courses_each_have_a_page(case: Case) -> None:
    conn = await case.superuser()
    where = (conn, case.me.clinic_id, case.me.account_id)
    tms = await make_course(*where, started_on=(NOW - timedelta(days=20)).date())
    await conn.execute(
        "update journal.course set protocol = 'tms', modality = 'tms', name = 'TMS' where course_id = $1", tms
    )
    await make_session(*where, NOW - timedelta(days=15), course_id=tms, kind="tms", status="completed")
    ketamine = await conn.fetchval("select course_id from journal.session where session_id = $1", case.booster)
    await conn.close()
    await score(case, 62, 20)
    await score(case, 17, 14)
    newest = await page(case)
    assert (newest["course_id"], [other["course_id"] for other in newest["other_courses"]]) == (
        str(tms),
        [str(ketamine)],
    )
    assert newest["numbers"]["measures"][0]["baseline"]["total"] == 14
    other = await page(case, f"?course_id={ketamine}")
    assert (other["course_id"], other["other_courses"][0]["name"]) == (str(ketamine), "TMS")
    assert other["numbers"]["measures"][0]["baseline"]["total"] == 20
    booster = await page(case, f"?session_id={case.booster}&course_id={tms}")
    assert booster["course_id"] == str(ketamine)
    frozen = await case.page()
    assert (frozen["course_id"], len(frozen["other_courses"])) == (str(ketamine), 1)


@pytest.mark.parametrize("query", ["course_id=nonsense", f"course_id={uuid7()}", "course_id=%00"])
async def test_an_unknown_course_is_refused(case: Case, query: str) -> None:
    answered = await case.clinician.client.get(f"/api/patients/{case.me.account_id}/summary?{query}")
    assert answered.status_code in (400, 404, 422)


async def test_a_summary_frozen_by_an_older_version_still_opens(case: Case) -> None:
    made = (await case.make())["clinician"]
    old = VERSION_1.read_text()
    conn = await case.superuser()
    await conn.execute("update journal.summary set numbers = $2::text::jsonb where summary_id = $1", UUID(made), old)
    await conn.close()
    opened = (await case.clinician.client.get(f"/api/summaries/{made}")).json()
    assert opened["numbers"] == msgspec.json.decode(old)
    assert "measures" not in opened["numbers"]
    await score(case, 400, 9)
    since = opened["live"]["entries_since"]
    assert (await case.page())["live"]["entries_since"] == since, "it was there before the numbers were made"
    await answer(case, 0)
    assert (await case.page())["live"]["entries_since"] == since + 1


async def test_a_therapist_reads_the_pages_shared_since_the_last_appointment_and_the_skills_on_them(case: Case) -> None:
    conn = await case.superuser()
    held = NOW - timedelta(days=1)
    await make_session(
        conn,
        case.me.clinic_id,
        case.me.account_id,
        held,
        kind="psychotherapy",
        ordinal=None,
        status="completed",
        with_account=case.therapist.account_id,
    )
    await conn.close()
    assert await case.make()
    for audience, texts in (("private", "Mine alone."), ("therapist", "For you."), ("team", "For all.")):
        body = therapy_page(audience=audience, texts={"text": texts})
        sent = await case.me.client.put(f"/api/me/pages/{uuid7()}", json=body)
        assert sent.status_code == 200, sent.text
    old = therapy_page(audience="therapist", day=str(local_today() - timedelta(days=2)))
    assert (await case.me.client.put(f"/api/me/pages/{uuid7()}", json=old)).status_code == 200
    asked = await case.therapist.client.post(
        f"/api/patients/{case.me.account_id}/homework", json={"form": "cbt", "due_on": str(local_today())}
    )
    assert asked.status_code == 201, asked.text
    for shown in (await case.page("therapist"), await case.live(case.therapist, session_id=str(case.appointment))):
        assert sorted(page["texts"]["text"] for page in shown["pages"]) == ["For all.", "For you."]
        assert [row["form"] for row in shown["homework"]] == ["cbt"]
        assert shown["skills"]["pages"] == 0
    assert (await case.page("therapist"))["live"]["entries_since"] == 3, "of any day, and none that is private"
    for shown in (await case.page(), await case.live()):
        assert (shown["pages"], shown["homework"], shown["skills"]) == ([], [], None)


async def test_the_therapists_form_holds_no_number_that_only_a_prescriber_acts_on(case: Case) -> None:
    for days_ago, total in ((62, 20), (31, 5), (2, 12)):
        await score(case, days_ago, total)
    for shown in (await case.page("therapist"), await case.live(case.therapist)):
        numbers = shown["numbers"]
        assert (numbers["wear_off"], numbers["curves"], numbers["curve_median"], numbers["early"]) == ([], [], [], None)
        assert numbers["where"]["planned_gap"] is None
        assert [row["gain_lost"] for row in numbers["measures"]] == [None]
        assert [(row["rows"], row["course"]) for row in numbers["side_effects"]] == [([], None)] * len(
            numbers["side_effects"]
        )
    assert (await case.page())["numbers"]["measures"][0]["gain_lost"]["percent"] == 46.7


async def test_answers_before_the_session_stand_above_its_summary_as_far_as_the_reader_may_know(case: Case) -> None:
    line = (await case.page())["live"]["pre_session"]
    assert (line["state"], line["session_id"], line["given"]) == ("not_answered", str(case.booster), None)
    assert (await case.live())["live"]["pre_session"]["state"] == "not_asked", "between sessions"
    body = pre_session({"question": "new_meds", "answer": "yes"}, {"question": "alcohol", "answer": "not_sure"})
    sent = await case.me.client.put(f"/api/me/sessions/{case.booster}/answers", json=body)
    assert sent.status_code == 200, sent.text
    page = await case.page()
    assert page["live"]["entries_since"] == 1
    for shown in (page, await case.live(session_id=str(case.booster))):
        line = shown["live"]["pre_session"]
        said = {row["question"]: row["answer"] for row in line["given"]["answers"]}
        assert (line["state"], said["new_meds"]) == ("answered", "yes")
        assert line["needs_look"] == sum(row["action"] == "stop_and_tell_staff" for row in line["given"]["answers"])
        assert any(row["prescriber_only"] for row in line["given"]["answers"])
    line = (await case.live(case.therapist, session_id=str(case.booster)))["live"]["pre_session"]
    assert not any(row["prescriber_only"] for row in line["given"]["answers"])
    assert (await case.page("therapist"))["live"]["pre_session"]["state"] == "not_asked", "nothing is asked before it"
