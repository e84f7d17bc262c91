"""The health of the installation: no clinical data."""

from datetime import datetime

import msgspec

from db.migrate import known_migrations
from db.pool import Conn


class State(msgspec.Struct, frozen=True, kw_only=True):
    """`heartbeat`: when a worker reported last."""

    missing_migrations: list[str]
    heartbeat: datetime | None


APPLIED = "select migration_id from public._yoyo_migration"
HEARTBEAT = "select max(at) from operations.heartbeat"


async def state(conn: Conn) -> State:
    applied = {record[0] for record in await conn.fetch(APPLIED)}
    return State(
        missing_migrations=[name for name in known_migrations() if name not in applied],
        heartbeat=await conn.fetchval(HEARTBEAT),
    )
