"""A load from a process of its own: N kept-alive connections, each sending the next request when the last one is answered.

Reads a plan as JSON from standard input and prints what it measured as JSON: throughput, and latency percentiles in seconds.
"""

import asyncio
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec
from uuid_utils.compat import uuid7


class Plan(msgspec.Struct, kw_only=True):
    """`tokens`: one session a connection. `requests` bounds the whole run beside `seconds`."""

    host: str
    port: int
    method: str
    path: str
    tokens: list[str]
    seconds: float
    body: str = ""


class Measured(msgspec.Struct, kw_only=True):
    requests: int
    failures: int
    per_second: float
    p50: float
    p99: float


class Connection(asyncio.Protocol):
    """Sends one request at a time and counts whole answers (by their content-length)."""

    def __init__(self, plan: Plan, token: str, until: float) -> None:
        self._plan = plan
        self._bodies = bodies(plan.body)
        self._head = (
            f"{plan.method} {plan.path} HTTP/1.1\r\nHost: {plan.host}:{plan.port}\r\nOrigin: http://{plan.host}:{plan.port}\r\n"
            f"Cookie: session={token}\r\nContent-Type: application/json\r\n"
        )
        self._until = until
        self._buffer = b""
        self.latencies: list[float] = []
        self.failures = 0
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def _send(self) -> None:
        body = next(self._bodies)
        self._began = time.perf_counter()
        self._transport.write(f"{self._head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

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


def bodies(template: str) -> Iterator[bytes]:
    """The template with a new revision id, the one before it, and the present time in each."""
    before = "null"
    while True:
        now = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
        revision = f'"{uuid7()}"'
        yield template.replace('"REVISION"', revision).replace('"BEFORE"', before).replace("NOW", now).encode()
        before = revision


async def measure(plan: Plan) -> Measured:
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    connections: list[Connection] = []
    for token in plan.tokens:
        _, protocol = await loop.create_connection(
            lambda token=token: Connection(plan, token, began + plan.seconds), plan.host, plan.port
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
    print(msgspec.json.encode(asyncio.run(measure(plan))).decode())
