"""The steps of the screen, each by itself: words run together, slips, disguises, signs, a clinic's own words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinical.crisis.disguises import Disguises
from clinical.crisis.near import Near, one_apart
from clinical.crisis.own_words import NO_OWN_WORDS, OwnPhrase, legible, own_words
from clinical.crisis.readings import LONGEST_GLUED, MOST_KEPT, UNKNOWN, Readings
from clinical.crisis.screen import screen_text
from clinical.crisis.segments import Segments
from clinical.crisis.signs import NEEDED, WINDOW, Sign, together
from clinical.crisis.slips import Slips

WORDS = {
    "en": ["i", "want", "to", "die", "kill", "myself", "the", "man", "laughter", "hard", "40", "no"],
    "es": ["quiero", "morir", "a"],
}
DISGUISED = {"en": ["die", "kill", "myself", "suicide"], "es": ["morir"]}
READINGS = Readings(
    WORDS,
    [{"myself": ["thyself"]}, {"quiero": []}],
    DISGUISED,
    ["wnat"],
    lambda words: "die" in words or "morir" in words or words == ["kill", "myself"],
)
LETTERS = st.text("abdeiklmost", max_size=9)


def of_distance_one(a: str, b: str) -> bool:
    """The definition, by trying every change."""
    alphabet = set(a + b)
    changed = {a[:at] + a[at + 1 :] for at in range(len(a))}
    changed |= {a[:at] + letter + a[at:] for at in range(len(a) + 1) for letter in alphabet}
    changed |= {a[:at] + letter + a[at + 1 :] for at in range(len(a)) for letter in alphabet}
    changed |= {a[:at] + a[at + 1] + a[at] + a[at + 2 :] for at in range(len(a) - 1)}
    return b in changed | {a}


@given(LETTERS, LETTERS)
def test_two_words_are_one_apart_when_one_change_makes_the_one_the_other(a, b):
    assert one_apart(a, b) == of_distance_one(a, b)


@given(st.text("kilmyse", min_size=3, max_size=8))
def test_a_slip_is_found_whenever_one_change_leads_to_a_stem(word):
    stems = ["mykill", "myself", "skies"]
    near = Near([dict.fromkeys(stems, ())], frozenset(stems))
    assert near.stem(word) == next((stem for stem in stems if of_distance_one(word, stem)), None)


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("want", "want"),
        ("waannt", "want"),
        ("waxnt", UNKNOWN),
        ("hrad", "hard"),
        ("ahrd", UNKNOWN),
        ("ikll", "kill"),
        ("wnat", UNKNOWN),
        ("hte", UNKNOWN),
        ("laugter", UNKNOWN),
        ("lauughterr", "laughter"),
        ("wannt", "want"),
        ("hhard", "hard"),
        ("mman", UNKNOWN),
        ("wanttt", "want"),
        ("7", "#"),
        ("41", "##"),
        ("40", "40"),
        ("mysefl", "myself"),
        ("thyself", UNKNOWN),
        ("iwanttodie", "i want to die"),
        ("iwanttodieeee", "i want to die"),
        ("killmyself", "kill myself"),
        ("wantdie", "want die"),
        ("quieromorir", "quiero morir"),
        ("quierodie", UNKNOWN),
        ("killhard", UNKNOWN),
        ("themanhard", UNKNOWN),
        ("wanttothehard", UNKNOWN),
        ("iwanttothehard", UNKNOWN),
        ("wanttokillmanhard", "want to kill man hard"),
        ("hardimandie", "hard i man die"),
        ("manlaughter", UNKNOWN),
        ("themandie", "the man die"),
        ("wanttoriver", UNKNOWN),
        ("die" * (LONGEST_GLUED // 3 + 1), UNKNOWN),
    ],
)
def test_a_word_is_read_as(word, reading):
    assert READINGS[word] == reading


def test_the_memory_of_words_is_bounded():
    for number in range(MOST_KEPT + 10):
        assert READINGS[f"x{number}x"] == UNKNOWN
    assert len(READINGS) <= MOST_KEPT
    assert (READINGS["want"], READINGS["mysefl"]) == ("want", "myself")


SLIPS = Slips(frozenset(["want", "abbey", "abey", "happen", "tire", "xaa"]), ["tire"], ["wnat", "happpen"])


@given(st.text("wantbeyhpirx", max_size=7))
def test_a_slip_is_of_a_word_that_has_the_same_letters_but_for_doubles(word):
    found = SLIPS.word(word)
    assert found is None or set(found) == set(word)


@pytest.mark.parametrize(
    ("slip", "word"),
    [
        ("itre", "tire"),
        ("awnt", None),
        ("abbeyy", "abbey"),
        ("abeyy", "abbey"),
        ("xaax", None),
        ("happen".ljust(25, "n"), None),
    ],
)
def test_a_slip_leads_to_the_word_nearest_in_length_and_seldom_to_another_first_letter(slip, word):
    assert SLIPS.word(slip) == word


def test_ordinary_words_are_no_slips():
    assert (SLIPS.word("wnat"), SLIPS.word("happpen"), SLIPS.word("hapen")) == (None, None, "happen")


@given(st.lists(st.sampled_from(["i", "want", "to", "die", "dye"]), max_size=8))
def test_what_was_glued_from_words_is_cut_into_no_more_of_them(words):
    cut = Segments(["i", "want", "to", "die", "dye"]).cut("".join(words))
    assert cut is not None
    assert ("".join(cut), len(cut)) == ("".join(words), len(words))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("k!ll my$elf", "kill myself"),
        ("su*cide", "suicide"),
        ("su**cide", "su**cide"),
        ("s******", "s******"),
        ("k-i-l-l the m a n d i e", "kill the man die"),
        ("x y z d i e", "xyz die"),
        ("x y z", "x y z"),
        ("0 . k i l l", "o kill"),
        ("sui-ci-de or die-hard", "suicide or die-hard"),
        ("i.want.to.die", "i want to die"),
        ("k.i.l.l. myself. k.i.l.l.!", "kill  myself. kill !"),
        ("k i l l. myself", "kill. myself"),
        ("sui cide sui\n ci  de, su icide!", "suicide suicide, suicide!"),
        ("sui cide1 sui - cide su i cide s uicide", "sui cide1 sui - cide su i cide s uicide"),
        ("ki ll kill ki llx kil l no die ki", "kill kill ki llx kil l no die ki"),
        ("mys elf die", "myself die"),
        ("1 w4nt 1 man. 1 man w4nt no 1", "i want i man. 1 man want no 1"),
        ("1 die. 1 man", "1 die. 1 man"),
        ("1 die, w4nt", "i die, want"),
        ("1 w4nt 4 x", "i want 4 x"),
        ("4laughter l4ught3r 4mg 4hard", "4laughter laughter 4mg 4hard"),
        ("want.die", "want.die"),
        ("10mg h4rd d!e! 4die", "10mg hard die! 4die"),
        ("no!want", "no!want"),
        ("plain text", "plain text"),
        ("1aughter 0hard", "laughter 0hard"),
    ],
)
def test_a_disguised_text_is_read_as(text, read):
    assert Disguises(["die", "kill", "myself", "suicide"], READINGS).undo(text).text == read


@given(st.text("diecksu !*.-x401", max_size=40))
def test_edits_lie_in_the_text_one_after_the_other(text):
    undisguised = Disguises(["die", "kill", "suicide"], READINGS).undo(text)
    places = [place for edit in undisguised.edits for place in (edit.start, edit.end)]
    assert places == sorted(places)
    assert all(edit.start < edit.end <= len(text) for edit in undisguised.edits)


def sign(at: int, kind: str, weight: int = 1) -> Sign:
    return Sign(first=at, last=at + 1, kind=kind, weight=weight)


def test_signs_of_enough_kinds_near_each_other_are_taken_together():
    assert together([sign(9, "c"), sign(2, "a"), sign(5, "b")]) == (2, 10)


def test_a_kind_counts_once_as_its_heaviest_sign():
    assert together([sign(n, "a") for n in range(9)]) is None
    assert together([sign(0, "a", 1), sign(1, "a", 2), sign(2, "b", 1)]) == (1, 3)


def test_signs_too_far_apart_are_not_taken_together():
    assert together([sign(0, "a", 2), sign(WINDOW, "b", 2)]) is None
    assert together([sign(0, "a", 2), sign(WINDOW - 1, "b", 2)]) == (0, WINDOW)


@settings(max_examples=300)
@given(st.lists(st.builds(sign, st.integers(0, 300), st.sampled_from("abc"), st.integers(1, 3)), max_size=12))
def test_signs_are_together_exactly_when_some_window_weighs_enough(signs):
    def weight(first: Sign) -> int:
        window = [other for other in signs if 0 <= other.first - first.first < WINDOW]
        return sum(max((other.weight for other in window if other.kind == kind), default=0) for kind in "abc")

    assert (together(signs) is not None) == any(weight(first) >= NEEDED for first in signs)


def test_own_words_are_found_where_no_idiom_or_denial_can_hide_them():
    own = own_words([OwnPhrase("Laughter", "explicit"), OwnPhrase("the Blue Door", "veiled")])
    match = screen_text("no, not going to die of laughter", own)
    assert match is not None
    assert (match.tier, match.category, match.start, match.end) == ("explicit", "clinic_word", 24, 32)
    assert screen_text("never the blue-door", own)
    assert screen_text("a door of the blue", own) is None


def test_a_stronger_danger_goes_before_an_own_word():
    match = screen_text("the blue door. I took 30 pills", own_words([OwnPhrase("blue door", "veiled")]))
    assert match is not None
    assert match.tier == "urgent"


def test_the_same_own_words_are_prepared_once():
    phrases = [OwnPhrase("blue door", "veiled")]
    assert own_words(phrases) is own_words(list(phrases))
    assert own_words([]) is NO_OWN_WORDS


@pytest.mark.parametrize(
    ("phrase", "can"), [("Código 7", True), ("ⓑⓛⓤⓔ", True), ("...", False), ("橋", False), ("", False)]
)
def test_a_clinic_is_told_whether_the_screen_can_read_its_words(phrase, can):
    assert legible(phrase) == can
