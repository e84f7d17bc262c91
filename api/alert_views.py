"""What staff see of alerts: who was told, who is next, what became of them. Never the patient's words."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from clinical.escalation import How, next_person
from db import accounts, escalation, tellings
from db.alerts import Alert
from db.pool import Conn
from db.tellings import Clock, Told


class ToldView(msgspec.Struct, kw_only=True):
    """`reached`: a push service or a mail server took a message for this person over."""

    name: str
    at: datetime
    how: How
    reached: bool


class NextView(msgspec.Struct, kw_only=True):
    """Who is told next when nobody acknowledges until `at`; without a name everybody is told again."""

    name: str | None
    at: datetime


class AlertLine(msgspec.Struct, kw_only=True):
    """`count`: matches that this alert took up. `private`: only words that the team may not read matched.
    `acknowledged_by` is a name."""

    alert_id: UUID
    patient_id: UUID
    patient_name: str
    tier: str
    private: bool
    source: str
    raised_at: datetime
    state: str
    count: int
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    what_was_done: str | None


class AlertView(AlertLine, kw_only=True):
    """`screened`: false when the words could not be screened. `closed_by` and `handed_to` are names. `next` is null once the alert is
    acknowledged."""

    screened: bool
    told: list[ToldView]
    next: NextView | None
    handed_to: str | None
    closed_by: str | None
    closed_at: datetime | None
    outcome: str | None


async def alert_views(conn: Conn, clinic_id: UUID, found: Iterable[Alert]) -> list[AlertView]:
    """The same order. In a transaction whose context holds the patients; two round trips, four for open ones."""
    found = list(found)
    if not found:
        return []
    ids = [alert.alert_id for alert in found]
    told = defaultdict[UUID, list[Told]](list)
    for one in await tellings.of_alerts(conn, clinic_id, ids):
        told[one.alert_id].append(one)
    following = await _following(conn, clinic_id, [a.alert_id for a in found if a.acknowledged_at is None], told)
    people = {one.account_id for of_one in told.values() for one in of_one}
    people |= {alert.acknowledged_by for alert in found if alert.acknowledged_by}
    people |= {alert.closed_by for alert in found if alert.closed_by}
    names = await accounts.names(conn, clinic_id, list(people)) if people else {}
    return [_view(alert, told[alert.alert_id], following.get(alert.alert_id), names) for alert in found]


async def _following(
    conn: Conn, clinic_id: UUID, open_ids: list[UUID], told: dict[UUID, list[Told]]
) -> dict[UUID, NextView]:
    clocks = await tellings.clocks(conn, clinic_id, open_ids) if open_ids else []
    if not clocks:
        return {}
    settings = await escalation.of_clinic(conn, clinic_id)
    names = {person.account_id: person.name for person in settings.people}
    return {clock.alert_id: _next(clock, settings, names, told[clock.alert_id]) for clock in clocks}


def _next(clock: Clock, settings: escalation.Settings, names: dict[UUID, str], told: list[Told]) -> NextView:
    lately = {one.account_id for one in told if one.telling >= clock.round_began}
    person = next_person(settings.rules, lately, clock.due_at) if lately else None
    return NextView(name=person and names[person.account_id], at=clock.due_at)


def _view(alert: Alert, told: list[Told], following: NextView | None, names: dict[UUID, str]) -> AlertView:
    handed_to = next((one.account_id for one in reversed(told) if one.how == "handed_over"), None)
    return AlertView(
        alert_id=alert.alert_id,
        patient_id=alert.patient_id,
        patient_name=alert.patient_name,
        tier=alert.tier,
        private=alert.private,
        screened=alert.tier != "unscreened",
        source=alert.source,
        raised_at=alert.raised_at,
        state=alert.state,
        count=alert.count,
        told=[ToldView(name=names.get(t.account_id, ""), at=t.at, how=t.how, reached=t.reached) for t in told],
        next=following,
        handed_to=handed_to and names.get(handed_to),
        acknowledged_by=alert.acknowledged_by and names.get(alert.acknowledged_by),
        acknowledged_at=alert.acknowledged_at,
        what_was_done=alert.what_was_done,
        closed_by=alert.closed_by and names.get(alert.closed_by),
        closed_at=alert.closed_at,
        outcome=alert.outcome,
    )
