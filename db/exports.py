"""What only files for other programs need of a patient's entries."""

from uuid import UUID

from db.pool import Conn

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
