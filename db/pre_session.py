"""Answers before a session: append-only revisions, each of all answers at once. The newest by the server's order is current.

Drugs and alcohol are rows of their own that no therapist's transaction sees, and neither are the words beside them, nor what was
done about them. An answer that stops a session stays until somebody reviewed it, also when a later revision says something else.
"""

from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

import msgspec

from clinical.entries import PreSessionPut, SessionAnswer
from clinical.errors import Conflict, NotFound
from clinical.guidance import Screening
from clinical.pre_session import QUESTIONS, local_time
from db.check_ins import Saved
from db.pool import Conn
from db.rows import many, one
from db.vault import PatientKey


class StoredAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """`ciphertext` is None without a note, and for those who may not read it. `revision` counts the revisions of the session's
    answers in the server's order."""

    revision_id: UUID
    revision: int
    question: str
    answer: SessionAnswer
    amount: float | None
    at_time: datetime | None
    prescriber_only: bool
    written_at: datetime
    ciphertext: bytes | None

    def words(self, key: PatientKey) -> str | None:
        if self.ciphertext is None:
            return None
        return key.open(self.ciphertext, row=self.revision_id, column=column_of(self.question))


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """Of an answer in this revision, and of all before it."""

    revision: int
    question: str
    reviewed_by: UUID
    reviewed_at: datetime
    what_was_done: str


class StoredPreSession(msgspec.Struct, frozen=True, kw_only=True):
    """The current revision, or the one that was asked for, as far as the transaction's role reaches. `earlier` are the answers of the
    revisions before it, the newest first."""

    revision_id: UUID
    revision: int
    based_on: UUID | None
    session_id: UUID
    day: date
    written_at: datetime
    offset_minutes: int
    received_at: datetime
    tier: str | None
    held: bool
    body_hash: bytes
    answers: dict[str, StoredAnswer] = {}
    earlier: list[StoredAnswer] = []
    reviews: list[Review] = []

    def review_of(self, question: str, since: int) -> Review | None:
        """The newest one of the revision `since` or a later one."""
        found = [review for review in self.reviews if review.question == question and review.revision >= since]
        return max(found, key=lambda review: review.reviewed_at, default=None)


def column_of(question: str) -> str:
    return f"note.{question}"


SAVE = """
with prior as (
    select revision_id
    from journal.pre_session
    where clinic_id = $1 and patient_id = $2 and session_id = $5
    order by seq desc
    limit 1
), hold as (
    select exists (select from journal.hold where clinic_id = $1 and patient_id = $2 and cleared_at is null) as held
), saved as (
    insert into journal.pre_session (clinic_id, patient_id, revision_id, based_on, session_id, day, written_at, zone, offset_minutes,
                                     body_hash, tier, held)
    select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, hold.held
    from hold
    on conflict (clinic_id, patient_id, revision_id) do nothing
    returning received_at
), answers as (
    insert into journal.pre_session_answer (clinic_id, patient_id, revision_id, session_id, question, answer, amount, at_time,
                                            prescriber_only, written_at)
    select $1, $2, $3, $5, a.question, a.answer, a.amount, a.at_time, a.prescriber_only, $7
    from saved, unnest($12::text[], $13::text[], $14::float8[], $15::timestamp[], $16::boolean[])
                as a (question, answer, amount, at_time, prescriber_only)
), words as (
    insert into journal.note (clinic_id, patient_id, revision_id, field, entry, day, audience, ciphertext, written_at)
    select $1, $2, $3, sealed.field, 'pre_session', $6, sealed.audience, sealed.ciphertext, $7
    from saved, unnest($17::text[], $18::text[], $19::bytea[]) as sealed (field, audience, ciphertext)
), trail as (
    insert into journal.audit (clinic_id, account_id, role, action, patient_id, subject)
    select $1, $2, 'patient', 'pre_session.saved', $2, $3::uuid::text
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
    session_id: UUID,
    put: PreSessionPut,
    screening: Screening,
    key: PatientKey,
) -> Saved:
    """Adds a revision of checked answers. The same revision again adds nothing; the caller compares bodies with `find_same`."""
    stamp, answers = put.stamp, put.answers
    noted = [(given.question, given.note) for given in answers if given.note is not None]
    return one(
        await conn.fetchrow(
            SAVE,
            clinic_id,
            patient_id,
            put.revision_id,
            put.based_on,
            session_id,
            stamp.local_day(),
            stamp.written_at,
            stamp.zone,
            stamp.offset_minutes,
            body_hash(session_id, put),
            screening.tier,
            [given.question for given in answers],
            [given.answer for given in answers],
            [given.amount for given in answers],
            [given.at_time and local_time(given.at_time, "answers") for given in answers],
            [QUESTIONS[given.question].prescriber_only for given in answers],
            [question for question, _ in noted],
            ["prescriber" if QUESTIONS[question].prescriber_only else "team" for question, _ in noted],
            [key.seal(note, row=put.revision_id, column=column_of(question)) for question, note in noted],
        ),
        Saved,
    )


def body_hash(session_id: UUID, put: PreSessionPut) -> bytes:
    return sha256(msgspec.json.encode((session_id, put))).digest()


HEADERS = """
select revision_id, row_number() over (order by seq)::int as revision, based_on, session_id, day, written_at, offset_minutes,
       received_at, tier, held, body_hash
from journal.pre_session
where clinic_id = $1 and patient_id = $2 and session_id = $3
order by seq
"""

ANSWERS = """
select a.revision_id, r.revision, a.question, a.answer, a.amount::float8 as amount, a.at_time, a.prescriber_only, a.written_at, n.ciphertext
from (
    select revision_id, row_number() over (order by seq)::int as revision
    from journal.pre_session
    where clinic_id = $1 and patient_id = $2 and session_id = $3) r
join journal.pre_session_answer a on a.clinic_id = $1 and a.patient_id = $2 and a.revision_id = r.revision_id
left join journal.note n
    on n.clinic_id = $1 and n.patient_id = $2 and n.revision_id = a.revision_id and n.field = a.question and n.entry = 'pre_session'
order by r.revision desc, a.seq
"""

REVIEWS = """
select r.revision, v.question, v.reviewed_by, v.reviewed_at, v.what_was_done
from (
    select revision_id, row_number() over (order by seq)::int as revision
    from journal.pre_session
    where clinic_id = $1 and patient_id = $2 and session_id = $3) r
join journal.pre_session_review v on v.clinic_id = $1 and v.patient_id = $2 and v.revision_id = r.revision_id
order by v.seq
"""


async def latest(conn: Conn, clinic_id: UUID, patient_id: UUID, session_id: UUID) -> StoredPreSession | None:
    """What was last said before this session; None when nobody has answered."""
    return await _read(conn, clinic_id, patient_id, session_id, None)


async def find(conn: Conn, clinic_id: UUID, patient_id: UUID, session_id: UUID, revision_id: UUID) -> StoredPreSession:
    found = await _read(conn, clinic_id, patient_id, session_id, revision_id)
    if found is None:
        raise NotFound
    return found


async def _read(
    conn: Conn, clinic_id: UUID, patient_id: UUID, session_id: UUID, revision_id: UUID | None
) -> StoredPreSession | None:
    here = (clinic_id, patient_id, session_id)
    headers = many(await conn.fetch(HEADERS, *here), StoredPreSession)
    wanted = [header for header in headers if revision_id in (None, header.revision_id)]
    if not wanted:
        return None
    header = wanted[-1]
    answers = many(await conn.fetch(ANSWERS, *here), StoredAnswer)
    return msgspec.structs.replace(
        header,
        answers={given.question: given for given in answers if given.revision == header.revision},
        earlier=[given for given in answers if given.revision < header.revision],
        reviews=many(await conn.fetch(REVIEWS, *here), Review),
    )


async def find_same(
    conn: Conn, clinic_id: UUID, patient_id: UUID, session_id: UUID, put: PreSessionPut
) -> StoredPreSession:
    """The stored revision that `put` repeats. Conflict when it carries the same id and says something else."""
    stored = await find(conn, clinic_id, patient_id, session_id, put.revision_id)
    if stored.body_hash != body_hash(session_id, put):
        raise Conflict("These answers were sent before with other contents. Both are kept on this phone.")
    return stored


REVIEW = """
with review as (
    insert into journal.pre_session_review (clinic_id, patient_id, revision_id, question, reviewed_by, what_was_done, prescriber_only)
    values ($1, $2, $3, $4, $5, $6, $8)
)
insert into journal.audit (clinic_id, account_id, role, action, patient_id, subject)
values ($1, $5, $7, 'pre_session.reviewed', $2, $3::uuid::text)
"""


async def review(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    stored: StoredPreSession,
    question: str,
    what_was_done: str,
    *,
    by_account: UUID,
    role: str,
) -> None:
    """A clinician of the team looked at the answer in this revision, and says what they did. Nothing of the answer changes."""
    prescriber_only = QUESTIONS[question].prescriber_only
    where = (clinic_id, patient_id, stored.revision_id)
    await conn.execute(REVIEW, *where, question, by_account, what_was_done, role, prescriber_only)
