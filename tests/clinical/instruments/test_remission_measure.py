from datetime import date

import pytest

from clinical.instruments import INSTRUMENTS, enter, score
from clinical.instruments.remission_measure import is_index, is_remission, window

PHQ_9 = INSTRUMENTS["phq-9"]


@pytest.mark.parametrize(
    ("index", "first", "last"),
    [
        (date(2026, 1, 15), date(2026, 11, 16), date(2027, 3, 16)),
        (date(2024, 2, 29), date(2024, 12, 30), date(2025, 4, 29)),
        (date(2023, 2, 28), date(2023, 12, 30), date(2024, 4, 28)),
    ],
)
def test_twelve_months_later_is_sixty_days_wide_on_either_side(index, first, last):
    assert window(index) == (first, last)


def test_complete_scores_count_and_estimated_ones_do_not():
    estimated = score(PHQ_9, [2, 2, 3, 2, None, 2, 1, 0, 1])
    assert [is_index(enter(PHQ_9, total)) for total in (9, 10)] == [False, True]
    assert [is_remission(enter(PHQ_9, total)) for total in (4, 5)] == [True, False]
    assert not is_index(estimated)
    assert not is_remission(score(PHQ_9, [0, 0, 0, 0, None, 0, 0, 0, 0]))
    assert not is_index(score(PHQ_9, [None] * 9))
