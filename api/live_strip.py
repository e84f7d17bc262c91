"""The strip above a summary: safety as it stands now, whatever the numbers below were made from."""

from datetime import date

import msgspec

from api.acting import Chart
from api.alert_views import AlertLine
from api.pre_session_views import given_to
from api.summary_views import Item9, Item9Answer, Item9State, LiveStrip, PreSessionLine, Reviewed
from clinical.instruments import INSTRUMENTS
from clinical.pre_session import opens_at, questions_for
from clinical.trends.shapes import Window
from clinical.zones import start_of_day, zone_named
from db import clinic_care, pre_session, summaries
from db.item9 import AskedItem9
from db.newer import Newer
from db.sessions import Session
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
    chart: Chart, strip: Strip, flags: list[RedFlag], newer: list[Newer], item9: Item9, before: PreSessionLine
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
        pre_session=before,
        changed_after=sum(entry.is_correction for entry in newer),
    )


async def pre_session_line(chart: Chart, session: Session | None) -> PreSessionLine:
    """Of the coming session, as far as the reader's role reaches. Nothing is asked before psychotherapy, nor between sessions."""
    if session is None or not questions_for(session.kind):
        return PreSessionLine(session_id=session and session.session_id)
    where = (chart.conn, chart.clinic_id, chart.patient_id)
    stored = await pre_session.latest(*where, session.session_id)
    if stored is None:
        settings = await clinic_care.pre_session(chart.conn, chart.clinic_id)
        day_starts = start_of_day(session.day, zone_named(chart.account.clinic_zone))
        is_asked = opens_at(session.starts_at, day_starts, settings) <= chart.now
        return PreSessionLine(state="not_answered" if is_asked else "not_asked", session_id=session.session_id)
    me = chart.account
    given = await given_to(
        chart.conn, chart.clinic_id, stored, session, language=me.language, role=me.role, key=await chart.key()
    )
    return PreSessionLine(state="answered", session_id=session.session_id, given=given, needs_look=given.waiting())


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
