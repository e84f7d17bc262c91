"""Alerts to the care team, and the hold that follows a crisis."""

from datetime import datetime
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from db.pool import Conn
from db.rows import many, one


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """`private`: only words that nobody else may read matched. `count`: matches that this alert took up."""

    alert_id: UUID
    patient_id: UUID
    patient_name: str
    tier: str
    private: bool
    source: str
    raised_at: datetime
    last_match_at: datetime
    state: str
    count: int
    acknowledged_by: UUID | None
    acknowledged_at: datetime | None
    what_was_done: str | None
    closed_by: UUID | None
    closed_at: datetime | None
    outcome: str | None


class Raised(msgspec.Struct, frozen=True):
    alert_id: UUID
    is_new: bool


RAISE = "select alert_id, is_new from journal.raise_alert($1, $2, $3, $4, $5, $6, $7)"


async def raise_or_join(
    conn: Conn, clinic_id: UUID, patient_id: UUID, *, tier: str, source: str, private: bool, revision_id: UUID | None
) -> Raised:
    """Takes the match up in an open alert that ranks at least as high, or raises one. A crisis also starts the hold.

    `revision_id`: the entry that matched; what names none is not looked for by the worker when this fails.
    """
    record = await conn.fetchrow(RAISE, clinic_id, patient_id, uuid7(), tier, private, source, revision_id)
    return msgspec.convert(record, Raised)


TAKEN_UP = """
select exists (select from journal.alert_change where clinic_id = $1 and patient_id = $2 and revision_id = $3)
"""


async def has_taken_up(conn: Conn, clinic_id: UUID, patient_id: UUID, revision_id: UUID) -> bool:
    """Whether an alert knows of this entry."""
    return bool(await conn.fetchval(TAKEN_UP, clinic_id, patient_id, revision_id))


REFUSE = """
insert into journal.refused (clinic_id, patient_id, revision_id, tier, private)
values ($1, $2, $3, $4, $5)
"""


async def note_refused(conn: Conn, clinic_id: UUID, patient_id: UUID, *, tier: str, private: bool) -> UUID:
    """That words of a refused request matched: what the alert takes up in place of an entry."""
    revision_id = uuid7()
    await conn.execute(REFUSE, clinic_id, patient_id, revision_id, tier, private)
    return revision_id


COLUMNS = """a.alert_id, a.patient_id, p.name as patient_name, a.tier, a.private, a.source, a.raised_at, a.last_match_at, a.state, a.count,
       a.acknowledged_by, a.acknowledged_at, a.what_was_done,
       a.closed_by, a.closed_at, a.outcome"""

LIST = f"""
select {COLUMNS}
from journal.alert a
join journal.patient p on p.clinic_id = a.clinic_id and p.patient_id = a.patient_id
where a.clinic_id = $1 and a.patient_id = any($2) and ($3 or a.acknowledged_at is null)
order by a.acknowledged_at is not null, a.rank desc, a.raised_at desc
limit 200
"""


async def of_patients(conn: Conn, clinic_id: UUID, patient_ids: list[UUID], *, acknowledged_too: bool) -> list[Alert]:
    """Open ones first, the gravest and newest on top."""
    return many(await conn.fetch(LIST, clinic_id, patient_ids, acknowledged_too), Alert)


# Not "for update": a telling that adds to the alert's changes holds its clock, and would wait for this one for ever.
LOCK = "select from journal.alert where clinic_id = $1 and alert_id = $2 for no key update"


async def lock(conn: Conn, clinic_id: UUID, alert_id: UUID) -> None:
    """Until the transaction ends nobody acknowledges or closes it. Of one outside the context nothing is locked."""
    await conn.execute(LOCK, clinic_id, alert_id)


FIND = f"""
select {COLUMNS}
from journal.alert a
join journal.patient p on p.clinic_id = a.clinic_id and p.patient_id = a.patient_id
where a.clinic_id = $1 and a.alert_id = $2
"""


async def find(conn: Conn, clinic_id: UUID, alert_id: UUID) -> Alert:
    return one(await conn.fetchrow(FIND, clinic_id, alert_id), Alert)


SEEN = """
with seen as (
    update journal.alert
    set state = 'seen'
    where clinic_id = $1 and patient_id = any($2) and state in ('raised', 'sent')
    returning patient_id, alert_id
), trail as (
    insert into journal.audit (clinic_id, account_id, role, action, patient_id, subject)
    select $1, $3, $4, 'alert.seen', patient_id, alert_id::text
    from seen
)
insert into journal.alert_change (clinic_id, patient_id, alert_id, state, by_account)
select $1, patient_id, alert_id, 'seen', $3
from seen
"""


async def mark_seen(conn: Conn, clinic_id: UUID, patient_ids: list[UUID], by_account: UUID, role: str) -> None:
    """Each alert once, by the first of the team who looks, with an audit row."""
    await conn.execute(SEEN, clinic_id, patient_ids, by_account, role)


ACKNOWLEDGE = """
with done as (
    update journal.alert
    set state = 'acknowledged', acknowledged_by = $3, acknowledged_at = now(), what_was_done = $4
    where clinic_id = $1 and alert_id = $2 and acknowledged_at is null
    returning patient_id, alert_id
), change as (
    insert into journal.alert_change (clinic_id, patient_id, alert_id, state, by_account)
    select $1, patient_id, alert_id, 'acknowledged', $3
    from done
), clock as (
    update journal.escalation e
    set done_at = now()
    from done
    where e.clinic_id = $1 and e.patient_id = done.patient_id and e.alert_id = done.alert_id
)
select patient_id from done
"""


async def acknowledge(conn: Conn, clinic_id: UUID, alert_id: UUID, by_account: UUID, what_was_done: str) -> UUID | None:
    """The patient it was about; None when it is not open, or not within the transaction's context."""
    return await conn.fetchval(ACKNOWLEDGE, clinic_id, alert_id, by_account, what_was_done)


CLOSE = """
with done as (
    update journal.alert
    set state = 'closed', closed_by = $3, closed_at = now(), outcome = $4
    where clinic_id = $1 and alert_id = $2 and acknowledged_at is not null and closed_at is null
    returning patient_id, alert_id
), change as (
    insert into journal.alert_change (clinic_id, patient_id, alert_id, state, by_account)
    select $1, patient_id, alert_id, 'closed', $3
    from done
)
select patient_id from done
"""


async def close(conn: Conn, clinic_id: UUID, alert_id: UUID, by_account: UUID, outcome: str) -> UUID | None:
    """The patient it was about; None when it is not acknowledged, closed already, or not within the transaction's context."""
    return await conn.fetchval(CLOSE, clinic_id, alert_id, by_account, outcome)


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """`state`: raised, joined, sent, seen, escalated, handed_over, acknowledged or closed. `by_account` is None for what happens by
    itself; `to_account` and `note` belong to a hand-over."""

    state: str
    at: datetime
    by_account: UUID | None
    to_account: UUID | None
    note: str | None


CHANGES = """
select state, at, by_account, to_account, note
from journal.alert_change
where clinic_id = $1 and patient_id = $2 and alert_id = $3
order by seq
"""


async def changes(conn: Conn, clinic_id: UUID, patient_id: UUID, alert_id: UUID) -> list[Change]:
    """The oldest first."""
    return many(await conn.fetch(CHANGES, clinic_id, patient_id, alert_id), Change)


NOTE_CHANGE = """
insert into journal.alert_change (clinic_id, patient_id, alert_id, state, by_account, to_account, note)
values ($1, $2, $3, $4, $5, $6, $7)
"""


async def note_change(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    alert_id: UUID,
    state: str,
    *,
    by_account: UUID | None = None,
    to_account: UUID | None = None,
    note: str | None = None,
) -> None:
    """What changes nothing in the alert itself: told to somebody else."""
    await conn.execute(NOTE_CHANGE, clinic_id, patient_id, alert_id, state, by_account, to_account, note)


CLEAR_HOLD = """
update journal.hold
set cleared_at = now(), cleared_by = $3, reason = $4
where clinic_id = $1 and patient_id = $2 and cleared_at is null
returning true
"""


async def clear_hold(conn: Conn, clinic_id: UUID, patient_id: UUID, by_account: UUID, reason: str) -> bool:
    """False when there is none. Only a clinician's transaction may."""
    return bool(await conn.fetchval(CLEAR_HOLD, clinic_id, patient_id, by_account, reason))
