"""Chromium, and one running Intersession for it. The fixtures live as long as this package: Playwright's event loop, which
pytest-asyncio's tests cannot share a thread with, is gone when theirs begin.

`phone`, `small_phone` and `desktop` are visits: a page that makes the test fail for errors nobody would see.
"""

import os
import shutil
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from db.pool import APP, WORKER
from tests.browser.people import ZONE, Clinic
from tests.browser.stack import WEB_DIR, Stack, push_service_in_a_thread, settings_for
from tests.browser.visit import ARTEFACTS, Visit
from tests.conftest import Cluster, make_data_dir, missing
from tests.workers import worker_number

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
WAIT_MS = 15_000
PHONE = {"is_mobile": True, "has_touch": True, "device_scale_factor": 2, "locale": "en-US", "timezone_id": ZONE}
DESKTOP = {"viewport": {"width": 1280, "height": 800}, "locale": "en-US", "timezone_id": ZONE}

NewVisit = Callable[..., Visit]


@pytest.fixture(scope="package")
def stack(postgres: Cluster, template: str) -> Generator[Stack]:
    if not (WEB_DIR / "index.html").exists():
        pytest.fail(f"The apps are not built: there is no {WEB_DIR / 'index.html'}. `make test` builds them.")
    data_dir = make_data_dir()
    name = postgres.clone(template)
    with push_service_in_a_thread() as push:
        settings = settings_for(data_dir, postgres.address(name, APP), postgres.address(name, WORKER), push)
        with Stack(settings, postgres.dsn(name), push).running() as running:
            yield running
    keep_logs(data_dir)
    postgres.drop(name)
    shutil.rmtree(data_dir)


def keep_logs(data_dir: Path) -> None:
    """Beside the pictures, for whoever looks into a failure."""
    ARTEFACTS.mkdir(exist_ok=True)
    for name in ("api", "worker"):
        shutil.copy(data_dir / f"{name}.log", ARTEFACTS / f"{name}-{worker_number()}.log")


@pytest.fixture(scope="package")
def browser() -> Generator[Browser]:
    if not CHROMIUM.exists():
        missing("Chromium", "apt install chromium")
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def clinic(stack: Stack) -> Generator[Clinic]:
    """With staff, for tests that make patients of their own."""
    clinic = Clinic(stack)
    yield clinic
    clinic.close()


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture
def new_visit(stack: Stack, browser: Browser, request: pytest.FixtureRequest) -> Generator[NewVisit]:
    visits: list[Visit] = []

    def visit(**options: Any) -> Visit:
        context = browser.new_context(**options)
        context.set_default_timeout(WAIT_MS)
        visits.append(Visit(stack, context))
        return visits[-1]

    yield visit
    problems = [problem for each in visits for problem in each.problems]
    for number, each in enumerate(visits):
        if request.node.stash.get(FAILED, False):
            each.shot(f"failed-{request.node.originalname}-{number}")
        each.context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def phone(new_visit: NewVisit) -> Visit:
    return new_visit(**PHONE, viewport={"width": 390, "height": 844})


@pytest.fixture
def small_phone(new_visit: NewVisit) -> Visit:
    return new_visit(**PHONE, viewport={"width": 360, "height": 640})


@pytest.fixture
def desktop(new_visit: NewVisit) -> Visit:
    return new_visit(**DESKTOP)
