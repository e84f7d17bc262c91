"""What is asked and denied with nothing else said is taken back; what only looks like it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinical.crisis.answers import denied

DENIED = [
    ("Suicidal? No.", "suicidal"),
    ("tired, suicidal? none\nslept well", "suicidal"),
    ("plan: denied, intent: no", "plan intent"),
    ("hurt yourself - no", "hurt yourself"),
    ("¿ideas de morir? no tengo.", "ideas de morir"),
    ("suicidal?\n\n- no, not at all.\nslept", "suicidal"),
    ("suicidal?! no", "suicidal"),
    ("suicidal? no. plans? yes", "suicidal"),
]
STANDING = [
    "suicidal? yes",
    "suicidal? no way out",
    "suicidal? no, i lied",
    "suicidal? no. i lied",
    "suicidal? no. but tonight",
    "suicidal? no\n\nwait",
    "suicidal? no... maybe",
    "suicidal?",
    "suicidal no",
    "self-no",
    "i want to die: no",
    "would anyone care? no",
    "no. suicidal.",
]


@pytest.mark.parametrize(("text", "asked"), DENIED)
def test_a_question_that_is_denied_is_taken_back(text, asked):
    words = _words(text)
    assert " ".join(words[number] for number in sorted(denied(text.lower(), lambda _: False))) == asked


@pytest.mark.parametrize("text", STANDING)
def test_a_question_stands_that_is_not_denied_and_no_more(text):
    assert denied(text, lambda _: False) == set()


def test_a_trap_after_the_answer_makes_it_worth_nothing():
    asked: list[list[str]] = []
    assert denied("suicidal? no. not today\nslept", lambda words: bool(asked.append(list(words)) or True)) == set()
    assert asked == [["not", "today"]]


@given(st.text("no? :-,.\ndie!", max_size=30))
def test_only_words_of_the_text_are_taken_back(text):
    assert denied(text, lambda _: False) <= set(range(len(_words(text))))


def _words(text: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in text.lower()).split()
