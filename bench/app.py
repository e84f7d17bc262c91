"""The application under measurement, with bare handlers beside it: what the same server does at the least."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Litestar, Request, get, put
from litestar.params import FromPath, JSONBody

from api.app import create_app
from api.settings import Settings
from api.state import running
from clinical.entries import CheckInPut
from db.facts import CALENDAR, CHECK_INS, SCORES, SIDE_EFFECTS

SCHEMA = """
create schema bench;
create table bench.check_in (like journal.check_in including defaults including identity including indexes);
grant usage on schema bench to intersession_app;
grant insert on bench.check_in to intersession_app;
"""

INSERT = """
insert into bench.check_in (clinic_id, patient_id, day, revision_id, based_on, mood, anxiety, energy, sleep_hours, sleep_quality,
                            written_at, zone, offset_minutes, late, synced_later, body_hash)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, false, false, $14)
"""

SOMEBODY = UUID("00000000-0000-7000-8000-000000000001")


@put("/bare/check-ins/{day:str}")
async def bare_insert(request: Request[Any, Any, Any], day: FromPath[date], data: JSONBody[CheckInPut]) -> CheckInPut:
    async with running(request).pool.acquire() as conn:
        await conn.execute(
            INSERT,
            SOMEBODY,
            SOMEBODY,
            day,
            data.revision_id,
            data.based_on,
            data.mood,
            data.anxiety,
            data.energy,
            data.sleep_hours,
            data.sleep_quality,
            data.stamp.written_at,
            data.stamp.zone,
            data.stamp.offset_minutes,
            b"-",
        )
    return data


@get("/bare/facts/{clinic_id:uuid}/{patient_id:uuid}")
async def bare_facts(request: Request[Any, Any, Any], clinic_id: FromPath[UUID], patient_id: FromPath[UUID]) -> int:
    """Only fetches the rows that a live summary is made from."""
    rows = 0
    async with running(request).pool.acquire() as conn:
        await conn.execute(
            f"begin; set local app.clinic_id = '{clinic_id}'; set local app.role = 'clinician'; "
            f"set local app.patient_ids = '{{{patient_id}}}'; set local app.audiences = '{{team}}'"
        )
        rows += len(await conn.fetch(CALENDAR, clinic_id, patient_id, None))
        for statement in (CHECK_INS, SIDE_EFFECTS, SCORES):
            rows += len(await conn.fetch(statement, clinic_id, patient_id))
        await conn.execute("commit")
    return rows


def app() -> Litestar:
    application = create_app(Settings.from_environment())
    application.register(bare_insert)
    application.register(bare_facts)
    return application
