"""How we say who we are to a push service (VAPID, RFC 8292): a token signed once per service, used for some hours."""

import time
from collections.abc import Callable

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02, VapidException

EXPIRES_SECONDS = 12 * 3600
"""RFC 8292 allows 24 h at most; some services refuse a clock that is a little off near that limit."""
KEPT_SECONDS = 11 * 3600


class VapidError(Exception):
    """The key or the subject cannot be used; one sentence for the operator."""


class VapidSigner:
    """`key` is a private key in PEM, `subject` a mailto: or https: address where the push service reaches the operator."""

    def __init__(self, key: str, subject: str, clock: Callable[[], float] = time.time) -> None:
        try:
            private_key = serialization.load_pem_private_key(key.encode(), None)
        except ValueError:
            private_key = None
        if not isinstance(private_key, ec.EllipticCurvePrivateKey):
            raise VapidError("The VAPID key must be a private key in PEM, see `intersession vapid-keys`.")
        self._vapid = Vapid02(private_key)
        self._subject = subject
        self._clock = clock
        self._kept: dict[str, tuple[float, str]] = {}
        try:
            self._sign("https://example.org", clock())
        except VapidException:
            raise VapidError("The VAPID subject must be an address such as mailto:operator@example.org.") from None

    def authorization(self, origin: str) -> str:
        """The header's value for a service, for example https://fcm.googleapis.com."""
        now = self._clock()
        until, header = self._kept.get(origin, (0.0, ""))
        if until <= now:
            header = self._sign(origin, now)
            self._kept[origin] = (now + KEPT_SECONDS, header)
        return header

    def _sign(self, origin: str, now: float) -> str:
        # Fresh claims each time: the library changes the ones it gets, and a kept `aud` would go to the wrong service.
        claims = {"aud": origin, "sub": self._subject, "exp": int(now) + EXPIRES_SECONDS}
        return self._vapid.sign(claims)["Authorization"]
