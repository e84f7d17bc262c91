"""The words of each message. A lock screen is public: nothing here is clinical, names anybody or says what the app is for.

The payload is in the form of Declarative Web Push (W3C Push API): a Safari that knows it shows it without our service
worker, which reads the same JSON everywhere else.
"""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from uuid import UUID

from db.notifications import Kind

DECLARATIVE_WEB_PUSH = 8030
"""The number by which a payload says that it is declarative; after RFC 8030."""

PAYLOAD_BYTES = 1024
"""Every payload has this length, because the length of an encrypted text tells one text from another."""

TITLE = "Intersession"
WORDS: dict[str, dict[Kind, str]] = {
    "en": {
        "check_in": "Time for your check-in.",
        "alert": "A patient needs attention. Open Intersession.",
        "summary_ready": "Something new is ready to read.",
        "test": "This is a test. It worked.",
    },
    "es": {
        "check_in": "Es hora de su registro de hoy.",
        "alert": "Un paciente necesita atención. Abra Intersession.",
        "summary_ready": "Hay algo nuevo para leer.",
        "test": "Esto es una prueba. Ha funcionado.",
    },
}
OPENS: dict[Kind, str] = {"check_in": "/", "alert": "/staff", "summary_ready": "/staff", "test": "/"}


def payload(kind: Kind, language: str, notification_id: UUID, public_url: str) -> bytes:
    """`public_url` without a trailing slash. Raises ValueError when it is too long for the constant size."""
    notification: dict[str, Any] = {
        "title": TITLE,
        "body": WORDS.get(language, WORDS["en"])[kind],
        "lang": language if language in WORDS else "en",
        "navigate": public_url + OPENS[kind],
        "tag": topic(kind),
        "data": {"id": str(notification_id)},
    }
    if kind == "alert":
        # A second alert takes the place of the first on the screen, but it must be heard and stay.
        notification |= {"renotify": True, "requireInteraction": True}
    body = {"web_push": DECLARATIVE_WEB_PUSH, "notification": notification}
    encoded = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    if len(encoded) > PAYLOAD_BYTES:
        raise ValueError("a message must not be longer than the others")
    return encoded.ljust(PAYLOAD_BYTES)  # JSON may end in spaces


def topic(kind: Kind) -> str:
    """A name for the kind that tells the push service nothing. A newer message replaces an undelivered one of its topic."""
    return urlsafe_b64encode(sha256(f"intersession {kind}".encode()).digest()[:15]).decode()
