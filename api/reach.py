"""Whether alerts reach anybody. Everybody of the staff may know; admins are shown it in red."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency

from api.acting import STAFF, Office
from api.health import is_fresh
from clinical.errors import Forbidden
from db import escalation, operations, reach
from db.pool import Context
from db.reach import Channels

Email = Literal["on", "failing", "off"]


class PersonReach(msgspec.Struct, kw_only=True):
    """`push`: phones and browsers with notifications on. `email`: "off" when this server sends no mail. `reachable`: an alert would be
    tried with some hope."""

    account_id: UUID
    name: str
    role: str
    push: int
    email: Email
    last_reached_at: datetime | None
    reachable: bool


class ReachView(msgspec.Struct, kw_only=True):
    """`ok`: `sending` (a worker runs), somebody can be reached, and no alert waits that reached nobody. `oldest_at`: the oldest of
    those."""

    ok: bool
    sending: bool
    unreached_alerts: int
    oldest_at: datetime | None
    people: list[PersonReach]


class ReachController(Controller):
    path = "/clinic/reach"
    tags = ("clinic",)

    @get("/")
    async def show(self, office: NamedDependency[Office]) -> ReachView:
        me = office.account
        if me.role == "patient":
            raise Forbidden
        sign = await operations.sign_of_life(office.conn)
        sending = is_fresh(sign)
        unreached = await reach.unreached(office.conn, office.clinic_id)
        staff = [one for one in await escalation.staff(office.conn, office.clinic_id) if one.role in STAFF]
        context = Context(clinic_id=me.clinic_id, account_id=me.account_id, role=me.role)
        channels = {
            one.account_id: one
            for one in await reach.channels(office.conn, context, [member.account_id for member in staff])
        }
        people = [person(member, channels[member.account_id], mail=sign is not None and sign.mail) for member in staff]
        return ReachView(
            ok=sending and not unreached.alerts and any(one.reachable for one in people),
            sending=sending,
            unreached_alerts=unreached.alerts,
            oldest_at=unreached.oldest_at,
            people=people,
        )


def person(member: escalation.StaffMember, by: Channels, *, mail: bool) -> PersonReach:
    email: Email = "off" if not mail else "failing" if by.mail_failures else "on"
    return PersonReach(
        account_id=member.account_id,
        name=member.name,
        role=member.role,
        push=by.subscriptions,
        email=email,
        last_reached_at=by.last_reached_at,
        reachable=by.working > 0 or email == "on",
    )
