"""What the policies alone let through: raw SQL without a where clause, as each role, for each command."""

from uuid import UUID

import asyncpg
import pytest

from db.pool import Context, begin_statement
from tests.db.people import Clinic, make_clinic

PATIENT_TABLES = [
    "patient", "patient_key", "note", "check_in", "side_effect", "measure", "therapy_page", "pre_session_answer", "safety_plan",
    "import", "course", "session", "session_change", "homework", "alert", "alert_change", "hold", "summary", "summary_review",
    "summary_due", "reminder", "refused", "escalation", "pre_session", "pre_session_review",
]  # fmt: skip
OTHER_TABLES = [
    "notification",
    "push_subscription",
    "audit",
    "audit_seal",
    "patient_country",
    "line_confirmation",
    "mailbox",
    "clinic_care",
]


async def act(conn: asyncpg.Connection, role: str, context: Context | None) -> None:
    """Continues the test's transaction as a database role, in a request's context or in none."""
    await conn.execute(f"set local role {role}")
    if context is not None:
        await conn.execute(begin_statement(context, None).removeprefix("begin; "))


async def become_superuser(conn: asyncpg.Connection) -> None:
    await conn.execute("reset role")


async def count(conn: asyncpg.Connection, table: str) -> int:
    return await conn.fetchval(f"select count(*) from journal.{table}")


@pytest.fixture
async def clinics(conn: asyncpg.Connection) -> tuple[Clinic, Clinic]:
    return await make_clinic(conn), await make_clinic(conn)


def as_patient(c: Clinic) -> Context:
    return Context(clinic_id=c.clinic_id, account_id=c.patient_id, role="patient", patient_ids=(c.patient_id,))


def as_staff(c: Clinic, role: str, *patients: UUID) -> Context:
    account = {"clinician": c.clinician_id, "therapist": c.therapist_id, "admin": c.admin_id}[role]
    return Context(clinic_id=c.clinic_id, account_id=account, role=role, patient_ids=patients)


async def test_every_table_of_the_journal_forces_row_level_security(conn: asyncpg.Connection) -> None:
    records = await conn.fetch(
        """select c.relname, c.relrowsecurity and c.relforcerowsecurity as forced
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'journal' and c.relkind = 'r'"""
    )
    assert {r["relname"] for r in records} == {*PATIENT_TABLES, *OTHER_TABLES}
    assert all(r["forced"] for r in records)


async def test_every_clinical_key_starts_with_the_clinic(conn: asyncpg.Connection) -> None:
    records = await conn.fetch(
        """select t.relname, a.attname
        from pg_index i join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace
        join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
        where n.nspname = 'journal' and i.indisprimary"""
    )
    assert len(records) == len(PATIENT_TABLES) + len(OTHER_TABLES)
    assert {r["attname"] for r in records} == {"clinic_id"}


@pytest.mark.parametrize("table", PATIENT_TABLES + OTHER_TABLES)
@pytest.mark.parametrize("role", ["intersession_app", "intersession_worker", "intersession_owner"])
async def test_without_a_context_there_are_no_rows(
    conn: asyncpg.Connection, clinics: tuple[Clinic, Clinic], role: str, table: str
) -> None:
    sees_all = role == "intersession_worker" and table in (
        "summary_due", "reminder", "notification", "push_subscription", "audit", "audit_seal", "alert", "escalation", "mailbox"
    )  # fmt: skip
    # For journal.unraised: nobody signs in as the owner, and no words are in there.
    sees_all |= (role, table) == ("intersession_owner", "refused")
    await act(conn, role, None)
    try:
        async with conn.transaction():
            seen = await count(conn, table)
    except asyncpg.InsufficientPrivilegeError:
        return
    assert (seen > 0) == (sees_all and table != "audit_seal")


@pytest.mark.parametrize("table", PATIENT_TABLES)
async def test_a_patient_sees_their_own_rows_alone(
    conn: asyncpg.Connection, clinics: tuple[Clinic, Clinic], table: str
) -> None:
    here, _ = clinics
    await act(conn, "intersession_app", as_patient(here))
    owners = {(str(r[0]), str(r[1])) for r in await conn.fetch(f"select clinic_id, patient_id from journal.{table}")}
    assert owners == {(str(here.clinic_id), str(here.patient_id))}


@pytest.mark.parametrize("table", PATIENT_TABLES)
async def test_the_right_patient_in_the_wrong_clinic_is_nobody(
    conn: asyncpg.Connection, clinics: tuple[Clinic, Clinic], table: str
) -> None:
    here, there = clinics
    wrong = Context(
        clinic_id=there.clinic_id, account_id=here.patient_id, role="patient", patient_ids=(here.patient_id,)
    )
    await act(conn, "intersession_app", wrong)
    assert await count(conn, table) == 0


@pytest.mark.parametrize(
    ("role", "audiences"),
    [
        ("patient", {"private", "therapist", "team", "prescriber"}),
        ("therapist", {"therapist", "team"}),
        ("clinician", {"team", "prescriber"}),
        ("admin", set()),
    ],
)
async def test_notes_are_read_by_those_they_are_shared_with(
    conn: asyncpg.Connection, clinics: tuple[Clinic, Clinic], role: str, audiences: set[str]
) -> None:
    here, _ = clinics
    context = as_patient(here) if role == "patient" else as_staff(here, role, here.patient_id)
    await act(conn, "intersession_app", context)
    assert {r[0] for r in await conn.fetch("select audience from journal.note")} == audiences


@pytest.mark.parametrize(
    ("role", "audiences"),
    [
        ("patient", {"private", "therapist", "team"}),
        ("therapist", {"therapist", "team"}),
        ("clinician", {"team"}),
        ("admin", set()),
    ],
)
async def test_therapy_pages_are_read_numbers_and_all_by_those_they_are_shared_with(
    conn: asyncpg.Connection, clinics: tuple[Clinic, Clinic], role: str, audiences: set[str]
) -> None:
    here, _ = clinics
    context = as_patient(here) if role == "patient" else as_staff(here, role, here.patient_id)
    await act(conn, "intersession_app", context)
    assert {r[0] for r in await conn.fetch("select audience from journal.therapy_page")} == audiences


@pytest.mark.parametrize(
    ("role", "questions"),
    [("patient", {"metal", "drugs"}), ("clinician", {"metal", "drugs"}), ("therapist", {"metal"})],
)
async def test_answers_for_the_prescriber_alone_are_no_rows_for_a_therapist(
    conn: asyncpg.Connection, clinics: tuple[Clinic, Clinic], role: str, questions: set[str]
) -> None:
    here, _ = clinics
    context = as_patient(here) if role == "patient" else as_staff(here, role, here.patient_id)
    await act(conn, "intersession_app", context)
    assert {r[0] for r in await conn.fetch("select question from journal.pre_session_answer")} == questions


@pytest.mark.parametrize(
    ("role", "source", "allowed"),
    [
        ("patient", "app", True),
        ("patient", "clinic", False),
        ("clinician", "clinic", True),
        ("clinician", "app", False),
        ("therapist", "clinic", False),
        ("admin", "clinic", False),
    ],
)
async def test_answers_are_the_patients_and_entered_totals_a_clinicians_under_their_own_names(
    conn: asyncpg.Connection, clinics: tuple[Clinic, Clinic], role: str, source: str, allowed: bool
) -> None:
    here, _ = clinics
    context = as_patient(here) if role == "patient" else as_staff(here, role, here.patient_id)
    await act(conn, "intersession_app", context)
    for entered_by, expected in [(context.account_id, allowed), (here.other_patient_id, False)]:
        transaction = conn.transaction()
        await transaction.start()
        try:
            await conn.execute(
                """insert into journal.measure (clinic_id, patient_id, id, revision_id, instrument, day, total, status, entered_by,
                written_at, zone, offset_minutes, body_hash, source)
                values ($1, $2, gen_random_uuid(), gen_random_uuid(), 'phq-9', '2026-03-03', 9, 'complete', $3, now(), 'UTC', 0, 'h',
                $4)""",
                here.clinic_id,
                here.patient_id,
                entered_by,
                source,
            )
            let_through = True
        except asyncpg.InsufficientPrivilegeError:
            let_through = False
        await transaction.rollback()
        assert let_through == expected


async def test_what_a_clinic_sets_for_its_care_is_an_admins_to_change(
    conn: asyncpg.Connection, clinics: tuple[Clinic, Clinic]
) -> None:
    here, _ = clinics
    add = "insert into journal.clinic_care (clinic_id, topic, document, changed_by) values ($1, 'measures', '{}', $2)"
    for role in ("clinician", "therapist"):
        context = as_staff(here, role)
        await act(conn, "intersession_app", context)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with conn.transaction():
                await conn.execute(add, here.clinic_id, context.account_id)
        assert await count(conn, "clinic_care") > 0
    await act(conn, "intersession_app", as_staff(here, "admin"))
    await conn.execute(add, here.clinic_id, here.admin_id)


@pytest.mark.parametrize("table", ["note", "patient_key", "safety_plan", "import", "therapy_page"])
async def test_the_worker_has_no_right_to_words_or_keys(
    conn: asyncpg.Connection, clinics: tuple[Clinic, Clinic], table: str
) -> None:
    here, _ = clinics
    context = Context(clinic_id=here.clinic_id, account_id=None, role="worker", patient_ids=(here.patient_id,))
    await act(conn, "intersession_worker", context)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await count(conn, table)


@pytest.mark.parametrize(
    "table", ["check_in", "side_effect", "note", "measure", "alert_change", "audit", "summary", "session_change"]
)
async def test_nobody_deletes_or_rewrites_what_was_recorded(
    conn: asyncpg.Connection, clinics: tuple[Clinic, Clinic], table: str
) -> None:
    here, _ = clinics
    for role, context in [
        ("intersession_app", as_patient(here)),
        ("intersession_app", as_staff(here, "clinician", here.patient_id)),
        (
            "intersession_worker",
            Context(clinic_id=here.clinic_id, account_id=None, role="worker", patient_ids=(here.patient_id,)),
        ),
    ]:
        await act(conn, role, context)
        for statement in (f"delete from journal.{table}", f"update journal.{table} set clinic_id = clinic_id"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with conn.transaction():
                    await conn.execute(statement)
        await become_superuser(conn)


COPIES = {
    "check_in": "insert into journal.check_in (clinic_id, patient_id, day, revision_id, mood, written_at, zone, offset_minutes, late, "
    "synced_later, body_hash) values ($1, $2, '2026-03-03', gen_random_uuid(), 1, now(), 'UTC', 0, false, false, 'h')",
    "note": "insert into journal.note values ($1, $2, gen_random_uuid(), 'note', 'check_in', '2026-03-03', 'team', 'x', now())",
    "course": "insert into journal.course (clinic_id, patient_id, course_id, protocol, modality, name, started_on, started_by) "
    "values ($1, $2, gen_random_uuid(), 'x', 'tms', 'x', '2026-03-03', $2)",
    "summary": "insert into journal.summary (clinic_id, patient_id, summary_id, session_id, form, inputs_until, inputs_hash, numbers) "
    "values ($1, $2, gen_random_uuid(), gen_random_uuid(), 'clinician', now(), 'h', '{}')",
}
MAY_WRITE = {
    ("patient", "check_in"), ("patient", "note"), ("clinician", "course"), ("therapist", "course"),
}  # fmt: skip


@pytest.mark.parametrize("table", COPIES)
@pytest.mark.parametrize("role", ["patient", "therapist", "clinician", "admin"])
async def test_who_may_write_what_about_a_patient_within_their_context(
    conn: asyncpg.Connection, clinics: tuple[Clinic, Clinic], role: str, table: str
) -> None:
    here, _ = clinics
    context = as_patient(here) if role == "patient" else as_staff(here, role, here.patient_id)
    await act(conn, "intersession_app", context)
    if (role, table) in MAY_WRITE:
        await conn.execute(COPIES[table], here.clinic_id, here.patient_id)
    else:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with conn.transaction():
                await conn.execute(COPIES[table], here.clinic_id, here.patient_id)


@pytest.mark.parametrize("table", ["check_in", "note", "course"])
async def test_nobody_writes_into_another_patients_journal_or_clinic(
    conn: asyncpg.Connection, clinics: tuple[Clinic, Clinic], table: str
) -> None:
    here, there = clinics
    context = as_staff(here, "clinician", here.patient_id) if table == "course" else as_patient(here)
    await act(conn, "intersession_app", context)
    for clinic_id, patient_id in [(here.clinic_id, here.other_patient_id), (there.clinic_id, there.patient_id)]:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with conn.transaction():
                await conn.execute(COPIES[table], clinic_id, patient_id)


async def test_only_staff_acknowledge_an_alert(conn: asyncpg.Connection, clinics: tuple[Clinic, Clinic]) -> None:
    here, _ = clinics
    acknowledge = "update journal.alert set acknowledged_at = now(), acknowledged_by = $1, state = 'acknowledged'"
    await act(conn, "intersession_app", as_patient(here))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with conn.transaction():
            await conn.execute(acknowledge, here.patient_id)
    await act(conn, "intersession_app", as_staff(here, "clinician", here.patient_id))
    assert await conn.execute(acknowledge, here.clinician_id) == "UPDATE 1"


async def test_only_a_clinician_clears_a_hold(conn: asyncpg.Connection, clinics: tuple[Clinic, Clinic]) -> None:
    here, _ = clinics
    clear = "update journal.hold set cleared_at = now(), cleared_by = $1"
    for context in (as_patient(here), as_staff(here, "therapist", here.patient_id)):
        await act(conn, "intersession_app", context)
        assert await conn.execute(clear, context.account_id) == "UPDATE 0"
    await act(conn, "intersession_app", as_staff(here, "clinician", here.patient_id))
    assert await conn.execute(clear, here.clinician_id) == "UPDATE 1"


async def test_identities_are_reached_through_functions_alone(conn: asyncpg.Connection) -> None:
    for role in ("intersession_app", "intersession_worker"):
        await act(conn, role, None)
        for table in ("identity", "membership", "session", "invitation", "care_team", "clinic", "attempt"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with conn.transaction():
                    await conn.execute(f"select * from identity.{table}")


async def test_an_admin_reads_the_trail_of_their_clinic_and_no_journal(
    conn: asyncpg.Connection, clinics: tuple[Clinic, Clinic]
) -> None:
    here, _ = clinics
    await act(conn, "intersession_app", as_staff(here, "admin"))
    assert {str(r[0]) for r in await conn.fetch("select clinic_id from journal.audit")} == {str(here.clinic_id)}
    for table in PATIENT_TABLES:
        assert await count(conn, table) == 0


async def test_app_and_worker_own_nothing(conn: asyncpg.Connection) -> None:
    owners = await conn.fetch(
        """select distinct pg_get_userbyid(c.relowner) as owner from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('journal', 'identity', 'operations')"""
    )
    assert {r["owner"] for r in owners} == {"intersession_owner"}
