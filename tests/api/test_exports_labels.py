"""Labels, cells and days on paper: each number under the name that it has, each count in the column that it is of."""

from datetime import timedelta

import pytest
from msgspec import structs

from api.exports import printed, room, sentences, strip
from api.exports.words import Words
from clinical.trends.side_effect_shapes import SideEffect
from tests.api.exports_case import TODAY, a_page, an_alert, given
from tests.api.test_exports_print import english, made, spanish, text


def test_every_side_effect_has_a_cell_for_every_column() -> None:
    for page in (a_page(), a_page(given(kind="tms"))):
        found = printed.effects(page.numbers, english(), room.ROOMS[0])
        assert {len(row["counts"]) + 1 for row in found["rows"]} == {len(found["head"])} == {6}
    each = next(each for each in a_page().numbers.side_effects if len(each.rows) == 4)
    shown = cells(each)
    for left_out in range(4):
        rows = [row for at, row in enumerate(each.rows) if at != left_out]
        expected = [cell if at != left_out else "no such day yet" for at, cell in enumerate(shown)]
        assert cells(structs.replace(each, rows=rows)) == expected


def cells(each: SideEffect) -> list[str]:
    return printed.effect(english(), each, by_day=True)["counts"][1:]


@pytest.mark.parametrize(
    ("words", "label", "since"),
    [
        (english(), "Before the last treatment week", "since the score before the last treatment week"),
        (spanish(), "Antes de la última semana de tratamiento", "previa a la última semana de tratamiento"),
    ],
    ids=["en", "es"],
)
def test_a_tms_course_compares_with_its_last_week_and_says_so(words: Words, label: str, since: str) -> None:
    page = a_page(given(kind="tms"))
    drawn = printed.measures(page.numbers, words, room.ROOMS[0])["drawn"]
    assert all(each["numbers"][1]["label"] == label for each in drawn)
    boosters = printed.measures(a_page().numbers, words, room.ROOMS[0])["drawn"]
    assert not any(label == number["label"] for each in boosters for number in each["numbers"])
    assert since in " ".join(each["text"] for each in drawn)
    assert label in text(made(page, words))


def test_a_latest_score_from_before_the_interval_says_so() -> None:
    page = a_page()
    first, *rest = page.numbers.measures
    assert not first.now_is_old
    page.numbers = structs.replace(page.numbers, measures=[structs.replace(first, now_is_old=True), *rest])
    labels = [each["numbers"][3]["label"] for each in printed.measures(page.numbers, english(), room.ROOMS[0])["drawn"]]
    assert labels == ["Latest, from before this interval", "Now", "Now"]


def test_a_day_of_another_year_than_the_page_says_which() -> None:
    page = a_page()
    words = structs.replace(english(), year=TODAY.year)
    assert page.numbers.baseline
    assert page.numbers.baseline.start.year == TODAY.year - 1
    said = sentences.intervals(words, page.numbers)
    assert "This interval: 29 Sep to 22 Nov;" in said
    assert said.endswith("before the course: 23 May 2025 to 5 Jun 2025.")
    assert "before the course: 23 May 2025 to 5 Jun 2025." in text(made(page))
    before = TODAY.replace(month=1, day=1) - timedelta(days=2)
    assert words.range(before, before + timedelta(days=3)) == "30 Dec 2025 to 2 Jan"
    assert english().range(before, before + timedelta(days=3)) == "30 Dec 2025 to 2 Jan 2026"


def test_an_alert_of_an_answer_is_not_from_an_entry() -> None:
    alert = structs.replace(an_alert(0), source="pre_session")
    assert strip.alert_line(english(), alert).startswith("Words of crisis, in answers before a session")
    assert "en respuestas antes de una sesión" in strip.alert_line(spanish(), alert)
