"""Measures: append-only revisions of a filled-in form, or of a total that the clinic entered. The newest by the server's order is
current."""

from datetime import date, datetime
from hashlib import sha256
from typing import Literal
from uuid import UUID

import msgspec

from clinical.entries import ClinicScorePut, MeasurePut
from clinical.errors import Conflict
from clinical.guidance import Screening
from clinical.instruments import Score, Status
from clinical.journal_day import Lateness
from db.check_ins import Saved
from db.pool import Conn
from db.rows import many, one

MeasureSource = Literal["app", "clinic"]


class StoredMeasure(msgspec.Struct, frozen=True, kw_only=True):
    """A revision as the table has it. `answers` are None where there are none: declined, or a total that the clinic entered, which
    `entered_by` says by name."""

    measure_id: UUID
    revision_id: UUID
    based_on: UUID | None
    instrument: str
    version: int
    language: str
    day: date
    answers: list[int | None] | None
    extras: dict[str, int]
    total: int | None
    status: Status
    declined: bool
    source: MeasureSource
    entered_by: str | None
    session_id: UUID | None
    written_at: datetime
    received_at: datetime
    late: bool
    synced_later: bool
    tier: str | None
    held: bool
    body_hash: bytes


SAVE = """
with prior as (
    select revision_id, source, instrument
    from journal.measure
    where clinic_id = $1 and patient_id = $2 and id = $3
    order by seq desc
    limit 1
), hold as (
    select exists (select from journal.hold where clinic_id = $1 and patient_id = $2 and cleared_at is null) as held
), saved as (
    insert into journal.measure (clinic_id, patient_id, id, revision_id, based_on, instrument, version, language, day, answers, extras,
                                 declined, total, status, session_id, written_at, zone, offset_minutes, late, synced_later, body_hash,
                                 tier, held, source, entered_by)
    select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, hold.held, $23, $24
    from hold
    where not exists (select from prior where source <> $23 or instrument <> $6)
    on conflict (clinic_id, patient_id, revision_id) do nothing
    returning received_at
), trail as (
    insert into journal.audit (clinic_id, account_id, role, action, patient_id, subject)
    select $1, $24, case when $23 = 'app' then 'patient' else 'clinician' end, 'measure.saved', $2, $4::uuid::text
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
    measure_id: UUID,
    put: MeasurePut,
    score: Score | None,
    lateness: Lateness,
    screening: Screening,
) -> Saved:
    """Adds a revision of the patient's. The same one again adds nothing, nor does one of another instrument: see `find_same`."""
    stamp = put.stamp
    return one(
        await conn.fetchrow(
            SAVE,
            clinic_id,
            patient_id,
            measure_id,
            put.revision_id,
            put.based_on,
            put.instrument,
            put.version,
            put.language,
            put.day,
            None if put.declined else put.answers,
            put.extras,
            put.declined,
            score and score.total,
            "none" if score is None else score.status,
            put.session_id,
            stamp.written_at,
            stamp.zone,
            stamp.offset_minutes,
            lateness.late,
            lateness.synced_later,
            body_hash(measure_id, put),
            screening.tier,
            "app",
            patient_id,
        ),
        Saved,
    )


async def enter(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    measure_id: UUID,
    put: ClinicScorePut,
    score: Score,
    lateness: Lateness,
    by_account: UUID,
) -> Saved:
    """A total under the name of the clinician who enters it. A paper of an earlier day is not late."""
    stamp = put.stamp
    return one(
        await conn.fetchrow(
            SAVE,
            clinic_id,
            patient_id,
            measure_id,
            put.revision_id,
            put.based_on,
            put.instrument,
            1,
            "en",
            put.day,
            None,
            {},
            False,
            score.total,
            score.status,
            put.session_id,
            stamp.written_at,
            stamp.zone,
            stamp.offset_minutes,
            False,
            lateness.synced_later,
            body_hash(measure_id, put),
            None,
            "clinic",
            by_account,
        ),
        Saved,
    )


def body_hash(measure_id: UUID, put: MeasurePut | ClinicScorePut) -> bytes:
    return sha256(msgspec.json.encode((measure_id, put))).digest()


COLUMNS = """m.id as measure_id, m.revision_id, m.based_on, m.instrument, m.version, m.language, m.day, m.answers, m.extras, m.total,
    m.status, m.declined, m.source, m.session_id, m.written_at, m.received_at, m.late, m.synced_later, m.tier, m.held, m.body_hash,
    case when m.source = 'clinic' then (select n.name from identity.names($1, array[m.entered_by]) as n) end as entered_by"""

FIND = f"select {COLUMNS} from journal.measure m where m.clinic_id = $1 and m.patient_id = $2 and m.revision_id = $3"


async def find(conn: Conn, clinic_id: UUID, patient_id: UUID, revision_id: UUID) -> StoredMeasure:
    return one(await conn.fetchrow(FIND, clinic_id, patient_id, revision_id), StoredMeasure)


KINDS = "select source, instrument from journal.measure where clinic_id = $1 and patient_id = $2 and id = $3 limit 1"


async def find_same(
    conn: Conn, clinic_id: UUID, patient_id: UUID, measure_id: UUID, put: MeasurePut | ClinicScorePut
) -> StoredMeasure:
    """The stored revision that `put` repeats. Conflict when it carries the same id and says something else, and when the measure is
    of another instrument or not of the same people's: NotFound without any of them."""
    kind = await conn.fetchrow(KINDS, clinic_id, patient_id, measure_id)
    source = "app" if isinstance(put, MeasurePut) else "clinic"
    if kind is not None and (kind["source"], kind["instrument"]) != (source, put.instrument):
        raise Conflict("This is another form, or it was entered by somebody else. Please begin a new one.")
    stored = await find(conn, clinic_id, patient_id, put.revision_id)
    if stored.body_hash != body_hash(measure_id, put):
        raise Conflict("This form was sent before with other contents. Both are kept on this phone.")
    return stored


# A form may be moved to another day: which revision is current is decided before the day is looked at.
CURRENT = f"""
select {COLUMNS}
from (
    select distinct on (id) *
    from journal.measure
    where clinic_id = $1 and patient_id = $2
    order by id, seq desc
) m
where ($3::date is null or m.day >= $3) and ($4::date is null or m.day <= $4)
order by m.day, m.seq
"""


async def current(
    conn: Conn, clinic_id: UUID, patient_id: UUID, since: date | None, until: date | None
) -> list[StoredMeasure]:
    """The current revision of each measure, oldest day first, declined ones and the clinic's totals among them."""
    return many(await conn.fetch(CURRENT, clinic_id, patient_id, since, until), StoredMeasure)
