"""The screen: does a text speak of danger? Deterministic, explained by the phrase that matched, data-driven.

The phrases are in phrases.en.json and phrases.es.json, and each text is read with both. Groups have a role:

- `danger` raises its tier. `urgent`: the act under way, means at hand, a goodbye, a time set. `explicit`: suicidal
  thoughts, also passive ones, self-harm, harm to others, being abused, overdose. `veiled`: said around the corner.
- `denial_before` and `denial_after` take back a deniable danger that they touch ("no suicidal thoughts").
- `link` carries a denial on to the next danger ("no suicidal thoughts or plans").
- `trap` in the same sentence makes a denial count for nothing ("can't say that I am not suicidal").
- `idiom` takes back a danger that lies inside it ("die of laughter").

Only the matched span is taken back, never a whole text, and an urgent one is never taken back.
"""

from typing import Literal, get_args

import msgspec

from clinical.data import load

from .folding import Word, fold, placed, sentences, span_in
from .patterns import Automaton, Found, Group

Tier = Literal["urgent", "explicit", "veiled"]
_RANK: dict[str | None, int] = {tier: rank for rank, tier in enumerate(get_args(Tier))}
LANGUAGES = ("en", "es")


class Match(msgspec.Struct, kw_only=True, frozen=True):
    """The strongest match: highest tier, then earliest, then longest. Offsets count code points, end exclusive."""

    tier: Tier
    category: str
    start: int
    end: int


class _Phrases(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    about: str
    language: str
    classes: dict[str, list[str]]
    near: dict[str, list[str]] = {}
    disguised: list[str] = []
    groups: list[Group]


def _compile() -> Automaton:
    automaton = Automaton()
    for language in LANGUAGES:
        phrases = load(f"phrases.{language}.json", _Phrases, "clinical.crisis")
        for group in phrases.groups:
            automaton.add(group, phrases.classes, language)
    return automaton


_AUTOMATON = _compile()


def screen_text(text: str) -> Match | None:
    folded = fold(text)
    standing = [
        (number, danger)
        for number, words in enumerate(sentences(folded))
        if _AUTOMATON.touches(words)
        for danger in _standing(_AUTOMATON.find(words))
    ]
    if not standing:
        return None
    words = placed(folded)
    rank, start, minus_end, category = min(_mark(danger, words[number]) for number, danger in standing)
    first, last = span_in(text, start, -minus_end)
    return Match(tier=get_args(Tier)[rank], category=category, start=first, end=last)


def _mark(danger: Found, words: list[Word]) -> tuple[int, int, int, str]:
    """Orders matches: tier, then where it begins, then the longer one, then the category's name."""
    group = danger.group
    return _RANK[group.tier], words[danger.first].start, -words[danger.last].end, group.category or ""


def _standing(found: list[Found]) -> list[Found]:
    """The dangers of one sentence that no idiom and no plain denial takes back."""
    by_role: dict[str, list[Found]] = {}
    for match in sorted(found, key=lambda match: match.first):
        by_role.setdefault(match.group.role, []).append(match)
    dangers = by_role.get("danger", [])
    if "trap" not in by_role:
        dangers = _undenied(dangers, by_role)
    return _outside(by_role.get("idiom", []), dangers) if "idiom" in by_role else dangers


def _undenied(dangers: list[Found], by_role: dict[str, list[Found]]) -> list[Found]:
    """Without the dangers right after a denial, right before one, or linked to one that is denied."""
    before = {match.last + 1 for match in by_role.get("denial_before", ())}
    after = {match.first - 1 for match in by_role.get("denial_after", ())}
    links: dict[int, list[int]] = {}
    for link in by_role.get("link", ()):
        links.setdefault(link.last + 1, []).append(link.first - 1)
    denied_until: set[int] = set()
    standing: list[Found] = []
    for danger in dangers:
        linked = any(end in denied_until for end in links.get(danger.first, ()))
        if danger.group.deniable and (danger.first in before or danger.last in after or linked):
            denied_until.add(danger.last)
        if danger.last not in denied_until or danger.group.tier == "urgent" or not danger.group.deniable:
            standing.append(danger)
    return standing


def _outside(idioms: list[Found], dangers: list[Found]) -> list[Found]:
    """Without the dangers that lie inside an idiom. Both lists are in order of their first words."""
    standing: list[Found] = []
    waiting = iter(idioms)
    idiom = next(waiting, None)
    until = -1
    for danger in dangers:
        while idiom is not None and idiom.first <= danger.first:
            until = max(until, idiom.last)
            idiom = next(waiting, None)
        if danger.last > until or danger.group.tier == "urgent":
            standing.append(danger)
    return standing
