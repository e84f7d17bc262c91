"""The thresholds that a clinic chose, and their names beside the verdicts that they make."""

from clinical.instruments import Amount, Cut, Instrument, Thresholds, thresholds
from clinical.trends.measure_shapes import Rule, RuleNames


def chosen(instrument: Instrument, picked: dict[str, str]) -> Thresholds:
    """The defaults for what was not chosen, and for a choice that the instrument's file no longer has: a page without
    numbers, because of a setting, would help nobody."""
    known = {
        rule: id for rule, id in picked.items() if id in {candidate.id for candidate in candidates(instrument, rule)}
    }
    return thresholds(instrument, known)


def candidates(instrument: Instrument, rule: str) -> list[Amount] | list[Cut]:
    return getattr(instrument.rules, rule, [])


def names(by: Thresholds) -> RuleNames:
    return RuleNames(
        response=amount(by.response),
        partial_response=amount(by.partial_response),
        remission=cut(by.remission),
        recovery=cut(by.recovery),
        reliable_change=amount(by.reliable_change),
        noticeable_change=amount(by.noticeable_change),
    )


def amount(rule: Amount | None) -> Rule | None:
    if rule is None:
        return None
    said = f"{rule.points:f} points" if rule.points is not None else f"{rule.percent:f} %"
    return Rule(
        id=rule.id,
        name=rule.label,
        label=label(rule.label, said),
        points=None if rule.points is None else float(rule.points),
        percent=None if rule.percent is None else float(rule.percent),
        baseline_at_least=rule.baseline_at_least,
    )


def cut(rule: Cut | None) -> Rule | None:
    if rule is None:
        return None
    said = f"at most {rule.at_most}" if rule.at_most is not None else f"at least {rule.at_least}"
    return Rule(
        id=rule.id, name=rule.label, label=label(rule.label, said), at_most=rule.at_most, at_least=rule.at_least
    )


def label(name: str, said: str) -> str:
    """ "NHS, 6 points". Some names say the amount already: "at least half", "more than 7 points"."""
    says_it = name.startswith(("at least", "at most", "below", "more than")) or name == said
    return name if says_it else f"{name}, {said}"
