"""Real PostgreSQL for the tests. One server and one migrated template database a session; tests get clones of it.

`database`        the address of a clone shared by a module, whose tests roll back what they do
`app_database`    the same, signing in as intersession_app; `worker_database` as intersession_worker
`conn`            a connection to it in a transaction that is rolled back, as the superuser
`fresh_database`  the address of a clone for one test, for what has to commit
`data_dir`        an empty DATA_DIR that also the unprivileged server started by root can reach

Tests in tests/db run on the embedded 18 and on Debian's 15, all others on 18 alone. TEST_DATABASE_URL, the address of a
superuser, replaces both with any server. It may lead through PgBouncer in transaction mode: then TEST_DIRECT_URL is the
address of the server behind it, for making and migrating databases, and PgBouncer must let intersession_app and
intersession_worker sign in with ROLE_PASSWORD.
"""

import os
import re
import shutil
import tempfile
from collections.abc import AsyncGenerator, Callable, Generator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import psycopg
import pytest
from hypothesis import settings
from psycopg import sql
from xdist.remote import Producer

from db import embedded
from db.migrate import migrate
from db.pool import APP, WORKER
from tests.workers import Sharing, in_order, room_of

# An example that takes long says that the machine is busy, nothing else.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

MADE_ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ROLE_PASSWORD = "intersession-tests"
DEBIAN_15 = embedded.Installation(Path("/usr/lib/postgresql/15/bin"), 15)
TEMPLATE = f"intersession_template_{os.getpid()}"
NAMES = (f"intersession_test_{os.getpid()}_{number}" for number in count())


@dataclass(frozen=True)
class Cluster:
    """A server that tests make databases on. `direct` differs from `dsn` where that leads through a pooler."""

    dsn: Callable[[str], str]
    direct: Callable[[str], str]

    def address(self, database: str, role: str) -> str:
        """What db.pool.create_pool takes, signing in as `role`."""
        url = urlsplit(self.dsn(database))
        pooler = ["statement_cache_size=0"] if self.dsn("x") != self.direct("x") else []
        host = url.netloc.rpartition("@")[2]
        query = "&".join([*filter(None, [url.query]), *pooler])
        return url._replace(netloc=f"{role}:{ROLE_PASSWORD}@{host}", query=query).geturl()

    def clone(self, template: str) -> str:
        name = next(NAMES)
        self.run("create database {} template {}", name, template)
        return name

    def drop(self, name: str) -> None:
        self.run("drop database if exists {} with (force)", name)

    def run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.direct("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    in_order(items)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Sharing:
    return Sharing(config, log)


def pytest_make_parametrize_id(val: object) -> str | None:
    """A test must have the same name in every worker: an id that was made by chance is not part of it."""
    return MADE_ID.sub("some-id", val) if isinstance(val, str) and MADE_ID.search(val) else None


@pytest.fixture(autouse=True)
def room(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Generator[None]:
    """With other workers' tests, or without them for a test that is marked `alone`."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        yield
        return
    with room_of(tmp_path_factory.getbasetemp().parent, alone=request.node.get_closest_marker("alone") is not None):
        yield


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "postgres" not in metafunc.fixturenames:
        return
    versions = ["18", "15"] if Path(__file__).parent / "db" in metafunc.definition.path.parents else ["18"]
    if "TEST_DATABASE_URL" in os.environ:
        versions = ["url"]
    metafunc.parametrize("postgres", versions, indirect=True, scope="session")


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Generator[Cluster]:
    if request.param == "url":
        dsn = os.environ["TEST_DATABASE_URL"]
        yield Cluster(database_at(dsn), database_at(os.environ.get("TEST_DIRECT_URL", dsn)))
        return
    if request.param == "15" and not DEBIAN_15.bin.exists():
        missing("PostgreSQL 15", "apt install postgresql-15")
    folder = make_data_dir()
    server = embedded.start(folder, fsync=False, installation=DEBIAN_15 if request.param == "15" else None)
    yield Cluster(database_at(server.dsn()), database_at(server.dsn()))
    server.stop()
    shutil.rmtree(folder)


def database_at(address: str) -> Callable[[str], str]:
    return lambda database: urlsplit(address)._replace(path=f"/{database}").geturl()


@pytest.fixture(scope="session")
def template(postgres: Cluster) -> Generator[str]:
    """The name of a database with all migrations applied."""
    postgres.run("create database {}", TEMPLATE)
    migrate(postgres.direct(TEMPLATE))
    for role in (APP, WORKER):
        postgres.run(f"alter role {{}} login password '{ROLE_PASSWORD}'", role)
    yield TEMPLATE
    postgres.drop(TEMPLATE)


@pytest.fixture(scope="module")
def database(postgres: Cluster, template: str) -> Generator[str]:
    name = postgres.clone(template)
    yield postgres.dsn(name)
    postgres.drop(name)


@pytest.fixture(scope="module")
def app_database(postgres: Cluster, database: str) -> str:
    return postgres.address(urlsplit(database).path[1:], APP)


@pytest.fixture(scope="module")
def worker_database(postgres: Cluster, database: str) -> str:
    return postgres.address(urlsplit(database).path[1:], WORKER)


@pytest.fixture
def fresh_database(postgres: Cluster, template: str) -> Generator[str]:
    name = postgres.clone(template)
    yield postgres.dsn(name)
    postgres.drop(name)


@pytest.fixture
async def conn(database: str) -> AsyncGenerator[asyncpg.Connection]:
    connection = await asyncpg.connect(database, statement_cache_size=0)
    transaction = connection.transaction()
    await transaction.start()
    yield connection
    await transaction.rollback()
    await connection.close()


@pytest.fixture
def data_dir() -> Generator[Path]:
    folder = make_data_dir()
    yield folder
    embedded.remove_socket_dir(folder)  # of a server that a test has killed
    shutil.rmtree(folder)


def make_data_dir() -> Path:
    """pytest's own temporary folders are closed to everybody else, and so to the server that root starts."""
    folder = Path(tempfile.mkdtemp(prefix="intersession-test-"))
    folder.chmod(0o711)
    return folder


def missing(what: str, how: str) -> None:
    """Skips for want of a program that a developer may lack. In CI nothing may be skipped."""
    sentence = f"{what} is not installed: {how}"
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)
