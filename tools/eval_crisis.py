"""Scores the crisis screen against labelled texts and writes docs/crisis-screen.md. `make eval-crisis`.

The texts are real people's words and stay outside this project: TEXTS names the file. A row is
{"id", "text", "label": "crisis" | "not" | "either", "stratum", "lang"}; rows labelled "either" are counted, never scored.
"""

import json
import math
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from clinical.crisis import screen_text

ROOT = Path(__file__).parent.parent
TEXTS = ROOT.parent / "shared" / "data" / "crisis" / "dev.jsonl"
REPORT = ROOT / "docs" / "crisis-screen.md"
HARD = "hard-"

Row = dict[str, Any]


class Figure(NamedTuple):
    """How many of `of` rows were routed to the hotline. `must` and `aim` are shares, for what we hold the screen to."""

    name: str
    hits: int
    of: int
    must: str
    aim: str

    def line(self) -> str:
        if self.of == 0:
            return f"| {self.name} | no texts | | {self.must} | {self.aim} |"
        low, high = wilson(self.hits, self.of)
        share = f"{percent(self.hits / self.of)} ({self.hits} of {self.of})"
        return f"| {self.name} | {share} | {percent(low)} to {percent(high)} | {self.must} | {self.aim} |"


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson, 1927): honest for few texts and for shares near 0 and 1."""
    share = hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def figures(rows: Iterable[Row]) -> list[Figure]:
    rows = list(rows)

    def figure(name: str, must: str, aim: str, keep: Callable[[Row], bool]) -> Figure:
        kept = [row for row in rows if keep(row)]
        return Figure(name, sum(row["tier"] is not None for row in kept), len(kept), must, aim)

    def crisis(stratum: str, *languages: str) -> Callable[[Row], bool]:
        return lambda r: r["label"] == "crisis" and r["stratum"] == stratum and r["lang"] in languages

    def calm(stratum: str) -> Callable[[Row], bool]:
        return lambda r: r["label"] == "not" and r["stratum"] == stratum

    def hard(label: str) -> Callable[[Row], bool]:
        return lambda r: r["label"] == label and r["stratum"].startswith(HARD)

    return [
        figure("found: explicit, English", ">= 93 %", "96 %", crisis("explicit", "en")),
        figure("found: explicit, Spanish", ">= 93 %", "96 %", crisis("explicit", "es")),
        figure("found: veiled", ">= 40 %", "60 %", crisis("veiled", "en", "es", "mixed")),
        figure("found: hard cases", ">= 92 %", "97 %", hard("crisis")),
        figure("false alarm: everyday", "<= 2 %", "1 %", calm("everyday")),
        figure("false alarm: clinic notes", "<= 2 %", "1 %", calm("clinic")),
        figure("false alarm: help-seeking", "<= 4 %", "2 %", calm("help-seeking")),
        figure("false alarm: distress without danger", "<= 10 %", "6 %", calm("distress-or-noise")),
        figure("false alarm: hard cases", "<= 10 %", "5 %", hard("not")),
        figure("false alarm: plain denials", "<= 13 %", "5 %", calm("hard-negation")),
    ]


def by_category(rows: Iterable[Row]) -> list[Figure]:
    """The hard cases one by one, the worst first."""
    cells: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        if row["label"] == "crisis" and row["stratum"].startswith(HARD):
            cells[row["stratum"].removeprefix(HARD).replace("_", " ")].append(row["tier"] is not None)
    found = [Figure(name, sum(hits), len(hits), ">= 80 %", "90 %") for name, hits in cells.items()]
    return sorted(found, key=lambda one: (one.hits / one.of, one.name))


def screened(rows: Iterable[Row]) -> list[Row]:
    answers: list[Row] = []
    for row in rows:
        match = screen_text(row["text"])
        span = match and [match.start, match.end]
        answers.append({**row, "tier": match and match.tier, "category": match and match.category, "span": span})
    return answers


def disagreements(rows: list[Row]) -> int:
    """On how many texts the phone's code answers otherwise: tier, category or span."""
    texts = "".join(json.dumps({"id": i, "text": row["text"]}) + "\n" for i, row in enumerate(rows))
    command = ["node", str(ROOT / "pwa" / "tools" / "screen.mjs")]
    done = subprocess.run(command, input=texts, capture_output=True, text=True, check=True)
    phone = [json.loads(line) for line in done.stdout.splitlines()]
    return sum(
        any(one[key] != row[key] for key in ("tier", "category", "span")) for one, row in zip(phone, rows, strict=True)
    )


def table(figures: Iterable[Figure]) -> str:
    head = "| figure | shown the hotline | 95 % interval | must | aim |\n|---|---|---|---|---|\n"
    return head + "\n".join(figure.line() for figure in figures)


def report(rows: list[Row], differing: int) -> str:
    either = [row for row in rows if row["label"] == "either"]
    shown = sum(row["tier"] is not None for row in either)
    return (
        (ROOT / "tools" / "crisis-screen.md.txt")
        .read_text()
        .format(
            texts=f"{len(rows):,}",
            figures=table(figures(rows)),
            categories=table(by_category(rows)),
            either=f"{shown} of {len(either)}",
            differing=differing,
        )
    )


def main() -> None:
    path = Path(os.environ.get("TEXTS") or TEXTS)
    if not path.exists():
        sys.exit(
            "There are no labelled texts here. TEXTS=file names some; the form of a row is in tools/eval_crisis.py."
        )
    rows = screened(json.loads(line) for line in path.read_text().splitlines() if line.strip())
    differing = disagreements(rows)
    print(table(figures(rows)), table(by_category(rows)), sep="\n\n")
    print(f"\nPython and the phone disagree on {differing} of {len(rows)} texts.")
    if path == TEXTS:
        REPORT.write_text(report(rows, differing))
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
