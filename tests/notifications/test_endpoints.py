import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinical.errors import Invalid
from notifications.endpoints import AllowedHosts, check_subscription
from tests.notifications.push_service import TestPhone

KNOWN = AllowedHosts()


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def_-",
        "https://android.googleapis.com/gcm/send/x",
        "https://web.push.apple.com/QABC",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
        "https://wns2-by3p.notify.windows.com/w/?token=a%2bb%3d",
        "https://fcm.googleapis.com:443/x",
        "https://FCM.googleapis.com/x",
    ],
)
def test_known_services_are_asked_at_exactly_the_address_given(endpoint: str) -> None:
    url = KNOWN.url(endpoint)
    assert url is not None
    assert url.raw_path_qs == "/" + endpoint.split("/", 3)[3]


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilfcm.googleapis.com/x",
        "https://evilpush.apple.com/x",
        "https://push.apple.com/x",
        "https://user@fcm.googleapis.com/x",
        "https://fcm.googleapis.com@evil.example/x",
        "https://fcm.googleapis.com\\@evil.example/x",
        "https://evil.example/#.push.apple.com/",
        "https://evil.example/?x=.push.apple.com",
        "https://evil.example%2f.push.apple.com/x",
        "https://[::1]/x",
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://fcm.googleapis.com/x\r\nHost: evil.example",
        "https://fcm.googleapis.com/x y",
        "https://fcm.googleapis.com",
        "ftp://fcm.googleapis.com/x",
        "file:///etc/passwd",
        "https://fcm.googleapis.com:99999/x",
        "https://fcm.googleapis.com/" + "x" * 2_000,
        "",
    ],
)
def test_anything_else_is_not_asked(endpoint: str) -> None:
    assert KNOWN.url(endpoint) is None


def test_an_extra_service_is_that_host_and_port_alone_also_by_http() -> None:
    allowed = AllowedHosts(["127.0.0.1:8097", "push.test:443"])
    assert allowed.url("http://127.0.0.1:8097/x")
    assert allowed.url("https://push.test/x")
    assert not allowed.url("http://127.0.0.1:8098/x")
    assert not allowed.url("http://push.test/x")


@given(st.text())
def test_no_text_whatever_makes_the_check_fail(endpoint: str) -> None:
    assert KNOWN.url(endpoint) is None
    KNOWN.url("https://" + endpoint)


def test_a_phone_that_can_be_sent_to_is_accepted() -> None:
    phone = TestPhone("https://fcm.googleapis.com/x")
    check_subscription(phone.endpoint, phone.p256dh, phone.auth, KNOWN)
    check_subscription(phone.endpoint, phone.p256dh + "=", phone.auth + "==", KNOWN)


OFF_THE_CURVE = base64.urlsafe_b64encode(b"\x04" + b"\x01" * 64).decode()


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"endpoint": "https://evil.example/"}, "endpoint"),
        ({"p256dh": ""}, "keys.p256dh"),
        ({"p256dh": "AAAA"}, "keys.p256dh"),
        ({"p256dh": OFF_THE_CURVE}, "keys.p256dh"),
        ({"p256dh": "*" * 87}, "keys.p256dh"),
        ({"auth": "AAAA"}, "keys.auth"),
        ({"auth": "A"}, "keys.auth"),
        ({"auth": "é" * 22}, "keys.auth"),
    ],
)
def test_a_phone_that_could_not_be_sent_to_is_refused_by_field(change: dict[str, str], path: str) -> None:
    phone = TestPhone("https://fcm.googleapis.com/x")
    given = {"endpoint": phone.endpoint, "p256dh": phone.p256dh, "auth": phone.auth} | change
    with pytest.raises(Invalid) as refused:
        check_subscription(**given, allowed=KNOWN)
    assert [error.path for error in refused.value.errors] == [path]
