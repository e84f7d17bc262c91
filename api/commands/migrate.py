"""`intersession migrate`: run by hand or by a one-shot service before a new version of API and worker starts."""

from argparse import ArgumentParser, Namespace
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from api.local import provided
from api.settings import Settings, SettingsError
from db.migrate import migrate
from db.pool import APP, WORKER


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--set-passwords",
        action="store_true",
        help="let the roles in DATABASE_URL and WORKER_DATABASE_URL sign in with the passwords in there",
    )


def run(options: Namespace, settings: Settings) -> None:
    with provided(settings) as complete:
        for name in migrate_database(complete):
            print(f"Applied {name}")
        if options.set_passwords:
            set_passwords(complete)
    print("The database is up to date.")


def migrate_database(settings: Settings) -> list[str]:
    """The names of the migrations applied now."""
    try:
        return migrate(migrator_address(settings))
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise SettingsError(f"The database cannot be migrated: {reason}") from None


def set_passwords(settings: Settings) -> None:
    with psycopg.connect(migrator_address(settings), autocommit=True) as connection:
        for address in (settings.database_url, settings.worker_database_url):
            parts = urlsplit(address or "")
            if parts.username in (APP, WORKER) and parts.password:
                role, password = sql.Identifier(parts.username), sql.Literal(unquote(parts.password))
                connection.execute(sql.SQL("alter role {} login password {}").format(role, password))


def migrator_address(settings: Settings) -> str:
    address = settings.migrator_database_url or settings.database_url
    if address is None:
        raise SettingsError("No database: set MIGRATOR_DATABASE_URL or DATABASE_URL.")
    return address
