"""One running Intersession for all browser tests: API and worker as processes of their own, started as `intersession run` does."""

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
import psycopg
from psycopg.rows import dict_row

from api.keys import new_key, new_vapid_key
from api.run import Child, environment, settings_of_api, settings_of_worker, wait_until_ready
from api.settings import Settings
from tests.notifications.push_service import PushService, push_service
from tests.workers import free_port

WEB_DIR = Path(os.environ.get("WEB_DIR", Path(__file__).parents[2] / "pwa" / "dist"))
PATIENCE_SECONDS = 20.0

Found = TypeVar("Found")


class Stack:
    """`address` is what a browser opens. `superuser` reads and bends what a test could otherwise only wait for."""

    def __init__(self, settings: Settings, superuser: str, push: PushService) -> None:
        self.settings = settings
        self.superuser = superuser
        self.push = push
        self.api = Child("api", settings_of_api(settings))
        self.worker = Child("worker", settings_of_worker(settings))

    @property
    def address(self) -> str:
        return self.settings.address

    def client(self) -> httpx.Client:
        """Somebody without a session, on the same origin as the app."""
        return httpx.Client(base_url=self.address, headers={"Origin": self.address}, timeout=PATIENCE_SECONDS)

    def command(self, *arguments: str) -> str:
        """What `intersession ...` prints."""
        command = [sys.executable, "-m", "api.cli", *arguments]
        done = subprocess.run(command, env=environment(self.settings), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sql(self, statement: str, **values: Any) -> list[dict[str, Any]]:
        with psycopg.connect(self.superuser, autocommit=True, row_factory=dict_row) as connection:
            cursor = connection.execute(statement, values)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def running(self) -> Generator["Stack"]:
        try:
            self.api.start()
            self.worker.start()
            wait_until_ready(self.settings, self.api, self.worker)
            yield self
        finally:
            self.worker.stop()
            self.api.stop()


def settings_for(data_dir: Path, app_database: str, worker_database: str, push: PushService) -> Settings:
    port = free_port()
    return Settings(
        port=port,
        public_url=f"http://localhost:{port}",
        data_dir=data_dir,
        web_dir=WEB_DIR,
        database_url=app_database,
        worker_database_url=worker_database,
        key=new_key(),
        vapid_key=new_vapid_key(),
        push_hosts=push.host,
        log_level="WARNING",
    )


@contextmanager
def push_service_in_a_thread() -> Generator[PushService]:
    """The push service needs an event loop that runs; that of this thread belongs to the browser."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    service = push_service()
    try:
        yield asyncio.run_coroutine_threadsafe(service.__aenter__(), loop).result(10)
    finally:
        asyncio.run_coroutine_threadsafe(service.__aexit__(None, None, None), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def eventually(look: Callable[[], Found], what: str, seconds: float = PATIENCE_SECONDS) -> Found:
    """The first answer that is not empty, of something that another process brings about."""
    until = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < until, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.1)
    return found
