"""How much of a text there is room for on paper."""

import pytest
from msgspec import structs

from api.exports import press, room
from api.summary_views import PreSessionLine
from tests.api.exports_case import a_page, an_id, some_notes
from tests.api.test_exports_print import answers, english, made


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_short_lines_take_no_more_room_than_long_ones(end: str) -> None:
    text = f"I{end}" * 1_000
    shown = room.clip(english(), text, 400)
    assert shown.startswith(f"I{end}" * 9)
    assert len(room.BREAK.findall(shown)) <= 10
    assert room.clip(english(), f"I{end}" * 10, 400) == f"I{end}" * 10


def test_the_last_edition_fits_whatever_is_written_a_word_a_line() -> None:
    page = a_page(notes=some_notes(30, "word\n" * 1_000))
    before = answers()
    before.answers = [structs.replace(each, note="word\n" * 1_000) for each in before.answers * 3]
    page.live.pre_session = PreSessionLine(state="answered", session_id=an_id(2), needs_look=3, given=before)
    assert press.pages_of(made(page)) <= 2
