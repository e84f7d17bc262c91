"""What the clinic sets for its measures, and what there is to choose from. Staff may read it, an admin may change it."""

from typing import Literal

import msgspec
from litestar import Controller, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from api.acting import Office
from clinical.cadence import BY_MODALITY, BY_PROTOCOL, Cadence, Proposal, block_of, from_block
from clinical.cadence import SOURCES as CADENCE_SOURCES
from clinical.errors import Forbidden
from clinical.instruments import INSTRUMENTS, SOURCES, Instrument
from clinical.instruments.shapes import Amount, Cut, Wording
from clinical.measure_settings import ASKABLE, RULES, MeasureSettings, Rule, answered_by_patients, check
from clinical.side_effects import Modality
from db import clinic_care

MODALITIES: tuple[Modality, ...] = ("ketamine_iv", "esketamine", "tms")


class CandidateView(msgspec.Struct, kw_only=True):
    """A threshold that a clinic may choose: `label` stands beside every verdict, `sources` are citations. One number of the four:
    points or percent of the baseline for a change, `at_most` or `at_least` for a total."""

    id: str
    label: str
    points: float | None
    percent: float | None
    at_most: int | None
    at_least: int | None
    default: bool
    note: str | None
    sources: list[str]


class InstrumentChoice(msgspec.Struct, kw_only=True):
    """`setting` is what switches its wording on, in the languages that are `by_setting`. `rules` are those with a candidate."""

    id: str
    name: str
    askable: bool
    en: Wording
    es: Wording
    setting: Literal["who5", "pcl5_spanish"] | None
    licence: str
    licence_note: str | None
    rules: dict[Rule, list[CandidateView]]


class CadenceChoice(msgspec.Struct, kw_only=True):
    """What holds when a clinic sets nothing: for one protocol, or for all others of a modality; the instrument's own proposal comes last.
    `sources` are citations."""

    protocol: str | None
    modality: str | None
    instrument: str
    cadence: Cadence
    note: str | None
    sources: list[str]


class MeasureChoices(msgspec.Struct, kw_only=True):
    instruments: list[InstrumentChoice]
    cadence: list[CadenceChoice]


class MeasureSettingsController(Controller):
    path = "/clinic/measures"
    tags = ("clinic",)

    @get("/")
    async def show(self, office: NamedDependency[Office]) -> MeasureSettings:
        _staff_only(office)
        return await clinic_care.measures(office.conn, office.clinic_id)

    @put("/")
    async def change(self, office: NamedDependency[Office], data: JSONBody[MeasureSettings]) -> MeasureSettings:
        """The whole document. Scores that were given stay as they are; what is asked and how a change is called follows it at once."""
        if office.account.role != "admin":
            raise Forbidden("Only an admin can change the clinic's settings.")
        check(data)
        await clinic_care.change(office.conn, office.clinic_id, "measures", data, office.account.account_id)
        return data

    @get("/choices")
    async def choices(self, office: NamedDependency[Office]) -> MeasureChoices:
        _staff_only(office)
        return CHOICES


def _staff_only(office: Office) -> None:
    if office.account.role == "patient":
        raise Forbidden


def _instrument(instrument: Instrument) -> InstrumentChoice:
    candidates: dict[Rule, list[Amount] | list[Cut]] = {rule: getattr(instrument.rules, rule) for rule in RULES}
    return InstrumentChoice(
        id=instrument.id,
        name=instrument.name,
        askable=answered_by_patients(instrument),
        en=instrument.licence.en,
        es=instrument.licence.es,
        setting="who5" if instrument.id == "who-5" else "pcl5_spanish" if instrument.id == "pcl-5" else None,
        licence=instrument.licence.status,
        licence_note=instrument.licence.note,
        rules={rule: [_candidate(one) for one in found] for rule, found in candidates.items() if found},
    )


def _candidate(one: Amount | Cut) -> CandidateView:
    points, percent = (one.points, one.percent) if isinstance(one, Amount) else (None, None)
    return CandidateView(
        id=one.id,
        label=one.label,
        points=None if points is None else float(points),
        percent=None if percent is None else float(percent),
        at_most=one.at_most if isinstance(one, Cut) else None,
        at_least=one.at_least if isinstance(one, Cut) else None,
        default=one.default,
        note=one.note,
        sources=[SOURCES[key] for key in one.sources],
    )


def _cadence(proposal: Proposal, instrument: str, *, protocol: str | None, modality: str | None) -> CadenceChoice:
    return CadenceChoice(
        protocol=protocol,
        modality=modality,
        instrument=instrument,
        cadence=Cadence(**{field: getattr(proposal, field) for field in Cadence.__struct_fields__}),
        note=proposal.note,
        sources=[CADENCE_SOURCES[key] for key in proposal.sources],
    )


def _of_its_own(instrument: Instrument, modality: Modality) -> CadenceChoice | None:
    block = block_of(instrument, modality)
    if block is None or instrument.id in BY_MODALITY.get(modality, {}):
        return None
    return CadenceChoice(
        protocol=None,
        modality=modality,
        instrument=instrument.id,
        cadence=from_block(block),
        note=block.note,
        sources=[SOURCES[key] for key in block.sources],
    )


CHOICES = MeasureChoices(
    instruments=[_instrument(instrument) for instrument in INSTRUMENTS.values()],
    cadence=[
        *(
            _cadence(proposal, instrument, protocol=None, modality=modality)
            for modality, by_instrument in BY_MODALITY.items()
            for instrument, proposal in by_instrument.items()
        ),
        *(
            _cadence(proposal, instrument, protocol=protocol, modality=None)
            for protocol, by_instrument in BY_PROTOCOL.items()
            for instrument, proposal in by_instrument.items()
        ),
        *(
            choice
            for modality in MODALITIES
            for instrument in ASKABLE
            if (choice := _of_its_own(INSTRUMENTS[instrument], modality)) is not None
        ),
    ],
)
"""Facts of the files, the same for every clinic."""
