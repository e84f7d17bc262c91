"""Fills an empty database with the demo clinic: everything in the context of whoever does it, in one transaction.

Patients join and write, clinicians plan and mark sessions, acknowledge and review; the summaries of the past are made last, by
the worker's rights, from what had arrived when each was due.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from api.auth.invitations import CONSENT_VERSION
from api.auth.passwords import hash_password
from api.demo import people
from api.demo.care import Desk, write_care
from api.demo.past_summaries import make_past_summaries
from api.demo.plans import write_plan
from api.demo.stories import tell
from api.demo.writing import Written, end_hold, write_course, write_crisis, write_entries
from api.local import vault_of
from api.settings import Settings, SettingsError
from clinical.errors import Conflict
from clinical.escalation import OnList, Rules
from clinical.measure_settings import MeasureSettings
from clinical.pre_session import PreSessionSettings
from clinical.zones import local_day, zone_named
from db import accounts, audit, clinic_care, clinics, escalation, patients, reminders
from db.clinics import Clinic
from db.pool import WORKER, Conn, Context, Pool, create_pool, go_on_as
from db.reminders import StoredRule
from db.rows import refusals_in_words
from db.vault import PatientKey, Vault

SUMMARY_LEAD_HOURS = 48
"""So that there is a summary to look at for whoever comes tomorrow."""

OPEN_HOURS = 72
"""Before a session: from Friday on for one of Monday."""

AFTER_HOURS = "Messages are read on weekdays between 8:00 and 17:00. At other times, in an emergency, call 911."


class Account(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    email: str
    name: str
    role: str


async def seed(settings: Settings, now: datetime | None = None) -> list[Account]:
    """Conflict when the database holds a clinic already. `now` decides what "today" is in the stories."""
    if settings.database_url is None:
        raise SettingsError("DATABASE_URL must be set.")
    worker_dsn = settings.worker_database_url or settings.database_url
    now = now or datetime.now(UTC)
    with refusals_in_words():
        async with opened(settings.database_url) as pool:
            clinic = await write_clinic(pool, vault_of(settings), now)
            async with opened(worker_dsn, WORKER) as worker_pool:
                await make_past_summaries(pool, worker_pool, clinic.clinic_id, clinic.written, now)
    return clinic.accounts


@asynccontextmanager
async def opened(dsn: str, role: str = "intersession_app") -> AsyncGenerator[Pool]:
    pool = await create_pool(dsn, role=role, max_size=1)
    try:
        yield pool
    finally:
        await pool.close()


class Seeded(msgspec.Struct, frozen=True, kw_only=True):
    clinic_id: UUID
    accounts: list[Account]
    written: list[Written]


async def write_clinic(pool: Pool, vault: Vault, now: datetime) -> Seeded:
    """Accounts and journals; all of it or nothing."""
    today = local_day(now, zone_named(people.CLINIC_ZONE))
    password_hash = await hash_password(people.DEMO_PASSWORD)
    clinic_id = uuid7()
    async with pool.acquire() as conn, conn.transaction():
        if not await accounts.is_empty(conn):
            raise Conflict("There is a clinic in this database already: the demo is for an empty one.")
        await make_clinic(conn, clinic_id)
        staff = [
            await make_account(conn, clinic_id, password_hash, person.email, person.name, person.role)
            for person in people.STAFF
        ]
        by_key = {person.key: account.account_id for person, account in zip(people.STAFF, staff, strict=True)}
        await escalation.change(conn, clinic_id, escalation_rules(by_key))
        await choose_care(conn, clinic_id, by_key["dana"])
        ill: list[Account] = []
        written: list[Written] = []
        for patient in people.PATIENTS:
            account = await make_account(
                conn, clinic_id, password_hash, patient.email, patient.name, "patient", patient.language
            )
            ill.append(account)
            written.append(await write_patient(conn, vault, clinic_id, account, patient, by_key, today, now))
    return Seeded(clinic_id=clinic_id, accounts=[*staff, *ill], written=written)


async def make_clinic(conn: Conn, clinic_id: UUID) -> None:
    await go_on_as(conn, Context(clinic_id=clinic_id, account_id=None, role="admin"))
    await clinics.create(
        conn,
        clinic_id,
        name=people.CLINIC_NAME,
        zone=people.CLINIC_ZONE,
        country=people.CLINIC_COUNTRY,
        phone=people.CLINIC_PHONE,
        demo=True,
    )
    await clinics.change(
        conn,
        clinic_id,
        Clinic(
            name=people.CLINIC_NAME,
            zone=people.CLINIC_ZONE,
            country=people.CLINIC_COUNTRY,
            phone=people.CLINIC_PHONE,
            back_fill_days=2,
            summary_lead_hours=SUMMARY_LEAD_HOURS,
            after_hours_text=AFTER_HOURS,
            is_demo=True,
        ),
    )
    await audit.note(conn, clinic_id, "clinic.created", account_id=None, role="operator", subject=str(clinic_id))


async def choose_care(conn: Conn, clinic_id: UUID, admin: UUID) -> None:
    """Two forms are asked, and the questions before a session are open over a weekend too."""
    await go_on_as(conn, Context(clinic_id=clinic_id, account_id=admin, role="admin"))
    await clinic_care.change(conn, clinic_id, "measures", MeasureSettings(asked=("phq-9", "gad-7")), admin)
    await clinic_care.change(conn, clinic_id, "pre_session", PreSessionSettings(lead_hours=OPEN_HOURS), admin)


def escalation_rules(staff: dict[str, UUID]) -> Rules:
    """As people.ESCALATION says, in the hours that AFTER_HOURS tells patients."""
    return Rules(
        zone=people.CLINIC_ZONE,
        after_minutes=30,
        on_call_after_minutes=15,
        day_from=time(8),
        day_until=time(17),
        weekdays=[1, 2, 3, 4, 5],
        people=[OnList(account_id=staff[key], when=when) for key, when in people.ESCALATION],
    )


async def make_account(
    conn: Conn, clinic_id: UUID, password_hash: str, email: str, name: str, role: str, language: str = "en"
) -> Account:
    identity_id, account_id = uuid7(), uuid7()
    await accounts.create_identity(conn, identity_id, email, password_hash)
    await accounts.create_membership(conn, account_id, clinic_id, identity_id, role=role, name=name, language=language)
    return Account(account_id=account_id, email=email, name=name, role=role)


async def write_patient(
    conn: Conn,
    vault: Vault,
    clinic_id: UUID,
    account: Account,
    patient: people.Patient,
    staff: dict[str, UUID],
    today: date,
    now: datetime,
) -> Written:
    story = tell(patient, today)
    patient_id = account.account_id
    own = Context(clinic_id=clinic_id, account_id=patient_id, role="patient", patient_ids=(patient_id,))
    clinician = next(staff[key] for key in patient.team if key in ("amara", "peter"))
    theirs = Context(clinic_id=clinic_id, account_id=clinician, role="clinician", patient_ids=(patient_id,))

    await go_on_as(conn, own)
    key, wrapped = vault.new_patient_key(clinic_id, patient_id)
    await patients.join(
        conn,
        clinic_id,
        patient_id,
        wrapped,
        name=patient.name,
        language=patient.language,
        zone=patient.zone,
        country=people.CLINIC_COUNTRY,
        share_default=patient.share,
        joined_on=story.joined_on,
        consent_version=CONSENT_VERSION,
    )
    for member in patient.team:
        await accounts.join_care_team(conn, clinic_id, patient_id, staff[member], patient_id)
    await choose_settings(conn, clinic_id, patient_id, patient, key, now)

    await go_on_as(conn, theirs)
    sessions = await write_course(conn, clinic_id, patient_id, story, clinician, staff, today, SUMMARY_LEAD_HOURS)

    await go_on_as(conn, own)
    arrivals = await write_entries(conn, clinic_id, patient_id, patient.zone, key, story, sessions)
    await write_plan(conn, clinic_id, patient_id, patient, key, now)
    if story.crisis is not None:
        await write_crisis(conn, clinic_id, patient_id, patient.zone, story.crisis, theirs, staff, now)
    desk = Desk(
        clinic_id=clinic_id, patient_id=patient_id, patient=patient, key=key, staff=staff, sessions=sessions, now=now
    )
    arrivals |= await write_care(conn, desk, story)
    if story.crisis is not None:
        await end_hold(conn, clinic_id, patient_id, patient.zone, story.crisis, theirs, staff)
    therapist = staff["ruth"] if "ruth" in patient.team else None
    return Written(
        patient_id=patient_id,
        zone=patient.zone,
        clinician=clinician,
        therapist=therapist,
        sessions=sessions,
        arrivals=arrivals,
    )


async def choose_settings(
    conn: Conn, clinic_id: UUID, patient_id: UUID, patient: people.Patient, key: PatientKey, now: datetime
) -> None:
    """Their own people, and a reminder in the evening."""
    await patients.change(
        conn,
        clinic_id,
        patient_id,
        language=patient.language,
        zone=patient.zone,
        country=people.CLINIC_COUNTRY,
        share_default=patient.share,
        contacts=patients.seal_contacts(key, patient_id, list(patient.contacts)),
    )
    evening = StoredRule(
        is_on=True,
        local_time=time(20),
        weekdays=[1, 2, 3, 4, 5, 6, 7],
        quiet_from=None,
        quiet_until=None,
        zone=patient.zone,
    )
    await reminders.set_rule(conn, clinic_id, patient_id, evening, now)
