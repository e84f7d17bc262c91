"""The dependencies that hand a handler its transaction: `Me` (a patient), `Chart` (staff, one patient), `Team` (staff, their
caseload), `Office` (an admin or staff, no patient).

Each opens ONE transaction with its row-level-security context and proves the session in the same round trip. It commits before
the response leaves; an exception rolls it back.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from types import TracebackType
from uuid import UUID

import msgspec
from litestar.params import FromPath

from api.auth.middleware import look_up, token_of, user_of
from api.state import AnyConnection, AnyRequest, Running, running
from clinical.errors import Forbidden, NotFound, Unauthenticated
from db import accounts
from db.accounts import Account
from db.pool import Conn, Context, Proof, begin, roll_back
from db.rows import in_words, refusals_in_words
from db.vault import PatientKey, patient_key

STAFF = ("clinician", "therapist")


class Acting(msgspec.Struct, kw_only=True):
    """A transaction and whose it is. `now` is the server's clock at its begin (UTC)."""

    conn: Conn
    account: Account
    here: Running
    token_hash: bytes
    now: datetime

    @property
    def clinic_id(self) -> UUID:
        return self.account.clinic_id


class Me(Acting, kw_only=True):
    """A patient and their own journal."""

    @property
    def patient_id(self) -> UUID:
        return self.account.account_id

    async def key(self) -> PatientKey:
        """The patient's data key, opened once a session and forgotten with it."""
        remembered = self.here.sessions.get(self.token_hash)
        if remembered is not None and remembered.key is not None:
            return remembered.key
        key = await patient_key(self.conn, self.here.vault, self.clinic_id, self.patient_id)
        if remembered is not None:
            remembered.key = key
        return key


class Chart(Acting, kw_only=True):
    """Staff with one patient of their care team."""

    patient_id: UUID

    async def key(self) -> PatientKey:
        return await patient_key(self.conn, self.here.vault, self.clinic_id, self.patient_id)


class Team(Acting, kw_only=True):
    """Staff with everybody whose care team they are on."""

    patient_ids: list[UUID]


class Office(Acting, kw_only=True):
    """Somebody of the clinic, without any patient's rows."""


@asynccontextmanager
async def as_patient(request: AnyConnection) -> AsyncGenerator[Me]:
    account = signed_in(request, "patient")
    async with Transaction(request, account, (account.account_id,)) as (conn, fresh):
        yield Me(conn=conn, account=fresh, here=running(request), token_hash=_token(request), now=datetime.now(UTC))


async def provide_me(request: AnyRequest) -> AsyncGenerator[Me]:
    async with as_patient(request) as me:
        yield me


async def provide_chart(request: AnyRequest, patient_id: FromPath[UUID]) -> AsyncGenerator[Chart]:
    account = signed_in(request, *STAFF)
    async with Transaction(request, account, (patient_id,)) as (conn, fresh):
        # Not on the care team and no such patient look the same.
        if not await accounts.sees(conn, fresh.clinic_id, fresh.account_id, patient_id):
            raise NotFound
        yield Chart(
            conn=conn,
            account=fresh,
            here=running(request),
            token_hash=_token(request),
            now=datetime.now(UTC),
            patient_id=patient_id,
        )


async def provide_team(request: AnyRequest) -> AsyncGenerator[Team]:
    account = signed_in(request, *STAFF)
    with refusals_in_words():
        async with running(request).pool.acquire() as conn:
            patients = await accounts.patients_of(conn, account.clinic_id, account.account_id)
    async with Transaction(request, account, tuple(patients)) as (conn, fresh):
        yield Team(
            conn=conn,
            account=fresh,
            here=running(request),
            token_hash=_token(request),
            now=datetime.now(UTC),
            patient_ids=patients,
        )


async def provide_office(request: AnyRequest) -> AsyncGenerator[Office]:
    account = signed_in(request, *STAFF, "admin", "patient")
    async with Transaction(request, account, ()) as (conn, fresh):
        yield Office(conn=conn, account=fresh, here=running(request), token_hash=_token(request), now=datetime.now(UTC))


def signed_in(request: AnyConnection, *roles: str) -> Account:
    account = user_of(request)
    if account is None:
        raise Unauthenticated
    if account.role not in roles:
        raise Forbidden
    return account


class Transaction:
    """`async with Transaction(...) as (conn, account)`: commits on leaving, and an exception rolls it back.

    When what was remembered of the session no longer holds, it is read once more. A class and not a generator, because every
    request passes here and each layer of generators costs.
    """

    def __init__(self, request: AnyConnection, account: Account, patient_ids: tuple[UUID, ...]) -> None:
        self._here, self._token_hash = running(request), _token(request)
        self._account, self._patient_ids = account, patient_ids

    async def __aenter__(self) -> tuple[Conn, Account]:
        try:
            self._conn = await self._here.pool.acquire()
        except Exception as error:
            raise in_words(error) from None
        try:
            await self._begin()
        except BaseException as error:
            await self._here.pool.release(self._conn)
            raise in_words(error) from None
        return self._conn, self._account

    async def _begin(self) -> None:
        try:
            await begin(self._conn, self._context(), self._proof())
        except Unauthenticated:
            self._account = await _read_again(self._here, self._account, self._token_hash)
            await begin(self._conn, self._context(), self._proof())

    async def __aexit__(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> None:
        try:
            if error is None:
                await self._conn.execute("commit")
            else:
                await roll_back(self._conn)
        except Exception as failure:
            raise in_words(failure) from None
        finally:
            await self._here.pool.release(self._conn)
        if error is not None and (meaning := in_words(error)) is not error:
            raise meaning from None

    def _context(self) -> Context:
        account = self._account
        return Context(
            clinic_id=account.clinic_id,
            account_id=account.account_id,
            role=account.role,
            patient_ids=self._patient_ids,
        )

    def _proof(self) -> Proof:
        return Proof(token_hash=self._token_hash, account_id=self._account.account_id, version=self._account.version)


async def _read_again(here: Running, account: Account, token_hash: bytes) -> Account:
    fresh = await look_up(here, token_hash)
    if fresh is None or (fresh.account_id, fresh.role) != (account.account_id, account.role):
        raise Unauthenticated
    return fresh


def _token(request: AnyConnection) -> bytes:
    token_hash = token_of(request)
    if token_hash is None:
        raise Unauthenticated
    return token_hash
