"""`python -m clinical.instruments`, as its own process."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def run(given: str | bytes, *arguments: str) -> subprocess.CompletedProcess[str]:
    ran = subprocess.run(
        [sys.executable, "-m", "clinical.instruments", *arguments],
        input=given.encode() if isinstance(given, str) else given,
        cwd=ROOT,
        capture_output=True,
    )
    return subprocess.CompletedProcess(ran.args, ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def test_a_line_of_answers_is_answered_with_a_line():
    given = '{"answers":[2,2,3,2,1,2,1,0,1]}\n\n{"id":7,"answers":[2,2,3,2,null,2,1,0,1]}\n{"answers":[2,2,3,2,1,2,1,0,null]}'
    ran = run(given, "phq-9")
    assert (ran.returncode, ran.stderr) == (0, "")
    first, second, third = map(json.loads, ran.stdout.splitlines())
    assert first == {
        "instrument": "phq-9",
        "total": 14,
        "status": "complete",
        "n": 9,
        "of": 9,
        "band": "moderate",
        "safety_flag": True,
        "safety": "above_zero",
        "safety_items": [9],
        "parts": {},
        "for_review": False,
        "reason": None,
        "loinc_total": "44261-6",
    }
    assert list(first) == list(second) == list(third)
    assert (second["total"], second["status"], second["loinc_total"]) == (15, "estimated from 8 of 9", None)
    assert (third["total"], third["status"], third["safety_flag"]) == (None, "none", None)
    assert (third["reason"], third["parts"]) == ("safety question not answered", {"phq8": 13})


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("nonsense", 'Line 2 is not JSON of the form {"answers": [0, null, 3]}.'),
        ('{"answer":[0]}', 'Line 2 is not JSON of the form {"answers": [0, null, 3]}.'),
        ('{"answers":null}', 'Line 2 is not JSON of the form {"answers": [0, null, 3]}.'),
        ("[0,0]", 'Line 2 is not JSON of the form {"answers": [0, null, 3]}.'),
        (b'{"answers":[0,0],"\xff":1}', 'Line 2 is not JSON of the form {"answers": [0, null, 3]}.'),
        (b'{"answers":["\xff",0]}', 'Line 2 is not JSON of the form {"answers": [0, null, 3]}.'),
        ('{"answers":' + "[" * 5000, 'Line 2 is not JSON of the form {"answers": [0, null, 3]}.'),
        ('{"answers":[0]}', "Line 2: This form has 2 questions; 1 was answered or left out."),
        ('{"answers":[0,4]}', "Line 2: Question 2: an answer is a whole number from 0 to 3."),
        ('{"answers":[0,2.0]}', "Line 2: Question 2: an answer is a whole number from 0 to 3."),
        ('{"answers":[true,0]}', "Line 2: Question 1: an answer is a whole number from 0 to 3."),
        ('{"answers":[' + "9" * 400 + ",0]}", "Line 2: Question 1: an answer is a whole number from 0 to 3."),
    ],
)
def test_a_line_that_cannot_be_scored_names_its_number(line: str | bytes, sentence: str):
    ran = run(b'{"answers":[1,2]}\n' + (line.encode() if isinstance(line, str) else line) + b"\n", "phq-2")
    assert (ran.returncode, ran.stderr) == (2, sentence + "\n")
    assert [json.loads(row)["total"] for row in ran.stdout.splitlines()] == [3]


def test_an_unknown_instrument_is_answered_with_those_there_are():
    ran = run("", "phq9")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("There is no such instrument. There are: phq-9, ")
    assert run("").stderr.startswith("usage: python -m clinical.instruments {phq-9,")
    assert run("").returncode == 2


def test_nothing_in_gives_nothing_out():
    ran = run("", "gad-7")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
