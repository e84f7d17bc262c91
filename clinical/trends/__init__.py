"""The pre-session trend summary: facts in, numbers out. `summary(SummaryInput) -> Summary`.

House rules, none of them a clinical standard; each is stated where it is coded:

- sessions that happened, and the interval they bound: `anchors.py`
- how many days make a number, and the daily series: `series.py`
- scores, their baseline, and the changes between them: `measures.py`; the thresholds chosen: `rules.py`
- how long a booster's benefit held: `wear_off.py`; mood by day after it: `curves.py`
- TMS after its first week: `early.py`
- side effects by day after session, before and over a course: `side_effects.py`
- how complete the journal is, and which days were written in a batch: `completeness.py`
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
