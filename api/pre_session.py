"""Anything changed since last time? Asked of a patient before a session, read by the care team, and looked at by name."""

from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from api.acting import Chart, Me, Office
from api.entries import answer_to, as_answered, is_news, judge, replay_or_refuse
from api.pre_session_views import PreSessionGiven, QuestionView, given_to, question_view
from api.session_views import SessionView, session_view
from clinical import guidance, pre_session
from clinical.entries import PreSessionPut
from clinical.errors import Conflict, Forbidden, InFuture, NotFound, TooLate
from clinical.guidance import Guidance
from clinical.pre_session import PreSessionSettings, asked_on, intro, opens_at, sentence, strictest
from clinical.zones import local_day, start_of_day, zone_named
from db import audit, clinic_care, patients, sessions
from db import pre_session as answers
from db.pre_session import StoredPreSession
from db.sessions import Session

Words = Annotated[str, Meta(min_length=1, max_length=1000, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]


class PreSession(msgspec.Struct, kw_only=True):
    """`questions` are those that can be answered now, none before `open_from` or when the session's day is over. `on_the_day`: how
    many more are asked when the day has come."""

    session: SessionView
    intro: str
    questions: list[QuestionView]
    on_the_day: int
    given: PreSessionGiven | None
    open_from: datetime


class PreSessionSaved(msgspec.Struct, kw_only=True):
    """See CheckInSaved. `action` is the strictest that an answer leads to, `sentence` what to say about it; danger is in `guidance`."""

    given: PreSessionGiven
    guidance: Guidance
    replayed: bool
    stale: bool
    other: PreSessionGiven | None
    action: Literal["none", "tell_staff_before", "stop_and_tell_staff"]
    sentence: str | None


class WhatWasDone(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`revision_id` of the answers that the reviewer saw."""

    revision_id: UUID
    what_was_done: Words


class PreSessionController(Controller):
    path = "/me/sessions"
    tags = ("journal",)

    @get("/{session_id:uuid}/questions")
    async def questions(self, me: NamedDependency[Me], session_id: FromPath[UUID]) -> PreSession:
        session, window = await _own(me, session_id)
        asked = pre_session.questions_for(session.kind)
        today = local_day(me.now, zone_named(me.account.clinic_zone))
        now = asked_on(session.kind, session.day, today) if window.holds(me.now) else []
        language = "es" if me.account.language == "es" else "en"
        stored = await answers.latest(me.conn, me.clinic_id, me.patient_id, session_id)
        return PreSession(
            session=session_view(session, me.account.clinic_zone, me.account.language),
            intro=intro(language),
            questions=[question_view(question, language) for question in now],
            on_the_day=len(asked) - len(now) if now else 0,
            given=stored and await _given(me, stored, session),
            open_from=window.since,
        )

    # A plain string in the path, so that a request with a malformed one reaches the screen of refused words.
    @put("/{session_id:str}/answers", opt={"screened": "pre_session"})
    async def save(
        self, me: NamedDependency[Me], session_id: FromPath[UUID], data: JSONBody[PreSessionPut]
    ) -> PreSessionSaved:
        session, window = await _own(me, session_id)
        pre_session.check(data, session.kind)
        try:
            judge(me, data.stamp.local_day(), data.stamp)
            if not window.holds(data.stamp.written_at):
                raise Conflict("These questions are open shortly before the session, until its day is over.")
        except (TooLate, InFuture, Conflict):
            return await replay_or_refuse(_replay(me, session, data))
        screening = guidance.screen(data, me.account.clinic_crisis.own_words)
        key = await me.key()
        saved = await answers.save(me.conn, me.clinic_id, me.patient_id, session_id, data, screening, key)
        if saved.received_at is None:
            return await _replay(me, session, data)
        answer = await answer_to(
            me, data, screening, saved, saved.held, source="pre_session", revision_id=data.revision_id
        )
        stored = await answers.find(me.conn, me.clinic_id, me.patient_id, session_id, data.revision_id)
        other = (
            await answers.find(me.conn, me.clinic_id, me.patient_id, session_id, saved.prior)
            if saved.prior is not None and saved.prior != data.based_on
            else None
        )
        return await _saved(me, session, stored, answer, other=other)


class PreSessionReviewController(Controller):
    path = "/patients/{patient_id:uuid}/sessions/{session_id:uuid}/answers"
    tags = ("sessions",)

    @get("/")
    async def show(self, chart: NamedDependency[Chart], session_id: FromPath[UUID]) -> PreSessionGiven | None:
        """Null when nobody has answered. A therapist learns nothing of what is for the prescriber."""
        session = await sessions.find(chart.conn, chart.clinic_id, chart.patient_id, session_id)
        stored = await answers.latest(chart.conn, chart.clinic_id, chart.patient_id, session_id)
        if stored is None:
            return None
        await _note(chart, "pre_session.opened", stored.revision_id)
        return await _read(chart, stored, session)

    @post("/{question:str}/review", status_code=200)
    async def review(
        self,
        chart: NamedDependency[Chart],
        session_id: FromPath[UUID],
        question: FromPath[str],
        data: JSONBody[WhatWasDone],
    ) -> PreSessionGiven:
        """Under the reviewer's name. The answer stays as it is; a later one that stops the session has to be looked at again,
        and one that the reviewer has not seen is not reviewed."""
        if chart.account.role != "clinician":
            raise Forbidden("Only a clinician of the care team can say what was done about an answer.")
        session = await sessions.find(chart.conn, chart.clinic_id, chart.patient_id, session_id)
        stored = await answers.latest(chart.conn, chart.clinic_id, chart.patient_id, session_id)
        if stored is None:
            raise NotFound
        shown = {one.question: one for one in (await _read(chart, stored, session)).answers}
        if question not in shown:
            raise NotFound
        if data.revision_id != stored.revision_id:
            raise Conflict("The answers have changed since you opened them. Please look at them again.")
        if shown[question].action == "none":
            raise Conflict("There is nothing to review in this answer.")
        me = chart.account
        await answers.review(
            chart.conn,
            chart.clinic_id,
            chart.patient_id,
            stored,
            question,
            data.what_was_done,
            by_account=me.account_id,
            role=me.role,
        )
        stored = await answers.find(chart.conn, chart.clinic_id, chart.patient_id, session_id, stored.revision_id)
        return await _read(chart, stored, session)


class PreSessionSettingsController(Controller):
    path = "/clinic/pre-session"
    tags = ("clinic",)

    @get("/")
    async def show(self, office: NamedDependency[Office]) -> PreSessionSettings:
        if office.account.role == "patient":
            raise Forbidden
        return await clinic_care.pre_session(office.conn, office.clinic_id)

    @put("/")
    async def change(self, office: NamedDependency[Office], data: JSONBody[PreSessionSettings]) -> PreSessionSettings:
        if office.account.role != "admin":
            raise Forbidden("Only an admin can change the clinic's settings.")
        await clinic_care.change(office.conn, office.clinic_id, "pre_session", data, office.account.account_id)
        return data


class Window(msgspec.Struct, frozen=True):
    """From when until when answers may be written. Nothing is open for a session that does not take place."""

    since: datetime
    until: datetime
    stands: bool

    def holds(self, instant: datetime) -> bool:
        return self.stands and self.since <= instant < self.until


async def _own(me: Me, session_id: UUID) -> tuple[Session, Window]:
    """NotFound for somebody else's session, and for one before which nothing is asked."""
    session = await sessions.find(me.conn, me.clinic_id, me.patient_id, session_id)
    if not pre_session.questions_for(session.kind):
        raise NotFound
    there = zone_named(me.account.clinic_zone)
    settings = await clinic_care.pre_session(me.conn, me.clinic_id)
    return session, Window(
        since=opens_at(session.starts_at, start_of_day(session.day, there), settings),
        until=start_of_day(session.day + timedelta(days=1), there),
        stands=session.status in ("planned", "completed"),
    )


async def _replay(me: Me, session: Session, data: PreSessionPut) -> PreSessionSaved:
    stored = await answers.find_same(me.conn, me.clinic_id, me.patient_id, session.session_id, data)
    profile = await patients.find(me.conn, me.clinic_id, me.patient_id)
    screening = as_answered(guidance.screen(data, me.account.clinic_crisis.own_words), stored.tier)
    answer = await answer_to(
        me,
        data,
        screening,
        profile,
        stored.held or profile.held,
        source="pre_session" if await is_news(me, screening, stored.tier, data.revision_id) else None,
        revision_id=data.revision_id,
    )
    return await _saved(me, session, stored, answer, replayed=True)


async def _saved(
    me: Me,
    session: Session,
    stored: StoredPreSession,
    answer: Guidance,
    *,
    replayed: bool = False,
    other: StoredPreSession | None = None,
) -> PreSessionSaved:
    given = await _given(me, stored, session)
    action = strictest(one.action for one in given.answers)
    return PreSessionSaved(
        given=given,
        guidance=answer,
        replayed=replayed,
        stale=other is not None,
        other=other and await _given(me, other, session),
        action=action,
        sentence=sentence(action, "es" if me.account.language == "es" else "en"),
    )


async def _given(me: Me, stored: StoredPreSession, session: Session) -> PreSessionGiven:
    return await given_to(
        me.conn,
        me.clinic_id,
        stored,
        session,
        language=me.account.language,
        role="patient",
        key=await me.key(),
    )


async def _read(chart: Chart, stored: StoredPreSession, session: Session) -> PreSessionGiven:
    me = chart.account
    return await given_to(
        chart.conn, chart.clinic_id, stored, session, language=me.language, role=me.role, key=await chart.key()
    )


async def _note(chart: Chart, action: str, revision_id: UUID) -> None:
    await audit.note(
        chart.conn,
        chart.clinic_id,
        action,
        account_id=chart.account.account_id,
        role=chart.account.role,
        patient_id=chart.patient_id,
        subject=str(revision_id),
    )
