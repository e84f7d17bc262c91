"""Instruments: what they ask, how they are scored, and what a change of their score is called.

- one file each: the facts, every threshold with its sources (keys of `sources.json`): `shapes.py` says what they mean
- which there are, and where their wording may be shown: `catalogue.py`
- answers to a score: `scoring.py`; two scores to a change: `change.py`
- why thresholds differ: `reliability.py`; what a payer counts: `remission_measure.py`

PHQ-9, PHQ-2, GAD-7 and PCL-5 (Spanish by a clinic's setting) come with their wording, WHO-5 by setting. The others are
without: the clinic enters their scores. Rules that name a disorder or a level of risk are not here, on purpose.
"""

from .catalogue import IDS, INSTRUMENTS, SOURCES, instrument_named, may_show
from .change import Change, GainLost, Scored, Thresholds, change, gain_lost, thresholds
from .scoring import Reason, SafetyState, Score, Status, enter, score, score_from
from .shapes import Amount, Band, Cut, Instrument

__all__ = [
    "IDS",
    "INSTRUMENTS",
    "SOURCES",
    "Amount",
    "Band",
    "Change",
    "Cut",
    "GainLost",
    "Instrument",
    "Reason",
    "SafetyState",
    "Score",
    "Scored",
    "Status",
    "Thresholds",
    "change",
    "enter",
    "gain_lost",
    "instrument_named",
    "may_show",
    "score",
    "score_from",
    "thresholds",
]
