"""Questions about danger that are answered with a denial and nothing else: "Suicidal? No.", "SI: denied, HI: denied".

What is asked stands between the sign before it (a comma, a colon, the end of a sentence or of a line) and the question
mark, colon or dash. The words are in answers.json, which explains its lists.
"""

import re
from collections.abc import Callable, Sequence

import msgspec

from clinical.data import load

FOLLOWING = 20
"""Words after an answer that are looked through for what makes it worth nothing, up to where a sentence or line ends."""
_TOKEN = re.compile(
    r"([a-z0-9]+)|[.!;]*\?[.!?;]*|\.{2,}|[.!;]+|[,:\n]|(?<![^\x00-\x20])-+(?![^\x00-\x20])|[\u2013\u2014]"
)
_ASKING = "?:-\u2013\u2014"
_MAY_ASK = re.compile(f"[{re.escape(_ASKING)}]")


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    about: str
    answers: frozenset[str]
    turned_by: frozenset[str]
    told_by: frozenset[str]
    doubted_by: frozenset[str]
    doubted_first: frozenset[str]


class Clause(msgspec.Struct):
    """Words from the number `first`, and the sign after them: "?", ":" (also a dash), ",", a line's end or "."."""

    first: int
    words: list[str]
    sign: str = "."


_DATA = load("answers.json", _Data, "clinical.crisis")


def denied(text: str, doubted: Callable[[Sequence[str]], bool]) -> set[int]:
    """The numbers of the words that are asked and denied; `doubted`: whether words hold what makes a denial void."""
    if not _MAY_ASK.search(text):
        return set()
    clauses = _clauses(text)
    numbers: set[int] = set()
    for at, clause in enumerate(clauses):
        if _asks(clause) and (after := _after_answer(clauses, at + 1)) is not None:
            following = _following(clauses, after)
            void = not _DATA.doubted_first.isdisjoint(following[:1]) or not _DATA.doubted_by.isdisjoint(following)
            if not void and not doubted(following):
                numbers.update(range(clause.first, clause.first + len(clause.words)))
    return numbers


def _asks(clause: Clause) -> bool:
    if clause.sign not in "?:" or not _DATA.turned_by.isdisjoint(clause.words):
        return False
    return clause.sign == "?" or _DATA.told_by.isdisjoint(clause.words)


def _after_answer(clauses: Sequence[Clause], at: int) -> int | None:
    """The clause after an answer that begins with clause `at`; None when that is no answer, or not all that is said."""
    start = at
    while at < len(clauses) and " ".join(clauses[at].words) in _DATA.answers and clauses[at].sign not in "?:":
        at += 1
        if clauses[at - 1].sign != ",":
            return at
    asked_next = at < len(clauses) and clauses[at].sign in "?:"
    return at if at > start and (at == len(clauses) or asked_next) else None


def _following(clauses: Sequence[Clause], at: int) -> list[str]:
    words: list[str] = []
    while at < len(clauses) and len(words) < FOLLOWING:
        words += clauses[at].words
        at += 1
        if clauses[at - 1].sign in "?.\n":
            break
    return words[:FOLLOWING]


def _clauses(text: str) -> list[Clause]:
    """Those that have words."""
    clauses: list[Clause] = []
    current = Clause(0, [])
    for match in _TOKEN.finditer(text):
        if match[1]:
            current.words.append(match[1])
        elif current.words and not match[0].startswith(".."):
            asking = next((sign for sign in _ASKING if sign in match[0]), None)
            current.sign = "?" if asking == "?" else ":" if asking else match[0] if match[0] in ",\n" else "."
            clauses.append(current)
            current = Clause(current.first + len(current.words), [])
    return [*clauses, current] if current.words else clauses
