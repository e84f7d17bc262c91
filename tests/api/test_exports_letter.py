"""The outcome letter: scores, rules, what is missing, and no claim."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from msgspec import structs

from api.exports import letter, press
from api.exports.words import Words
from api.summary_views import SummaryPage
from clinical.errors import Conflict
from clinical.instruments import SOURCES
from clinical.trends import ScoreFact, SessionFact, SummaryInput, summary
from db.sessions import Session
from tests.api.exports_case import a_page, an_id, given
from tests.api.test_exports_print import HOSTILE, english, spanish, text


def letter_of(page: SummaryPage, instrument: str = "phq-9", words: Words | None = None) -> bytes:
    return press.print_within(letter.PAGES, "letter", letter.editions(page, instrument, "Ketamine", words or english()))


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_a_letter_takes_any_name(hostile: str) -> None:
    page = a_page(given(days=60, effects=0))
    page.patient.name = page.clinic_name = hostile
    assert press.pages_of(letter_of(page)) == 1


def test_a_letter_states_scores_rules_and_what_is_missing_on_one_page() -> None:
    page = a_page()
    pdf = letter_of(page)
    measure = next(measure for measure in page.numbers.measures if measure.instrument == "phq-9")
    whole = text(pdf)
    assert press.pages_of(pdf) == 1
    assert measure.baseline
    assert measure.now
    assert f"14 days before the first session: {measure.baseline.total} " in whole
    assert f"Latest complete score: {measure.now.total} " in whole
    assert "Source: MIPS Quality ID 370" in whole
    assert "Scores reported by the patient, not verified." in whole
    assert f"Missing: {len(measure.declined)} declined" in whole
    assert "Signature" in whole
    assert whole.count("estimated from 8 of 9 answers") == sum(point.status == "estimated" for point in measure.points)


@pytest.mark.parametrize("words", [english(), spanish()], ids=["en", "es"])
def test_a_letter_claims_nothing_and_stays_on_its_page(words: Words) -> None:
    for facts in (given(), given(days=60, effects=0), given(days=1200)):
        pdf = letter_of(a_page(facts), words=words)
        assert press.pages_of(pdf) == 1
        said = text(pdf).lower()
        assert not re.search(r"success|effective|benefit|works|recommend|éxito|eficaz|funciona|recomend", said)


def test_a_letter_needs_scores() -> None:
    page = a_page(
        given(),
    )
    with pytest.raises(Conflict):
        letter.editions(page, "isi", None, english())


@pytest.mark.parametrize(
    ("totals", "best"),
    [
        ((22, 6, 21), "before the latest: 6 (mild), 2 Jan 2026. Response (at least 50%): yes."),
        ((22, 15, 21), "before the latest: 15 (moderately severe), 2 Jan 2026. Response (at least 50%): no."),
        ((22, 12, 6), None),
        ((10, 14, 12), None),
    ],
)
def test_a_letter_after_a_relapse_says_what_the_course_had_reached(totals: tuple[int, ...], best: str | None) -> None:
    """The latest score alone would tell a payer that there was no response."""
    first = SessionFact(id=an_id(1), kind="infusion", day=date(2026, 1, 1), status="completed", course_id=an_id(2))
    scored = [
        ScoreFact(
            id=an_id(10 + n), revision_id=an_id(20 + n), instrument="phq-9", day=day, status="complete", total=total
        )
        for n, (day, total) in enumerate(
            zip((date(2025, 12, 31), date(2026, 1, 2), date(2026, 5, 1)), totals, strict=True)
        )
    ]
    facts = SummaryInput(day_of=date(2026, 5, 2), course_id=an_id(2), sessions=[first], scores=scored)
    whole = text(letter_of(a_page(session=None, numbers=summary(facts))))
    assert f"Latest complete score: {totals[-1]} " in whole
    assert ("Best complete score" in whole) == (best is not None)
    assert best is None or best in whole


def test_a_letter_without_a_baseline_says_so() -> None:
    page = a_page(given(days=60, effects=0))
    measure = page.numbers.measures[0]
    bare = structs.replace(measure, baseline=None, change_baseline=None)
    page.numbers = structs.replace(page.numbers, measures=[bare])
    whole = text(letter_of(page, measure.instrument))
    assert "There is no complete score before the course or within it that could be a baseline." in whole
    assert "Response and remission are not stated" in whole


@pytest.mark.parametrize("words", [english(), spanish()], ids=["en", "es"])
def test_a_rule_without_a_source_is_called_the_clinic_s_choice(words: Words) -> None:
    """Response of the GAD-7 is common knowledge: a payer can look up nothing of it."""
    whole = text(letter_of(a_page(), "gad-7", words))
    assert words.t("letter.clinic_rule") in whole
    for each in ("MEM", "HOUSE"):
        assert SOURCES[each] not in whole


def test_a_course_ends_where_the_next_one_begins_unless_they_overlap() -> None:
    first, second, beside = an_id(1), an_id(2), an_id(3)
    held = [a_held(second, 40), a_held(first, 0), a_held(beside, 10), a_held(first, 20), a_held(None, 50)]
    assert letter.course_with_sessions(held) == second
    assert letter.ends_before(first, held) == held[0].starts_at
    assert letter.ends_before(beside, held) == held[0].starts_at
    assert letter.ends_before(second, held) is None
    for empty in ([], [a_held(None, 50)]):
        with pytest.raises(Conflict, match="No course of treatment has begun"):
            letter.course_with_sessions(empty)
    with pytest.raises(Conflict, match="has not begun"):
        letter.ends_before(an_id(4), held)


def a_held(course: UUID | None, day: int) -> Session:
    at = datetime(2026, 3, 1, 15, tzinfo=UTC) + timedelta(days=day)
    return Session(
        session_id=an_id(100 + day),
        course_id=course,
        kind="infusion" if course else "psychotherapy",
        ordinal=1,
        of=None,
        week=None,
        starts_at=at,
        day=at.date(),
        status="completed",
        with_account=None,
        with_name=None,
        summary_before=True,
    )
