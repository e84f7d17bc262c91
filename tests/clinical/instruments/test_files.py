"""What a file of an instrument promises to those who read it."""

from importlib.resources import files

import msgspec
import pytest

from clinical.errors import Invalid
from clinical.instruments import (
    IDS,
    INSTRUMENTS,
    SOURCES,
    Amount,
    Cut,
    Instrument,
    instrument_named,
    may_show,
    thresholds,
)
from clinical.instruments.shapes import Rules

each = pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=IDS)


def test_every_file_is_an_instrument_or_the_sources():
    names = {file.name for file in files("clinical.instruments").iterdir() if file.name.endswith(".json")}
    assert names == {f"{id}.json" for id in IDS} | {"sources.json"}
    assert [one.id for one in INSTRUMENTS.values()] == list(IDS)


@each
def test_every_source_is_known(instrument: Instrument):
    def named(value: object) -> list[str]:
        if isinstance(value, dict):
            return [s for key, inner in value.items() for s in (inner if key.endswith("sources") else named(inner))]
        return [s for inner in value for s in named(inner)] if isinstance(value, list) else []

    assert named(msgspec.to_builtins(instrument))
    assert set(named(msgspec.to_builtins(instrument))) <= set(SOURCES)


@each
def test_items_and_options_are_numbered(instrument: Instrument):
    assert [item.n for item in instrument.items] in ([], list(range(1, instrument.n_items + 1)))
    scores = sorted(option.score for option in instrument.options)
    assert scores == list(range(len(scores)))
    for item in instrument.items:
        assert item.asked_if is None or item.asked_if < item.n


@each
def test_bands_lie_side_by_side_over_the_whole_range(instrument: Instrument):
    scale, bands = instrument.scoring, instrument.bands
    if not bands:
        return
    reachable = range(scale.min, scale.max + 1, scale.multiplier)
    assert all(sum(band.min <= total <= band.max for band in bands) == 1 for total in reachable)
    assert [band.min for band in bands] == sorted(band.min for band in bands)


@each
def test_the_range_is_what_the_answers_add_up_to(instrument: Instrument):
    scale, top = instrument.scoring, max(option.score for option in instrument.options)
    summands = {"sum": instrument.n_items, "sum_of_highest": len(scale.groups), "none": 0}[scale.method]
    assert (scale.min or 0, scale.max or 0) == (0, summands * top * scale.multiplier)
    assert sorted(n for group in scale.groups for n in group) in ([], list(range(1, instrument.n_items + 1)))
    for part in scale.parts:
        assert part.max == top * len(part.items)


@each
def test_a_rule_has_candidates_with_one_default_or_none_at_all(instrument: Instrument):
    for rule in Rules.__struct_fields__:
        candidates = getattr(instrument.rules, rule)
        assert sum(one.default for one in candidates) == (1 if candidates else 0), rule
        assert len({one.id for one in candidates}) == len(candidates)
        for one in candidates:
            assert one.sources
            assert getattr(thresholds(instrument, {rule: one.id}), rule) is one
    assert all(one.points is not None for one in instrument.rules.reliable_change)


@each
def test_wording_is_whole_in_a_language_or_not_there(instrument: Instrument):
    for language in ("en", "es"):
        words = [getattr(row, language) for row in [*instrument.items, *instrument.options, instrument.recall]]
        wording = getattr(instrument.licence, language)
        assert all(words) if wording != "not_shipped" else not any(words)
        assert wording == "not_shipped" or instrument.licence.notice


def test_wording_is_shown_as_the_licence_and_the_clinic_allow():
    shown = {(id, language) for id in IDS for language in ("en", "es") if may_show(INSTRUMENTS[id], language)}
    free = {(id, language) for id in ("phq-9", "phq-2", "gad-7") for language in ("en", "es")} | {("pcl-5", "en")}
    assert shown == free
    assert may_show(INSTRUMENTS["pcl-5"], "es", {"pcl-5.es"})
    assert may_show(INSTRUMENTS["who-5"], "es", {"who-5"})
    assert may_show(INSTRUMENTS["who-5"], "en", {"who-5.en"})
    assert not may_show(INSTRUMENTS["who-5"], "es", {"who-5.en", "pcl-5"})
    assert not any(may_show(INSTRUMENTS[id], "en", set(IDS)) for id in IDS[5:])


def test_nothing_names_a_disorder_or_a_level_of_risk():
    fields = {name for one in INSTRUMENTS.values() for name in msgspec.to_builtins(one)}
    assert not {name for name in fields if "diagnos" in name or "risk" in name or "triage" in name}


def test_an_amount_is_in_points_or_in_percent_and_a_cut_has_one_bound():
    for row in ({"points": 5, "percent": 20}, {}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({"id": "a", "label": "a", "sources": []} | row, Amount)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"id": "a", "label": "a", "sources": []}, Cut)


def test_an_instrument_that_does_not_exist_is_refused_with_those_that_do():
    assert instrument_named("phq-9") is INSTRUMENTS["phq-9"]
    with pytest.raises(Invalid, match="phq-9, phq-2"):
        instrument_named("PHQ-9")
