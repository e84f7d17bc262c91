"""A worker's surroundings for real: a database of its own, a pool signed in as the worker, a push service, a clinic."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from db import push_subscriptions
from db.notifications import Kind, Recipient, queue
from db.pool import WORKER, Pool, create_pool
from notifications.alerts import begin
from notifications.delivery import Delivery
from notifications.email import Mailer, mail_server
from notifications.endpoints import AllowedHosts
from notifications.mailing import Mailing
from notifications.vapid import VapidSigner
from notifications.web_push import WebPushSender, push_session
from tests.conftest import Cluster
from tests.notifications.mail_server import MailService, mail_service
from tests.notifications.push_service import PushService, TestPhone, new_vapid_key, push_service
from tests.world import make_alert, make_clinic, make_member, make_patient, put_on_team

PUBLIC_URL = "https://journal.example"


@pytest.fixture
async def seed(fresh_database: str) -> AsyncGenerator[asyncpg.Connection]:
    """A superuser's connection: what it writes is committed and seen by the worker."""
    connection = await asyncpg.connect(fresh_database, statement_cache_size=0)
    yield connection
    await connection.close()


@pytest.fixture
def worker_address(postgres: Cluster, fresh_database: str) -> str:
    """Signs in as the worker's own role."""
    return postgres.address(urlsplit(fresh_database).path[1:], WORKER)


@pytest.fixture
async def pool(worker_address: str) -> AsyncGenerator[Pool]:
    async with await create_pool(worker_address, role=WORKER) as running:
        yield running


@pytest.fixture
async def service() -> AsyncGenerator[PushService]:
    async with push_service() as running:
        yield running


@pytest.fixture
async def delivery(pool: Pool, service: PushService) -> AsyncGenerator[Delivery]:
    async with push_session() as session:
        signer = VapidSigner(new_vapid_key(), "mailto:operator@example.org")
        sender = WebPushSender(session, signer, AllowedHosts([service.host]))
        yield Delivery(pool, sender, PUBLIC_URL, lambda: datetime.now(UTC))


@pytest.fixture
async def mails() -> AsyncGenerator[MailService]:
    async with mail_service() as running:
        yield running


@pytest.fixture
def mailing(pool: Pool, mails: MailService) -> Mailing:
    server = mail_server(mails.url(), "alerts@clinic.example")
    return Mailing(pool, Mailer(server, PUBLIC_URL), lambda: datetime.now(UTC))


@dataclass
class World:
    """One clinic with one patient, whose phone is registered at `service` when it is asked for."""

    seed: asyncpg.Connection
    service: PushService
    clinic: UUID
    patient: UUID

    async def member(self, role: str = "clinician", *, name: str = "Robin", language: str = "en") -> UUID:
        """Somebody on the patient's care team."""
        member = await make_member(self.seed, self.clinic, role, name=name, language=language)
        await put_on_team(self.seed, self.clinic, self.patient, member)
        return member

    async def alert(self, *, now: datetime | None = None, age: timedelta = timedelta()) -> UUID:
        """Raised, told and with its clock running, as an entry of the patient leaves it."""
        alert = await make_alert(self.seed, self.clinic, self.patient, age=age)
        async with self.seed.transaction():
            await begin(self.seed, self.clinic, self.patient, alert, now or datetime.now(UTC))
        return alert

    async def address(self, account: UUID) -> str:
        return await self.seed.fetchval(
            "select email from identity.membership m join identity.identity i on i.id = m.identity_id where m.id = $1",
            account,
        )

    async def phone(self, account: UUID | None = None) -> TestPhone:
        phone = self.service.new_phone()
        keys = {"p256dh": phone.p256dh, "auth": phone.auth}
        async with self.seed.transaction():
            await push_subscriptions.save(
                self.seed, self.clinic, account or self.patient, endpoint=phone.endpoint, **keys
            )
        return phone

    async def message(
        self,
        kind: Kind = "test",
        *,
        to: UUID | None = None,
        subject: str | None = None,
        language: str = "en",
        expires_in: timedelta = timedelta(hours=1),
    ) -> None:
        await queue(
            self.seed,
            self.clinic,
            [Recipient(account_id=to or self.patient, role="", language=language)],
            kind=kind,
            subject=subject or str(uuid7()),
            expires_at=datetime.now(UTC) + expires_in,
            patient_id=self.patient,
        )

    async def states(self, channel: str | None = None) -> list[str]:
        rows = await self.seed.fetch(
            "select state from journal.notification where channel = coalesce($1, channel) order by notification_id",
            channel,
        )
        return [row["state"] for row in rows]

    async def due_now(self) -> None:
        """As if the wait were over."""
        await self.seed.execute("update journal.notification set next_attempt_at = now()")


@pytest.fixture
async def world(seed: asyncpg.Connection, service: PushService) -> World:
    clinic = await make_clinic(seed)
    return World(seed, service, clinic, await make_patient(seed, clinic))
