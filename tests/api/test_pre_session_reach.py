"""Answers before a session: whom they reach by whatever route, and once however often they are sent."""

import asyncio
from io import BytesIO

from httpx import Response
from litestar import Litestar
from litestar.routes import HTTPRoute
from pypdf import PdfReader

from tests.api.conftest import World, pre_session
from tests.api.test_pre_session import give, said, session_in


async def test_no_route_tells_a_therapist_what_is_for_the_prescriber(world: World, app: Litestar) -> None:
    doctor = await world.person("clinician")
    therapist = await world.person("therapist", doctor.clinic_id)
    me = await world.patient(doctor.clinic_id, team=(doctor, therapist))
    session = await session_in(world, me, 5, "booster")
    await give(me, session, said("drugs", "yes", note="a gummy"), said("ill", "yes", note="a cold"))
    paths = {
        route.path_format.replace("{patient_id}", str(me.account_id)).replace("{session_id}", str(session))
        for route in app.routes
        if isinstance(route, HTTPRoute) and "GET" in route.methods and route.path_format.startswith("/api/")
    }
    read_by: dict[str, list[str]] = {}
    for reader in (doctor, therapist):
        answers = {
            path: await reader.client.get(path, params={"session_id": str(session)})
            for path in sorted(paths)
            if "{" not in path and "stream" not in path
        }
        read_by[reader.role] = [path for path, answer in answers.items() if shows(answer, "a gummy")]
        assert any(shows(answer, "a cold") for answer in answers.values())
    assert [path.removeprefix(f"/api/patients/{me.account_id}") for path in read_by["clinician"]] == [
        f"/sessions/{session}/answers",
        "/summary",
        "/summary/pdf",
    ]
    assert read_by["therapist"] == []


def shows(answer: Response, words: str) -> bool:
    if not answer.content.startswith(b"%PDF"):
        return words in answer.text
    return any(words in page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


async def test_danger_that_is_sent_again_at_once_raises_one_alert(world: World) -> None:
    doctor = await world.person("clinician")
    me = await world.patient(doctor.clinic_id, team=(doctor,))
    session = await session_in(world, me, 5)
    body = pre_session(said("safety", "yes"))
    sent = [me.client.put(f"/api/me/sessions/{session}/answers", json=body) for _ in range(5)]
    answers = [answer.json() for answer in await asyncio.gather(*sent)]
    assert sorted(answer["replayed"] for answer in answers) == [False, True, True, True, True]
    assert {answer["guidance"]["kind"] for answer in answers} == {"hotline"}
    rows = await world.sql("select count from journal.alert where patient_id = $1", me.account_id)
    assert [row["count"] for row in rows] == [1]
