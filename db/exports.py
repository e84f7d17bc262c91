"""What only files for other programs need of a patient's entries."""

from datetime import datetime
from uuid import UUID

import msgspec

from clinical.entries import SessionAnswer
from clinical.instruments import INSTRUMENTS
from db.pool import Conn
from db.rows import many
from db.sessions import Kind

OFFSETS = """
select revision_id, offset_minutes from journal.check_in where clinic_id = $1 and patient_id = $2
union all
select revision_id, offset_minutes from journal.side_effect where clinic_id = $1 and patient_id = $2
union all
select revision_id, offset_minutes from journal.measure where clinic_id = $1 and patient_id = $2
"""


async def offsets(conn: Conn, clinic_id: UUID, patient_id: UUID) -> dict[UUID, int]:
    """Minutes east of UTC that the phone showed when a revision was written, by revision."""
    return {row["revision_id"]: row["offset_minutes"] for row in await conn.fetch(OFFSETS, clinic_id, patient_id)}


TAKEN_UP = """
select c.alert_id, m.instrument, m.answers
from journal.alert_change c
join journal.measure m on m.clinic_id = $1 and m.patient_id = $2 and m.revision_id = c.revision_id
where c.clinic_id = $1 and c.patient_id = $2 and m.answers is not null
order by c.seq
"""


async def alert_answers(conn: Conn, clinic_id: UUID, patient_id: UUID) -> dict[UUID, int]:
    """By alert: the highest answer to a safety question among the forms that it took up, in the revision that matched. What the
    patient corrected afterwards, or answered before, says nothing of the alert."""
    found: dict[UUID, int] = {}
    for alert_id, instrument, answers in await conn.fetch(TAKEN_UP, clinic_id, patient_id):
        safety = INSTRUMENTS[instrument].safety
        if safety is not None:
            found[alert_id] = max([found.get(alert_id, 0), *(answers[n - 1] or 0 for n in safety.items)])
    return found


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """One answer before a session, of the current revision. `at_time` is the patient's wall clock."""

    revision_id: UUID
    session_id: UUID
    kind: Kind
    question: str
    answer: SessionAnswer
    amount: float | None
    at_time: datetime | None
    written_at: datetime
    offset_minutes: int
    received_at: datetime


ANSWERED = """
select r.revision_id, r.session_id, s.kind, a.question, a.answer, a.amount::float8 as amount, a.at_time, r.written_at, r.offset_minutes,
       r.received_at
from (
    select distinct on (session_id) revision_id, session_id, written_at, offset_minutes, received_at
    from journal.pre_session
    where clinic_id = $1 and patient_id = $2
    order by session_id, seq desc) r
join journal.session s on s.clinic_id = $1 and s.patient_id = $2 and s.session_id = r.session_id
join journal.pre_session_answer a on a.clinic_id = $1 and a.patient_id = $2 and a.revision_id = r.revision_id and not a.prescriber_only
order by s.starts_at, a.question
"""


async def answered(conn: Conn, clinic_id: UUID, patient_id: UUID) -> list[Answered]:
    """Answers before sessions, without the words beside them and without what was said for the prescriber alone."""
    return many(await conn.fetch(ANSWERED, clinic_id, patient_id), Answered)
