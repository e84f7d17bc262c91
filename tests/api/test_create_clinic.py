"""`intersession create-clinic`: the operator gets a link, and whoever opens it is the clinic's first admin."""

from argparse import ArgumentParser, Namespace
from typing import Any
from urllib.parse import urlsplit

import pytest

from api.commands import create_clinic
from api.settings import Settings, SettingsError
from tests.api.conftest import ORIGIN, PASSWORD, World
from tests.conftest import Cluster

OPTIONS = {
    "--name": "Lakeside",
    "--zone": "America/Chicago",
    "--country": "us",
    "--phone": "+1 555 0142",
    "--admin-email": "dana@example.org",
    "--admin-name": "Dana W.",
}


def options(**changes: str) -> Namespace:
    parser = ArgumentParser()
    create_clinic.add_options(parser)
    given = OPTIONS | {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    return parser.parse_args([part for pair in given.items() for part in pair])


async def test_the_link_makes_an_admin_of_a_new_clinic(world: World, database: str) -> None:
    settings = Settings(database_url=database, public_url=ORIGIN)
    said = await create_clinic.create(settings, create_clinic.understood(options()))
    assert "dana@example.org" in said
    assert "PORT" not in said
    address, token = said.rsplit("\n", 1)[1].split("#")
    assert address == f"{ORIGIN}/join"
    client = world.anonymous()
    shown = (await client.post("/api/invitations/look-up", json={"token": token})).json()
    assert (shown["clinic_name"], shown["role"], shown["name"]) == ("Lakeside", "admin", "Dana W.")
    body: dict[str, Any] = {"token": token, "email": "dana@example.org", "password": PASSWORD, "name": "Dana W."}
    joined = await client.post("/api/invitations/acceptance", json=body)
    assert joined.status_code == 201, joined.text
    assert (joined.json()["role"], joined.json()["clinic"]["country"]) == ("admin", "US")
    assert (await client.get("/api/clinic")).json()["phone"] == "+1 555 0142"
    assert (await client.post("/api/invitations/look-up", json={"token": token})).status_code == 410


async def test_without_a_public_address_the_link_has_the_port_and_says_so(database: str) -> None:
    said = await create_clinic.create(Settings(database_url=database, port=8123), create_clinic.understood(options()))
    assert "(PORT is 8123 here: set PORT or PUBLIC_URL as for the server):\nhttp://localhost:8123/join#" in said


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("name", " "),
        ("zone", "Nowhere"),
        ("country", "usa"),
        ("admin_email", "dana"),
        ("language", "de"),
        ("phone", "?"),
    ],
)
def test_an_option_that_cannot_be_used_is_named_in_one_line(option: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        create_clinic.understood(options(**{option: value}))
    assert str(refused.value).startswith(f"--{option.replace('_', '-')} cannot be used: ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("signs_in", [False, True])
async def test_a_database_without_tables_is_said_in_one_sentence(postgres: Cluster, signs_in: bool) -> None:
    """Also where not even the roles are there, which are made with the tables."""
    name = postgres.clone("template1")
    url = urlsplit(postgres.dsn(name))
    stranger = url._replace(netloc="nobody_yet:x@" + url.netloc.rpartition("@")[2])
    dsn = (url if signs_in else stranger).geturl()
    try:
        with pytest.raises(SettingsError, match=r"^The database has no tables yet.*run `make run`"):
            await create_clinic.create(Settings(database_url=dsn), create_clinic.understood(options()))
    finally:
        postgres.drop(name)
