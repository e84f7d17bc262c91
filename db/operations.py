"""The health of the installation: no clinical data."""

from datetime import datetime

import msgspec

from db.migrate import known_migrations
from db.pool import Conn
from db.reach import Figures


class Sign(msgspec.Struct, frozen=True, kw_only=True):
    """What the worker that reported last said. `mail`: it has a mail server to send by. `figures` are as old as `at`."""

    at: datetime
    mail: bool
    figures: Figures | None


class Detail(msgspec.Struct, kw_only=True):
    """What a worker writes with its sign of life. All of it can be missing: a worker that has just begun knows nothing yet."""

    mail: bool = False
    figures: Figures | None = None


SIGN = "select at, detail from operations.heartbeat order by at desc limit 1"


async def sign_of_life(conn: Conn) -> Sign | None:
    record = await conn.fetchrow(SIGN)
    if record is None:
        return None
    detail = msgspec.convert(record["detail"], Detail)
    return Sign(at=record["at"], mail=detail.mail, figures=detail.figures)


APPLIED = "select migration_id from public._yoyo_migration"


async def missing_migrations(conn: Conn) -> list[str]:
    applied = {record[0] for record in await conn.fetch(APPLIED)}
    return [name for name in known_migrations() if name not in applied]
