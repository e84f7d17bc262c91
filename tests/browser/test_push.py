"""From the worker over a push service to the lock screen. Chromium's own push service is Google's, out of reach: the message
that our push service received and decrypted is handed to Chromium's service worker by its debugger.
"""

import time
from typing import Any

from tests.browser.conftest import PHONE, NewVisit
from tests.browser.people import Clinic, Person
from tests.browser.stack import PATIENCE_SECONDS, Stack, eventually
from tests.browser.visit import Visit
from tests.notifications.push_service import Received, TestPhone


def test_a_reminder_goes_out_at_its_hour_and_shows_nothing_clinical(
    stack: Stack, clinic: Clinic, new_visit: NewVisit
) -> None:
    patient = clinic.patient()
    subscription = subscribe(stack, patient)
    remind_now(stack, patient)
    reminder = eventually(lambda: received(stack, subscription), "the reminder")[0]

    phone = new_visit(**PHONE, viewport={"width": 390, "height": 844}, permissions=["notifications"])
    phone.sign_in_as(patient)
    page = phone.open()
    phone.wait_for_service_worker()
    deliver(phone, reminder.payload.decode())
    shown = eventually(lambda: notifications(phone), "the notification")
    assert [(each["title"], each["body"]) for each in shown] == [("Intersession", "Time for your check-in.")]
    reached = "select 1 from journal.notification where account_id = %(id)s and shown_at is not null"
    eventually(lambda: stack.sql(reached, id=patient.account_id), "the server hears that it was shown")
    page.reload()
    phone.shows("Last reminder reached this phone today at")


def test_a_message_that_cannot_be_read_still_shows_a_neutral_notification(clinic: Clinic, new_visit: NewVisit) -> None:
    phone = new_visit(**PHONE, viewport={"width": 390, "height": 844}, permissions=["notifications"])
    phone.sign_in_as(clinic.patient())
    phone.open()
    phone.wait_for_service_worker()
    deliver(phone, "not what we send")
    shown = eventually(lambda: notifications(phone), "the notification")
    assert [(each["title"], each["body"]) for each in shown] == [("Intersession", "")]


def test_whoever_has_logged_the_day_is_left_alone(stack: Stack, clinic: Clinic) -> None:
    logged, waiting = clinic.patient("Logged Already"), clinic.patient("Not Yet")
    quiet, loud = subscribe(stack, logged), subscribe(stack, waiting)
    logged.check_in(7)
    remind_now(stack, logged)
    remind_now(stack, waiting)
    eventually(lambda: received(stack, loud), "the other's reminder")
    eventually(lambda: next_reminder(stack, logged) > now(stack), "the worker has looked at both")
    # Whatever is to be sent is queued in the transaction that plans the next one.
    assert stack.sql("select 1 from journal.notification where account_id = %(id)s", id=logged.account_id) == []
    assert received(stack, quiet) == []


def test_a_reminder_is_set_on_the_phone(clinic: Clinic, phone: Visit) -> None:
    phone.sign_in_as(clinic.patient())
    page = phone.open()
    phone.go("/more/reminders")
    phone.shows("Notifications on this phone")
    phone.shot("reminders")
    phone.is_accessible()
    page.get_by_label("Remind me").check()
    page.get_by_label("At", exact=True).fill("20:30")
    page.get_by_role("button", name="Save").click()
    phone.shows("Saved.")
    phone.go("/more")
    phone.shows("At 8:30 PM")


def subscribe(stack: Stack, patient: Person) -> TestPhone:
    """As the app does after a person has tapped "Allow notifications"."""
    phone = stack.push.new_phone()
    keys = {"p256dh": phone.p256dh, "auth": phone.auth}
    patient.ask("PUT", "/api/push/subscriptions", {"endpoint": phone.endpoint, "keys": keys})
    return phone


def remind_now(stack: Stack, patient: Person) -> None:
    """A reminder at noon, and as if it were noon."""
    settings = patient.ask("GET", "/api/me/settings")
    settings["reminder"] |= {"on": True, "time": "12:00", "weekdays": [1, 2, 3, 4, 5, 6, 7]}
    patient.ask("PUT", "/api/me/settings", settings)
    due = "update journal.reminder set next_due_at = now() where patient_id = %(id)s"
    stack.sql(due, id=patient.account_id)


def next_reminder(stack: Stack, patient: Person) -> Any:
    planned = "select next_due_at from journal.reminder where patient_id = %(id)s"
    return stack.sql(planned, id=patient.account_id)[0]["next_due_at"]


def now(stack: Stack) -> Any:
    return stack.sql("select now()")[0]["now"]


def received(stack: Stack, phone: TestPhone) -> list[Received]:
    return [message for message in stack.push.received if message.phone is phone]


def deliver(phone: Visit, data: str) -> None:
    debugger = phone.context.new_cdp_session(phone.page)
    registrations: list[str] = []

    def remember(event: dict[str, Any]) -> None:
        registrations.extend(each["registrationId"] for each in event["registrations"])

    debugger.on("ServiceWorker.workerRegistrationUpdated", remember)
    debugger.send("ServiceWorker.enable")
    until = time.monotonic() + PATIENCE_SECONDS
    while not registrations:
        assert time.monotonic() < until, "the debugger names no service worker"
        phone.page.wait_for_timeout(20)
    debugger.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": phone.stack.address, "registrationId": registrations[-1], "data": data},
    )


def notifications(phone: Visit) -> list[dict[str, str]]:
    return phone.page.evaluate(
        """async () => {
            const shown = await (await navigator.serviceWorker.ready).getNotifications();
            return shown.map(({ title, body }) => ({ title, body }));
        }"""
    )
