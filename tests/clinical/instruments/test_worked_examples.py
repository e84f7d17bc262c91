"""The worked examples that lie beside the reference, as far as they are about instruments."""

from datetime import date

import pytest

from clinical.instruments import INSTRUMENTS, change, enter, gain_lost, score, score_from, thresholds
from clinical.instruments.__main__ import printed
from clinical.instruments.reliability import reliable_change_index
from clinical.instruments.remission_measure import window
from tests.clinical.instruments.reference import reference

EXAMPLES = reference("worked_examples.json")
PHQ_9 = INSTRUMENTS["phq-9"]


@pytest.mark.parametrize("row", EXAMPLES["phq9_scoring"], ids=lambda row: str(row["items"]))
def test_phq_9(row):
    found = score(PHQ_9, row["items"])
    assert (found.n, found.safety_flag) == (row["n_answered"], row["safety_flag"])
    assert (found.total, found.band) == (row["total"], row.get("band"))
    assert printed(found)["status"] == ("none" if row["status"].startswith("no total") else row["status"])
    assert (found.loinc_total == "44261-6") == row.get("exportable_as_44261_6", False)
    assert found.parts.get("phq8") == row.get("phq8")


@pytest.mark.parametrize("row", EXAMPLES["phq9_change"], ids=lambda row: f"{row['baseline']} to {row['now']}")
def test_change_of_the_phq_9(row):
    found = change(enter(PHQ_9, row["baseline"]), enter(PHQ_9, row["now"]), PHQ_9)
    assert -found.points == row["drop"]
    assert (None if found.percent is None else -found.percent) == row["percent_drop"]
    assert (found.response, found.remission) == (row["response_50"], row["remission_lt5"])
    assert found.reliable == ("none" if row["reliable"] == "no reliable change" else row["reliable"])


@pytest.mark.parametrize("row", EXAMPLES["rci"], ids=lambda row: row["name"])
def test_reliable_change_index(row):
    index = reliable_change_index(row["sd_baseline"], row["reliability"])
    found = [round(number, 4) for number in (index.se_of_score, index.se_of_difference, index.critical)]
    assert found == [row["SE_m"], row["S_diff"], row["critical_1.96"]]
    assert index.points == row["min_integer_points"]


@pytest.mark.parametrize("row", EXAMPLES["rc_statistic"], ids=lambda row: str(row["x2"]))
def test_difference_in_standard_errors(row):
    index = reliable_change_index(5.0, 0.84)
    assert round(index.se_of_difference, 4) == row["S_diff"]
    assert round(index.of(row["x1"], row["x2"]), 3) == row["RC"]
    assert (abs(index.of(row["x1"], row["x2"])) >= 1.96) == row["reliable"]


def test_remission_at_twelve_months():
    row = EXAMPLES["mips370"]
    assert [day.isoformat() for day in window(date.fromisoformat(row["index"]))] == row["window"]


@pytest.mark.parametrize("row", EXAMPLES["wear_off"], ids=lambda row: f"{row['pre_course']} {row['best']} {row['now']}")
def test_wear_off(row):
    found = gain_lost(*(enter(PHQ_9, row[end]) for end in ("pre_course", "best", "now")), PHQ_9)
    assert (found and found.percent) == row["gain_lost_percent"]
    if found is not None:
        assert (found.gain, found.lost) == (row.get("gain", found.gain), row.get("lost", found.lost))


@pytest.mark.parametrize("row", EXAMPLES["who5"], ids=lambda row: str(row["items"]))
def test_who_5(row):
    who_5 = INSTRUMENTS["who-5"]
    assert score(who_5, row["items"]).total == row["percent"] == (row["raw"] and row["raw"] * 4)
    if "reduced" in row:
        assert thresholds(who_5).screen.met(row["percent"]) == row["reduced"]


def test_the_others():
    for row in EXAMPLES["qids"]:
        assert score(INSTRUMENTS["qids-sr16"], row["items_1_16"]).total == row["total"]
    pcl_5 = score(INSTRUMENTS["pcl-5"], EXAMPLES["pcl5"]["items"])
    assert (pcl_5.total, pcl_5.parts) == (EXAMPLES["pcl5"]["total"], EXAMPLES["pcl5"]["clusters"])
    phq_2 = INSTRUMENTS["phq-2"]
    found = score_from(phq_2, [*EXAMPLES["phq2"]["from_phq9"], 0, 0, 0, 0, 0, 0, 0])
    assert found.total == EXAMPLES["phq2"]["total"]
    assert thresholds(phq_2).screen.met(found.total) == EXAMPLES["phq2"]["positive_ge3"]
    assert thresholds(PHQ_9).reliable_change.points == EXAMPLES["rules"]["reliable_threshold_default_phq9"]
