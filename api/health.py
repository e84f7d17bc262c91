"""Is the process alive, and can it do its work?"""

from datetime import UTC, datetime, timedelta

import msgspec
from litestar import Controller, Response, get

from api.state import AnyRequest, running
from clinical.errors import DomainError
from db import operations, reach
from db.operations import Sign
from db.rows import refusals_in_words

FRESH = timedelta(seconds=30)
"""The worker writes its heartbeat every few seconds."""

UNREACHED = "An alert has not reached anybody: see who can be reached in the clinic's settings, and the worker's log."

UNREACHABLE = "In a clinic an alert would reach nobody: its staff turn on notifications, or the operator sets SMTP_URL."


class Health(msgspec.Struct, kw_only=True):
    """`problems` is empty when requests can be served and messages are sent. `warnings`: what an operator has to see to although
    everything runs. Each is a sentence, without data."""

    ok: bool
    problems: list[str] = []
    warnings: list[str] = []


class HealthController(Controller):
    path = "/health"
    tags = ("health",)

    @get("/live")
    async def live(self) -> Health:
        return Health(ok=True)

    @get("/ready")
    async def ready(self, request: AnyRequest) -> Response[Health]:
        """503 takes a process out of service: that helps nobody when an alert reaches nobody, so that is a warning."""
        health = await look(request)
        return Response(health, status_code=200 if health.ok else 503)


async def look(request: AnyRequest) -> Health:
    try:
        with refusals_in_words():
            async with running(request).pool.acquire() as conn:
                missing = await operations.missing_migrations(conn)
                if missing:
                    return _health(f"{len(missing)} migrations are not applied: run `intersession migrate`.")
                sign = await operations.sign_of_life(conn)
                unreached = await reach.unreached(conn)
    except DomainError:
        return _health("The database cannot be reached, or it has not been migrated.")
    problems = [] if is_fresh(sign) else ["No worker has reported in the last 30 seconds."]
    warnings = [UNREACHED] if unreached.alerts else []
    if sign is not None and sign.figures is not None and sign.figures.clinics_unreachable:
        warnings.append(UNREACHABLE)
    return Health(ok=not problems, problems=problems, warnings=warnings)


def is_fresh(sign: Sign | None) -> bool:
    return sign is not None and datetime.now(UTC) - sign.at <= FRESH


def _health(problem: str) -> Health:
    return Health(ok=False, problems=[problem])
