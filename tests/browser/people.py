"""A clinic and its people, made over HTTP as the apps would, for tests whose subject is what comes afterwards."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from uuid_utils.compat import uuid7

from tests.browser.stack import Stack

PASSWORD = "seven quiet rivers"
ZONES = ("America/Los_Angeles", "America/New_York", "Europe/Madrid", "Asia/Kolkata", "Asia/Tokyo", "Pacific/Auckland")
NUMBERS = count(1)


def midday_zone() -> str:
    """Where it is nearest to one in the afternoon: no test runs over midnight, or writes before it may."""
    return min(ZONES, key=lambda name: abs(datetime.now(ZoneInfo(name)).hour - 13))


ZONE = midday_zone()


def local(**ahead: float) -> datetime:
    """The clinic's and the phone's wall clock, so much later."""
    return datetime.now(ZoneInfo(ZONE)) + timedelta(**ahead)


def day(ago: int = 0) -> str:
    return local(days=-ago).date().isoformat()


def wall_clock(**ahead: float) -> str:
    """As a form takes it: "2026-11-22T14:05"."""
    return f"{local(**ahead):%Y-%m-%dT%H:%M}"


@dataclass
class Person:
    account_id: str
    role: str
    name: str
    email: str
    client: httpx.Client

    @property
    def token(self) -> str:
        return self.client.cookies["session"]

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.client.request(method, path, json=body)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def check_in(self, mood: int, *, on: str | None = None, **values: Any) -> Any:
        stamp = {"written_at": datetime.now(UTC).isoformat(), "zone": ZONE, "offset_minutes": offset_minutes()}
        body = {"revision_id": str(uuid7()), "based_on": None, "mood": mood, "stamp": stamp} | values
        return self.ask("PUT", f"/api/me/check-ins/{on or day()}", body)


def offset_minutes() -> int:
    offset = local().utcoffset()
    assert offset is not None
    return int(offset.total_seconds() // 60)


@dataclass
class Clinic:
    stack: Stack
    name: str = "Harbor Clinic"
    clients: list[httpx.Client] = field(default_factory=list)

    @cached_property
    def admin(self) -> Person:
        return self.accept(create_clinic(self.stack, self.name), "Ada Admin")

    @cached_property
    def clinician(self) -> Person:
        return self.staff("clinician", "Dr. Clara Voss")

    @cached_property
    def therapist(self) -> Person:
        return self.staff("therapist", "Tom Reyes")

    def staff(self, role: str, name: str, *, language: str = "en") -> Person:
        body = {"role": role, "name": name, "email": None, "language": language, "patient": None}
        return self.accept(self.admin.ask("POST", "/api/invitations", body)["url"], name, language=language)

    def patient(self, name: str = "Jordan Mills", *, language: str = "en", share_default: str = "private") -> Person:
        """On whose care team both the clinician and the therapist are."""
        team = [self.clinician.account_id, self.therapist.account_id]
        body = {"role": "patient", "name": name, "email": None, "language": language}
        body["patient"] = {"country": "US", "care_team": team}
        invited = self.admin.ask("POST", "/api/invitations", body)
        return self.accept(invited["url"], name, language=language, consent=True, share_default=share_default)

    def accept(self, url: str, name: str, **choices: Any) -> Person:
        client = self.stack.client()
        self.clients.append(client)
        email = f"{name.split()[-1].lower()}-{next(NUMBERS)}@example.org"
        who = {"token": url.partition("#")[2], "email": email, "password": PASSWORD, "name": name, "zone": ZONE}
        answer = client.post("/api/invitations/acceptance", json=who | choices)
        assert answer.status_code == 201, answer.text
        return Person(answer.json()["account_id"], answer.json()["role"], name, email, client)

    def close(self) -> None:
        for client in self.clients:
            client.close()


def create_clinic(stack: Stack, name: str) -> str:
    """The link of the first admin, from the command that an operator runs."""
    place = ["--zone", ZONE, "--country", "US", "--phone", "+1 555 0100"]
    printed = stack.command("create-clinic", "--name", name, *place, "--admin-email", "admin@example.org")
    found = re.search(r"\S+/join#\S+", printed)
    assert found, printed
    return found[0]
