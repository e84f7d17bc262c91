"""How people join: a link with a one-time token, good for seven days, that carries a role in one clinic.

The token stands behind the # of the link, so that it reaches no server's log on its way; the page posts it.
"""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Annotated, Literal
from uuid import UUID

import msgspec
import segno
from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta
from uuid_utils.compat import uuid7

from api.acting import Office
from api.auth import passwords
from api.auth.sessions import identify, start_session, throttling_keys
from api.auth.tokens import hash_token, new_token
from api.state import AnyRequest, Running, running
from api.views import AccountView, Role
from clinical.entries import Audience
from clinical.errors import Forbidden, Gone, Invalid, NotFound
from clinical.zones import is_zone, zone_named
from db import accounts, audit, invitations, patients
from db.invitations import Invitation
from db.pool import Conn, Context, acting_as
from db.rows import refusals_in_words

VALID_FOR = timedelta(days=7)
CONSENT_VERSION = "2026-11"

MAY_INVITE: dict[str, tuple[str, ...]] = {
    "admin": ("patient", "therapist", "clinician", "admin"),
    "clinician": ("patient",),
    "therapist": (),
    "patient": (),
}

Name = Annotated[str, Meta(min_length=1, max_length=200)]
Email = Annotated[str, Meta(pattern=r"^[^@\s]{1,64}@[^@\s]{1,189}$")]
Language = Literal["en", "es"]


class PatientInvitation(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    country: Annotated[str, Meta(pattern="^[A-Z]{2}$")]
    care_team: Annotated[list[UUID], Meta(max_length=50)] = []


class Invite(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    role: Role
    name: Name
    email: Email | None = None
    language: Language = "en"
    patient: PatientInvitation | None = None


class Invited(msgspec.Struct, kw_only=True):
    """`url` and `qr_svg` are shown once: the server keeps the token's hash alone."""

    id: UUID
    url: str
    qr_svg: str
    expires_at: datetime


class SentInvitationView(msgspec.Struct, kw_only=True):
    id: UUID
    role: str
    name: str
    email: str | None
    expires_at: datetime
    state: str


class Token(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    token: Annotated[str, Meta(min_length=20, max_length=100)]


class InvitationView(msgspec.Struct, kw_only=True):
    clinic_name: str
    role: str
    name: str
    email: str | None
    language: str
    expires_at: datetime
    has_identity: bool


class Acceptance(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Who already signs in with this e-mail address gives its password; everybody else chooses one."""

    token: Annotated[str, Meta(min_length=20, max_length=100)]
    email: Email
    password: Annotated[str, Meta(max_length=passwords.MAX_LENGTH)]
    name: Name
    language: Language = "en"
    zone: Annotated[str, Meta(max_length=64)] = "UTC"
    consent: bool | None = None
    share_default: Audience = "private"


class InvitationController(Controller):
    path = "/invitations"
    tags = ("invitations",)

    @post("/", status_code=201)
    async def invite(self, office: NamedDependency[Office], data: JSONBody[Invite]) -> Invited:
        if data.role not in MAY_INVITE[office.account.role]:
            raise Forbidden("Your account may not invite people with this role.")
        if data.role == "patient" and data.patient is None:
            raise Invalid.field("patient", "An invitation for a patient needs their country.")
        if data.role == "patient" and not _team(office, data):
            raise Invalid.field("patient.care_team", "Choose who is on the care team: an alert must reach somebody.")
        token, invitation_id, until = new_token(), uuid7(), office.now + VALID_FOR
        await invitations.invite(
            office.conn,
            invitation_id,
            office.clinic_id,
            hash_token(token),
            role=data.role,
            name=data.name,
            email=data.email,
            language=data.language,
            country=data.patient.country if data.patient else None,
            care_team=_team(office, data),
            invited_by=office.account.account_id,
            until=until,
        )
        await _note(office, "invitation.sent", invitation_id)
        url = f"{office.here.public_url}/join#{token}"
        return Invited(id=invitation_id, url=url, qr_svg=qr_code(url), expires_at=until)

    @get("/")
    async def sent(self, office: NamedDependency[Office]) -> list[SentInvitationView]:
        """An admin sees all of the clinic's, a clinician those that they sent."""
        _staff_only(office)
        mine = office.account.account_id
        return [
            SentInvitationView(id=i.id, role=i.role, name=i.name, email=i.email, expires_at=i.expires_at, state=i.state)
            for i in await invitations.sent(office.conn, office.clinic_id)
            if office.account.role == "admin" or i.invited_by == mine
        ]

    @delete("/{invitation_id:uuid}")
    async def revoke(self, office: NamedDependency[Office], invitation_id: FromPath[UUID]) -> None:
        _staff_only(office)
        if office.account.role != "admin":
            sent = await invitations.sent(office.conn, office.clinic_id)
            if not any(i.id == invitation_id and i.invited_by == office.account.account_id for i in sent):
                raise NotFound
        await invitations.revoke(office.conn, office.clinic_id, invitation_id)
        await _note(office, "invitation.revoked", invitation_id)

    @post("/look-up", status_code=200)
    async def look_up(self, request: AnyRequest, data: JSONBody[Token]) -> InvitationView:
        with refusals_in_words():
            async with running(request).pool.acquire() as conn:
                found = await open_invitation(conn, data.token)
        return InvitationView(
            clinic_name=found.clinic_name,
            role=found.role,
            name=found.name,
            email=found.email,
            language=found.language,
            expires_at=found.expires_at,
            has_identity=found.has_identity,
        )

    @post("/acceptance", status_code=201)
    async def accept(self, request: AnyRequest, data: JSONBody[Acceptance]) -> Response[AccountView]:
        here = running(request)
        with refusals_in_words():
            async with here.pool.acquire() as conn:
                invitation = await open_invitation(conn, data.token)
                _check(invitation, data)
                identity_id = await _identity(conn, data, throttling_keys(request, data.email))
                account_id = uuid7()
                async with acting_as(conn, _joining(invitation, account_id)):
                    identity_id = await _join(conn, here, invitation, data, identity_id, account_id)
                memberships = await accounts.accounts_of(conn, identity_id)
                account = next(m for m in memberships if m.account_id == account_id)
                return await start_session(conn, here, request, account, memberships)


async def open_invitation(conn: Conn, token: str) -> Invitation:
    """NotFound for an unknown token, Gone with a reason for one that was used, taken back or is older than seven days."""
    found = await invitations.by_token(conn, hash_token(token))
    if found.state != "open":
        raise Gone(
            {
                "accepted": "This invitation has been used already. Sign in with the password you chose.",
                "expired": "This invitation is more than 7 days old. Ask your clinic for a new one.",
                "revoked": "This invitation was taken back. Ask your clinic for a new one.",
            }[found.state]
        )
    return found


def qr_code(url: str) -> str:
    """An SVG that can stand alone as an image (with its namespace), without style attributes, which our policy forbids."""
    out = BytesIO()
    segno.make(url, error="m").save(
        out, kind="svg", scale=4, border=4, xmldecl=False, nl=False, svgclass=None, lineclass=None, omitsize=True
    )
    return out.getvalue().decode()


def _team(office: Office, data: Invite) -> list[UUID]:
    """A clinician who invites a patient is on their care team; the list may name others."""
    if data.patient is None:
        return []
    own = [office.account.account_id] if office.account.role == "clinician" else []
    return [*own, *(m for m in data.patient.care_team if m not in own)]


def _staff_only(office: Office) -> None:
    if office.account.role not in ("admin", "clinician"):
        raise Forbidden


async def _note(office: Office, action: str, invitation_id: UUID) -> None:
    me = office.account
    await audit.note(
        office.conn, office.clinic_id, action, account_id=me.account_id, role=me.role, subject=str(invitation_id)
    )


def _check(invitation: Invitation, data: Acceptance) -> None:
    if invitation.role == "patient" and not data.consent:
        raise Invalid.field("consent", "The journal can only be used with your consent.")
    if not is_zone(data.zone):
        raise Invalid.field("zone", "This time zone is not known here.")


async def _identity(conn: Conn, data: Acceptance, keys: tuple[bytes, bytes]) -> UUID | None:
    """Who already has this address proves it with its password. None for somebody new."""
    if await accounts.sign_in_candidate(conn, data.email) is None:
        if len(data.password) < passwords.MIN_LENGTH:
            raise Invalid.field(
                "password", f"A password has at least {passwords.MIN_LENGTH} characters.", limit=passwords.MIN_LENGTH
            )
        return None
    return await identify(conn, data.email, data.password, keys)


def _joining(invitation: Invitation, account_id: UUID) -> Context:
    patients_seen = (account_id,) if invitation.role == "patient" else ()
    return Context(
        clinic_id=invitation.clinic_id, account_id=account_id, role=invitation.role, patient_ids=patients_seen
    )


async def _join(
    conn: Conn, here: Running, invitation: Invitation, data: Acceptance, identity_id: UUID | None, account_id: UUID
) -> UUID:
    """The identity that joined, made now for somebody new."""
    if identity_id is None:
        identity_id = uuid7()
        await accounts.create_identity(conn, identity_id, data.email, await passwords.hash_password(data.password))
    await accounts.create_membership(
        conn,
        account_id,
        invitation.clinic_id,
        identity_id,
        role=invitation.role,
        name=data.name,
        language=data.language,
    )
    await accounts.use_invitation(conn, invitation.id, account_id)
    if invitation.role == "patient":
        await _join_as_patient(conn, here, invitation, data, account_id)
    await audit.note(
        conn,
        invitation.clinic_id,
        "membership.began",
        account_id=account_id,
        role=invitation.role,
        patient_id=account_id if invitation.role == "patient" else None,
    )
    return identity_id


async def _join_as_patient(
    conn: Conn, here: Running, invitation: Invitation, data: Acceptance, account_id: UUID
) -> None:
    _, key = here.vault.new_patient_key(invitation.clinic_id, account_id)
    await patients.join(
        conn,
        invitation.clinic_id,
        account_id,
        key,
        name=data.name,
        language=data.language,
        zone=data.zone,
        country=invitation.country or invitation.clinic_country,
        share_default=data.share_default,
        joined_on=_today(data.zone),
        consent_version=CONSENT_VERSION,
    )
    for member in invitation.care_team:
        await accounts.join_care_team(conn, invitation.clinic_id, account_id, member, account_id)


def _today(zone: str) -> date:
    return datetime.now(UTC).astimezone(zone_named(zone)).date()
