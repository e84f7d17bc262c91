"""Brings a database to this version's schema: roles first, then the numbered migrations under yoyo's lock."""

from contextlib import closing
from importlib import resources
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import psycopg
from yoyo import get_backend, read_migrations  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType] yoyo carries no types

OWNER = "intersession_owner"
FOLDER = Path(str(resources.files("db") / "migrations"))
LOCK_TIMEOUT_SECONDS = 60


def migrate(dsn: str) -> list[str]:
    """Applies what is missing and returns the ids applied now, oldest first.

    `dsn` signs in as somebody who may become the owner; who may also create roles makes those that are absent.
    Everything created belongs to the owner role, whoever ran this.
    """
    ensure_roles(dsn)
    backend = get_backend(_as_owner(dsn))
    try:
        with backend.lock(timeout=LOCK_TIMEOUT_SECONDS):
            missing = backend.to_apply(read_migrations(str(FOLDER)))
            ids = [migration.id for migration in missing]
            backend.apply_migrations(missing)
    finally:
        backend.connection.close()
    return ids


def ensure_roles(dsn: str) -> None:
    with closing(psycopg.connect(dsn, autocommit=True)) as connection:
        connection.execute((FOLDER.parent / "roles.sql").read_bytes())


def known_migrations() -> list[str]:
    """The ids that this version's code expects, oldest first."""
    return sorted(path.stem for path in FOLDER.glob("*.sql"))


def _as_owner(dsn: str) -> str:
    """yoyo's form of the address: its own scheme, acting as the owner, its bookkeeping in the schema public."""
    parts = urlsplit(dsn)
    query = dict(parse_qsl(parts.query)) | {"options": f"-c role={OWNER}"}
    return urlunsplit(("postgresql+psycopg", parts.netloc, parts.path, urlencode(query), ""))
