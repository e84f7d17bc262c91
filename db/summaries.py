"""Trend summaries as they were made: numbers and what they are about, never words. Nobody may change one."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from clinical.errors import NotFound
from clinical.trends import Summary
from clinical.trends.facts import Form
from db.check_ins import NOTE_COLUMN
from db.pool import Conn
from db.rows import many, one
from db.sessions import Session
from db.vault import PatientKey, WrappedKey

INSERT = """
insert into journal.summary (clinic_id, patient_id, summary_id, session_id, form, inputs_until, inputs_hash, numbers)
values ($1, $2, $3, $4, $5, coalesce($6, now()), $7, $8)
"""


async def insert(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    *,
    session_id: UUID,
    form: Form,
    inputs_until: datetime | None,
    inputs_hash: str,
    numbers: Summary,
) -> UUID:
    """For the worker, which alone may make one."""
    summary_id = uuid7()
    await conn.execute(INSERT, clinic_id, patient_id, summary_id, session_id, form, inputs_until, inputs_hash, numbers)
    return summary_id


class StoredSummary(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the inbox: a summary, its patient, and who reviewed it first."""

    summary_id: UUID
    patient_id: UUID
    patient_name: str
    form: Form
    made_at: datetime
    inputs_until: datetime
    reviewed_by: UUID | None
    reviewed_at: datetime | None


COLUMNS = """m.summary_id, m.patient_id, p.name as patient_name, m.form, m.made_at, m.inputs_until, r.reviewed_by, r.reviewed_at,
    s.session_id, s.course_id, s.kind, s.ordinal, s.of, s.week, s.starts_at, s.day, s.status, s.summary_before, s.with_account,
    (select n.name from identity.names($1, array[s.with_account]) n) as with_name"""

WITH_SESSION = """
from journal.summary m
join journal.patient p on p.clinic_id = m.clinic_id and p.patient_id = m.patient_id
join journal.session s on s.clinic_id = m.clinic_id and s.patient_id = m.patient_id and s.session_id = m.session_id
left join lateral (
    select v.reviewed_by, v.reviewed_at
    from journal.summary_review v
    where v.clinic_id = m.clinic_id and v.patient_id = m.patient_id and v.summary_id = m.summary_id
    order by v.reviewed_at
    limit 1) r on true
"""

# A session that moved far has a second summary, which takes the place of the first. A clinician also gets the summary of
# an appointment that is their own.
INBOX = f"""
select {COLUMNS}
{WITH_SESSION}
where m.clinic_id = $1 and m.patient_id = any($2) and (m.form = $3 or s.with_account = $4)
  and ($5 or (r.reviewed_at is null and s.status <> 'cancelled'))
  and not exists (
      select from journal.summary newer
      where newer.clinic_id = m.clinic_id and newer.patient_id = m.patient_id and newer.session_id = m.session_id
        and newer.form = m.form and newer.made_at > m.made_at)
order by s.starts_at < now(), abs(extract(epoch from s.starts_at - now())), m.summary_id
limit 200
"""


async def inbox(
    conn: Conn, clinic_id: UUID, patient_ids: list[UUID], *, form: Form, reader: UUID, reviewed_too: bool
) -> list[tuple[StoredSummary, Session]]:
    """The next session first, then those that are over, the latest first."""
    records = await conn.fetch(INBOX, clinic_id, patient_ids, form, reader, reviewed_too)
    return [(one(record, StoredSummary), one(record, Session)) for record in records]


FIND = f"""
select m.numbers::text as numbers, {COLUMNS}
{WITH_SESSION}
where m.clinic_id = $1 and m.summary_id = $2
"""


async def find(conn: Conn, clinic_id: UUID, summary_id: UUID) -> tuple[StoredSummary, Session, bytes]:
    """With its numbers as the JSON that was frozen. NotFound when it is about nobody of the transaction's context."""
    record = await conn.fetchrow(FIND, clinic_id, summary_id)
    return one(record, StoredSummary), one(record, Session), record["numbers"].encode() if record else b""


REVIEW = """
insert into journal.summary_review (clinic_id, patient_id, summary_id, reviewed_by)
select $1, patient_id, $2, $3
from journal.summary
where clinic_id = $1 and summary_id = $2
on conflict do nothing
"""


async def review(conn: Conn, clinic_id: UUID, summary_id: UUID, reviewed_by: UUID) -> None:
    """Once for each person; a second time changes nothing."""
    await conn.execute(REVIEW, clinic_id, summary_id, reviewed_by)


class AlertOnStrip(msgspec.Struct, frozen=True, kw_only=True):
    """`acknowledged_by` is a name."""

    alert_id: UUID
    tier: str
    private: bool
    source: str
    raised_at: datetime
    state: str
    count: int
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    what_was_done: str | None


class CorrectedTo(msgspec.Struct, frozen=True, kw_only=True):
    """What a report says since `at`, by the phone's own clock."""

    at: datetime
    effect: str
    severity: str
    level: str


class RedFlag(msgspec.Struct, frozen=True, kw_only=True):
    """A present side effect whose level was not routine; `level` is call_clinic, crisis or emergency.

    `corrected`: the report was at this level, crisis or emergency, and was corrected to a lower one or to "not present" since.
    """

    effect: str
    severity: str
    day: date
    level: str
    corrected: CorrectedTo | None = None


class Strip(msgspec.Struct, frozen=True, kw_only=True):
    """`zone` is the patient's."""

    name: str
    zone: str
    held: bool
    alerts: list[AlertOnStrip]


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    role: str


# Nobody reads a summary without a trail: it is written by the statement that every page needs.
STRIP = """
with trail as (
    insert into journal.audit (clinic_id, account_id, role, action, patient_id, subject)
    values ($1, $3, $4, 'summary.opened', $2, $5)
)
select p.name, p.zone,
       exists (select from journal.hold h where h.clinic_id = $1 and h.patient_id = $2 and h.cleared_at is null) as held,
       (select coalesce(jsonb_agg(jsonb_build_object(
            'alert_id', a.alert_id, 'tier', a.tier, 'private', a.private, 'source', a.source, 'raised_at', a.raised_at,
            'state', a.state, 'count', a.count, 'acknowledged_at', a.acknowledged_at, 'what_was_done', a.what_was_done,
            'acknowledged_by', (select n.name from identity.names($1, array[a.acknowledged_by]) n))
            order by a.acknowledged_at is not null, a.rank desc, a.raised_at desc), '[]')
        from journal.alert a
        where a.clinic_id = $1 and a.patient_id = $2 and (a.acknowledged_at is null or a.raised_at >= $6)) as alerts
from journal.patient p
where p.clinic_id = $1 and p.patient_id = $2
"""


async def strip(
    conn: Conn, clinic_id: UUID, patient_id: UUID, reader: Reader, *, subject: str, since: datetime
) -> Strip:
    """Open alerts and those raised since. Writes into the trail that `reader` opened the summary `subject`."""
    record = await conn.fetchrow(STRIP, clinic_id, patient_id, reader.account_id, reader.role, subject, since)
    return one(record, Strip)


# One row a report. A correction takes nothing back from who reads this: it stands beside the gravest that the report has said.
RED_FLAGS = """
with revision as (
    select report_id, seq, effect, severity, day, level, written_at,
           case when severity = 'not_present' then 1
                else array_position(array['routine', 'call_clinic', 'crisis', 'emergency'], level) end as rank
    from journal.side_effect
    where clinic_id = $1 and patient_id = $2
), current as (
    select distinct on (report_id) * from revision order by report_id, seq desc
), gravest as (
    select distinct on (report_id) * from revision where rank > 2 and day >= $3 order by report_id, rank desc, seq desc
)
select coalesce(g.effect, c.effect) as effect, coalesce(g.severity, c.severity) as severity, coalesce(g.day, c.day) as day,
       coalesce(g.level, c.level) as level,
       case when g.report_id is not null
            then jsonb_build_object('at', c.written_at, 'effect', c.effect, 'severity', c.severity, 'level', c.level)
       end as corrected
from current c
left join gravest g on g.report_id = c.report_id and g.rank > c.rank
where g.report_id is not null or (c.rank > 1 and c.day >= $3)
order by day desc, effect
"""


async def red_flags(conn: Conn, clinic_id: UUID, patient_id: UUID, since: date) -> list[RedFlag]:
    """The latest first, of days from `since` on."""
    return many(await conn.fetch(RED_FLAGS, clinic_id, patient_id, since), RedFlag)


class SharedNote(msgspec.Struct, frozen=True, kw_only=True):
    """Of any revision, also of one that was corrected since: the caller keeps the current ones. `wrapped` and `key_id` are the
    patient's key, None when it was destroyed."""

    revision_id: UUID
    entry: str
    day: date
    audience: str
    ciphertext: bytes
    written_at: datetime
    wrapped: bytes | None
    key_id: str | None

    def key(self) -> WrappedKey:
        """NotFound when the key was destroyed: the patient was erased."""
        if self.wrapped is None or self.key_id is None:
            raise NotFound
        return WrappedKey(self.wrapped, self.key_id)

    def words(self, key: PatientKey) -> str:
        return key.open(self.ciphertext, row=self.revision_id, column=NOTE_COLUMN)


# With the key: a round trip costs more than a few copies of it.
NOTES = """
select n.revision_id, n.entry, n.day, n.audience, n.ciphertext, n.written_at, k.wrapped, k.key_id
from journal.note n
left join journal.patient_key k on k.clinic_id = $1 and k.patient_id = $2
where n.clinic_id = $1 and n.patient_id = $2 and n.day between $3 and $4 and n.field = 'note'
  and n.entry in ('check_in', 'side_effect')
order by n.day desc, n.written_at desc
"""


async def shared_notes(conn: Conn, clinic_id: UUID, patient_id: UUID, since: date, until: date) -> list[SharedNote]:
    """The latest first, as far as the transaction's audiences reach."""
    return many(await conn.fetch(NOTES, clinic_id, patient_id, since, until), SharedNote)
