"""Is the process alive, and can it do its work?"""

from datetime import UTC, datetime, timedelta

import msgspec
from litestar import Controller, Response, get

from api.state import AnyRequest, running
from clinical.errors import DomainError
from db import operations
from db.rows import refusals_in_words

FRESH = timedelta(seconds=30)
"""The worker writes its heartbeat every few seconds."""


class Health(msgspec.Struct, kw_only=True):
    """`problems` is empty when all is well; each is a sentence for the operator, without data."""

    ok: bool
    problems: list[str] = []


class HealthController(Controller):
    path = "/health"
    tags = ("health",)

    @get("/live")
    async def live(self) -> Health:
        return Health(ok=True)

    @get("/ready")
    async def ready(self, request: AnyRequest) -> Response[Health]:
        problems = await find_problems(request)
        return Response(Health(ok=not problems, problems=problems), status_code=503 if problems else 200)


async def find_problems(request: AnyRequest) -> list[str]:
    try:
        with refusals_in_words():
            async with running(request).pool.acquire() as conn:
                state = await operations.state(conn)
    except DomainError:
        return ["The database cannot be reached, or it has not been migrated."]
    problems: list[str] = []
    if state.missing_migrations:
        problems.append(f"{len(state.missing_migrations)} migrations are not applied: run `intersession migrate`.")
    if state.heartbeat is None or datetime.now(UTC) - state.heartbeat > FRESH:
        problems.append("No worker has reported in the last 30 seconds.")
    return problems
