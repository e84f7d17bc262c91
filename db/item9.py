"""What a patient answered to the PHQ-9's item 9, and who has looked at it. The strip above a summary says it, always live."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from db.pool import Conn
from db.rows import many


class AskedItem9(msgspec.Struct, frozen=True, kw_only=True):
    """A form that was put to the patient. `answer` is 0 to 3; None when the item was left out, or the form declined.

    `is_last`: of the newest form; otherwise an earlier answer above 0. `reviewed_by` is the name of who acknowledged the alert
    that the answer raised; `alert_id` is None without one.
    """

    is_last: bool
    day: date
    answer: int | None
    alert_id: UUID | None
    reviewed_by: str | None
    reviewed_at: datetime | None


# A revision that was corrected since still counts as an earlier answer: a correction takes nothing back from who reads this.
ASKED = """
with form as (
    select m.revision_id, m.day, m.seq, m.answers[9] as answer, m.seq = max(m.seq) over (partition by m.id) as is_current
    from journal.measure m
    where m.clinic_id = $1 and m.patient_id = $2 and m.instrument = 'phq-9' and m.source = 'app'
), looked_at as (
    select f.*, a.alert_id, a.acknowledged_by, a.acknowledged_at
    from form f
    left join journal.alert_change c on c.clinic_id = $1 and c.patient_id = $2 and c.revision_id = f.revision_id
    left join journal.alert a on a.clinic_id = $1 and a.patient_id = $2 and a.alert_id = c.alert_id
), last as (
    select true as is_last, * from looked_at where is_current order by day desc, seq desc limit 1
), earlier as (
    select false as is_last, l.*
    from looked_at l
    where l.answer > 0 and l.revision_id not in (select revision_id from last)
      and (l.day >= $3 or (l.alert_id is not null and l.acknowledged_at is null))
    order by l.day desc, l.seq desc
    limit 1
)
select f.is_last, f.day, f.answer, f.alert_id, f.acknowledged_at as reviewed_at,
       (select n.name from identity.names($1, array[f.acknowledged_by]) n) as reviewed_by
from (select * from last union all select * from earlier) f
order by f.is_last desc
"""


async def asked(conn: Conn, clinic_id: UUID, patient_id: UUID, since: date) -> list[AskedItem9]:
    """The newest form first; then, if there is one, the latest earlier answer above 0 that is from `since` on, or whose alert
    nobody has acknowledged. Totals that the clinic entered hold no answers and are not among them."""
    return many(await conn.fetch(ASKED, clinic_id, patient_id, since), AskedItem9)
