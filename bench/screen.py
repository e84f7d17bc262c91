"""The crisis screen: ordinary notes of 500 characters, and the time for each character of texts made to be slow.

Of each text the shortest of RUNS counts, so that the figures tell of the texts and not of what else the machine does.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from api.demo.notes import NOTES
from clinical.crisis import screen_text

PHONE = Path(__file__).parent / "screen_on_the_phone.mjs"
SLOW_DOWN = 4
"""How many times slower than this machine a phone is taken to be, as in Chromium's own throttling."""
CHARACTERS, TEXTS = 500, 300
RUNS = 5
SHORT, LONG = 1_250, 10_000
HOSTILE = {
    "beginnings of phrases": "i want to do not want to be so tired of ",
    "denials": "no suicidal thoughts or plans or ",
    "spaced letters": "s u i c i d a l k i l l m y s e l f x q ",
    "one glued word": "iwanttodi",
    "glued words": "iwanttodqq idontwantx ",
    "leetspeak": "k!l1 m@s3 su*c1dx d13 ",
    "masks": "k*i*l*m ",
    "pieces": "ab-cd-su.i.ci.",
    "slips": "suicxdal suiidxal ",
    "marks": "!!!!a",
    "one letter": "a",
}


@dataclass(frozen=True)
class Measured:
    """Of ordinary texts microseconds; `growth`: time for each character at LONG over that at SHORT, the worst text's."""

    p50: float
    p99: float
    growth: float
    slowest: float
    """Microseconds for each character of the slowest hostile text."""


def on_the_server() -> Measured:
    warm, texts = ordinary()
    for text in warm:
        screen_text(text)
    return _measured([_shortest(text) for text in [*texts, *hostile()]])


def on_the_phone() -> Measured:
    warm, texts = ordinary()
    asked = json.dumps({"warm": warm * 5, "texts": [*texts, *hostile()], "runs": RUNS})
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["node", str(PHONE)]
    done = subprocess.run(
        command, input=asked.encode(), stdout=subprocess.PIPE, check=True, env={**os.environ, "PATH": path}
    )
    return _measured([ms * 1000 * SLOW_DOWN for ms in json.loads(done.stdout)])


def ordinary() -> tuple[list[str], list[str]]:
    """Notes of the demo's people, in an order of their own: some to warm up with, and others to measure."""
    notes = sorted({note for by_mood in NOTES.values() for note in _texts(by_mood)})
    draw = random.Random(5)
    made = [" ".join(draw.sample(notes, k=len(notes)))[:CHARACTERS] for _ in range(2 * TEXTS)]
    return made[:TEXTS], made[TEXTS:]


def hostile() -> list[str]:
    return [(text * size)[:size] for text in HOSTILE.values() for size in (SHORT, LONG)]


def _texts(notes: object) -> Iterable[str]:
    return chain.from_iterable(getattr(notes, name) for name in ("low", "fair", "good", "session"))


def _shortest(text: str) -> float:
    times: list[float] = []
    for _ in range(RUNS):
        started = time.perf_counter()
        screen_text(text)
        times.append(time.perf_counter() - started)
    return min(times) * 1e6


def _measured(times: list[float]) -> Measured:
    calm = sorted(times[:TEXTS])
    pairs = list(zip(times[TEXTS::2], times[TEXTS + 1 :: 2], strict=True))
    return Measured(
        p50=calm[TEXTS // 2],
        p99=calm[TEXTS * 99 // 100],
        growth=max((long / LONG) / (short / SHORT) for short, long in pairs),
        slowest=max(long / LONG for _, long in pairs),
    )
