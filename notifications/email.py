"""Sends one mail about an alert, and says what came of it. Nothing in it is clinical, and it names nobody.

"Accepted" is not "delivered": the mail server took it over, which is as much as anybody but the reader can say.
"""

import asyncio
import logging
import re
import ssl
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from ipaddress import ip_address
from urllib.parse import parse_qsl, unquote, urlsplit
from uuid import UUID

import aiosmtplib
import msgspec

from notifications.messages import OPENS, WORDS
from notifications.web_push import Delivered, Refused, RetryAfter

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 10.0
AT_ONCE = 8
"""Connections to the mail server at any moment."""

PLAIN = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")

Answer = Delivered | Refused | RetryAfter


class MailError(Exception):
    """SMTP_URL or MAIL_FROM cannot be used; one sentence, without what they hold."""


class MailServer(msgspec.Struct, frozen=True, kw_only=True):
    """`tls` from the first byte, or `starttls` before anything is said; certificates are always verified. `sender` is a bare address."""

    host: str
    port: int
    tls: bool
    starttls: bool
    username: str | None
    password: str | None
    sender: str


def mail_server(url: str, sender: str | None) -> MailServer:
    """From smtps://USER:PASSWORD@HOST:465, or smtp://USER:PASSWORD@HOST:587 which insists on STARTTLS unless it ends in ?starttls=never.

    Raises MailError.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise MailError("SMTP_URL is no address such as smtp://USER:PASSWORD@HOST:587.") from None
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    never = options.pop("starttls", "") == "never"
    if parts.scheme not in ("smtp", "smtps") or not host or parts.path not in ("", "/") or options:
        raise MailError("SMTP_URL is no address such as smtp://USER:PASSWORD@HOST:587.")
    if parts.password is not None and parts.scheme == "smtp" and never and not _is_loopback(host):
        raise MailError("SMTP_URL would send its password in the clear: leave out starttls=never.")
    return MailServer(
        host=host,
        port=port or (465 if parts.scheme == "smtps" else 587),
        tls=parts.scheme == "smtps",
        starttls=parts.scheme == "smtp" and not never,
        username=None if parts.username is None else unquote(parts.username),
        password=None if parts.password is None else unquote(parts.password),
        sender=_bare(sender),
    )


def _bare(sender: str | None) -> str:
    try:
        return plain_address(sender or "").addr_spec
    except ValueError:
        raise MailError(
            "With SMTP_URL, MAIL_FROM must be the address that mails come from, such as alerts@clinic.example."
        ) from None


def plain_address(text: str) -> Address:
    """Raises ValueError for anything but one bare ASCII address: the parser of the standard library lets more through, and raises
    whatever comes to hand."""
    if not PLAIN.fullmatch(text):
        raise ValueError("no address")
    try:
        return Address(addr_spec=text)
    except (MessageError, IndexError):
        raise ValueError("no address") from None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Mailer:
    def __init__(self, server: MailServer, public_url: str, *, trust: ssl.SSLContext | None = None) -> None:
        """`public_url` without a trailing slash. `trust`: the certificates to accept, those of the system by default."""
        self._server = server
        self._public_url = public_url
        self._trust = trust or ssl.create_default_context()
        self._room = asyncio.Semaphore(AT_ONCE)

    async def send(self, address: str, language: str, notification_id: UUID) -> Answer:
        """The same notification again is a mail of the same Message-ID, which many readers show once."""
        try:
            mail = compose(self._server.sender, address, language, notification_id, self._public_url)
        except ValueError:
            return Refused(0, by_phone=True)  # an address that no header can hold
        async with self._room:
            try:
                async with asyncio.timeout(TIMEOUT_SECONDS):
                    await self._hand_over(mail, address)
            except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
                return self._meaning(error)
        return Delivered()

    async def _hand_over(self, mail: EmailMessage, address: str) -> None:
        server = self._server
        await aiosmtplib.send(
            mail,
            sender=server.sender,
            recipients=[address],
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            use_tls=server.tls,
            start_tls=server.starttls,
            tls_context=self._trust if server.tls or server.starttls else None,
            # Not this machine's own name, which would be looked up and told to everybody on the way.
            local_hostname=server.sender.rpartition("@")[2],
            timeout=TIMEOUT_SECONDS,
        )

    def _meaning(self, error: Exception) -> Answer:
        code = _code_of(error)
        log.info("mail not accepted", extra={"host": self._server.host, "error": type(error).__name__, "status": code})
        if isinstance(error, aiosmtplib.SMTPRecipientsRefused) and code >= 500:
            return Refused(code, by_phone=True)
        # The server, its password or the network: the same for everybody, and mended by the operator.
        return RetryAfter()


def _code_of(error: Exception) -> int:
    """The mail server's answer, 0 without one. Its text is left alone: it repeats the address."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return max((refusal.code for refusal in error.recipients), default=0)
    return error.code if isinstance(error, aiosmtplib.SMTPResponseException) else 0


def compose(sender: str, address: str, language: str, notification_id: UUID, public_url: str) -> EmailMessage:
    """Raises ValueError for an address that is none. Nothing but `address` was ever typed by anybody."""
    language = language if language in WORDS else "en"
    sentence = WORDS[language]["alert"]
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(display_name="Intersession", addr_spec=sender)
    mail["To"] = plain_address(address)
    mail["Subject"] = sentence
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = f"<{notification_id}@{sender.rpartition('@')[2]}>"
    # No answering machine answers to this.
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(f"{sentence}\n\n{public_url}{OPENS['alert']}\n", cte="quoted-printable")
    mail["Content-Language"] = language  # set_content takes what begins like this away
    return mail
