"""The check of the lock files: what it accepts, and that it finds what it is there to find."""

import json
import shutil
from pathlib import Path

import pytest

from tools import lock

FILES = ("pyproject.toml", *lock.inputs(), "pwa/package.json", "pwa/package-lock.json")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what is locked and of the locks."""
    (tmp_path / "pwa").mkdir()
    for name in FILES:
        shutil.copy(lock.ROOT / name, tmp_path / name)
    monkeypatch.setattr(lock, "ROOT", tmp_path)
    return tmp_path


def test_the_locks_fit_what_they_lock(project: Path) -> None:
    assert lock.problems() == []


def test_a_new_dependency_makes_the_python_locks_stale(project: Path) -> None:
    file = project / "pyproject.toml"
    file.write_text(file.read_text().replace("dependencies = [", 'dependencies = [\n  "six>=1",', 1))
    found = " ".join(lock.problems())
    assert "requirements.lock is older" in found
    assert "requirements-dev.lock is older" in found
    assert "requirements-build.lock" not in found


def test_a_new_front_end_dependency_makes_its_lock_stale(project: Path) -> None:
    file = project / "pwa/package.json"
    wanted = json.loads(file.read_text())
    wanted["dependencies"]["left-pad"] = "^1.0.0"
    file.write_text(json.dumps(wanted))
    assert "has other dependencies" in " ".join(lock.problems())


def test_addresses_and_missing_hashes_are_found(project: Path) -> None:
    file = project / "pwa/package-lock.json"
    locked = json.loads(file.read_text())
    package = locked["packages"]["node_modules/preact"]
    package["resolved"] = "https://registry.example/preact.tgz"
    del package["integrity"]
    file.write_text(json.dumps(locked))
    python = project / "requirements.lock"
    python.write_text(python.read_text() + "--index-url https://registry.example/simple\n")
    found = " ".join(lock.problems())
    assert "names an address for node_modules/preact" in found
    assert "has no hash for node_modules/preact" in found
    assert "requirements.lock:" in found
