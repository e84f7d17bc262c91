"""What a patient enters. Bounds here are the product's; the database repeats them as constraints.

Scores run 0-10: mood, energy and sleep quality 0 = worst; anxiety 0 = none. They are the house's own daily items, not
an instrument. A day is the patient's local date, never an instant.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

NOTE_LIMIT = 10_000
"""Code points of one note."""

Audience = Literal["private", "therapist", "team"]
Score = Annotated[int, Meta(ge=0, le=10)]
SleepHours = Annotated[float, Meta(ge=0, le=24, multiple_of=0.5)]
Severity = Literal["not_present", "mild", "moderate", "severe"]
Onset = Literal["during_session", "same_day", "day_1", "day_2", "day_3_6", "later"]
Interference = Literal["not_at_all", "a_little", "quite_a_lot", "completely"]


class Note(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Words of the patient, and who else may read them."""

    text: Annotated[str, Meta(min_length=1, max_length=NOTE_LIMIT)]
    audience: Audience


class Stamp(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """When and where the phone says that this was written.

    The offset is what the person's own clock showed, so it decides the local day; the zone's name is kept beside it
    and is not checked against our tz database, because an entry must not be lost to a name that is newer than it.
    """

    written_at: Annotated[datetime, Meta(tz=True)]
    zone: Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_+/-]{0,63}$")]
    offset_minutes: Annotated[int, Meta(ge=-1080, le=1080)]

    def __post_init__(self) -> None:
        # A phone outside these years cannot have made a TLS connection to us: its clock is not set at all.
        if not 2020 <= self.written_at.year <= 2200:
            raise ValueError("The clock of this phone is not set.")

    def local_day(self, instant: datetime | None = None) -> date:
        """The day that the phone's own clock shows at `instant` (by default: at the time of writing)."""
        return ((instant or self.written_at).astimezone(UTC) + timedelta(minutes=self.offset_minutes)).date()


class CheckIn(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One per patient and local day. Only mood is required."""

    mood: Score
    anxiety: Score | None = None
    energy: Score | None = None
    sleep_hours: SleepHours | None = None
    sleep_quality: Score | None = None
    note: Note | None = None


class CheckInPut(CheckIn, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A revision as the phone sends it. `based_on` is the revision that the person saw when they wrote this one."""

    revision_id: UUID
    based_on: UUID | None = None
    stamp: Stamp


class SideEffectReport(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """`effect` is an id of `clinical.side_effects`; an id that it does not know is treated as an ordinary effect."""

    effect: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    severity: Severity
    day: date
    onset: Onset | None = None
    still_present: bool | None = None
    interference: Interference | None = None
    session_id: UUID | None = None
    note: Note | None = None


class SideEffectPut(SideEffectReport, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A revision of a report, see CheckInPut."""

    revision_id: UUID
    based_on: UUID | None = None
    stamp: Stamp


class MeasureAnswers(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """The answers to an instrument's items in their order, null where one was left out."""

    instrument: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    answers: Annotated[list[Annotated[int, Meta(ge=0, le=100)] | None], Meta(max_length=100)]


class MeasurePut(MeasureAnswers, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A revision of a filled-in form, see CheckInPut. Which answers it may have is the instrument's: `clinical.measures`.

    `version` and `language` are of the wording that was shown. `extras` belong to the form and not to the total. `declined`: "not now",
    without any answers; `session_id` is the session that it was asked for.
    """

    version: Annotated[int, Meta(ge=1, le=1000)]
    language: Literal["en", "es"]
    day: date
    extras: Annotated[
        dict[Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")], Annotated[int, Meta(ge=0, le=100)]],
        Meta(max_length=10),
    ] = {}
    declined: bool = False
    session_id: UUID | None = None
    revision_id: UUID
    based_on: UUID | None = None
    stamp: Stamp


class ClinicScorePut(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A revision of a total that the clinic enters without the answers. Its bounds are the instrument's: `clinical.measures`."""

    instrument: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    total: Annotated[int, Meta(ge=0, le=10_000)]
    day: date
    session_id: UUID | None = None
    revision_id: UUID
    based_on: UUID | None = None
    stamp: Stamp


Form = Literal["cbt", "rebt", "dbt", "aba", "free"]
FieldName = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class TherapyPage(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A page in the form that the patient's therapy uses. Which fields a form has says `clinical.therapy`, which also checks them.

    `audience` holds for the whole page: its numbers are as private as its words.
    """

    form: Form
    day: date
    audience: Audience
    texts: Annotated[
        dict[FieldName, Annotated[str, Meta(min_length=1, max_length=NOTE_LIMIT)]], Meta(max_length=40)
    ] = {}
    ratings: Annotated[dict[FieldName, int], Meta(max_length=80)] = {}
    homework_id: UUID | None = None


class TherapyPagePut(TherapyPage, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A revision of a page, see CheckInPut."""

    revision_id: UUID
    based_on: UUID | None = None
    stamp: Stamp


SessionAnswer = Literal[
    "yes", "no", "not_sure", "does_not_apply", "prefer_to_talk", "arranged", "not_arranged", "hours", "time"
]


class PreSessionAnswer(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """`amount` goes with hours, `at_time` ("YYYY-MM-DDTHH:MM" by the phone's own clock) with time. Which question takes what says
    `clinical.pre_session`, which also checks it."""

    question: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    answer: SessionAnswer
    amount: Annotated[float, Meta(ge=0, le=24)] | None = None
    at_time: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$", max_length=16)] | None = None
    note: Annotated[str, Meta(min_length=1, max_length=NOTE_LIMIT)] | None = None


class PreSessionAnswers(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Some or all questions before a session. The care team reads them, and of some questions the prescriber alone."""

    answers: Annotated[list[PreSessionAnswer], Meta(max_length=40)]


class PreSessionPut(PreSessionAnswers, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A revision of all answers before one session, see CheckInPut."""

    revision_id: UUID
    based_on: UUID | None = None
    stamp: Stamp


Entry = CheckIn | SideEffectReport | MeasureAnswers | TherapyPage | PreSessionAnswers
