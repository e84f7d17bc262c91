"""Every SQL constant beside a function is prepared against the migrated schema: a renamed column fails here, by name."""

import importlib
import pkgutil
import re

import asyncpg
import pytest

import db

LOOKS_LIKE_SQL = re.compile(r"\s*(select|insert|update|delete|with|table)\s", re.IGNORECASE)


def statements() -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for info in pkgutil.iter_modules(db.__path__):
        if info.ispkg:
            continue
        module = importlib.import_module(f"db.{info.name}")
        for name, value in vars(module).items():
            if name.isupper() and isinstance(value, str) and LOOKS_LIKE_SQL.match(value):
                found.append((f"{info.name}.{name}", value))
    return found


@pytest.mark.parametrize(("name", "statement"), statements(), ids=[name for name, _ in statements()])
async def test_statement_fits_the_schema(conn: asyncpg.Connection, name: str, statement: str) -> None:
    await conn.prepare(statement)


def test_there_are_statements_to_prepare() -> None:
    assert len(statements()) > 30
