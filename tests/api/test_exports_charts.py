"""The charts on paper: breaks, bands, hollow marks, and lines that differ without colour."""

from collections.abc import Sequence
from datetime import date, timedelta

from api.exports import charts, svg
from tests.api.exports_case import TODAY
from tests.api.test_exports_print import english


def day(n: int) -> date:
    return TODAY + timedelta(days=n)


def test_a_day_without_an_entry_breaks_the_line_and_is_marked() -> None:
    points = [(day(0), 5.0), (day(1), 6.0), (day(4), 3.0)]
    assert [len(run) for run in charts.runs(points, 1)] == [2, 1]
    drawn = charts.daily(english(), points, [], (day(0), day(6)))
    assert drawn.count("<path") == 1
    assert drawn.count("<circle") == 3
    # Days 2 and 3, and days 5 and 6.
    assert drawn.count("<rect") == 2


def test_scores_are_joined_only_over_complete_ones_that_are_not_far_apart() -> None:
    def joined(*points: tuple[int, int | None, bool], declined: Sequence[int] = ()) -> list[int]:
        scored = [charts.Scored(day(n), total, estimated) for n, total, estimated in points]
        return [len(run) for run in charts.joined(scored, [day(n) for n in declined])]

    assert joined((0, 5, False), (14, 6, False), (28, 7, False)) == [3]
    assert joined((0, 5, False), (14, 6, True), (28, 7, False)) == [1, 1]
    assert joined((0, 5, False), (14, None, False), (28, 7, False)) == [1, 1]
    assert joined((0, 5, False), (14, 7, False), declined=[7]) == [1, 1]
    assert joined((0, 5, False), (35, 7, False)) == [2]
    assert joined((0, 5, False), (36, 7, False)) == [1, 1]


def test_a_score_chart_has_its_whole_scale_its_bands_and_hollow_estimates() -> None:
    zones = [charts.Zone(0, 4, "none"), charts.Zone(5, 27, "some <more>")]
    points = [charts.Scored(day(0), 5, False), charts.Scored(day(9), 27, True)]
    drawn = charts.scores(
        english(), points, [day(5)], zones, [charts.Mark(day(3), "Booster 1")], (day(0), day(20)), (0, 27)
    )
    assert all(f">{label}<" in drawn for label in ("0", "27", "none", "some &lt;more&gt;", "Booster 1"))
    assert drawn.count('fill="#ffffff" stroke="#111111"') == 1
    assert 'stroke-dasharray="2 2"' in drawn


def test_three_boosters_differ_without_colour() -> None:
    curves = [charts.Curve(f"Booster {n}", [(at, 5.0) for at in range(10)]) for n in range(4)]
    drawn = charts.wear_off(english(), curves, [(at, 5.0) for at in range(10)])
    assert "Booster 0" not in drawn
    assert drawn.count(f'stroke-dasharray="{svg.DASHED}"') == 2
    assert drawn.count(f'stroke-dasharray="{svg.DOTTED}"') == 2
