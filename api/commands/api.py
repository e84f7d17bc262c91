"""`intersession api`: one process that serves HTTP. It stops on SIGTERM, after answering what it has begun."""

from argparse import Namespace

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from litestar import Litestar

from api.app import create_app
from api.logs import configuration
from api.settings import Settings


def run(_options: Namespace, settings: Settings) -> None:
    Granian(
        "api.commands.api:app",
        factory=True,
        interface=Interfaces.ASGI,
        address=settings.host,
        port=settings.port,
        workers=1,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels(settings.log_level.lower()),
        log_dictconfig=configuration(settings.log_level),
    ).serve()


def app() -> Litestar:
    return create_app(Settings.from_environment())
