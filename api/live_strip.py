"""The strip above a summary: safety as it stands now, whatever the numbers below were made from."""

from datetime import date

import msgspec

from api.acting import Chart
from api.alert_views import AlertLine
from api.summary_views import Item9, Item9Answer, Item9State, LiveStrip, PreSessionLine, Reviewed
from clinical.instruments import INSTRUMENTS
from clinical.trends.facts import EffectFact
from clinical.trends.shapes import Window
from clinical.zones import start_of_day, zone_named
from db import summaries
from db.item9 import AskedItem9
from db.newer import Newer
from db.summaries import RedFlag, Strip

PHQ_9 = INSTRUMENTS["phq-9"]
ASKED_WITHIN = PHQ_9.recall.days or 0
"""Days for which an answer to item 9 speaks: the two weeks that the form looks back on."""


async def read_strip(chart: Chart, subject: str, interval: Window) -> Strip:
    """Leaves the trail that the summary was opened."""
    return await summaries.strip(
        chart.conn,
        chart.clinic_id,
        chart.patient_id,
        summaries.Reader(account_id=chart.account.account_id, role=chart.account.role),
        subject=subject,
        since=start_of_day(interval.start, zone_named(chart.account.clinic_zone)),
    )


def live_strip(
    chart: Chart, strip: Strip, flags: list[RedFlag], newer: list[Newer], item9: Item9, pre_session: PreSessionLine
) -> LiveStrip:
    return LiveStrip(
        as_of=chart.now,
        alerts=[
            AlertLine(patient_id=chart.patient_id, patient_name=strip.name, **msgspec.structs.asdict(alert))
            for alert in strip.alerts
        ],
        held=strip.held,
        red_flags=flags,
        entries_since=sum(not entry.is_correction for entry in newer),
        item9=item9,
        pre_session=pre_session,
        changed_after=sum(entry.is_correction for entry in newer),
    )


def red_flags(reports: list[EffectFact], interval: Window) -> list[RedFlag]:
    """What db.summaries.red_flags reads, from facts that are at hand already."""
    flags = [
        RedFlag(effect=fact.effect, severity=fact.severity, day=fact.day, level=fact.level)
        for fact in reports
        if fact.day >= interval.start and fact.level != "routine" and fact.severity != "not_present"
    ]
    return sorted(flags, key=lambda flag: (-flag.day.toordinal(), flag.effect))


def item9_view(asked: list[AskedItem9], today: date, language: str) -> Item9:
    """`today` is the patient's. An answer above 0 is called that however old it is; "not at all" goes stale."""
    last = next((form for form in asked if form.is_last), None)
    before = next((form for form in asked if not form.is_last), None)
    stale = last is not None and (today - last.day).days > ASKED_WITHIN
    return Item9(
        state=_state(last, stale=stale),
        stale=stale,
        instrument=PHQ_9.id if last else None,
        day=last and last.day,
        answer=last and last.answer,
        answer_text=last and _in_words(last.answer, language),
        reviewed=last and _reviewed(last),
        alert_id=last and last.alert_id,
        above_zero_before=before and _answer(before, language),
    )


def _state(last: AskedItem9 | None, *, stale: bool) -> Item9State:
    if last is None:
        return "not_asked"
    if last.answer:
        return "above_zero"
    if stale:
        return "not_asked_since"
    return "skipped" if last.answer is None else "not_at_all"


def _answer(form: AskedItem9, language: str) -> Item9Answer:
    return Item9Answer(
        day=form.day,
        answer=form.answer or 0,
        answer_text=_in_words(form.answer, language) or "",
        reviewed=_reviewed(form),
        alert_id=form.alert_id,
    )


def _in_words(answer: int | None, language: str) -> str | None:
    """As the form says it, in the reader's language."""
    option = next((option for option in PHQ_9.options if option.score == answer), None)
    return option and (option.es if language == "es" else option.en)


def _reviewed(form: AskedItem9) -> Reviewed | None:
    if form.reviewed_at is None:
        return None
    return Reviewed(by=form.reviewed_by or "", at=form.reviewed_at)
