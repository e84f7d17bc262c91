"""Alerts by raw SQL: under whose name one is closed, and whose messages about it staff see."""

import asyncpg
import pytest

from tests.db.people import Clinic, make_clinic
from tests.db.test_row_level_security import act, as_patient, as_staff


@pytest.fixture
async def clinics(conn: asyncpg.Connection) -> tuple[Clinic, Clinic]:
    return await make_clinic(conn), await make_clinic(conn)


async def test_an_alert_is_closed_under_ones_own_name_also_by_another_than_who_acknowledged(
    conn: asyncpg.Connection, clinics: tuple[Clinic, Clinic]
) -> None:
    here, _ = clinics
    await conn.execute(
        "update journal.alert set acknowledged_at = now(), acknowledged_by = $1, state = 'acknowledged'",
        here.clinician_id,
    )
    close = "update journal.alert set closed_at = now(), closed_by = $1, state = 'closed'"
    tries = [
        (as_patient(here), here.patient_id, "UPDATE 0"),
        (as_staff(here, "admin"), here.admin_id, "UPDATE 0"),
        (as_staff(here, "therapist", here.patient_id), here.admin_id, None),
        (as_staff(here, "therapist", here.patient_id), here.therapist_id, "UPDATE 1"),
    ]
    for context, by, expected in tries:
        await act(conn, "intersession_app", context)
        try:
            async with conn.transaction():
                assert await conn.execute(close, by) == expected
        except asyncpg.InsufficientPrivilegeError:
            assert expected is None


async def test_a_clock_is_stopped_by_staff_and_not_in_the_name_of_a_patient(
    conn: asyncpg.Connection, clinics: tuple[Clinic, Clinic]
) -> None:
    here, _ = clinics
    stop = "update journal.escalation set done_at = now()"
    for context, expected in (
        (as_patient(here), "UPDATE 0"),
        (as_staff(here, "admin", here.patient_id), "UPDATE 0"),
        (as_staff(here, "therapist", here.patient_id), "UPDATE 1"),
    ):
        await act(conn, "intersession_app", context)
        assert await conn.execute(stop) == expected


async def test_staff_see_to_whom_an_alert_of_their_patient_went_and_no_other_message(
    conn: asyncpg.Connection, clinics: tuple[Clinic, Clinic]
) -> None:
    here, _ = clinics
    for patient, to in ((here.patient_id, here.therapist_id), (here.other_patient_id, here.therapist_id)):
        await conn.execute(
            """insert into journal.notification (clinic_id, notification_id, account_id, patient_id, kind, subject, expires_at)
            values ($1, gen_random_uuid(), $2, $3, 'alert', $3::uuid::text, now())""",
            here.clinic_id,
            to,
            patient,
        )
    seen = "select kind, patient_id from journal.notification"
    await act(conn, "intersession_app", as_staff(here, "clinician", here.patient_id))
    assert [tuple(row) for row in await conn.fetch(seen)] == [("alert", here.patient_id)]
    await act(conn, "intersession_app", as_patient(here))
    assert [row["kind"] for row in await conn.fetch(seen)] == ["check_in"]
    await act(conn, "intersession_app", as_staff(here, "admin"))
    assert await conn.fetch(seen) == []
