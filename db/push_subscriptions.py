"""The phones and browsers of an account, as their push services know them."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from db.pool import Conn
from db.rows import many, one

LIMIT = 10
"""Phones of one account; a further one takes the place of the one that was reached longest ago."""
REFUSALS_IN_A_ROW = 10


class Phone(msgspec.Struct, frozen=True, kw_only=True):
    """`endpoint` is the phone's address at its push service, `p256dh` and `auth` its keys (RFC 8291), base64url."""

    subscription_id: UUID
    clinic_id: UUID
    account_id: UUID
    endpoint: str
    p256dh: str
    auth: str


LOCK_ACCOUNT = """
select pg_advisory_xact_lock(hashtextextended('push_subscription' || $1::uuid::text, 0))
"""

SAVE = """
insert into journal.push_subscription
    (clinic_id, subscription_id, account_id, endpoint, endpoint_hash, p256dh, auth)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (clinic_id, account_id, endpoint_hash) do update
set p256dh = excluded.p256dh, auth = excluded.auth, failures = 0, created_at = now()
"""

KEEP_NEWEST = """
delete from journal.push_subscription
where clinic_id = $1 and account_id = $2 and subscription_id in (
    select subscription_id
    from journal.push_subscription
    where clinic_id = $1 and account_id = $2
    order by greatest(created_at, last_accepted_at) desc, subscription_id desc
    offset $3)
"""

# An alert that found no phone is sent to this one.
REVIVE_ALERTS = """
update journal.notification
set state = 'queued'
where clinic_id = $1 and account_id = $2 and kind = 'alert' and channel = 'push' and state = 'no_device' and expires_at > now()
"""


async def save(conn: Conn, clinic_id: UUID, account_id: UUID, *, endpoint: str, p256dh: str, auth: str) -> None:
    """The same phone again is the same row. Validate the subscription first: notifications.endpoints.check_subscription."""
    await conn.execute(LOCK_ACCOUNT, account_id)
    await conn.execute(SAVE, clinic_id, uuid7(), account_id, endpoint, _hash(endpoint), p256dh, auth)
    await conn.execute(KEEP_NEWEST, clinic_id, account_id, LIMIT)
    await conn.execute(REVIVE_ALERTS, clinic_id, account_id)


REMOVE = """
delete from journal.push_subscription
where clinic_id = $1 and account_id = $2 and endpoint_hash = $3
"""


async def remove(conn: Conn, clinic_id: UUID, account_id: UUID, endpoint: str) -> None:
    await conn.execute(REMOVE, clinic_id, account_id, _hash(endpoint))


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """`last_reached_at`: when a push service last accepted a message for one of the account's phones."""

    last_reached_at: datetime | None
    subscriptions: int


REACH = """
select max(last_accepted_at) as last_reached_at, count(*) as subscriptions
from journal.push_subscription
where clinic_id = $1 and account_id = $2
"""


async def reach(conn: Conn, clinic_id: UUID, account_id: UUID) -> Reach:
    """For the account itself, and for staff whose context holds the patient."""
    return one(await conn.fetchrow(REACH, clinic_id, account_id), Reach)


OF_ACCOUNTS = """
select s.subscription_id, s.clinic_id, s.account_id, s.endpoint, s.p256dh, s.auth
from journal.push_subscription s
join (select distinct clinic_id, account_id from unnest($1::uuid[], $2::uuid[]) as wanted (clinic_id, account_id)) w
    on w.clinic_id = s.clinic_id and w.account_id = s.account_id
"""


async def of_accounts(conn: Conn, accounts: Sequence[tuple[UUID, UUID]]) -> list[Phone]:
    """For the worker: pairs of clinic and account."""
    clinics, members = [clinic for clinic, _ in accounts], [member for _, member in accounts]
    return many(await conn.fetch(OF_ACCOUNTS, clinics, members), Phone)


ACCEPTED = """
update journal.push_subscription
set last_accepted_at = now(), failures = 0
where clinic_id = $1 and subscription_id = any($2)
"""

REFUSED = """
update journal.push_subscription
set failures = failures + 1
where clinic_id = $1 and subscription_id = any($2)
"""

DROP = """
delete from journal.push_subscription
where clinic_id = $1 and (subscription_id = any($2) or (subscription_id = any($3) and failures >= $4))
"""


async def record(
    conn: Conn, clinic_id: UUID, *, accepted: Sequence[UUID], refused: Sequence[UUID], gone: Sequence[UUID]
) -> None:
    """For the worker, what the push services said. A phone that is refused ten times in a row is dropped as well."""
    if accepted:
        await conn.execute(ACCEPTED, clinic_id, list(accepted))
    if refused:
        await conn.execute(REFUSED, clinic_id, list(refused))
    if gone or refused:
        await conn.execute(DROP, clinic_id, list(gone), list(refused), REFUSALS_IN_A_ROW)


def _hash(endpoint: str) -> bytes:
    return sha256(endpoint.encode()).digest()
