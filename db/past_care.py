"""As db.history: forms, therapy pages, homework and answers before a session of earlier days, with the times that they had.

Under the same policies as everything else: forms, pages and answers in the patient's context, totals in a clinician's, homework and
reviews in that of whoever asks or looks.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from clinical.entries import ClinicScorePut, MeasurePut, PreSessionPut, TherapyPagePut
from clinical.instruments import Score
from clinical.pre_session import QUESTIONS, local_time
from db import homework, measures, pre_session, therapy_pages
from db.measures import MeasureSource
from db.pool import Conn
from db.vault import PatientKey

Put = TypeVar("Put", MeasurePut, ClinicScorePut, TherapyPagePut, PreSessionPut)


class Past(msgspec.Struct, Generic[Put], frozen=True):
    """What was sent, and when it arrived."""

    put: Put
    received_at: datetime
    tier: str | None = None
    held: bool = False


ADD_MEASURES = """
insert into journal.measure (clinic_id, patient_id, id, revision_id, instrument, version, language, day, answers, extras, declined, total,
                             status, session_id, written_at, zone, offset_minutes, late, body_hash, tier, held, source, entered_by,
                             received_at)
select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, false, $18, $19, $20, $21, $22, $23
"""


async def add_measures(
    conn: Conn, clinic_id: UUID, patient_id: UUID, past: Iterable[tuple[Past[MeasurePut], Score | None]]
) -> None:
    """Forms, in the order of arrival."""
    rows = [
        _row(
            clinic_id,
            patient_id,
            one,
            score,
            one.put.version,
            one.put.language,
            answers,
            one.put.extras,
            "app",
            patient_id,
        )
        for one, score in past
        for answers in [None if one.put.declined else one.put.answers]
    ]
    await conn.executemany(ADD_MEASURES, rows)


async def add_totals(
    conn: Conn, clinic_id: UUID, patient_id: UUID, by_account: UUID, past: Iterable[tuple[Past[ClinicScorePut], Score]]
) -> None:
    rows = [_row(clinic_id, patient_id, one, score, 1, "en", None, {}, "clinic", by_account) for one, score in past]
    await conn.executemany(ADD_MEASURES, rows)


def _row(
    clinic_id: UUID,
    patient_id: UUID,
    past: Past[MeasurePut] | Past[ClinicScorePut],
    score: Score | None,
    version: int,
    language: str,
    answers: list[int | None] | None,
    extras: dict[str, int],
    source: MeasureSource,
    by_account: UUID,
) -> tuple[Any, ...]:
    """In the order of ADD_MEASURES. Without a score it was declined."""
    put, measure_id = past.put, uuid7()
    return (
        clinic_id,
        patient_id,
        measure_id,
        put.revision_id,
        put.instrument,
        version,
        language,
        put.day,
        answers,
        extras,
        score is None,
        score and score.total,
        score.status if score else "none",
        put.session_id,
        put.stamp.written_at,
        put.stamp.zone,
        put.stamp.offset_minutes,
        measures.body_hash(measure_id, put),
        past.tier,
        past.held,
        source,
        by_account,
        past.received_at,
    )


ADD_NOTE = """
insert into journal.note (clinic_id, patient_id, revision_id, field, entry, day, audience, ciphertext, written_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""

ADD_PAGE = """
insert into journal.therapy_page (clinic_id, patient_id, page_id, revision_id, form, homework_id, day, audience, ratings, written_at, zone,
                                  offset_minutes, body_hash, tier, held, received_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
"""


async def add_page(conn: Conn, clinic_id: UUID, patient_id: UUID, key: PatientKey, past: Past[TherapyPagePut]) -> None:
    put, page_id = past.put, uuid7()
    await conn.execute(
        ADD_PAGE,
        clinic_id,
        patient_id,
        page_id,
        put.revision_id,
        put.form,
        put.homework_id,
        put.day,
        put.audience,
        put.ratings,
        put.stamp.written_at,
        put.stamp.zone,
        put.stamp.offset_minutes,
        therapy_pages.body_hash(page_id, put),
        past.tier,
        past.held,
        past.received_at,
    )
    notes = [
        (
            clinic_id,
            patient_id,
            put.revision_id,
            field,
            "therapy_page",
            put.day,
            put.audience,
            key.seal(text, row=put.revision_id, column=therapy_pages.column_of(field)),
            put.stamp.written_at,
        )
        for field, text in put.texts.items()
    ]
    await conn.executemany(ADD_NOTE, notes)


ADD_HOMEWORK = """
insert into journal.homework (clinic_id, patient_id, homework_id, form, due_on, ciphertext, asked_by, asked_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""


async def add_homework(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    key: PatientKey,
    *,
    form: str,
    due_on: date,
    words: str,
    asked_by: UUID,
    asked_at: datetime,
) -> UUID:
    homework_id = uuid7()
    sealed = key.seal(words, row=homework_id, column=homework.WORDS_COLUMN)
    await conn.execute(ADD_HOMEWORK, clinic_id, patient_id, homework_id, form, due_on, sealed, asked_by, asked_at)
    return homework_id


ADD_ANSWERS = """
insert into journal.pre_session (clinic_id, patient_id, revision_id, session_id, day, written_at, zone, offset_minutes, body_hash, tier,
                                 held, received_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""

ADD_ANSWER = """
insert into journal.pre_session_answer (clinic_id, patient_id, revision_id, session_id, question, answer, amount, at_time,
                                        prescriber_only, written_at, received_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""


async def add_answers(
    conn: Conn, clinic_id: UUID, patient_id: UUID, session_id: UUID, key: PatientKey, past: Past[PreSessionPut]
) -> None:
    """Of one revision, checked."""
    put, stamp = past.put, past.put.stamp
    here = (clinic_id, patient_id, put.revision_id)
    await conn.execute(
        ADD_ANSWERS,
        *here,
        session_id,
        stamp.local_day(),
        stamp.written_at,
        stamp.zone,
        stamp.offset_minutes,
        pre_session.body_hash(session_id, put),
        past.tier,
        past.held,
        past.received_at,
    )
    rows = [
        (
            *here,
            session_id,
            given.question,
            given.answer,
            given.amount,
            given.at_time and local_time(given.at_time, "answers"),
            QUESTIONS[given.question].prescriber_only,
            stamp.written_at,
            past.received_at,
        )
        for given in put.answers
    ]
    await conn.executemany(ADD_ANSWER, rows)
    notes = [
        (
            *here,
            given.question,
            "pre_session",
            stamp.local_day(),
            "prescriber" if QUESTIONS[given.question].prescriber_only else "team",
            key.seal(given.note, row=put.revision_id, column=pre_session.column_of(given.question)),
            stamp.written_at,
        )
        for given in put.answers
        if given.note is not None
    ]
    await conn.executemany(ADD_NOTE, notes)


ADD_REVIEW = """
insert into journal.pre_session_review (clinic_id, patient_id, revision_id, question, reviewed_by, what_was_done, reviewed_at,
                                        prescriber_only)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""


async def add_review(
    conn: Conn,
    clinic_id: UUID,
    patient_id: UUID,
    revision_id: UUID,
    question: str,
    *,
    by_account: UUID,
    at: datetime,
    what_was_done: str,
) -> None:
    said = (question, by_account, what_was_done, at, QUESTIONS[question].prescriber_only)
    await conn.execute(ADD_REVIEW, clinic_id, patient_id, revision_id, *said)
