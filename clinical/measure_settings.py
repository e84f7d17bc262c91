"""What a clinic sets for its measures: which are asked, which wording is switched on, which thresholds count, and when.

One document with a default for everything: a clinic that has set nothing asks for the PHQ-9, by `cadence.json`.
"""

from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

from .cadence import Cadence
from .errors import Invalid
from .instruments import INSTRUMENTS, Instrument, instrument_named, thresholds

ProtocolId = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
InstrumentId = ProtocolId
ThresholdId = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Rule = Literal[
    "screen", "response", "partial_response", "remission", "recovery", "reliable_change", "noticeable_change"
]

RULES: tuple[Rule, ...] = get_args(Rule)


class MeasureSettings(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """`who5` and `pcl5_spanish` switch wording on. `thresholds` name one candidate a rule, `cadence` is by protocol and
    instrument; what neither of them names follows the files of this package."""

    who5: bool = False
    pcl5_spanish: bool = False
    asked: Annotated[tuple[InstrumentId, ...], Meta(max_length=12)] = ("phq-9",)
    thresholds: Annotated[dict[InstrumentId, dict[Rule, ThresholdId]], Meta(max_length=12)] = {}
    cadence: Annotated[
        dict[ProtocolId, Annotated[dict[InstrumentId, Cadence], Meta(max_length=12)]], Meta(max_length=100)
    ] = {}

    @property
    def switched_on(self) -> list[str]:
        """As `instruments.may_show` takes it."""
        wordings = {"who-5": self.who5, "pcl-5.es": self.pcl5_spanish}
        return [wording for wording, on in wordings.items() if on]


def answered_by_patients(instrument: Instrument) -> bool:
    """Its wording may be shown somewhere, be it by a clinic's setting. The clinic enters totals of the others."""
    return "not_shipped" not in (instrument.licence.en, instrument.licence.es)


ASKABLE = tuple(id for id, instrument in INSTRUMENTS.items() if answered_by_patients(instrument))


def check(settings: MeasureSettings) -> None:
    """Invalid, with the field's path, for what no instrument has and for what no patient can be asked."""
    for number, id in enumerate(settings.asked):
        _check_askable(f"asked[{number}]", id)
        if id in settings.asked[:number]:
            raise Invalid.field(f"asked[{number}]", "This is on the list twice.")
    for id, picked in settings.thresholds.items():
        try:
            thresholds(instrument_named(id), dict(picked.items()))
        except Invalid as error:
            field = f"thresholds.{id}" if error.errors[0].path == "instrument" else f"thresholds.{error.errors[0].path}"
            raise Invalid.field(field, error.detail) from None
    for protocol, by_instrument in settings.cadence.items():
        for id, cadence in by_instrument.items():
            _check_askable(f"cadence.{protocol}.{id}", id)
            _check_partner(f"cadence.{protocol}.{id}.with_instrument", id, cadence, by_instrument)


def _check_askable(path: str, id: str) -> None:
    if id not in ASKABLE:
        raise Invalid.field(path, f"Patients can be asked: {', '.join(ASKABLE)}.")


def _check_partner(path: str, id: str, cadence: Cadence, others: dict[str, Cadence]) -> None:
    partner = cadence.with_instrument
    if partner is None:
        return
    _check_askable(path, partner)
    if partner == id or (partner in others and others[partner].with_instrument is not None):
        raise Invalid.field(path, "It can follow an instrument that has days of its own.")
