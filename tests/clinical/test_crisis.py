import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinical.crisis import screen_text
from clinical.crisis.folding import fold

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "crisis.json").read_text(encoding="utf-8"))["vectors"]
URGENT = ["I took 30 pills", "the gun is loaded", "voy a matarme esta noche", "me tomé un frasco de pastillas"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: ascii(vector["text"][:40]))
def test_the_screen_says_what_the_vectors_say(vector):
    match = screen_text(vector["text"])
    found = (match.tier, match.category, match.start, match.end) if match else (None, None, None, None)
    assert found == (vector["tier"], vector["category"], vector["start"], vector["end"])


@given(before=st.text(), after=st.text(), urgent=st.sampled_from(URGENT))
def test_an_urgent_text_stays_urgent_among_other_sentences(before, after, urgent):
    match = screen_text(f"{before}\n. {urgent}. {after}")
    assert match is not None
    assert match.tier == "urgent"


@given(text=st.text(), danger=st.sampled_from([row["text"] for row in VECTORS if row["tier"]]))
def test_a_span_lies_inside_the_text_and_holds_the_words_that_matched(text, danger):
    whole = f"{text} . {danger}"
    match = screen_text(whole)
    assert match is not None
    assert 0 <= match.start < match.end <= len(whole)
    again = screen_text(whole[match.start : match.end])
    assert again is not None


@given(st.text())
def test_any_text_folds_to_plain_letters_digits_and_separators(text):
    folded = fold(text).encode("ascii", "replace").decode()
    assert folded == folded.lower()


@pytest.mark.parametrize(
    "text",
    [
        "no suicidal or " * 670,
        "want to kill " * 770,
        "if i died " * 1000,
        "i" * 10_000,
        "á" * 5_000,
        "want " * 2_000,
        "." * 10_000,
        "no 1 kms 1 " * 900,
        "\U0001d424" * 10_000,
    ],
    ids=lambda text: ascii(text[:6]),
)
def test_hostile_texts_take_no_longer_than_their_length_allows(text):
    """Ten times the text may take some twenty times as long, never a hundred times."""
    short, whole = text[: len(text) // 10], text

    def seconds(of: str) -> float:
        best = 1.0
        for _ in range(3):
            started = time.process_time()
            screen_text(of)
            best = min(best, time.process_time() - started)
        return best

    assert seconds(whole) < 20 * max(seconds(short), 0.001)


def test_the_command_screens_lines():
    lines = [{"id": 1, "text": "I want to die", "lang": "en"}, {"id": "b", "text": "a calm day", "lang": "en"}]
    given_in = "\n".join(json.dumps(line) for line in lines).encode()
    run = subprocess.run([sys.executable, "-m", "clinical.crisis"], input=given_in, capture_output=True, check=True)
    assert [json.loads(line) for line in run.stdout.splitlines()] == [
        {"id": 1, "tier": "explicit", "category": "passive_ideation", "span": [2, 13]},
        {"id": "b", "tier": None, "category": None, "span": None},
    ]
