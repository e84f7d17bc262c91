"""Settings completed for a machine that has none of the services: database addresses and keys from DATA_DIR."""

from collections.abc import Generator
from contextlib import contextmanager, suppress

import asyncpg
import msgspec

from api.keys import key_bytes, new_key, new_vapid_key, vapid_public_key
from api.settings import Settings, SettingsError
from db import embedded
from db.cluster import make_data_dir, write_private
from db.pool import APP, WORKER, Pool, create_pool
from db.vault import Vault

MIGRATOR = "intersession_migrator"
SET_UP = "run `make run` or `intersession migrate` first, or check DATA_DIR and DATABASE_URL."


@contextmanager
def provided(settings: Settings) -> Generator[Settings]:
    """For commands: the settings as they are, or with the private PostgreSQL of DATA_DIR, started if it is not running."""
    if settings.database_url:
        yield settings
        return
    with embedded.attached(settings.data_dir) as server:
        yield completed(settings, server)


async def command_pool(settings: Settings) -> Pool:
    """One connection to a database that is set up. SettingsError with what to do about one that is not."""
    if settings.database_url is None:
        raise SettingsError("DATABASE_URL must be set.")
    # The roles are made with the tables: on a new server there is nobody to sign in as.
    try:
        pool = await create_pool(settings.database_url, max_size=1)
    except (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidParameterValueError):
        raise SettingsError(f"The database has no tables yet, or other passwords than ours: {SET_UP}") from None
    if await pool.fetchval("select to_regnamespace('identity') is null or to_regnamespace('journal') is null"):
        await pool.close()
        raise SettingsError(f"The database has no tables yet: {SET_UP}")
    return pool


def vault_of(settings: Settings) -> Vault:
    if settings.key is None:
        raise SettingsError("KEY must be set: notes are sealed with it.")
    return Vault({"1": key_bytes(settings.key)}, current="1")


def completed(settings: Settings, server: embedded.Server) -> Settings:
    """Each process gets the address of its own role, and the migration that of the server's superuser, which makes roles."""
    return msgspec.structs.replace(
        with_keys(settings),
        database_url=server.dsn(APP),
        worker_database_url=server.dsn(WORKER),
        migrator_database_url=server.dsn(),
    )


def with_keys(settings: Settings) -> Settings:
    """Keys that are not set are made once and kept in DATA_DIR/secrets."""
    folder = settings.data_dir / "secrets"
    make_data_dir(settings.data_dir)
    folder.mkdir(mode=0o700, exist_ok=True)
    for name, make in (("key", new_key), ("vapid.pem", new_vapid_key)):
        with suppress(FileExistsError):
            write_private(folder / name, make())
    key = settings.key or (folder / "key").read_text().strip()
    vapid_key = settings.vapid_key or (folder / "vapid.pem").read_text().strip()
    # A faulty key is found now and not by the process that needs it.
    key_bytes(key)
    vapid_public_key(vapid_key)
    return msgspec.structs.replace(settings, key=key, vapid_key=vapid_key)
