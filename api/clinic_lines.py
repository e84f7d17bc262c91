"""The lines that a clinic's patients are shown, and which of them somebody of the clinic has dialled."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.acting import Office
from clinical.crisis import directory
from clinical.crisis.directory import STALE_AFTER, Line
from clinical.crisis_settings import OwnLine
from clinical.errors import Conflict, Forbidden, NotFound
from db import accounts, audit, crisis_settings
from db.crisis_settings import Confirmation
from db.pool import Conn

OWN = "own"
"""The key of the clinic's own line. Keys of the directory begin with a country and a hyphen."""

State = Literal["unconfirmed", "confirmed", "old"]


class LineView(msgspec.Struct, kw_only=True):
    """`verified_at` is the directory's: the day on which a person dialled it for everybody. `confirmed_at` is this clinic's own;
    `old` after 180 days, and unconfirmed again when the number changes. `confirmed_by` is a name."""

    key: str
    name: str
    kind: str
    dial: str | None
    sms: str | None
    sms_keyword: str | None
    chat_url: str | None
    hours: str | None
    languages: list[str]
    source: str
    verified_at: str | None
    confirmed_at: datetime | None = None
    confirmed_by: str | None = None
    state: State = "unconfirmed"

    @property
    def reached(self) -> str:
        """What one dials, texts or opens to confirm it."""
        ways = (("tel", self.dial), ("sms", self.sms), ("page", self.chat_url))
        return " ".join(f"{way}:{where}" for way, where in ways if where)


class Dialled(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What was dialled, texted and opened: the ways of the line as they were read."""

    dial: str | None
    sms: str | None
    chat_url: str | None


class LineController(Controller):
    path = "/clinic/lines"
    tags = ("clinic",)

    @get("/")
    async def show(self, office: NamedDependency[Office]) -> list[LineView]:
        """The clinic's own first, then those of its country and of the countries that its patients have chosen."""
        if office.account.role == "patient":
            raise Forbidden
        return await _lines(office)

    @post("/{key:str}/confirmation", status_code=200)
    async def confirm(self, office: NamedDependency[Office], key: FromPath[str], data: JSONBody[Dialled]) -> LineView:
        """An admin has dialled it, and a person answered. A number that somebody changed meanwhile has been dialled by nobody."""
        me = office.account
        if me.role != "admin":
            raise Forbidden("Only an admin can confirm a line.")
        line = _named(key, await _lines(office))
        if (data.dial, data.sms, data.chat_url) != (line.dial, line.sms, line.chat_url):
            raise Conflict("This line has changed since you opened the page. Open it again, and dial what it says now.")
        await crisis_settings.confirm(office.conn, office.clinic_id, key, line.reached, me.account_id)
        await audit.note(
            office.conn, office.clinic_id, "line.confirmed", account_id=me.account_id, role=me.role, subject=key
        )
        return _named(key, await _lines(office))


async def _lines(office: Office) -> list[LineView]:
    account = office.account
    return await lines_of(
        office.conn, office.clinic_id, account.clinic_country, account.clinic_crisis.own_line, office.now
    )


def _named(key: str, lines: Iterable[LineView]) -> LineView:
    line = next((line for line in lines if line.key == key), None)
    if line is None:
        raise NotFound
    return line


async def lines_of(
    conn: Conn, clinic_id: UUID, country: str, own_line: OwnLine | None, now: datetime
) -> list[LineView]:
    """Within a transaction of the clinic. `country` is the clinic's."""
    countries = {country, *await crisis_settings.countries_of_patients(conn, clinic_id)}
    lines = [own_view(own_line)] if own_line else []
    lines += [directory_view(line) for line in directory.lines_shown_in(countries)]
    dialled = {found.line: found for found in await crisis_settings.confirmations(conn, clinic_id)}
    names = await accounts.names(conn, clinic_id, [found.confirmed_by for found in dialled.values()]) if dialled else {}
    for line in lines:
        _mark(line, dialled.get(line.key), names, now)
    return lines


def _mark(line: LineView, found: Confirmation | None, names: dict[UUID, str], now: datetime) -> None:
    if found is None or found.reached != line.reached:
        return
    line.confirmed_at, line.confirmed_by = found.confirmed_at, names.get(found.confirmed_by)
    line.state = "old" if now - found.confirmed_at > STALE_AFTER else "confirmed"


def own_view(line: OwnLine) -> LineView:
    return LineView(
        key=OWN,
        name=line.name,
        kind=OWN,
        dial=line.dial,
        sms=line.sms,
        sms_keyword=None,
        chat_url=None,
        hours=line.hours,
        languages=[],
        source="the clinic's settings",
        verified_at=None,
    )


def directory_view(line: Line) -> LineView:
    return LineView(
        key=line.key,
        name=line.name,
        kind=line.kind,
        dial=line.dial,
        sms=line.sms,
        sms_keyword=line.sms_keyword,
        chat_url=line.page,
        hours=line.hours,
        languages=line.languages,
        source="; ".join(line.sources),
        verified_at=line.verified_at and line.verified_at.isoformat(),
    )
