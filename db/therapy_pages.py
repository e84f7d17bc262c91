"""Therapy pages: append-only revisions of a page, words sealed field by field. The newest by the server's order is current.

A page is read by those it is shared with, as a whole: the policies hide its numbers with its words. They would hide a newer, private
revision as well and leave an older one to be taken for current, so the older revisions of a page are private from the moment that
there is a newer one: whatever staff see of a page is its current revision.
"""

from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

import msgspec

from clinical.entries import TherapyPagePut
from clinical.errors import Conflict, NotFound
from clinical.guidance import Screening
from clinical.journal_day import Lateness
from db.check_ins import Saved
from db.pool import Conn
from db.rows import many, one
from db.vault import PatientKey


class StoredPage(msgspec.Struct, frozen=True, kw_only=True):
    """A revision as the tables have it. `ciphertexts` are in the order of `fields`."""

    page_id: UUID
    revision_id: UUID
    based_on: UUID | None
    form: str
    homework_id: UUID | None
    day: date
    audience: str
    ratings: dict[str, int]
    written_at: datetime
    received_at: datetime
    late: bool
    synced_later: bool
    tier: str | None
    held: bool
    body_hash: bytes
    fields: list[str]
    ciphertexts: list[bytes]

    def texts(self, key: PatientKey) -> dict[str, str]:
        return {
            field: key.open(sealed, row=self.revision_id, column=column_of(field))
            for field, sealed in zip(self.fields, self.ciphertexts, strict=True)
        }


def column_of(field: str) -> str:
    return f"note.{field}"


LOCK = "select pg_advisory_xact_lock(hashtextextended('therapy_page' || $1::uuid::text || $2::uuid::text, 0))"

SAVE = """
with prior as (
    select revision_id
    from journal.therapy_page
    where clinic_id = $1 and patient_id = $2 and page_id = $3
    order by seq desc
    limit 1
), hold as (
    select exists (select from journal.hold where clinic_id = $1 and patient_id = $2 and cleared_at is null) as held
), saved as (
    insert into journal.therapy_page (clinic_id, patient_id, page_id, revision_id, based_on, form, homework_id, day, audience, ratings,
                                      written_at, zone, offset_minutes, late, synced_later, body_hash, tier, held)
    select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, hold.held
    from hold
    on conflict (clinic_id, patient_id, revision_id) do nothing
    returning received_at
), words as (
    insert into journal.note (clinic_id, patient_id, revision_id, field, entry, day, audience, ciphertext, written_at)
    select $1, $2, $4, sealed.field, 'therapy_page', $8, $9, sealed.ciphertext, $11
    from saved, unnest($18::text[], $19::bytea[]) as sealed (field, ciphertext)
), older as (
    update journal.therapy_page p
    set audience = 'private'
    from saved
    where p.clinic_id = $1 and p.patient_id = $2 and p.page_id = $3 and p.revision_id <> $4 and p.audience <> 'private'
    returning p.revision_id
), older_words as (
    update journal.note n
    set audience = 'private'
    from older
    where n.clinic_id = $1 and n.patient_id = $2 and n.revision_id = older.revision_id and n.entry = 'therapy_page'
), trail as (
    insert into journal.audit (clinic_id, account_id, role, action, patient_id, subject)
    select $1, $2, 'patient', 'therapy_page.saved', $2, $4::uuid::text
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
    page_id: UUID,
    put: TherapyPagePut,
    lateness: Lateness,
    screening: Screening,
    key: PatientKey,
) -> Saved:
    """Adds a revision. The same revision again adds nothing; the caller compares bodies with `find_same`."""
    stamp = put.stamp
    # Two revisions at once would not see each other, and leave both of them shared.
    await conn.execute(LOCK, patient_id, page_id)
    return one(
        await conn.fetchrow(
            SAVE,
            clinic_id,
            patient_id,
            page_id,
            put.revision_id,
            put.based_on,
            put.form,
            put.homework_id,
            put.day,
            put.audience,
            put.ratings,
            stamp.written_at,
            stamp.zone,
            stamp.offset_minutes,
            lateness.late,
            lateness.synced_later,
            body_hash(page_id, put),
            screening.tier,
            list(put.texts),
            [key.seal(text, row=put.revision_id, column=column_of(field)) for field, text in put.texts.items()],
        ),
        Saved,
    )


def body_hash(page_id: UUID, put: TherapyPagePut) -> bytes:
    """Fields have no order: two sendings may name them in different ones."""
    return sha256(msgspec.json.encode((page_id, put), order="deterministic")).digest()


COLUMNS = """p.page_id, p.revision_id, p.based_on, p.form, p.homework_id, p.day, p.audience, p.ratings, p.written_at, p.received_at, p.late,
    p.synced_later, p.tier, p.held, p.body_hash, words.fields, words.ciphertexts"""

WORDS = """
cross join lateral (
    select coalesce(array_agg(n.field order by n.field), '{}') as fields,
           coalesce(array_agg(n.ciphertext order by n.field), '{}') as ciphertexts
    from journal.note n
    where n.clinic_id = p.clinic_id and n.patient_id = p.patient_id and n.revision_id = p.revision_id and n.entry = 'therapy_page'
) words
"""

FIND = f"""
select {COLUMNS}
from journal.therapy_page p
{WORDS}
where p.clinic_id = $1 and p.patient_id = $2 and p.revision_id = $3
"""


async def find(conn: Conn, clinic_id: UUID, patient_id: UUID, revision_id: UUID) -> StoredPage:
    return one(await conn.fetchrow(FIND, clinic_id, patient_id, revision_id), StoredPage)


async def find_same(conn: Conn, clinic_id: UUID, patient_id: UUID, page_id: UUID, put: TherapyPagePut) -> StoredPage:
    """The stored revision that `put` repeats. Conflict when it carries the same id and says something else."""
    stored = await find(conn, clinic_id, patient_id, put.revision_id)
    if stored.body_hash != body_hash(page_id, put):
        raise Conflict("This page was sent before with other contents. Both texts are kept on this phone.")
    return stored


# A page may be moved to another day: which revision is current is decided before the day is looked at.
CURRENT = f"""
select {COLUMNS}
from (
    select distinct on (page_id) *
    from journal.therapy_page
    where clinic_id = $1 and patient_id = $2
    order by page_id, seq desc
) p
{WORDS}
where ($3::date is null or p.day >= $3) and ($4::date is null or p.day <= $4)
order by p.day, p.seq
"""


async def current(
    conn: Conn, clinic_id: UUID, patient_id: UUID, since: date | None, until: date | None
) -> list[StoredPage]:
    """The current revision of each page, oldest day first; both ends included."""
    return many(await conn.fetch(CURRENT, clinic_id, patient_id, since, until), StoredPage)


async def shared(
    conn: Conn, clinic_id: UUID, patient_id: UUID, since: date | None, until: date | None
) -> list[StoredPage]:
    """The same for staff: as far as the transaction's audiences reach, which the policies see to."""
    return await current(conn, clinic_id, patient_id, since, until)


CHANGE_AUDIENCE = """
with page as (
    update journal.therapy_page
    set audience = $4
    where clinic_id = $1 and patient_id = $2 and revision_id = (
        select revision_id
        from journal.therapy_page
        where clinic_id = $1 and patient_id = $2 and page_id = $3
        order by seq desc
        limit 1)
    returning revision_id
), words as (
    update journal.note n
    set audience = $4
    from page
    where n.clinic_id = $1 and n.patient_id = $2 and n.revision_id = page.revision_id and n.entry = 'therapy_page'
), trail as (
    insert into journal.audit (clinic_id, account_id, role, action, patient_id, subject)
    select $1, $2, 'patient', 'therapy_page.audience_changed', $2, revision_id::text
    from page
)
select revision_id from page
"""


async def change_audience(conn: Conn, clinic_id: UUID, patient_id: UUID, page_id: UUID, audience: str) -> None:
    """Who may read the page from now on, numbers and words together. NotFound when there is no such page."""
    await conn.execute(LOCK, patient_id, page_id)
    if await conn.fetchval(CHANGE_AUDIENCE, clinic_id, patient_id, page_id, audience) is None:
        raise NotFound
