"""Writing what happened earlier, with the times that it had, many rows at once. For the demo clinic and for measuring.

Under the same policies as everything else: entries in the patient's context, acknowledgements in a clinician's, summaries in
the worker's.
"""

from collections.abc import Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from clinical.trends import Summary
from clinical.trends.facts import Form
from db.pool import Conn


class PastDay(msgspec.Struct, frozen=True, kw_only=True):
    """In the order of ADD_DAYS, with the sealed note at the end."""

    day: date
    revision_id: UUID
    based_on: UUID | None
    mood: int
    anxiety: int | None
    energy: int | None
    sleep_hours: float | None
    sleep_quality: int | None
    body_hash: bytes
    tier: str | None
    held: bool
    late: bool
    synced_later: bool
    written_at: datetime
    received_at: datetime
    offset_minutes: int
    ciphertext: bytes | None
    audience: str | None


class PastReport(msgspec.Struct, frozen=True, kw_only=True):
    """In the order of ADD_REPORTS."""

    day: date
    report_id: UUID
    revision_id: UUID
    effect: str
    severity: str
    onset: str | None
    still_present: bool | None
    interference: str | None
    session_id: UUID | None
    level: str
    body_hash: bytes
    tier: str | None
    late: bool
    synced_later: bool
    written_at: datetime
    received_at: datetime
    offset_minutes: int


ADD_DAYS = """
insert into journal.check_in (clinic_id, patient_id, zone, day, revision_id, based_on, mood, anxiety, energy, sleep_hours, sleep_quality,
                              body_hash, tier, held, late, synced_later, written_at, received_at, offset_minutes)
select $1, $2, $3, day, revision_id, based_on, mood, anxiety, energy, sleep_hours::numeric, sleep_quality,
       body_hash, tier, held, late, synced_later, written_at, received_at, offset_minutes
from unnest($4::date[], $5::uuid[], $6::uuid[], $7::smallint[], $8::smallint[], $9::smallint[], $10::float8[], $11::smallint[],
            $12::bytea[], $13::text[], $14::boolean[], $15::boolean[], $16::boolean[], $17::timestamptz[], $18::timestamptz[],
            $19::smallint[])
    as past (day, revision_id, based_on, mood, anxiety, energy, sleep_hours, sleep_quality, body_hash, tier, held, late,
             synced_later, written_at, received_at, offset_minutes)
order by received_at
"""

ADD_NOTES = """
insert into journal.note (clinic_id, patient_id, entry, revision_id, day, audience, ciphertext, written_at)
select $1, $2, 'check_in', revision_id, day, audience, ciphertext, written_at
from unnest($3::uuid[], $4::date[], $5::text[], $6::bytea[], $7::timestamptz[])
    as past (revision_id, day, audience, ciphertext, written_at)
"""


async def add_days(conn: Conn, clinic_id: UUID, patient_id: UUID, zone: str, days: Sequence[PastDay]) -> None:
    """The order of arrival decides which of two revisions of a day is current, as always."""
    await conn.execute(ADD_DAYS, clinic_id, patient_id, zone, *_columns(days, PastDay.__struct_fields__[:-2]))
    noted = [day for day in days if day.ciphertext is not None]
    names = ["revision_id", "day", "audience", "ciphertext", "written_at"]
    await conn.execute(ADD_NOTES, clinic_id, patient_id, *_columns(noted, names))


ADD_REPORTS = """
insert into journal.side_effect (clinic_id, patient_id, zone, day, report_id, revision_id, effect, severity, onset, still_present,
                                 interference, session_id, level, body_hash, tier, late, synced_later, written_at, received_at,
                                 offset_minutes)
select $1, $2, $3, day, report_id, revision_id, effect, severity, onset, still_present, interference, session_id, level,
       body_hash, tier, late, synced_later, written_at, received_at, offset_minutes
from unnest($4::date[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::boolean[], $11::text[], $12::uuid[],
            $13::text[], $14::bytea[], $15::text[], $16::boolean[], $17::boolean[], $18::timestamptz[], $19::timestamptz[],
            $20::smallint[])
    as past (day, report_id, revision_id, effect, severity, onset, still_present, interference, session_id, level, body_hash, tier,
             late, synced_later, written_at, received_at, offset_minutes)
order by received_at
"""


async def add_reports(conn: Conn, clinic_id: UUID, patient_id: UUID, zone: str, reports: Sequence[PastReport]) -> None:
    await conn.execute(ADD_REPORTS, clinic_id, patient_id, zone, *_columns(reports, PastReport.__struct_fields__))


ADD_ALERT = """
with alert as (
    insert into journal.alert (clinic_id, patient_id, alert_id, tier, rank, source, private, raised_at, last_match_at)
    values ($1, $2, $3, $4, journal.rank_of($4), $7, $5, $6, $6)
), hold as (
    insert into journal.hold (clinic_id, patient_id, id, since)
    values ($1, $2, $3, $6)
    on conflict (clinic_id, patient_id) where cleared_at is null do nothing
)
insert into journal.alert_change (clinic_id, patient_id, alert_id, state, at, revision_id)
values ($1, $2, $3, 'raised', $6, $8)
"""


async def add_alert(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    *,
    tier: str,
    private: bool,
    raised_at: datetime,
    source: str = "check_in",
    revision_id: UUID | None = None,
) -> UUID:
    """With the hold that it began, if there was none. `revision_id`: the entry that it took up."""
    alert_id = uuid7()
    await conn.execute(ADD_ALERT, clinic_id, patient_id, alert_id, tier, private, raised_at, source, revision_id)
    return alert_id


ACKNOWLEDGE = """
with done as (
    update journal.alert
    set state = 'acknowledged', acknowledged_by = $4, acknowledged_at = $5, what_was_done = $6
    where clinic_id = $1 and patient_id = $2 and alert_id = $3
)
insert into journal.alert_change (clinic_id, patient_id, alert_id, state, by_account, at)
values ($1, $2, $3, 'acknowledged', $4, $5)
"""

CLEAR_HOLD = """
update journal.hold
set cleared_at = $4, cleared_by = $3, reason = $5
where clinic_id = $1 and patient_id = $2 and cleared_at is null
"""


async def acknowledge(
    conn: Conn, clinic_id: UUID, patient_id: UUID, alert_id: UUID, by_account: UUID, at: datetime, what_was_done: str
) -> None:
    await conn.execute(ACKNOWLEDGE, clinic_id, patient_id, alert_id, by_account, at, what_was_done)


async def clear_hold(
    conn: Conn, clinic_id: UUID, patient_id: UUID, by_account: UUID, at: datetime, reason: str
) -> None:
    await conn.execute(CLEAR_HOLD, clinic_id, patient_id, by_account, at, reason)


ADD_SUMMARY = """
insert into journal.summary (clinic_id, patient_id, summary_id, session_id, form, made_at, inputs_until, inputs_hash, numbers)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


async def add_summary(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    *,
    session_id: UUID,
    form: Form,
    made_at: datetime,
    inputs_until: datetime,
    inputs_hash: str,
    numbers: Summary,
) -> UUID:
    summary_id = uuid7()
    await conn.execute(
        ADD_SUMMARY, clinic_id, patient_id, summary_id, session_id, form, made_at, inputs_until, inputs_hash, numbers
    )
    return summary_id


ADD_REVIEWS = """
insert into journal.summary_review (clinic_id, patient_id, summary_id, reviewed_by, reviewed_at)
select $1, $2, summary_id, $3, reviewed_at
from unnest($4::uuid[], $5::timestamptz[]) as past (summary_id, reviewed_at)
"""


async def add_reviews(
    conn: Conn, clinic_id: UUID, patient_id: UUID, by_account: UUID, reviewed: Sequence[tuple[UUID, datetime]]
) -> None:
    await conn.execute(
        ADD_REVIEWS, clinic_id, patient_id, by_account, [summary for summary, _ in reviewed], [at for _, at in reviewed]
    )


def _columns(rows: Sequence[msgspec.Struct], names: Sequence[str]) -> list[list[Any]]:
    return [list(map(attrgetter(name), rows)) for name in names]
