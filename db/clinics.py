"""Clinics and their settings."""

from uuid import UUID

import msgspec

from db.pool import Conn
from db.rows import one


class Clinic(msgspec.Struct, frozen=True, kw_only=True):
    """`back_fill_days` 0-7: how far back a day may still be written. `summary_lead_hours` 1-96: how long before a session its
    summary is made."""

    name: str
    zone: str
    country: str
    phone: str | None
    back_fill_days: int
    summary_lead_hours: int
    after_hours_text: str
    is_demo: bool


CREATE = "select identity.create_clinic($1, $2, $3, $4, $5, $6)"
CHANGE = "select identity.change_clinic($1, $2, $3, $4, $5, $6, $7, $8)"
FACTS = """
select name, zone, country, phone, back_fill_days, summary_lead_hours, after_hours_text, is_demo
from identity.clinic_facts($1)
"""


async def create(
    conn: Conn, clinic_id: UUID, *, name: str, zone: str, country: str, phone: str | None, demo: bool
) -> None:
    await conn.execute(CREATE, clinic_id, name, zone, country, phone, demo)


async def change(conn: Conn, clinic_id: UUID, clinic: Clinic) -> None:
    """Every remembered session of the clinic is read anew after this. Whether it is a demo never changes."""
    await conn.execute(
        CHANGE,
        clinic_id,
        clinic.name,
        clinic.zone,
        clinic.country,
        clinic.phone,
        clinic.back_fill_days,
        clinic.summary_lead_hours,
        clinic.after_hours_text,
    )


async def facts(conn: Conn, clinic_id: UUID) -> Clinic:
    return one(await conn.fetchrow(FACTS, clinic_id), Clinic)
