"""`intersession create-clinic`: a clinic and the one-time link by which its first admin joins. Everybody else is invited from there."""

import asyncio
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime

import msgspec
from uuid_utils.compat import uuid7

from api.auth.invitations import VALID_FOR, Email, Language, Name
from api.auth.tokens import hash_token, new_token
from api.clinic import ClinicSettings
from api.local import command_pool, provided
from api.settings import Settings, SettingsError
from clinical.errors import Invalid
from clinical.zones import is_zone
from db import audit, clinics, invitations
from db.pool import Conn, Context, acting_as
from db.rows import refusals_in_words


class NewClinic(msgspec.Struct, frozen=True, kw_only=True):
    settings: ClinicSettings
    admin_email: Email
    admin_name: Name
    language: Language


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument("--name", required=True, help="the clinic's name")
    parser.add_argument("--zone", required=True, help="its time zone, for example America/New_York")
    parser.add_argument("--country", required=True, help="two letters, for example US: decides the emergency number")
    parser.add_argument("--phone", help="the number that patients are told to call")
    parser.add_argument("--admin-email", required=True, help="whose link it is")
    parser.add_argument("--admin-name", help="the admin's name; the e-mail address until they join when left out")
    parser.add_argument("--language", default="en", help="en or es")


def run(options: Namespace, settings: Settings) -> None:
    clinic = understood(options)
    with provided(settings) as complete:
        print(asyncio.run(create(complete, clinic)))


def understood(options: Namespace) -> NewClinic:
    """SettingsError with one line about the first option that cannot be used."""
    given = {
        "settings": {
            "name": options.name,
            "zone": options.zone,
            "country": options.country.upper(),
            "phone": options.phone,
            "back_fill_days": 2,
            "summary_lead_hours": 24,
            "after_hours_text": "",
        },
        "admin_email": options.admin_email,
        "admin_name": options.admin_name or options.admin_email,
        "language": options.language,
    }
    try:
        clinic = msgspec.convert(given, NewClinic)
    except msgspec.ValidationError as error:
        field = Invalid.of(error).errors[0]
        option = field.path.removeprefix("settings.").replace("_", "-")
        raise SettingsError(f"--{option} cannot be used: {field.message}.") from None
    if not is_zone(clinic.settings.zone):
        raise SettingsError("--zone cannot be used: this is not a time zone that we know, such as America/New_York.")
    return clinic


async def create(settings: Settings, clinic: NewClinic) -> str:
    """What the operator reads: whose the link is, and the link."""
    with refusals_in_words():
        pool = await command_pool(settings)
        try:
            async with pool.acquire() as conn:
                token = await create_clinic(conn, clinic)
        finally:
            await pool.close()
    # The command cannot see where a server listens that was started with another PORT.
    where = "" if settings.public_url else f" (PORT is {settings.port} here: set PORT or PUBLIC_URL as for the server)"
    return (
        f"{clinic.settings.name} is set up. {clinic.admin_email} becomes its admin by opening this link, once, "
        f"within {VALID_FOR.days} days{where}:\n{settings.address}/join#{token}"
    )


async def create_clinic(conn: Conn, clinic: NewClinic) -> str:
    """The token of the first admin's invitation."""
    clinic_id, invitation_id, token = uuid7(), uuid7(), new_token()
    context = Context(clinic_id=clinic_id, account_id=None, role="admin")
    facts = clinic.settings
    async with acting_as(conn, context):
        await clinics.create(
            conn,
            clinic_id,
            name=facts.name,
            zone=facts.zone,
            country=facts.country,
            phone=facts.phone,
            demo=False,
        )
        await invitations.invite(
            conn,
            invitation_id,
            clinic_id,
            hash_token(token),
            role="admin",
            name=clinic.admin_name,
            email=clinic.admin_email,
            language=clinic.language,
            country=None,
            care_team=[],
            invited_by=None,
            until=datetime.now(UTC) + VALID_FOR,
        )
        await audit.note(conn, clinic_id, "clinic.created", account_id=None, role="operator", subject=str(clinic_id))
    return token
