"""A load from a process of its own: N kept-alive connections, each sending the next request when the last one is answered.

Reads a plan as JSON from standard input and prints what it measured as JSON: throughput, and latency percentiles in seconds.
"""

import asyncio
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import cast

import msgspec
import uvloop
from uuid_utils.compat import uuid7


class Plan(msgspec.Struct, kw_only=True):
    """`tokens`: for each connection the sessions that it uses in turn, so that many people write a little each."""

    host: str
    port: int
    method: str
    path: str
    tokens: list[list[str]]
    seconds: float
    body: str = ""


class Measured(msgspec.Struct, kw_only=True):
    requests: int
    failures: int
    per_second: float
    p50: float
    p99: float


class Writer:
    """One person's requests: each body with a new revision id, based on the one before, at the present time."""

    def __init__(self, plan: Plan, token: str) -> None:
        self._template = plan.body
        self._before = "null"
        self._head = (
            f"{plan.method} {plan.path} HTTP/1.1\r\nHost: {plan.host}:{plan.port}\r\n"
            f"Origin: http://{plan.host}:{plan.port}\r\nCookie: session={token}\r\nContent-Type: application/json\r\n"
        )

    def request(self) -> bytes:
        now = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
        revision = f'"{uuid7()}"'
        body = self._template.replace('"REVISION"', revision).replace('"BEFORE"', self._before).replace("NOW", now)
        self._before = revision
        return f"{self._head}Content-Length: {len(body.encode())}\r\n\r\n{body}".encode()


class Connection(asyncio.Protocol):
    """Sends one request at a time and counts whole answers (by their content-length)."""

    def __init__(self, plan: Plan, tokens: list[str], until: float) -> None:
        self._writers = cycle([Writer(plan, token) for token in tokens])
        self._until = until
        self._buffer = b""
        self.latencies: list[float] = []
        self.failures = 0
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are none of asyncio's classes.
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def _send(self) -> None:
        request = next(self._writers).request()
        self._began = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, rest = self._buffer.partition(b"\r\n\r\n")
        if not separator:
            return
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
        if len(rest) < length:
            return
        self._buffer = b""
        self.latencies.append(time.perf_counter() - self._began)
        self.failures += not head.startswith(b"HTTP/1.1 20")
        if time.perf_counter() < self._until:
            self._send()
        else:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)


async def measure(plan: Plan) -> Measured:
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    connections: list[Connection] = []
    for tokens in plan.tokens:
        _, protocol = await loop.create_connection(
            lambda tokens=tokens: Connection(plan, tokens, began + plan.seconds), plan.host, plan.port
        )
        connections.append(protocol)
    await asyncio.gather(*(c.done for c in connections))
    elapsed = time.perf_counter() - began
    latencies = sorted(latency for c in connections for latency in c.latencies)
    return Measured(
        requests=len(latencies),
        failures=sum(c.failures for c in connections),
        per_second=len(latencies) / elapsed,
        p50=latencies[len(latencies) // 2],
        p99=latencies[int(len(latencies) * 0.99)],
    )


if __name__ == "__main__":
    plan = msgspec.json.decode(sys.stdin.buffer.read(), type=Plan)
    print(msgspec.json.encode(uvloop.run(measure(plan))).decode())
