"""What `clinical.due_measures` decides from: the sessions of a patient's courses, and what they answered."""

from uuid import UUID

from clinical.due_measures import Answered, PlannedSession
from db.pool import Conn
from db.rows import many

SESSIONS = """
select s.session_id, s.course_id, c.protocol, c.modality, s.kind, s.ordinal, s.day, s.status
from journal.session s
join journal.course c on c.clinic_id = $1 and c.patient_id = $2 and c.course_id = s.course_id
where s.clinic_id = $1 and s.patient_id = $2
"""

ANSWERED = """
select distinct on (id) instrument, day, declined
from journal.measure
where clinic_id = $1 and patient_id = $2
order by id, seq desc
"""


async def gather(conn: Conn, clinic_id: UUID, patient_id: UUID) -> tuple[list[PlannedSession], list[Answered]]:
    """All courses, also those that ended: they are followed up. Answers as the current revision of each measure has them."""
    sessions = many(await conn.fetch(SESSIONS, clinic_id, patient_id), PlannedSession)
    return sessions, many(await conn.fetch(ANSWERED, clinic_id, patient_id), Answered)
