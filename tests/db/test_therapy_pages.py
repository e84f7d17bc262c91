"""Who sees what of a page and of homework, under the policies of a raw context; beside what tests/api shows of them over HTTP."""

from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio
from uuid_utils.compat import uuid7

from clinical.entries import Audience, Stamp, TherapyPagePut
from clinical.errors import Conflict, NotFound
from clinical.guidance import CALM
from clinical.journal_day import Lateness
from db import homework, therapy_pages
from db.pool import APP, WORKER, Context, prepare_connection
from db.therapy_pages import StoredPage
from db.vault import PatientKey, Unreadable
from tests.db.people import DAY, NOW, Clinic, make_clinic
from tests.world import seen_as

IN_TIME = Lateness(late=False, synced_later=False)
TEXTS = {"skills_own": "I held ice.", "urge_own_name": "To run."}
RATINGS = {"urge_use": 4, "skill_distress": 1}


@pytest_asyncio.fixture
async def clinic(conn: asyncpg.Connection) -> Clinic:
    """Without the pages and the homework that every clinic has."""
    await prepare_connection(conn)
    made = await make_clinic(conn)
    await conn.execute("delete from journal.therapy_page")
    await conn.execute("delete from journal.homework")
    return made


def context(clinic: Clinic, role: str, patient_id: UUID | None = None) -> Context:
    accounts = {
        "patient": clinic.patient_id,
        "clinician": clinic.clinician_id,
        "therapist": clinic.therapist_id,
        "admin": clinic.admin_id,
    }
    return Context(
        clinic_id=clinic.clinic_id,
        account_id=accounts.get(role),
        role=role,
        patient_ids=(patient_id or clinic.patient_id,),
    )


def key_of(clinic: Clinic) -> PatientKey:
    return PatientKey(clinic.clinic_id, clinic.patient_id, bytes(32))


def put(audience: Audience, homework_id: UUID | None = None, texts: dict[str, str] | None = None) -> TherapyPagePut:
    return TherapyPagePut(
        form="dbt",
        day=DAY,
        audience=audience,
        texts=TEXTS if texts is None else texts,
        ratings=RATINGS,
        homework_id=homework_id,
        revision_id=uuid7(),
        stamp=Stamp(written_at=NOW, zone="UTC", offset_minutes=0),
    )


async def save(conn: asyncpg.Connection, clinic: Clinic, page_id: UUID, page: TherapyPagePut) -> None:
    async with seen_as(conn, APP, context(clinic, "patient")):
        await therapy_pages.save(
            conn, clinic.clinic_id, clinic.patient_id, page_id, page, IN_TIME, CALM, key_of(clinic)
        )


async def seen_by(conn: asyncpg.Connection, clinic: Clinic, role: str) -> list[StoredPage]:
    async with seen_as(conn, APP, context(clinic, role)):
        return await therapy_pages.shared(conn, clinic.clinic_id, clinic.patient_id, None, None)


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ("private", {"patient"}),
        ("therapist", {"patient", "therapist"}),
        ("team", {"patient", "therapist", "clinician"}),
    ],
)
async def test_a_page_its_numbers_and_its_words_are_seen_by_those_it_is_shared_with(
    conn: asyncpg.Connection, clinic: Clinic, audience: Audience, readers: set[str]
) -> None:
    page = put(audience)
    await save(conn, clinic, uuid7(), page)
    for role in ("patient", "therapist", "clinician", "admin"):
        found = await seen_by(conn, clinic, role)
        assert [one.texts(key_of(clinic)) for one in found] == ([TEXTS] if role in readers else [])
        assert [one.ratings for one in found] == ([RATINGS] if role in readers else [])
        async with seen_as(conn, APP, context(clinic, role)):
            rows = await conn.fetchval("select count(*) from journal.therapy_page")
            words = await conn.fetchval("select count(*) from journal.note where revision_id = $1", page.revision_id)
        assert (rows, words) == ((1, 2) if role in readers else (0, 0))


async def test_another_patients_context_sees_no_page(conn: asyncpg.Connection, clinic: Clinic) -> None:
    await save(conn, clinic, uuid7(), put("team"))
    for role in ("patient", "therapist", "clinician"):
        async with seen_as(conn, APP, context(clinic, role, clinic.other_patient_id)):
            assert await therapy_pages.shared(conn, clinic.clinic_id, clinic.patient_id, None, None) == []


async def test_the_worker_sees_no_page(conn: asyncpg.Connection, clinic: Clinic) -> None:
    await save(conn, clinic, uuid7(), put("team"))
    for table in ("therapy_page", "note"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with seen_as(conn, WORKER, context(clinic, "worker")):
                await conn.fetch(f"select from journal.{table}")


async def test_an_older_revision_is_never_taken_for_current_by_those_who_may_not_see_the_newer(
    conn: asyncpg.Connection, clinic: Clinic
) -> None:
    page_id, shared, private = uuid7(), put("team"), put("private", texts={"skills_own": "For me alone."})
    await save(conn, clinic, page_id, shared)
    await save(conn, clinic, page_id, private)
    assert [one.revision_id for one in await seen_by(conn, clinic, "patient")] == [private.revision_id]
    for role in ("therapist", "clinician"):
        assert await seen_by(conn, clinic, role) == []
        async with seen_as(conn, APP, context(clinic, role)):
            assert await conn.fetch("select from journal.note where revision_id = $1", shared.revision_id) == []
    async with seen_as(conn, APP, context(clinic, "patient")):
        await therapy_pages.change_audience(conn, clinic.clinic_id, clinic.patient_id, page_id, "team")
    [seen] = await seen_by(conn, clinic, "clinician")
    assert (seen.revision_id, seen.texts(key_of(clinic))) == (private.revision_id, {"skills_own": "For me alone."})


async def test_the_same_revision_of_an_older_state_changes_nobodys_sight(
    conn: asyncpg.Connection, clinic: Clinic
) -> None:
    page_id, first, second = uuid7(), put("private"), put("team")
    for page in (first, second, first):
        await save(conn, clinic, page_id, page)
    assert [one.revision_id for one in await seen_by(conn, clinic, "clinician")] == [second.revision_id]


@pytest.mark.parametrize("role", ["therapist", "clinician", "admin"])
async def test_only_the_patient_writes_a_page_or_says_who_may_read_it(
    conn: asyncpg.Connection, clinic: Clinic, role: str
) -> None:
    page_id = uuid7()
    await save(conn, clinic, page_id, put("team"))
    async with seen_as(conn, APP, context(clinic, role)):
        with pytest.raises(NotFound):
            await therapy_pages.change_audience(conn, clinic.clinic_id, clinic.patient_id, page_id, "private")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with seen_as(conn, APP, context(clinic, role)):
            await therapy_pages.save(
                conn, clinic.clinic_id, clinic.patient_id, uuid7(), put("team"), IN_TIME, CALM, key_of(clinic)
            )
    assert len(await seen_by(conn, clinic, "patient")) == 1


async def test_words_of_one_field_are_not_passed_off_as_anothers(conn: asyncpg.Connection, clinic: Clinic) -> None:
    await save(conn, clinic, uuid7(), put("team"))
    await conn.execute("update journal.note set field = 'target_words' where field = 'skills_own'")
    [seen] = await seen_by(conn, clinic, "clinician")
    with pytest.raises(Unreadable):
        seen.texts(key_of(clinic))


async def test_a_revision_that_says_something_else_under_the_same_id_is_a_conflict(
    conn: asyncpg.Connection, clinic: Clinic
) -> None:
    page_id, page = uuid7(), put("team")
    await save(conn, clinic, page_id, page)
    here = (conn, clinic.clinic_id, clinic.patient_id)
    async with seen_as(conn, APP, context(clinic, "patient")):
        assert (await therapy_pages.find_same(*here, page_id, page)).revision_id == page.revision_id
        with pytest.raises(Conflict):
            await therapy_pages.find_same(*here, uuid7(), page)


async def test_homework_is_asked_by_staff_under_their_own_name_and_done_as_far_as_they_see(
    conn: asyncpg.Connection, clinic: Clinic
) -> None:
    here = (conn, clinic.clinic_id, clinic.patient_id)
    async with seen_as(conn, APP, context(clinic, "therapist")):
        asked = await homework.ask(
            *here,
            key_of(clinic),
            form="dbt",
            due_on=DAY,
            words="As ever.",
            asked_by=clinic.therapist_id,
            role="therapist",
        )
    for role, by in [("patient", clinic.patient_id), ("admin", clinic.admin_id), ("clinician", clinic.therapist_id)]:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with seen_as(conn, APP, context(clinic, role)):
                await homework.ask(*here, key_of(clinic), form="dbt", due_on=DAY, words=None, asked_by=by, role=role)
    await save(conn, clinic, uuid7(), put("therapist", asked))
    for role, state in [("patient", "done"), ("therapist", "done"), ("clinician", "open")]:
        async with seen_as(conn, APP, context(clinic, role)):
            [found] = await homework.of_patient(*here)
            assert (found.state, found.words(key_of(clinic))) == (state, "As ever.")
            assert len(await homework.open_of(*here)) == (state == "open")


async def test_a_patient_does_not_withdraw_what_they_were_asked(conn: asyncpg.Connection, clinic: Clinic) -> None:
    here = (conn, clinic.clinic_id, clinic.patient_id)
    async with seen_as(conn, APP, context(clinic, "clinician")):
        asked = await homework.ask(
            *here, key_of(clinic), form="cbt", due_on=DAY, words=None, asked_by=clinic.clinician_id, role="clinician"
        )
    async with seen_as(conn, APP, context(clinic, "patient")):
        await homework.withdraw(*here, asked, by=clinic.patient_id, role="patient")
        assert [one.state for one in await homework.of_patient(*here)] == ["open"]
