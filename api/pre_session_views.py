"""What is shown of the questions before a session. "Not sure" and what was not answered are shown as that, never as "no"."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec

from clinical.entries import SessionAnswer
from clinical.pre_session import (
    About,
    Action,
    Kind,
    PreSessionSettings,
    Question,
    Shown,
    action_of,
    answer_text,
    local_clock,
    questions_for,
)
from clinical.side_effects import Language
from db import accounts, clinic_care
from db.pool import Conn
from db.pre_session import Review, StoredAnswer, StoredPreSession
from db.sessions import Session
from db.vault import PatientKey


class OptionView(msgspec.Struct, kw_only=True):
    answer: SessionAnswer
    text: str


class QuestionView(msgspec.Struct, kw_only=True):
    """`note`: words may be added. `prescriber_only`: of the staff, clinicians alone read it."""

    id: str
    text: str
    kind: Kind
    options: list[OptionView]
    note: bool
    prescriber_only: bool


class ReviewView(msgspec.Struct, kw_only=True):
    """`by` is a name."""

    by: str
    at: datetime
    what_was_done: str


class EarlierView(msgspec.Struct, kw_only=True):
    """What an earlier revision answered, where that stops a session, this one says something else, and nobody reviewed it."""

    answer: SessionAnswer
    answer_text: str
    written_at: datetime
    note: str | None


class AnswerView(msgspec.Struct, kw_only=True):
    """`action` is of this answer, or of the earlier one. `reviewed` is null while an action waits for somebody."""

    question: str
    text: str
    answer: Shown
    answer_text: str
    amount: float | None
    at_time: datetime | None
    note: str | None
    action: Action
    prescriber_only: bool
    earlier: EarlierView | None
    reviewed: ReviewView | None


class PreSessionGiven(msgspec.Struct, kw_only=True):
    """The current revision: every question that is asked before such a session and that the reader may know of. For staff in the
    order of `in_order`, for the patient as they were asked."""

    revision_id: UUID
    session_id: UUID
    day: date
    written_at: datetime
    received_at: datetime
    answers: list[AnswerView]

    def waiting(self) -> int:
        """How many answers that stop a session nobody has reviewed."""
        return sum(one.action == "stop_and_tell_staff" and one.reviewed is None for one in self.answers)


def in_order(answers: Iterable[AnswerView]) -> list[AnswerView]:
    """What staff have to read first: danger, what stops a session (what nobody has reviewed before the rest), what is to be told
    before it, not sure, not answered, and all others. Within each as they were asked."""
    return sorted(answers, key=_urgency)


def _urgency(one: AnswerView) -> tuple[int, bool]:
    if one.action in ("crisis_flow", "stop_and_tell_staff"):
        return ("crisis_flow", "stop_and_tell_staff").index(one.action), one.reviewed is not None
    if one.answer in ("not_sure", "not_answered"):
        return 3 if one.answer == "not_sure" else 4, False
    return 2 if one.action == "tell_staff_before" else 5, False


class Reader(msgspec.Struct, kw_only=True):
    """Who reads, and what is needed to say it to them. `names` are of those who reviewed."""

    language: Language
    role: str
    key: PatientKey
    names: Mapping[UUID, str]
    settings: PreSessionSettings


async def given_to(
    conn: Conn,
    clinic_id: UUID,
    stored: StoredPreSession,
    session: Session,
    *,
    language: str,
    role: str,
    key: PatientKey,
) -> PreSessionGiven:
    """For whoever's transaction this is: it decides what was read in `stored`."""
    names = await accounts.names(conn, clinic_id, [one.reviewed_by for one in stored.reviews]) if stored.reviews else {}
    settings = await clinic_care.pre_session(conn, clinic_id)
    reader = Reader(language="es" if language == "es" else "en", role=role, key=key, names=names, settings=settings)
    return given_view(stored, session, reader)


def question_view(question: Question, language: Language) -> QuestionView:
    return QuestionView(
        id=question.id,
        text=question.text(language),
        kind=question.kind,
        options=[
            OptionView(answer=answer, text=answer_text(answer, language).replace("{n}", "").strip())
            for answer in question.answers
        ],
        note=question.note,
        prescriber_only=question.prescriber_only,
    )


def given_view(stored: StoredPreSession, session: Session, reader: Reader) -> PreSessionGiven:
    """Of questions for the prescriber alone, nobody else learns even whether they were answered."""
    about = About(
        kind=session.kind,
        local_start=local_clock(session.starts_at, stored.offset_minutes),
        settings=reader.settings,
    )
    answers = [
        _answer(question, stored, about, reader)
        for question in questions_for(session.kind)
        if reader.role in ("patient", "clinician") or not question.prescriber_only
    ]
    return PreSessionGiven(
        revision_id=stored.revision_id,
        session_id=stored.session_id,
        day=stored.day,
        written_at=stored.written_at,
        received_at=stored.received_at,
        answers=answers if reader.role == "patient" else in_order(answers),
    )


def _answer(question: Question, stored: StoredPreSession, about: About, reader: Reader) -> AnswerView:
    given = stored.answers.get(question.id)
    answer: Shown = given.answer if given else "not_answered"
    amount, at_time = (given.amount, given.at_time) if given else (None, None)
    action = action_of(question, answer, amount, at_time, about)
    earlier = None if action == "stop_and_tell_staff" else _standing(question, stored)
    since = earlier.revision if earlier else stored.revision
    return AnswerView(
        question=question.id,
        text=question.text(reader.language),
        answer=answer,
        answer_text=answer_text(answer, reader.language, amount, at_time),
        amount=amount,
        at_time=at_time,
        note=given.words(reader.key) if given else None,
        action="stop_and_tell_staff" if earlier else action,
        prescriber_only=question.prescriber_only,
        earlier=earlier and _earlier(earlier, reader),
        reviewed=_reviewed(stored.review_of(question.id, since), reader),
    )


def _standing(question: Question, stored: StoredPreSession) -> StoredAnswer | None:
    """The newest earlier answer that stops a session and that nobody has reviewed."""
    if question.action != "stop_and_tell_staff":
        return None
    raised = (one for one in stored.earlier if one.question == question.id and one.answer in question.raises)
    return next((one for one in raised if stored.review_of(question.id, one.revision) is None), None)


def _earlier(given: StoredAnswer, reader: Reader) -> EarlierView:
    return EarlierView(
        answer=given.answer,
        answer_text=answer_text(given.answer, reader.language),
        written_at=given.written_at,
        note=given.words(reader.key),
    )


def _reviewed(review: Review | None, reader: Reader) -> ReviewView | None:
    if review is None:
        return None
    return ReviewView(
        by=reader.names.get(review.reviewed_by, ""), at=review.reviewed_at, what_was_done=review.what_was_done
    )
