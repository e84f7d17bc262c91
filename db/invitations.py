"""One-time links by which people join a clinic. A link carries a token; the database knows its hash alone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from clinical.errors import NotFound
from db.pool import Conn
from db.rows import many, one


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """`state` is open, accepted, expired or revoked; `has_identity`: somebody already signs in with this address."""

    id: UUID
    clinic_id: UUID
    clinic_name: str
    clinic_country: str
    clinic_zone: str
    role: str
    name: str
    email: str | None
    language: str
    country: str | None
    care_team: list[UUID]
    expires_at: datetime
    state: str
    has_identity: bool


class SentInvitation(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    role: str
    name: str
    email: str | None
    expires_at: datetime
    state: str
    invited_by: UUID | None


INVITE = "select identity.invite($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"


async def invite(
    conn: Conn,
    invitation_id: UUID,
    clinic_id: UUID,
    token_hash: bytes,
    *,
    role: str,
    name: str,
    email: str | None,
    language: str,
    country: str | None,
    care_team: Sequence[UUID],
    invited_by: UUID | None,
    until: datetime,
) -> None:
    await conn.execute(
        INVITE,
        invitation_id,
        clinic_id,
        token_hash,
        role,
        name,
        email,
        language,
        country,
        list(care_team),
        invited_by,
        until,
    )


BY_TOKEN = """
select id, clinic_id, clinic_name, clinic_country, clinic_zone, role, name, email, language, country, care_team, expires_at,
       state, has_identity
from identity.invitation_by_token($1)
"""


async def by_token(conn: Conn, token_hash: bytes) -> Invitation:
    return one(await conn.fetchrow(BY_TOKEN, token_hash), Invitation)


SENT = "select id, role, name, email, expires_at, state, invited_by from identity.invitations($1)"


async def sent(conn: Conn, clinic_id: UUID) -> list[SentInvitation]:
    """Newest first."""
    return many(await conn.fetch(SENT, clinic_id), SentInvitation)


REVOKE = "select identity.revoke_invitation($1, $2)"


async def revoke(conn: Conn, clinic_id: UUID, invitation_id: UUID) -> None:
    """NotFound when it is not this clinic's, or no longer open."""
    if not await conn.fetchval(REVOKE, clinic_id, invitation_id):
        raise NotFound
