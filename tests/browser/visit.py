"""A browser in somebody's hand, which notices what a person would not see: errors, refused requests, broken policies."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, Route, WebError, expect

from tests.browser.people import Person
from tests.browser.stack import Stack, eventually

ARTEFACTS = Path(__file__).parents[2] / "test-artefacts"
AXE = Path(__file__).parents[2] / "pwa" / "node_modules" / "axe-core" / "axe.min.js"
OFFLINE = ("net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED")
# A page that is left stops what it was still asking for.
LEFT = "net::ERR_ABORTED"

# A task of the page's own: whatever was waiting to be run or drawn before it is done. Not a frame: a clock that a test has
# stopped gives none.
TURN = """() => new Promise((done) => {
    const turn = new MessageChannel();
    turn.port1.onmessage = () => done(true);
    turn.port2.postMessage(null);
})"""

# Opening a database that is not there would make it: without its stores, which the app then could not add any more.
IS_KEPT = """async ([names, since]) => {
    if (!(await indexedDB.databases()).some((each) => each.name === 'intersession')) return false;
    const answer = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
    const opened = await answer(indexedDB.open('intersession'));
    const records = await answer(opened.transaction('cache').objectStore('cache').getAll());
    opened.close();
    return names.every((name) => records.some(({ key, at }) => key.endsWith(`:${name}`) && at >= since));
}"""


class Visit:
    """One context with one page. `problems` must be empty at the end; what a test expects to go wrong is `forgiven`."""

    def __init__(self, stack: Stack, context: BrowserContext) -> None:
        self.stack = stack
        self.context = context
        self.problems: list[str] = []
        # Whoever opens the app signed out is asked for, and answered so.
        self.forgiven: list[tuple[int, str]] = [(401, "GET /api/session")]
        self.was_offline = False
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("requestfailed", self._on_failed)
        context.on("response", self._on_response)
        self.under_way: set[Request] = set()
        context.on("request", lambda request: self.under_way.add(request))
        context.on("requestfinished", lambda request: self.under_way.discard(request))
        self.page: Page = context.new_page()

    def _on_console(self, message: ConsoleMessage) -> None:
        # A failed load is told better by _on_failed and _on_response.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text}")

    def _on_error(self, error: WebError) -> None:
        self.problems.append(f"error: {error.error}")

    def _on_failed(self, request: Request) -> None:
        self.under_way.discard(request)
        why = request.failure or ""
        if why != LEFT and not (self.was_offline and why in OFFLINE):
            self.problems.append(f"failed: {request.method} {request.url} {why}")

    def _on_response(self, response: Response) -> None:
        what = f"{response.request.method} {response.url.removeprefix(self.stack.address)}"
        forgiven = any(response.status == status and what.startswith(start) for status, start in self.forgiven)
        if response.status >= 400 and not forgiven:
            self.problems.append(f"{response.status}: {what}")

    def expect_answer(self, status: int, request: str) -> None:
        """`request`: "PUT /api/me/check-ins", the beginning of what will be refused."""
        self.forgiven.append((status, request))

    def sign_in_as(self, person: Person) -> None:
        """With a session that exists already: no form, no waiting."""
        self.context.add_cookies([{"name": "session", "value": person.token, "url": self.stack.address}])

    def open(self, path: str = "/") -> Page:
        self.page.goto(f"{self.stack.address}{path}")
        return self.page

    def go(self, fragment: str) -> None:
        """Inside the app, without loading it anew."""
        self.page.evaluate("to => { location.hash = to }", fragment)

    def settle(self) -> None:
        """Until nothing is being asked for, and what came has been drawn."""
        quiet = 0
        while quiet < 3:
            self.page.wait_for_timeout(30)
            self.page.evaluate(TURN)
            quiet = 0 if self.under_way else quiet + 1

    def is_kept(self, *names: str, since: str = "") -> None:
        """On the phone's disk, where a reload without a network finds it. It is on the screen a moment before."""
        # Not wait_for_function: it takes the promise itself for a yes.
        eventually(lambda: self.page.evaluate(IS_KEPT, [names, since]), f"{' and '.join(names)} on the disk")

    def wait_for_service_worker(self) -> None:
        """Installed with everything that the app needs offline, and in charge of this page."""
        self.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        self.page.wait_for_function("() => navigator.serviceWorker.controller !== null")

    @contextmanager
    def offline(self) -> Generator[None]:
        self.was_offline = True
        self.context.set_offline(True)
        yield
        self.context.set_offline(False)

    def answer(self, request: str, status: int, problem: dict[str, Any]) -> None:
        """Stands between app and server, for answers that the server gives only in rare circumstances."""
        method, path = request.split(" ")
        self.expect_answer(status, request)

        def fulfil(route: Route) -> None:
            if route.request.method != method:
                return route.fallback()
            return route.fulfill(status=status, json=problem, headers={"Content-Type": "application/problem+json"})

        self.page.route(re.compile(re.escape(f"{self.stack.address}{path}")), fulfil)

    def shot(self, name: str, *, full: bool = True) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=full, animations="disabled")

    def shows(self, *texts: str) -> None:
        """Playwright ignores case in plain text: "Sent" would be found in "Not sent yet"."""
        for text in texts:
            expect(self.page.get_by_text(re.compile(re.escape(text))).filter(visible=True).first).to_be_visible()

    def is_sent(self) -> None:
        expect(self.page.get_by_text(re.compile(r"\bSent \d"))).to_be_visible()

    def does_not_show(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.get_by_text(re.compile(re.escape(text)))).to_have_count(0)

    def is_accessible(self, *, except_for: tuple[str, ...] = ()) -> None:
        """Every rule of WCAG 2.2 A and AA that axe can check."""
        self.page.evaluate(AXE.read_text())
        options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        found = self.page.evaluate("options => axe.run(document, options)", options)["violations"]
        told = [
            f"{each['id']}: {node['html'][:160]} {node['failureSummary']}"
            for each in found
            if each["id"] not in except_for
            for node in each["nodes"]
        ]
        assert not told, "\n".join(told)
