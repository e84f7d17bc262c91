"""Signs of life that the workers give, for /health/ready (db.operations reads them)."""

from typing import Any

from db.pool import Conn

# Rows are never deleted: a new worker takes over the name of one that has been silent for an hour.
BEGIN = """
with silent as (
    select worker
    from operations.heartbeat
    where at < now() - interval '1 hour'
    order by at
    limit 1
    for update skip locked
), taken as (
    update operations.heartbeat
    set worker = $1, at = now(), detail = '{}'
    where worker = (select worker from silent)
    returning worker
)
insert into operations.heartbeat (worker)
select $1
where not exists (select from taken)
on conflict (worker) do update set at = now(), detail = '{}'
"""

BEAT = """
update operations.heartbeat
set at = now(), detail = $2
where worker = $1
"""


async def begin(conn: Conn, worker: str) -> None:
    await conn.execute(BEGIN, worker)


async def beat(conn: Conn, worker: str, detail: dict[str, Any]) -> bool:
    """False when the row is not there (any more): begin again."""
    return bool((await conn.execute(BEAT, worker, detail)).endswith("1"))
