"""The threshold that a clinic chose decides, and is named, alike wherever a verdict is told."""

from datetime import UTC, datetime, timedelta

from tests.api import test_summaries
from tests.api.test_exports_routes import Case, text
from tests.world import make_measure

case = test_summaries.case
NOW = datetime.now(UTC)


async def test_a_choice_of_the_clinic_is_the_same_on_the_page_and_on_paper(case: Case) -> None:
    """GAD-7 down by 5: a reliable change by one paper and not by the other. What is frozen keeps the rule it was made by."""
    conn = await case.superuser()
    for ago, total in ((62, 17), (2, 12)):
        at = NOW - timedelta(days=ago)
        where = (conn, case.me.clinic_id, case.me.account_id)
        await make_measure(*where, at.date(), total, instrument="gad-7", received_at=at)
    await conn.close()
    frozen = f"/api/summaries/{(await case.make())['clinician']}"
    live = f"/api/patients/{case.me.account_id}/summary"
    by_default = ("none", "Bischoff 2020, 6 points", ["6 points, Bischoff 2020"])
    assert await told(case, frozen) == await told(case, live) == by_default
    admin = await case.world.person("admin", case.me.clinic_id)
    chosen = (await admin.client.get("/api/clinic/measures")).json()
    chosen["thresholds"] = {"gad-7": {"reliable_change": "nhs"}}
    assert (await admin.client.put("/api/clinic/measures", json=chosen)).status_code == 200
    assert await told(case, live) == ("improved", "NHS, 4 points", ["4 points, NHS"])
    assert await told(case, frozen) == by_default
    letter = await case.clinician.client.get(
        f"/api/patients/{case.me.account_id}/letter", params={"instrument": "gad-7"}
    )
    assert "Down 5 points since before the course (17 → 12, 29.4%)." in text(letter)


async def told(case: Case, path: str) -> tuple[str, str, list[str]]:
    page = (await case.clinician.client.get(path)).json()
    [measure] = page["numbers"]["measures"]
    whole = text(await case.clinician.client.get(f"{path}/pdf"))
    on_paper = [rule for rule in ("6 points, Bischoff 2020", "4 points, NHS") if rule in whole]
    return measure["change_baseline"]["reliable"], measure["rules"]["reliable_change"]["label"], on_paper
