"""What `clinical.due_measures` decides from: the sessions of a patient's courses, and what they answered."""

from uuid import UUID

import msgspec

from clinical.due_measures import Answered, PlannedSession
from db.pool import Conn
from db.rows import one

GATHER = """
select (
    select coalesce(jsonb_agg(jsonb_build_object(
        'session_id', s.session_id, 'course_id', s.course_id, 'protocol', c.protocol, 'modality', c.modality,
        'kind', s.kind, 'ordinal', s.ordinal, 'day', s.day, 'status', s.status)), '[]')
    from journal.session s
    join journal.course c on c.clinic_id = $1 and c.patient_id = $2 and c.course_id = s.course_id
    where s.clinic_id = $1 and s.patient_id = $2
) as sessions, (
    select coalesce(jsonb_agg(jsonb_build_object(
        'instrument', instrument, 'day', day, 'declined', declined, 'scored', total is not null)), '[]')
    from (
        select distinct on (id) instrument, day, declined, total
        from journal.measure
        where clinic_id = $1 and patient_id = $2
        order by id, seq desc
    ) m
) as answered
"""


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """All courses, also those that ended: they are followed up. Answers as the current revision of each measure has them."""

    sessions: list[PlannedSession]
    answered: list[Answered]


async def gather(conn: Conn, clinic_id: UUID, patient_id: UUID) -> Given:
    return one(await conn.fetchrow(GATHER, clinic_id, patient_id), Given)
