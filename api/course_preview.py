"""The dates that a course would get, before anything is kept: of a template there is, or of one that is being written."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta

from api.acting import Office
from api.appointments import ClinicTime
from clinical.calendar import check_within_reach, clinic_time
from clinical.course_plan import SessionKind, Template
from clinical.errors import Forbidden, Invalid
from clinical.own_protocols import OwnTemplate, Weekday, check
from clinical.protocols import PlannedSession, plan_course, template_of
from clinical.zones import zone_named
from db import clinic_care


class CoursePreview(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """As CourseStart, with `protocol` or, for one that is not saved yet, `template`."""

    protocol: Annotated[str, Meta(max_length=40)] | None = None
    template: OwnTemplate | None = None
    first_at: ClinicTime
    sessions: int | None = None
    over_days: int | None = None
    booster_months: int | None = None
    every_days: int | None = None
    months: int | None = None
    weekdays: Annotated[list[Weekday], Meta(min_length=1, max_length=7)] | None = None


class PlannedView(msgspec.Struct, kw_only=True):
    """`starts_at` is UTC; `local_day` and `local_time` ("HH:MM") are read on the clinic's wall clock."""

    kind: SessionKind
    ordinal: int
    of: int | None
    starts_at: datetime
    local_day: date
    local_time: str


class PreviewController(Controller):
    path = "/protocols/preview"
    tags = ("courses",)

    @post("/", status_code=200)
    async def preview(self, office: NamedDependency[Office], data: JSONBody[CoursePreview]) -> list[PlannedView]:
        """Every session as starting the course would plan it, earliest first. Refused as starting it would be."""
        if office.account.role == "patient":
            raise Forbidden
        template = await _template(office, data)
        zone = office.account.clinic_zone
        first_at = clinic_time(data.first_at, zone, "first_at")
        check_within_reach(first_at, office.now, "first_at")
        planned = plan_course(
            template,
            first_at.astimezone(zone_named(zone)).replace(tzinfo=None),
            zone,
            sessions=data.sessions,
            over_days=data.over_days,
            booster_months=data.booster_months,
            every_days=data.every_days,
            months=data.months,
            weekdays=data.weekdays or (data.template.weekdays if data.template else None),
        )
        return [_view(session, zone) for session in planned]


async def _template(office: Office, data: CoursePreview) -> Template:
    if data.template is not None:
        check([data.template])
        return data.template.template()
    if data.protocol is None:
        raise Invalid.field("protocol", "Please choose a protocol.")
    return template_of(data.protocol, await clinic_care.protocols(office.conn, office.clinic_id))


def _view(session: PlannedSession, zone: str) -> PlannedView:
    local = session.starts_at.astimezone(zone_named(zone))
    return PlannedView(
        kind=session.kind,
        ordinal=session.ordinal,
        of=session.of,
        starts_at=session.starts_at,
        local_day=session.local_day,
        local_time=f"{local:%H:%M}",
    )
