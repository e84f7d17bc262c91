"""`intersession import-diary` against a real server: shows, asks, saves what it showed, as an import and as nothing else."""

import asyncio
import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from api.cli import main
from api.keys import new_key
from api.local import vault_of
from api.settings import Settings
from db import accounts, clinics, patients
from db.pool import Context, acting_as, create_pool

DIARY = Path(__file__).parents[3] / "shared/data/diary/esm_diary.csv"
MAPPING = {
    "date": "date",
    "date_format": "ymd",
    "fields": {
        "mood": {"column": "down", "low": -3, "high": 3, "reversed": True},
        "anxiety": {"column": "anxious", "low": -3, "high": 3},
        "energy": {"column": "tired", "low": 1, "high": 7, "reversed": True},
    },
    "side_effects": [{"effect": "headache", "column": "headache", "mild": 3, "moderate": 5, "severe": 6}],
}
SMALL = "date,mood,note\n2026-01-05,3,slept\n2026-01-06,8,\nnever,3,\n"


class Clinic:
    def __init__(self, database: str) -> None:
        self.settings = Settings(database_url=database, key=new_key())
        self.clinic_id, self.patient_id, self.identity_id = uuid7(), uuid7(), uuid7()
        self.email = f"{self.patient_id}@example.org"

    async def open(self) -> None:
        pool = await create_pool(self.settings.database_url or "", max_size=1)
        async with pool.acquire() as conn:
            await clinics.create(conn, self.clinic_id, name="Harbor", zone="UTC", country="US", phone=None, demo=False)
            await accounts.create_identity(conn, self.identity_id, self.email, "-")
            await self.join(conn, self.clinic_id, self.patient_id)
        await pool.close()

    async def join(self, conn: Any, clinic_id: UUID, patient_id: UUID) -> None:
        await accounts.create_membership(
            conn, patient_id, clinic_id, self.identity_id, role="patient", name="Jordan M.", language="en"
        )
        context = Context(clinic_id=clinic_id, account_id=patient_id, role="patient", patient_ids=(patient_id,))
        _, key = vault_of(self.settings).new_patient_key(clinic_id, patient_id)
        async with acting_as(conn, context):
            await patients.join(
                conn,
                clinic_id,
                patient_id,
                key,
                name="Jordan M.",
                language="en",
                zone="UTC",
                country="US",
                share_default="private",
                joined_on=date(2026, 1, 1),
                consent_version="test",
            )

    def fetch(self, sql: str) -> list[Any]:
        async def rows() -> list[Any]:
            conn = await asyncpg.connect(self.settings.database_url)
            found = await conn.fetch(sql, self.patient_id)
            await conn.close()
            return found

        return asyncio.run(rows())


@pytest.fixture
def clinic(database: str, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    made = Clinic(database)
    asyncio.run(made.open())
    for name in ("DATABASE_URL", "KEY"):
        monkeypatch.setenv(name, made.settings.to_environment()[name])
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "diary.csv"
    path.write_text(SMALL)
    return path


def test_it_shows_what_it_understood_and_saves_nothing_without_a_yes(
    clinic: Clinic, file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for reply in ("", "n", "maybe"):
        monkeypatch.setattr("builtins.input", lambda _prompt, reply=reply: reply)
        assert main(["import-diary", str(file), "--patient", clinic.email]) == 0
        shown = capsys.readouterr().out
        assert "For Jordan M., Harbor." in shown
        assert "2026-01-05      3" in shown
        assert "row 4: The date cannot be read." in shown
        assert "Nothing was saved." in shown
    assert clinic.fetch("select day from journal.check_in where patient_id = $1") == []


def test_a_yes_saves_what_was_shown_with_the_operator_in_the_trail(
    clinic: Clinic, file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda _prompt: "y")
    assert main(["import-diary", str(file), "--patient", str(clinic.patient_id)]) == 0
    assert "Saved 2 days and 0 side effects." in capsys.readouterr().out
    days = clinic.fetch("select mood, source, late from journal.check_in where patient_id = $1 order by day")
    assert [tuple(day) for day in days] == [(3, "import", False), (8, "import", False)]
    [note] = clinic.fetch("select audience, ciphertext from journal.note where patient_id = $1")
    assert (note["audience"], b"slept" in note["ciphertext"]) == ("private", False)
    trail = clinic.fetch("select account_id, role, action from journal.audit where patient_id = $1")
    assert [tuple(row) for row in trail] == [(None, "operator", "diary.imported")]


def test_the_same_file_again_is_refused_in_one_line(
    clinic: Clinic, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["import-diary", str(file), "--patient", clinic.email, "--yes"]
    assert main(command) == 0
    assert main(command) == 1
    assert capsys.readouterr().err == "This file has been imported already.\n"


def test_somebody_with_two_journals_has_to_be_named_by_id(
    clinic: Clinic, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def second() -> None:
        pool = await create_pool(clinic.settings.database_url or "", max_size=1)
        other = uuid7()
        async with pool.acquire() as conn:
            await clinics.create(conn, other, name="Elsewhere", zone="UTC", country="US", phone=None, demo=False)
            await clinic.join(conn, other, uuid7())
        await pool.close()

    asyncio.run(second())
    assert main(["import-diary", str(file), "--patient", clinic.email, "--yes"]) == 1
    assert str(clinic.patient_id) in capsys.readouterr().err


@pytest.mark.parametrize(
    ("patient", "says"),
    [
        ("nobody@example.org", "no patient with this"),
        ("01a205c2-6e32-7573-95db-de1092172211", "no account with this id"),
        ("\x01", "no patient"),
    ],
)
def test_an_unknown_patient_gets_one_line(
    clinic: Clinic, file: Path, capsys: pytest.CaptureFixture[str], patient: str, says: str
) -> None:
    assert main(["import-diary", str(file), "--patient", patient, "--yes"]) == 1
    error = capsys.readouterr().err
    assert says in error
    assert error.count("\n") == 1


def test_files_that_cannot_be_used_get_one_line(
    clinic: Clinic, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty, mapping = tmp_path / "empty.csv", tmp_path / "mapping.json"
    empty.write_text("")
    mapping.write_text("{}")
    for arguments in (
        [str(tmp_path / "none.csv")],
        [str(empty)],
        [str(empty), "--mapping", str(mapping)],
        [str(empty), "--mapping", str(tmp_path / "none.json")],
    ):
        assert main(["import-diary", *arguments, "--patient", clinic.email, "--yes"]) == 1
        assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.skipif(
    not DIARY.parents[2].exists(), reason="shared/ is not here: the real diary is no part of the product"
)
def test_a_real_persons_238_days_are_brought_in(
    clinic: Clinic, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps(MAPPING))
    command = ["import-diary", str(DIARY), "--patient", clinic.email, "--mapping", str(mapping), "--yes"]
    assert main(command) == 0
    shown = capsys.readouterr().out
    assert "1476 rows read" in shown
    [stored] = clinic.fetch(
        "select count(*) as days, min(day) as first, max(day) as last from journal.check_in where patient_id = $1"
    )
    assert f"Saved {stored['days']} days" in shown
    assert (stored["first"], stored["last"].year) == (date(2012, 8, 13), 2013)
    assert clinic.fetch("select 1 from journal.side_effect where patient_id = $1 and effect = 'headache'")
