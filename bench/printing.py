"""The printed summary of the long journal of `bench.summary`, over HTTP: database, sentences, charts and PDF."""

import asyncio
from statistics import median

import msgspec

from bench import summary
from bench.bed import Bed

ROUNDS = 5
SECONDS = 4.0


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Milliseconds, one connection, one request after the other. `grown_mb`: memory of the serving process, after against before."""

    p50_ms: float
    p99_ms: float
    letter_ms: float
    grown_mb: float


def measure(bed: Bed) -> Figures:
    """The first round loads fonts and fills caches, and does not count."""
    doctor, patient = asyncio.run(summary.seed(bed))
    before = bed.serving_memory_mb()

    def load(path: str) -> list[tuple[float, float]]:
        found = [
            bed.load("GET", f"/api/patients/{patient}/{path}", [doctor], seconds=SECONDS) for _ in range(ROUNDS + 1)
        ]
        return [(each.p50 * 1000, each.p99 * 1000) for each in found[1:]]

    prints, letters = load("summary/pdf"), load("letter")
    return Figures(
        p50_ms=median(p50 for p50, _ in prints),
        p99_ms=median(p99 for _, p99 in prints),
        letter_ms=median(p50 for p50, _ in letters),
        grown_mb=bed.serving_memory_mb() - before,
    )
