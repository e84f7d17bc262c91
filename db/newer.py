"""What was written, or corrected, since the numbers of a summary were made."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from db.pool import Conn
from db.rows import many


class Newer(msgspec.Struct, frozen=True, kw_only=True):
    """A current revision that is not in the frozen numbers, or came after them. `replaced`: the revisions of the same day, report or
    score that they do hold; of a page or of answers before a session, those from before they were made."""

    revision_id: UUID
    replaced: list[UUID]

    @property
    def is_correction(self) -> bool:
        return bool(self.replaced)


# $3 are the revisions that the numbers were made from, $4 the first day of their chart: earlier check-ins were not looked at.
# Numbers know nothing of pages and of answers before a session: these are newer when they arrived after $5. So are scores
# where the numbers are from before scores were in them (not $6).
NEWER = """
select c.revision_id,
       array(select o.revision_id from journal.check_in o
             where o.clinic_id = $1 and o.patient_id = $2 and o.day = c.day and o.revision_id = any($3)) as replaced
from (
    select distinct on (day) day, revision_id
    from journal.check_in
    where clinic_id = $1 and patient_id = $2 and day >= $4
    order by day, seq desc) c
where c.revision_id <> all($3)
union all
select s.revision_id,
       array(select o.revision_id from journal.side_effect o
             where o.clinic_id = $1 and o.patient_id = $2 and o.report_id = s.report_id and o.revision_id = any($3))
from (
    select distinct on (report_id) report_id, revision_id
    from journal.side_effect
    where clinic_id = $1 and patient_id = $2
    order by report_id, seq desc) s
where s.revision_id <> all($3)
union all
select m.revision_id,
       array(select o.revision_id from journal.measure o
             where o.clinic_id = $1 and o.patient_id = $2 and o.id = m.id
               and (o.revision_id = any($3) or (not $6 and o.received_at <= $5)))
from (
    select distinct on (id) id, revision_id, received_at
    from journal.measure
    where clinic_id = $1 and patient_id = $2
    order by id, seq desc) m
where m.revision_id <> all($3) and ($6 or m.received_at > $5)
union all
select p.revision_id,
       array(select o.revision_id from journal.therapy_page o
             where o.clinic_id = $1 and o.patient_id = $2 and o.page_id = p.page_id and o.received_at <= $5)
from (
    select distinct on (page_id) page_id, revision_id, received_at
    from journal.therapy_page
    where clinic_id = $1 and patient_id = $2
    order by page_id, seq desc) p
where p.received_at > $5
union all
select a.revision_id,
       array(select o.revision_id from journal.pre_session o
             where o.clinic_id = $1 and o.patient_id = $2 and o.session_id = a.session_id and o.received_at <= $5)
from (
    select distinct on (session_id) session_id, revision_id, received_at
    from journal.pre_session
    where clinic_id = $1 and patient_id = $2
    order by session_id, seq desc) a
where a.received_at > $5
"""


async def newer(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    references: list[UUID],
    *,
    chart_from: date,
    made_at: datetime,
    holds_scores: bool,
) -> list[Newer]:
    """As far as the transaction's context reaches: a page that is not shared with the reader is not counted for them."""
    return many(await conn.fetch(NEWER, clinic_id, patient_id, references, chart_from, made_at, holds_scores), Newer)
