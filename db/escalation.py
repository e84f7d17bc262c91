"""The clinic's escalation settings, its staff, and cover: seeing a patient for the time of an alert."""

from collections.abc import Sequence
from datetime import time
from uuid import UUID

import asyncpg
import msgspec

from clinical.errors import NotFound
from clinical.escalation import OnList, Rules, When
from db.notifications import Recipient
from db.pool import Conn
from db.rows import many


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the list who can sign in."""

    account_id: UUID
    name: str
    role: str
    language: str
    when: When

    @property
    def recipient(self) -> Recipient:
        return Recipient(account_id=self.account_id, role=self.role, language=self.language)


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """`after_minutes` and `on_call_after_minutes`: 5 to 240. `day_from` before `day_until`, the clinic's wall clock; weekdays 1 (Monday)
    to 7."""

    zone: str
    after_minutes: int
    on_call_after_minutes: int
    day_from: time
    day_until: time
    weekdays: list[int]
    people: list[Listed]

    @property
    def rules(self) -> Rules:
        return Rules(
            zone=self.zone,
            after_minutes=self.after_minutes,
            on_call_after_minutes=self.on_call_after_minutes,
            day_from=self.day_from,
            day_until=self.day_until,
            weekdays=self.weekdays,
            people=[OnList(account_id=person.account_id, when=person.when) for person in self.people],
        )


OF_CLINIC = """
select zone, after_minutes, on_call_after_minutes, day_from, day_until, weekdays, account_id, name, role, language, told_when
from identity.escalation_of($1)
"""


async def of_clinic(conn: Conn, clinic_id: UUID) -> Settings:
    """Without settings of its own a clinic has an empty list, half an hour, and a day from 8 to 18 on workdays."""
    records = await conn.fetch(OF_CLINIC, clinic_id)
    if not records:
        raise NotFound
    first = records[0]
    return Settings(
        zone=first["zone"],
        after_minutes=first["after_minutes"],
        on_call_after_minutes=first["on_call_after_minutes"],
        day_from=first["day_from"],
        day_until=first["day_until"],
        weekdays=first["weekdays"],
        people=[_listed(record) for record in records if record["account_id"] is not None],
    )


def _listed(record: asyncpg.Record) -> Listed:
    return msgspec.convert({**record, "when": record["told_when"]}, Listed)


CHANGE = "select identity.set_escalation($1, $2, $3, $4, $5, $6, $7, $8)"


async def change(conn: Conn, clinic_id: UUID, rules: Rules) -> None:
    """The zone is the clinic's and stays. People who are not staff of this clinic are left out: check them first, with `staff`."""
    await conn.execute(
        CHANGE,
        clinic_id,
        rules.after_minutes,
        rules.on_call_after_minutes,
        rules.day_from,
        rules.day_until,
        rules.weekdays,
        [person.account_id for person in rules.people],
        [person.when for person in rules.people],
    )


class StaffMember(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    name: str
    role: str
    language: str

    @property
    def recipient(self) -> Recipient:
        return Recipient(account_id=self.account_id, role=self.role, language=self.language)


STAFF = "select account_id, name, role, language from identity.staff_of($1)"


async def staff(conn: Conn, clinic_id: UUID) -> list[StaffMember]:
    """Everybody of the staff who can sign in, admins too."""
    return many(await conn.fetch(STAFF, clinic_id), StaffMember)


# Whose cover it is acts here: so the patient sees in their trail who can look at their journal now.
BEGIN_COVER = """
with begun as (
    select account_id, role
    from unnest($3::uuid[], $4::text[]) as member (account_id, role)
    where identity.begin_cover($1, $2, account_id, $5)
)
insert into journal.audit (clinic_id, account_id, role, action, patient_id, subject)
select $1, account_id, role, 'cover.began', $2, $5::uuid::text
from begun
"""


async def begin_cover(
    conn: Conn, clinic_id: UUID, patient_id: UUID, members: Sequence[Recipient], alert_id: UUID
) -> None:
    """From now until the alert is closed these see the patient, as if they were on the care team. Who is on it already is left out."""
    accounts, roles = [member.account_id for member in members], [member.role for member in members]
    await conn.execute(BEGIN_COVER, clinic_id, patient_id, accounts, roles, alert_id)


END_COVER = """
insert into journal.audit (clinic_id, account_id, role, action, patient_id, subject)
select $1, account_id, role, 'cover.ended', $2, $3::uuid::text
from identity.end_cover($1, $3)
"""


async def end_cover(conn: Conn, clinic_id: UUID, patient_id: UUID, alert_id: UUID) -> None:
    await conn.execute(END_COVER, clinic_id, patient_id, alert_id)
