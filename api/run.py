"""`intersession run`: database, API and worker on one machine, started in order and stopped in order.

Every child is in a session of its own, so that the terminal's Ctrl-C reaches this process alone; if this process is
killed, the children are told to stop by the kernel (Linux).
"""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import Namespace
from contextlib import ExitStack
from types import FrameType

import msgspec
import psycopg

from api.commands.migrate import migrate_database, migrator_address
from api.local import completed, with_keys
from api.settings import Settings
from db import embedded
from db.pool import APP, WORKER

READY_SECONDS = 60.0
STOP_SECONDS = 15.0
WATCH_SECONDS = 0.25
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class RunError(Exception):
    """What cannot be started or has stopped by itself; one sentence."""


def run(_options: Namespace, settings: Settings) -> None:
    try:
        refuse_taken_port(settings)
        for sign in STOPPING:
            signal.signal(sign, stop_once)
        with ExitStack() as running:
            start_and_watch(settings, running)
    except KeyboardInterrupt:
        say("Stopped.")
    except RunError as problem:
        sys.exit(str(problem))


def start_and_watch(settings: Settings, running: ExitStack) -> None:
    """What `running` holds is stopped in reverse: the API, the worker, the database."""
    settings, server = prepare_database(settings, running)
    worker = Child("worker", settings_of_worker(settings))
    running.callback(worker.stop)
    api = Child("api", settings_of_api(settings))
    running.callback(api.stop)
    api.start()
    worker.start()
    wait_until_ready(settings, api, worker)
    announce(settings)
    while True:
        api.expect_alive()
        worker.keep_alive()
        if server is not None and server.process is not None and server.process.poll() is not None:
            raise RunError(f"PostgreSQL stopped by itself: see {settings.data_dir / 'postgres.log'}.")
        time.sleep(WATCH_SECONDS)


def refuse_taken_port(settings: Settings) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise RunError(
            f"Port {settings.port} on {settings.host} cannot be used ({error.strerror}): "
            "stop what listens there, or choose another port, for example PORT=8001 make run."
        ) from None


def stop_once(_number: int, _frame: FrameType | None) -> None:
    """The first signal interrupts whatever goes on; further ones do not disturb the stopping."""
    for sign in STOPPING:
        signal.signal(sign, signal.SIG_IGN)
    raise KeyboardInterrupt


def prepare_database(settings: Settings, running: ExitStack) -> tuple[Settings, embedded.Server | None]:
    """Ready for API and worker: running, migrated, and with a demo clinic if it is to have one and holds none."""
    server = None
    settings = with_keys(settings)
    if settings.database_url is None:
        say("Starting PostgreSQL")
        server = embedded.start(settings.data_dir)
        running.callback(server.stop)
        settings = completed(settings, server)
        if not os.environ.get("DEMO"):
            settings = msgspec.structs.replace(settings, demo=True)
    for name in migrate_database(settings):
        say(f"Migrated the database: {name}")
    if server is not None:
        server.allow_sign_in(APP, WORKER)
    if settings.demo and is_empty(settings):
        say("Filling the database with a demo clinic")
        seed(settings)
    return settings, server


def is_empty(settings: Settings) -> bool:
    with psycopg.connect(migrator_address(settings)) as connection:
        row = connection.execute("select exists (select from identity.clinic)").fetchone()
    return row == (False,)


def seed(settings: Settings) -> None:
    """In a process of its own: what it needs in memory is not held for as long as the clinic runs."""
    command = [sys.executable, "-m", "api.cli", "seed-demo"]
    if subprocess.run(command, env=environment(settings), check=False).returncode != 0:  # noqa: S603 our own command
        raise RunError("The demo clinic could not be made: see above.")


def settings_of_api(settings: Settings) -> Settings:
    return msgspec.structs.replace(
        settings, worker_database_url=None, migrator_database_url=None, smtp_url=None, mail_from=None
    )


def settings_of_worker(settings: Settings) -> Settings:
    """Without the key of keys and without the API's sign-in: the worker never opens a note."""
    worker_address = settings.worker_database_url or settings.database_url
    return msgspec.structs.replace(
        settings,
        worker_database_url=worker_address,
        database_url=None,
        migrator_database_url=None,
        key=None,
        metrics_token=None,
    )


def environment(settings: Settings) -> dict[str, str]:
    """Ours for a child: the settings as they were completed, and nothing else about Intersession."""
    names = {field.encode_name for field in msgspec.structs.fields(Settings)}
    names |= {f"{name}_FILE" for name in names}
    return {name: value for name, value in os.environ.items() if name not in names} | settings.to_environment()


class Child:
    """`intersession NAME` with its output in DATA_DIR/NAME.log."""

    def __init__(self, name: str, settings: Settings) -> None:
        self.name = name
        self.settings = settings
        self.log = settings.data_dir / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self.deaths = 0

    def start(self) -> None:
        with embedded.open_log(self.log) as log:
            self.process = subprocess.Popen(  # noqa: S603 our own command
                [sys.executable, "-m", "api.cli", self.name],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment(self.settings),
                start_new_session=True,
                preexec_fn=embedded.signal_when_parent_dies(signal.SIGTERM),
            )
        self.started = time.monotonic()

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
        # Its whole session: a server that was killed leaves behind the process that holds the port.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def expect_alive(self) -> None:
        if self.process is not None and self.process.poll() is not None:
            raise RunError(f"The {self.name} stopped by itself with status {self.process.returncode}: see {self.log}.")

    def keep_alive(self) -> None:
        """Starts it again when it has died: at once the first time, then after 2, 4, 8 ... 60 seconds."""
        if self.process is None or self.process.poll() is None:
            return
        lived = time.monotonic() - self.started
        if lived > 300:
            self.deaths = 0
        if lived < min(60, 2**self.deaths) and self.deaths:
            return
        self.deaths += 1
        say(f"The {self.name} stopped by itself and is started again (see {self.log}).")
        self.start()


def wait_until_ready(settings: Settings, api: Child, worker: Child) -> None:
    until = time.monotonic() + READY_SECONDS
    while get(settings, "/health/ready") is None:
        api.expect_alive()
        worker.keep_alive()
        if time.monotonic() > until:
            raise RunError(f"Intersession did not get ready in {READY_SECONDS:.0f} s: see {api.log} and {worker.log}.")
        time.sleep(0.05)


def get(settings: Settings, path: str) -> bytes | None:
    """The body of a 200, or None."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 compared, not bound
    connection = http.client.HTTPConnection(host, settings.port, timeout=5)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
        return body if response.status == 200 else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


class DemoAccount(msgspec.Struct):
    email: str
    name: str
    role: str
    password: str


class Demo(msgspec.Struct):
    accounts: list[DemoAccount]


def announce(settings: Settings) -> None:
    say(f"\nIntersession is ready: {settings.address}\n")
    body = get(settings, "/api/demo") if settings.demo else None
    accounts = msgspec.json.decode(body, type=Demo).accounts if body else []
    if accounts:
        say("This is a demo clinic with invented people. Sign in as:")
        wide = max(len(account.email) for account in accounts)
        for account in accounts:
            say(f"  {account.email:{wide}}  {account.password}  {account.role}: {account.name}")
        say("")
    say(f"Data and logs are in {settings.data_dir}. Stop with Ctrl-C.")


def say(line: str) -> None:
    print(line, flush=True)
