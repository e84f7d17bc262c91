"""A trend summary as a page: frozen numbers or those of this moment, and around them what is shared and what holds now."""

from typing import cast
from uuid import UUID

import msgspec

from api.acting import Acting, Chart, Team
from api.homework import HomeworkView, homework_views
from api.live_strip import item9_view, live_strip, pre_session_line, read_strip
from api.session_views import session_view
from api.summary_views import LiveStrip, OtherCourse, PatientRef, Reviewed, SummaryNote, SummaryPage
from api.therapy_pages import PageView, page_view
from clinical import therapy
from clinical.protocols import name_in
from clinical.therapy import Skills
from clinical.trends import Summary, summary
from clinical.trends.facts import Form
from clinical.trends.shapes import Window
from clinical.zones import local_day, zone_named
from db import accounts, courses, facts, homework, item9, sessions, summaries, therapy_pages
from db.newer import Newer, newer
from db.sessions import Session
from db.summaries import StoredSummary, Strip


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """Whose notes belong on the page: revisions that are current. `changed`: those of them that the numbers do not hold.

    Words of an older revision are never shown: whoever takes a sentence back has taken it back for the reader, too.
    """

    current: set[UUID]
    changed: set[UUID] = set()


class Practice(msgspec.Struct, frozen=True, kw_only=True):
    pages: list[PageView] = []
    skills: Skills | None = None
    homework: list[HomeworkView] = []


class _Head(msgspec.Struct, frozen=True):
    """What is needed of frozen numbers, whatever version of Intersession made them."""

    interval: Window
    chart: Window
    references: list[UUID]
    version: int = 1
    course_id: UUID | None = None


def form_for(acting: Acting) -> Form:
    return "therapist" if acting.account.role == "therapist" else "clinician"


def chart_of(team: Team, patient_id: UUID) -> Chart:
    """One patient of somebody's care teams: a row that is found may be seen."""
    return Chart(
        conn=team.conn,
        account=team.account,
        here=team.here,
        token_hash=team.token_hash,
        now=team.now,
        patient_id=patient_id,
    )


async def live_page(chart: Chart, session_id: UUID | None = None, course_id: UUID | None = None) -> SummaryPage:
    """Made now from everything there is; see db.facts.gather for what it is about."""
    where = (chart.conn, chart.clinic_id, chart.patient_id)
    found = await facts.gather(*where, form=form_for(chart), now=chart.now, session_id=session_id, course_id=course_id)
    session = await sessions.find(*where, session_id) if session_id else None
    numbers = summary(found.given)
    strip = await read_strip(chart, str(session_id or "live"), numbers.interval)
    words = Words(current={fact.revision_id for fact in [*found.given.check_ins, *found.given.side_effects]})
    practice = await _practice(chart, numbers.form, numbers.interval, numbers.chart)
    about = found.given.course_id
    return SummaryPage(
        summary_id=None,
        patient=PatientRef(patient_id=chart.patient_id, name=strip.name),
        form=numbers.form,
        session=session and session_view(session, chart.account.clinic_zone, chart.account.language),
        course_id=about,
        other_courses=await _other_courses(chart, about),
        made_at=chart.now,
        inputs_until=found.inputs_until or chart.now,
        numbers=numbers,
        notes=await _notes(chart, numbers.interval, words),
        live=await _live(chart, strip, numbers.interval, [], session),
        reviewed=None,
        clinic_name=chart.account.clinic_name,
        pages=practice.pages,
        skills=practice.skills,
        homework=practice.homework,
    )


async def frozen_page(chart: Chart, stored: StoredSummary, session: Session, numbers: bytes) -> SummaryPage:
    """`numbers` on the page are the JSON as it was frozen (msgspec.Raw), of whatever version."""
    head = msgspec.json.decode(numbers, type=_Head)
    where = (chart.conn, chart.clinic_id, chart.patient_id)
    strip = await read_strip(chart, str(stored.summary_id), head.interval)
    since = await newer(
        *where,
        head.references,
        chart_from=head.chart.start,
        made_at=stored.made_at,
        holds_scores=head.version > 1,
    )
    changed = {entry.revision_id for entry in since if entry.replaced}
    replaced = {revision for entry in since for revision in entry.replaced}
    words = Words(current={*head.references, *changed} - replaced, changed=changed)
    practice = await _practice(chart, stored.form, head.interval, head.chart)
    return SummaryPage(
        summary_id=stored.summary_id,
        patient=PatientRef(patient_id=chart.patient_id, name=stored.patient_name),
        form=stored.form,
        session=session_view(session, chart.account.clinic_zone, chart.account.language),
        course_id=head.course_id or session.course_id,
        other_courses=await _other_courses(chart, head.course_id or session.course_id),
        made_at=stored.made_at,
        inputs_until=stored.inputs_until,
        # As they were frozen, byte for byte: a later version must not read its own fields into them.
        numbers=cast("Summary", msgspec.Raw(numbers)),
        notes=await _notes(chart, head.interval, words),
        live=await _live(chart, strip, head.interval, since, session),
        reviewed=await _reviewed(chart, stored),
        clinic_name=chart.account.clinic_name,
        pages=practice.pages,
        skills=practice.skills,
        homework=practice.homework,
    )


async def _live(
    chart: Chart,
    strip: Strip,
    interval: Window,
    since: list[Newer],
    session: Session | None,
) -> LiveStrip:
    where = (chart.conn, chart.clinic_id, chart.patient_id)
    asked = await item9.asked(*where, interval.start)
    flags = await summaries.red_flags(*where, interval.start)
    today = local_day(chart.now, zone_named(strip.zone))
    said = item9_view(asked, today, chart.account.language)
    return live_strip(chart, strip, flags, since, said, await pre_session_line(chart, session))


async def _other_courses(chart: Chart, about: UUID | None) -> list[OtherCourse]:
    """Running ones first, the newest first."""
    found = await courses.of_patient(chart.conn, chart.clinic_id, chart.patient_id)
    return [
        OtherCourse(
            course_id=course.course_id, name=name_in(chart.account.language, course.name), ended_on=course.ended_on
        )
        for course in found
        if course.course_id != about
    ]


async def _practice(chart: Chart, form: Form, interval: Window, drawn: Window) -> Practice:
    """From the last appointment to the morning of the coming one. What only a prescriber reads is in none of it."""
    if form != "therapist":
        return Practice()
    where = (chart.conn, chart.clinic_id, chart.patient_id)
    found = await therapy_pages.shared(*where, interval.start, drawn.until)
    asked = await homework.of_patient(*where)
    due = [one for one in asked if one.state == "open" or (one.state == "done" and one.due_on >= interval.start)]
    key = await chart.key() if found else None
    return Practice(
        pages=[page_view(page, key) for page in reversed(found)] if key else [],
        skills=therapy.skills(found),
        homework=await homework_views(chart, due),
    )


async def _notes(chart: Chart, interval: Window, words: Words) -> list[SummaryNote]:
    """Of the interval; the reader's context decides whose words come at all."""
    found = await summaries.shared_notes(chart.conn, chart.clinic_id, chart.patient_id, interval.start, interval.until)
    current = [note for note in found if note.revision_id in words.current]
    if not current:
        return []
    key = chart.here.vault.unwrap(chart.clinic_id, chart.patient_id, current[0].key())
    return [
        SummaryNote(
            day=note.day,
            text=note.words(key),
            audience=note.audience,
            written_at=note.written_at,
            entry=note.entry,
            changed_after=note.revision_id in words.changed,
        )
        for note in current
    ]


async def _reviewed(acting: Acting, stored: StoredSummary) -> Reviewed | None:
    if stored.reviewed_by is None or stored.reviewed_at is None:
        return None
    names = await accounts.names(acting.conn, acting.clinic_id, [stored.reviewed_by])
    return Reviewed(by=names.get(stored.reviewed_by, ""), at=stored.reviewed_at)
