"""What clients see of a trend summary: the page, its strip that is always live, and a row of the inbox."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from api.alert_views import AlertLine
from api.homework import HomeworkView
from api.pre_session_views import PreSessionGiven
from api.session_views import SessionView
from api.therapy_pages import PageView
from clinical.therapy import Skills
from clinical.trends import Summary
from clinical.trends.facts import Form
from db.summaries import RedFlag

Item9State = Literal["not_asked", "not_asked_since", "skipped", "above_zero", "not_at_all"]


class SummaryListRow(msgspec.Struct, kw_only=True):
    summary_id: UUID
    patient_id: UUID
    patient_name: str
    session: SessionView
    form: Form
    made_at: datetime
    reviewed_at: datetime | None
    reviewed_by: str | None


class PatientRef(msgspec.Struct, kw_only=True):
    patient_id: UUID
    name: str


class SummaryNote(msgspec.Struct, kw_only=True):
    """`changed_after`: the entry was corrected after the numbers were made; these are its words now."""

    day: date
    text: str
    audience: str
    written_at: datetime
    entry: str
    changed_after: bool


class Reviewed(msgspec.Struct, kw_only=True):
    by: str
    at: datetime


class Item9Answer(msgspec.Struct, kw_only=True):
    """An answer above "not at all". `reviewed`: the alert that it raised was acknowledged; null also without an alert."""

    day: date
    answer: int
    answer_text: str
    reviewed: Reviewed | None
    alert_id: UUID | None


class Item9(msgspec.Struct, kw_only=True):
    """The last time the PHQ-9 was put to the patient, and what became of its item 9. No state says that there is no danger.

    above_zero        `answer` 1 to 3, however long ago
    not_at_all        0, within the last 14 days
    skipped           the item was left out, or the whole form declined, within the last 14 days
    not_asked_since   the last time, on `day`, was longer ago; `answer` is what was said then, null when it was left out
    not_asked         never; a total that the clinic entered holds no answer

    `stale`: more than 14 days ago. `above_zero_before`: the latest earlier answer above 0 of the interval, or one that
    nobody has reviewed: a later answer takes nothing back.
    """

    state: Item9State
    stale: bool
    instrument: str | None
    day: date | None
    answer: int | None
    answer_text: str | None
    reviewed: Reviewed | None
    alert_id: UUID | None
    above_zero_before: Item9Answer | None


class PreSessionLine(msgspec.Struct, kw_only=True):
    """What was said before the session `session_id`, as far as the reader may know of it. `needs_look` of the answers stop a
    session and wait for a person. Questions open shortly before a treatment: until then, and between sessions, nobody asks.
    """

    state: Literal["not_asked", "not_answered", "answered"] = "not_asked"
    session_id: UUID | None = None
    given: PreSessionGiven | None = None
    needs_look: int = 0


class LiveStrip(msgspec.Struct, kw_only=True):
    """`alerts`: open ones and those raised since the interval began; `red_flags` of the same time, a grave one
    also when it was corrected since. `entries_since`: days,
    reports, scores, pages and answers before a session that came after the numbers were made; `changed_after`: those that
    were corrected since."""

    as_of: datetime
    alerts: list[AlertLine]
    held: bool
    red_flags: list[RedFlag]
    entries_since: int
    item9: Item9
    pre_session: PreSessionLine
    changed_after: int


class OtherCourse(msgspec.Struct, kw_only=True):
    """A course of the patient that these numbers are not about; `?course_id=` has its own. The newest first."""

    course_id: UUID
    name: str
    ended_on: date | None


class SummaryPage(msgspec.Struct, kw_only=True):
    """`summary_id` is null for a live page, whose numbers were made for this answer. `course_id` is what they are about.

    On the therapist's form, from the interval's first day on and as far as they are shared with the reader now: `pages`, the
    newest first; `skills` practised on them; and `homework` that is open, or was due since.
    """

    summary_id: UUID | None
    patient: PatientRef
    form: Form
    session: SessionView | None
    course_id: UUID | None
    other_courses: list[OtherCourse]
    made_at: datetime
    inputs_until: datetime
    numbers: Summary
    notes: list[SummaryNote]
    live: LiveStrip
    reviewed: Reviewed | None
    clinic_name: str
    pages: list[PageView] = []
    skills: Skills | None = None
    homework: list[HomeworkView] = []
