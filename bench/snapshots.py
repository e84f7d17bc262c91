"""A worker that makes all summaries that are due, and says how long it took and how it grew. Started by bench.summary."""

import asyncio
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from db.pool import WORKER, create_pool
from notifications.summaries import make_due

WARM = 200


class Night(msgspec.Struct, frozen=True, kw_only=True):
    """Resident megabytes after the first `WARM` summaries, and after the last. `busy`: seconds of the worker's own processor time,
    without the database's."""

    made: int
    seconds: float
    busy: float
    warm_mb: float
    end_mb: float


async def work(dsn: str) -> Night:
    pool = await create_pool(dsn, role=WORKER)
    began, busy, made, warm_mb = time.perf_counter(), time.process_time(), 0, 0.0
    while claimed := await make_due(pool, datetime.now(UTC)):
        made += claimed
        if not warm_mb and made >= WARM:
            warm_mb = resident_mb()
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    await pool.close()
    return Night(made=made, seconds=seconds, busy=busy, warm_mb=warm_mb, end_mb=resident_mb())


def resident_mb() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(asyncio.run(work(sys.argv[1]))))
