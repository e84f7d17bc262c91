"""A mail server of our own on the loopback, as real as aiosmtpd is: takes mails over, refuses, is slow, insists on TLS."""

import asyncio
import ssl
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USERNAME, PASSWORD = "alerts", "p@ss:word/1"


@dataclass
class Received:
    sender: str
    recipients: list[str]
    raw: bytes
    encrypted: bool
    at: float

    @property
    def mail(self) -> EmailMessage:
        return cast("EmailMessage", message_from_bytes(self.raw, policy=policy.default))

    @property
    def text(self) -> str:
        return self.mail.get_content().replace("\r\n", "\n")


@dataclass
class MailService:
    """`refuse`: addresses that are not known here. `answer` is what a mail's text is answered with, after `wait_seconds`."""

    port: int = 0
    received: list[Received] = field(default_factory=list)
    greeted: list[str] = field(default_factory=list)
    refuse: set[str] = field(default_factory=set)
    answer: str = "250 OK"
    wait_seconds: float = 0

    def url(self, options: str = "?starttls=never") -> str:
        return f"smtp://127.0.0.1:{self.port}{options}"

    async def handle_EHLO(
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.greeted.append(hostname)
        return responses

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refuse:
            return "550 5.1.1 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.wait_seconds)
        if self.answer.startswith("250"):
            content = cast("bytes", envelope.content)
            encrypted = session.ssl is not None
            self.received.append(
                Received(str(envelope.mail_from), list(envelope.rcpt_tos), content, encrypted, time.monotonic())
            )
        return self.answer


def authenticated(_server: SMTP, _session: Session, _envelope: Envelope, _kind: str, given: object) -> AuthResult:
    known = isinstance(given, LoginPassword) and (given.login, given.password) == (
        USERNAME.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=known)


@asynccontextmanager
async def mail_service(
    *, trust: ssl.SSLContext | None = None, must_sign_in: bool = False
) -> AsyncGenerator[MailService]:
    """With `trust` (the server's certificate and key) it insists on STARTTLS."""
    service = MailService()
    loop = asyncio.get_running_loop()

    def connection() -> SMTP:
        return SMTP(
            service,
            hostname="mail.example",
            loop=loop,
            tls_context=trust,
            require_starttls=trust is not None,
            authenticator=authenticated if must_sign_in else None,
            auth_required=must_sign_in,
        )

    server = await loop.create_server(connection, "127.0.0.1", 0)
    service.port = server.sockets[0].getsockname()[1]
    try:
        yield service
    finally:
        server.close()


@dataclass
class Certificate:
    """For 127.0.0.1 and localhost, signed by itself: `server` shows it, `client` trusts it and nothing else."""

    server: ssl.SSLContext
    client: ssl.SSLContext


def new_certificate(name: str = "127.0.0.1") -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.example")])
    now = datetime.now(UTC)
    alternative: x509.GeneralName
    try:
        alternative = x509.IPAddress(ip_address(name))
    except ValueError:
        alternative = x509.DNSName(name)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    with tempfile.TemporaryDirectory() as folder:
        chain = Path(folder) / "chain.pem"
        chain.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain) + pem)
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(chain)
    return Certificate(server, ssl.create_default_context(cadata=pem.decode()))
