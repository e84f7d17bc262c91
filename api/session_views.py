"""What clients see of a session and of a course. Times are the clinic's: that is where the session takes place."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec

from clinical.trends.facts import SessionFact
from clinical.trends.where import label
from clinical.zones import zone_named
from db import accounts
from db.pool import Conn
from db.sessions import Kind, Session, Status


class SessionView(msgspec.Struct, kw_only=True):
    """`starts_at` is UTC; `local_day` and `local_time` ("HH:MM") are read on the wall clock in `zone`, the clinic's."""

    session_id: UUID
    course_id: UUID | None
    kind: Kind
    ordinal: int | None
    of: int | None
    label: str
    starts_at: datetime
    local_day: date
    local_time: str
    zone: str
    status: Status
    with_name: str | None


def session_view(session: Session, zone: str, names: Mapping[UUID, str] | None = None) -> SessionView:
    """`zone` is the clinic's; `names` has the name of the person whose appointment it is, if it is one."""
    local = session.starts_at.astimezone(zone_named(zone))
    return SessionView(
        session_id=session.session_id,
        course_id=session.course_id,
        kind=session.kind,
        ordinal=session.ordinal,
        of=session.of,
        label=session_label(session),
        starts_at=session.starts_at,
        local_day=local.date(),
        local_time=f"{local:%H:%M}",
        zone=zone,
        status=session.status,
        with_name=(names or {}).get(session.with_account) if session.with_account else None,
    )


async def session_views(conn: Conn, clinic_id: UUID, zone: str, sessions: Iterable[Session]) -> list[SessionView]:
    """The same order, with the names of those whose appointments they are (read in one round trip, if there are any)."""
    sessions = list(sessions)
    with_whom = {session.with_account for session in sessions if session.with_account}
    names = await accounts.names(conn, clinic_id, list(with_whom)) if with_whom else {}
    return [session_view(session, zone, names) for session in sessions]


def session_label(session: Session) -> str:
    return label(
        SessionFact(
            id=session.session_id,
            kind=session.kind,
            day=session.day,
            status=session.status,
            ordinal=session.ordinal,
            of=session.of,
        )
    )
