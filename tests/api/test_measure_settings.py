"""What a clinic sets for its measures, what there is to choose from, and which wording its people are shown."""

from typing import Any

import pytest
import pytest_asyncio

from tests.api.conftest import Person, World

DEFAULTS: dict[str, Any] = {"who5": False, "pcl5_spanish": False, "asked": ["phq-9"], "thresholds": {}, "cadence": {}}
NEVER: dict[str, Any] = {
    "start": False,
    "before": [],
    "before_last": False,
    "weekly_until_week": None,
    "before_each_from_week": None,
    "every_sessions": None,
    "every_days": None,
    "before_boosters": False,
    "after_booster_days": [],
    "after_last": False,
    "after_last_days": [],
    "after_last_months": [],
    "with_instrument": None,
}
SETTINGS: dict[str, Any] = {
    "who5": True,
    "pcl5_spanish": False,
    "asked": ["phq-9", "gad-7"],
    "thresholds": {"gad-7": {"reliable_change": "nhs"}},
    "cadence": {"our-own": {"phq-9": NEVER | {"start": True, "before": [2, 4]}}},
}


@pytest_asyncio.fixture(loop_scope="module")
async def admin(world: World) -> Person:
    return await world.person("admin")


async def test_an_admin_sets_them_and_staff_read_them(world: World, admin: Person) -> None:
    therapist, elsewhere = await world.person("therapist", admin.clinic_id), await world.person("admin")
    assert (await admin.client.get("/api/clinic/measures")).json() == DEFAULTS
    changed = await admin.client.put("/api/clinic/measures", json=SETTINGS)
    assert (changed.status_code, changed.json()) == (200, SETTINGS), changed.text
    assert (await therapist.client.get("/api/clinic/measures")).json() == SETTINGS
    assert (await elsewhere.client.get("/api/clinic/measures")).json() == DEFAULTS
    [row] = await world.sql("select account_id from journal.audit where action = 'measures.changed'")
    assert row["account_id"] == admin.account_id
    back = await admin.client.put("/api/clinic/measures", json={})
    assert back.json() == DEFAULTS


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        ({"asked": ["phq-9", "phq-9"]}, "asked[1]"),
        ({"asked": ["isi"]}, "asked[0]"),
        ({"asked": ["cssrs-screener"]}, "asked[0]"),
        ({"asked": ["phq-9"] * 13}, "asked"),
        ({"thresholds": {"gad-7": {"reliable_change": "mine"}}}, "thresholds.gad-7.reliable_change"),
        ({"thresholds": {"gad-8": {"reliable_change": "nhs"}}}, "thresholds.gad-8"),
        ({"thresholds": {"gad-7": {"severity": "nhs"}}}, "thresholds[...]"),
        ({"cadence": {"ket-iv": {"isi": {}}}}, "cadence.ket-iv.isi"),
        ({"cadence": {"ket-iv": {"phq-9": {"before": [0]}}}}, "cadence[...][...].before[0]"),
        ({"cadence": {"ket-iv": {"phq-9": {"every_days": 0}}}}, "cadence[...][...].every_days"),
        ({"cadence": {"ket-iv": {"phq-9": {"often": True}}}}, "cadence[...][...]"),
        ({"cadence": {"KET": {"phq-9": {}}}}, "cadence"),
        (
            {"cadence": {"ket-iv": {"gad-7": {"with_instrument": "gad-7"}}}},
            "cadence.ket-iv.gad-7.with_instrument",
        ),
        (
            {"cadence": {"tms": {"gad-7": {"with_instrument": "pcl-5"}, "pcl-5": {"with_instrument": "gad-7"}}}},
            "cadence.tms.gad-7.with_instrument",
        ),
        ({"who5": "yes"}, "who5"),
        ({"colour": "blue"}, ""),
    ],
)
async def test_what_cannot_be_is_refused_with_its_place(admin: Person, settings: dict[str, Any], path: str) -> None:
    answer = await admin.client.put("/api/clinic/measures", json=settings)
    assert answer.status_code == 422, answer.text
    assert [error["path"] for error in answer.json()["errors"]] == [path]
    assert (await admin.client.get("/api/clinic/measures")).json() == DEFAULTS


async def test_every_candidate_has_a_label_and_citations_and_one_a_rule_is_the_default(admin: Person) -> None:
    choices = (await admin.client.get("/api/clinic/measures/choices")).json()
    instruments = {one["id"]: one for one in choices["instruments"]}
    assert [id for id, one in instruments.items() if one["askable"]] == ["phq-9", "phq-2", "gad-7", "pcl-5", "who-5"]
    for instrument in instruments.values():
        for candidates in instrument["rules"].values():
            assert [one["default"] for one in candidates].count(True) == 1
            assert all(one["label"] and one["sources"] and all(one["sources"]) for one in candidates)
    reliable = {one["id"]: one for one in instruments["gad-7"]["rules"]["reliable_change"]}
    assert sorted(reliable) == ["bischoff", "nhs"]
    assert reliable["bischoff"]["sources"][0].startswith("Bischoff T et al.")
    assert [instruments[id]["setting"] for id in ("phq-9", "pcl-5", "who-5")] == [None, "pcl5_spanish", "who5"]
    assert (reliable["bischoff"]["points"], reliable["bischoff"]["at_most"]) == (6.0, None)
    for instrument in instruments.values():
        for one in (one for candidates in instrument["rules"].values() for one in candidates):
            assert sum(one[number] is not None for number in ("points", "percent", "at_most", "at_least")) == 1, one


async def test_what_is_asked_when_a_clinic_sets_nothing(admin: Person) -> None:
    choices = (await admin.client.get("/api/clinic/measures/choices")).json()["cadence"]
    assert [(one["modality"], one["protocol"]) for one in choices if one["instrument"] == "phq-9"] == [
        ("ketamine_iv", None),
        ("esketamine", None),
        ("tms", None),
        (None, "tms-saint"),
    ]
    [gad7] = [one for one in choices if (one["instrument"], one["modality"]) == ("gad-7", "ketamine_iv")]
    assert gad7["cadence"]["with_instrument"] == "phq-9"
    assert all(one["sources"] for one in choices)


async def instruments(who: Person, language: str | None = None) -> dict[str, Any]:
    answer = await who.client.get("/api/instruments", params={"language": language} if language else {})
    assert answer.status_code == 200, answer.text
    return {one["id"]: one for one in answer.json()}


async def test_wording_is_shown_where_licence_and_clinic_allow_it_and_the_notice_with_it(
    world: World, admin: Person
) -> None:
    me = await world.patient(admin.clinic_id)
    shown = await instruments(me)
    assert [id for id, one in shown.items() if one["answered_by"] == "patient"] == ["phq-9", "phq-2", "gad-7", "pcl-5"]
    for one in shown.values():
        has_wording = one["answered_by"] == "patient"
        assert (one["language"] == "en", one["notice"] is not None) == (has_wording, has_wording)
        assert all((item["text"] is not None) == has_wording == bool(item["options"]) for item in one["items"])
        assert has_wording or (one["instructions"], one["extra_items"]) == (None, [])
    phq9 = shown["phq-9"]
    assert phq9["instructions"].startswith("Over the last 2 weeks")
    assert phq9["items"][8]["text"] == ("Thoughts that you would be better off dead or of hurting yourself in some way")
    assert phq9["items"][0]["options"][0] == {"score": 0, "text": "Not at all"}
    assert [one["id"] for one in phq9["extra_items"]] == ["difficulty"]
    assert (phq9["min"], phq9["max"], phq9["higher_is"], phq9["recall_days"]) == (0, 27, "worse", 14)
    assert (phq9["asked"], shown["gad-7"]["asked"]) == (True, False)
    assert shown["pcl-5"]["instructions"].endswith("In the past month, how much were you bothered by:")


async def test_a_setting_switches_wording_on_in_its_languages(world: World, admin: Person) -> None:
    me = await world.patient(admin.clinic_id, language="es")

    async def languages() -> list[str | None]:
        shown = await instruments(me)
        return [shown[id]["language"] for id in ("phq-9", "pcl-5", "who-5")]

    assert await languages() == ["es", None, None]
    await admin.client.put("/api/clinic/measures", json={"pcl5_spanish": True})
    assert await languages() == ["es", "es", None]
    await admin.client.put("/api/clinic/measures", json={"who5": True})
    assert await languages() == ["es", None, "es"]
    shown = await instruments(me)
    assert shown["phq-9"]["bands"][0] == {"min": 0, "max": 4, "key": "none-minimal", "label": "ninguna o mínima"}
    assert shown["phq-9"]["extra_items"] == []
    assert shown["who-5"]["items"][0]["options"][0] == {"score": 5, "text": "Todo el tiempo"}
    assert (await instruments(me, "en"))["pcl-5"]["language"] == "en"


async def test_an_unchanged_list_is_not_sent_twice(admin: Person) -> None:
    first = await admin.client.get("/api/instruments")
    known = {"If-None-Match": first.headers["ETag"]}
    assert (await admin.client.get("/api/instruments", headers=known)).status_code == 304
    await admin.client.put("/api/clinic/measures", json={"who5": True})
    assert (await admin.client.get("/api/instruments", headers=known)).status_code == 200


@pytest.mark.parametrize("language", ["de", "EN", "en\x00"])
async def test_a_language_without_wording_is_refused(admin: Person, language: str) -> None:
    assert (await admin.client.get("/api/instruments", params={"language": language})).status_code in (400, 422)
