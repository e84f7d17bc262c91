"""Signing in and out, and switching between one's clinics."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Controller, Response, delete, get, post, put
from litestar.params import JSONBody
from msgspec import Meta

from api.acting import signed_in
from api.auth import passwords
from api.auth.middleware import look_up, token_of
from api.auth.tokens import hash_token, new_token, session_cookie
from api.state import AnyConnection, AnyRequest, Running, running
from api.views import AccountView, account_view
from clinical.errors import NotFound, Unauthenticated
from db import accounts, patients
from db.accounts import Account
from db.pool import Conn, Context, acting_as
from db.rows import refusals_in_words

LIFETIME = {
    # A patient's phone stays signed in: a reminder at 19:00 must lead to a check-in, not to a password.
    "patient": timedelta(days=90),
    "therapist": timedelta(hours=12),
    "clinician": timedelta(hours=12),
    "admin": timedelta(hours=12),
}

WRONG = "The e-mail address or the password is not right."


class SignIn(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`account_id` chooses among the person's clinics; without it, the first by name."""

    email: Annotated[str, Meta(min_length=3, max_length=254)]
    password: Annotated[str, Meta(max_length=passwords.MAX_LENGTH)]
    account_id: UUID | None = None


class Switch(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    account_id: UUID


class Speaks(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    language: Literal["en", "es"]


class SessionController(Controller):
    path = "/session"
    tags = ("session",)

    @post("/", status_code=201)
    async def sign_in(self, request: AnyRequest, data: JSONBody[SignIn]) -> Response[AccountView]:
        here = running(request)
        with refusals_in_words():
            async with here.pool.acquire() as conn:
                account, all_of_them = await authenticate(conn, data, throttling_keys(request, data.email))
                return await start_session(conn, here, request, account, all_of_them)

    @get("/")
    async def who_am_i(self, request: AnyRequest) -> AccountView:
        here = running(request)
        with refusals_in_words():
            # Read anew: this opens no transaction that would prove what is remembered.
            token_hash = token_of(request)
            account = await look_up(here, token_hash) if token_hash else None
            if account is None:
                raise Unauthenticated
            async with here.pool.acquire() as conn:
                return await view_of(conn, account, await accounts.accounts_of(conn, account.identity_id))

    @put("/membership")
    async def switch(self, request: AnyRequest, data: JSONBody[Switch]) -> Response[AccountView]:
        account, token_hash = signed_in(request, *LIFETIME), token_of(request)
        here = running(request)
        with refusals_in_words():
            async with here.pool.acquire() as conn:
                if token_hash is None or await accounts.account_of_session(conn, token_hash) is None:
                    raise Unauthenticated
                memberships = await accounts.accounts_of(conn, account.identity_id)
                chosen = next((m for m in memberships if m.account_id == data.account_id), None)
                if chosen is None:
                    raise NotFound
                await end(conn, here, token_hash)
                return await start_session(conn, here, request, chosen, memberships, status_code=200)

    @put("/language", status_code=204)
    async def speak(self, request: AnyRequest, data: JSONBody[Speaks]) -> None:
        """The language that this person reads: of the server's own words, of messages, and of what is printed."""
        account, token_hash = signed_in(request, *LIFETIME), token_of(request)
        here = running(request)
        with refusals_in_words():
            async with here.pool.acquire() as conn:
                if token_hash is None or await accounts.account_of_session(conn, token_hash) is None:
                    raise Unauthenticated
                await accounts.change_language(conn, account.account_id, data.language)
        here.sessions.forget(token_hash)

    @delete("/")
    async def sign_out(self, request: AnyRequest) -> Response[None]:
        here = running(request)
        token_hash = token_of(request)
        if token_hash:
            with refusals_in_words():
                async with here.pool.acquire() as conn:
                    await end(conn, here, token_hash)
        return Response(
            None,
            status_code=204,
            cookies=[session_cookie("", secure=here.secure, max_age=0)],
            # Not "storage": that would take the app that is there offline, Help now with it, and what another person of this
            # phone has written and not sent. The app itself removes what is of the one who leaves.
            headers={"Clear-Site-Data": '"cache"'},
        )


async def authenticate(conn: Conn, data: SignIn, keys: tuple[bytes, bytes]) -> tuple[Account, list[Account]]:
    """The account to sign in to, and all of the person's. Every failure looks the same and takes the same time."""
    identity_id = await identify(conn, data.email, data.password, keys)
    memberships = await accounts.accounts_of(conn, identity_id)
    chosen = next((m for m in memberships if data.account_id in (None, m.account_id)), None)
    if chosen is None:
        raise Unauthenticated(WRONG)
    return chosen, memberships


async def identify(conn: Conn, email: str, password: str, keys: tuple[bytes, bytes]) -> UUID:
    """Whose address and password these are, also when every account of theirs is suspended. Throttled by `keys`."""
    await passwords.refuse_too_many(conn, keys)
    candidate = await accounts.sign_in_candidate(conn, email)
    right = await passwords.matches(candidate.password_hash if candidate else None, password)
    # Committed apart from whatever becomes of the request.
    await accounts.record_attempt(conn, keys, succeeded=right)
    if candidate is None or not right:
        raise Unauthenticated(WRONG)
    return candidate.identity_id


async def start_session(
    conn: Conn,
    here: Running,
    request: AnyConnection,
    account: Account,
    memberships: list[Account],
    *,
    status_code: int = 201,
) -> Response[AccountView]:
    token = new_token()
    lifetime = LIFETIME[account.role]
    await accounts.open_session(
        conn, hash_token(token), account.account_id, datetime.now(UTC) + lifetime, request.headers.get("user-agent", "")
    )
    return Response(
        await view_of(conn, account, memberships),
        status_code=status_code,
        cookies=[session_cookie(token, secure=here.secure, max_age=int(lifetime.total_seconds()))],
    )


async def end(conn: Conn, here: Running, token_hash: bytes) -> None:
    here.sessions.forget(token_hash)
    await accounts.end_session(conn, token_hash)


async def view_of(conn: Conn, account: Account, memberships: list[Account]) -> AccountView:
    if account.role != "patient":
        return account_view(account, None, memberships)
    context = Context(
        clinic_id=account.clinic_id, account_id=account.account_id, role="patient", patient_ids=(account.account_id,)
    )
    async with acting_as(conn, context):
        return account_view(account, await patients.find(conn, account.clinic_id, account.account_id), memberships)


def throttling_keys(request: AnyConnection, email: str) -> tuple[bytes, bytes]:
    sender = request.client.host if request.client else "?"
    return passwords.throttle_keys(email, sender, running(request).throttle_salt)
