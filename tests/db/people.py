"""Two clinics, each with a patient, straight into the tables: what the policies are tried against."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
from uuid_utils.compat import uuid7

DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)


@dataclass
class Clinic:
    clinic_id: UUID = field(default_factory=uuid7)
    patient_id: UUID = field(default_factory=uuid7)
    other_patient_id: UUID = field(default_factory=uuid7)
    clinician_id: UUID = field(default_factory=uuid7)
    therapist_id: UUID = field(default_factory=uuid7)
    admin_id: UUID = field(default_factory=uuid7)
    course_id: UUID = field(default_factory=uuid7)
    session_id: UUID = field(default_factory=uuid7)
    alert_id: UUID = field(default_factory=uuid7)
    summary_id: UUID = field(default_factory=uuid7)


async def make_clinic(conn: asyncpg.Connection) -> Clinic:
    """As the superuser, whom no policy binds: one clinic with two patients and a row in every table of the first."""
    c = Clinic()
    await conn.execute(
        "insert into identity.clinic (id, name, zone, country) values ($1, 'A clinic', 'UTC', 'US')", c.clinic_id
    )
    for account, role in [
        (c.patient_id, "patient"),
        (c.other_patient_id, "patient"),
        (c.clinician_id, "clinician"),
        (c.therapist_id, "therapist"),
        (c.admin_id, "admin"),
    ]:
        identity_id = uuid7()
        await conn.execute(
            "insert into identity.identity (id, email, password_hash) values ($1, $2, '-')",
            identity_id,
            f"{account}@example.org",
        )
        await conn.execute(
            "insert into identity.membership (id, clinic_id, identity_id, role, name) values ($1, $2, $3, $4, 'Somebody')",
            account,
            c.clinic_id,
            identity_id,
            role,
        )
    for member in (c.clinician_id, c.therapist_id):
        await conn.execute(
            "insert into identity.care_team (clinic_id, patient_id, member_id) values ($1, $2, $3)",
            c.clinic_id,
            c.patient_id,
            member,
        )
    for patient in (c.patient_id, c.other_patient_id):
        await _fill(conn, c, patient)
    return c


async def _fill(conn: asyncpg.Connection, c: Clinic, patient: UUID) -> None:
    first = patient == c.patient_id
    course, session, alert, summary = (
        (c.course_id, c.session_id, c.alert_id, c.summary_id) if first else (uuid7(), uuid7(), uuid7(), uuid7())
    )
    await conn.execute(
        """insert into journal.patient (clinic_id, patient_id, name, zone, country, joined_on, consent_version, consented_at)
        values ($1, $2, 'A patient', 'UTC', 'US', $3, '1', now())""",
        c.clinic_id,
        patient,
        DAY - timedelta(days=100),
    )
    await conn.execute("insert into journal.patient_key values ($1, $2, 'wrapped', '1')", c.clinic_id, patient)
    for audience in ("private", "therapist", "team", "prescriber"):
        await conn.execute(
            "insert into journal.note values ($1, $2, $3, 'note', 'check_in', $4, $5, 'sealed', now())",
            c.clinic_id,
            patient,
            uuid7(),
            DAY,
            audience,
        )
    entry = "$1, $2, $3, $4, now(), 'UTC', 0, 'hash'"
    await conn.execute(
        f"""insert into journal.check_in (clinic_id, patient_id, revision_id, day, written_at, zone, offset_minutes, body_hash, mood, late,
        synced_later) values ({entry}, 5, false, false)""",
        c.clinic_id,
        patient,
        uuid7(),
        DAY,
    )
    await conn.execute(
        f"""insert into journal.side_effect (clinic_id, patient_id, revision_id, day, written_at, zone, offset_minutes, body_hash,
        report_id, effect, severity, level, late, synced_later) values ({entry}, $3, 'nausea', 'mild', 'routine', false, false)""",
        c.clinic_id,
        patient,
        uuid7(),
        DAY,
    )
    await conn.execute(
        f"""insert into journal.measure (clinic_id, patient_id, revision_id, day, written_at, zone, offset_minutes, body_hash, id,
        instrument, status, entered_by) values ({entry}, $3, 'phq-9', 'none', $2)""",
        c.clinic_id,
        patient,
        uuid7(),
        DAY,
    )
    for audience in ("private", "therapist", "team"):
        await conn.execute(
            f"""insert into journal.therapy_page (clinic_id, patient_id, revision_id, day, written_at, zone, offset_minutes, body_hash,
            page_id, form, audience) values ({entry}, $3, 'free', $5)""",
            c.clinic_id,
            patient,
            uuid7(),
            DAY,
            audience,
        )
    await conn.execute(
        "insert into journal.safety_plan (clinic_id, patient_id, revision_id, ciphertext, written_at) values ($1, $2, $3, 'x', now())",
        c.clinic_id,
        patient,
        uuid7(),
    )
    for question, prescriber_only in [("metal", False), ("drugs", True)]:
        await conn.execute(
            """insert into journal.pre_session_answer (clinic_id, patient_id, revision_id, session_id, question, answer, written_at,
            prescriber_only) values ($1, $2, $3, $4, $5, 'no', now(), $6)""",
            c.clinic_id,
            patient,
            uuid7(),
            session,
            question,
            prescriber_only,
        )
    await conn.execute(
        f"""insert into journal.pre_session (clinic_id, patient_id, revision_id, day, written_at, zone, offset_minutes, body_hash,
        session_id) values ({entry}, $5)""",
        c.clinic_id,
        patient,
        uuid7(),
        DAY,
        session,
    )
    await conn.execute(
        """insert into journal.pre_session_review (clinic_id, patient_id, revision_id, question, reviewed_by, what_was_done)
        values ($1, $2, $3, 'metal', $4, 'Looked at it.')""",
        c.clinic_id,
        patient,
        uuid7(),
        c.clinician_id,
    )
    await conn.execute(
        """insert into journal.import (clinic_id, patient_id, import_id, imported_by, digest, mapping, days, rows_read, rows_unused,
        originals) values ($1, $2, $3, $2, 'd', '{}', 1, 1, 0, 'x')""",
        c.clinic_id,
        patient,
        uuid7(),
    )
    await conn.execute(
        """insert into journal.course (clinic_id, patient_id, course_id, protocol, modality, name, started_on, started_by)
        values ($1, $2, $3, 'tms-30', 'tms', 'TMS', $4, $5)""",
        c.clinic_id,
        patient,
        course,
        DAY,
        c.clinician_id,
    )
    await conn.execute(
        """insert into journal.session (clinic_id, patient_id, session_id, course_id, kind, starts_at, day, summary_before)
        values ($1, $2, $3, $4, 'tms', $5, $6, true)""",
        c.clinic_id,
        patient,
        session,
        course,
        NOW,
        DAY,
    )
    await conn.execute(
        """insert into journal.session_change (clinic_id, patient_id, session_id, starts_at, status, changed_by)
        values ($1, $2, $3, $4, 'planned', $5)""",
        c.clinic_id,
        patient,
        session,
        NOW,
        c.clinician_id,
    )
    await conn.execute(
        "insert into journal.homework (clinic_id, patient_id, homework_id, form, asked_by, due_on) values ($1, $2, $3, 'cbt', $4, $5)",
        c.clinic_id,
        patient,
        uuid7(),
        c.therapist_id,
        DAY,
    )
    await conn.execute(
        """insert into journal.alert (clinic_id, patient_id, alert_id, tier, rank, source, private)
        values ($1, $2, $3, 'explicit', 3, 'check_in', false)""",
        c.clinic_id,
        patient,
        alert,
    )
    await conn.execute(
        "insert into journal.alert_change (clinic_id, patient_id, alert_id, state) values ($1, $2, $3, 'raised')",
        c.clinic_id,
        patient,
        alert,
    )
    await conn.execute(
        "insert into journal.escalation values ($1, $2, $3, 1, 1, 1, now(), now())", c.clinic_id, patient, alert
    )
    await conn.execute(
        "insert into journal.refused values ($1, $2, $3, 'explicit', false)", c.clinic_id, patient, uuid7()
    )
    await conn.execute("insert into journal.patient_country values ($1, 'US') on conflict do nothing", c.clinic_id)
    await conn.execute(
        "insert into journal.line_confirmation (clinic_id, line, reached, confirmed_by) values ($1, 'us-988', 'tel:988', $2)",
        c.clinic_id,
        c.admin_id,
    )
    await conn.execute(
        "insert into journal.clinic_care (clinic_id, topic, document, changed_by) values ($1, 'measures', '{}', $2)",
        c.clinic_id,
        c.admin_id,
    )
    await conn.execute("insert into journal.mailbox (clinic_id, account_id) values ($1, $2)", c.clinic_id, patient)
    await conn.execute(
        "insert into journal.hold (clinic_id, patient_id, id) values ($1, $2, $3)", c.clinic_id, patient, uuid7()
    )
    await conn.execute(
        """insert into journal.summary (clinic_id, patient_id, summary_id, session_id, form, inputs_until, inputs_hash, numbers)
        values ($1, $2, $3, $4, 'clinician', now(), 'h', '{}')""",
        c.clinic_id,
        patient,
        summary,
        session,
    )
    await conn.execute(
        "insert into journal.summary_review (clinic_id, patient_id, summary_id, reviewed_by) values ($1, $2, $3, $4)",
        c.clinic_id,
        patient,
        summary,
        c.clinician_id,
    )
    await conn.execute(
        "insert into journal.summary_due values ($1, $2, $3, 'clinician', now(), now(), now())",
        c.clinic_id,
        patient,
        session,
    )
    await conn.execute(
        "insert into journal.reminder (clinic_id, patient_id, is_on, local_time, zone) values ($1, $2, true, '19:00', 'UTC')",
        c.clinic_id,
        patient,
    )
    await conn.execute(
        """insert into journal.notification (clinic_id, notification_id, account_id, patient_id, kind, subject, expires_at)
        values ($1, $2, $3, $3, 'check_in', 'a', now())""",
        c.clinic_id,
        uuid7(),
        patient,
    )
    await conn.execute(
        """insert into journal.push_subscription (clinic_id, subscription_id, account_id, endpoint, endpoint_hash, p256dh, auth)
        values ($1, $2, $3, 'https://push.example/x', 'hash', 'k', 'a')""",
        c.clinic_id,
        uuid7(),
        patient,
    )
    await conn.execute(
        "insert into journal.audit (clinic_id, account_id, role, action, patient_id) values ($1, $2, 'clinician', 'journal.opened', $3)",
        c.clinic_id,
        c.clinician_id,
        patient,
    )
