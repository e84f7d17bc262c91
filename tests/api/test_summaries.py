"""The summary page: numbers frozen, words as they are shared now, a strip that is live."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import pytest_asyncio
from uuid_utils.compat import uuid7

from db.pool import acting_as
from tests.api.conftest import World, local_today, note, side_effect
from tests.api.summary_case import Case, make_case
from tests.world import make_check_in

NOW = datetime.now(UTC)
DANGER = "I want to kill myself tonight"


@pytest_asyncio.fixture(loop_scope="module")
async def case(world: World, database: str) -> Case:
    return await make_case(world, database)


async def test_the_inbox_lists_what_waits_for_its_readers(case: Case) -> None:
    made = await case.make()
    [row] = (await case.clinician.client.get("/api/summaries")).json()
    assert (row["summary_id"], row["form"], row["patient_name"]) == (made["clinician"], "clinician", case.me.name)
    assert (row["session"]["label"], row["reviewed_at"]) == ("Booster 3", None)
    [row] = (await case.therapist.client.get("/api/summaries")).json()
    assert (row["summary_id"], row["form"]) == (made["therapist"], "therapist")
    assert row["session"]["with_name"] == "Rae Lund"


async def test_a_reviewed_summary_leaves_the_inbox_and_says_by_whom(case: Case) -> None:
    made = await case.make()
    where = f"/api/summaries/{made['clinician']}"
    for _ in range(2):
        assert (await case.clinician.client.post(f"{where}/review")).status_code == 204
    assert (await case.clinician.client.get("/api/summaries")).json() == []
    [row] = (await case.clinician.client.get("/api/summaries?state=all")).json()
    assert row["reviewed_by"] == "Dr. Imani Cole"
    reviewed = (await case.clinician.client.get(where)).json()["reviewed"]
    assert reviewed == {"by": "Dr. Imani Cole", "at": row["reviewed_at"]}


async def test_numbers_stay_as_they_were_frozen_and_the_strip_counts_what_came_after(case: Case) -> None:
    before = await case.page()
    assert (before["live"]["entries_since"], before["live"]["changed_after"]) == (0, 0)
    await case.log(1)
    conn = await case.superuser()
    corrected = (NOW - timedelta(days=3)).date()
    await make_check_in(conn, case.me.clinic_id, case.me.account_id, corrected, mood=0, received_at=datetime.now(UTC))
    await conn.close()
    after = await case.page()
    assert after["numbers"] == before["numbers"]
    assert (after["live"]["entries_since"], after["live"]["changed_after"]) == (1, 1)
    assert (await case.live())["numbers"]["completeness"] != before["numbers"]["completeness"]


async def test_the_live_view_and_the_frozen_one_of_the_same_moment_say_the_same(case: Case) -> None:
    frozen = await case.page()
    live = await case.live(session_id=str(case.booster))
    assert live["numbers"] == frozen["numbers"]
    assert live["session"] == frozen["session"]
    assert (live["summary_id"], live["reviewed"]) == (None, None)
    between = await case.live()
    assert between["session"] is None
    assert between["numbers"]["where"]["coming_on"] is None


async def test_words_come_as_far_as_they_are_shared_now(case: Case) -> None:
    mine = await case.log(6, note=note("Walked to the river.", "private"))
    await case.make()
    for shared_with, clinician_reads, therapist_reads in (
        ("private", False, False),
        ("therapist", False, True),
        ("team", True, True),
        ("private", False, False),
    ):
        conn = await case.superuser()
        await conn.execute(
            "update journal.note set audience = $1 where revision_id = $2", shared_with, UUID(mine["revision_id"])
        )
        await conn.close()
        for page in (await case.page(), await case.live()):
            assert bool(page["notes"]) == clinician_reads
        for page in (await case.page("therapist"), await case.live(case.therapist)):
            assert bool(page["notes"]) == therapist_reads
            for read in page["notes"]:
                assert (read["text"], read["audience"], read["entry"]) == (
                    "Walked to the river.",
                    shared_with,
                    "check_in",
                )


async def test_a_corrected_note_is_shown_as_it_is_now_and_marked(case: Case) -> None:
    first = await case.log(6, note=note("First words.", "team"))
    assert [(n["text"], n["changed_after"]) for n in (await case.page())["notes"]] == [("First words.", False)]
    second = await case.log(6, note=note("Second words.", "team"), based_on=first["revision_id"])
    page = await case.page()
    assert [(n["text"], n["changed_after"]) for n in page["notes"]] == [("Second words.", True)]
    await case.log(6, based_on=second["revision_id"])
    assert (await case.page())["notes"] == []


async def test_a_note_written_after_the_numbers_is_not_among_them(case: Case) -> None:
    assert (await case.page())["notes"] == []
    await case.log(6, note=note("Written later.", "team"))
    page = await case.page()
    assert (page["notes"], page["live"]["entries_since"]) == ([], 1)
    assert [n["text"] for n in (await case.live())["notes"]] == ["Written later."]


async def test_a_note_of_a_side_effect_is_among_the_words(case: Case) -> None:
    report = side_effect(note=note("Only on the way home.", "team"))
    answer = await case.me.client.put(f"/api/me/side-effects/{uuid7()}", json=report)
    assert answer.status_code == 200, answer.text
    notes = (await case.page())["notes"]
    assert [(n["text"], n["entry"]) for n in notes] == [("Only on the way home.", "side_effect")]


async def test_safety_comes_live_onto_a_frozen_page(case: Case) -> None:
    quiet = (await case.page())["live"]
    assert (quiet["alerts"], quiet["held"], quiet["red_flags"]) == ([], False, [])
    assert (quiet["item9"]["state"], quiet["pre_session"]["state"]) == ("not_asked", "not_answered")
    await case.log(1, note=note(DANGER))
    conn = await case.superuser()
    await conn.execute("update journal.side_effect set level = 'call_clinic' where patient_id = $1", case.me.account_id)
    await conn.close()
    for page in (await case.page(), await case.live()):
        [alert] = page["live"]["alerts"]
        assert (alert["tier"], alert["patient_name"], alert["private"]) == ("urgent", case.me.name, True)
        assert page["live"]["held"]
        assert [flag["effect"] for flag in page["live"]["red_flags"]] == ["nausea"]
        assert DANGER not in str(page)
    [alert] = (await case.clinician.client.get("/api/alerts")).json()
    await case.clinician.client.post(
        f"/api/alerts/{alert['alert_id']}/acknowledgement", json={"what_was_done": "Called."}
    )
    [alert] = (await case.page())["live"]["alerts"]
    assert (alert["acknowledged_by"], alert["what_was_done"]) == ("Dr. Imani Cole", "Called.")


async def test_opening_and_reviewing_leave_a_trail_that_the_patient_sees(case: Case) -> None:
    made = await case.make()
    await case.page()
    await case.live(case.therapist)
    await case.clinician.client.post(f"/api/summaries/{made['clinician']}/review")
    async with case.world.here.pool.acquire() as conn, acting_as(conn, case.world.context_of(case.me)):
        rows = await conn.fetch(
            "select account_id, action, subject from journal.audit where action like 'summary.%' order by seq"
        )
    assert [tuple(row) for row in rows] == [
        (case.clinician.account_id, "summary.opened", made["clinician"]),
        (case.therapist.account_id, "summary.opened", "live"),
        (case.clinician.account_id, "summary.reviewed", made["clinician"]),
    ]


async def test_a_therapist_has_no_clinicians_form(case: Case) -> None:
    made = await case.make()
    where = f"/api/summaries/{made['clinician']}"
    assert (await case.therapist.client.get(where)).status_code == 404
    assert (await case.therapist.client.post(f"{where}/review")).status_code == 404
    live = await case.live(case.therapist)
    assert (live["form"], live["numbers"]["wear_off"]) == ("therapist", [])


async def test_strangers_find_nothing(case: Case) -> None:
    made = await case.make()
    strangers = [await case.world.person("clinician", case.me.clinic_id), await case.world.person("clinician")]
    for stranger in strangers:
        assert (await stranger.client.get("/api/summaries?state=all")).json() == []
        for form in made.values():
            assert (await stranger.client.get(f"/api/summaries/{form}")).status_code == 404
            assert (await stranger.client.post(f"/api/summaries/{form}/review")).status_code == 404
        assert (await stranger.client.get(f"/api/patients/{case.me.account_id}/summary")).status_code == 404
    for role in ("patient", "admin"):
        other = await case.world.person(role, case.me.clinic_id)
        assert (await other.client.get("/api/summaries")).status_code == 403
        assert (await other.client.get(f"/api/patients/{case.me.account_id}/summary")).status_code == 403


@pytest.mark.parametrize(
    "query", ["session_id=nonsense", "session_id=01a205c2-6e32-7573-95db-de1092172211", "session_id=%00"]
)
async def test_an_unknown_session_is_refused(case: Case, query: str) -> None:
    answer = await case.clinician.client.get(f"/api/patients/{case.me.account_id}/summary?{query}")
    assert answer.status_code in (404, 422)


async def test_a_patient_without_anything_has_a_page_that_says_so(world: World) -> None:
    clinician = await world.person("clinician")
    me = await world.patient(clinician.clinic_id, team=(clinician,), joined_on=local_today())
    page = (await clinician.client.get(f"/api/patients/{me.account_id}/summary")).json()
    assert page["numbers"]["completeness"]["interval"]["days_logged"] == 0
    assert all(series["too_little"] for series in page["numbers"]["series"])


async def test_two_readers_at_once_both_review(case: Case) -> None:
    made = await case.make()
    other = await case.world.person("clinician", case.me.clinic_id)
    conn = await case.superuser()
    await conn.execute(
        "insert into identity.care_team (clinic_id, patient_id, member_id) values ($1, $2, $3)",
        case.me.clinic_id,
        case.me.account_id,
        other.account_id,
    )
    await conn.close()
    where = f"/api/summaries/{made['clinician']}/review"
    answers = await asyncio.gather(*(reader.client.post(where) for reader in (case.clinician, other) for _ in range(3)))
    assert {answer.status_code for answer in answers} == {204}
