"""Safety plans: append-only revisions of one document a patient, sealed with the patient's key. The newest is current."""

from datetime import datetime
from uuid import UUID

import msgspec

from clinical.errors import Conflict
from clinical.safety_plan import SafetyPlanPut
from db.pool import Conn
from db.rows import many, one
from db.vault import PatientKey

PLAN_COLUMN = "safety_plan.plan"


class StoredPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A revision as the table has it. `prior` is the revision that was current when this one came."""

    revision_id: UUID
    based_on: UUID | None
    prior: UUID | None
    received_at: datetime
    ciphertext: bytes

    def open(self, key: PatientKey) -> SafetyPlanPut:
        """The revision as it was sent."""
        sent = key.open(self.ciphertext, row=self.revision_id, column=PLAN_COLUMN)
        return msgspec.json.decode(sent, type=SafetyPlanPut)

    @property
    def is_stale(self) -> bool:
        """Written without having seen the one that was current."""
        return self.prior is not None and self.prior != self.based_on


LOCK = "select pg_advisory_xact_lock(hashtextextended('safety_plan' || $1::uuid::text, 0))"
SAVE = """
insert into journal.safety_plan (clinic_id, patient_id, revision_id, based_on, ciphertext, written_at)
values ($1, $2, $3, $4, $5, $6)
on conflict on constraint safety_plan_pkey do nothing
returning true
"""


async def save(conn: Conn, clinic_id: UUID, patient_id: UUID, put: SafetyPlanPut, key: PatientKey) -> bool:
    """Adds a revision. False when it is there already, whatever it says: see `find_same`."""
    # Of two phones that save at once, the second one must see the first one's.
    await conn.execute(LOCK, patient_id)
    sealed = key.seal(msgspec.json.encode(put).decode(), row=put.revision_id, column=PLAN_COLUMN)
    saved = await conn.fetchval(
        SAVE, clinic_id, patient_id, put.revision_id, put.based_on, sealed, put.stamp.written_at
    )
    return bool(saved)


REVISIONS = """
select revision_id, based_on, lag(revision_id) over (order by seq) as prior, received_at, ciphertext
from journal.safety_plan
where clinic_id = $1 and patient_id = $2
order by seq desc
limit $3
"""


async def revisions(conn: Conn, clinic_id: UUID, patient_id: UUID, limit: int | None = None) -> list[StoredPlan]:
    """Newest first, all of them without a limit."""
    return many(await conn.fetch(REVISIONS, clinic_id, patient_id, limit), StoredPlan)


FIND = """
select p.revision_id, p.based_on, p.received_at, p.ciphertext,
       (select before.revision_id from journal.safety_plan before
        where before.clinic_id = $1 and before.patient_id = $2 and before.seq < p.seq
        order by before.seq desc
        limit 1) as prior
from journal.safety_plan p
where p.clinic_id = $1 and p.patient_id = $2 and p.revision_id = $3
"""


async def find(conn: Conn, clinic_id: UUID, patient_id: UUID, revision_id: UUID) -> StoredPlan:
    return one(await conn.fetchrow(FIND, clinic_id, patient_id, revision_id), StoredPlan)


async def find_same(conn: Conn, clinic_id: UUID, patient_id: UUID, put: SafetyPlanPut, key: PatientKey) -> StoredPlan:
    """The stored revision that `put` repeats. Conflict when it carries the same id and says something else."""
    stored = await find(conn, clinic_id, patient_id, put.revision_id)
    if stored.open(key) != put:
        raise Conflict("This plan was sent before with other contents. Both are kept on this phone.")
    return stored
