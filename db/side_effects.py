"""Side-effect reports: append-only revisions of a report. The newest by the server's order is current."""

from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

import msgspec

from clinical.entries import SideEffectPut
from clinical.errors import Conflict
from clinical.guidance import Screening
from clinical.journal_day import Lateness
from db.check_ins import NOTE_COLUMN, Saved
from db.pool import Conn
from db.rows import many, one
from db.vault import PatientKey


class StoredSideEffect(msgspec.Struct, frozen=True, kw_only=True):
    """A revision as the table has it. `ciphertext` and `audience` are None when it has no note, or none for the reader."""

    report_id: UUID
    revision_id: UUID
    based_on: UUID | None
    day: date
    effect: str
    severity: str
    onset: str | None
    still_present: bool | None
    interference: str | None
    session_id: UUID | None
    level: str
    written_at: datetime
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


SAVE = """
with prior as (
    select revision_id
    from journal.side_effect
    where clinic_id = $1 and patient_id = $2 and report_id = $3
    order by seq desc
    limit 1
), hold as (
    select exists (select from journal.hold where clinic_id = $1 and patient_id = $2 and cleared_at is null) as held
), saved as (
    insert into journal.side_effect (clinic_id, patient_id, report_id, revision_id, based_on, day, effect, severity, onset, still_present,
                                     interference, session_id, level, written_at, zone, offset_minutes, late, synced_later, body_hash,
                                     tier, held, source, import_id)
    select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, hold.held, $23, $24
    from hold
    on conflict (clinic_id, patient_id, revision_id) do nothing
    returning received_at
), words as (
    insert into journal.note (clinic_id, patient_id, revision_id, entry, day, audience, ciphertext, written_at)
    select $1, $2, $4, 'side_effect', $6, $22, $21, $14
    from saved
    where $21::bytea is not null
), trail as (
    insert into journal.audit (clinic_id, account_id, role, action, patient_id, subject)
    select $1, $2, 'patient', 'side_effect.saved', $2, $4::uuid::text
    from saved
)
select saved.received_at, hold.held, p.language, p.country, p.modality, p.contacts, (select revision_id from prior) as prior
from journal.patient p
cross join hold
left join saved on true
where p.clinic_id = $1 and p.patient_id = $2
"""


async def save(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    report_id: UUID,
    put: SideEffectPut,
    level: str,
    lateness: Lateness,
    screening: Screening,
    key: PatientKey,
    *,
    import_id: UUID | None = None,
) -> Saved:
    """Adds a revision. The same revision again adds nothing; the caller compares bodies with `find_same`."""
    note = put.note
    stamp = put.stamp
    return one(
        await conn.fetchrow(
            SAVE,
            clinic_id,
            patient_id,
            report_id,
            put.revision_id,
            put.based_on,
            put.day,
            put.effect,
            put.severity,
            put.onset,
            put.still_present,
            put.interference,
            put.session_id,
            level,
            stamp.written_at,
            stamp.zone,
            stamp.offset_minutes,
            lateness.late,
            lateness.synced_later,
            body_hash(report_id, put),
            screening.tier,
            None if note is None else key.seal(note.text, row=put.revision_id, column=NOTE_COLUMN),
            None if note is None else note.audience,
            "app" if import_id is None else "import",
            import_id,
        ),
        Saved,
    )


def body_hash(report_id: UUID, put: SideEffectPut) -> bytes:
    return sha256(msgspec.json.encode((report_id, put))).digest()


COLUMNS = """s.report_id, s.revision_id, s.based_on, s.day, s.effect, s.severity, s.onset, s.still_present, s.interference, s.session_id,
    s.level, s.written_at, s.received_at, s.late, s.synced_later, s.source, s.tier, s.held, s.body_hash, n.ciphertext, n.audience"""

WITH_NOTE = """
from journal.side_effect s
left join journal.note n
    on n.clinic_id = s.clinic_id and n.patient_id = s.patient_id and n.revision_id = s.revision_id and n.field = 'note'
"""

FIND = f"select {COLUMNS} {WITH_NOTE} where s.clinic_id = $1 and s.patient_id = $2 and s.revision_id = $3"


async def find(conn: Conn, clinic_id: UUID, patient_id: UUID, revision_id: UUID) -> StoredSideEffect:
    return one(await conn.fetchrow(FIND, clinic_id, patient_id, revision_id), StoredSideEffect)


async def find_same(
    conn: Conn, clinic_id: UUID, patient_id: UUID, report_id: UUID, put: SideEffectPut
) -> StoredSideEffect:
    """The stored revision that `put` repeats. Conflict when it carries the same id and says something else."""
    stored = await find(conn, clinic_id, patient_id, put.revision_id)
    if stored.body_hash != body_hash(report_id, put):
        raise Conflict("This report was sent before with other contents. Both texts are kept on this phone.")
    return stored


BASELINE_DUE = """
select exists (
    select
    from journal.course c
    cross join lateral (
        select day, starts_at, status
        from journal.session s
        where s.clinic_id = $1 and s.patient_id = $2 and s.course_id = c.course_id and s.status in ('planned', 'completed')
        order by starts_at
        limit 1) s
    where c.clinic_id = $1 and c.patient_id = $2 and c.ended_on is null
      and s.status = 'planned' and s.starts_at > $4 and s.day between $3::date and $3::date + 14
      and not exists (
          select from journal.side_effect e
          where e.clinic_id = $1 and e.patient_id = $2 and e.day between s.day - 14 and s.day))
"""


async def baseline_due(conn: Conn, clinic_id: UUID, patient_id: UUID, day: date, now: datetime) -> bool:
    """Whether a course begins within two weeks of `day` and nothing was reported in the two weeks before it: headache and the like are
    as frequent without treatment, so the list is asked once beforehand."""
    return await conn.fetchval(BASELINE_DUE, clinic_id, patient_id, day, now)


# A report may be moved to another day: which revision is current is decided before the day is looked at.
CURRENT = f"""
select {COLUMNS}
{WITH_NOTE}
where s.clinic_id = $1 and s.patient_id = $2 and ($3::date is null or s.day >= $3) and ($4::date is null or s.day <= $4)
  and not exists (
      select from journal.side_effect newer
      where newer.clinic_id = $1 and newer.patient_id = $2 and newer.report_id = s.report_id and newer.seq > s.seq)
order by s.day, s.seq
"""


async def current(
    conn: Conn, clinic_id: UUID, patient_id: UUID, since: date | None, until: date | None
) -> list[StoredSideEffect]:
    """The current revision of each report, oldest day first. Notes only as far as the transaction's audiences reach."""
    return many(await conn.fetch(CURRENT, clinic_id, patient_id, since, until), StoredSideEffect)
