"""The two secrets that Intersession makes for itself: the key of keys, and the key that signs push messages."""

import base64
import binascii
import secrets

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from api.settings import SettingsError

KEY_BYTES = 32


def new_key() -> str:
    """A key-encryption key for db.vault, base64."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def key_bytes(key: str) -> bytes:
    try:
        decoded = base64.b64decode(key, validate=True)
    except binascii.Error:
        decoded = b""
    if len(decoded) != KEY_BYTES:
        raise SettingsError(f"The setting KEY is not usable: it must be {KEY_BYTES} bytes in base64.")
    return decoded


def new_vapid_key() -> str:
    """A private key on the curve P-256 (RFC 8292), PEM."""
    return (
        ec.generate_private_key(ec.SECP256R1())
        .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        .decode()
    )


def vapid_public_key(private_key: str) -> str:
    """What a browser subscribes with: the uncompressed point, base64url without padding."""
    try:
        key = serialization.load_pem_private_key(private_key.encode(), None)
    except ValueError:
        key = None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise SettingsError("The setting VAPID_KEY is not usable: it must be a private key in PEM, see vapid-keys.")
    point = key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()
