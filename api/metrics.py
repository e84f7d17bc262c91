"""Figures for a monitor, in Prometheus' text format. Counts and ages alone: no label names anybody, or any clinic.

How many alerts a clinic has is not for everybody to know: the monitor has to know METRICS_TOKEN.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from hmac import compare_digest

from litestar import Response, get
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from api.state import AnyRequest, running
from clinical.errors import NotFound, Unauthenticated
from db import operations, reach
from db.operations import Sign
from db.reach import Unreached
from db.rows import refusals_in_words

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@get("/metrics", include_in_schema=False)
async def metrics(request: AnyRequest) -> Response[bytes]:
    """What the worker counted when it gave its last sign of life; how old that is stands beside it."""
    here = running(request)
    if here.metrics_token is None:
        raise NotFound
    if not compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {here.metrics_token}".encode()):
        raise Unauthenticated
    with refusals_in_words():
        async with here.pool.acquire() as conn:
            sign, unreached = await operations.sign_of_life(conn), await reach.unreached(conn)
    return Response(exposition(sign, unreached, datetime.now(UTC)), media_type=MEDIA_TYPE)


def exposition(sign: Sign | None, unreached: Unreached, now: datetime) -> bytes:
    registry = CollectorRegistry()
    # The library asks for its base class where having collect() is enough.
    registry.register(_Collected([*_of_worker(sign, now), *_of_reach(unreached, now)]))  # pyright: ignore[reportArgumentType]
    return generate_latest(registry)


class _Collected:
    def __init__(self, found: list[Metric]) -> None:
        self._found = found

    def collect(self) -> list[Metric]:
        return self._found


def _of_reach(unreached: Unreached, now: datetime) -> Iterable[Metric]:
    yield _gauge("alerts_unreached", "Open alerts that no push service and no mail server took over.", unreached.alerts)
    yield _gauge("alert_unreached_oldest_seconds", "Age of the oldest of them.", _age(unreached.oldest_at, now))


def _of_worker(sign: Sign | None, now: datetime) -> Iterable[Metric]:
    """Nothing but an age without a worker: what is not known is not zero."""
    if sign is None:
        return
    yield _gauge("worker_heartbeat_age_seconds", "Since a worker last gave a sign of life.", _age(sign.at, now))
    yield _gauge("mail_server_set", "1 when the worker has a mail server to send by.", int(sign.mail))
    found = sign.figures
    if found is None:
        return
    states = GaugeMetricFamily(
        "intersession_alerts_unacknowledged", "Alerts that nobody has acknowledged.", labels=["state"]
    )
    for state, count in (("raised", found.raised), ("sent", found.sent), ("seen", found.seen)):
        states.add_metric([state], count)
    yield states
    yield _gauge("alert_unacknowledged_oldest_seconds", "Age of the oldest of them.", _age(found.oldest_at, now))
    waiting = GaugeMetricFamily(
        "intersession_messages_due", "Messages that are due and not sent yet.", labels=["channel"]
    )
    for channel, count in (("push", found.push_waiting), ("email", found.email_waiting)):
        waiting.add_metric([channel], count)
    yield waiting
    yield _gauge("escalations_due", "Alerts whose next person is due to be told.", found.clocks_due)
    yield _gauge("mailboxes_failing", "Addresses of staff whose last mail failed.", found.mailboxes_failing)
    unreachable = "Clinics with patients where an alert would reach nobody."
    yield _gauge("clinics_unreachable", unreachable, found.clinics_unreachable)
    yield CounterMetricFamily("intersession_mails_failed", "Mails that were not accepted.", value=found.mails_failed)


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(f"intersession_{name}", what, value=value)


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
