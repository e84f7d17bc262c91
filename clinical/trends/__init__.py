"""The pre-session trend summary: facts in, numbers out. `summary(SummaryInput) -> Summary`.

House rules, none of them a clinical standard; each is stated where it is coded:

- sessions that happened, and the interval they bound: `anchors.py`
- how many days make a number, and the daily series: `series.py`
- how long a booster's benefit held: `wear_off.py`
- side effects by day after session: `side_effects.py`
- how complete the journal is: `completeness.py`
"""

from clinical.trends.compose import summary
from clinical.trends.facts import DayFact, EffectFact, Pause, ScoreFact, SessionFact, SummaryInput, inputs_hash
from clinical.trends.shapes import Summary

__all__ = [
    "DayFact",
    "EffectFact",
    "Pause",
    "ScoreFact",
    "SessionFact",
    "Summary",
    "SummaryInput",
    "inputs_hash",
    "summary",
]
