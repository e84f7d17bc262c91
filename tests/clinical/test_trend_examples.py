"""The worked examples that lie beside the reference, through the whole summary: what a reader of the page sees of them."""

import pytest

from clinical.trends import summary
from tests.clinical.instruments.reference import reference
from tests.clinical.journals import answered, boosters, check_in, entered, facts, only, session

EXAMPLES = reference("worked_examples.json")


@pytest.mark.parametrize("row", EXAMPLES["phq9_scoring"], ids=lambda row: str(row["items"]))
def test_every_worked_score_is_a_point_as_written(row):
    point = only(boosters(answered(70, row["items"]))).points[0]
    assert (point.total, point.band, point.n_answered) == (row["total"], row.get("band"), row["n_answered"])
    assert point.status == ("none" if row["total"] is None else row["status"].split()[0])
    assert point.parts.get("phq8") == row.get("phq8")


@pytest.mark.parametrize("row", EXAMPLES["phq9_change"], ids=lambda row: f"{row['baseline']} to {row['now']}")
def test_every_worked_change_comes_out_as_written(row):
    found = only(boosters(entered(15, row["baseline"]), entered(78, row["now"]))).change_baseline
    assert -found.points == row["drop"]
    assert (found.percent is None) == (row["percent_drop"] is None)
    assert found.percent is None or -found.percent == row["percent_drop"]
    assert (found.response, found.remission) == (row["response_50"], row["remission_lt5"])
    assert found.reliable == ("none" if row["reliable"] == "no reliable change" else row["reliable"])


@pytest.mark.parametrize("row", EXAMPLES["wear_off"], ids=lambda row: f"{row['pre_course']} {row['best']} {row['now']}")
def test_every_worked_wear_off_comes_out_as_written(row):
    made = only(boosters(entered(15, row["pre_course"]), entered(40, row["best"]), entered(78, row["now"])))
    assert (made.gain_lost and made.gain_lost.percent) == row["gain_lost_percent"]


def test_the_worked_example_of_adherence_comes_out_as_written():
    logged = [14, 15, 16, 17, 18, 20, 23, 25, 27]
    made = summary(facts(28, sessions=[session(14)], check_ins=[check_in(day) for day in logged]))
    found = made.completeness.interval
    assert (found.days_logged, found.days_possible) == (
        EXAMPLES["adherence"]["entries"],
        EXAMPLES["adherence"]["window_days"],
    )
    assert round(100 * found.days_logged / found.days_possible, 1) == EXAMPLES["adherence"]["adherence_percent"]
    assert made.series[0].week.n == EXAMPLES["adherence"]["last7_entries"]
    assert (made.series[0].week.median is not None) == EXAMPLES["adherence"]["trend_shown"]
