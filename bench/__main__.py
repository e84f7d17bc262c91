"""Runs every figure on a fresh private PostgreSQL, prints the table, and writes it to bench/results/figures.json.

`python -m bench [NAME ...]` runs some of: check-ins, summary, snapshots, pdf, caseload, millions, screen.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from bench import caseload, check_ins, printing, screen, summary
from bench.bed import Bed, made

RESULTS = Path(__file__).parent / "results"


class Figure(msgspec.Struct, kw_only=True):
    """`measured` in the unit of `must`; `met` compares them; `also` holds the absolute numbers behind a ratio."""

    what: str
    measured: float
    unit: str
    must: str
    met: bool
    also: dict[str, float] = {}


def saving(bed: Bed) -> list[Figure]:
    bare, full = check_ins.compare(bed, check_ins.people_of(bed))
    ratio = check_ins.rate(full) / check_ins.rate(bare)
    also = {
        "bare per second": check_ins.rate(bare),
        "full per second": check_ins.rate(full),
        "full p50 ms": full[-1].p50 * 1000,
        "full p99 ms": full[-1].p99 * 1000,
    }
    memory = bed.serving_memory_mb()
    return [
        Figure(
            what="PUT check-in against one bare INSERT",
            measured=ratio,
            unit="x",
            must=">= 0.50",
            met=ratio >= 0.5,
            also=also,
        ),
        Figure(what="API process after the run", measured=memory, unit="MB", must="<= 150", met=memory <= 150),
    ]


def reading(bed: Bed) -> list[Figure]:
    found = summary.measure(bed)
    return [
        Figure(
            what="live summary against fetching its rows",
            measured=found.ratio,
            unit="x",
            must="<= 3",
            met=found.ratio <= 3,
            also={"bare p50 ms": found.bare_ms, "full p50 ms": found.full_ms},
        ),
        Figure(what="live summary p50", measured=found.full_ms, unit="ms", must="<= 20", met=found.full_ms <= 20),
        Figure(
            what="summary of 18 months, arithmetic p50",
            measured=found.alone_ms,
            unit="ms",
            must="<= 5",
            met=found.alone_ms <= 5,
        ),
    ]


def snapshots(bed: Bed) -> list[Figure]:
    """Memory is flat when it grows by no more than a tenth from the 200th summary to the last."""
    found = summary.night(bed)
    per_thousand = 1000 * found.seconds / found.made
    grown = found.end_mb / found.warm_mb
    return [
        Figure(
            what="1,000 snapshots by one worker",
            measured=per_thousand,
            unit="s",
            must="<= 60",
            met=per_thousand <= 60,
            also={"made": found.made, "busy s": found.busy, "MB at the end": found.end_mb},
        ),
        Figure(what="worker's memory, last over 200th", measured=grown, unit="x", must="<= 1.1", met=grown <= 1.1),
    ]


def printed(bed: Bed) -> list[Figure]:
    found = printing.measure(bed)
    return [
        Figure(
            what="printed summary (PDF) p50",
            measured=found.p50_ms,
            unit="ms",
            must="<= 300",
            met=found.p50_ms <= 300,
            also={"p99 ms": found.p99_ms, "letter p50 ms": found.letter_ms, "memory grown MB": found.grown_mb},
        )
    ]


def listing(bed: Bed) -> list[Figure]:
    found = caseload.measure(bed)
    return [
        Figure(
            what="caseload of 500 patients p50", measured=found.p50_ms, unit="ms", must="<= 60", met=found.p50_ms <= 60
        )
    ]


def growing(bed: Bed) -> list[Figure]:
    """Before and after 2 million entries of other patients, both against the bare INSERT of the same moment."""
    people = check_ins.people_of(bed)
    empty = _ratio(bed, people)
    check_ins.add_millions(bed)
    full = _ratio(bed, people)
    change = full / empty
    return [
        Figure(
            what="PUT check-in with 2 million others",
            measured=change,
            unit="of the empty table's",
            must=">= 0.90",
            met=change >= 0.9,
            also={"ratio empty": empty, "ratio full": full},
        )
    ]


def _ratio(bed: Bed, people: list[check_ins.Person]) -> float:
    bare, full = check_ins.compare(bed, people)
    return check_ins.rate(full) / check_ins.rate(bare)


def screening() -> list[Figure]:
    return [
        *_screening("Python", screen.on_the_server(), 200, 1_000),
        *_screening(f"phone, {screen.SLOW_DOWN}x slower", screen.on_the_phone(), 2_000, None),
    ]


def _screening(where: str, found: screen.Measured, p50: float, p99: float | None) -> list[Figure]:
    met = found.p50 <= p50 and (p99 is None or found.p99 <= p99)
    must = f"<= {p50:g}" if p99 is None else f"<= {p50:g}, p99 <= {p99:g}"
    also = {"p99 us": found.p99}
    grown = {"slowest us a character": found.slowest}
    return [
        Figure(
            what=f"screen, 500 characters, {where}, p50", measured=found.p50, unit="us", must=must, met=met, also=also
        ),
        Figure(
            what=f"screen, {where}: time a character at {screen.LONG:,} over {screen.SHORT:,}, worst text",
            measured=found.growth,
            unit="x",
            must="<= 1.5",
            met=found.growth <= 1.5,
            also=grown,
        ),
    ]


ALONE: dict[str, Callable[[], list[Figure]]] = {"screen": screening}
"""Figures that need neither database nor server."""
FIGURES: dict[str, Callable[[Bed], list[Figure]]] = {
    "check-ins": saving,
    "summary": reading,
    "snapshots": snapshots,
    "pdf": printed,
    "caseload": listing,
    "millions": growing,
}


def main(names: list[str]) -> None:
    figures: list[Figure] = []
    for name in names or [*ALONE, *FIGURES]:
        print(f"{name} ...", file=sys.stderr, flush=True)
        if name in ALONE:
            figures += ALONE[name]()
            continue
        # A database and a process of its own for each, so that none inherits another's.
        with made() as bed:
            figures += FIGURES[name](bed)
    print(table(figures))
    RESULTS.mkdir(exist_ok=True)
    text = msgspec.json.format(msgspec.json.encode({"at": datetime.now(UTC), "figures": figures}), indent=2)
    (RESULTS / "figures.json").write_bytes(text)


def table(figures: list[Figure]) -> str:
    lines = ["| figure | measured | must | met | absolute |", "|---|---|---|---|---|"]
    for f in figures:
        also = ", ".join(f"{name} {value:,.1f}" for name, value in f.also.items())
        lines.append(f"| {f.what} | {f.measured:.2f} {f.unit} | {f.must} | {'yes' if f.met else 'NO'} | {also} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main(sys.argv[1:])
