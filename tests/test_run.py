"""`intersession run`, for real: its own PostgreSQL, API and worker in a temporary DATA_DIR, on a free port."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest

from db import embedded
from db.cluster import account
from tests.conftest import make_data_dir
from tests.workers import free_port

READY = "Intersession is ready"
STOP = "Stop with Ctrl-C"


class Run:
    """`intersession run`, started as a terminal would. `lines` is what it has printed."""

    def __init__(self, data_dir: Path, command: tuple[str, ...] = (sys.executable,), **settings: str) -> None:
        self.data_dir = data_dir
        self.port = int(settings.get("PORT") or free_port())
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [*command, "-m", "api.cli", "run"],
            env=plain_environment() | {"DATA_DIR": str(data_dir), "PORT": str(self.port)} | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_until_ready(self) -> None:
        self.read_up_to(STOP)
        assert self.get("/health/ready") == 200

    def read_up_to(self, text: str) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if text in line:
                return
        pytest.fail("it ended:\n" + "\n".join(self.lines))

    def get(self, path: str) -> int:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as response:
            return response.status

    def end(self, sign: signal.Signals = signal.SIGINT) -> int:
        """The exit status after a signal to this process alone."""
        self.process.send_signal(sign)
        return self.finish()

    def finish(self) -> int:
        rest, _ = self.process.communicate(timeout=40)
        self.lines += rest.splitlines()
        return self.process.returncode

    def processes(self) -> dict[str, int]:
        """Everything that belongs to this run, by its last argument; PostgreSQL as `postgres`."""
        found: dict[str, int] = {}
        for entry in sorted(Path("/proc").glob("[0-9]*"), key=lambda entry: int(entry.name)):
            try:
                arguments = (entry / "cmdline").read_bytes().split(b"\0")
                ours = f"DATA_DIR={self.data_dir}\0".encode() in (entry / "environ").read_bytes()
                database = Path(os.readlink(entry / "cwd")).is_relative_to(self.data_dir)
            except OSError:
                continue
            if ours or database:
                found.setdefault("postgres" if database else arguments[-2].decode(), int(entry.name))
        return found


def plain_environment() -> dict[str, str]:
    settings = ("DATABASE_URL", "WORKER_DATABASE_URL", "MIGRATOR_DATABASE_URL", "KEY", "VAPID_KEY", "DEMO", "HOST")
    return {name: value for name, value in os.environ.items() if name not in settings}


def kill(run: Run) -> None:
    run.process.send_signal(signal.SIGTERM)
    if run.process.stdout and not run.process.stdout.closed:
        run.finish()


@pytest.fixture
def run(data_dir: Path) -> Generator[Run]:
    """Without the demo clinic, which takes its time to make."""
    run = Run(data_dir, DEMO="0")
    yield run
    kill(run)


@pytest.fixture(scope="module")
def shared() -> Generator[Run]:
    """One run for the tests that leave it running."""
    folder = make_data_dir()
    run = Run(folder, DEMO="0")
    run.wait_until_ready()
    yield run
    kill(run)
    shutil.rmtree(folder)


@pytest.mark.alone
def test_first_run_prints_address_sign_ins_and_how_to_stop_and_the_second_is_ready_within_5_seconds(
    data_dir: Path,
) -> None:
    run = Run(data_dir)
    try:
        run.wait_until_ready()
        text = "\n".join(run.lines)
        assert f"{READY}: http://localhost:{run.port}" in text
        assert "Sign in as:" in text
        assert "@" in text.split("Sign in as:")[1]
        assert set(run.processes()) == {"postgres", "run", "api", "worker"}
        assert run.end() == 0
        assert run.lines[-1] == "Stopped."
        assert run.processes() == {}

        seconds = []
        while not seconds or (min(seconds) >= 5 and len(seconds) < 3):  # something else may have had the processors
            started = time.monotonic()
            run = Run(data_dir)
            run.wait_until_ready()
            seconds.append(time.monotonic() - started)
            assert not any(line.startswith(("Migrated", "Filling")) for line in run.lines)
            assert run.end() == 0
        assert min(seconds) < 5
    finally:
        kill(run)


def test_sigterm_stops_everything_and_nothing_committed_is_lost(run: Run) -> None:
    run.wait_until_ready()
    server = embedded.running(run.data_dir)
    assert server
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute("create table kept as select 1 as one")
    assert run.end(signal.SIGTERM) == 0
    assert run.processes() == {}
    server = embedded.start(run.data_dir)
    try:
        with psycopg.connect(server.dsn()) as connection:
            assert connection.execute("select one from kept").fetchone() == (1,)
    finally:
        server.stop()


def test_ctrl_c_while_it_sets_up_leaves_nothing_behind(run: Run) -> None:
    run.read_up_to("Migrated")
    assert run.end() == 0
    assert run.processes() == {}


def test_children_end_when_the_run_itself_is_killed(run: Run) -> None:
    run.wait_until_ready()
    run.process.kill()
    run.process.communicate()
    until = time.monotonic() + 20
    while run.processes() and time.monotonic() < until:
        time.sleep(0.1)
    assert run.processes() == {}


def test_worker_has_neither_the_key_of_keys_nor_the_sign_in_of_others(shared: Run) -> None:
    processes = shared.processes()
    of_worker = Path(f"/proc/{processes['worker']}/environ").read_bytes()
    of_api = Path(f"/proc/{processes['api']}/environ").read_bytes()
    assert b"\0KEY=" not in of_worker
    assert b"intersession_app:" not in of_worker
    assert b"\0KEY=" in of_api
    assert b"intersession_worker:" not in of_api
    for environment in (of_worker, of_api):
        assert embedded.secret(shared.data_dir, "postgres").encode() not in environment
    for name in ("key", "vapid.pem"):
        assert (shared.data_dir / "secrets" / name).stat().st_mode & 0o777 == 0o600


def test_a_worker_that_dies_is_started_again(shared: Run) -> None:
    before = shared.processes()["worker"]
    os.kill(before, signal.SIGKILL)
    shared.read_up_to("The worker stopped by itself and is started again")
    until = time.monotonic() + 10
    while shared.processes().get("worker", before) == before and time.monotonic() < until:
        time.sleep(0.05)
    assert shared.processes()["worker"] != before


def test_when_the_api_dies_everything_stops_with_one_line(run: Run) -> None:
    run.wait_until_ready()
    os.kill(run.processes()["api"], signal.SIGKILL)
    assert run.finish() == 1
    assert run.lines[-1].startswith("The api stopped by itself")
    assert run.processes() == {}


def test_a_port_in_use_gets_one_line_before_anything_starts(data_dir: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = Run(data_dir, PORT=str(port))
        assert run.finish() == 1
    assert run.lines == [
        f"Port {port} on 127.0.0.1 cannot be used (Address already in use): stop what listens there, "
        "or choose another port, for example PORT=8001 make run."
    ]
    assert not (data_dir / "postgres").exists()


def test_a_second_run_on_the_same_data_gets_one_line(shared: Run) -> None:
    second = Run(shared.data_dir)
    assert second.finish() == 1
    assert second.lines[-1] == f"Another Intersession is using the data directory {shared.data_dir}: stop it first."
    assert shared.get("/health/ready") == 200


def test_data_of_another_major_version_gets_one_line(data_dir: Path) -> None:
    embedded.start(data_dir, fsync=False).stop()
    (data_dir / "postgres" / "PG_VERSION").write_text("16\n")
    run = Run(data_dir)
    assert run.finish() == 1
    assert "belongs to PostgreSQL 16, and this is PostgreSQL 18" in run.lines[-1]
    assert not any("Traceback" in line for line in run.lines)


@pytest.mark.parametrize("name", ["KEY", "VAPID_KEY", "LOG_LEVEL", "DEMO"])
def test_an_unusable_setting_gets_one_line_that_names_it(data_dir: Path, name: str) -> None:
    run = Run(data_dir, **{name: "between-us"})
    assert run.finish() == 1
    assert len(run.lines) == 1
    assert run.lines[0].startswith(f"The setting {name} is not usable: ")
    assert name == "LOG_LEVEL" or "between-us" not in run.lines[0]


def test_a_database_of_ones_own_is_used_instead(data_dir: Path, fresh_database: str) -> None:
    run = Run(data_dir, DATABASE_URL=fresh_database, DEMO="0")
    try:
        run.wait_until_ready()
        assert set(run.processes()) == {"run", "api", "worker"}
        assert not (data_dir / "postgres").exists()
    finally:
        kill(run)


def test_a_database_that_cannot_be_reached_gets_one_line(data_dir: Path) -> None:
    run = Run(data_dir, DATABASE_URL=f"postgresql://somebody:between-us@/nothing?host={data_dir}")
    assert run.finish() == 1
    assert run.lines[-1].startswith("The database cannot be migrated: ")
    assert not any("Traceback" in line or "between-us" in line for line in run.lines)


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user runs all the other tests as one")
def test_an_ordinary_user_can_run_it(data_dir: Path) -> None:
    folder = data_dir / "theirs"
    folder.mkdir()
    account("nobody").take(folder)
    python = "/usr/bin/python3.11" if Path(sys.executable).resolve().is_relative_to(Path.home()) else sys.executable
    become = ("/usr/bin/setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
    run = Run(folder, (*become, python), DEMO="0", PYTHONPATH=":".join(sys.path), PYTHONDONTWRITEBYTECODE="1")
    try:
        run.wait_until_ready()
        assert {Path(f"/proc/{pid}").stat().st_uid for pid in run.processes().values()} == {account("nobody").uid}
    finally:
        kill(run)
