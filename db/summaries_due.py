"""Which summaries have to be made, and when. The course code plans them, the worker claims and makes them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from clinical.trends.facts import Form
from db.pool import Conn
from db.rows import many

LEASE = timedelta(seconds=60)


class DueSummary(msgspec.Struct, frozen=True, kw_only=True):
    clinic_id: UUID
    patient_id: UUID
    session_id: UUID
    form: Form
    expires_at: datetime


# A row says when (due_at), until when it makes sense (expires_at, the session's start), whether it was made (done_at).
# Nothing is deleted: what is cancelled or past is shelved, its next attempt infinitely far away.
SHELVE = """
update journal.summary_due d
set next_attempt_at = 'infinity'
from journal.session s
where d.clinic_id = $1 and d.patient_id = $2 and d.session_id = any($3) and d.done_at is null
  and s.clinic_id = $1 and s.patient_id = $2 and s.session_id = d.session_id
  and (s.status <> 'planned' or not s.summary_before or s.starts_at <= now())
"""

PLAN = """
insert into journal.summary_due as d (clinic_id, patient_id, session_id, form, due_at, expires_at, next_attempt_at)
select $1, $2, s.session_id, case s.kind when 'psychotherapy' then 'therapist' else 'clinician' end,
       t.due_at, s.starts_at, t.due_at
from journal.session s
cross join lateral (select greatest(s.starts_at - make_interval(hours => $4), now()) as due_at) t
where s.clinic_id = $1 and s.patient_id = $2 and s.session_id = any($3)
  and s.status = 'planned' and s.summary_before and s.starts_at > now()
on conflict (clinic_id, patient_id, session_id, form) do update
set due_at = excluded.due_at, expires_at = excluded.expires_at, next_attempt_at = excluded.next_attempt_at,
    attempts = 0, done_at = null
where d.done_at is null
   or excluded.expires_at < d.expires_at - make_interval(hours => $4)
   or excluded.expires_at > d.expires_at + make_interval(hours => $4)
"""


async def schedule_summaries(
    conn: Conn, clinic_id: UUID, patient_id: UUID, session_ids: Sequence[UUID], lead_hours: int
) -> None:
    """To be called in the transaction that planned, moved or cancelled these sessions, after their rows are written.

    The summary is due `lead_hours` before the session, or at once within them. A session whose summary was made already
    gets another one only when it moved by more than the lead.
    """
    await conn.execute(SHELVE, clinic_id, patient_id, list(session_ids))
    await conn.execute(PLAN, clinic_id, patient_id, list(session_ids), lead_hours)


# The lease doubles with every attempt, up to an hour: one that always fails does not starve the others.
CLAIM = """
update journal.summary_due d
set next_attempt_at = now() + least($2::interval * power(2, least(d.attempts, 10)), interval '1 hour'), attempts = d.attempts + 1
from (
    select clinic_id, patient_id, session_id, form
    from journal.summary_due
    where done_at is null and next_attempt_at <= now() and expires_at > now()
    order by next_attempt_at
    limit $1
    for update skip locked) due
where d.clinic_id = due.clinic_id and d.patient_id = due.patient_id and d.session_id = due.session_id
  and d.form = due.form
returning d.clinic_id, d.patient_id, d.session_id, d.form, d.expires_at
"""


async def claim(conn: Conn, limit: int, lease: timedelta = LEASE) -> list[DueSummary]:
    """For the worker. What is not finished within the lease is claimed again."""
    return many(await conn.fetch(CLAIM, limit, lease), DueSummary)


SHELVE_PAST = """
update journal.summary_due
set next_attempt_at = 'infinity'
where done_at is null and next_attempt_at <= now() and expires_at <= now()
"""


async def shelve_past(conn: Conn) -> None:
    """For the worker: a session that has begun needs no preparation any more."""
    await conn.execute(SHELVE_PAST)


LOCK = """
select 1
from journal.summary_due
where clinic_id = $1 and patient_id = $2 and session_id = $3 and form = $4 and done_at is null and expires_at = $5
for update
"""


async def lock(conn: Conn, due: DueSummary) -> bool:
    """False when it was made, moved or taken by somebody else since it was claimed."""
    found = await conn.fetchval(LOCK, due.clinic_id, due.patient_id, due.session_id, due.form, due.expires_at)
    return found is not None


FINISH = """
update journal.summary_due
set done_at = now()
where clinic_id = $1 and patient_id = $2 and session_id = $3 and form = $4
"""


async def finish(conn: Conn, due: DueSummary) -> None:
    await conn.execute(FINISH, due.clinic_id, due.patient_id, due.session_id, due.form)
