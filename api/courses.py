"""Courses of treatment: starting one with its dated sessions, ending one."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from api.acting import Chart
from api.appointments import ClinicTime
from api.schedule import Reason
from api.session_views import CourseView, course_view
from clinical.calendar import check_within_reach, clinic_time
from clinical.errors import Forbidden, NotFound
from clinical.own_protocols import OwnTemplate
from clinical.protocols import PlannedSession, document_of, plan_course, protocols, template_of
from clinical.zones import local_day, zone_named
from db import audit, clinic_care, courses, sessions
from db.courses import NewCourse, NewSession
from db.summaries_due import schedule_summaries


class CourseStart(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`first_at` in the clinic's zone. Which other options a protocol has, and their bounds, ProtocolView says; weekdays are 1
    (Monday) to 7."""

    protocol: Annotated[str, Meta(max_length=40)]
    first_at: ClinicTime
    sessions: int | None = None
    over_days: int | None = None
    booster_months: int | None = None
    every_days: int | None = None
    months: int | None = None
    weekdays: Annotated[list[Annotated[int, Meta(ge=1, le=7)]], Meta(min_length=1, max_length=7)] | None = None


class CourseEnd(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    reason: Reason


class CourseController(Controller):
    path = "/patients/{patient_id:uuid}/courses"
    tags = ("courses",)

    @post("/", status_code=201)
    async def start(self, chart: NamedDependency[Chart], data: JSONBody[CourseStart]) -> CourseView:
        """Plans every session, and the summaries before them. From now on the patient reports this treatment's side effects."""
        _clinician_only(chart)
        own = await clinic_care.protocols(chart.conn, chart.clinic_id)
        plan = _plan(chart, data, own)
        course_id, planned = await courses.start(
            chart.conn,
            chart.clinic_id,
            chart.patient_id,
            _new_course(data, plan, own),
            [_new_session(session) for session in plan],
            chart.account.account_id,
        )
        await schedule_summaries(
            chart.conn, chart.clinic_id, chart.patient_id, planned, chart.account.summary_lead_hours
        )
        await _note(chart, "course.started", course_id)
        return await _view(chart, course_id)

    @post("/{course_id:uuid}/end", status_code=200)
    async def end(
        self, chart: NamedDependency[Chart], course_id: FromPath[UUID], data: JSONBody[CourseEnd]
    ) -> CourseView:
        """Cancels what is still to come. What took place stays, and what was planned for the past is still to be said."""
        _clinician_only(chart)
        cancelled = await courses.end(
            chart.conn,
            chart.clinic_id,
            chart.patient_id,
            course_id,
            on=local_day(chart.now, zone_named(chart.account.clinic_zone)),
            now=chart.now,
            reason=data.reason,
            ended_by=chart.account.account_id,
        )
        await schedule_summaries(
            chart.conn, chart.clinic_id, chart.patient_id, cancelled, chart.account.summary_lead_hours
        )
        await _note(chart, "course.ended", course_id)
        return await _view(chart, course_id)


def _clinician_only(chart: Chart) -> None:
    if chart.account.role != "clinician":
        raise Forbidden("Only a clinician can start or end a course.")


def _plan(chart: Chart, data: CourseStart, own: Sequence[OwnTemplate]) -> list[PlannedSession]:
    zone = chart.account.clinic_zone
    first_at = clinic_time(data.first_at, zone, "first_at")
    check_within_reach(first_at, chart.now, "first_at")
    return plan_course(
        template_of(data.protocol, own),
        first_at.astimezone(zone_named(zone)).replace(tzinfo=None),
        zone,
        sessions=data.sessions,
        over_days=data.over_days,
        booster_months=data.booster_months,
        every_days=data.every_days,
        months=data.months,
        weekdays=data.weekdays,
    )


def _new_course(data: CourseStart, plan: list[PlannedSession], own: Sequence[OwnTemplate]) -> NewCourse:
    """The name in the clinic's own language, English: it is read by everybody on the team."""
    view = next(view for view in protocols(own=own) if view.id == data.protocol)
    return NewCourse(
        protocol=view.id,
        modality=view.modality,
        name=view.name,
        template=document_of(template_of(data.protocol, own)),
        options=_options(data),
        started_on=plan[0].local_day,
    )


def _options(data: CourseStart) -> dict[str, Any]:
    return {name: value for name, value in msgspec.structs.asdict(data).items() if value is not None}


def _new_session(session: PlannedSession) -> NewSession:
    return NewSession(
        kind=session.kind,
        ordinal=session.ordinal,
        of=session.of,
        week=session.week,
        starts_at=session.starts_at,
        day=session.local_day,
        summary_before=session.summary_before,
    )


async def _view(chart: Chart, course_id: UUID) -> CourseView:
    here = (chart.conn, chart.clinic_id, chart.patient_id)
    planned = await sessions.of_course(*here, course_id)
    for course in await courses.of_patient(*here):
        if course.course_id == course_id:
            return course_view(course, planned, chart.now, chart.account.clinic_zone, chart.account.language)
    raise NotFound


async def _note(chart: Chart, action: str, course_id: UUID) -> None:
    await audit.note(
        chart.conn,
        chart.clinic_id,
        action,
        account_id=chart.account.account_id,
        role=chart.account.role,
        patient_id=chart.patient_id,
        subject=str(course_id),
    )
