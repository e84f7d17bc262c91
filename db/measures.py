"""Scores of instruments: append-only revisions of a measure. The newest by the server's order is current."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from clinical.instruments import Status
from db.pool import Conn

MeasureSource = Literal["app", "clinic"]


class StoredScore(msgspec.Struct, frozen=True, kw_only=True):
    """The current revision of a measure, for a summary. `answers` are None for a total that the clinic entered, and for a form that
    was declined; None within it is a question that was left out."""

    measure_id: UUID
    revision_id: UUID
    instrument: str
    version: int
    day: date
    status: Status
    total: int | None
    answers: list[int | None] | None
    source: MeasureSource
    declined: bool
    late: bool
    session_id: UUID | None
    written_at: datetime
    received_at: datetime


SCORES = """
select distinct on (id) id, revision_id, instrument, version, day, status, total, answers, source, declined, late, session_id,
       written_at, received_at
from journal.measure
where clinic_id = $1 and patient_id = $2
order by id, seq desc
"""


async def scores(conn: Conn, clinic_id: UUID, patient_id: UUID) -> list[StoredScore]:
    """Of every instrument and of both sources, declined ones too, the oldest day first. For the worker as for the application."""
    # By hand, as in db.facts: the table's constraints hold what a conversion would check.
    found = [
        StoredScore(
            measure_id=measure_id,
            revision_id=revision_id,
            instrument=instrument,
            version=version,
            day=day,
            status=status,
            total=total,
            answers=answers,
            source=source,
            declined=declined,
            late=late,
            session_id=session_id,
            written_at=written_at,
            received_at=received_at,
        )
        for (
            measure_id,
            revision_id,
            instrument,
            version,
            day,
            status,
            total,
            answers,
            source,
            declined,
            late,
            session_id,
            written_at,
            received_at,
        ) in await conn.fetch(SCORES, clinic_id, patient_id)
    ]
    return sorted(found, key=lambda score: (score.day, score.received_at, score.revision_id))
