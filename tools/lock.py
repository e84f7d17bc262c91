"""Writes the lock files of Python, and checks that all locks fit what they lock. `make lock`, `make check`.

A lock carries versions and hashes and no address: whoever installs uses the registry that their machine is set up for.
Its first line is a digest of what it was made from, so that staleness is found without asking a registry.
"""

import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LABEL = "# Made by `make lock` from dependencies with the digest "
OPTIONS = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-annotate", "--no-header", "--quiet"]
WITHOUT_ADDRESSES = ["--no-emit-index-url", "--no-emit-find-links"]


def inputs() -> dict[str, list[str]]:
    """What each lock is made from. The first holds what packages without a wheel are built with."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    build = ["pip>=26", *project["build-system"]["requires"]]
    runtime = [*build, *project["project"]["dependencies"]]
    development = [*runtime, *project["project"]["optional-dependencies"]["dev"]]
    return {
        "requirements-build.lock": build,
        "requirements.lock": runtime,
        "requirements-dev.lock": development,
    }


def digest(requirements: list[str]) -> str:
    return hashlib.sha256("\n".join(sorted(requirements)).encode()).hexdigest()


def write() -> None:
    """The longest list first: the others take their versions from it, so that what is tested is what runs."""
    versions = ""
    for name, requirements in reversed(inputs().items()):
        versions = compile_lock(name, requirements, versions)


def compile_lock(name: str, requirements: list[str], constraints: str) -> str:
    limits = ROOT / ".venv" / "lock-constraints.txt"
    limits.write_text(constraints)
    # The lock that exists is an input too: a version stays unless it must change, or --upgrade is given.
    command = ["uv", "pip", "compile", "-", f"--constraint={limits}", f"--output-file={ROOT / name}"]
    command += [*OPTIONS, *WITHOUT_ADDRESSES, *sys.argv[1:]]
    subprocess.run(command, input="\n".join(requirements), stdout=subprocess.DEVNULL, text=True, check=True)
    lines = (ROOT / name).read_text()
    (ROOT / name).write_text(f"{LABEL}{digest(requirements)}\n{lines}")
    return "\n".join(line.removesuffix(" \\") for line in lines.splitlines() if "==" in line)


def problems() -> list[str]:
    return [*python_problems(), *node_problems()]


def python_problems() -> list[str]:
    found: list[str] = []
    for name, requirements in inputs().items():
        text = (ROOT / name).read_text()
        if not text.startswith(LABEL + digest(requirements)):
            found.append(f"{name} is older than the dependencies in pyproject.toml: run `make lock`.")
        found += [f"{name}:{number} names an address." for number, line in numbered(text) if "://" in line]
    return found


def numbered(text: str) -> list[tuple[int, str]]:
    return list(enumerate(text.splitlines(), start=1))


def node_problems() -> list[str]:
    wanted: dict[str, Any] = json.loads((ROOT / "pwa/package.json").read_text())
    packages: dict[str, dict[str, Any]] = json.loads((ROOT / "pwa/package-lock.json").read_text())["packages"]
    found: list[str] = []
    for kind in ("dependencies", "devDependencies"):
        if wanted.get(kind, {}) != packages[""].get(kind, {}):
            found.append(f"pwa/package-lock.json has other {kind} than pwa/package.json: run `make lock`.")
    for path, package in packages.items():
        if "resolved" in package:
            found.append(f"pwa/package-lock.json names an address for {path}.")
        if path and not package.get("inBundle") and "integrity" not in package:
            found.append(f"pwa/package-lock.json has no hash for {path}.")
    return found


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit("\n".join(problems()) or None)
    write()
