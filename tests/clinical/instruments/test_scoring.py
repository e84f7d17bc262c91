import pytest

from clinical.errors import Invalid
from clinical.instruments import INSTRUMENTS, enter, score, score_from
from clinical.instruments.rounding import half_up, percent
from clinical.safety_items import SAFETY_ITEMS

PHQ_9 = INSTRUMENTS["phq-9"]
_ = None


@pytest.mark.parametrize(
    ("answers", "total", "status", "n", "band", "flag"),
    [
        ([2, 2, 3, 2, 1, 2, 1, 0, 1], 14, "complete", 9, "moderate", True),
        ([0, 0, 0, 0, 0, 0, 0, 0, 0], 0, "complete", 9, "none-minimal", False),
        ([3, 3, 3, 3, 3, 3, 3, 3, 3], 27, "complete", 9, "severe", True),
        ([1, 1, 1, 0, 0, 0, 0, 0, 3], 6, "complete", 9, "mild", True),
        ([2, 2, 3, 2, _, 2, 1, 0, 1], 15, "estimated", 8, "moderately severe", True),
        ([2, 2, 3, _, _, 2, 1, 0, 1], 14, "estimated", 7, "moderate", True),
        ([1, 1, 1, 1, 0, 0, _, 0, 0], 5, "estimated", 8, "mild", False),
        ([2, 2, _, _, _, 2, 1, 0, 1], _, "none", 6, _, True),
        ([2, 2, 3, 2, 1, 2, 1, 0, _], _, "none", 8, _, _),
        ([_, _, _, _, _, _, _, _, _], _, "none", 0, _, _),
        ([_, _, _, _, _, _, _, _, 1], _, "none", 1, _, True),
    ],
)
def test_a_phq_9_is_scored_as_the_worked_numbers_say(answers, total, status, n, band, flag):
    found = score(PHQ_9, answers)
    assert (found.total, found.status, found.n, found.of) == (total, status, n, 9)
    assert (found.band, found.safety_flag) == (band, flag)
    assert found.loinc_total == ("44261-6" if status == "complete" else None)


def test_without_an_answer_to_item_9_there_is_a_phq_8_and_no_phq_9():
    found = score(PHQ_9, [2, 2, 3, 2, 1, 2, 1, 0, None])
    assert (found.parts, found.reason, found.safety) == ({"phq8": 13}, "safety_question_not_answered", "not_answered")
    assert score(PHQ_9, [2, 2, 3, 2, 1, 2, 1, None, None]).parts == {}
    assert score(PHQ_9, [2, 2, 3, 2, 1, 2, 1, 0, 0]).parts == {}


def test_a_safety_item_answered_0_is_said_to_be_just_that():
    assert score(PHQ_9, [3, 3, 3, 3, 3, 3, 3, 3, 0]).safety == "zero"
    assert score(INSTRUMENTS["gad-7"], [0] * 7).safety == "not_asked"
    assert score(INSTRUMENTS["gad-7"], [0] * 7).safety_flag is None


def test_the_safety_flag_and_the_alert_speak_of_the_same_answers():
    routed = [(row.instrument, row.item, row.above) for row in SAFETY_ITEMS]
    assert routed == [("phq-9", n, PHQ_9.safety.above) for n in PHQ_9.safety.items]


@pytest.mark.parametrize(
    ("id", "answers", "total", "status", "band"),
    [
        ("gad-7", [1, 1, 1, 1, 0, 1, 1], 6, "complete", "mild"),
        ("gad-7", [1, 1, 1, 1, _, 1, 1], 7, "estimated", "mild"),
        ("gad-7", [1, 1, 1, 1, _, 0, 0], 5, "estimated", "mild"),  # 4.67
        ("gad-7", [1, 1, 1, _, 0, 0, 0], 4, "estimated", "minimal"),  # 3.5
        ("gad-7", [1, 1, 1, _, _, 1, 1], _, "none", _),
        ("phq-2", [2, 2], 4, "complete", _),
        ("phq-2", [2, _], _, "none", _),
        ("who-5", [3, 2, 2, 1, 3], 44, "complete", "reduced well-being"),
        ("who-5", [5, 5, 5, 5, 5], 100, "complete", "not reduced"),
        ("who-5", [3, 3, 2, 2, 3], 52, "complete", "not reduced"),
        ("who-5", [3, _, 2, 1, 3], _, "none", _),
        ("pcl-5", [4] * 20, 80, "complete", _),
        ("pcl-5", [4] * 19 + [_], _, "none", _),
        ("qids-sr16", [2, 1, 0, 0, 2, 0, 1, 0, 1, 2, 1, 1, 2, 2, 1, 0], 14, "complete", "moderate"),
        ("qids-sr16", [2, 1, 0, 0, 2, _, 1, _, 1, 2, 1, 1, 2, 2, 1, 0], 14, "complete", "moderate"),
        ("qids-sr16", [2, 1, 0, 0, 2, _, _, 0, 1, 2, 1, 1, 2, 2, 1, 0], _, "none", _),
        ("qids-sr16", [2, 1, _, 0, 2, 0, 1, 0, 1, 2, 1, 1, 2, 2, 1, 0], _, "none", _),
        ("qids-sr16", [3] * 16, 27, "complete", "very severe"),
        ("isi", [4] * 7, 28, "complete", "severe"),
        ("oci-r", [1] * 18, 18, "complete", "moderate"),
        ("y-bocs-sr", [1] * 10, 10, "complete", "mild"),
        ("asrm", [1, 1, 1, 1, 2], 6, "complete", "possible (hypo)mania: clinician to assess"),
        ("cadss-6", [4] * 6, 24, "complete", _),
    ],
)
def test_each_instrument_has_its_own_rule(id, answers, total, status, band):
    found = score(INSTRUMENTS[id], answers)
    assert (found.total, found.status, found.band) == (total, status, band)


def test_the_clusters_of_a_pcl_5_are_shown_with_up_to_two_answers_missing():
    answers = [3, 2, 1, 3, 2, 2, 3, 0, 2, 1, 2, 3, 2, 1, 2, 0, 3, 2, 2, 3]
    pcl_5 = INSTRUMENTS["pcl-5"]
    assert score(pcl_5, answers).parts == {"B": 11, "C": 5, "D": 11, "E": 12}
    assert score(pcl_5, [None, *answers[1:6], None, *answers[7:]]).parts == {"D": 11, "E": 12}
    assert score(pcl_5, [None, None, None, *answers[3:]]).parts == {}


def test_what_is_for_review_is_no_safety_flag():
    pcl_5 = INSTRUMENTS["pcl-5"]
    risks = [0] * 15 + [3] + [0] * 4
    assert (score(pcl_5, risks).for_review, score(pcl_5, risks).safety_flag) == (True, None)
    assert not score(pcl_5, [2 if answer else 0 for answer in risks]).for_review
    assert score(INSTRUMENTS["asrm"], [1, 1, 1, 1, 2]).for_review
    assert enter(INSTRUMENTS["asrm"], 6).for_review
    assert not enter(INSTRUMENTS["asrm"], 5).for_review
    assert not enter(pcl_5, 80).for_review


@pytest.mark.parametrize(
    ("answers", "safety", "raised"),
    [
        ([0, 0, _, _, _, 0, _], "zero", []),
        ([0, 1, 0, 0, 0, 0, _], "above_zero", [2]),
        ([0, 0, _, _, _, 1, 1], "above_zero", [6, 7]),
        ([0, _, _, _, _, 0, _], "not_answered", []),
        ([0, 0, _, _, _, _, _], "not_answered", []),
    ],
)
def test_the_screener_of_the_columbia_scale_has_no_total_and_asks_on_after_a_yes(answers, safety, raised):
    found = score(INSTRUMENTS["cssrs-screener"], answers)
    assert (found.total, found.status, found.reason, found.band) == (None, "none", "has_no_total", None)
    assert (found.safety, found.safety_items) == (safety, raised)


def test_a_phq_2_is_taken_from_a_phq_9_and_never_asked_beside_it():
    phq_2 = INSTRUMENTS["phq-2"]
    assert score_from(phq_2, [2, 2, 3, 2, 1, 2, 1, 0, None]).total == 4
    assert score_from(phq_2, [2, None, 3, 2, 1, 2, 1, 0, 0]).status == "none"
    with pytest.raises(Invalid):
        score_from(phq_2, [2])
    with pytest.raises(Invalid, match="not part of another"):
        score_from(PHQ_9, [2] * 9)


@pytest.mark.parametrize(
    ("answers", "path", "sentence"),
    [
        ([0] * 8, "answers", "This form has 9 questions; 8 were answered or left out."),
        ([0], "answers", "This form has 9 questions; 1 was answered or left out."),
        ([0] * 10, "answers", "This form has 9 questions; 10 were answered or left out."),
        ([0, 0, 0, 4, 0, 0, 0, 0, 0], "answers[3]", "Question 4: an answer is a whole number from 0 to 3."),
        ([-1, 0, 0, 0, 0, 0, 0, 0, 0], "answers[0]", "Question 1: an answer is a whole number from 0 to 3."),
        ([0, 0, 0, 0, 0, 0, 0, 0, True], "answers[8]", "Question 9: an answer is a whole number from 0 to 3."),
        ([0, 2.0, 0, 0, 0, 0, 0, 0, 0], "answers[1]", "Question 2: an answer is a whole number from 0 to 3."),
        ([0, "2", 0, 0, 0, 0, 0, 0, 0], "answers[1]", "Question 2: an answer is a whole number from 0 to 3."),
        ([0, [2], 0, 0, 0, 0, 0, 0, 0], "answers[1]", "Question 2: an answer is a whole number from 0 to 3."),
        ([0, 10**30, 0, 0, 0, 0, 0, 0, 0], "answers[1]", "Question 2: an answer is a whole number from 0 to 3."),
    ],
)
def test_answers_that_cannot_be_are_refused_by_name(answers, path, sentence):
    with pytest.raises(Invalid) as caught:
        score(PHQ_9, answers)
    assert [(error.path, error.message) for error in caught.value.errors] == [(path, sentence)]


@pytest.mark.parametrize(
    ("id", "total", "band", "safety"),
    [
        ("phq-9", 14, "moderate", "not_entered"),
        ("qids-sr16", 27, "very severe", "not_entered"),
        ("isi", 0, "no clinically significant insomnia", "not_asked"),
        ("who-5", 28, "possible depression", "not_asked"),
    ],
)
def test_a_total_that_the_clinic_enters_says_nothing_of_the_answers(id, total, band, safety):
    found = enter(INSTRUMENTS[id], total)
    assert (found.total, found.status, found.band) == (total, "complete", band)
    assert (found.n, found.of, found.safety_flag, found.safety) == (None, None, None, safety)


@pytest.mark.parametrize(
    ("id", "total"),
    [("phq-9", 28), ("phq-9", -1), ("phq-9", True), ("phq-9", 4.5), ("who-5", 51), ("cssrs-screener", 3), ("isi", 29)],
)
def test_a_total_that_cannot_be_is_refused(id, total):
    with pytest.raises(Invalid):
        enter(INSTRUMENTS[id], total)


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"), [(9, 2, 5), (36, 8, 5), (117, 8, 15), (99, 7, 14), (0, 3, 0), (-9, 2, -5)]
)
def test_half_is_rounded_up(numerator, denominator, rounded):
    assert half_up(numerator, denominator) == rounded


def test_a_percentage_has_one_decimal():
    assert [percent(5, 14), percent(10, 21), percent(-6, 8), percent(1, 16)] == [35.7, 47.6, -75.0, 6.3]
