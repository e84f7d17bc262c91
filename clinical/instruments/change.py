"""Change from one score to another, by rules that a clinic chooses and that are named beside each verdict.

Where sources differ, the default asks for the larger change (GAD-7 6 points and not 4; PCL-5 18 and not 15): what is
called reliable should be more than the wobble of measuring. The smaller one is a setting away. Our own choice.

- Response: 50 % of the baseline [MCINNES]; undefined at a baseline of 0; `greyed` below 10, where a few points are
  half of it (our own rule).
- Remission: PHQ-9 below 5 [MIPS370, MCINNES]. A fixed cut ignores where somebody started, so both are shown.
- Reliable change: at least so many points either way; a rise is called worsened as plainly as a fall improved.
- Patient-noticeable change: about 20 % of the baseline at moderate severity [KOUNALI]; milder people need more, so
  below 10 it is not stated.
- Both ends must be complete: between estimated scores no change is stated. Our own rule.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol, TypeVar

from msgspec import Struct

from ..errors import Invalid
from .rounding import percent
from .scoring import Status
from .shapes import Amount, Cut, Instrument, Rules, Threshold

GREYED_BELOW = 10
"""Points of the baseline. Our own rule, for responses that are a share of it."""

T = TypeVar("T", bound=Threshold)


class Scored(Protocol):
    """A score, or a row that keeps one."""

    @property
    def total(self) -> int | None: ...
    @property
    def status(self) -> Status: ...


class Thresholds(Struct, kw_only=True, frozen=True):
    """One candidate for each rule; null where the instrument has none."""

    screen: Cut | None
    response: Amount | None
    partial_response: Amount | None
    remission: Cut | None
    recovery: Cut | None
    reliable_change: Amount | None
    noticeable_change: Amount | None


class Change(Struct, kw_only=True, frozen=True):
    """`points` is now - baseline as it stands on the scale; `percent` is that of the baseline, with one decimal.

    Null: `points` and all that follows unless both ends are complete; `percent` and the two responses at a baseline of 0;
    each verdict where the instrument has no rule for it. `partial_response` is never true beside `response`;
    `noticeable` is about getting better, because nobody's numbers are about getting worse.
    """

    baseline: int
    now: int
    points: int | None = None
    percent: float | None = None
    response: bool | None = None
    response_greyed: bool = False
    partial_response: bool | None = None
    remission: bool | None = None
    recovery: bool | None = None
    reliable: Literal["improved", "none", "worsened"] | None = None
    noticeable: bool | None = None


class GainLost(Struct, kw_only=True, frozen=True):
    """Of the `gain` in points from baseline to best, how many were `lost` since, and the share with one decimal."""

    gain: int
    lost: int
    percent: float


def thresholds(instrument: Instrument, chosen: Mapping[str, str] | None = None) -> Thresholds:
    """The defaults, or what the clinic chose: {"reliable_change": "bischoff"}. An unknown rule or id is Invalid."""
    picked = dict(chosen or {})
    if unknown := sorted(picked.keys() - set(Rules.__struct_fields__)):
        raise Invalid.field(f"{instrument.id}.{unknown[0]}", "There is no such rule.")
    rules = instrument.rules

    def pick(rule: str, candidates: Sequence[T]) -> T | None:
        return _pick(f"{instrument.id}.{rule}", candidates, picked.get(rule))

    return Thresholds(
        screen=pick("screen", rules.screen),
        response=pick("response", rules.response),
        partial_response=pick("partial_response", rules.partial_response),
        remission=pick("remission", rules.remission),
        recovery=pick("recovery", rules.recovery),
        reliable_change=pick("reliable_change", rules.reliable_change),
        noticeable_change=pick("noticeable_change", rules.noticeable_change),
    )


def _pick(path: str, candidates: Sequence[T], chosen: str | None) -> T | None:
    for candidate in candidates:
        if candidate.default if chosen is None else candidate.id == chosen:
            return candidate
    if chosen is None:
        return None
    known = ", ".join(candidate.id for candidate in candidates) or "none"
    raise Invalid.field(path, f"There is no such threshold. There are: {known}.")


def change(baseline: Scored, now: Scored, instrument: Instrument, by: Thresholds | None = None) -> Change | None:
    """Null when an end has no total. `by` are the instrument's defaults unless given."""
    if baseline.total is None or now.total is None:
        return None
    if baseline.status != "complete" or now.status != "complete":
        return Change(baseline=baseline.total, now=now.total)
    rules, first, points = by or thresholds(instrument), baseline.total, now.total - baseline.total
    gain = _gain(instrument, first, now.total)
    response = _reached(rules.response, first, gain) if first else None
    partial = _reached(rules.partial_response, first, gain) if first else None
    return Change(
        baseline=first,
        now=now.total,
        points=points,
        percent=percent(points, first) if first else None,
        response=response,
        response_greyed=_is_share(rules.response) and first < GREYED_BELOW,
        partial_response=None if partial is None else partial and not response,
        remission=None if rules.remission is None else rules.remission.met(now.total),
        recovery=None if rules.recovery is None else rules.recovery.met(now.total),
        reliable=_reliable(rules.reliable_change, gain),
        noticeable=_reached(rules.noticeable_change, first, gain),
    )


def gain_lost(
    baseline: Scored, best: Scored, now: Scored, instrument: Instrument, by: Thresholds | None = None
) -> GainLost | None:
    """(now - best) / (baseline - best), the wear-off of a course; over 100 % when it is worse than at the start.

    Null unless all three are complete and the gain was a reliable change. A `now` that is better than `best` is the best.
    """
    gained, since = change(baseline, best, instrument, by), change(best, now, instrument, by)
    if gained is None or since is None or since.points is None or gained.reliable != "improved":
        return None
    lost = max(0, -(_gain(instrument, since.baseline, since.now) or 0))
    gain = _gain(instrument, gained.baseline, gained.now) or 0
    return GainLost(gain=gain, lost=lost, percent=percent(lost, gain))


def _gain(instrument: Instrument, first: int, now: int) -> int | None:
    """Points for the better; null on a scale that knows neither better nor worse."""
    higher_is = instrument.scoring.higher_is
    return {"worse": first - now, "better": now - first}.get(higher_is)


def _reached(amount: Amount | None, baseline: int, gain: int | None) -> bool | None:
    if amount is None or gain is None or baseline < (amount.baseline_at_least or 0):
        return None
    if amount.points is not None:
        return gain >= amount.points
    return 100 * gain >= amount.percent * baseline if amount.percent is not None and baseline else None


def _reliable(amount: Amount | None, gain: int | None) -> Literal["improved", "none", "worsened"] | None:
    if amount is None or gain is None or amount.points is None:
        return None
    return "improved" if gain >= amount.points else "worsened" if -gain >= amount.points else "none"


def _is_share(amount: Amount | None) -> bool:
    return amount is not None and amount.percent is not None
