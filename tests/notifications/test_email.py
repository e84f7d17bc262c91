"""The sender against a real mail server on the loopback."""

import socket
from collections.abc import AsyncGenerator
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from notifications import email as module
from notifications.email import Mailer, MailError, MailServer, compose, mail_server
from notifications.messages import WORDS
from notifications.web_push import Delivered, Refused, RetryAfter
from tests.notifications.mail_server import PASSWORD, USERNAME, MailService, mail_service, new_certificate

SENDER = "alerts@clinic.example"
READER = "amara.osei@clinic.example"
PUBLIC_URL = "https://journal.example"


@pytest.fixture
async def service() -> AsyncGenerator[MailService]:
    async with mail_service() as running:
        yield running


def mailer_for(service: MailService) -> Mailer:
    return Mailer(mail_server(service.url(), SENDER), PUBLIC_URL)


@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_mail_says_what_a_push_says_and_links_there(service: MailService, language: str) -> None:
    notification = uuid7()
    assert await mailer_for(service).send(READER, language, notification) == Delivered()
    (received,) = service.received
    assert (received.sender, received.recipients) == (SENDER, [READER])
    assert received.mail["Subject"] == WORDS[language]["alert"]
    assert received.text == f"{WORDS[language]['alert']}\n\n{PUBLIC_URL}/staff\n"
    assert received.mail["Message-ID"] == f"<{notification}@clinic.example>"
    assert (received.mail["Auto-Submitted"], received.mail["Content-Language"]) == ("auto-generated", language)


async def test_an_unknown_language_is_english(service: MailService) -> None:
    await mailer_for(service).send(READER, "xx", uuid7())
    assert service.received[0].mail["Subject"] == WORDS["en"]["alert"]


async def test_nothing_in_a_mail_names_a_person_a_clinic_or_an_illness(service: MailService) -> None:
    await mailer_for(service).send(READER, "en", uuid7())
    said = service.received[0].raw.decode().lower().replace(READER, "").replace(SENDER, "")
    words = [
        "osei",
        "marlowe",
        "lakeside",
        "suicid",
        "crisis",
        "journal entry",
        "mood",
        "therap",
        "mental",
        "depress",
        "urgent",
    ]
    assert [word for word in words if word in said] == []


async def test_the_machines_own_name_is_not_told(service: MailService) -> None:
    await mailer_for(service).send(READER, "en", uuid7())
    assert service.greeted == ["clinic.example"]
    assert socket.gethostname().encode() not in service.received[0].raw


async def test_an_address_that_is_refused_is_that_persons_fault(service: MailService) -> None:
    service.refuse = {READER}
    assert await mailer_for(service).send(READER, "en", uuid7()) == Refused(550, by_phone=True)
    assert isinstance(await mailer_for(service).send("another@clinic.example", "en", uuid7()), Delivered)


@pytest.mark.parametrize("answer", ["451 later", "554 transaction failed", "421 closing"])
async def test_a_mail_that_is_not_taken_is_tried_again(service: MailService, answer: str) -> None:
    service.answer = answer
    assert await mailer_for(service).send(READER, "en", uuid7()) == RetryAfter()


async def test_a_dead_server_is_tried_again(service: MailService) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        server = mail_server(f"smtp://127.0.0.1:{closed.getsockname()[1]}?starttls=never", SENDER)
    assert await Mailer(server, PUBLIC_URL).send(READER, "en", uuid7()) == RetryAfter()


async def test_a_slow_server_is_left_after_a_while(service: MailService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TIMEOUT_SECONDS", 0.3)
    service.wait_seconds = 5
    assert await mailer_for(service).send(READER, "en", uuid7()) == RetryAfter()


async def test_the_connection_is_encrypted_and_the_password_told_only_then() -> None:
    made = new_certificate()
    async with mail_service(trust=made.server, must_sign_in=True) as service:
        url = f"smtp://{USERNAME}:{quote(PASSWORD, safe='')}@127.0.0.1:{service.port}"
        mailer = Mailer(mail_server(url, SENDER), PUBLIC_URL, trust=made.client)
        assert await mailer.send(READER, "en", uuid7()) == Delivered()
        assert [received.encrypted for received in service.received] == [True]


async def test_a_certificate_that_nobody_vouches_for_ends_it() -> None:
    async with mail_service(trust=new_certificate().server) as service:
        mailer = Mailer(mail_server(service.url(""), SENDER), PUBLIC_URL)
        assert await mailer.send(READER, "en", uuid7()) == RetryAfter()
        assert service.received == []


async def test_a_certificate_of_another_host_ends_it() -> None:
    made = new_certificate("elsewhere.example")
    async with mail_service(trust=made.server) as service:
        mailer = Mailer(mail_server(service.url(""), SENDER), PUBLIC_URL, trust=made.client)
        assert await mailer.send(READER, "en", uuid7()) == RetryAfter()
        assert service.received == []


async def test_a_server_without_starttls_gets_no_mail(service: MailService) -> None:
    mailer = Mailer(mail_server(service.url(""), SENDER), PUBLIC_URL)
    assert await mailer.send(READER, "en", uuid7()) == RetryAfter()
    assert service.received == []


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example\nSubject: hello",
        "a@b.example, c@d.example",
        "",
        "@",
        "nobody",
        "a b@c",
    ],
)
async def test_an_address_cannot_smuggle_in_a_header_or_a_reader(service: MailService, address: str) -> None:
    assert await mailer_for(service).send(address, "en", uuid7()) == Refused(0, by_phone=True)
    assert service.received == []


@given(address=st.text(max_size=60))
def test_no_address_whatsoever_becomes_more_than_one_reader(address: str) -> None:
    try:
        mail = compose(SENDER, address, "en", uuid7(), PUBLIC_URL)
    except (ValueError, IndexError):
        return
    head = mail.as_bytes().split(b"\r\n\r\n")[0]
    names = [line.split(b":")[0] for line in head.split(b"\r\n") if line[:1] not in (b" ", b"\t")]
    assert len(names) == len(set(names))
    assert {name.lower() for name in names} <= {
        b"from", b"to", b"subject", b"date", b"message-id", b"content-language", b"auto-submitted", b"content-type",
        b"content-transfer-encoding", b"mime-version",
    }  # fmt: skip
    assert len(mail["To"].addresses) == 1


def test_a_url_says_everything() -> None:
    assert mail_server("smtps://a%40b:c%2Fd@mail.example", SENDER) == MailServer(
        host="mail.example", port=465, tls=True, starttls=False, username="a@b", password="c/d", sender=SENDER
    )
    assert mail_server("smtp://mail.example", SENDER) == MailServer(
        host="mail.example", port=587, tls=False, starttls=True, username=None, password=None, sender=SENDER
    )


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("mail.example", SENDER),
        ("http://mail.example", SENDER),
        ("smtp://", SENDER),
        ("smtp://mail.example:99999", SENDER),
        ("smtp://mail.example/inbox", SENDER),
        ("smtp://mail.example?tls=never", SENDER),
        ("smtp://a:secret@mail.example?starttls=never", SENDER),
        ("smtp://mail.example", None),
        ("smtp://mail.example", "Clinic <alerts@clinic.example>"),
        ("smtp://mail.example", "alerts@clinic.example\r\nBcc: x@y.example"),
        ("smtp://mail.example", "nobody"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_sentence_without_its_value(url: str, sender: str | None) -> None:
    with pytest.raises(MailError) as refusal:
        mail_server(url, sender)
    assert "secret" not in str(refusal.value)
    assert str(refusal.value).count(".") >= 1
