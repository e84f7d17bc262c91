"""The functions that save a check-in, beside what tests/api shows of them over HTTP."""

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from clinical.entries import CheckInPut, Note, Stamp
from clinical.errors import Unauthenticated
from clinical.guidance import CALM
from clinical.journal_day import Lateness
from db import check_ins
from db.pool import Context, Proof, begin_statement
from db.vault import PatientKey
from tests.db.people import DAY, NOW, Clinic, make_clinic
from tests.world import seen_as

IN_TIME = Lateness(late=False, synced_later=False)


def put(mood: int = 5, text: str | None = None) -> CheckInPut:
    return CheckInPut(
        mood=mood,
        revision_id=uuid7(),
        note=None if text is None else Note(text=text, audience="team"),
        stamp=Stamp(written_at=NOW, zone="UTC", offset_minutes=0),
    )


async def signed_in(conn: asyncpg.Connection, clinic: Clinic) -> Proof:
    await conn.execute(
        "insert into identity.session (token_hash, account_id, expires_at) values ($1, $2, now() + interval '1 hour')",
        b"token",
        clinic.patient_id,
    )
    return Proof(token_hash=b"token", account_id=clinic.patient_id, version=1)


def key_of(clinic: Clinic) -> PatientKey:
    return PatientKey(clinic.clinic_id, clinic.patient_id, bytes(32))


async def test_alone_it_saves_under_the_policies_of_the_patient(conn: asyncpg.Connection) -> None:
    clinic = await make_clinic(conn)
    proof, entry = await signed_in(conn, clinic), put(text="A walk.")
    await conn.execute("set local role intersession_app")
    saved = await check_ins.save_alone(conn, proof, clinic.clinic_id, DAY, entry, IN_TIME, CALM, key_of(clinic))
    assert (saved.held, saved.prior is not None) == (True, True)
    stored = await check_ins.find(conn, clinic.clinic_id, clinic.patient_id, entry.revision_id)
    assert stored.words(key_of(clinic)) == "A walk."


@pytest.mark.parametrize("wrong", [{"version": 2}, {"token_hash": b"other"}])
async def test_alone_it_saves_nothing_for_a_session_that_is_not_what_was_remembered(
    conn: asyncpg.Connection, wrong: dict[str, object]
) -> None:
    clinic = await make_clinic(conn)
    known = await signed_in(conn, clinic)
    facts = {"token_hash": known.token_hash, "account_id": known.account_id, "version": known.version} | wrong
    before = await conn.fetchval("select count(*) from journal.check_in")
    stranger, seen_as_app = Proof(**facts), seen_as(conn, "intersession_app")
    with pytest.raises(Unauthenticated):
        async with seen_as_app:
            await check_ins.save_alone(conn, stranger, clinic.clinic_id, DAY, put(), IN_TIME, CALM, key_of(clinic))
    assert await conn.fetchval("select count(*) from journal.check_in") == before


@pytest.mark.parametrize("whose", ["another clinic", "another patient"])
async def test_nobody_saves_into_another_journal(conn: asyncpg.Connection, whose: str) -> None:
    here, there = await make_clinic(conn), await make_clinic(conn)
    clinic_id, patient_id = (
        (there.clinic_id, there.patient_id) if whose == "another clinic" else (here.clinic_id, here.other_patient_id)
    )
    context = Context(
        clinic_id=here.clinic_id, account_id=here.patient_id, role="patient", patient_ids=(here.patient_id,)
    )
    await conn.execute("set local role intersession_app; " + begin_statement(context, None).removeprefix("begin; "))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with conn.transaction():
            await check_ins.save(conn, clinic_id, patient_id, DAY, put(), IN_TIME, CALM, key_of(here))


async def test_there_are_no_entries_of_nobody(conn: asyncpg.Connection) -> None:
    clinic = await make_clinic(conn)
    nobody = uuid7()
    context = Context(clinic_id=clinic.clinic_id, account_id=nobody, role="patient", patient_ids=(nobody,))
    await conn.execute("set local role intersession_app; " + begin_statement(context, None).removeprefix("begin; "))
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        async with conn.transaction():
            await check_ins.save(conn, clinic.clinic_id, nobody, DAY, put(), IN_TIME, CALM, key_of(clinic))
