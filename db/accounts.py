"""Identities, memberships, sessions and invitations: only through the functions of migration 0002."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from clinical.crisis_settings import CrisisSettings
from clinical.errors import Conflict, NotFound
from db.crisis_settings import shared
from db.pool import Conn
from db.rows import many, one


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """One membership with what the session needs of its clinic. `version` is that of the session it was read for, and
    changes whenever any of it does."""

    account_id: UUID
    identity_id: UUID
    clinic_id: UUID
    role: str
    name: str
    email: str
    language: str
    clinic_name: str
    clinic_zone: str
    clinic_country: str
    clinic_phone: str | None
    back_fill_days: int
    summary_lead_hours: int
    after_hours_text: str
    is_demo: bool
    clinic_crisis: CrisisSettings = CrisisSettings()
    version: int = 0


class Candidate(msgspec.Struct, frozen=True):
    identity_id: UUID
    password_hash: str


class Failures(msgspec.Struct, frozen=True):
    """Failed tries under one key within the window; `last_at` is the newest."""

    key: bytes
    failures: int
    last_at: datetime


COLUMNS = """account_id, identity_id, clinic_id, role, name, email, language, clinic_name, clinic_zone, clinic_country, clinic_phone,
    back_fill_days, summary_lead_hours, after_hours_text, is_demo, clinic_crisis"""

BEGIN_SESSION = f"select {COLUMNS}, version from identity.begin_session($1)"


async def account_of_session(conn: Conn, token_hash: bytes) -> Account | None:
    record = await conn.fetchrow(BEGIN_SESSION, token_hash)
    if record is None:
        return None
    account = one(record, Account)
    return msgspec.structs.replace(account, clinic_crisis=shared(account.clinic_crisis))


SIGN_IN_CANDIDATE = "select identity_id, password_hash from identity.sign_in_candidate($1)"


async def sign_in_candidate(conn: Conn, email: str) -> Candidate | None:
    record = await conn.fetchrow(SIGN_IN_CANDIDATE, email)
    return None if record is None else one(record, Candidate)


ACCOUNTS_OF = f"select {COLUMNS} from identity.accounts_of($1)"


async def accounts_of(conn: Conn, identity_id: UUID) -> list[Account]:
    """Every live membership of this person, by clinic name."""
    return many(await conn.fetch(ACCOUNTS_OF, identity_id), Account)


ACCOUNT_BY_ID = f"select {COLUMNS} from identity.account_by_id($1)"


async def account_by_id(conn: Conn, account_id: UUID) -> Account:
    """Of any clinic: for the operator's commands. NotFound when it is suspended."""
    return one(await conn.fetchrow(ACCOUNT_BY_ID, account_id), Account)


OPEN_SESSION = "select identity.open_session($1, $2, $3, $4)"
END_SESSION = "select identity.end_session($1)"
COUNT_FAILURES = "select key, failures, last_at from identity.count_failures($1, $2)"
RECORD_ATTEMPT = "select identity.record_attempt($1, $2)"
SET_PASSWORD_HASH = "select identity.set_password_hash($1, $2)"


async def open_session(conn: Conn, token_hash: bytes, account_id: UUID, until: datetime, device: str) -> None:
    await conn.execute(OPEN_SESSION, token_hash, account_id, until, device)


async def end_session(conn: Conn, token_hash: bytes) -> None:
    await conn.execute(END_SESSION, token_hash)


async def count_failures(conn: Conn, keys: Sequence[bytes], since: datetime) -> list[Failures]:
    return many(await conn.fetch(COUNT_FAILURES, list(keys), since), Failures)


async def record_attempt(conn: Conn, keys: Sequence[bytes], *, succeeded: bool) -> None:
    await conn.execute(RECORD_ATTEMPT, list(keys), succeeded)


async def set_password_hash(conn: Conn, identity_id: UUID, password_hash: str) -> None:
    await conn.execute(SET_PASSWORD_HASH, identity_id, password_hash)


CREATE_IDENTITY = "select identity.create_identity($1, $2, $3)"
CREATE_MEMBERSHIP = "select identity.create_membership($1, $2, $3, $4, $5, $6)"
CHANGE_MEMBERSHIP = "select identity.change_membership($1, $2)"
SUSPEND = "select identity.suspend($1, $2, $3)"


async def create_identity(conn: Conn, identity_id: UUID, email: str, password_hash: str) -> None:
    """Conflict when the address is taken."""
    await conn.execute(CREATE_IDENTITY, identity_id, email, password_hash)


async def create_membership(
    conn: Conn, account_id: UUID, clinic_id: UUID, identity_id: UUID, *, role: str, name: str, language: str
) -> None:
    """Conflict when this person already has this role in this clinic."""
    await conn.execute(CREATE_MEMBERSHIP, account_id, clinic_id, identity_id, role, name, language)


async def change_language(conn: Conn, account_id: UUID, language: str) -> None:
    await conn.execute(CHANGE_MEMBERSHIP, account_id, language)


async def suspend(conn: Conn, clinic_id: UUID, account_id: UUID, *, suspended: bool) -> None:
    """Ends every session of the account at once. NotFound outside this clinic."""
    if not await conn.fetchval(SUSPEND, clinic_id, account_id, suspended):
        raise NotFound


class Person(msgspec.Struct, frozen=True):
    account_id: UUID
    name: str
    email: str
    role: str
    suspended: bool
    care_team: list[UUID]


PEOPLE = "select account_id, name, email, role, suspended, care_team from identity.people($1)"


async def people(conn: Conn, clinic_id: UUID) -> list[Person]:
    return many(await conn.fetch(PEOPLE, clinic_id), Person)


class Member(msgspec.Struct, frozen=True):
    account_id: UUID
    name: str
    role: str
    language: str


PATIENTS_OF = "select patient_id from identity.patients_of($1, $2) as patient_id"
ALONE_FOR = "select identity.alone_for($1, $2)"
SEES = "select identity.sees($1, $2, $3)"
ON_CARE_TEAM = "select identity.on_care_team($1, $2, $3)"
CARE_TEAM_OF = "select account_id, name, role, language from identity.care_team_of($1, $2)"
JOIN_CARE_TEAM = "select identity.join_care_team($1, $2, $3, $4)"
LOCK_CARE_TEAM = "select pg_advisory_xact_lock(hashtextextended('care_team' || $1::uuid::text, 0))"
LEAVE_CARE_TEAM = "select identity.leave_care_team($1, $2, $3)"
NAMES = "select account_id, name from identity.names($1, $2)"


async def patients_of(conn: Conn, clinic_id: UUID, member_id: UUID) -> list[UUID]:
    """Whose care team this member of staff is on or whom they cover: what their transactions may see."""
    return [UUID(str(record[0])) for record in await conn.fetch(PATIENTS_OF, clinic_id, member_id)]


async def alone_for(conn: Conn, clinic_id: UUID, member_id: UUID) -> int:
    """How many patients have nobody else on their care team who can sign in."""
    return int(await conn.fetchval(ALONE_FOR, clinic_id, member_id))


async def sees(conn: Conn, clinic_id: UUID, member_id: UUID, patient_id: UUID) -> bool:
    """Whether this member of staff is on the patient's care team, or covers until an alert is closed."""
    return bool(await conn.fetchval(SEES, clinic_id, member_id, patient_id))


async def on_care_team(conn: Conn, clinic_id: UUID, member_id: UUID, patient_id: UUID) -> bool:
    return bool(await conn.fetchval(ON_CARE_TEAM, clinic_id, member_id, patient_id))


async def care_team_of(conn: Conn, clinic_id: UUID, patient_id: UUID) -> list[Member]:
    return many(await conn.fetch(CARE_TEAM_OF, clinic_id, patient_id), Member)


async def join_care_team(conn: Conn, clinic_id: UUID, patient_id: UUID, member_id: UUID, added_by: UUID) -> None:
    """NotFound unless the patient and the member of staff are both of this clinic."""
    if not await conn.fetchval(JOIN_CARE_TEAM, clinic_id, patient_id, member_id, added_by):
        raise NotFound


async def lock_care_team(conn: Conn, patient_id: UUID) -> None:
    """Until the transaction ends: two who leave at once would each see the other one stay."""
    await conn.execute(LOCK_CARE_TEAM, patient_id)


async def leave_care_team(conn: Conn, clinic_id: UUID, patient_id: UUID, member_id: UUID) -> None:
    if not await conn.fetchval(LEAVE_CARE_TEAM, clinic_id, patient_id, member_id):
        raise NotFound


async def names(conn: Conn, clinic_id: UUID, accounts: Sequence[UUID]) -> dict[UUID, str]:
    """Account id -> name, of this clinic's accounts among those asked for."""
    return {UUID(str(r["account_id"])): r["name"] for r in await conn.fetch(NAMES, clinic_id, list(accounts))}


class DemoAccount(msgspec.Struct, frozen=True):
    email: str
    name: str
    role: str


DEMO_ACCOUNTS = "select email, name, role from identity.demo_accounts()"
IS_EMPTY = "select identity.is_empty()"


async def demo_accounts(conn: Conn) -> list[DemoAccount]:
    return many(await conn.fetch(DEMO_ACCOUNTS), DemoAccount)


async def is_empty(conn: Conn) -> bool:
    """True when there is no clinic yet."""
    return bool(await conn.fetchval(IS_EMPTY))


USE_INVITATION = "select identity.use_invitation($1, $2)"


async def use_invitation(conn: Conn, invitation_id: UUID, account_id: UUID) -> None:
    """Conflict when somebody else was quicker."""
    if not await conn.fetchval(USE_INVITATION, invitation_id, account_id):
        raise Conflict("This invitation has been used already.")
