"""Daily check-ins: append-only revisions of a day. The newest by the server's order is current."""

from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

import asyncpg
import msgspec

from clinical.entries import CheckInPut
from clinical.errors import Conflict, Unauthenticated
from clinical.guidance import Screening
from clinical.journal_day import Lateness
from clinical.side_effects import Modality
from db.pool import SESSION_CHANGED, Conn, Proof
from db.rows import many, one
from db.vault import PatientKey

NOTE_COLUMN = "note.note"


class StoredCheckIn(msgspec.Struct, frozen=True, kw_only=True):
    """A revision as the table has it. `ciphertext` and `audience` are None when it has no note, or none for the reader."""

    day: date
    revision_id: UUID
    based_on: UUID | None
    mood: int
    anxiety: int | None
    energy: int | None
    sleep_hours: float | None
    sleep_quality: int | None
    written_at: datetime
    zone: str
    received_at: datetime
    late: bool
    synced_later: bool
    source: str
    tier: str | None
    held: bool
    body_hash: bytes
    ciphertext: bytes | None
    audience: str | None

    def words(self, key: PatientKey) -> str | None:
        return None if self.ciphertext is None else key.open(self.ciphertext, row=self.revision_id, column=NOTE_COLUMN)


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """What the guidance needs to know, and how the day stood before. `received_at` is None when this revision was there already."""

    received_at: datetime | None
    held: bool
    language: str
    country: str
    modality: Modality | None
    contacts: bytes | None
    prior: UUID | None


ANSWER = "received_at, held, language, country, modality, contacts, prior"
SAVE = f"""
select {ANSWER}
from journal.save_check_in($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
"""


async def save(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    day: date,
    put: CheckInPut,
    lateness: Lateness,
    screening: Screening,
    key: PatientKey,
    *,
    import_id: UUID | None = None,
) -> Saved:
    """Adds a revision, its words and its trail. The same revision again adds nothing: see `find_same`."""
    values = _values(clinic_id, patient_id, day, put, lateness, screening, key, import_id)
    return one(await conn.fetchrow(SAVE, *values), Saved)


SAVE_ALONE = f"""
select {ANSWER}
from journal.save_check_in_alone($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
"""


async def save_alone(
    conn: Conn,
    proof: Proof,
    clinic_id: UUID,
    day: date,
    put: CheckInPut,
    lateness: Lateness,
    screening: Screening,
    key: PatientKey,
) -> Saved:
    """The same outside a transaction, in one round trip: the session is proven, the context set, the entry saved and committed.
    Unauthenticated when the session is not what was remembered of it; nothing is saved then."""
    values = _values(clinic_id, proof.account_id, day, put, lateness, screening, key, None)
    try:
        return one(await conn.fetchrow(SAVE_ALONE, proof.token_hash, proof.version, *values), Saved)
    except asyncpg.PostgresError as error:
        if error.sqlstate == SESSION_CHANGED:
            raise Unauthenticated from None
        raise


def _values(
    clinic_id: UUID,
    patient_id: UUID,
    day: date,
    put: CheckInPut,
    lateness: Lateness,
    screening: Screening,
    key: PatientKey,
    import_id: UUID | None,
) -> tuple[object, ...]:
    note, stamp = put.note, put.stamp
    return (
        clinic_id,
        patient_id,
        day,
        put.revision_id,
        put.based_on,
        put.mood,
        put.anxiety,
        put.energy,
        put.sleep_hours,
        put.sleep_quality,
        stamp.written_at,
        stamp.zone,
        stamp.offset_minutes,
        lateness.late,
        lateness.synced_later,
        body_hash(day, put),
        screening.tier,
        None if note is None else key.seal(note.text, row=put.revision_id, column=NOTE_COLUMN),
        None if note is None else note.audience,
        "app" if import_id is None else "import",
        import_id,
    )


def body_hash(day: date, put: CheckInPut) -> bytes:
    """Of the meaning, not of the bytes: key order and spacing may differ between two sendings."""
    return sha256(msgspec.json.encode((day, put))).digest()


COLUMNS = """c.day, c.revision_id, c.based_on, c.mood, c.anxiety, c.energy, c.sleep_hours::float8, c.sleep_quality, c.written_at, c.zone,
    c.received_at, c.late, c.synced_later, c.source, c.tier, c.held, c.body_hash, n.ciphertext, n.audience"""

WITH_NOTE = """
from journal.check_in c
left join journal.note n
    on n.clinic_id = c.clinic_id and n.patient_id = c.patient_id and n.revision_id = c.revision_id and n.field = 'note'
"""

FIND = f"select {COLUMNS} {WITH_NOTE} where c.clinic_id = $1 and c.patient_id = $2 and c.revision_id = $3"


async def find(conn: Conn, clinic_id: UUID, patient_id: UUID, revision_id: UUID) -> StoredCheckIn:
    return one(await conn.fetchrow(FIND, clinic_id, patient_id, revision_id), StoredCheckIn)


async def find_same(conn: Conn, clinic_id: UUID, patient_id: UUID, day: date, put: CheckInPut) -> StoredCheckIn:
    """The stored revision that `put` repeats. Conflict when it carries the same id and says something else."""
    stored = await find(conn, clinic_id, patient_id, put.revision_id)
    if stored.body_hash != body_hash(day, put):
        raise Conflict("This entry was sent before with other contents. Both texts are kept on this phone.")
    return stored


CURRENT = f"""
select distinct on (c.day) {COLUMNS}
{WITH_NOTE}
where c.clinic_id = $1 and c.patient_id = $2 and ($3::date is null or c.day >= $3) and ($4::date is null or c.day <= $4)
order by c.day, c.seq desc
"""


async def current(
    conn: Conn, clinic_id: UUID, patient_id: UUID, since: date | None, until: date | None
) -> list[StoredCheckIn]:
    """The current revision of each day, oldest day first. Notes only as far as the transaction's audiences reach."""
    return many(await conn.fetch(CURRENT, clinic_id, patient_id, since, until), StoredCheckIn)


# A tip is a revision that no other one was written on top of. A day with two tips was written on two phones.
OTHER_TIPS = f"""
select {COLUMNS}
{WITH_NOTE}
where c.clinic_id = $1 and c.patient_id = $2 and ($3::date is null or c.day >= $3) and ($4::date is null or c.day <= $4)
  and not exists (
      select from journal.check_in later
      where later.clinic_id = $1 and later.patient_id = $2 and later.day = c.day and later.based_on = c.revision_id)
  and exists (
      select from journal.check_in newer
      where newer.clinic_id = $1 and newer.patient_id = $2 and newer.day = c.day and newer.seq > c.seq)
  -- Whoever wrote on top of something newer had both in view.
  and not exists (
      select from journal.check_in seen
      join journal.check_in reply on reply.clinic_id = $1 and reply.patient_id = $2 and reply.day = c.day
          and reply.based_on = seen.revision_id
      where seen.clinic_id = $1 and seen.patient_id = $2 and seen.day = c.day and seen.seq > c.seq)
order by c.day, c.seq desc
"""


async def other_tips(
    conn: Conn, clinic_id: UUID, patient_id: UUID, since: date | None, until: date | None
) -> list[StoredCheckIn]:
    """Revisions that are not current and that nobody has seen the successor of: what the phone shows beside the current one."""
    return many(await conn.fetch(OTHER_TIPS, clinic_id, patient_id, since, until), StoredCheckIn)
