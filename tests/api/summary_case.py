"""One patient between two boosters, for the tests of the summary page."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from db.pool import WORKER, create_pool
from notifications.summaries import make_due
from tests.api.conftest import Person, World, check_in, local_today
from tests.world import make_check_in, make_course, make_session, make_side_effect

NOW = datetime.now(UTC)


@dataclass
class Case:
    """A patient four weeks into boosters, the next one tomorrow; a clinician, a therapist."""

    world: World
    database: str
    clinician: Person
    therapist: Person
    me: Person
    booster: UUID
    appointment: UUID

    async def superuser(self) -> asyncpg.Connection:
        return await asyncpg.connect(self.database)

    async def log(self, mood: int = 6, **changes: Any) -> dict[str, Any]:
        body = check_in(mood, **changes)
        answer = await self.me.client.put(f"/api/me/check-ins/{local_today()}", json=body)
        assert answer.status_code == 200, answer.text
        return body

    async def make(self) -> dict[str, str]:
        """What the worker does: the summaries that are due. Form -> id."""
        conn = await self.superuser()
        for session, form in ((self.booster, "clinician"), (self.appointment, "therapist")):
            await conn.execute(
                """insert into journal.summary_due (clinic_id, patient_id, session_id, form, due_at, expires_at, next_attempt_at)
                select clinic_id, patient_id, session_id, $2, now(), starts_at, now() from journal.session where session_id = $1
                on conflict do nothing""",
                session,
                form,
            )
        pool = await create_pool(self.database, role=WORKER)
        while await make_due(pool, datetime.now(UTC)):
            pass
        await pool.close()
        rows = await conn.fetch(
            "select form, summary_id from journal.summary where patient_id = $1", self.me.account_id
        )
        await conn.close()
        return {row["form"]: str(row["summary_id"]) for row in rows}

    async def page(self, form: str = "clinician", reader: Person | None = None) -> dict[str, Any]:
        made = await self.make()
        reader = reader or (self.clinician if form == "clinician" else self.therapist)
        answer = await reader.client.get(f"/api/summaries/{made[form]}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def live(self, reader: Person | None = None, **query: Any) -> dict[str, Any]:
        where = f"/api/patients/{self.me.account_id}/summary"
        answer = await (reader or self.clinician).client.get(where, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()


async def make_case(world: World, database: str) -> Case:
    clinician = await world.person("clinician", name="Dr. Imani Cole")
    therapist = await world.person("therapist", clinician.clinic_id, name="Rae Lund")
    me = await world.patient(clinician.clinic_id, team=(clinician, therapist))
    conn = await asyncpg.connect(database)
    where = (conn, me.clinic_id, me.account_id)
    course = await make_course(*where, started_on=(NOW - timedelta(days=90)).date())
    for ordinal, ago in ((1, 60), (2, 30)):
        await make_session(*where, NOW - timedelta(days=ago), course_id=course, ordinal=ordinal, status="completed")
    booster = await make_session(*where, NOW + timedelta(hours=20), course_id=course, ordinal=3)
    appointment = await make_session(
        *where, NOW + timedelta(hours=23), kind="psychotherapy", ordinal=None, with_account=therapist.account_id
    )
    for ago in range(2, 85):
        at = NOW - timedelta(days=ago)
        if ago % 9:
            await make_check_in(*where, at.date(), mood=3 + ago % 5, received_at=at)
    await make_side_effect(
        *where, (NOW - timedelta(days=29)).date(), effect="nausea", received_at=NOW - timedelta(days=29)
    )
    await conn.close()
    return Case(world, database, clinician, therapist, me, booster, appointment)
