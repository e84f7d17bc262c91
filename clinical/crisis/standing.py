"""What of the phrases found in one sentence stands: not denied, not part of an idiom."""

from collections.abc import Iterable, Sequence

from .patterns import Found


def standing(found: Iterable[Found]) -> tuple[list[Found], list[Found]]:
    """Dangers, and signs. What is denied is asked of the dangers alone, so that no sign takes a danger with it."""
    by_role: dict[str, list[Found]] = {}
    for match in sorted(found, key=lambda match: match.first):
        by_role.setdefault(match.group.role, []).append(match)
    dangers, signs = by_role.get("danger", []), by_role.get("sign", [])
    both = sorted([*dangers, *signs], key=lambda match: match.first) if signs else []
    if "trap" not in by_role:
        dangers, both = _undenied(dangers, by_role), _undenied(both, by_role)
    if "idiom" in by_role:
        dangers, both = _outside(by_role["idiom"], dangers), _outside(by_role["idiom"], both)
    return dangers, [match for match in both if match.group.role == "sign"]


def _undenied(dangers: Sequence[Found], by_role: dict[str, list[Found]]) -> list[Found]:
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


def _outside(idioms: Sequence[Found], dangers: Sequence[Found]) -> list[Found]:
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
