"""The phone's screen says of every text what the server's says: tier, category and span."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clinical.crisis import OwnPhrase, own_words, screen_text
from tests.clinical.crisis_texts import OWN, TEXTS

ROOT = Path(__file__).parents[2]
LABELLED = ROOT.parent / "shared" / "data" / "crisis" / "dev.jsonl"
GENERATED = 5_000

Row = dict[str, Any]


def on_the_phone(rows: list[Row]) -> list[Row]:
    texts = "".join(json.dumps({"id": number, **row}) + "\n" for number, row in enumerate(rows))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["node", str(ROOT / "pwa" / "tools" / "screen.mjs")]
    done = subprocess.run(
        command, input=texts.encode(), capture_output=True, check=True, env={**os.environ, "PATH": path}
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def on_the_server(number: int, row: Row) -> Row:
    match = screen_text(row["text"], own_words(OwnPhrase(**own) for own in row.get("words", [])))
    span = match and [match.start, match.end]
    return {"id": number, "tier": match and match.tier, "category": match and match.category, "span": span}


def disagreement(rows: list[Row]) -> tuple[Row, Row, Row] | None:
    """The shortest text of which the two say different things."""
    answers = [(row, on_the_server(number, row)) for number, row in enumerate(rows)]
    differing = [
        (row, server, phone)
        for (row, server), phone in zip(answers, on_the_phone(rows), strict=True)
        if server != phone
    ]
    return min(differing, key=lambda one: len(one[0]["text"]), default=None)


@pytest.mark.skipif(not LABELLED.exists(), reason="the labelled texts stay outside this project")
def test_phone_and_server_agree_on_labelled_texts():
    rows = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    assert disagreement([{"text": row["text"]} for row in rows]) is None


def test_phone_and_server_agree_on_thousands_of_generated_texts():
    rows: list[Row] = []

    @settings(
        max_examples=GENERATED,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(text=TEXTS, words=st.one_of(st.just([]), OWN))
    def collect(text: str, words: list[Row]) -> None:
        rows.append({"text": text, "words": words})

    collect()
    assert len(rows) >= GENERATED
    assert disagreement(rows) is None
