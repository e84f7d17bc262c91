"""When an instrument is asked in a course: what the files propose, and what a clinic may put in their place.

How a cadence becomes days is in `due_measures`. Facts and their sources stand in cadence.json.
"""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta, Struct

from .data import load
from .instruments import INSTRUMENTS, Instrument
from .instruments.shapes import Cadence as Block
from .side_effects import Modality

Count = Annotated[int, Meta(ge=1, le=100)]
Days = Annotated[int, Meta(ge=1, le=366)]
Months = Annotated[int, Meta(ge=1, le=24)]


class Cadence(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """When one instrument is asked in one course. All left as they are: never.

    start                  before the first treatment day
    before                 before these treatment days, from 1
    before_last            before the last one
    weekly_until_week      before the first of each week, in weeks 2 to this; week 1 begins with the first day
    before_each_from_week  before each one from this week on
    every_sessions         after each so many-th
    every_days             by the calendar, from the first day to the last of the course
    before_boosters        before each booster
    after_booster_days     so many days after each booster
    after_last             once the last treatment day is there
    after_last_days        so many days after it; `after_last_months` likewise
    with_instrument        whenever that other one is asked, and none of the above
    """

    start: bool = False
    before: Annotated[list[Count], Meta(max_length=20)] = []
    before_last: bool = False
    weekly_until_week: Count | None = None
    before_each_from_week: Count | None = None
    every_sessions: Count | None = None
    every_days: Days | None = None
    before_boosters: bool = False
    after_booster_days: Annotated[list[Days], Meta(max_length=10)] = []
    after_last: bool = False
    after_last_days: Annotated[list[Days], Meta(max_length=10)] = []
    after_last_months: Annotated[list[Months], Meta(max_length=10)] = []
    with_instrument: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,39}$")] | None = None


class Proposal(Cadence, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """`sources` are keys of the file."""

    note: str
    sources: list[str]


class _Data(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    about: str
    sources: dict[str, str]
    modalities: dict[Modality, dict[str, Proposal]]
    protocols: dict[str, dict[str, Proposal]]


_DATA = load("cadence.json", _Data)
BY_MODALITY, BY_PROTOCOL, SOURCES = _DATA.modalities, _DATA.protocols, _DATA.sources

Overrides = Mapping[str, Mapping[str, Cadence]]
"""What a clinic sets: protocol, instrument, cadence."""


def cadence_for(protocol: str, modality: Modality, instrument: str, overrides: Overrides) -> Cadence | None:
    """The clinic's, else the protocol's, else the modality's, else the instrument's own; None when nobody gives one."""
    for by_instrument in (overrides.get(protocol), BY_PROTOCOL.get(protocol), BY_MODALITY.get(modality)):
        if by_instrument is not None and instrument in by_instrument:
            return by_instrument[instrument]
    block = block_of(INSTRUMENTS[instrument], modality)
    return None if block is None else from_block(block)


def block_of(instrument: Instrument, modality: Modality) -> Block | None:
    """What the instrument's own file says of a treatment."""
    wanted = ("tms" if modality == "tms" else "ketamine", "any")
    return next((block for block in instrument.cadence if block.modality in wanted), None)


def from_block(block: Block) -> Cadence:
    """Change is stated from a baseline, so whatever is asked by the calendar is asked before the first session too."""
    return Cadence(
        start="course" in block.before or bool(block.every_days),
        before_boosters="booster" in block.before,
        every_days=block.every_days[0] if block.every_days else None,
        after_booster_days=block.after_booster_days,
        after_last=block.at_last_session,
        after_last_months=block.after_course_months,
        with_instrument=block.with_instrument,
    )
