"""The two apps as static files, and the headers that every response carries."""

from pathlib import Path

from litestar import get
from litestar.datastructures import CacheControlHeader
from litestar.datastructures.headers import MutableScopeHeaders
from litestar.handlers import HTTPRouteHandler
from litestar.response import File
from litestar.router import Router
from litestar.static_files import create_static_files_router  # pyright: ignore[reportUnknownVariableType] typed in part
from litestar.types import Message, Scope

# No inline script or style, nobody else's anything, no frame.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

# Addresses that the apps themselves route: a reload must find the app again.
PATIENT_PAGES = ["/join"]
STAFF_PAGES = ["/staff", "/staff/{rest:path}"]


async def add_security_headers(message: Message, scope: Scope) -> None:
    """To every answer: pages, files, data and refusals, also of addresses that no route knows."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    data = {"Cache-Control": "no-store"} if scope["path"].startswith("/api") else {}
    for name, value in (HEADERS | data).items():
        if name not in headers:
            headers[name] = value


def handlers(web_dir: Path) -> list[HTTPRouteHandler | Router]:
    """Nothing where the apps have not been built: the API serves by itself."""
    if not (web_dir / "index.html").exists():
        return []

    @get(PATIENT_PAGES, include_in_schema=False, cache_control=CacheControlHeader(no_cache=True))
    async def patient_app() -> File:
        return File(web_dir / "index.html", content_disposition_type="inline", media_type="text/html")

    @get(STAFF_PAGES, include_in_schema=False, cache_control=CacheControlHeader(no_cache=True))
    async def staff_app() -> File:
        return File(web_dir / "staff.html", content_disposition_type="inline", media_type="text/html")

    assets = create_static_files_router(
        path="/assets",
        directories=[web_dir / "assets"],
        # Their names carry a hash of their contents.
        cache_control=CacheControlHeader(max_age=31_536_000, public=True, immutable=True),
        include_in_schema=False,
        name="assets",
    )
    rest = create_static_files_router(
        path="/",
        directories=[web_dir],
        html_mode=True,
        cache_control=CacheControlHeader(no_cache=True),
        include_in_schema=False,
        name="pages",
    )
    return [patient_app, staff_app, assets, rest]
