"""A whole caseload in a few set-based queries, for 500 patients with 18 months of entries each.

The policies compare every row with an array of the context's patients, which is read from text wherever it is evaluated: once as
the condition of an index scan, but for each row as the filter of a table scan, and for each patient inside a nested loop. So
each query is one index scan by the policy's array, hashed against the patients that were asked for.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from clinical.attention import RED_FLAG_DAYS
from db.pool import Conn
from db.rows import many
from db.sessions import COLUMNS as SESSION_COLUMNS
from db.sessions import Session

WINDOW_DAYS = 14
"""How many days of mood the list shows, today included."""

MOVED_DAYS = 8
"""A report may be moved to an earlier day, at most by the longest back-fill limit (7 days) and a day of time zones. Reading this
much further back finds the newer revision of every report that counts."""

READY_FOR = timedelta(days=7)
"""How long a summary that nobody has reviewed stays in the list."""

TREATED_WITHIN = timedelta(days=100)
"""How long ago the last treatment session may have been: the longest usual gap between two boosters is 60 days."""

# The planner believes that reading the policy's array costs nothing. Measured with 500 patients: a nested loop or a table scan
# takes 80 ms on 18 and 1 s on 15, this 6 and 12. What is left are index scans and hashes. A plan for any patients, made once for
# a connection, knows nothing of how many there are: on 15 it reads the array for each row after all, in 170 ms instead of 4. Parallel
# workers take longer to start than all of it takes. The settings end with the transaction.
BY_INDEX = (
    "set local enable_seqscan = off; set local enable_nestloop = off; set local enable_mergejoin = off; "
    "set local plan_cache_mode = force_custom_plan; set local max_parallel_workers_per_gather = 0"
)

MINE = "from unnest($2::uuid[]) as mine (patient_id) join journal."
"""Followed by a table. Not `patient_id = any($2)`: up to 16, an index scan by two arrays tries every pair of their elements."""


class CaseloadPatient(msgspec.Struct, frozen=True, kw_only=True):
    """`course_id` and `course_name` are the running course's, None without one."""

    patient_id: UUID
    name: str
    language: str
    modality: str | None
    zone: str
    joined_on: date
    course_id: UUID | None
    course_name: str | None


class Reports(msgspec.Struct, frozen=True, kw_only=True):
    """The current side-effect reports of the last weeks: the newest one's day, and the days of red flags."""

    last_on: date
    flagged_on: list[date]


class Caseload(msgspec.Struct, frozen=True, kw_only=True):
    """All by patient. `moods` are day by day, and reach a day further back than any patient's own calendar needs. `last_entries` are
    only of those who are neither in `moods` nor in `reports`; who is in none of the three has never written anything."""

    patients: list[CaseloadPatient]
    moods: dict[UUID, dict[date, int]]
    reports: dict[UUID, Reports]
    last_entries: dict[UUID, date]
    next_sessions: dict[UUID, Session]
    last_treatments: dict[UUID, Session]
    open_alerts: dict[UUID, int]
    summaries_ready: dict[UUID, UUID]


PATIENTS = f"""
with running as (
    select distinct on (patient_id) patient_id, course_id, name
    {MINE}course using (patient_id)
    where clinic_id = $1 and ended_on is null
    order by patient_id, started_on desc, created_at desc
)
select patient_id, p.name, p.language, p.modality, p.zone, p.joined_on, r.course_id, r.name as course_name
{MINE}patient p using (patient_id)
left join running r using (patient_id)
where p.clinic_id = $1
"""

MOODS = f"""
select patient_id, array_agg(day) as days, array_agg(mood) as moods
from (
    select distinct on (patient_id, day) patient_id, day, mood
    {MINE}check_in using (patient_id)
    where clinic_id = $1 and day >= $3
    order by patient_id, day, seq desc) current
group by patient_id
"""

# What is newest is decided before the flag is looked at: a corrected report is no flag.
REPORTS = f"""
select patient_id, max(day) as last_on, coalesce(array_agg(day) filter (where is_flag), '{{}}') as flagged_on
from (
    select distinct on (patient_id, report_id) patient_id, day, level <> 'routine' and severity <> 'not_present' as is_flag
    {MINE}side_effect using (patient_id)
    where clinic_id = $1 and day >= $3
    order by patient_id, report_id, seq desc) current
group by patient_id
"""

LAST_ENTRIES = f"""
select patient_id, max(day) as day
from (
    select patient_id, max(day) as day
    {MINE}check_in using (patient_id)
    where clinic_id = $1
    group by patient_id
    union all
    select patient_id, max(day)
    {MINE}side_effect using (patient_id)
    where clinic_id = $1
    group by patient_id) entry
group by patient_id
"""

# The same with both arrays as the index condition: it reads the entries of the silent alone. 18 finds the elements that the arrays
# share; 15 tries every pair, 40 ms for 250 patients of 500, and for all of them it filters the table: 9 s.
LAST_ENTRIES_OF_FEW = """
select patient_id, max(day) as day
from (
    select patient_id, max(day) as day
    from journal.check_in
    where clinic_id = $1 and patient_id = any($2)
    group by patient_id
    union all
    select patient_id, max(day)
    from journal.side_effect
    where clinic_id = $1 and patient_id = any($2)
    group by patient_id) entry
group by patient_id
"""

FEW = 200

# The nearest one on either side of now. Psychotherapy is no treatment: an appointment does not make a red flag old.
SESSIONS = f"""
select distinct on (patient_id, starts_at > $3) patient_id, {SESSION_COLUMNS}
{MINE}session using (patient_id)
where clinic_id = $1 and starts_at > $4
  and (starts_at > $3 and status = 'planned'
       or starts_at <= $3 and status in ('planned', 'completed') and kind <> 'psychotherapy')
order by patient_id, starts_at > $3, greatest(starts_at - $3, $3 - starts_at)
"""

# Words in an imported diary are old: they wait in the inbox, and are no reason to stand before a red flag of today.
OPEN_ALERTS = f"""
select patient_id, count(*) as open
{MINE}alert using (patient_id)
where clinic_id = $1 and acknowledged_at is null and tier <> 'review'
group by patient_id
"""

SUMMARIES_READY = f"""
select distinct on (patient_id) patient_id, summary_id
{MINE}summary using (patient_id)
where clinic_id = $1 and form = $3 and made_at > $4
  and summary_id not in (select summary_id {MINE}summary_review using (patient_id) where clinic_id = $1 and reviewed_at > $4)
order by patient_id, made_at desc
"""


async def read(conn: Conn, clinic_id: UUID, patient_ids: Sequence[UUID], *, form: str, now: datetime) -> Caseload:
    """`form` is whose summaries are meant: the clinician's or the therapist's."""
    asked = (clinic_id, list(patient_ids))
    today = now.date()
    await conn.execute(BY_INDEX)
    moods = {
        record["patient_id"]: dict(zip(record["days"], record["moods"], strict=True))
        for record in await conn.fetch(MOODS, *asked, today - timedelta(days=WINDOW_DAYS + 1))
    }
    reports = {
        record["patient_id"]: Reports(last_on=record["last_on"], flagged_on=record["flagged_on"])
        for record in await conn.fetch(REPORTS, *asked, today - timedelta(days=RED_FLAG_DAYS + MOVED_DAYS + 1))
    }
    silent = [patient for patient in patient_ids if patient not in moods and patient not in reports]
    near = await conn.fetch(SESSIONS, *asked, now, now - TREATED_WITHIN)
    sessions = [(record["patient_id"], _session(record)) for record in near]
    return Caseload(
        patients=many(await conn.fetch(PATIENTS, *asked), CaseloadPatient),
        moods=moods,
        reports=reports,
        last_entries=await _last_entries(conn, clinic_id, silent) if silent else {},
        next_sessions={patient: session for patient, session in sessions if session.starts_at > now},
        last_treatments={patient: session for patient, session in sessions if session.starts_at <= now},
        open_alerts=dict(await _pairs(conn, OPEN_ALERTS, *asked)),
        summaries_ready=dict(await _pairs(conn, SUMMARIES_READY, *asked, form, now - READY_FOR)),
    )


# By hand: msgspec.convert takes ten times as long for a thousand of them, and the table's constraints hold what it would check.
def _session(record: asyncpg.Record) -> Session:
    (
        _,
        session_id,
        course_id,
        kind,
        ordinal,
        of,
        week,
        starts_at,
        day,
        status,
        summary_before,
        with_account,
        with_name,
    ) = record
    return Session(
        session_id=session_id,
        course_id=course_id,
        kind=kind,
        ordinal=ordinal,
        of=of,
        week=week,
        starts_at=starts_at,
        day=day,
        status=status,
        summary_before=summary_before,
        with_account=with_account,
        with_name=with_name,
    )


async def _last_entries(conn: Conn, clinic_id: UUID, silent: list[UUID]) -> dict[UUID, date]:
    return dict(await _pairs(conn, LAST_ENTRIES_OF_FEW if len(silent) <= FEW else LAST_ENTRIES, clinic_id, silent))


async def _pairs(conn: Conn, query: str, *given: object) -> list[tuple[UUID, Any]]:
    return [(record[0], record[1]) for record in await conn.fetch(query, *given)]
