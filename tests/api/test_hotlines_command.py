"""`intersession hotlines check`: what nobody has dialled, with and without a database."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from api.cli import main
from api.commands import hotlines
from api.settings import Settings
from clinical.crisis import directory
from tests.api.conftest import World
from tests.api.test_crisis_settings import confirm


@pytest.fixture
def nobody_has_a_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_URL_FILE", raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))


@pytest.mark.usefixtures("nobody_has_a_database")
def test_without_a_database_every_row_of_the_directory_is_listed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["hotlines", "check"]) == 1
    said = capsys.readouterr().out
    assert all(line.key in said for line in directory.LINES)
    assert f"Directory of {directory.VERSION}" in said
    assert "No database here" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("nobody_has_a_database")
def test_a_row_is_listed_until_it_is_dialled_and_again_after_180_days(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    today = datetime.now(UTC).date()
    first, second, third = directory.LINES[:3]

    def dialled(line: directory.Line, days_ago: int) -> directory.Line:
        return msgspec.structs.replace(line, verified_at=today - timedelta(days=days_ago))

    monkeypatch.setattr(directory, "LINES", [dialled(first, 10), dialled(second, 180)])
    assert main(["hotlines", "check"]) == 0
    assert "0 of 2 lines" in capsys.readouterr().out
    monkeypatch.setattr(directory, "LINES", [dialled(first, 10), dialled(second, 181), third])
    assert main(["hotlines", "check"]) == 1
    said = capsys.readouterr().out
    assert [line.key in said for line in (first, second, third)] == [False, True, True]
    assert f"dialled {today - timedelta(days=181)}" in said


async def test_each_clinics_unconfirmed_lines_are_listed(
    world: World, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    admin = await world.person("admin", await world.clinic(name="Quiet Bay", country="GB"))
    assert (await confirm(admin, "gb-samaritans")).status_code == 200
    found = await hotlines.check_clinics(Settings(database_url=database), datetime.now(UTC))
    assert "Quiet Bay, GB: 2 of 3 lines have to be dialled." in capsys.readouterr().out
    assert "gb-shout" in [line.key for line in found]
    assert "gb-samaritans" not in [line.key for line in found]
    later = await hotlines.check_clinics(Settings(database_url=database), datetime.now(UTC) + timedelta(days=181))
    assert "gb-samaritans" in [line.key for line in later]
    assert f"dialled {datetime.now(UTC):%Y}" in capsys.readouterr().out


def test_another_action_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["hotlines", "dial"])
    assert stopped.value.code == 2
    assert "check" in capsys.readouterr().err
