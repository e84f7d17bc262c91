"""`intersession api`: one process that serves HTTP. It stops on SIGTERM, after answering what it has begun."""

from argparse import Namespace
from typing import TYPE_CHECKING, cast

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.utils.proxies import wrap_asgi_with_proxy_headers  # pyright: ignore[reportUnknownVariableType] untyped

from api.app import create_app
from api.logs import configuration
from api.settings import Settings

if TYPE_CHECKING:
    from litestar.types import ASGIApp


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


def app() -> "ASGIApp":
    """Behind a proxy, who asks is whom the proxy names: sign-in tries are counted by sender."""
    settings = Settings.from_environment()
    application = create_app(settings)
    if not settings.proxies:
        return application
    return cast("ASGIApp", wrap_asgi_with_proxy_headers(application, settings.proxies))
