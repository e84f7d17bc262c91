"""Words that are refused are still words: a request that saves nothing is screened all the same.

A note that is too long, a day in the future, a body that is no JSON: the problem that goes back carries the hotline when the
text in the request sounds like danger, and the care team is alerted in a transaction of its own.
"""

import logging
from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Request
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware

from api.acting import as_patient
from api.auth.middleware import look_up, token_of, user_of
from api.diaries import ask_for_review
from api.entries import alert, situation
from api.errors import Problem
from api.state import AnyRequest, running
from clinical import guidance
from clinical.errors import DomainError
from clinical.guidance import Hotline, Screening, Told
from db import alerts, patients
from db.accounts import Account

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

LIMIT = 1_000_000
"""Bytes of a refused body that are kept for screening."""


class ScreenRejected(ASGIMiddleware):
    """For handlers with `opt={"screened": ...}`: looks at the body of a request that was answered with an error."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: "Scope", receive: "Receive", send: "Send", next_app: "ASGIApp") -> None:
        if "screened" not in scope["route_handler"].opt:
            await next_app(scope, receive, send)
            return
        seen = _Body(receive)
        held: list[Message] = []

        async def hold_back_errors(message: "Message") -> None:
            if message["type"] == "http.response.start" and message["status"] >= 400:
                held.append(message)
            elif held:
                await _send_with_guidance(scope, seen, held[0], message, send)
            else:
                await send(message)

        await next_app(scope, seen.receive, hold_back_errors)


class _Body:
    """Passes a request's body on and keeps a copy of its beginning."""

    def __init__(self, receive: "Receive") -> None:
        self._receive = receive
        self._kept = bytearray()
        self._complete = False

    async def receive(self) -> Any:
        message = await self._receive()
        if message["type"] == "http.request":
            self._kept += message.get("body", b"")[: LIMIT - len(self._kept)]
            self._complete = not message.get("more_body", False)
        else:
            self._complete = True
        return message

    async def read(self) -> bytes:
        """All of it, also what the handler did not ask for."""
        while not self._complete and len(self._kept) < LIMIT:
            await self.receive()
        return bytes(self._kept)


async def _send_with_guidance(scope: "Scope", seen: _Body, start: Any, body: Any, send: "Send") -> None:
    hotline = await _hotline_for(scope, await seen.read())
    if hotline is not None:
        problem = msgspec.json.decode(body["body"], type=Problem)
        problem.guidance = hotline
        body = {**body, "body": msgspec.json.encode(problem)}
        headers = [(k, v) for k, v in start["headers"] if k.lower() != b"content-length"]
        start = {**start, "headers": [*headers, (b"content-length", str(len(body["body"])).encode())]}
    await send(start)
    await send(body)


async def _hotline_for(scope: "Scope", body: bytes) -> Hotline | None:
    """None when the words are calm, or nobody knows whose they are."""
    request: AnyRequest = Request(scope)
    account = user_of(request)
    if account is None or account.role != "patient":
        return None
    account = await _as_of_now(request, account)
    screening = guidance.screen_rejected(body, account.clinic_crisis.own_words)
    if screening.tier is None:
        return None
    try:
        return await _alert(request, screening)
    except Exception as error:
        log.error("alert of a refused entry not raised", extra={"error": type(error).__name__})
        return guidance.hotline(screening, _fallback(account))


async def _as_of_now(request: AnyRequest, account: Account) -> Account:
    """A refused request may have proven nothing: what is remembered of its session can hold words that the clinic has changed."""
    token_hash = token_of(request)
    try:
        return (token_hash and await look_up(running(request), token_hash)) or account
    except DomainError:
        return account


async def _alert(request: AnyRequest, screening: Screening) -> Hotline:
    async with as_patient(request) as me:
        told: Told = "message"
        if request.scope["route_handler"].opt["screened"] == "import":
            # The words of an old diary: an item for review, refused or not.
            told = "review"
            await ask_for_review(me.conn, me.clinic_id, me.patient_id, screening)
        else:
            assert screening.tier is not None  # noqa: S101 asked for what matched alone
            here = (me.conn, me.clinic_id, me.patient_id)
            refused = await alerts.note_refused(*here, tier=screening.tier, private=screening.private)
            await alert(me, screening, "rejected", refused)
        profile = await patients.find(me.conn, me.clinic_id, me.patient_id)
        return guidance.hotline(
            screening, await situation(me, profile, held=True, with_contacts=True, entry_saved=False, told=told)
        )


def _fallback(account: Account) -> guidance.Situation:
    return guidance.Situation(
        language="es" if account.language == "es" else "en",
        country=account.clinic_country,
        clinic_phone=account.clinic_phone,
        own_line=account.clinic_crisis.own_line,
        modality=None,
        held=True,
        contacts=[],
        saved=False,
        told="nobody",
    )
