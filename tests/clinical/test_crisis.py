import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinical.crisis import OwnPhrase, own_words, screen_text
from clinical.crisis.__main__ import main
from clinical.crisis.folding import fold, words
from clinical.crisis.screen import _READINGS as READINGS
from clinical.crisis.screen import _SIEVE as SIEVE
from clinical.crisis.screen import _TELLING as TELLING
from tests.clinical.crisis_texts import SAID, TEXTS

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "crisis.json").read_text(encoding="utf-8"))["vectors"]
URGENT = ["I took 30 pills", "the gun is loaded", "voy a matarme esta noche", "me tomé un frasco de pastillas"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: ascii(vector["text"][:40]))
def test_the_screen_says_what_the_vectors_say(vector):
    match = screen_text(vector["text"], own_words(OwnPhrase(**own) for own in vector.get("words", [])))
    found = (match.tier, match.category, match.start, match.end) if match else (None, None, None, None)
    assert found == (vector["tier"], vector["category"], vector["start"], vector["end"])


@given(before=st.text(), after=st.text(), urgent=st.sampled_from(URGENT))
def test_an_urgent_text_stays_urgent_among_other_sentences(before, after, urgent):
    match = screen_text(f"{before}\n. {urgent}. {after}")
    assert match is not None
    assert match.tier == "urgent"


@given(text=st.text(), danger=st.sampled_from([row["text"] for row in VECTORS if row["tier"] and "words" not in row]))
def test_a_span_lies_inside_the_text_and_holds_the_words_that_matched(text, danger):
    # A word of its own between them: letters that stand alone may be read on across a full stop.
    whole = f"{text} . river. {danger}"
    match = screen_text(whole)
    assert match is not None
    assert 0 <= match.start < match.end <= len(whole)
    again = screen_text(whole[match.start : match.end])
    assert again is not None


ANY_TEXT = st.text(st.characters(), max_size=60) | st.text(st.characters(categories=["Cs"]), max_size=5) | TEXTS


@given(st.lists(ANY_TEXT, max_size=3).map("".join))
def test_any_text_whatever_is_screened_and_the_span_lies_in_it(text):
    match = screen_text(text)
    assert match is None or 0 <= match.start < match.end <= len(text)


@given(st.text())
def test_any_text_folds_to_plain_letters_digits_and_separators(text):
    folded = fold(text).encode("ascii", "replace").decode()
    assert folded == folded.lower()


WORDS = st.sampled_from(sorted(READINGS.words | {"river", "9", "40", "diiie", "x"}))


@settings(max_examples=500)
@given(st.lists(st.one_of(WORDS, SAID, st.from_regex(r"[a-z0-9]{1,6}", fullmatch=True)), max_size=9).map(" ".join))
def test_the_sieve_holds_back_no_phrase_that_is_there(text):
    symbols = [symbol for word in words(fold(text)) for symbol in READINGS[word].split()]
    assert TELLING.find(symbols, SIEVE.passed(symbols)) == TELLING.find(symbols)


def test_the_command_screens_lines():
    lines = [{"id": 1, "text": "I want to die", "lang": "en"}, {"id": "b", "text": "a calm day", "lang": "en"}]
    given_in = "\n".join(json.dumps(line) for line in lines).encode()
    run = subprocess.run([sys.executable, "-m", "clinical.crisis"], input=given_in, capture_output=True, check=True)
    assert [json.loads(line) for line in run.stdout.splitlines()] == [
        {"id": 1, "tier": "explicit", "category": "passive_ideation", "span": [2, 13]},
        {"id": "b", "tier": None, "category": None, "span": None},
    ]


@pytest.mark.parametrize("bad", [b"I want to die", b'{"id": 2}', b'{"id": 2, "text": "\xff"}', b"[]"])
def test_a_line_that_is_no_text_is_named_without_its_words(bad, monkeypatch, capsys):
    given_in = b'{"id": 1, "text": "calm"}\n\n' + bad + b"\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given_in)))
    with pytest.raises(SystemExit) as ended:
        main()
    assert len(capsys.readouterr().out.splitlines()) == 1
    # A sentence here is what Python prints as an error, with the exit status 1.
    assert ended.value.code == 'Line 3 is not JSON of the form {"id": 1, "text": "...", "lang": "en"}.'
