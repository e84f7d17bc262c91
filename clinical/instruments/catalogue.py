"""The instruments there are, one file each, and where their wording may be shown."""

from collections.abc import Collection

from ..data import load
from ..errors import Invalid
from ..side_effects import Language
from .shapes import Instrument

IDS = (
    "phq-9",
    "phq-2",
    "gad-7",
    "pcl-5",
    "who-5",
    "qids-sr16",
    "isi",
    "asrm",
    "cssrs-screener",
    "oci-r",
    "y-bocs-sr",
    "cadss-6",
)

INSTRUMENTS: dict[str, Instrument] = {id: load(f"{id}.json", Instrument, __package__ or "") for id in IDS}
SOURCES: dict[str, str] = load("sources.json", dict[str, str], __package__ or "")


def instrument_named(id: str) -> Instrument:
    """Invalid, with the ids there are, for any other."""
    found = INSTRUMENTS.get(id)
    if found is None:
        raise Invalid.field("instrument", f"There is no such instrument. There are: {', '.join(IDS)}.")
    return found


def may_show(instrument: Instrument, language: Language, switched_on: Collection[str] = ()) -> bool:
    """Whether patients may be shown its questions in that language.

    `switched_on` is the clinic's setting, of values like "who-5" (both languages) and "pcl-5.es" (one). It reaches
    what the file marks `by_setting`, never what is not shipped.
    """
    wording = instrument.licence.es if language == "es" else instrument.licence.en
    asked_for = instrument.id in switched_on or f"{instrument.id}.{language}" in switched_on
    return wording == "shipped" or (wording == "by_setting" and asked_for)
