"""What a clinic sets for its care, one document a topic. Rows are only ever added; the newest of a topic counts."""

from typing import Any
from uuid import UUID

import msgspec

from clinical.measure_settings import MeasureSettings
from clinical.own_protocols import OwnTemplate
from clinical.pre_session import PreSessionSettings
from db.pool import Conn

NEWEST = """
select document
from journal.clinic_care
where clinic_id = $1 and topic = $2
order by seq desc
limit 1
"""


async def newest(conn: Conn, clinic_id: UUID, topic: str) -> Any:
    """As decoded from JSON; None when the clinic has never set it."""
    return await conn.fetchval(NEWEST, clinic_id, topic)


async def measures(conn: Conn, clinic_id: UUID) -> MeasureSettings:
    """The defaults when the clinic has never set them. The application and the worker may read it."""
    document = await newest(conn, clinic_id, "measures")
    return MeasureSettings() if document is None else msgspec.convert(document, MeasureSettings)


async def protocols(conn: Conn, clinic_id: UUID) -> list[OwnTemplate]:
    """The clinic's own templates, none when it has never made any."""
    return msgspec.convert(await newest(conn, clinic_id, "protocols") or [], list[OwnTemplate])


async def pre_session(conn: Conn, clinic_id: UUID) -> PreSessionSettings:
    return msgspec.convert(await newest(conn, clinic_id, "pre_session") or {}, PreSessionSettings)


CHANGE = """
with changed as (
    insert into journal.clinic_care (clinic_id, topic, document, changed_by)
    values ($1, $2, $3, $4)
    returning seq
)
insert into journal.audit (clinic_id, account_id, role, action, subject)
select $1, $4, 'admin', $2 || '.changed', seq::text
from changed
"""


async def change(conn: Conn, clinic_id: UUID, topic: str, document: Any, by_account: UUID) -> None:
    """Holds from now on, with its audit trail. `topic`: measures, protocols or pre_session; an admin's transaction alone may."""
    await conn.execute(CHANGE, clinic_id, topic, document, by_account)
