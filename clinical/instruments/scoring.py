"""Answers in, total out; or why there is none.

A total is complete, estimated, or none, and the three never look alike:

- *estimated* is the mean of what was answered, times the number of items, rounded half up (4.5 is 5; Python's round()
  gives 4). PHQ-9: up to two of nine may be missing [QSCORER]. GAD-7: one of seven (our own rule, no official one was
  found). All others: none.
- A safety item is never imputed, so without an answer to item 9 there is no PHQ-9 total; items 1 to 8, when complete,
  are given as `phq8` (0 to 24). Our own rule.
- An estimated total carries no LOINC code: the steward of MIPS 370 calls a decimal score invalid [MNCM-DEC].

A safety item answered 0 says that it was answered 0, nothing more: 71.6 % of those who died had answered 0 [LOUZON2016].
"""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from ..errors import Invalid
from .rounding import half_up
from .shapes import Instrument

Status = Literal["complete", "estimated", "none"]
SafetyState = Literal[
    "above_zero",  # a safety item was answered above 0
    "zero",  # all that were asked were answered 0
    "not_answered",  # one was left out
    "not_asked",  # the instrument has none
    "not_entered",  # the clinic entered a total without the answers
]
Reason = Literal["safety_question_not_answered", "too_few_answers", "has_no_total"]

Answers = tuple[int | None, ...]


class Score(Struct, kw_only=True, frozen=True):
    """What one completed form says.

    n, of          answers given, of the instrument's items; null where the clinic entered a total.
    band           English label of the total's band; null without a total, or where an instrument has no bands.
    safety_flag    true: tell a person now. false: answered 0, which is no reassurance. null: nobody knows.
    safety_items   the safety items that were answered above 0.
    parts          sums of items that are complete (clusters of the PCL-5; `phq8`).
    for_review     worth a clinician's look at the next review (our own rule; PCL-5 item 16, ASRM total).
    reason         why there is no total.
    loinc_total    what a complete total may be sent as.
    """

    instrument: str
    total: int | None
    status: Status
    n: int | None
    of: int | None
    band: str | None
    safety_flag: bool | None
    safety: SafetyState
    safety_items: list[int]
    parts: dict[str, int]
    for_review: bool
    reason: Reason | None
    loinc_total: str | None


def score(instrument: Instrument, answers: Sequence[int | None]) -> Score:
    """`answers` in the order of the items, null where one was left out; anything else is Invalid, naming the answer."""
    given = _checked(instrument, answers)
    missing = _missing(instrument, given)
    safety = _safety(instrument, given)
    reason = _no_total(instrument, missing, safety)
    total = _total(instrument, given) if reason is None else None
    status: Status = "none" if total is None else "estimated" if missing else "complete"
    return Score(
        instrument=instrument.id,
        total=total,
        status=status,
        n=sum(answer is not None for answer in given),
        of=len(given),
        band=None if total is None else instrument.band(total),
        safety_flag={"above_zero": True, "zero": False}.get(safety),
        safety=safety,
        safety_items=_raised(instrument, given),
        parts=_parts(instrument, given, missing, with_total=total is not None),
        for_review=_for_review(instrument, given, total),
        reason=reason,
        loinc_total=instrument.loinc.total if status == "complete" else None,
    )


def score_from(instrument: Instrument, answers: Sequence[int | None]) -> Score:
    """The score of an instrument whose items are part of another one (PHQ-2), from the answers to that other one."""
    if instrument.taken_from is None:
        raise Invalid.field("instrument", f"The items of {instrument.id} are not part of another instrument.")
    short = len(answers) < max(instrument.taken_from.items)
    return score(instrument, answers if short else [answers[n - 1] for n in instrument.taken_from.items])


def enter(instrument: Instrument, total: int) -> Score:
    """A total that the clinic enters without the answers. It counts as complete, and says nothing of a safety item."""
    scale = instrument.scoring
    if scale.min is None or scale.max is None:
        raise Invalid.field("total", f"{instrument.name} has no total.")
    if type(total) is not int or not scale.min <= total <= scale.max:
        raise Invalid.field("total", f"This total is a whole number from {scale.min} to {scale.max}.", limit=scale.max)
    if total % scale.multiplier:
        raise Invalid.field("total", f"This total is a multiple of {scale.multiplier}.", limit=scale.multiplier)
    return Score(
        instrument=instrument.id,
        total=total,
        status="complete",
        n=None,
        of=None,
        band=instrument.band(total),
        safety_flag=None,
        safety="not_entered" if instrument.safety else "not_asked",
        safety_items=[],
        parts={},
        for_review=_for_review(instrument, (), total),
        reason=None,
        loinc_total=instrument.loinc.total,
    )


def _checked(instrument: Instrument, answers: Sequence[int | None]) -> Answers:
    if len(answers) != instrument.n_items:
        given = f"{len(answers)} was" if len(answers) == 1 else f"{len(answers)} were"
        raise Invalid.field("answers", f"This form has {instrument.n_items} questions; {given} answered or left out.")
    scores = sorted(option.score for option in instrument.options)
    for number, answer in enumerate(answers, start=1):
        if answer is not None and (type(answer) is not int or answer not in scores):
            sentence = f"Question {number}: an answer is a whole number from {scores[0]} to {scores[-1]}."
            raise Invalid.field(f"answers[{number - 1}]", sentence, limit=scores[-1])
    return tuple(answers)


def _missing(instrument: Instrument, given: Answers) -> int:
    """Questions without an answer. Of alternatives one answer is enough, because the others do not apply then."""
    covered = {
        n
        for alternatives in instrument.scoring.alternatives
        if any(given[n - 1] is not None for n in alternatives)
        for n in alternatives
    }
    return sum(answer is None and n not in covered for n, answer in enumerate(given, start=1))


def _safety(instrument: Instrument, given: Answers) -> SafetyState:
    if instrument.safety is None:
        return "not_asked"
    if _raised(instrument, given):
        return "above_zero"
    asked = (n for n in instrument.safety.items if _is_asked(instrument, given, n))
    return "not_answered" if any(given[n - 1] is None for n in asked) else "zero"


def _raised(instrument: Instrument, given: Answers) -> list[int]:
    if instrument.safety is None:
        return []
    above = instrument.safety.above
    return [n for n in instrument.safety.items if (answer := given[n - 1]) is not None and answer > above]


def _is_asked(instrument: Instrument, given: Answers, n: int) -> bool:
    """A follow-up question is asked after a yes, and until the one before it is answered nobody knows."""
    after = instrument.items[n - 1].asked_if
    return after is None or given[after - 1] != 0


def _no_total(instrument: Instrument, missing: int, safety: SafetyState) -> Reason | None:
    if instrument.scoring.method == "none":
        return "has_no_total"
    if instrument.safety is not None and safety == "not_answered":
        return "safety_question_not_answered"
    return "too_few_answers" if missing > instrument.scoring.missing.prorate_up_to else None


def _total(instrument: Instrument, given: Answers) -> int:
    scale = instrument.scoring
    if scale.method == "sum_of_highest":
        return sum(max(given[n - 1] or 0 for n in group) for group in scale.groups)
    answered = [answer for answer in given if answer is not None]
    return scale.multiplier * half_up(len(given) * sum(answered), len(answered))


def _parts(instrument: Instrument, given: Answers, missing: int, *, with_total: bool) -> dict[str, int]:
    if missing > instrument.scoring.missing.parts_up_to:
        return {}
    found: dict[str, int] = {}
    for part in instrument.scoring.parts:
        answered = [answer for n in part.items if (answer := given[n - 1]) is not None]
        if len(answered) == len(part.items) and not (with_total and part.only_without_total):
            found[part.id] = sum(answered)
    return found


def _for_review(instrument: Instrument, given: Answers, total: int | None) -> bool:
    for review in instrument.review:
        value = total if review.item is None else given[review.item - 1] if given else None
        if value is not None and value >= review.at_least:
            return True
    return False
