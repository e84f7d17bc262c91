"""Whom the clinic wants told about an alert that nobody acknowledges, and when. Everybody of the staff reads it, an admin changes it."""

from datetime import time
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta

from api.acting import STAFF, Office
from clinical.calendar import WallClock
from clinical.errors import Forbidden, Invalid
from clinical.escalation import OnList, Rules, When
from db import audit, escalation

Minutes = Annotated[int, Meta(ge=5, le=240)]
Weekday = Annotated[int, Meta(ge=1, le=7)]


class OnListPut(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    account_id: UUID
    when: When


class EscalationPut(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Waits in the clinic's day and outside it. The day is the clinic's wall clock, `day_until` not included; weekdays 1 (Monday) to 7.
    `people` in the order in which they are told: clinicians and therapists of this clinic."""

    after_minutes: Minutes
    on_call_after_minutes: Minutes
    day_from: WallClock
    day_until: WallClock
    weekdays: Annotated[list[Weekday], Meta(max_length=7)]
    people: Annotated[list[OnListPut], Meta(max_length=20)]


class OnListView(msgspec.Struct, kw_only=True):
    account_id: UUID
    name: str
    role: str
    when: When


class EscalationView(msgspec.Struct, kw_only=True):
    """As EscalationPut, with names. People who cannot sign in are left out. `zone` is the clinic's."""

    zone: str
    after_minutes: int
    on_call_after_minutes: int
    day_from: str
    day_until: str
    weekdays: list[int]
    people: list[OnListView]


class EscalationController(Controller):
    path = "/clinic/escalation"
    tags = ("clinic",)

    @get("/")
    async def show(self, office: NamedDependency[Office]) -> EscalationView:
        if office.account.role == "patient":
            raise Forbidden
        return view(await escalation.of_clinic(office.conn, office.clinic_id))

    @put("/")
    async def change(self, office: NamedDependency[Office], data: JSONBody[EscalationPut]) -> EscalationView:
        """Holds from the next telling on, also of alerts that are open now."""
        if office.account.role != "admin":
            raise Forbidden("Only an admin can change who is told.")
        staff = {one.account_id for one in await escalation.staff(office.conn, office.clinic_id) if one.role in STAFF}
        await escalation.change(office.conn, office.clinic_id, rules(data, office.account.clinic_zone, staff))
        await audit.note(
            office.conn, office.clinic_id, "escalation.changed", account_id=office.account.account_id, role="admin"
        )
        return view(await escalation.of_clinic(office.conn, office.clinic_id))


def rules(data: EscalationPut, zone: str, staff: set[UUID]) -> Rules:
    """Raises Invalid for a day that ends before it begins, and for people who are not on the staff or are there twice."""
    if data.day_from >= data.day_until:
        raise Invalid.field("day_until", "The day has to end after it begins.")
    accounts = [person.account_id for person in data.people]
    for position, account_id in enumerate(accounts):
        if account_id not in staff:
            raise Invalid.field(f"people[{position}]", "This is not a clinician or therapist of this clinic.")
        if account_id in accounts[:position]:
            raise Invalid.field(f"people[{position}]", "This person is on the list twice.")
    return Rules(
        zone=zone,
        after_minutes=data.after_minutes,
        on_call_after_minutes=data.on_call_after_minutes,
        day_from=time.fromisoformat(data.day_from),
        day_until=time.fromisoformat(data.day_until),
        weekdays=sorted(set(data.weekdays)),
        people=[OnList(account_id=person.account_id, when=person.when) for person in data.people],
    )


def view(settings: escalation.Settings) -> EscalationView:
    return EscalationView(
        zone=settings.zone,
        after_minutes=settings.after_minutes,
        on_call_after_minutes=settings.on_call_after_minutes,
        day_from=f"{settings.day_from:%H:%M}",
        day_until=f"{settings.day_until:%H:%M}",
        weekdays=settings.weekdays,
        people=[
            OnListView(account_id=person.account_id, name=person.name, role=person.role, when=person.when)
            for person in settings.people
        ],
    )
