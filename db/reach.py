"""Whom messages reach: of a clinic for its staff, of all clinics for the operator. Counts, never a patient."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from db.pool import Conn, Context, go_on_as
from db.rows import many


class Unreached(msgspec.Struct, frozen=True, kw_only=True):
    """Alerts that no push service and no mail server took a message of, after the first attempts."""

    alerts: int
    oldest_at: datetime | None


OF_CLINIC = """
select coalesce(sum(alerts), 0)::int as alerts, min(oldest_at) as oldest_at
from operations.unreached
where clinic_id = $1
"""
EVERYWHERE = "select coalesce(sum(alerts), 0)::int as alerts, min(oldest_at) as oldest_at from operations.unreached"


async def unreached(conn: Conn, clinic_id: UUID | None = None) -> Unreached:
    """As the worker counted last; of all clinics without `clinic_id`."""
    record = await (conn.fetchrow(EVERYWHERE) if clinic_id is None else conn.fetchrow(OF_CLINIC, clinic_id))
    return msgspec.convert(record, Unreached)


class Channels(msgspec.Struct, frozen=True, kw_only=True):
    """Of one account. `working`: the subscriptions whose service did not refuse the last message. `last_reached_at`: by either.
    `mail_failures`: in a row, since a mail was taken over."""

    account_id: UUID
    subscriptions: int
    working: int
    mail_failures: int
    last_reached_at: datetime | None


CHANNELS = """
select wanted.account_id, coalesce(p.subscriptions, 0) as subscriptions, coalesce(p.working, 0) as working,
       coalesce(m.failures, 0) as mail_failures,
       greatest(p.accepted_at, m.last_accepted_at) as last_reached_at
from unnest($2::uuid[]) as wanted (account_id)
left join (
    select account_id, count(*)::int as subscriptions, count(*) filter (where failures = 0)::int as working,
           max(last_accepted_at) as accepted_at
    from journal.push_subscription
    where clinic_id = $1
    group by account_id) p on p.account_id = wanted.account_id
left join journal.mailbox m on m.clinic_id = $1 and m.account_id = wanted.account_id
"""


async def channels(conn: Conn, context: Context, accounts: Sequence[UUID]) -> list[Channels]:
    """How members of the staff can be reached. `context` is the transaction's own.

    Phones and mailboxes are shown for the accounts that a context names, which are patients' otherwise: for this one statement it
    names colleagues instead, and no patient.
    """
    await go_on_as(conn, msgspec.structs.replace(context, patient_ids=tuple(accounts)))
    found = many(await conn.fetch(CHANNELS, context.clinic_id, list(accounts)), Channels)
    await go_on_as(conn, context)
    return found


# An alert is unreached when nobody's service took a message and the first attempts are over: all of them failed, or there was nobody to
# write to, or nobody sends at all.
UNREACHED = """
from journal.alert a
where a.acknowledged_at is null and a.state = 'raised' and a.escalates
  and (a.raised_at <= now() - interval '1 minute' or not exists (
      select from journal.notification n
      where n.clinic_id = a.clinic_id and n.kind = 'alert' and n.subject = a.alert_id::text
        and n.state = 'queued' and n.attempts <= 1))
"""
COUNT = f"""
with counted as (
    select a.clinic_id, count(*)::int as alerts, min(a.raised_at) as oldest_at
    {UNREACHED}
    group by a.clinic_id
), over as (
    delete from operations.unreached where clinic_id not in (select clinic_id from counted)
)
insert into operations.unreached as u (clinic_id, alerts, oldest_at)
select clinic_id, alerts, oldest_at
from counted
order by clinic_id
on conflict (clinic_id) do update
set alerts = excluded.alerts, oldest_at = excluded.oldest_at
where (u.alerts, u.oldest_at) is distinct from (excluded.alerts, excluded.oldest_at)
"""


async def count_unreached(conn: Conn) -> None:
    """For the worker, of all clinics."""
    await conn.execute(COUNT)


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Of all clinics: open alerts by state, the oldest that nobody has acknowledged, messages that wait to be sent, alerts that wait for
    their next person, addresses whose last mail failed, mails that ever failed, and clinics with patients where an alert would reach
    nobody."""

    raised: int
    sent: int
    seen: int
    oldest_at: datetime | None
    push_waiting: int
    email_waiting: int
    clocks_due: int
    mailboxes_failing: int
    mails_failed: int
    clinics_unreachable: int = 0


# Reachable as in `Channels`: by a phone whose service took the last message, or by mail that does not fail.
FIGURES = """
select a.*, n.*, m.*, c.*, (select count(*)::int from journal.escalation where done_at is null and next_attempt_at <= now()) as clocks_due
from (
    select count(*) filter (where state = 'raised')::int as raised, count(*) filter (where state = 'sent')::int as sent,
           count(*) filter (where state = 'seen')::int as seen, min(raised_at) as oldest_at
    from journal.alert
    where acknowledged_at is null and escalates) a,
    (select count(*) filter (where channel = 'push')::int as push_waiting,
            count(*) filter (where channel = 'email')::int as email_waiting
     from journal.notification
     where state = 'queued' and next_attempt_at <= now()) n,
    (select count(*) filter (where failures > 0)::int as mailboxes_failing, coalesce(sum(failed), 0)::int as mails_failed
     from journal.mailbox) m,
    (select count(*)::int as clinics_unreachable
     from (
         select clinic_id
         from identity.carers() one
         left join journal.mailbox b using (clinic_id, account_id)
         group by clinic_id
         having not bool_or(
             ($1 and account_id is not null and coalesce(b.failures, 0) = 0)
             or exists (
                 select from journal.push_subscription s
                 where s.clinic_id = one.clinic_id and s.account_id = one.account_id and s.failures = 0))) unreachable) c
"""


async def figures(conn: Conn, *, mail: bool) -> Figures:
    """For the worker, which hands them on with its sign of life: the API sees no rows of all clinics. `mail`: see worker.heartbeat."""
    return msgspec.convert(await conn.fetchrow(FIGURES, mail), Figures)
