"""Seals each clinic's audit trail. It is no message; it is here because the worker is what runs every minute."""

from db import audit_seals
from db.pool import Pool


async def seal(pool: Pool) -> int:
    """Returns how many rows were sealed, of all clinics. One transaction a clinic."""
    sealed = 0
    async with pool.acquire() as conn:
        async with conn.transaction():
            clinics = await audit_seals.clinics(conn)
        for clinic_id in clinics:
            async with conn.transaction():
                sealed += await audit_seals.seal(conn, clinic_id)
    return sealed
