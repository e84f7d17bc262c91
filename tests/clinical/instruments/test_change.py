from typing import Any

import pytest

from clinical.errors import Invalid
from clinical.instruments import IDS, INSTRUMENTS, change, enter, gain_lost, score, thresholds
from clinical.instruments.change import Change
from clinical.instruments.reliability import reliable_change_index

PHQ_9 = INSTRUMENTS["phq-9"]


def changed(id: str, baseline: int, now: int, **chosen: str) -> Change:
    instrument = INSTRUMENTS[id]
    found = change(enter(instrument, baseline), enter(instrument, now), instrument, thresholds(instrument, chosen))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("baseline", "now", "percent", "response", "remission", "reliable"),
    [
        (18, 9, -50.0, True, False, "improved"),
        (18, 4, -77.8, True, True, "improved"),
        (21, 11, -47.6, False, False, "improved"),
        (21, 10, -52.4, True, False, "improved"),
        (14, 8, -42.9, False, False, "improved"),
        (14, 9, -35.7, False, False, "none"),
        (8, 14, 75.0, False, False, "worsened"),
        (8, 4, -50.0, True, True, "none"),
        (0, 3, None, None, True, "none"),
        (20, 20, 0.0, False, False, "none"),
        (14, 20, 42.9, False, False, "worsened"),
        (14, 19, 35.7, False, False, "none"),
    ],
)
def test_a_change_of_the_phq_9_is_called_what_the_worked_numbers_call_it(
    baseline, now, percent, response, remission, reliable
):
    found = changed("phq-9", baseline, now)
    assert (found.points, found.percent) == (now - baseline, percent)
    assert (found.response, found.remission, found.reliable) == (response, remission, reliable)
    assert found.response_greyed == (baseline < 10)


def test_a_response_is_greyed_below_a_baseline_of_10():
    assert [changed("phq-9", baseline, 4).response_greyed for baseline in (9, 10)] == [True, False]


def test_a_partial_response_is_a_quarter_and_not_yet_half():
    assert [changed("phq-9", 20, now).partial_response for now in (16, 15, 11, 10)] == [False, True, True, False]
    assert changed("phq-9", 0, 3).partial_response is None


def test_remission_and_recovery_are_two_cuts():
    assert [(changed("phq-9", 20, now).remission, changed("phq-9", 20, now).recovery) for now in (4, 5, 9, 10)] == [
        (True, True),
        (False, True),
        (False, True),
        (False, False),
    ]


@pytest.mark.parametrize(
    ("id", "rule", "chosen", "drop"),
    [
        ("phq-9", "reliable_change", "nhs", 6),
        ("gad-7", "reliable_change", "bischoff", 6),
        ("gad-7", "reliable_change", "nhs", 4),
        ("pcl-5", "reliable_change", "marx-1", 15),
        ("pcl-5", "reliable_change", "marx-2", 18),
    ],
)
def test_the_clinic_chooses_which_change_is_reliable(id, rule, chosen, drop):
    assert changed(id, 20, 20 - drop, **{rule: chosen}).reliable == "improved"
    assert changed(id, 20, 21 - drop, **{rule: chosen}).reliable == "none"
    assert changed(id, 1, 1 + drop, **{rule: chosen}).reliable == "worsened"
    assert changed(id, 1, drop, **{rule: chosen}).reliable == "none"


def test_where_sources_differ_the_default_is_the_larger_change():
    for id in IDS:
        for rule in ("response", "reliable_change", "noticeable_change"):
            candidates = getattr(INSTRUMENTS[id].rules, rule)
            for points in ("points", "percent"):
                numbers = [getattr(one, points) for one in candidates if getattr(one, points) is not None]
                default = [getattr(one, points) for one in candidates if one.default]
                assert default == [None] * len(default) or default == [max(numbers)], (id, rule)


@pytest.mark.parametrize(
    ("baseline", "now", "noticeable"), [(20, 16, True), (20, 17, False), (10, 8, True), (9, 0, None), (20, 27, False)]
)
def test_patients_notice_a_fifth_at_moderate_severity(baseline, now, noticeable):
    assert changed("phq-9", baseline, now).noticeable is noticeable


@pytest.mark.parametrize(
    ("baseline", "now", "rule", "noticeable"),
    [(15, 11, "kounali", False), (15, 10, "kounali", True), (9, 5, "toussaint", True), (9, 6, "toussaint", False)],
)
def test_what_is_noticed_of_anxiety_is_a_setting_too(baseline, now, rule, noticeable):
    assert changed("gad-7", baseline, now, noticeable_change=rule).noticeable is noticeable


def test_where_higher_is_better_a_rise_is_the_gain():
    assert [changed("who-5", 40, now).noticeable for now in (52, 48, 28)] == [True, False, False]
    assert changed("who-5", 0, 12).noticeable is True
    assert (changed("who-5", 40, 80).response, changed("who-5", 40, 80).reliable) == (None, None)


def test_where_higher_is_neither_nothing_is_called_better_or_worse():
    found = changed("cadss-6", 20, 4)
    assert (found.points, found.response, found.reliable, found.noticeable) == (-16, None, None, None)


def test_a_response_in_points_is_not_greyed():
    found = changed("isi", 9, 1)
    assert (found.response, found.response_greyed) == (True, False)
    assert changed("isi", 9, 2).response is False
    assert [changed("isi", 20, now).noticeable for now in (12, 11)] == [False, True]  # 8.4 points


def test_between_estimated_scores_no_change_is_stated():
    estimated = score(PHQ_9, [2, 2, 3, 2, None, 2, 1, 0, 1])
    found = change(enter(PHQ_9, 20), estimated, PHQ_9)
    assert found == Change(baseline=20, now=15)
    assert change(estimated, enter(PHQ_9, 4), PHQ_9) == Change(baseline=15, now=4)
    assert gain_lost(enter(PHQ_9, 20), enter(PHQ_9, 6), estimated, PHQ_9) is None
    assert gain_lost(estimated, enter(PHQ_9, 1), enter(PHQ_9, 5), PHQ_9) is None


def test_without_a_total_there_is_no_change():
    nothing = score(PHQ_9, [None] * 9)
    assert change(nothing, enter(PHQ_9, 4), PHQ_9) is None
    assert change(enter(PHQ_9, 4), nothing, PHQ_9) is None
    assert gain_lost(enter(PHQ_9, 20), nothing, enter(PHQ_9, 4), PHQ_9) is None


@pytest.mark.parametrize(
    ("baseline", "best", "now", "lost", "percent"),
    [(20, 6, 13, 7, 50.0), (20, 6, 6, 0, 0.0), (20, 6, 24, 18, 128.6), (20, 14, 16, 2, 33.3), (20, 6, 5, 0, 0.0)],
)
def test_the_gain_that_was_lost_is_a_share_of_the_gain(baseline, best, now, lost, percent):
    found = gain_lost(enter(PHQ_9, baseline), enter(PHQ_9, best), enter(PHQ_9, now), PHQ_9)
    assert found is not None
    assert (found.gain, found.lost, found.percent) == (baseline - best, lost, percent)


@pytest.mark.parametrize(("baseline", "best"), [(9, 8), (20, 15), (10, 20)])
def test_where_nothing_reliable_was_gained_nothing_was_lost(baseline, best):
    assert gain_lost(enter(PHQ_9, baseline), enter(PHQ_9, best), enter(PHQ_9, 27), PHQ_9) is None


def test_no_wear_off_is_computed_without_a_rule_for_what_is_reliable():
    who_5 = INSTRUMENTS["who-5"]
    assert gain_lost(enter(who_5, 20), enter(who_5, 80), enter(who_5, 40), who_5) is None


@pytest.mark.parametrize(
    ("chosen", "path"),
    [({"reliable_change": "mine"}, "phq-9.reliable_change"), ({"reliable": "nhs"}, "phq-9.reliable")],
)
def test_a_setting_that_does_not_exist_is_refused_by_name(chosen, path):
    with pytest.raises(Invalid) as caught:
        thresholds(PHQ_9, chosen)
    assert [error.path for error in caught.value.errors] == [path]


def test_a_rule_that_the_instrument_does_not_have_cannot_be_chosen():
    with pytest.raises(Invalid, match="There are: none"):
        thresholds(INSTRUMENTS["asrm"], {"response": "half"})


def test_a_screening_cut_is_a_bound_that_belongs_to_it():
    def positive(id: str, **chosen: str) -> list[int]:
        cut: Any = thresholds(INSTRUMENTS[id], chosen).screen
        return [total for total in range(0, 101, 1) if cut.met(total)]

    assert positive("phq-2")[0] == 3
    assert positive("phq-2", screen="two")[0] == 2
    assert positive("phq-9")[0] == 10
    assert positive("pcl-5", screen="high")[0] == 33
    assert positive("who-5")[-1] == 50


@pytest.mark.parametrize(
    ("sd", "reliability", "of_score", "of_difference", "critical", "points"),
    [
        (5.0, 0.84, 2.0000, 2.8284, 5.5437, 6),
        (5.0, 0.89, 1.6583, 2.3452, 4.5966, 5),
        (6.0, 0.84, 2.4000, 3.3941, 6.6525, 7),
        (5.59, 0.87, 2.0155, 2.8504, 5.5867, 6),
        (13, 0.84, 5.2, 7.3539, 14.4137, 15),
    ],
)
def test_the_reliable_change_index_is_that_of_jacobson_and_truax(
    sd, reliability, of_score, of_difference, critical, points
):
    index = reliable_change_index(sd, reliability)
    found = (index.se_of_score, index.se_of_difference, index.critical)
    assert found == pytest.approx((of_score, of_difference, critical), abs=5e-5)
    assert index.points == points


def test_a_difference_in_standard_errors_is_reliable_from_1_96_on():
    index = reliable_change_index(5.0, 0.84)
    assert [round(index.of(18, now), 3) for now in (11, 13)] == [-2.475, -1.768]


@pytest.mark.parametrize(("sd", "reliability"), [(0, 0.8), (-1, 0.8), (5, 1), (5, -0.1), (float("nan"), 0.8)])
def test_a_spread_that_cannot_be_is_refused(sd, reliability):
    with pytest.raises(Invalid):
        reliable_change_index(sd, reliability)
