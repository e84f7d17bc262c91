"""Every field of the reference: it stands in our file, or it differs or is left out for a reason that is named here."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import reduce
from typing import Any

import msgspec
import pytest

from clinical.instruments import IDS, INSTRUMENTS, SOURCES, Instrument
from tests.clinical.instruments.reference import reference

REFERENCE = reference("instruments.json")
ROWS: dict[str, dict[str, Any]] = {row["id"]: row for row in REFERENCE["instruments"]}

SAME = {
    r"id|name|respondent|n_items|recall\.days|bands": r"\g<0>",
    r"construct": "measures.en",
    r"time_minutes": "minutes",
    r"recall\.text_(en|es)": r"recall.\1",
    r"instructions_en": "instructions.en",
    r"items\[\d+\]\.(n|topic|en|es|loinc)": r"\g<0>",
    r"response_options\[(\d+)\]\.(score|en|es)": r"options[\1].\2",
    r"response_options\[(\d+)\]\.loinc_answer": r"options[\1].loinc",
    r"extra_items\[\d+\]\.(id|en|es|loinc)": r"\g<0>",
    r"extra_items\[0\]\.options\[(\d+)\]\.en": r"\g<0>",
    r"extra_items\[0\]\.options\[(\d+)\]\.code": r"extra_items[0].options[\1].score",
    r"extra_items\[0\]\.options\[(\d+)\]\.loinc_answer": r"extra_items[0].options[\1].loinc",
    r"scoring\.(min|max|higher_is)": r"\g<0>",
    r"scoring\.missing\.prorate_max_missing": "scoring.missing.prorate_up_to",
    r"scoring\.missing\.never_impute_item": "safety.items",
    r"bands\[(\d+)\]\.(min|max)": r"\g<0>",
    r"bands\[(\d+)\]\.label": r"bands[\1].en",
    r"bands_src": "bands_sources",
    r"reliable_change": r"rules.reliable_change",
    r"reliable_change\[(\d+)\]\.points": r"rules.reliable_change[\1].points",
    r"reliable_change\[(\d+)\]\.src": r"rules.reliable_change[\1].sources",
    r"mcid": "rules.noticeable_change",
    r"loinc\.(panel|panel_display|total|total_display|answer_list|difficulty_answer_list)": r"\g<0>",
    r"licence\.attribution": "licence.notice",
    r"safety\.items": "safety.items",
}

SOURCED = {
    r"(recall|scoring|scoring\.missing|loinc|licence)\.src": r"\1",
    r"extra_items\[0\]\.src": "extra_items",
    r"screen_positive\.src": "rules.screen",
    r"(response|partial_response|remission|recovery)\.src": r"rules.\1",
    r"mcid\[\d+\]\.src": "rules.noticeable_change",
    r"cadence\.src": "cadence",
    r"safety\.src": "safety",
}

PROSE = {r"cadence\.(tms|ketamine|any)": "cadence", r"(cadence\.limits|recall\.note)": "recall.note"}
"""Of these we took the numbers, and wrote our own words."""

PUT_OTHERWISE = {
    ("phq-9", "cadence.limits"): {"2", "9", "24"},  # 14 days; its own name; another scale's hours
    ("gad-7", "cadence.tms"): {"2"},  # 14 days
    ("cssrs-screener", "cadence.any"): {"1"},  # above 0
}

DIFFERS = {
    ("asrm", "construct"): "manic or hypomanic symptoms",
    ("cadss-6", "construct"): "dissociation during and after ketamine",
    ("cssrs-screener", "construct"): "suicidal thoughts and behaviour",
    ("qids-sr16", "construct"): "depression severity",
    ("oci-r", "construct"): "OCD symptoms and distress",
    ("who-5", "construct"): "well-being",
    ("cssrs-screener", "respondent"): "interview",
    ("y-bocs-sr", "respondent"): "self",
    ("cssrs-screener", "n_items"): 7,  # 6b is an answer of its own
    ("cssrs-screener", "items[6].n"): 7,
    ("cssrs-screener", "safety.items"): [1, 2, 3, 4, 5, 6, 7],
    ("who-5", "scoring.higher_is"): "better",
    ("cadss-6", "scoring.higher_is"): "more",
    **{("oci-r", f"response_options[{at}].en"): None for at in range(5)},  # wording that may not be shipped
}

LEFT_OUT = {
    r"items\[\d+\]\.criterion_core|dsm_algorithm|provisional_dx|scoring\.triage": "names a disorder or a level of risk",
    r"psychometrics|screen_positive\.sens_spec": "nothing computes with it",
    r"traps|use|note|recommend|es_note|licence\.recommend|loinc\.(trap|note)|reliable_change_note": "for whoever makes the file",
    r".*\.(conf|note)|(mcid|reliable_change)\[\d+\]\.(context|warning|conf)": "said by sources, labels and notes",
    r"items_src|response_options_note|bands_note|mcid\[\d+\]\.conf|licence\.status": "said by sources and licence",
    r"scoring\.missing\.(formula|item9_missing|rounding_trap|label|rule|house_rule|official_rule)": "code, tested as code",
    r"scoring\.(integer_only|missing\.complete_needed_for_official_score|conflict|cutoff)": "true of all, or of none",
    r"safety\.(facts|meaning|trigger|show_immediately|rule)": "what follows an answer is guidance's and the alerts'",
    r"extra_items\[0\]\.(scored|es_note)": "none is ever scored",
    r"recall\.(variants|index_event|same_as|ideation|behaviour)": "words in recall.note",
    r"loinc\.(full|ideation_list)": "codes of other forms than the screener",
    r"items\[0\]\.(subscales|items_per_subscale|from_full_cadss)": "no list of items: words in scoring.note",
    r"response_options\[\d+\]\.code": "a yes is 1, a no is 0",
}


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every scalar with its path. A list of scalars is one."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and any(isinstance(row, dict) for row in value):
        for at, inner in enumerate(value):
            yield from leaves(inner, f"{path}[{at}]")
    else:
        yield path, value


def at(ours: Instrument, path: str) -> Any:
    steps = re.findall(r"\w+", path)
    return reduce(lambda value, step: value[int(step)] if step.isdigit() else getattr(value, step), steps, ours)


def sources(rows: Any) -> set[str]:
    return {source for row in (rows if isinstance(rows, list) else [rows]) for source in row.sources}


def numbers(prose: Any) -> set[str]:
    text = prose if isinstance(prose, str) else msgspec.json.encode(prose).decode()
    return set(re.findall(r"\d+(?:\.\d+)?", text))


def amounts(rows: list[Any]) -> set[str]:
    return {f"{row.points}" if row.points is not None else f"{row.percent}%" for row in rows}


def at_most(rule: str) -> set[int]:
    return {int(n) - 1 for n in re.findall(r"<(\d+)", rule)} | {int(n) for n in re.findall(r"<=(\d+)", rule)}


def at_least(rule: str) -> set[int]:
    """Of ">=10 (...); NHS caseness >=8", "31-33" and ">=21 vs ...; 14 vs ..."."""
    return {int(n) for n in re.findall(r">=(\d+)|^(\d+)(?=-)|-(\d+)$|; (\d+) vs", rule) for n in n if n}


def drops(rule: str) -> set[str]:
    """Of ">=50% drop", "25-49% drop" and ">7-point drop"."""
    shares = {f"{n}%" for n in re.findall(r">=(\d+)%|^(\d+)-\d+%", rule) for n in n if n}
    return shares | {str(int(n) + 1) for n in re.findall(r">(\d+)-point", rule)}


READ: dict[str, Callable[[Instrument, Any], bool]] = {
    r"items\[\d+\]\.(safety_item|show_if|cluster)": lambda ours, value: True,  # with their item, below
    r"scoring\.raw_max": lambda ours, value: ours.scoring.max == value * ours.scoring.multiplier,
    r"scoring\.method": lambda ours, value: (
        {"sum": "sum", "max": "sum_of_highest", "hig": "none"}[value[:3]] == ours.scoring.method
    ),
    r"scoring\.clusters\.\w\.(items|max)": lambda ours, value: (
        value in [[part.items[0], part.items[-1]] for part in ours.scoring.parts] + [p.max for p in ours.scoring.parts]
    ),
    r"screen_positive\.rule": lambda ours, value: {cut.at_least for cut in ours.rules.screen} == at_least(value),
    r"response\.rule": lambda ours, value: amounts(ours.rules.response) == drops(value),
    r"partial_response\.rule": lambda ours, value: amounts(ours.rules.partial_response) == drops(value),
    r"remission\.rule": lambda ours, value: {cut.at_most for cut in ours.rules.remission} == at_most(value),
    r"recovery\.rule|remission\.conf": lambda ours, value: (
        {cut.at_most for cut in ours.rules.recovery} == at_most(value)
    ),
    r"mcid\[\d+\]\.points": lambda ours, value: str(value) in amounts(ours.rules.noticeable_change),
    r"mcid\[\d+\]\.percent": lambda ours, value: f"{value}%" in amounts(ours.rules.noticeable_change),
    r"mcid\[\d+\]\.range": lambda ours, value: {str(n) for n in value} <= amounts(ours.rules.noticeable_change),
    r"loinc\.items": lambda ours, value: value == "item codes not found" and not any(i.loinc for i in ours.items),
    r"licence\.ship_text": lambda ours, value: (
        ours.licence.en == {True: "shipped", "conditional": "by_setting"}.get(value, "not_shipped")
    ),
    r"licence\.ship_spanish": lambda ours, value: (
        ours.licence.es == {True: "shipped", False: "not_shipped"}.get(value, "by_setting")
    ),
}


def as_in(table: dict[str, str], path: str) -> str | None:
    found = ((re.fullmatch(pattern, path), ours) for pattern, ours in table.items())
    return next((match.expand(ours) for match, ours in found if match), None)


def holds(ours: Instrument, path: str, value: Any) -> bool:
    if same := as_in(SAME, path):
        if (ours.id, path) in DIFFERS:
            return at(ours, same) == DIFFERS[ours.id, path] != value
        return (at(ours, same) if ours.safety or "safety" not in same else []) == value
    if sourced := as_in(SOURCED, path):
        rows = ours.review if sourced == "safety" and ours.safety is None else at(ours, sourced)
        return set(value) <= sources(rows) | ({"MADRS24"} if path == "cadence.src" else set())
    if prose := as_in(PROSE, path):
        return numbers(value) - PUT_OTHERWISE.get((ours.id, path), set()) <= numbers(at(ours, prose))
    readers = [reader for pattern, reader in READ.items() if re.fullmatch(pattern, path)]
    if readers:
        return readers[0](ours, value)
    return any(re.match(rf"(?:{pattern})(?:$|[.\[])", path) for pattern in LEFT_OUT)


FIELDS = [
    (id, path, value)
    for id, row in ROWS.items()
    for path, value in leaves(row)
    # The other form of this scale prorates, which is not to be mixed in; item 16 of the PCL-5 is for review alone.
    if (id, path) not in {("asrm", "scoring.missing.src"), ("pcl-5", "safety.items")}
]


@pytest.mark.parametrize(("id", "path", "value"), FIELDS, ids=[f"{id}-{path}" for id, path, _ in FIELDS])
def test_a_field_of_the_reference_is_in_our_file(id: str, path: str, value: Any) -> None:
    assert holds(INSTRUMENTS[id], path, value), f"{path} is {value!r}"


def test_there_is_a_file_for_each_instrument_of_the_reference() -> None:
    assert sorted(IDS) == sorted(ROWS)


@pytest.mark.parametrize("id", IDS)
def test_an_item_is_what_the_reference_says_it_is(id: str) -> None:
    ours = INSTRUMENTS[id]
    for item, row in zip(ours.items, ROWS[id]["items"], strict=False):
        assert row.get("safety_item", False) == (ours.safety is not None and item.n in ours.safety.items)
        assert row.get("show_if") == (item.asked_if and f"item {item.asked_if} = yes")
        cluster = [part.id for part in ours.scoring.parts if item.n in part.items]
        assert "cluster" not in row or [row["cluster"]] == cluster
    assert ours.items == [] or len(ours.items) == len(ROWS[id]["items"])


def test_wording_is_shipped_where_the_reference_allows_it_and_nowhere_else() -> None:
    for id, allowed in REFERENCE["ship_matrix"].items():
        ours = INSTRUMENTS[id]
        assert ours.licence.en == {True: "shipped", "conditional": "by_setting"}.get(allowed, "not_shipped"), id
        if ours.licence.en == "not_shipped":
            assert not any(row.en or row.es for row in [*ours.items, *ours.options, ours.recall])


def test_safety_items_are_those_of_the_reference() -> None:
    assert {id: one.safety.items for id, one in INSTRUMENTS.items() if one.safety} == {
        **REFERENCE["safety_items"],
        "cssrs-screener": [1, 2, 3, 4, 5, 6, 7],
    }


def test_thresholds_have_the_sources_of_the_reference() -> None:
    for id, row in ROWS.items():
        for theirs in row.get("mcid", []):
            number = Decimal(str(theirs.get("points", theirs.get("percent", theirs.get("range", [0])[0]))))
            ours = [one for one in INSTRUMENTS[id].rules.noticeable_change if number in (one.points, one.percent)]
            assert [set(theirs["src"]) <= set(one.sources) for one in ours] == [True], (id, theirs)


def test_every_source_is_one_of_the_reference() -> None:
    assert set(SOURCES) <= set(REFERENCE["sources"])
