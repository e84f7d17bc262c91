"""What a clinic sets for a crisis, and which lines its people have dialled."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID

import msgspec

from clinical.crisis_settings import CrisisSettings
from db.pool import Conn
from db.rows import many


@lru_cache(maxsize=1_000)
def shared(settings: CrisisSettings) -> CrisisSettings:
    """The same settings as one object: a process remembers thousands of a clinic's sessions, and its words once."""
    return settings


CHANGE = "select identity.change_crisis($1, $2)"


async def change(conn: Conn, clinic_id: UUID, settings: CrisisSettings) -> None:
    """Every remembered session of the clinic is read anew after this, and the new words with it."""
    await conn.execute(CHANGE, clinic_id, settings)


COUNTRIES = "select country from journal.patient_country where clinic_id = $1"


async def countries_of_patients(conn: Conn, clinic_id: UUID) -> list[str]:
    return [str(record["country"]) for record in await conn.fetch(COUNTRIES, clinic_id)]


class Confirmation(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody dialled `line`, a key. `reached` is what was dialled: of a line with other numbers now it says nothing."""

    line: str
    reached: str
    confirmed_by: UUID
    confirmed_at: datetime


CONFIRM = """
insert into journal.line_confirmation (clinic_id, line, reached, confirmed_by)
values ($1, $2, $3, $4)
"""


async def confirm(conn: Conn, clinic_id: UUID, line: str, reached: str, by_account: UUID) -> None:
    await conn.execute(CONFIRM, clinic_id, line, reached, by_account)


CONFIRMATIONS = """
select distinct on (line) line, reached, confirmed_by, confirmed_at
from journal.line_confirmation
where clinic_id = $1
order by line, seq desc
"""


async def confirmations(conn: Conn, clinic_id: UUID) -> list[Confirmation]:
    """The newest of each line."""
    return many(await conn.fetch(CONFIRMATIONS, clinic_id), Confirmation)


class ClinicCrisis(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    country: str
    crisis: CrisisSettings


CLINICS = "select id, name, country, crisis from identity.clinics()"


async def all_clinics(conn: Conn) -> Sequence[ClinicCrisis]:
    """For the operator's commands, by name."""
    return many(await conn.fetch(CLINICS), ClinicCrisis)
