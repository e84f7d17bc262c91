"""A story's forms, totals, pages, homework and answers before sessions, as rows: each in the context of whoever does it, and as
checked and scored as what a phone sends."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from api.demo.people import CLINIC_ZONE, STAFF, Patient
from api.demo.shapes import Before, Filled, LookedAt, Page, Story, Total
from api.demo.writing import MOMENT, is_held, stamped
from clinical import measures, pre_session, therapy
from clinical.entries import ClinicScorePut, MeasurePut, PreSessionPut, TherapyPagePut
from clinical.guidance import screen
from clinical.instruments import INSTRUMENTS
from clinical.zones import instant_of, zone_named
from db import history, past_care
from db.past_care import Past
from db.pool import Conn, Context, go_on_as
from db.sessions import Session
from db.vault import PatientKey


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """Whose journal it is, and the accounts of the staff by their keys."""

    clinic_id: UUID
    patient_id: UUID
    patient: Patient
    key: PatientKey
    staff: Mapping[str, UUID]
    sessions: Sequence[Session]
    now: datetime

    def own(self) -> Context:
        return self._context(self.patient_id, "patient")

    def of(self, key: str) -> Context:
        return self._context(self.staff[key], next(person.role for person in STAFF if person.key == key))

    def _context(self, account_id: UUID, role: str) -> Context:
        return Context(clinic_id=self.clinic_id, account_id=account_id, role=role, patient_ids=(self.patient_id,))


async def write_care(conn: Conn, desk: Desk, story: Story) -> dict[UUID, datetime]:
    """When each score arrived."""
    forms = [_form(desk, filled, story) for filled in story.filled]
    totals = [_total(total) for total in story.totals]
    here = (conn, desk.clinic_id, desk.patient_id)
    if totals:
        by = next(key for key in desk.patient.team if key in ("amara", "peter"))
        await go_on_as(conn, desk.of(by))
        await past_care.add_totals(*here, desk.staff[by], [(past, measures.entered(past.put)) for past in totals])
    asked = await _write_homework(conn, desk, story)
    await go_on_as(conn, desk.own())
    await past_care.add_measures(*here, [(past, measures.scored(past.put)) for past in forms])
    for page in story.pages:
        await past_care.add_page(*here, desk.key, _page(desk, page, story, asked))
    for before in story.before:
        await _write_before(conn, desk, before, story)
    for past, filled in zip(forms, story.filled, strict=True):
        if filled.looked_at is not None:
            await _write_alert(conn, desk, past, filled.looked_at)
    await go_on_as(conn, desk.own())
    return {past.put.revision_id: past.received_at for past in [*forms, *totals]}


def _form(desk: Desk, filled: Filled, story: Story) -> Past[MeasurePut]:
    put = MeasurePut(
        instrument=filled.instrument,
        version=INSTRUMENTS[filled.instrument].version,
        language=desk.patient.language,
        day=filled.day,
        answers=filled.answers or [],
        extras=filled.extras,
        declined=filled.answers is None,
        session_id=next((s.session_id for s in desk.sessions if s.course_id and s.day == filled.before), None),
        revision_id=uuid7(),
        stamp=stamped(filled.written, desk.patient.zone),
    )
    return Past(put, put.stamp.written_at + MOMENT, screen(put).tier, is_held(filled.written, story.crisis))


def _total(total: Total) -> Past[ClinicScorePut]:
    put = ClinicScorePut(
        instrument=total.instrument,
        total=total.total,
        day=total.day,
        revision_id=uuid7(),
        stamp=stamped(total.written, CLINIC_ZONE),
    )
    return Past(put, put.stamp.written_at + MOMENT)


def _page(desk: Desk, page: Page, story: Story, asked: Mapping[str, UUID]) -> Past[TherapyPagePut]:
    put = TherapyPagePut(
        form=page.form,
        day=page.written.date(),
        audience=page.audience,
        texts=page.texts,
        ratings=page.ratings,
        homework_id=asked[page.homework] if page.homework else None,
        revision_id=uuid7(),
        stamp=stamped(page.written, desk.patient.zone),
    )
    therapy.check(put)
    return Past(put, put.stamp.written_at + MOMENT, screen(put).tier, is_held(page.written, story.crisis))


async def _write_homework(conn: Conn, desk: Desk, story: Story) -> dict[str, UUID]:
    asked: dict[str, UUID] = {}
    for piece in story.homework:
        await go_on_as(conn, desk.of(piece.by))
        asked[piece.key] = await past_care.add_homework(
            conn,
            desk.clinic_id,
            desk.patient_id,
            desk.key,
            form=piece.form,
            due_on=piece.due_on,
            words=piece.words,
            asked_by=desk.staff[piece.by],
            asked_at=instant_of(piece.asked, zone_named(CLINIC_ZONE)),
        )
    return asked


async def _write_before(conn: Conn, desk: Desk, before: Before, story: Story) -> None:
    session = next(
        s for s in desk.sessions if s.course_id and (s.day == before.day if before.day else s.starts_at > desk.now)
    )
    put = PreSessionPut(answers=before.answers, revision_id=uuid7(), stamp=stamped(before.written, desk.patient.zone))
    pre_session.check(put, session.kind)
    received_at = put.stamp.written_at + MOMENT
    past = Past(put, received_at, screen(put).tier, is_held(before.written, story.crisis))
    here = (conn, desk.clinic_id, desk.patient_id)
    await past_care.add_answers(*here, session.session_id, desk.key, past)
    for question, looked_at in before.reviews.items():
        await go_on_as(conn, desk.of(looked_at.by))
        await past_care.add_review(
            *here,
            put.revision_id,
            question,
            by_account=desk.staff[looked_at.by],
            at=received_at + looked_at.after,
            what_was_done=looked_at.what_was_done,
        )
        await go_on_as(conn, desk.own())


async def _write_alert(conn: Conn, desk: Desk, past: Past[MeasurePut], looked_at: LookedAt) -> None:
    """That an answer raised, and who acknowledged it."""
    assert past.tier is not None  # noqa: S101 the story says that its answers raise one
    here = (conn, desk.clinic_id, desk.patient_id)
    await go_on_as(conn, desk.own())
    alert_id = await history.add_alert(
        *here,
        tier=past.tier,
        private=False,
        raised_at=past.received_at,
        source="measure",
        revision_id=past.put.revision_id,
    )
    await go_on_as(conn, desk.of(looked_at.by))
    at = past.received_at + looked_at.after
    await history.acknowledge(*here, alert_id, desk.staff[looked_at.by], at, looked_at.what_was_done)
