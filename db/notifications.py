"""Messages to be sent, each to one person. A row names a kind and what it is about; words are made when it is sent.

A row is written in the transaction of what it is about, claimed by a worker for the length of a lease, and settled when
a push service has answered. A crash anywhere leaves a row to be claimed again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from clinical.escalation import How
from db.pool import Conn
from db.rows import many

Kind = Literal["check_in", "alert", "summary_ready", "test"]
Channel = Literal["push", "email"]
Settled = Literal["sent", "no_device", "no_mail", "failed", "expired", "withdrawn"]

CHANNELS: tuple[Channel, ...] = ("push", "email")
ALERT_LASTS = timedelta(days=7)
"""An alert is worth sending until it is acknowledged; after a week the inbox alone has to do."""
TEST_LASTS = timedelta(minutes=10)


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    role: str
    language: str


CARE_TEAM = """
select account_id, role, language
from identity.care_team_of($1, $2)
"""


async def care_team(conn: Conn, clinic_id: UUID, patient_id: UUID) -> list[Recipient]:
    return many(await conn.fetch(CARE_TEAM, clinic_id, patient_id), Recipient)


class NewMessage(msgspec.Struct, frozen=True, kw_only=True):
    """`patient_id`: the patient it is about, who must be in the transaction's context unless it goes to oneself.
    Of an alert: `telling` counts how often anybody was told of it, `how` says why this person is."""

    to: Recipient
    subject: str
    expires_at: datetime
    patient_id: UUID | None
    channel: Channel = "push"
    telling: int = 1
    how: How | None = None


# Without a conflict target: naming one asks for the right to read the row, and a patient may not read the team's.
QUEUE = """
insert into journal.notification
    (clinic_id, notification_id, account_id, patient_id, kind, subject, language, expires_at, channel, telling, how)
select $1, message_id, account_id, patient_id, $2, subject, language, expires_at, channel, telling, how
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::timestamptz[], $9::text[], $10::int[], $11::text[])
    as message (message_id, account_id, patient_id, subject, language, expires_at, channel, telling, how)
on conflict do nothing
"""


async def queue_each(conn: Conn, clinic_id: UUID, kind: Kind, messages: Sequence[NewMessage]) -> None:
    """The same kind, subject, channel and telling for the same person again is the same message, and is not sent twice."""
    await conn.execute(
        QUEUE,
        clinic_id,
        kind,
        [uuid7() for _ in messages],
        [message.to.account_id for message in messages],
        [message.patient_id for message in messages],
        [message.subject for message in messages],
        [message.to.language for message in messages],
        [message.expires_at for message in messages],
        [message.channel for message in messages],
        [message.telling for message in messages],
        [message.how for message in messages],
    )


async def queue(
    conn: Conn,
    clinic_id: UUID,
    to: Sequence[Recipient],
    *,
    kind: Kind,
    subject: str,
    expires_at: datetime,
    patient_id: UUID | None = None,
) -> None:
    """One message to several people."""
    messages = [NewMessage(to=one, subject=subject, expires_at=expires_at, patient_id=patient_id) for one in to]
    await queue_each(conn, clinic_id, kind, messages)


async def queue_alert(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    alert_id: UUID,
    told: Sequence[tuple[Recipient, How]],
    *,
    telling: int,
    now: datetime,
) -> None:
    """To each by push and by e-mail. To be called in the transaction that raised the alert or told of it, behind its savepoint."""
    messages = [
        NewMessage(
            to=to,
            subject=str(alert_id),
            expires_at=now + ALERT_LASTS,
            patient_id=patient_id,
            channel=channel,
            telling=telling,
            how=how,
        )
        for to, how in told
        for channel in CHANNELS
    ]
    await queue_each(conn, clinic_id, "alert", messages)


async def queue_test(conn: Conn, clinic_id: UUID, account_id: UUID, language: str, now: datetime) -> None:
    """A message to oneself, to see that this phone is reached."""
    to = Recipient(account_id=account_id, role="", language=language)
    await queue(conn, clinic_id, [to], kind="test", subject=str(uuid7()), expires_at=now + TEST_LASTS)


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A claimed message. `attempts` counts this one. `address`: see `still_due`."""

    clinic_id: UUID
    notification_id: UUID
    account_id: UUID
    patient_id: UUID | None
    kind: Kind
    subject: str
    language: str
    expires_at: datetime
    attempts: int
    address: str | None = None


CLAIM = """
update journal.notification n
set next_attempt_at = $4 + $3::interval, attempts = n.attempts + 1
from (
    select clinic_id, notification_id
    from journal.notification
    where state = 'queued' and next_attempt_at <= $4::timestamptz and channel = $5 and (kind = 'alert') = $1
    order by next_attempt_at
    limit $2
    for update skip locked) due
where n.clinic_id = due.clinic_id and n.notification_id = due.notification_id
returning n.clinic_id, n.notification_id, n.account_id, n.patient_id, n.kind, n.subject, n.language, n.expires_at,
          n.attempts
"""


async def claim(
    conn: Conn, now: datetime, *, alerts: bool, limit: int, lease: timedelta, channel: Channel = "push"
) -> list[Message]:
    """Alerts, or everything else: an alert never waits behind a thousand reminders, nor a push behind a slow mail server.

    Expired ones come too, to be settled. The same message is claimed again when it is not settled within the lease.
    """
    return many(await conn.fetch(CLAIM, alerts, limit, lease, now, channel), Message)


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a claimed message: settled, or (state None) to be tried again at `retry_at`."""

    message: Message
    state: Settled | None
    retry_at: datetime | None = None


SETTLE = """
update journal.notification n
set state = coalesce(o.state, n.state), next_attempt_at = coalesce(o.retry_at, n.next_attempt_at),
    sent_at = case when o.state = 'sent' then now() else n.sent_at end
from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[]) as o (clinic_id, notification_id, state, retry_at)
where n.clinic_id = o.clinic_id and n.notification_id = o.notification_id and n.state = 'queued'
"""


async def settle(conn: Conn, outcomes: Sequence[Outcome]) -> None:
    """For the worker, after sending."""
    await conn.execute(
        SETTLE,
        [one.message.clinic_id for one in outcomes],
        [one.message.notification_id for one in outcomes],
        [one.state for one in outcomes],
        [one.retry_at for one in outcomes],
    )


STILL_DUE = """
select n.notification_id, t.email
from journal.notification n
join identity.addressees($1, $3) t on t.account_id = n.account_id
left join journal.check_in c
    on n.kind = 'check_in' and c.clinic_id = $1 and c.patient_id = n.patient_id
    and c.day = case n.kind when 'check_in' then n.subject::date end
left join journal.alert a
    on n.kind = 'alert' and a.clinic_id = $1 and a.patient_id = n.patient_id
    and a.alert_id = case n.kind when 'alert' then n.subject::uuid end
where n.clinic_id = $1 and n.notification_id = any($2) and c.revision_id is null
  -- Whom an acknowledged alert is handed over to is to know of it all the same.
  and (a.acknowledged_at is null or (n.how = 'handed_over' and a.state <> 'closed'))
  -- Somebody who is told again meanwhile need not hear of both.
  and not exists (
      select from journal.notification newer
      where n.kind = 'alert' and newer.clinic_id = $1 and newer.kind = 'alert' and newer.subject = n.subject
        and newer.account_id = n.account_id and newer.channel = n.channel and newer.telling > n.telling)
"""


async def still_due(conn: Conn, clinic_id: UUID, messages: Sequence[Message]) -> dict[UUID, str | None]:
    """Which of these still make sense: not a reminder of a logged day, not an acknowledged alert, nothing for a suspended account.
    With the address that mail would go to, None for patients.

    For a worker's transaction whose context holds the patients that the messages are about.
    """
    ids, accounts = [one.notification_id for one in messages], list({one.account_id for one in messages})
    records = await conn.fetch(STILL_DUE, clinic_id, ids, accounts)
    return {record["notification_id"]: record["email"] for record in records}


REVIVE_MAILS = """
update journal.notification
set state = 'queued', next_attempt_at = now()
where channel = 'email' and state = 'no_mail' and expires_at > now()
"""


async def revive_mails(conn: Conn) -> None:
    """For a worker that has a mail server: what was settled for want of one is tried after all."""
    await conn.execute(REVIVE_MAILS)


MARK_SHOWN = """
update journal.notification
set shown_at = coalesce(shown_at, now())
where clinic_id = $1 and account_id = $2 and notification_id = $3
returning true
"""


async def mark_shown(conn: Conn, clinic_id: UUID, account_id: UUID, notification_id: UUID) -> bool:
    """The first time counts. False when it is not this account's message."""
    return bool(await conn.fetchval(MARK_SHOWN, clinic_id, account_id, notification_id))
