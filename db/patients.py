"""The patient's profile: language, zone, country, whom new notes are shared with, their own people."""

from datetime import date
from uuid import UUID

import msgspec

from clinical.guidance import Contact
from clinical.side_effects import Modality
from db.pool import Conn
from db.rows import one
from db.vault import PatientKey, WrappedKey

CONTACTS_COLUMN = "patient.contacts"


class Patient(msgspec.Struct, frozen=True, kw_only=True):
    """`contacts` is sealed: open it with open_contacts. `held`: after a crisis, until a clinician clears it."""

    patient_id: UUID
    name: str
    language: str
    zone: str
    country: str
    modality: Modality | None
    share_default: str
    contacts: bytes | None
    joined_on: date
    held: bool


JOIN = """
with profile as (
    insert into journal.patient (clinic_id, patient_id, name, language, zone, country, share_default, joined_on, consent_version,
                                 consented_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now())
), place as (
    insert into journal.patient_country (clinic_id, country) values ($1, $6) on conflict do nothing
)
insert into journal.patient_key (clinic_id, patient_id, wrapped, key_id)
values ($1, $2, $10, $11)
"""


async def join(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    key: WrappedKey,
    *,
    name: str,
    language: str,
    zone: str,
    country: str,
    share_default: str,
    joined_on: date,
    consent_version: str,
) -> None:
    await conn.execute(
        JOIN,
        clinic_id,
        patient_id,
        name,
        language,
        zone,
        country,
        share_default,
        joined_on,
        consent_version,
        key.wrapped,
        key.key_id,
    )


FIND = """
select p.patient_id, p.name, p.language, p.zone, p.country, p.modality, p.share_default, p.contacts, p.joined_on,
       exists (select from journal.hold h where h.clinic_id = $1 and h.patient_id = $2 and h.cleared_at is null) as held
from journal.patient p
where p.clinic_id = $1 and p.patient_id = $2
"""


async def find(conn: Conn, clinic_id: UUID, patient_id: UUID) -> Patient:
    return one(await conn.fetchrow(FIND, clinic_id, patient_id), Patient)


CHANGE = """
with place as (
    insert into journal.patient_country (clinic_id, country) values ($1, $5) on conflict do nothing
)
update journal.patient
set language = $3, zone = $4, country = $5, share_default = $6, contacts = $7
where clinic_id = $1 and patient_id = $2
"""


async def change(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    *,
    language: str,
    zone: str,
    country: str,
    share_default: str,
    contacts: bytes,
) -> None:
    await conn.execute(CHANGE, clinic_id, patient_id, language, zone, country, share_default, contacts)


def seal_contacts(key: PatientKey, patient_id: UUID, contacts: list[Contact]) -> bytes:
    return key.seal(msgspec.json.encode(contacts).decode(), row=patient_id, column=CONTACTS_COLUMN)


def open_contacts(key: PatientKey, patient_id: UUID, sealed: bytes | None) -> list[Contact]:
    if sealed is None:
        return []
    return msgspec.json.decode(key.open(sealed, row=patient_id, column=CONTACTS_COLUMN), type=list[Contact])


CHANGE_AUDIENCE = """
update journal.note
set audience = $4
where clinic_id = $1 and patient_id = $2 and revision_id = $3 and entry not in ('therapy_page', 'pre_session')
returning true
"""


async def change_audience(conn: Conn, clinic_id: UUID, patient_id: UUID, revision_id: UUID, audience: str) -> bool:
    """Shares or unshares the words of one revision. False when it has none; a therapy page is shared as a whole, and
    who reads words before a session follows from the question."""
    return bool(await conn.fetchval(CHANGE_AUDIENCE, clinic_id, patient_id, revision_id, audience))
