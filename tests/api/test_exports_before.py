"""Answers before a session on paper: none that needs a look is ever left out, whatever else there is."""

import pytest
from msgspec import structs

from api.exports import before, press, printed, room
from api.exports.words import Words
from api.pre_session_views import PreSessionGiven, ReviewView, in_order
from api.summary_views import PreSessionLine
from clinical.course_plan import SessionKind
from clinical.pre_session import questions_for
from tests.api.exports_case import NOW, a_page, an_id, some_notes
from tests.api.test_exports_print import answers, english, made, spanish, text


@pytest.mark.parametrize("words", [english(), spanish()], ids=["en", "es"])
def test_no_edition_leaves_out_an_answer_that_needs_a_look(words: Words) -> None:
    """Every question before an infusion answered with the longest note, and as much of everything else as there can be."""
    given = every_answer(words, kind="infusion", noes=0)
    page = a_page(notes=some_notes(30, "word " * 2_000))
    page.live.pre_session = PreSessionLine(state="answered", session_id=an_id(2), needs_look=0, given=given)
    editions = list(printed.editions(page, words))
    for edition in editions:
        lines = " ".join(edition["strip"][1]["lines"])
        assert all(each.text in lines for each in given.answers)
        assert lines.startswith(given.answers[-1].text), "danger comes first, though it was asked last"
    assert press.pages_of(press.print_now("summary", editions[-1])) <= 2
    whole = "".join(text(made(page, words)).split())
    assert all("".join(each.text.split()) in whole.replace("-", "") for each in given.answers if "-" not in each.text)


def test_not_sure_is_never_called_nothing_to_look_at() -> None:
    given = answers()
    given.answers = [structs.replace(given.answers[3], action="tell_staff_before", note="Perhaps one pill")]
    assert before.answers(english(), given, room.ROOMS[-1]) == ["Not sure: About pregnant? “Perhaps one pill”"]
    given.answers = answers().answers[4:]
    assert before.answers(english(), given, room.ROOMS[-1]) == [
        "No answer needs a look.",
        "Not answered: About pressure?",
    ]


def test_only_an_ordinary_no_is_counted() -> None:
    given = every_answer(english(), kind="infusion", noes=10)
    given.answers[0].note = "But see below"
    lines = before.answers(english(), given, room.ROOMS[-1])
    assert lines[-1] == "9 others: no."
    assert any("No “But see below”" in line for line in lines)
    whole = before.answers(english(), given, room.ROOMS[0])
    assert all(any(each.text in line for line in whole) for each in given.answers)


def test_answers_stand_in_one_order_for_staff() -> None:
    asked = [
        ("food", "none", "time"),
        ("ride", "none", "not_answered"),
        ("ill", "tell_staff_before", "not_sure"),
        ("urine", "tell_staff_before", "yes"),
        ("fall", "stop_and_tell_staff", "yes"),
        ("metal", "stop_and_tell_staff", "not_sure"),
        ("safety", "crisis_flow", "yes"),
    ]
    first = answers().answers[0]
    rows = [structs.replace(first, question=name, action=action, answer=answer) for name, action, answer in asked]
    rows[4].reviewed = ReviewView(by="Dr. Amara", at=NOW, what_was_done="We spoke.")
    found = [each.question for each in in_order(rows)]
    assert found == ["safety", "metal", "fall", "urine", "ill", "ride", "food"]


def every_answer(words: Words, *, kind: SessionKind, noes: int) -> PreSessionGiven:
    """The first ones "no", the others raising what they can."""
    given = answers()
    given.answers = [
        structs.replace(
            given.answers[0],
            question=question.id,
            text=question.text(words.language),
            answer="no" if n < noes else (question.raises or question.answers)[0],
            answer_text="No" if n < noes else "Yes",
            action="none" if n < noes else question.action,
            note=None if n < noes else "word " * 200,
        )
        for n, question in enumerate(questions_for(kind))
    ]
    return given
