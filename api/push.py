"""Phones and browsers that want messages, of whoever is signed in."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta

from api.acting import Office
from clinical.errors import NotFound, Unavailable
from db import notifications, push_subscriptions
from notifications.endpoints import ENDPOINT_CHARACTERS, AllowedHosts, check_subscription


class PushKey(msgspec.Struct, kw_only=True):
    """What a browser subscribes with: our VAPID public key, base64url."""

    key: str


class PhoneKeys(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    p256dh: Annotated[str, Meta(max_length=200)]
    auth: Annotated[str, Meta(max_length=200)]


class Subscription(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What the browser's PushSubscription says of itself."""

    endpoint: Annotated[str, Meta(min_length=1, max_length=ENDPOINT_CHARACTERS)]
    keys: PhoneKeys


class Shown(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`notification` is the id in the message's data."""

    notification: UUID


class PushController(Controller):
    path = "/push"
    tags = ("push",)

    @get("/key")
    async def key(self, office: NamedDependency[Office]) -> PushKey:
        if office.here.push_key is None:
            raise Unavailable("This server sends no messages: it has no key to sign them with.")
        return PushKey(key=office.here.push_key)

    @put("/subscriptions", status_code=204)
    async def subscribe(self, office: NamedDependency[Office], data: JSONBody[Subscription]) -> None:
        """The endpoint is user input that our server will call: only known push services are taken."""
        check_subscription(data.endpoint, data.keys.p256dh, data.keys.auth, AllowedHosts(office.here.push_hosts))
        await push_subscriptions.save(
            office.conn,
            office.clinic_id,
            office.account.account_id,
            endpoint=data.endpoint,
            p256dh=data.keys.p256dh,
            auth=data.keys.auth,
        )

    @delete("/subscriptions", status_code=204)
    async def unsubscribe(self, office: NamedDependency[Office], data: JSONBody[Subscription]) -> None:
        await push_subscriptions.remove(office.conn, office.clinic_id, office.account.account_id, data.endpoint)

    @post("/test", status_code=202)
    async def test(self, office: NamedDependency[Office]) -> None:
        """A message to all of one's own phones, within seconds."""
        await notifications.queue_test(
            office.conn, office.clinic_id, office.account.account_id, office.account.language, office.now
        )

    @post("/shown", status_code=204)
    async def shown(self, office: NamedDependency[Office], data: JSONBody[Shown]) -> None:
        """The service worker says that a message reached the screen."""
        if not await notifications.mark_shown(
            office.conn, office.clinic_id, office.account.account_id, data.notification
        ):
            raise NotFound
