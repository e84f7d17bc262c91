"""The forms of therapy pages: what they ask, what a page may hold, what of it speaks of danger."""

import json
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinical.crisis import OwnPhrase, own_words
from clinical.entries import Form, TherapyPage
from clinical.errors import Invalid
from clinical.guidance import Hotline, SelfCare, Situation, respond, screen, screen_rejected
from clinical.safety_items import SAFETY_RATINGS, raised_items, raised_ratings
from clinical.therapy import FORMS, SOURCES, check, forms, skills

DAY = date(2026, 3, 2)
HERE = Situation(language="en", country="US", clinic_phone=None, modality=None)
DANGER = "I want to die"
VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "safety_items.json").read_text(encoding="utf-8"))[
    "vectors"
]


def page(form: str = "free", audience: str = "team", **fields: str | int) -> TherapyPage:
    texts = {name: value for name, value in fields.items() if isinstance(value, str)}
    ratings = {name: value for name, value in fields.items() if isinstance(value, int)}
    return msgspec.convert(
        {"form": form, "day": DAY, "audience": audience, "texts": texts, "ratings": ratings}, TherapyPage
    )


def paths_of(refused: TherapyPage) -> list[str]:
    with pytest.raises(Invalid) as caught:
        check(refused)
    return [error.path for error in caught.value.errors]


def test_every_form_is_there_in_both_languages_and_names_its_sources():
    assert set(FORMS) == set(get_args(Form))
    for form in FORMS.values():
        assert form.sources
        assert set(form.sources) <= set(SOURCES)
    for english, spanish in zip(forms("en"), forms("es"), strict=True):
        assert english.name != spanish.name
        assert english.about != spanish.about
        for ours, theirs in zip(english.fields, spanish.fields, strict=True):
            assert ours.label != theirs.label
            assert (ours.hint is None) == (theirs.hint is None)
            assert (ours.low, ours.high, ours.required) == (theirs.low, theirs.high, theirs.required)


def test_a_form_asks_little_of_whoever_fills_it_in():
    for form in forms("en"):
        assert sum(field.required for field in form.fields) <= 1
        assert len({field.name for field in form.fields}) == len(form.fields)
        for field in form.fields:
            assert (field.low is not None) == (field.kind in ("rating", "count"))
            assert (field.low_label is not None) == (field.kind == "rating")
            assert (field.options is not None) == (field.kind == "choice")
            assert not field.required or field.kind == "text"


def test_safety_ratings_are_fields_of_their_forms_and_are_marked():
    marked = {(form.id, field.name) for form in forms("en") for field in form.fields if field.safety}
    assert marked == {(one.form, one.field) for one in SAFETY_RATINGS} == {("dbt", "urge_die"), ("dbt", "urge_hurt")}


@pytest.mark.parametrize(
    "filled",
    [
        page("cbt", thought="Nobody called."),
        page("cbt", thought="Nobody called.", emotion="sad", emotion_before=100, emotion_after=0),
        page("rebt", belief="I must not fail.", dispute="Others fail too."),
        page("dbt", urge_die=0),
        page("dbt", target=0),
        page("dbt", skill_people=1, skill_mindful=0),
        page("dbt", skills_own="I held ice."),
        page("aba", behavior="I shouted.", count=0, minutes=1440),
        page("free", text="A quiet day."),
    ],
)
def test_a_page_may_say_little(filled: TherapyPage):
    check(filled)


@pytest.mark.parametrize(
    ("refused", "paths"),
    [
        (page("dbt"), ["texts"]),
        (page("dbt", skills_own=" \n"), ["texts"]),
        (page("dbt", skill_people=0), ["texts"]),
        (page("free"), ["texts.text"]),
        (page("free", text="   "), ["texts.text"]),
        (page("cbt", situation="At work."), ["texts.thought"]),
        (page("cbt", thought="x", mood=3), ["ratings.mood"]),
        (page("cbt", thought="x", emotion=5), ["ratings.emotion"]),
        (page("dbt", urge_die="very"), ["texts.urge_die"]),
        (page("dbt", skills=1), ["ratings.skills"]),
        (page("dbt", urge_die=6, urge_hurt=-1, target=2), ["ratings.urge_die", "ratings.urge_hurt", "ratings.target"]),
        (page("dbt", skill_people=2), ["ratings.skill_people"]),
        (page("aba", behavior="x", minutes=1441), ["ratings.minutes"]),
        (page("free", text="x", urge_die=1), ["ratings.urge_die"]),
        (page("free", text="x", count=10**30), ["ratings.count"]),
    ],
)
def test_what_cannot_be_saved_is_named_by_its_path(refused: TherapyPage, paths: list[str]):
    assert paths_of(refused) == paths


def every_text_field() -> list[tuple[str, str]]:
    return [(form.id, field.name) for form in forms("en") for field in form.fields if field.kind == "text"]


@pytest.mark.parametrize(("form", "field"), every_text_field())
def test_every_text_of_every_form_is_screened(form: str, field: str):
    dangerous = page(form, **{field: DANGER})
    assert screen(dangerous).tier == "explicit"
    assert isinstance(respond(dangerous, screen(dangerous), HERE), Hotline)
    own = own_words([OwnPhrase(phrase="the grey room", tier="veiled")])
    assert screen(page(form, **{field: "I am in the grey room"}), own).tier == "veiled"


def test_the_strictest_tier_of_a_page_wins():
    found = screen(page("cbt", thought=DANGER, situation="I took the whole bottle of pills"))
    assert found.tier == "urgent"
    assert screen(page("dbt", urge_hurt=1, skills_own="I took the whole bottle of pills")).tier == "urgent"


def test_signs_that_mean_danger_together_are_found_in_several_fields():
    first, second = "This treatment was my last hope.", "I am invisible to everyone."
    assert screen(page("free", text=first)).tier is screen(page("free", text=second)).tier is None
    assert screen(page("cbt", situation=first, thought=second)).tier == "veiled"


@pytest.mark.parametrize("audience", ["private", "therapist", "team"])
@pytest.mark.parametrize("fields", [{"urge_die": 1}, {"skills_own": DANGER}, {"urge_hurt": 5, "skills_own": DANGER}])
def test_a_page_is_private_as_a_whole(audience: str, fields: dict[str, Any]):
    found = screen(page("dbt", audience, **fields))
    assert (found.tier, found.private) == ("explicit", audience == "private")


def test_a_calm_page_gets_no_card():
    calm = page("dbt", urge_die=0, urge_hurt=0, urge_use=5, urge_own=5, skills_own="A walk.")
    given_back = respond(calm, screen(calm), HERE)
    assert isinstance(given_back, SelfCare)
    assert given_back.cards == []


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_safety_items_are_raised_as_the_vectors_say(vector: dict[str, Any]):
    raised = (
        raised_items(vector["instrument"], vector["answers"])
        if "instrument" in vector
        else raised_ratings(vector["form"], vector["ratings"])
    )
    assert [{"tier": one.tier, "category": one.category} for one in raised] == vector["raised"]


@pytest.mark.parametrize(
    ("body", "tier", "private"),
    [
        ({"form": "dbt", "ratings": {"urge_die": 9}, "audience": "private"}, "explicit", True),
        ({"form": "dbt", "ratings": {"urge_hurt": 1.5}, "audience": "team"}, "explicit", False),
        ({"form": "dbt", "ratings": {"urge_die": True, "urge_hurt": "3"}}, None, False),
        ({"form": "dbt", "ratings": {"urge_die": 0}}, None, False),
        ({"form": "cbt", "texts": {"nowhere": DANGER}, "ratings": 3}, "explicit", True),
        ({"form": 3, "ratings": {"urge_die": 4}}, None, False),
    ],
)
def test_a_page_that_is_refused_is_screened_all_the_same(body: dict[str, Any], tier: str | None, private: bool):
    found = screen_rejected(json.dumps(body).encode())
    assert (found.tier, found.private) == (tier, private)


ratings = st.dictionaries(
    st.sampled_from(["skill_mindful", "skill_distress", "skill_emotion", "skill_people", "target"]), st.integers(0, 1)
)
cards = st.builds(
    TherapyPage,
    form=st.sampled_from(["dbt", "cbt"]),
    day=st.integers(0, 9).map(lambda days: DAY + timedelta(days=days)),
    audience=st.just("team"),
    ratings=ratings,
)


@given(st.lists(cards, max_size=20))
def test_skills_count_each_page_once_and_each_day_once(pages: list[TherapyPage]):
    found = skills(pages)
    diary = [one for one in pages if one.form == "dbt"]
    assert (found.pages, found.days) == (len(diary), len({one.day for one in diary}))
    days: defaultdict[str, list[date]] = defaultdict(list)
    for one in diary:
        for name, chosen in one.ratings.items():
            if chosen and name != "target":
                days[name].append(one.day)
    assert {use.name: (use.pages, use.days) for use in found.used} == {
        name: (len(on), sorted(set(on))) for name, on in days.items()
    }
    assert skills(reversed(pages)) == found


def test_skills_of_no_pages_are_none():
    assert skills([]).used == []
    assert skills([page("dbt", urge_die=0)]).pages == 1
