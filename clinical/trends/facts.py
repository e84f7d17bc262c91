"""What goes into a summary: plain facts, read from the journal by the caller.

Every `day` is a calendar day in the PATIENT's time zone, sessions included: "day after session" is a difference of
those days. Only current revisions go in; entries after `day_of` are ignored. The order of the lists means nothing.
`gc=False` is explained in shapes.py.
"""

import hashlib
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from clinical.instruments import Status

Form = Literal["clinician", "therapist"]
SessionKind = Literal["infusion", "booster", "esketamine", "tms", "psychotherapy"]
SessionStatus = Literal["planned", "completed", "missed", "cancelled"]
Severity = Literal["not_present", "mild", "moderate", "severe"]
Level = Literal["routine", "call_clinic", "crisis", "emergency"]
Source = Literal["app", "import"]
ScoreSource = Literal["app", "clinic"]


class SessionFact(Struct, frozen=True, kw_only=True):
    """One dated session. `ordinal` counts within its kind ("Booster 4"); `of` is the number planned, if there is one.

    `with_id` is the account whose appointment it is (psychotherapy): "since the last appointment" means the last one
    with the same person. `starts_at` tells which scores of the session's own day were given before it.
    """

    id: UUID
    kind: SessionKind
    day: date
    status: SessionStatus
    course_id: UUID | None = None
    ordinal: int | None = None
    of: int | None = None
    with_id: UUID | None = None
    starts_at: datetime | None = None


class DayFact(Struct, frozen=True, kw_only=True, gc=False):
    """The check-in of one day: mood, anxiety, energy, sleep quality 0-10, sleep in hours 0-24 by halves.

    `written_at` by the phone's own clock; null where nobody wrote it on a phone (an imported day).
    """

    day: date
    revision_id: UUID
    mood: int
    anxiety: int | None = None
    energy: int | None = None
    sleep_hours: float | None = None
    sleep_quality: int | None = None
    late: bool = False
    synced_later: bool = False
    source: Source = "app"
    written_at: datetime | None = None


class EffectFact(Struct, frozen=True, kw_only=True, gc=False):
    """One side-effect report. `session_id` is what the patient linked; the day decides where it is counted, and on the day of
    session 1 `written_at`, by the phone's own clock; null where nobody wrote it on a phone."""

    report_id: UUID
    revision_id: UUID
    effect: str
    severity: Severity
    day: date
    still_present: bool | None = None
    session_id: UUID | None = None
    level: Level = "routine"
    written_at: datetime | None = None


class ScoreFact(Struct, frozen=True, kw_only=True, gc=False):
    """One instrument on one day. `answers` in the order of its items, null where one was left out; null altogether where the
    clinic entered a total, and when the patient declined.

    session_id   the session that it was asked for, or that the clinic entered it for.
    written_at   by the clock of the phone, or of the clinic, which may have entered it days later.
    """

    id: UUID
    revision_id: UUID
    instrument: str
    day: date
    status: Status
    total: int | None = None
    answers: list[int | None] | None = None
    source: ScoreSource = "app"
    declined: bool = False
    late: bool = False
    session_id: UUID | None = None
    written_at: datetime | None = None


class Pause(Struct, frozen=True, kw_only=True):
    """Days on which no entry was expected, both ends included."""

    start: date = msgspec.field(name="from")
    until: date


class SummaryInput(Struct, frozen=True, kw_only=True):
    """Everything one summary is made from.

    day_of         the patient's "today" when the summary is made.
    session        the coming session it is made for; None for a live view between sessions.
    course_id      the course whose sessions are the anchors. For a psychotherapy appointment: the treatment course that
                   runs beside it, if any (baseline and day after session come from it).
    expected_from  first day an entry could be expected: the day after joining, or the first day of an imported diary
                   when that is earlier. None: from always.
    planned_gap    days planned between boosters, from the protocol.
    thresholds     what the clinic chose, by instrument and rule: {"gad-7": {"reliable_change": "bischoff"}}.
    last_heard_on  the day on which the newest entry from a phone arrived; null when none ever did. Entries of later days
                   may be waiting on the phone.
    """

    day_of: date
    form: Form = "clinician"
    session: SessionFact | None = None
    course_id: UUID | None = None
    sessions: list[SessionFact] = []
    check_ins: list[DayFact] = []
    side_effects: list[EffectFact] = []
    expected_from: date | None = None
    scores: list[ScoreFact] = []
    paused: list[Pause] = []
    planned_gap: int | None = None
    thresholds: dict[str, dict[str, str]] = {}
    last_heard_on: date | None = None


def inputs_hash(given: SummaryInput) -> str:
    """sha256 (hex) over the facts in a canonical order: equal facts in any order hash alike."""
    canonical = msgspec.structs.replace(
        given,
        sessions=sorted(given.sessions, key=lambda fact: fact.id),
        check_ins=sorted(given.check_ins, key=lambda fact: (fact.day, fact.revision_id)),
        side_effects=sorted(given.side_effects, key=lambda fact: (fact.report_id, fact.revision_id)),
        scores=sorted(given.scores, key=lambda fact: (fact.id, fact.revision_id)),
        paused=sorted(given.paused, key=lambda pause: (pause.start, pause.until)),
    )
    return hashlib.sha256(msgspec.json.encode(canonical, order="deterministic")).hexdigest()
