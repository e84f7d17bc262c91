"""How sending to the addresses of a clinic's staff goes. The addresses themselves are identities', and not here."""

from collections.abc import Sequence
from uuid import UUID

from db.pool import Conn

ACCEPTED = """
insert into journal.mailbox (clinic_id, account_id, last_accepted_at)
select $1, account_id, now()
from unnest($2::uuid[]) as accepted (account_id)
order by account_id
on conflict (clinic_id, account_id) do update
set last_accepted_at = now(), failures = 0
"""

FAILED = """
insert into journal.mailbox (clinic_id, account_id, last_failed_at, failures, failed)
select $1, account_id, now(), 1, 1
from unnest($2::uuid[]) as failed (account_id)
order by account_id
on conflict (clinic_id, account_id) do update
set last_failed_at = now(), failures = mailbox.failures + 1, failed = mailbox.failed + 1
"""


async def record(conn: Conn, clinic_id: UUID, *, accepted: Sequence[UUID], failed: Sequence[UUID]) -> None:
    """For the worker: account ids, each once at most in either."""
    if accepted:
        await conn.execute(ACCEPTED, clinic_id, list(accepted))
    if failed:
        await conn.execute(FAILED, clinic_id, list(failed))
