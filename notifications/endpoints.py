"""Which push services we talk to. The endpoint comes from a user's browser: unchecked, it makes our server call anything."""

import base64
import binascii
import re
from collections.abc import Iterable

from pywebpush import WebPusher, WebPushException
from yarl import URL

from clinical.errors import Invalid

KNOWN_HOSTS = ("fcm.googleapis.com", "android.googleapis.com")
KNOWN_SUFFIXES = (".push.apple.com", ".push.services.mozilla.com", ".notify.windows.com")
ENDPOINT_CHARACTERS = 2_000

# No user, no escape, no other notation of a host that two parsers could read differently.
PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[!-~]*")
PUBLIC_KEY_BYTES = 65
AUTH_BYTES = 16


class AllowedHosts:
    """The known services over https on port 443, and `extra` ones given as host:port, for those also http (tests)."""

    def __init__(self, extra: Iterable[str] = ()) -> None:
        self._extra = frozenset(host.lower() for host in extra)

    def url(self, endpoint: str) -> URL | None:
        """The endpoint as it will be requested; None when it is not to be requested."""
        if len(endpoint) > ENDPOINT_CHARACTERS or not PLAIN.fullmatch(endpoint):
            return None
        try:
            url = URL(endpoint, encoded=True)
            host, port = (url.host or "").lower(), url.port
        except ValueError:
            return None
        if f"{host}:{port}" in self._extra:
            return url
        known = host in KNOWN_HOSTS or host.endswith(KNOWN_SUFFIXES)
        return url if known and url.scheme == "https" and port == 443 else None


def check_subscription(endpoint: str, p256dh: str, auth: str, allowed: AllowedHosts) -> None:
    """Raises Invalid for what could never be sent to: a bad key would otherwise show only when the first message is due."""
    if allowed.url(endpoint) is None:
        raise Invalid.field("endpoint", "This push service is not one that we know.")
    if _decoded_length(auth) != AUTH_BYTES:
        raise Invalid.field("keys.auth", f"This must be {AUTH_BYTES} bytes in base64url.")
    if _decoded_length(p256dh) != PUBLIC_KEY_BYTES:
        raise Invalid.field("keys.p256dh", f"This must be {PUBLIC_KEY_BYTES} bytes in base64url.")
    try:
        encrypt(endpoint, p256dh, auth, b"{}")
    except UnusableKey:
        raise Invalid.field("keys.p256dh", "This is not a key that a message can be encrypted for.") from None


class UnusableKey(Exception):
    """Nothing can be encrypted for this phone."""


def encrypt(endpoint: str, p256dh: str, auth: str, payload: bytes) -> bytes:
    """The body to POST, in the content encoding aes128gcm (RFC 8291)."""
    try:
        pusher = WebPusher({"endpoint": endpoint, "keys": {"p256dh": p256dh, "auth": auth}})
        return pusher.encode(payload, "aes128gcm")["body"]
    except (ValueError, TypeError, IndexError, WebPushException):
        raise UnusableKey from None


def _decoded_length(text: str) -> int:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,200}={0,2}", text):
        return -1
    try:
        return len(base64.urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4)))
    except binascii.Error:
        return -1
