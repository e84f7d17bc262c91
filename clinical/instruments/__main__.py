"""`python -m clinical.instruments phq-9 < answers.jsonl`: a form's answers a line in, its score a line out.

In, the answers in the order of the items, null where one was left out; other keys are ignored:

    {"answers": [2, 2, 3, 2, null, 2, 1, 0, 1]}

Out, always with these keys in this order:

    instrument     its id
    total          whole number, or null
    status         "complete", "estimated from 8 of 9", or "none"
    n, of          answers given, of how many items
    band           the band's label in English, or null (no total, or an instrument without bands)
    safety_flag    true: a safety item was answered above 0. false: answered 0. null: not answered, or not asked
    safety         "above_zero", "zero", "not_answered" or "not_asked": which of the two a null flag means
    safety_items   the numbers of the items that raised it
    parts          sums of items that are complete, {"phq8": 13} or {"B": 11, ...}
    for_review     worth a clinician's look at the next review
    reason         why there is no total: null, "safety question not answered", "too few answers", "has no total"
    loinc_total    the code of a complete total, or null

A line that cannot be scored ends it: what is wrong, and in which line, goes to stderr, and it exits with 2.
"""

import json
import sys
from typing import Any, NoReturn

import msgspec

from ..errors import Invalid
from .catalogue import IDS, instrument_named
from .scoring import Score, score
from .shapes import Instrument


class _Line(msgspec.Struct, frozen=True):
    answers: list[Any]


def main() -> None:
    if len(sys.argv) != 2:
        _stop(f"usage: python -m clinical.instruments {{{','.join(IDS)}}} < answers.jsonl")
    try:
        asked = instrument_named(sys.argv[1])
    except Invalid as error:
        _stop(error.detail)
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if line.strip():
            sys.stdout.write(_scored(asked, number, line) + "\n")


def _scored(asked: Instrument, number: int, line: bytes) -> str:
    try:
        row = msgspec.json.decode(line.decode(), type=_Line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        _stop(f'Line {number} is not JSON of the form {{"answers": [0, null, 3]}}.')
    try:
        return json.dumps(printed(score(asked, row.answers)), separators=(",", ":"))
    except Invalid as error:
        _stop(f"Line {number}: {error.detail}")


def printed(found: Score) -> dict[str, Any]:
    """The keys of a line. The status says how many answers an estimated total comes from."""
    status = f"estimated from {found.n} of {found.of}" if found.status == "estimated" else found.status
    reason = found.reason and found.reason.replace("_", " ")
    return msgspec.structs.asdict(found) | {"status": status, "reason": reason}


def _stop(message: str) -> NoReturn:
    sys.stdout.flush()
    sys.stderr.write(message + "\n")
    sys.exit(2)


if __name__ == "__main__":
    main()
