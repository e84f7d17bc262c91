"""The safety strip in print: what a correction leaves of it."""

from datetime import UTC, date, datetime

import pytest
from msgspec import structs
from uuid_utils.compat import uuid7

from api.alert_views import AlertLine
from api.exports import room, strip
from api.exports.words import words_in
from db.summaries import CorrectedTo, RedFlag
from tests.api.exports_case import TODAY, a_page, a_strip, given


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Seizure (fit): severe, 20 Nov (emergency level). Corrected 21 Nov 2026 09:00 to: not present."),
        ("es", "Convulsión: fuerte, 20 nov (nivel de emergencia). Corregido 21 nov 2026 09:00 a: no lo tengo."),
    ],
)
def test_a_grave_side_effect_that_was_corrected_is_printed_with_what_it_was(language: str, sentence: str) -> None:
    later = datetime(2026, 11, 21, 9, tzinfo=UTC)
    flag = RedFlag(
        effect="seizure",
        severity="severe",
        day=date(2026, 11, 20),
        level="emergency",
        corrected=CorrectedTo(at=later, effect="seizure", severity="not_present", level="routine"),
    )
    words = words_in(language, "UTC")
    assert strip.flag_line(words, flag) == sentence
    milder = structs.replace(flag, corrected=CorrectedTo(at=later, effect="fainting", severity="mild", level="routine"))
    now = f"{strip.effect_name(words, 'fainting')}: {words.t('severity.mild').lower()} ({words.t('strip.level_routine')})."
    assert strip.flag_line(words, milder).endswith(now)
    page = a_page(given(days=60, effects=3), live=a_strip(alerts=[], red_flags=[flag]))
    part = strip.parts(words, page, TODAY, room.ROOMS[0])[2]
    assert (part["lines"], part["look"]) == ([sentence], True)


@pytest.mark.parametrize(
    ("source", "said"),
    [("measure", "An answer of concern, in a form, "), ("check_in", "Words of crisis, in a check-in, ")],
)
def test_a_ticked_answer_is_not_called_words(source: str, said: str) -> None:
    alert = AlertLine(
        alert_id=uuid7(),
        patient_id=uuid7(),
        patient_name="Jordan",
        tier="explicit",
        private=False,
        source=source,
        raised_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
        state="raised",
        count=1,
        acknowledged_by=None,
        acknowledged_at=None,
        what_was_done=None,
    )
    assert strip.alert_line(words_in("en", "UTC"), alert).startswith(said)
