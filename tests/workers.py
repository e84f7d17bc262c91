"""How tests are shared out among worker processes (`pytest -n 2`): each with its own PostgreSQL, Intersession and browser.

A file stays whole, for what its tests share. The first worker takes from the front of the list, where the browser's files
are, the others from the back, so that a second browser is not started before little else is left to do.

Names of tests must be the same in every worker: no random number and no time in the values of `parametrize`
(ids are left out of the names).
"""

import os
import random
import socket
from collections.abc import Generator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_SH, LOCK_UN, flock
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

# Below the stretch from which the system takes ports for connections, and a part of it for each worker.
PORTS = range(12_000, 32_000)
PARTS = 10


def worker_number() -> int:
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


def free_port() -> int:
    """One that nobody else takes before the program under test does."""
    size = len(PORTS) // PARTS
    part = PORTS[worker_number() % PARTS * size :][:size]
    while True:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", random.choice(part)))
            except OSError:
                continue
            return probe.getsockname()[1]


@contextmanager
def room_of(folder: Path, *, alone: bool) -> Generator[None]:
    """Tests of several workers run beside each other, but for one that measures: it waits at the gate until the room is
    empty, and keeps the gate shut.
    """
    with open(folder / "gate", "w") as gate, open(folder / "room", "w") as room:
        flock(gate, LOCK_EX)
        flock(room, LOCK_EX if alone else LOCK_SH)
        if not alone:
            flock(gate, LOCK_UN)
        yield


class Sharing(LoadScopeScheduling):
    def __init__(self, config: pytest.Config, log: Producer) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        path, _, name = nodeid.partition("::")
        # The older PostgreSQL is started once, by the worker that gets all its tests.
        return "PostgreSQL 15" if name.endswith("[15]") or "[15-" in name else path

    def _assign_work_unit(self, node: WorkerController) -> None:
        last = next(reversed(self.workqueue))
        if node is not self.nodes[0]:
            self.workqueue.move_to_end(last, last=False)
        super()._assign_work_unit(node)


def in_order(items: list[pytest.Item]) -> None:
    """The browser's files in front; at the back, as it happens, is what else takes long: the older PostgreSQL, `intersession
    run`, the image.
    """
    items.sort(key=lambda item: "tests/browser/" not in item.path.as_posix())
