"""People and rows for tests, written by a superuser past every policy. Defaults first, overrides by keyword."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import asyncpg
from uuid_utils.compat import uuid7

from db.pool import Context, begin_statement

NOW = datetime(2026, 3, 18, 12, tzinfo=UTC)
ZONE = "America/New_York"


@asynccontextmanager
async def seen_as(conn: asyncpg.Connection, db_role: str, context: Context | None = None) -> AsyncGenerator[None]:
    """What the block does runs under the policies of `db_role`. An error ends the block, not the test's transaction."""
    async with conn.transaction():
        await conn.execute(f"set local role {db_role}")
        if context is not None:
            await conn.execute(begin_statement(context, None).removeprefix("begin; "))
        yield
        await conn.execute("reset role; set local app.clinic_id = ''; set local app.patient_ids = ''")


async def make_clinic(conn: asyncpg.Connection, *, zone: str = ZONE) -> UUID:
    clinic_id = uuid7()
    await conn.execute(
        "insert into identity.clinic (id, name, zone, country) values ($1, 'Lakeside', $2, 'US')", clinic_id, zone
    )
    return clinic_id


async def make_member(
    conn: asyncpg.Connection, clinic_id: UUID, role: str, *, name: str = "Robin", language: str = "en"
) -> UUID:
    identity_id, account_id = uuid7(), uuid7()
    await conn.execute(
        "insert into identity.identity (id, email, password_hash) values ($1, $2, '')",
        identity_id,
        f"{identity_id}@example.org",
    )
    await conn.execute(
        "insert into identity.membership (id, clinic_id, identity_id, role, name, language) values ($1, $2, $3, $4, $5, $6)",
        account_id,
        clinic_id,
        identity_id,
        role,
        name,
        language,
    )
    return account_id


async def make_patient(
    conn: asyncpg.Connection,
    clinic_id: UUID,
    *,
    zone: str = ZONE,
    language: str = "en",
    joined_on: date = date(2026, 1, 1),
    name: str = "Quentin Marlowe",
) -> UUID:
    patient_id = await make_member(conn, clinic_id, "patient", name=name, language=language)
    await conn.execute(
        """insert into journal.patient (clinic_id, patient_id, name, language, zone, country, joined_on, consent_version, consented_at)
        values ($1, $2, $3, $4, $5, 'US', $6, '1', now())""",
        clinic_id,
        patient_id,
        name,
        language,
        zone,
        joined_on,
    )
    return patient_id


async def put_on_team(conn: asyncpg.Connection, clinic_id: UUID, patient_id: UUID, *members: UUID) -> None:
    for member in members:
        await conn.execute(
            "insert into identity.care_team (clinic_id, patient_id, member_id) values ($1, $2, $3)",
            clinic_id,
            patient_id,
            member,
        )


async def make_check_in(
    conn: asyncpg.Connection,
    clinic_id: UUID,
    patient_id: UUID,
    day: date,
    *,
    mood: int = 5,
    source: str = "app",
    received_at: datetime = NOW,
    sleep_hours: float | None = None,
) -> UUID:
    revision_id = uuid7()
    await conn.execute(
        """insert into journal.check_in (clinic_id, patient_id, day, revision_id, mood, sleep_hours, written_at, zone, offset_minutes,
                                         received_at, late, synced_later, source, body_hash)
        values ($1, $2, $3, $4, $5, $6::float8::numeric, $7, 'UTC', 0, $7, false, false, $8, '')""",
        clinic_id,
        patient_id,
        day,
        revision_id,
        mood,
        sleep_hours,
        received_at,
        source,
    )
    return revision_id


async def make_side_effect(
    conn: asyncpg.Connection,
    clinic_id: UUID,
    patient_id: UUID,
    day: date,
    *,
    report_id: UUID | None = None,
    effect: str = "nausea",
    severity: str = "mild",
    level: str = "routine",
    source: str = "app",
    received_at: datetime = NOW,
) -> UUID:
    revision_id = uuid7()
    await conn.execute(
        """insert into journal.side_effect (clinic_id, patient_id, report_id, revision_id, day, effect, severity, level, written_at, zone,
                                            offset_minutes, received_at, late, synced_later, source, body_hash)
        values ($1, $2, $3, $4, $5, $6, $7, $10, $8, 'UTC', 0, $8, false, false, $9, '')""",
        clinic_id,
        patient_id,
        report_id or uuid7(),
        revision_id,
        day,
        effect,
        severity,
        received_at,
        source,
        level,
    )
    return revision_id


async def make_measure(
    conn: asyncpg.Connection,
    clinic_id: UUID,
    patient_id: UUID,
    day: date,
    total: int | None = 12,
    *,
    measure_id: UUID | None = None,
    instrument: str = "phq-9",
    answers: list[int | None] | None = None,
    status: str = "complete",
    source: str = "app",
    declined: bool = False,
    session_id: UUID | None = None,
    received_at: datetime = NOW,
) -> UUID:
    revision_id = uuid7()
    await conn.execute(
        """insert into journal.measure (clinic_id, patient_id, id, revision_id, instrument, day, answers, total, status, source, declined,
                                        session_id, entered_by, written_at, zone, offset_minutes, received_at, body_hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $2, $13, 'UTC', 0, $13, '')""",
        clinic_id,
        patient_id,
        measure_id or uuid7(),
        revision_id,
        instrument,
        day,
        answers,
        total,
        status,
        source,
        declined,
        session_id,
        received_at,
    )
    return revision_id


async def make_course(
    conn: asyncpg.Connection,
    clinic_id: UUID,
    patient_id: UUID,
    *,
    started_on: date = date(2026, 1, 5),
    ended_on: date | None = None,
) -> UUID:
    course_id = uuid7()
    await conn.execute(
        """insert into journal.course (clinic_id, patient_id, course_id, protocol, modality, name, started_on, ended_on, started_by)
        values ($1, $2, $3, 'ket-iv', 'ketamine_iv', 'Ketamine', $4, $5, $6)""",
        clinic_id,
        patient_id,
        course_id,
        started_on,
        ended_on,
        uuid7(),
    )
    return course_id


async def make_session(
    conn: asyncpg.Connection,
    clinic_id: UUID,
    patient_id: UUID,
    starts_at: datetime,
    *,
    course_id: UUID | None = None,
    kind: str = "booster",
    ordinal: int | None = 1,
    status: str = "planned",
    summary_before: bool = True,
    with_account: UUID | None = None,
) -> UUID:
    session_id = uuid7()
    await conn.execute(
        """insert into journal.session (clinic_id, patient_id, session_id, course_id, kind, ordinal, starts_at, day, status, summary_before,
                                        with_account)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""",
        clinic_id,
        patient_id,
        session_id,
        course_id,
        kind,
        ordinal,
        starts_at,
        starts_at.date(),
        status,
        summary_before,
        with_account,
    )
    return session_id


async def make_alert(
    conn: asyncpg.Connection, clinic_id: UUID, patient_id: UUID, *, age: timedelta = timedelta(), rank: int = 4
) -> UUID:
    alert_id = uuid7()
    await conn.execute(
        """insert into journal.alert (clinic_id, patient_id, alert_id, tier, rank, source, private, raised_at)
        values ($1, $2, $3, 'explicit', $5, 'check_in', false, now() - $4::interval)""",
        clinic_id,
        patient_id,
        alert_id,
        age,
        rank,
    )
    return alert_id


async def make_reminder(
    conn: asyncpg.Connection,
    clinic_id: UUID,
    patient_id: UUID,
    next_due_at: datetime | None,
    *,
    local_time: time = time(20),
    zone: str = ZONE,
    is_on: bool = True,
    last_fired_on: date | None = None,
    quiet_from: time | None = None,
    quiet_until: time | None = None,
) -> None:
    await conn.execute(
        """insert into journal.reminder
            (clinic_id, patient_id, is_on, local_time, zone, next_due_at, last_fired_on, quiet_from, quiet_until)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        clinic_id,
        patient_id,
        is_on,
        local_time,
        zone,
        next_due_at,
        last_fired_on,
        quiet_from,
        quiet_until,
    )
