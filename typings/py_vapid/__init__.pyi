# What we use of it; the package carries no types of its own.
from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

class VapidException(Exception): ...

class Vapid02:
    def __init__(self, private_key: EllipticCurvePrivateKey) -> None: ...
    def sign(self, claims: Mapping[str, str | int]) -> dict[str, str]: ...
