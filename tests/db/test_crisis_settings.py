"""A clinic's lines and countries, by raw SQL: what the policies alone let through."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from clinical.crisis_settings import ClinicWord, CrisisSettings, OwnLine
from db import accounts, crisis_settings, patients
from db import migrate as migrating
from db.pool import APP, Context, prepare_connection
from tests.conftest import Cluster
from tests.world import make_clinic, make_member, make_patient, seen_as

SETTINGS = CrisisSettings(
    own_line=OwnLine(name="Harbor on call", dial="+1 555 0142"),
    words=(ClinicWord(phrase="the grey room", tier="veiled"),),
)
CONFIRM = """
insert into journal.line_confirmation (clinic_id, line, reached, confirmed_by) values ($1, 'us-988', 'tel:988', $2)
"""


@pytest.fixture
async def clinic(conn: asyncpg.Connection) -> UUID:
    await prepare_connection(conn)
    return await make_clinic(conn)


def acting(clinic: UUID, account: UUID, role: str) -> Context:
    patient_ids = (account,) if role == "patient" else ()
    return Context(clinic_id=clinic, account_id=account, role=role, patient_ids=patient_ids)


async def test_an_admin_confirms_a_line_under_their_own_name_alone(conn: asyncpg.Connection, clinic: UUID) -> None:
    admin, other = uuid7(), uuid7()
    async with seen_as(conn, APP, acting(clinic, admin, "admin")):
        await conn.execute(CONFIRM, clinic, admin)
    for account, role, named in ((admin, "admin", other), (other, "clinician", other), (other, "patient", other)):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with seen_as(conn, APP, acting(clinic, account, role)):
                await conn.execute(CONFIRM, clinic, named)


async def test_staff_of_the_clinic_see_who_confirmed_and_nobody_else_does(
    conn: asyncpg.Connection, clinic: UUID
) -> None:
    elsewhere, account = await make_clinic(conn), uuid7()
    await conn.execute(CONFIRM, clinic, account)
    seen = {}
    for place, role in [(clinic, "admin"), (clinic, "therapist"), (clinic, "patient"), (elsewhere, "admin")]:
        async with seen_as(conn, APP, acting(place, account, role)):
            seen[place, role] = await conn.fetchval("select count(*) from journal.line_confirmation")
    assert list(seen.values()) == [1, 1, 0, 0]


@pytest.mark.parametrize("table", ["line_confirmation", "patient_country"])
@pytest.mark.parametrize("command", ["update journal.{} set clinic_id = clinic_id", "delete from journal.{}"])
async def test_what_was_confirmed_is_never_changed(
    conn: asyncpg.Connection, clinic: UUID, table: str, command: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with seen_as(conn, APP, acting(clinic, uuid7(), "admin")):
            await conn.execute(command.format(table))


@pytest.mark.parametrize("table", ["line_confirmation", "patient_country"])
async def test_the_worker_has_no_business_with_lines(conn: asyncpg.Connection, clinic: UUID, table: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with seen_as(conn, "intersession_worker"):
            await conn.execute(f"select from journal.{table}")


async def test_a_country_is_known_of_the_clinic_and_of_no_patient(conn: asyncpg.Connection, clinic: UUID) -> None:
    patient_id, elsewhere = await make_patient(conn, clinic), await make_clinic(conn)
    async with seen_as(conn, APP, acting(clinic, patient_id, "patient")):
        for country in ("MX", "MX", "ES"):
            await patients.change(
                conn,
                clinic,
                patient_id,
                language="es",
                zone="UTC",
                country=country,
                share_default="private",
                contacts=b"",
            )
    async with seen_as(conn, APP, acting(clinic, uuid7(), "admin")):
        assert sorted(await crisis_settings.countries_of_patients(conn, clinic)) == ["ES", "MX"]
        assert await conn.fetch("select patient_id from journal.patient") == []
    async with seen_as(conn, APP, acting(elsewhere, uuid7(), "admin")):
        assert await conn.fetch("select country from journal.patient_country") == []


async def test_a_change_makes_every_session_of_the_clinic_new_and_no_other(
    conn: asyncpg.Connection, clinic: UUID
) -> None:
    elsewhere = await make_clinic(conn)
    tokens = {place: uuid7().bytes for place in (clinic, elsewhere)}
    for place, token in tokens.items():
        member = await make_member(conn, place, "clinician")
        await accounts.open_session(conn, token, member, datetime(2100, 1, 1, tzinfo=UTC), "test")
    await crisis_settings.change(conn, clinic, SETTINGS)
    here = await accounts.account_of_session(conn, tokens[clinic])
    there = await accounts.account_of_session(conn, tokens[elsewhere])
    assert here is not None
    assert there is not None
    assert (here.version, here.clinic_crisis) == (2, SETTINGS)
    assert (there.version, there.clinic_crisis) == (1, CrisisSettings())


async def test_a_clinics_sessions_hold_its_words_once(conn: asyncpg.Connection, clinic: UUID) -> None:
    await crisis_settings.change(conn, clinic, SETTINGS)
    read = []
    for _ in range(2):
        token, member = uuid7().bytes, await make_member(conn, clinic, "clinician")
        await accounts.open_session(conn, token, member, datetime(2100, 1, 1, tzinfo=UTC), "test")
        read.append(await accounts.account_of_session(conn, token))
    assert read[0].clinic_crisis is read[1].clinic_crisis


async def test_the_countries_of_earlier_patients_are_carried_over(
    postgres: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = f"intersession_upgrade_{uuid7().hex}"
    before = tmp_path / "migrations"
    before.mkdir()
    for migration in migrating.FOLDER.glob("00*.sql"):
        if migration.name < "0012":
            shutil.copy(migration, before)
    shutil.copy(migrating.FOLDER.parent / "roles.sql", tmp_path)
    postgres.run("create database {}", database)
    try:
        with monkeypatch.context() as earlier:
            earlier.setattr(migrating, "FOLDER", before)
            migrating.migrate(postgres.direct(database))
        conn = await asyncpg.connect(postgres.direct(database))
        clinics = [await make_clinic(conn) for _ in range(2)]
        for clinic in (clinics[0], clinics[0], clinics[1]):
            await make_patient(conn, clinic)
        assert "0013_crisis_settings" in migrating.migrate(postgres.direct(database))
        rows = await conn.fetch("select clinic_id, country from journal.patient_country")
        forced = await conn.fetchval("select relforcerowsecurity from pg_class where oid = 'journal.patient'::regclass")
        await conn.close()
        assert sorted((str(row["clinic_id"]), row["country"]) for row in rows) == sorted(
            (str(c), "US") for c in clinics
        )
        assert forced
    finally:
        postgres.drop(database)
