"""The private PostgreSQL of db/embedded.py, started for real."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from pathlib import Path

import psycopg
import pytest

from db import cluster, embedded

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root starts the server as somebody else")


def ask(dsn: str, question: str) -> object:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[arg-type]
    return row[0] if row else None


def test_what_was_committed_is_there_after_a_restart(data_dir: Path) -> None:
    server = embedded.start(data_dir)
    connection = psycopg.connect(server.dsn(), autocommit=True)
    connection.execute("create table kept as select 1 as one")
    connection.execute("begin; insert into kept values (2)")
    server.stop()
    connection.close()
    server = embedded.start(data_dir)
    try:
        assert ask(server.dsn(), "select array_agg(one) from kept") == [1]
    finally:
        server.stop()
    assert embedded.running(data_dir) is None
    assert not server.socket_dir.exists()


@pytest.fixture(scope="module")
def server() -> Generator[embedded.Server]:
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o711)
    server = embedded.start(folder, fsync=False)
    yield server
    server.stop()
    shutil.rmtree(folder)


def test_server_is_18_with_checksums_and_listens_on_a_socket_only(server: embedded.Server) -> None:
    assert str(ask(server.dsn(), "show server_version")).startswith("18.")
    assert ask(server.dsn(), "show data_checksums") == "on"
    assert ask(server.dsn(), "show listen_addresses") == ""
    assert ask(server.dsn(), "select lower('ÁÑ')") == "áñ"


def test_nobody_signs_in_without_the_password(server: embedded.Server) -> None:
    for address in (server.dsn().replace(embedded.secret(server.data_dir, "postgres"), "guess"), no_password(server)):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(address)


def no_password(server: embedded.Server) -> str:
    return f"host={server.socket_dir} user=postgres dbname=postgres"


def test_a_role_signs_in_with_its_own_password(server: embedded.Server) -> None:
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute("create role reader")
    server.allow_sign_in("reader")
    assert ask(server.dsn("reader"), "select current_user") == "reader"
    assert embedded.secret(server.data_dir, "reader") != embedded.secret(server.data_dir, "postgres")


def test_secrets_and_data_are_closed_to_others(server: embedded.Server) -> None:
    folder = server.data_dir
    assert mode(folder / "secrets") == 0o700
    assert mode(folder / "secrets" / "postgres.password") == 0o600
    assert mode(folder / "postgres") == 0o700
    assert mode(folder / "postgres.log") == 0o600
    assert mode(server.socket_dir) == 0o700


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_log_holds_no_row_and_no_statement(server: embedded.Server) -> None:
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute("create table diary (mood int constraint mood_range check (mood < 11), note text)")
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute("insert into diary values (12, 'between us')")
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            connection.execute("insert into diary values (%s::int, %s)", ["1x", "between us"])
    log = (server.data_dir / "postgres.log").read_text()
    assert "mood_range" in log
    assert "between us" not in log
    assert "insert into" not in log


def test_a_second_start_on_the_same_directory_is_refused_and_can_attach(server: embedded.Server) -> None:
    with pytest.raises(embedded.EmbeddedError, match="Another Intersession is using"):
        embedded.start(server.data_dir)
    with embedded.attached(server.data_dir) as same:
        assert ask(same.dsn(), "select 1") == 1
    assert ask(server.dsn(), "select 1") == 1  # and leaving the block did not stop it


def test_attached_starts_and_stops_a_server_where_none_runs(data_dir: Path) -> None:
    with embedded.attached(data_dir) as server:
        assert ask(server.dsn(), "select current_database()") == "intersession"
    assert embedded.running(data_dir) is None


def test_a_data_directory_of_another_major_version_gets_one_sentence(data_dir: Path) -> None:
    embedded.start(data_dir, fsync=False).stop()
    (data_dir / "postgres" / "PG_VERSION").write_text("17\n")
    with pytest.raises(embedded.EmbeddedError, match="belongs to PostgreSQL 17, and this is PostgreSQL 18"):
        embedded.start(data_dir)


def test_a_lock_file_whose_number_another_process_has_now_is_no_obstacle(data_dir: Path) -> None:
    embedded.start(data_dir, fsync=False).stop()
    lock = data_dir / "postgres" / "postmaster.pid"
    lock.write_text(f"{os.getppid()}\n{lock.parent}\n1\n5432\n/run/intersession-gone\n\n  1 1\nready   \n")
    os.chown(lock, lock.parent.stat().st_uid, lock.parent.stat().st_gid)
    server = embedded.start(data_dir, fsync=False)
    assert ask(server.dsn(), "select 1") == 1
    server.stop()


def test_the_data_directory_may_have_a_long_path(data_dir: Path) -> None:
    deep = data_dir / ("deep" * 25) / ("down" * 25)
    server = embedded.start(deep, fsync=False)
    assert ask(server.dsn(), "select 1") == 1
    server.stop()


START_AND_WAIT = """
import sys, time
from pathlib import Path
from db import embedded
embedded.start(Path(sys.argv[1]))
print("up", flush=True)
time.sleep(60)
"""


def test_the_server_ends_when_whoever_started_it_is_killed(data_dir: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", START_AND_WAIT, data_dir], stdout=subprocess.PIPE) as starter:
        assert starter.stdout
        assert starter.stdout.readline() == b"up\n"
        abandoned = embedded.running(data_dir)
        assert abandoned
        starter.send_signal(signal.SIGKILL)
    until = time.monotonic() + 10
    while embedded.running(data_dir) and time.monotonic() < until:
        time.sleep(0.02)
    assert embedded.running(data_dir) is None
    server = embedded.start(data_dir)
    assert ask(server.dsn(), "select 1") == 1
    assert not abandoned.socket_dir.exists()
    server.stop()


@as_root
def test_root_runs_the_server_as_a_number_without_an_account(server: embedded.Server) -> None:
    assert server.process
    owner = Path(f"/proc/{server.process.pid}").stat().st_uid
    assert owner in cluster.PRIVATE_UIDS
    assert owner == (server.data_dir / "postgres").stat().st_uid


@as_root
def test_root_opens_no_directory_that_is_closed(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "STATE_DIR", data_dir / "state")
    closed = data_dir / "home"
    closed.mkdir(mode=0o700)
    server = embedded.start(closed / "data", fsync=False)
    server.stop()
    assert mode(closed) == 0o700
    assert (closed / "data" / "postgres").readlink().parent == data_dir / "state"
    server = embedded.start(closed / "data", fsync=False)
    assert ask(server.dsn(), "select 1") == 1
    server.stop()
    for folder in (data_dir / "state").iterdir():
        folder.rename(data_dir / "elsewhere")
    with pytest.raises(embedded.EmbeddedError, match="leads to a directory that is gone"):
        embedded.start(closed / "data")


@as_root
def test_root_copies_binaries_that_the_server_cannot_read(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "STATE_DIR", data_dir / "state")
    real = cluster.open_to_others
    monkeypatch.setattr(cluster, "open_to_others", lambda path: "site-packages" not in str(path) and real(path))
    server = embedded.start(data_dir / "data", fsync=False)
    try:
        assert server.process
        binary = Path(f"/proc/{server.process.pid}/exe").readlink()
        assert data_dir / "state" in binary.parents
        assert binary.stat().st_uid == 0
        assert ask(server.dsn(), "select 1") == 1
    finally:
        server.stop()


@as_root
def test_an_ordinary_user_starts_a_server_too(data_dir: Path) -> None:
    folder = data_dir / "theirs"
    folder.mkdir()
    nobody = cluster.account("nobody")
    nobody.take(folder)
    program = "from db import embedded; from pathlib import Path; import sys\nembedded.start(Path(sys.argv[1])).stop()"
    subprocess.run(
        [
            "/usr/bin/setpriv",
            "--reuid=nobody",
            "--regid=nogroup",
            "--clear-groups",
            *own_python(),
            "-c",
            program,
            folder,
        ],
        check=True,
        env={"PYTHONPATH": ":".join(sys.path), "PATH": "/usr/bin"},
    )
    assert (folder / "postgres").stat().st_uid == nobody.uid
    assert mode(folder / "postgres") == 0o700


def own_python() -> list[str]:
    """A Python that any user can run: root's own may lie in its home."""
    return (
        [sys.executable] if cluster.open_to_others(Path(sys.executable).resolve().parent) else ["/usr/bin/python3.11"]
    )
