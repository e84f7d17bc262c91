"""The composition root: settings in, application out. Nothing else reads settings."""

import gc
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from hashlib import sha256

from litestar import Litestar, Router
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ControllerRouterHandler

from api import pages
from api.acting import provide_chart, provide_me, provide_office, provide_team
from api.after_care import AfterCareController
from api.alerts import AlertController, HoldController
from api.appointments import AppointmentController
from api.auth.invitations import InvitationController
from api.auth.middleware import Gate
from api.auth.sessions import SessionController
from api.caseload import CaseloadController
from api.check_ins import CheckInController
from api.clinic import ClinicController
from api.clinic_lines import LineController
from api.course_preview import PreviewController
from api.courses import CourseController
from api.crisis_settings import CrisisController
from api.demo.controller import DemoController
from api.demo.people import DEMO_PASSWORD
from api.errors import HANDLERS
from api.escalation import EscalationController
from api.exports.prints import LivePrintController, SummaryPrintController
from api.exports.routes import ExportController
from api.health import HealthController
from api.homework import HomeworkController, OwnHomeworkController
from api.imports import ImportController
from api.instruments import InstrumentController
from api.keys import key_bytes, vapid_public_key
from api.me import MeController, NoteController, SettingsController
from api.measure_settings import MeasureSettingsController
from api.measures import MeasureController, PatientMeasureController
from api.metrics import metrics
from api.patients import PatientController
from api.people import PeopleController
from api.pre_session import PreSessionController, PreSessionReviewController, PreSessionSettingsController
from api.protocols import OwnProtocolController, ProtocolController
from api.push import PushController
from api.reach import ReachController
from api.rejected import ScreenRejected
from api.safety_plans import OwnPlanController, PatientPlanController
from api.schedule import ScheduleController
from api.settings import Settings, SettingsError
from api.side_effects import SideEffectController
from api.state import Running, Sessions, keep
from api.summaries import LiveSummaryController, SummaryController
from api.therapy_pages import FormController, OwnPageController, SharedPageController
from db.pool import create_pool
from db.vault import Vault

BODY_LIMIT = 3_000_000
"""Bytes of a request: an imported diary is the largest, at 2 MB of text."""

CONTROLLERS: Sequence[ControllerRouterHandler] = (
    AfterCareController,
    AlertController,
    AppointmentController,
    CaseloadController,
    CheckInController,
    ClinicController,
    CourseController,
    CrisisController,
    DemoController,
    EscalationController,
    ExportController,
    FormController,
    HoldController,
    HomeworkController,
    ImportController,
    InstrumentController,
    InvitationController,
    LineController,
    LivePrintController,
    LiveSummaryController,
    MeController,
    MeasureController,
    MeasureSettingsController,
    NoteController,
    OwnHomeworkController,
    OwnPageController,
    OwnProtocolController,
    OwnPlanController,
    PatientController,
    PatientMeasureController,
    PatientPlanController,
    PeopleController,
    PreSessionController,
    PreSessionReviewController,
    PreSessionSettingsController,
    PreviewController,
    ProtocolController,
    PushController,
    ReachController,
    ScheduleController,
    SessionController,
    SettingsController,
    SharedPageController,
    SideEffectController,
    SummaryController,
    SummaryPrintController,
)


def create_app(settings: Settings) -> Litestar:
    logging.getLogger().setLevel(settings.log_level)
    return Litestar(
        route_handlers=[
            Router("/api", route_handlers=CONTROLLERS, middleware=[Gate(), ScreenRejected()]),
            HealthController,
            metrics,
            *pages.handlers(settings.web_dir),
        ],
        dependencies={
            "me": Provide(provide_me),
            "chart": Provide(provide_chart),
            "team": Provide(provide_team),
            "office": Provide(provide_office),
        },
        lifespan=[lambda app: run(app, settings)],
        exception_handlers=HANDLERS,  # pyright: ignore[reportArgumentType] Litestar's type is invariant
        request_max_body_size=BODY_LIMIT,
        openapi_config=OpenAPIConfig(
            title="Intersession",
            version="1",
            # The description alone: the framework's pages for it would load scripts from elsewhere.
            render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        ),
        logging_config=None,
        before_send=[pages.add_security_headers],
    )


def run(app: Litestar, settings: Settings) -> AbstractAsyncContextManager[None]:
    return _run(app, settings)


@asynccontextmanager
async def _run(app: Litestar, settings: Settings) -> AsyncGenerator[None]:
    if settings.database_url is None or settings.key is None:
        raise SettingsError("DATABASE_URL and KEY must be set to serve the API.")
    key = key_bytes(settings.key)
    here = Running(
        pool=await create_pool(settings.database_url),
        vault=Vault({"1": key}, current="1"),
        sessions=Sessions(),
        public_url=settings.address,
        demo_password=DEMO_PASSWORD if settings.demo else None,
        push_key=vapid_public_key(settings.vapid_key) if settings.vapid_key else None,
        push_hosts=settings.extra_push_hosts,
        throttle_salt=sha256(b"attempts" + key).digest(),
        metrics_token=settings.metrics_token,
    )
    # What was made until here lives as long as the process: the collector need not walk through it again and again.
    gc.collect()
    gc.freeze()
    async with keep(app, here):
        yield
