"""The facts of one patient that a trend summary is made from: for the frozen one and for the live one."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec

from clinical.errors import NotFound
from clinical.protocols import TEMPLATES
from clinical.trends import DayFact, EffectFact, ScoreFact, SessionFact, SummaryInput
from clinical.trends.facts import Form
from clinical.zones import local_day, zone_named
from db import clinic_care
from db.pool import Conn


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """`inputs_until`: the newest arrival (received_at) among the entries that went in, None without any."""

    given: SummaryInput
    inputs_until: datetime | None


# One row a session, and one row of nulls for a patient without any.
CALENDAR = """
select p.zone, p.joined_on, c.current_course, s.session_id, s.kind, s.starts_at, s.status, s.course_id, s.ordinal, s.of,
       s.with_account, k.protocol, k.template is not null as kept, (k.template ->> 'booster_every_days')::int as kept_gap,
       (select max(received_at) from journal.pre_session where clinic_id = $1 and patient_id = $2) as answered_at
from journal.patient p
left join lateral (
    select course_id as current_course
    from journal.course
    where clinic_id = $1 and patient_id = $2 and ($3::uuid is null or course_id = $3)
    order by ended_on is null desc, started_on desc, created_at desc
    limit 1) c on true
left join journal.session s on s.clinic_id = $1 and s.patient_id = $2
left join journal.course k on k.clinic_id = $1 and k.patient_id = $2 and k.course_id = s.course_id
where p.clinic_id = $1 and p.patient_id = $2
order by s.starts_at
"""

CHECK_INS = """
select distinct on (day) day, revision_id, mood, anxiety, energy, sleep_hours::float8 as sleep_hours, sleep_quality,
       late, synced_later, source, written_at, received_at
from journal.check_in
where clinic_id = $1 and patient_id = $2
order by day, seq desc
"""

SIDE_EFFECTS = """
select distinct on (report_id) report_id, revision_id, effect, severity, day, still_present, session_id, level, source,
       written_at, received_at
from journal.side_effect
where clinic_id = $1 and patient_id = $2
order by report_id, seq desc
"""

SCORES = """
select distinct on (id) id, revision_id, instrument, version, day, status, total, answers, source, declined, late, session_id,
       written_at, received_at
from journal.measure
where clinic_id = $1 and patient_id = $2
order by id, seq desc
"""


async def gather(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    *,
    form: Form,
    now: datetime,
    session_id: UUID | None = None,
    course_id: UUID | None = None,
) -> Facts:
    """Current revisions only, in five round trips. `session_id` is the coming session that the summary is for: its course is
    what the summary is about. Without one, and beside an appointment, it is `course_id`, or else the newest course that runs.

    NotFound when the transaction's context does not show the patient, that session, or that course.
    """
    calendar = await conn.fetch(CALENDAR, clinic_id, patient_id, course_id)
    if not calendar or (course_id and calendar[0]["current_course"] is None):
        raise NotFound
    check_ins = await conn.fetch(CHECK_INS, clinic_id, patient_id)
    side_effects = await conn.fetch(SIDE_EFFECTS, clinic_id, patient_id)
    scores = await conn.fetch(SCORES, clinic_id, patient_id)
    settings = await clinic_care.measures(conn, clinic_id)
    sessions = [_session(record) for record in calendar if record["session_id"] is not None]
    coming = _find(sessions, session_id)
    patient = calendar[0]
    zone = zone_named(patient["zone"])
    about = (coming and coming.course_id) or patient["current_course"]
    entries = [*check_ins, *side_effects, *scores]
    heard = _last_heard(patient["answered_at"], entries)
    return Facts(
        given=SummaryInput(
            day_of=local_day(now, zone),
            form=form,
            session=coming,
            course_id=about,
            sessions=sessions,
            check_ins=_days(check_ins),
            side_effects=_effects(side_effects),
            scores=_scores(scores),
            expected_from=_expected_from(patient["joined_on"], check_ins, side_effects),
            planned_gap=_planned_gap(calendar, about),
            thresholds={instrument: {**picked} for instrument, picked in settings.thresholds.items()},
            last_heard_on=heard and local_day(heard, zone),
        ),
        inputs_until=max([record["received_at"] for record in entries], default=None),
    )


def _session(record: asyncpg.Record) -> SessionFact:
    """Days after a session are the patient's days, so the session gets the day it has in the patient's zone."""
    return SessionFact(
        id=record["session_id"],
        kind=record["kind"],
        day=local_day(record["starts_at"], zone_named(record["zone"])),
        status=record["status"],
        course_id=record["course_id"],
        ordinal=record["ordinal"],
        of=record["of"],
        with_id=record["with_account"],
        starts_at=record["starts_at"],
    )


# By hand: hundreds of rows a summary, and msgspec.convert takes twenty times as long. The table's constraints hold what
# it would check.
def _days(records: list[asyncpg.Record]) -> list[DayFact]:
    return [
        DayFact(
            day=day,
            revision_id=revision_id,
            mood=mood,
            anxiety=anxiety,
            energy=energy,
            sleep_hours=sleep_hours,
            sleep_quality=sleep_quality,
            late=late,
            synced_later=synced_later,
            source=source,
            written_at=written_at if source == "app" else None,
        )
        for (
            day,
            revision_id,
            mood,
            anxiety,
            energy,
            sleep_hours,
            sleep_quality,
            late,
            synced_later,
            source,
            written_at,
            _,
        ) in records
    ]


def _effects(records: list[asyncpg.Record]) -> list[EffectFact]:
    return [
        EffectFact(
            report_id=report_id,
            revision_id=revision_id,
            effect=effect,
            severity=severity,
            day=day,
            still_present=still_present,
            session_id=session_id,
            level=level,
            written_at=written_at if source == "app" else None,
        )
        for (
            report_id,
            revision_id,
            effect,
            severity,
            day,
            still_present,
            session_id,
            level,
            source,
            written_at,
            _,
        ) in records
    ]


def _scores(records: list[asyncpg.Record]) -> list[ScoreFact]:
    return [
        ScoreFact(
            id=measure_id,
            revision_id=revision_id,
            instrument=instrument,
            day=day,
            status=status,
            total=total,
            answers=answers,
            source=source,
            declined=declined,
            late=late,
            session_id=session_id,
            written_at=written_at,
        )
        for (
            measure_id,
            revision_id,
            instrument,
            _,
            day,
            status,
            total,
            answers,
            source,
            declined,
            late,
            session_id,
            written_at,
            _,
        ) in records
    ]


def _last_heard(answered_at: datetime | None, entries: Sequence[asyncpg.Record]) -> datetime | None:
    """When the newest entry from a phone arrived: a day, a report, a score, answers before a session. Therapy pages are left
    out: who may see one depends on the reader, and a summary says the same to everybody."""
    arrived = [record["received_at"] for record in entries if record["source"] == "app"]
    return max([*arrived, *([answered_at] if answered_at else [])], default=None)


def _find(sessions: list[SessionFact], session_id: UUID | None) -> SessionFact | None:
    if session_id is None:
        return None
    for session in sessions:
        if session.id == session_id:
            return session
    raise NotFound


def _planned_gap(calendar: Sequence[asyncpg.Record], course_id: UUID | None) -> int | None:
    """Days between boosters, by the template that the course kept, or for an older course by its protocol; None without boosters
    and for a protocol that is no longer known."""
    course = next((record for record in calendar if course_id and record["course_id"] == course_id), None)
    if course is None:
        return None
    if course["kept"]:
        return course["kept_gap"]
    template = TEMPLATES.get(course["protocol"])
    return template and template.booster_every_days


def _expected_from(joined_on: date, *entries: Sequence[asyncpg.Record]) -> date:
    """The day after joining, or the first day of an imported diary when that is earlier."""
    imported = [record["day"] for records in entries for record in records if record["source"] == "import"]
    return min([joined_on + timedelta(days=1), *imported])
