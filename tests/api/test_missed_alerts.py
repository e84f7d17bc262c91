"""The alert's table refuses to be written: whoever wrote gets their answer, the entry stays, and the worker raises the alert later."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio
from uuid_utils.compat import uuid7

from db.pool import WORKER, create_pool
from notifications.alerts import OLDER_THAN, sweep
from tests.api.conftest import Person, World, check_in, local_today, measure, note, side_effect, therapy_page

DANGER = "I want to kill myself tonight"

BREAK = """
create function journal.break_alerts() returns trigger language plpgsql as $$ begin raise exception 'the table is broken'; end $$;
create trigger broken before insert on journal.{} for each row execute function journal.break_alerts();
"""
MEND = "drop trigger broken on journal.{}; drop function journal.break_alerts()"


@pytest_asyncio.fixture(loop_scope="module")
async def doctor(world: World) -> Person:
    return await world.person("clinician")


@pytest_asyncio.fixture(loop_scope="module")
async def me(world: World, doctor: Person) -> Person:
    return await world.patient(doctor.clinic_id, team=(doctor,))


@asynccontextmanager
async def broken(world: World, table: str) -> AsyncGenerator[None]:
    for statement in BREAK.format(table).split(";\ncreate"):
        await world.sql(statement if statement.lstrip().startswith("create") else f"create{statement}")
    try:
        yield
    finally:
        for statement in MEND.format(table).split(";"):
            await world.sql(statement)


async def worker_sweeps(world: World, worker_database: str) -> int:
    """As if the worker's patience with young entries were over."""
    for table in ("check_in", "side_effect", "measure", "therapy_page", "refused"):
        await world.sql(
            f"update journal.{table} set received_at = received_at - $1::interval where tier is not null", OLDER_THAN
        )
    await world.sql(
        "create or replace function journal.alerts_account_for_entries_since() returns timestamptz language sql immutable as "
        "$$ select timestamptz '2026-01-01' $$"
    )
    async with await create_pool(worker_database, role=WORKER, max_size=1) as pool:
        return await sweep(pool, datetime.now(UTC))


async def write(me: Person, kind: str) -> dict[str, Any]:
    """The guidance of a check-in, of a side effect, of a form with item 9 above 0, of a therapy page, or of a request that is refused."""
    if kind == "side_effect":
        body = side_effect(note=note(DANGER, "team"))
        answer = await me.client.put(f"/api/me/side-effects/{uuid7()}", json=body)
    elif kind == "measure":
        answer = await me.client.put(f"/api/me/measures/{uuid7()}", json=measure("phq-9", [0] * 8 + [1]))
    elif kind == "therapy_page":
        body = therapy_page("free", audience="team", texts={"text": DANGER})
        answer = await me.client.put(f"/api/me/pages/{uuid7()}", json=body)
    else:
        body = check_in(1 if kind == "check_in" else 11, note=note(DANGER, "team"))
        answer = await me.client.put(f"/api/me/check-ins/{local_today()}", json=body)
    assert answer.status_code == (422 if kind == "rejected" else 200), answer.text
    return answer.json()["guidance"]


# Whatever breaks of it: the alert, its hold, its messages or its clock.
@pytest.mark.parametrize("table", ["alert", "hold", "notification", "escalation"])
@pytest.mark.parametrize("kind", ["check_in", "side_effect", "measure", "therapy_page", "rejected"])
async def test_the_hotline_is_shown_the_entry_stays_and_the_worker_tells_the_team(
    world: World, doctor: Person, me: Person, worker_database: str, kind: str, table: str
) -> None:
    async with broken(world, table):
        assert (await write(me, kind))["kind"] == "hotline"
        assert (await doctor.client.get("/api/alerts")).json() == []
        await worker_sweeps(world, worker_database)
        assert (await doctor.client.get("/api/alerts")).json() == []
    where = {"rejected": "refused"}.get(kind, kind)
    [stays] = await world.sql(f"select tier from journal.{where} where patient_id = $1", me.account_id)
    assert await worker_sweeps(world, worker_database) == 1
    [alert] = (await doctor.client.get("/api/alerts")).json()
    assert (alert["tier"], alert["source"], alert["private"], alert["count"]) == (stays["tier"], kind, False, 1)
    assert [one["name"] for one in alert["told"]] == [doctor.name]
    queued = await world.sql("select channel from journal.notification where account_id = $1", doctor.account_id)
    assert sorted(row["channel"] for row in queued) == ["email", "push"]
    assert await worker_sweeps(world, worker_database) == 0
    assert (await doctor.client.get(f"/api/patients/{me.account_id}")).json()["held"]


async def test_where_nothing_breaks_the_worker_finds_nothing(
    world: World, doctor: Person, me: Person, worker_database: str
) -> None:
    for kind in ("check_in", "side_effect", "measure", "therapy_page", "rejected"):
        await write(me, kind)
    assert await worker_sweeps(world, worker_database) == 0
    [alert] = (await doctor.client.get("/api/alerts")).json()
    assert alert["count"] == 5


@pytest.mark.parametrize("audience", ["private", "therapist"])
@pytest.mark.parametrize("changes", [{"texts": {"skills_own": DANGER}}, {"texts": {}, "ratings": {"urge_hurt": 1}}])
async def test_the_team_learns_of_a_private_page_that_it_is_private(
    world: World, doctor: Person, me: Person, worker_database: str, audience: str, changes: dict[str, Any]
) -> None:
    async with broken(world, "alert"):
        body = therapy_page("dbt", audience=audience, **changes)
        answer = await me.client.put(f"/api/me/pages/{uuid7()}", json=body)
        assert answer.json()["guidance"]["kind"] == "hotline"
    assert await worker_sweeps(world, worker_database) == 1
    [alert] = (await doctor.client.get("/api/alerts")).json()
    assert (alert["source"], alert["private"]) == ("therapy_page", audience == "private")
    assert (await doctor.client.get(f"/api/patients/{me.account_id}/pages")).json() == []
