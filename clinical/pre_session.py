"""Anything changed since last time? Questions before a session, what an answer leads to, and how it is said.

Answers never cancel a session and never allow one: they tell people something. What was not answered, and "not sure", is shown as
that and never as "no". Facts, reasons and words stand in pre_session.json.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from .course_plan import SessionKind
from .data import load
from .entries import PreSessionAnswer, PreSessionPut, SessionAnswer
from .errors import Invalid
from .side_effects import Language, Modality

Action = Literal["none", "tell_staff_before", "stop_and_tell_staff", "crisis_flow"]
Shown = SessionAnswer | Literal["not_answered"]
Kind = Literal["choice", "hours", "time", "ride"]

MODALITY_OF: dict[SessionKind, Modality] = {
    "infusion": "ketamine_iv",
    "booster": "ketamine_iv",
    "esketamine": "esketamine",
    "tms": "tms",
}
"""Before psychotherapy nothing is asked."""

_LONGEST_AGO = timedelta(days=7)
_CLOCKS_DIFFER = timedelta(minutes=5)


class PreSessionSettings(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A clinic's own numbers. lead_hours: from when the questions are open. short_night_hours (TMS): fewer are said to staff.
    food_hours: before an infusion, where clinics ask for 4 to 6 hours."""

    lead_hours: Annotated[int, Meta(ge=1, le=168)] = 48
    short_night_hours: Annotated[float, Meta(ge=0, le=12)] = 4.0
    food_hours: Annotated[float, Meta(ge=0, le=24)] = 6.0


class Question(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One row of pre_session.json, where the fields are explained."""

    id: str
    modalities: list[Modality]
    kind: Kind
    answers: list[SessionAnswer]
    raises: list[SessionAnswer]
    action: Action
    note: bool = False
    prescriber_only: bool = False
    on_day: bool = False
    hours_before: dict[Modality, float] = field(default_factory=dict[Modality, float])
    why: str
    sources: list[str]
    en: str
    es: str

    def text(self, language: Language) -> str:
        return self.es if language == "es" else self.en


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    intro: str
    answers: dict[Shown, str]
    sentences: dict[Literal["tell_staff_before", "stop_and_tell_staff"], str]


class _File(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    about: str
    sources: dict[str, str]
    questions: list[Question]
    words: dict[Language, _Words]


_DATA = load("pre_session.json", _File)
QUESTIONS: dict[str, Question] = {question.id: question for question in _DATA.questions}
SOURCES: dict[str, str] = _DATA.sources


def questions_for(kind: SessionKind) -> list[Question]:
    """In the order in which they are asked; none before psychotherapy."""
    return [question for question in _DATA.questions if MODALITY_OF.get(kind) in question.modalities]


def asked_on(kind: SessionKind, session_day: date, today: date) -> list[Question]:
    """Those that can be answered by now: what only the day itself can tell is asked on it."""
    return [question for question in questions_for(kind) if not question.on_day or today >= session_day]


def opens_at(starts_at: datetime, session_day_starts: datetime, settings: PreSessionSettings) -> datetime:
    """At the latest when the session's day begins."""
    return min(starts_at - timedelta(hours=settings.lead_hours), session_day_starts)


def check(put: PreSessionPut, kind: SessionKind) -> None:
    """What single fields cannot say. Invalid with the path of the field."""
    asked = {question.id: question for question in questions_for(kind)}
    seen: set[str] = set()
    for n, given in enumerate(put.answers):
        at = f"answers[{n}]"
        question = asked.get(given.question)
        if question is None or given.question in seen:
            raise Invalid.field(f"{at}.question", "This is not asked before this session, or it is answered twice.")
        seen.add(given.question)
        if given.answer not in question.answers:
            raise Invalid.field(f"{at}.answer", "This is not an answer to this question.")
        if given.note is not None and not question.note:
            raise Invalid.field(f"{at}.note", "This question takes no words.")
        if (given.amount is None) == (given.answer == "hours"):
            raise Invalid.field(f"{at}.amount", "Hours go with an answer in hours.")
        _check_time(at, given, put)


def _check_time(at: str, given: PreSessionAnswer, put: PreSessionPut) -> None:
    if (given.at_time is None) == (given.answer == "time"):
        raise Invalid.field(f"{at}.at_time", "A time goes with an answer of a time.")
    if given.at_time is None:
        return
    ago = local_clock(put.stamp.written_at, put.stamp.offset_minutes) - local_time(given.at_time, f"{at}.at_time")
    if not -_CLOCKS_DIFFER <= ago <= _LONGEST_AGO:
        raise Invalid.field(f"{at}.at_time", "Please check this time: it is in the future, or more than a week ago.")


def local_time(text: str, path: str) -> datetime:
    """A wall-clock time "YYYY-MM-DDTHH:MM", without a zone."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise Invalid.field(path, "This is not a date and time.") from None


def local_clock(instant: datetime, offset_minutes: int) -> datetime:
    """What the clock of a phone with this offset from UTC shows, without a zone."""
    offset = instant.utcoffset() or timedelta()
    return instant.replace(tzinfo=None) - offset + timedelta(minutes=offset_minutes)


class About(Struct, kw_only=True, frozen=True):
    """What an action depends on besides the answer. `local_start`: the session's beginning on the phone's own clock."""

    kind: SessionKind
    local_start: datetime
    settings: PreSessionSettings


def action_of(
    question: Question, answer: Shown, amount: float | None, at_time: datetime | None, about: About
) -> Action:
    """What was not answered leads to nothing by itself: staff see that nobody knows. So it is with "not sure", but the patient is
    asked to say so."""
    if answer == "not_sure":
        return "tell_staff_before"
    if amount is not None:
        return question.action if amount < about.settings.short_night_hours else "none"
    if at_time is not None:
        hours = _hours_before(question, about)
        near = hours is not None and about.local_start - at_time < timedelta(hours=hours)
        return question.action if near else "none"
    return question.action if answer in question.raises else "none"


def _hours_before(question: Question, about: About) -> float | None:
    modality = MODALITY_OF[about.kind]
    if question.id == "food" and modality == "ketamine_iv":
        return about.settings.food_hours
    return question.hours_before.get(modality)


def strictest(actions: Iterable[Action]) -> Literal["none", "tell_staff_before", "stop_and_tell_staff"]:
    """Of all answers. Danger has its own answer beside it: the hotline."""
    found = set(actions)
    if "stop_and_tell_staff" in found:
        return "stop_and_tell_staff"
    return "tell_staff_before" if "tell_staff_before" in found else "none"


def speaks_of_danger(answers: Sequence[tuple[object, object]]) -> bool:
    """By (question, answer), whatever was sent as such."""
    raising = {q.id: q.raises for q in _DATA.questions if q.action == "crisis_flow"}
    return any(isinstance(q, str) and answer in raising.get(q, []) for q, answer in answers)


def intro(language: Language) -> str:
    return _DATA.words[language].intro


def answer_text(answer: Shown, language: Language, amount: float | None = None, at_time: datetime | None = None) -> str:
    """ "Not sure", "5.5 hours", "2026-03-02 08:15"."""
    if at_time is not None:
        return f"{at_time:%Y-%m-%d %H:%M}"
    hours = "" if amount is None else f"{amount:g}"
    return _DATA.words[language].answers[answer].replace("{n}", hours)


def sentence(action: Action, language: Language) -> str | None:
    if action == "tell_staff_before" or action == "stop_and_tell_staff":
        return _DATA.words[language].sentences[action]
    return None
