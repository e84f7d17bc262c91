"""Alerts to the care team, and the hold that follows a crisis."""

from datetime import datetime
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from db.pool import Conn
from db.rows import many, one

RANKS = {"review": 0, "veiled": 1, "unscreened": 2, "explicit": 3, "urgent": 4}
"""An open alert takes up further matches that do not rank above it; a higher one raises an alert of its own. What could not be
screened may be anything, so it ranks above what was only veiled."""


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


class Raised(msgspec.Struct, frozen=True):
    alert_id: UUID
    is_new: bool


RAISE = """
with joined as (
    update journal.alert
    set count = count + 1, private = private and $6, last_match_at = now()
    where clinic_id = $1 and patient_id = $2 and acknowledged_at is null and alert_id = (
        select alert_id from journal.alert
        where clinic_id = $1 and patient_id = $2 and acknowledged_at is null and rank >= $5
        order by rank desc
        limit 1)
    returning alert_id, false as is_new
), raised as (
    insert into journal.alert as open (clinic_id, patient_id, alert_id, tier, rank, private, source, state)
    -- A review is not sent to anybody: it waits in the inbox.
    select $1, $2, $3, $4, $5, $6, $7, case when $5 = 0 then 'sent' else 'raised' end
    where not exists (select from joined)
    on conflict (clinic_id, patient_id, rank) where acknowledged_at is null
    do update set count = open.count + 1, private = open.private and excluded.private, last_match_at = now()
    returning alert_id, alert_id = $3 as is_new
), change as (
    insert into journal.alert_change (clinic_id, patient_id, alert_id, state)
    select $1, $2, alert_id, case when is_new then 'raised' else 'joined' end
    from (table joined union all table raised) as matched
)
table joined union all table raised
"""

HOLD = """
insert into journal.hold (clinic_id, patient_id, id)
values ($1, $2, $3)
on conflict (clinic_id, patient_id) where cleared_at is null do nothing
"""


async def raise_or_join(
    conn: Conn, clinic_id: UUID, patient_id: UUID, *, tier: str, source: str, private: bool
) -> Raised:
    """Takes the match up in an open alert that ranks at least as high, or raises one. A crisis also starts the hold."""
    record = await conn.fetchrow(RAISE, clinic_id, patient_id, uuid7(), tier, RANKS[tier], private, source)
    if tier != "review":
        await conn.execute(HOLD, clinic_id, patient_id, uuid7())
    return msgspec.convert(record, Raised)


LIST = """
select a.alert_id, a.patient_id, p.name as patient_name, a.tier, a.private, a.source, a.raised_at, a.last_match_at, a.state, a.count,
       a.acknowledged_by, a.acknowledged_at, a.what_was_done
from journal.alert a
join journal.patient p on p.clinic_id = a.clinic_id and p.patient_id = a.patient_id
where a.clinic_id = $1 and a.patient_id = any($2) and ($3 or a.acknowledged_at is null)
order by a.acknowledged_at is not null, a.rank desc, a.raised_at desc
limit 200
"""


async def of_patients(conn: Conn, clinic_id: UUID, patient_ids: list[UUID], *, acknowledged_too: bool) -> list[Alert]:
    """Open ones first, the gravest and newest on top."""
    return many(await conn.fetch(LIST, clinic_id, patient_ids, acknowledged_too), Alert)


FIND = """
select a.alert_id, a.patient_id, p.name as patient_name, a.tier, a.private, a.source, a.raised_at, a.last_match_at, a.state, a.count,
       a.acknowledged_by, a.acknowledged_at, a.what_was_done
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
)
select patient_id from done
"""


async def acknowledge(conn: Conn, clinic_id: UUID, alert_id: UUID, by_account: UUID, what_was_done: str) -> UUID | None:
    """The patient it was about; None when it is not open, or not within the transaction's context."""
    return await conn.fetchval(ACKNOWLEDGE, clinic_id, alert_id, by_account, what_was_done)


CLEAR_HOLD = """
update journal.hold
set cleared_at = now(), cleared_by = $3, reason = $4
where clinic_id = $1 and patient_id = $2 and cleared_at is null
returning true
"""


async def clear_hold(conn: Conn, clinic_id: UUID, patient_id: UUID, by_account: UUID, reason: str) -> bool:
    """False when there is none. Only a clinician's transaction may."""
    return bool(await conn.fetchval(CLEAR_HOLD, clinic_id, patient_id, by_account, reason))
