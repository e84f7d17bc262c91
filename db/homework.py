"""Homework: a therapy page that somebody of the care team asks for. Its words are theirs, sealed under the patient's key."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from clinical.errors import NotFound
from db.pool import Conn
from db.rows import many, one
from db.vault import PatientKey

WORDS_COLUMN = "homework.words"

State = Literal["open", "done", "withdrawn"]


class StoredHomework(msgspec.Struct, frozen=True, kw_only=True):
    """`done_page_ids`: pages that name it, as far as the transaction's audiences reach. Staff are not told of a private page, so
    what was done on one is open to them."""

    homework_id: UUID
    form: str
    due_on: date
    asked_by: UUID
    asked_at: datetime
    withdrawn_at: datetime | None
    ciphertext: bytes | None
    done_page_ids: list[UUID]

    @property
    def state(self) -> State:
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "done" if self.done_page_ids else "open"

    def words(self, key: PatientKey) -> str | None:
        return None if self.ciphertext is None else key.open(self.ciphertext, row=self.homework_id, column=WORDS_COLUMN)


ASK = """
with asked as (
    insert into journal.homework (clinic_id, patient_id, homework_id, form, due_on, ciphertext, asked_by)
    values ($1, $2, $3, $4, $5, $6, $7)
    returning homework_id
)
insert into journal.audit (clinic_id, account_id, role, action, patient_id, subject)
select $1, $7, $8, 'homework.asked', $2, homework_id::text
from asked
"""


async def ask(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    key: PatientKey,
    *,
    form: str,
    due_on: date,
    words: str | None,
    asked_by: UUID,
    role: str,
) -> UUID:
    homework_id = uuid7()
    sealed = None if words is None else key.seal(words, row=homework_id, column=WORDS_COLUMN)
    await conn.execute(ASK, clinic_id, patient_id, homework_id, form, due_on, sealed, asked_by, role)
    return homework_id


WITHDRAW = """
with found as (
    select homework_id
    from journal.homework
    where clinic_id = $1 and patient_id = $2 and homework_id = $3
), withdrawn as (
    update journal.homework h
    set withdrawn_at = now()
    from found
    where h.clinic_id = $1 and h.patient_id = $2 and h.homework_id = found.homework_id and h.withdrawn_at is null
    returning h.homework_id
), trail as (
    insert into journal.audit (clinic_id, account_id, role, action, patient_id, subject)
    select $1, $4, $5, 'homework.withdrawn', $2, homework_id::text
    from withdrawn
)
select homework_id from found
"""


async def withdraw(conn: Conn, clinic_id: UUID, patient_id: UUID, homework_id: UUID, *, by: UUID, role: str) -> None:
    """Once and for all; again changes nothing. Pages that were written for it stay. NotFound when there is none."""
    if await conn.fetchval(WITHDRAW, clinic_id, patient_id, homework_id, by, role) is None:
        raise NotFound


SELECT = """
with current as materialized (
    select distinct on (page_id) page_id, homework_id, seq
    from journal.therapy_page
    where clinic_id = $1 and patient_id = $2
    order by page_id, seq desc
), done as materialized (
    select homework_id, array_agg(page_id order by seq) as page_ids
    from current
    where homework_id is not null
    group by homework_id
)
select h.homework_id, h.form, h.due_on, h.asked_by, h.asked_at, h.withdrawn_at, h.ciphertext,
       coalesce(done.page_ids, '{}') as done_page_ids
from journal.homework h
left join done on done.homework_id = h.homework_id
where h.clinic_id = $1 and h.patient_id = $2
"""
FIND = f"{SELECT} and h.homework_id = $3"
LIST = f"{SELECT} order by h.due_on, h.asked_at, h.homework_id"
OPEN = f"{SELECT} and h.withdrawn_at is null and done.page_ids is null order by h.due_on, h.asked_at, h.homework_id"


async def find(conn: Conn, clinic_id: UUID, patient_id: UUID, homework_id: UUID) -> StoredHomework:
    return one(await conn.fetchrow(FIND, clinic_id, patient_id, homework_id), StoredHomework)


async def of_patient(conn: Conn, clinic_id: UUID, patient_id: UUID) -> list[StoredHomework]:
    """All that was ever asked for, by the day it is due."""
    return many(await conn.fetch(LIST, clinic_id, patient_id), StoredHomework)


async def open_of(conn: Conn, clinic_id: UUID, patient_id: UUID) -> list[StoredHomework]:
    """What is still to be done, overdue first."""
    return many(await conn.fetch(OPEN, clinic_id, patient_id), StoredHomework)
