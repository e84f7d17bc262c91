"""Whether alerts reach anybody: for staff, for the operator, for a monitor."""

from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from api.metrics import exposition
from db.operations import Sign
from db.pool import WORKER, create_pool
from db.reach import Figures, Unreached
from notifications.worker import heartbeat
from tests.api.conftest import METRICS_TOKEN, Person, World, check_in, local_today, note
from tests.world import NOW

DANGER = "I want to kill myself tonight"


@pytest_asyncio.fixture(loop_scope="module")
async def doctor(world: World) -> Person:
    return await world.person("clinician", name="Dr. Imani Cole")


@pytest_asyncio.fixture(loop_scope="module", autouse=True)
async def nothing_open(world: World) -> None:
    """The figures are those of the whole installation: what earlier tests left open is not to be counted."""
    await world.sql(
        "update journal.alert set acknowledged_at = now(), acknowledged_by = patient_id where acknowledged_at is null"
    )
    await world.sql("delete from operations.heartbeat")
    await world.sql("delete from operations.unreached")
    await world.sql("update identity.membership set suspended_at = now() where role = 'patient'")


async def worker_looks(world: World, worker_database: str, *, mail: bool = False) -> None:
    """What a worker does every five seconds."""
    async with await create_pool(worker_database, role=WORKER, max_size=1) as pool:
        await heartbeat(pool, mail=mail)()


async def in_danger(patient: Person) -> None:
    body = check_in(1, note=note(DANGER))
    await patient.client.put(f"/api/me/check-ins/{local_today()}", json=body)


async def first_attempts_fail(world: World) -> None:
    await world.sql("update journal.notification set attempts = 2 where kind = 'alert'")


async def reach(who: Person) -> dict[str, Any]:
    return (await who.client.get("/api/clinic/reach")).json()


async def subscribe(world: World, who: Person, *, failures: int = 0) -> None:
    await world.sql(
        """insert into journal.push_subscription (clinic_id, subscription_id, account_id, endpoint, endpoint_hash, p256dh, auth, failures,
                                                  last_accepted_at)
        values ($1, gen_random_uuid(), $2, 'https://push.example/x', 'hash', 'k', 'a', $3, now())""",
        who.clinic_id,
        who.account_id,
        failures,
    )


async def test_a_clinic_whose_staff_have_no_way_to_be_reached_is_told_so(
    world: World, doctor: Person, worker_database: str
) -> None:
    await worker_looks(world, worker_database)
    admin = await world.person("admin", doctor.clinic_id)
    for who in (admin, doctor):
        found = await reach(who)
        assert (found["ok"], found["sending"], found["unreached_alerts"]) == (False, True, 0)
        [person] = found["people"]
        assert (person["account_id"], person["name"], person["role"]) == (
            str(doctor.account_id),
            doctor.name,
            "clinician",
        )
        assert (person["push"], person["email"], person["reachable"]) == (0, "off", False)
    await subscribe(world, doctor)
    found = await reach(admin)
    assert (found["ok"], found["people"][0]["push"], found["people"][0]["reachable"]) == (True, 1, True)
    assert found["people"][0]["last_reached_at"] is not None


async def test_a_phone_that_refuses_is_no_way(world: World, doctor: Person, worker_database: str) -> None:
    await worker_looks(world, worker_database)
    await subscribe(world, doctor, failures=1)
    [person] = (await reach(doctor))["people"]
    assert (person["push"], person["reachable"]) == (1, False)


async def test_an_address_is_a_way_until_mail_to_it_fails(world: World, doctor: Person, worker_database: str) -> None:
    await worker_looks(world, worker_database, mail=True)
    assert (await reach(doctor))["people"][0]["email"] == "on"
    await world.sql(
        "insert into journal.mailbox (clinic_id, account_id, failures) values ($1, $2, 1)",
        doctor.clinic_id,
        doctor.account_id,
    )
    found = await reach(doctor)
    assert (found["ok"], found["people"][0]["email"], found["people"][0]["reachable"]) == (False, "failing", False)


async def test_no_worker_is_no_reach(world: World, doctor: Person, worker_database: str) -> None:
    await subscribe(world, doctor)
    assert (await reach(doctor))["sending"] is False
    await worker_looks(world, worker_database)
    await world.sql("update operations.heartbeat set at = now() - interval '31 seconds'")
    found = await reach(doctor)
    assert (found["ok"], found["sending"]) == (False, False)


async def test_an_alert_that_reached_nobody_is_said_to_its_own_clinic_alone(
    world: World, doctor: Person, worker_database: str
) -> None:
    await subscribe(world, doctor)
    elsewhere = await world.person("clinician")
    await subscribe(world, elsewhere)
    me = await world.patient(doctor.clinic_id, team=(doctor,))
    await in_danger(me)
    await worker_looks(world, worker_database)
    assert (await reach(doctor))["unreached_alerts"] == 0, "the first attempts are not over"
    await first_attempts_fail(world)
    await worker_looks(world, worker_database)
    found = await reach(doctor)
    assert (found["ok"], found["unreached_alerts"]) == (False, 1)
    assert found["oldest_at"] is not None
    assert (await reach(elsewhere))["ok"]
    [alert] = (await doctor.client.get("/api/alerts")).json()
    await worker_looks(world, worker_database)
    assert alert["state"] == "seen"
    assert (await reach(doctor))["ok"], "somebody has looked at it"


async def test_an_alert_with_nobody_to_tell_is_unreached_at_once(world: World, worker_database: str) -> None:
    me = await world.patient()
    admin = await world.person("admin", me.clinic_id)
    await in_danger(me)
    await worker_looks(world, worker_database)
    assert (await reach(admin))["unreached_alerts"] == 1


async def test_one_that_nobody_even_tried_to_send_is_unreached_after_a_minute(
    world: World, doctor: Person, worker_database: str
) -> None:
    me = await world.patient(doctor.clinic_id, team=(doctor,))
    await in_danger(me)
    await world.sql(
        "update journal.alert set raised_at = now() - interval '61 seconds' where patient_id = $1", me.account_id
    )
    await worker_looks(world, worker_database)
    assert (await reach(doctor))["unreached_alerts"] == 1


async def test_ready_warns_and_stays_in_service(world: World, doctor: Person, worker_database: str) -> None:
    await subscribe(world, doctor)
    await worker_looks(world, worker_database)
    anybody = world.anonymous()
    assert (await anybody.get("/health/ready")).json() == {"ok": True, "problems": [], "warnings": []}
    await in_danger(await world.patient(doctor.clinic_id))
    await first_attempts_fail(world)
    await worker_looks(world, worker_database)
    answer = await anybody.get("/health/ready")
    assert (answer.status_code, answer.json()["ok"], len(answer.json()["warnings"])) == (200, True, 1)


async def warnings(world: World, worker_database: str, *, mail: bool = False) -> int:
    await worker_looks(world, worker_database, mail=mail)
    answer = await world.anonymous().get("/health/ready")
    assert answer.status_code == 200
    return len(answer.json()["warnings"])


async def test_ready_warns_where_an_alert_would_reach_nobody(
    world: World, doctor: Person, worker_database: str
) -> None:
    assert await warnings(world, worker_database) == 0, "no patients, no alerts"
    await world.patient(doctor.clinic_id, team=(doctor,))
    assert await warnings(world, worker_database) == 1
    assert await warnings(world, worker_database, mail=True) == 0
    await world.sql(
        "insert into journal.mailbox (clinic_id, account_id, failures) values ($1, $2, 1)",
        doctor.clinic_id,
        doctor.account_id,
    )
    assert await warnings(world, worker_database, mail=True) == 1
    await subscribe(world, doctor)
    assert await warnings(world, worker_database) == 0
    await world.patient()
    assert await warnings(world, worker_database, mail=True) == 1, "a clinic without staff"


async def test_ready_is_a_503_without_a_worker(world: World) -> None:
    answer = await world.anonymous().get("/health/ready")
    assert (answer.status_code, len(answer.json()["problems"])) == (503, 1)


async def test_a_monitor_that_knows_the_token_reads_figures(world: World, doctor: Person, worker_database: str) -> None:
    me = await world.patient(doctor.clinic_id, team=(doctor,), name="Quentin Marlowe")
    await in_danger(me)
    await first_attempts_fail(world)
    await worker_looks(world, worker_database)
    answer = await world.anonymous().get("/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    found = dict(line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#"))
    assert found['intersession_alerts_unacknowledged{state="raised"}'] == "1.0"
    assert found["intersession_alerts_unreached"] == "1.0"
    assert float(found["intersession_worker_heartbeat_age_seconds"]) < 30
    assert float(found["intersession_alert_unacknowledged_oldest_seconds"]) >= 0
    for private in (me.name, doctor.name, "Harbor", str(me.account_id), str(me.clinic_id), str(doctor.account_id)):
        assert private not in answer.text


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", METRICS_TOKEN, f"Bearer {METRICS_TOKEN}x"])
async def test_nobody_else_reads_them(world: World, given: str) -> None:
    answer = await world.anonymous().get("/metrics", headers={"Authorization": given})
    assert answer.status_code == 401
    assert "intersession_" not in answer.text


async def test_without_a_token_there_are_no_metrics(world: World) -> None:
    world.here.metrics_token = None
    try:
        for headers in ({}, {"Authorization": "Bearer None"}, {"Authorization": "Bearer "}):
            assert (await world.anonymous().get("/metrics", headers=headers)).status_code == 404
    finally:
        world.here.metrics_token = METRICS_TOKEN


def test_the_figures_are_what_the_worker_counted() -> None:
    figures = Figures(
        raised=1,
        sent=2,
        seen=3,
        oldest_at=NOW - timedelta(minutes=5),
        push_waiting=4,
        email_waiting=5,
        clocks_due=6,
        mailboxes_failing=7,
        mails_failed=8,
        clinics_unreachable=9,
    )
    sign = Sign(at=NOW - timedelta(seconds=9), mail=True, figures=figures)
    text = exposition(sign, Unreached(alerts=1, oldest_at=NOW - timedelta(minutes=2)), NOW).decode()
    found = {line for line in text.splitlines() if not line.startswith("#")}
    assert found == {
        "intersession_worker_heartbeat_age_seconds 9.0",
        "intersession_mail_server_set 1.0",
        'intersession_alerts_unacknowledged{state="raised"} 1.0',
        'intersession_alerts_unacknowledged{state="sent"} 2.0',
        'intersession_alerts_unacknowledged{state="seen"} 3.0',
        "intersession_alert_unacknowledged_oldest_seconds 300.0",
        'intersession_messages_due{channel="push"} 4.0',
        'intersession_messages_due{channel="email"} 5.0',
        "intersession_escalations_due 6.0",
        "intersession_mailboxes_failing 7.0",
        "intersession_mails_failed_total 8.0",
        "intersession_clinics_unreachable 9.0",
        "intersession_alerts_unreached 1.0",
        "intersession_alert_unreached_oldest_seconds 120.0",
    }


def test_what_is_not_known_is_left_out_and_is_not_zero() -> None:
    text = exposition(None, Unreached(alerts=0, oldest_at=None), NOW).decode()
    assert "heartbeat" not in text
    assert "intersession_alerts_unreached 0.0" in text
