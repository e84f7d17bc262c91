"""The reliable change index of Jacobson and Truax, as Blampied 2022 (tCBT, open access) restates it.

It explains why no single threshold is true: it follows from the spread of a sample and the reliability of the scale.
With a standard deviation of 5 and a reliability of .84 it asks for 6 points of the PHQ-9, with .89 for 5.
"""

from math import ceil, sqrt

from msgspec import Struct

from ..errors import Invalid

CONFIDENT = 1.96
"""Standard errors of a difference: 95 % of what measuring twice gives without any change lies within."""


class ReliableChangeIndex(Struct, kw_only=True, frozen=True):
    """In points of the scale: standard error of one score, of a difference of two, and the change to be confident of.

    `points` is that change in whole points, rounded up.
    """

    se_of_score: float
    se_of_difference: float
    critical: float
    points: int

    def of(self, first: int, second: int) -> float:
        """The difference in standard errors; reliable from 1.96 on, either way."""
        return (second - first) / self.se_of_difference


def reliable_change_index(sd: float, reliability: float) -> ReliableChangeIndex:
    """`sd`: standard deviation at baseline, above 0, in points. `reliability`: test-retest, from 0 to below 1."""
    if not sd > 0:
        raise Invalid.field("sd", "The standard deviation is above 0.")
    if not 0 <= reliability < 1:
        raise Invalid.field("reliability", "The reliability is from 0 to below 1.")
    se_of_score = sd * sqrt(1 - reliability)
    se_of_difference = sqrt(2) * se_of_score
    critical = CONFIDENT * se_of_difference
    return ReliableChangeIndex(
        se_of_score=se_of_score, se_of_difference=se_of_difference, critical=critical, points=ceil(critical)
    )
