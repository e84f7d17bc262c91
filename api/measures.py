"""Measures: forms that a patient fills in, and totals that the clinic enters."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.acting import Chart, Me
from api.entries import answer_to, as_answered, is_news, judge, replay_or_refuse
from clinical import guidance
from clinical.due_measures import DueMeasure, due
from clinical.entries import ClinicScorePut, MeasurePut
from clinical.errors import Conflict, Forbidden, InFuture, Invalid, TooLate
from clinical.guidance import Guidance
from clinical.instruments import INSTRUMENTS, Reason, Score, Status, may_show, score
from clinical.journal_day import judge_day
from clinical.measures import entered, scored
from db import audit, clinic_care, due_measures, measures, patients
from db.measures import MeasureSource, StoredMeasure

CLINIC_BACK_FILL_DAYS = 20 * 366
"""A paper of an earlier treatment is entered too, a day of no calendar is not."""


class MeasureView(msgspec.Struct, kw_only=True):
    """`answers`, `n_answered` are null for a form that was declined and for a total that the clinic entered, under the name `entered_by`.

    `reason`: why a form has no total; "safety_question_not_answered" is worth asking about. `band` is the English key of the band.
    """

    measure_id: UUID
    revision_id: UUID
    based_on: UUID | None
    instrument: str
    version: int
    day: date
    answers: list[int | None] | None
    extras: dict[str, int]
    total: int | None
    status: Status
    reason: Reason | None
    n_answered: int | None
    band: str | None
    declined: bool
    source: MeasureSource
    entered_by: str | None
    session_id: UUID | None
    written_at: datetime
    late: bool
    synced_later: bool
    received_at: datetime


class MeasureSaved(msgspec.Struct, kw_only=True):
    """See CheckInSaved."""

    entry: MeasureView
    guidance: Guidance
    replayed: bool
    stale: bool
    other: MeasureView | None


class MeasureController(Controller):
    path = "/me/measures"
    tags = ("journal",)

    # A plain string in the path, so that a request with a malformed one reaches the screen of refused answers.
    @put("/{measure_id:str}", opt={"screened": "measure"})
    async def save(
        self, me: NamedDependency[Me], measure_id: FromPath[UUID], data: JSONBody[MeasurePut]
    ) -> MeasureSaved:
        """The instrument says which answers there are. "Not now" is `declined`, and no score."""
        found = scored(data)
        try:
            lateness = judge(me, data.day, data.stamp)
        except (TooLate, InFuture):
            return await replay_or_refuse(_replay(me, measure_id, data))
        screening = guidance.screen(data, me.account.clinic_crisis.own_words)
        here = (me.conn, me.clinic_id, me.patient_id)
        saved = await measures.save(*here, measure_id, data, found, lateness, screening)
        if saved.received_at is None:
            return await _replay(me, measure_id, data)
        answer = await answer_to(me, data, screening, saved, saved.held, source="measure", revision_id=data.revision_id)
        stored = await measures.find(*here, data.revision_id)
        is_stale = saved.prior is not None and saved.prior != data.based_on
        other = await measures.find(*here, saved.prior) if is_stale and saved.prior is not None else None
        return MeasureSaved(
            entry=view(stored),
            guidance=answer,
            replayed=False,
            stale=is_stale,
            other=None if other is None else view(other),
        )

    @get("/")
    async def list_current(
        self,
        me: NamedDependency[Me],
        since: Annotated[date | None, QueryParameter()] = None,
        until: Annotated[date | None, QueryParameter()] = None,
    ) -> list[MeasureView]:
        """By the day that they are for, both ends included. The clinic's totals too."""
        return [view(one) for one in await measures.current(me.conn, me.clinic_id, me.patient_id, since, until)]

    @get("/due")
    async def list_due(self, me: NamedDependency[Me], day: Annotated[date, QueryParameter()]) -> list[DueMeasure]:
        """What is asked on that day, the phone's own, in a wording that the patient may be shown."""
        if not 2000 <= day.year <= 2200:
            raise Invalid.field("day", "Please check the date.")
        settings = await clinic_care.measures(me.conn, me.clinic_id)
        language = "es" if me.account.language == "es" else "en"
        asked = [id for id in settings.asked if may_show(INSTRUMENTS[id], language, settings.switched_on)]
        given = await due_measures.gather(me.conn, me.clinic_id, me.patient_id)
        return due(given.sessions, given.answered, day, asked, settings.cadence)


class PatientMeasureController(Controller):
    path = "/patients/{patient_id:uuid}"
    tags = ("patients",)

    @get("/measures")
    async def list_current(
        self,
        chart: NamedDependency[Chart],
        since: Annotated[date | None, QueryParameter()] = None,
        until: Annotated[date | None, QueryParameter()] = None,
    ) -> list[MeasureView]:
        me = chart.account
        here = (chart.conn, chart.clinic_id, chart.patient_id)
        found = await measures.current(*here, since, until)
        await audit.note(
            chart.conn,
            chart.clinic_id,
            "measures.opened",
            account_id=me.account_id,
            role=me.role,
            patient_id=chart.patient_id,
        )
        return [view(one) for one in found]

    @put("/scores/{measure_id:uuid}")
    async def enter(
        self, chart: NamedDependency[Chart], measure_id: FromPath[UUID], data: JSONBody[ClinicScorePut]
    ) -> MeasureView:
        """A total without its answers, under the clinician's name. It says nothing of a safety question."""
        if chart.account.role != "clinician":
            raise Forbidden("Only a clinician of the care team can enter a score.")
        found = entered(data)
        lateness = judge_day(data.day, data.stamp, chart.now, CLINIC_BACK_FILL_DAYS)
        here = (chart.conn, chart.clinic_id, chart.patient_id)
        saved = await measures.enter(*here, measure_id, data, found, lateness, chart.account.account_id)
        if saved.received_at is None:
            return view(await measures.find_same(*here, measure_id, data))
        if saved.prior not in (None, data.based_on):
            # Two clinicians at once. Nobody's device keeps this one: the transaction takes it back.
            raise Conflict("Somebody entered this score in the meantime. Please look at it again.")
        return view(await measures.find(*here, data.revision_id))


async def _replay(me: Me, measure_id: UUID, data: MeasurePut) -> MeasureSaved:
    stored = await measures.find_same(me.conn, me.clinic_id, me.patient_id, measure_id, data)
    profile = await patients.find(me.conn, me.clinic_id, me.patient_id)
    screening = as_answered(guidance.screen(data, me.account.clinic_crisis.own_words), stored.tier)
    answer = await answer_to(
        me,
        data,
        screening,
        profile,
        stored.held or profile.held,
        source="measure" if await is_news(me, screening, stored.tier, data.revision_id) else None,
        revision_id=data.revision_id,
    )
    return MeasureSaved(entry=view(stored), guidance=answer, replayed=True, stale=False, other=None)


def view(stored: StoredMeasure) -> MeasureView:
    found = _score_of(stored)
    return MeasureView(
        measure_id=stored.measure_id,
        revision_id=stored.revision_id,
        based_on=stored.based_on,
        instrument=stored.instrument,
        version=stored.version,
        day=stored.day,
        answers=stored.answers,
        extras=stored.extras,
        total=stored.total,
        status=stored.status,
        reason=found and found.reason,
        n_answered=found and found.n,
        band=None if stored.total is None else INSTRUMENTS[stored.instrument].band(stored.total),
        declined=stored.declined,
        source=stored.source,
        entered_by=stored.entered_by,
        session_id=stored.session_id,
        written_at=stored.written_at,
        late=stored.late,
        synced_later=stored.synced_later,
        received_at=stored.received_at,
    )


def _score_of(stored: StoredMeasure) -> Score | None:
    return None if stored.answers is None else score(INSTRUMENTS[stored.instrument], stored.answers)
