"""A form as the patient sent it, and a total as the clinic entered it: what is accepted, and what it scores.

The answers decide alone. Whether a clinic shows a wording today does not matter to a form that was filled in on a phone without a
network while it did.
"""

from .entries import ClinicScorePut, MeasurePut
from .errors import Invalid
from .instruments import Instrument, Score, enter, instrument_named, score
from .measure_settings import answered_by_patients


def scored(put: MeasurePut) -> Score | None:
    """None for a form that was declined. Invalid, with the field's path, for what this instrument does not ask or take."""
    instrument = instrument_named(put.instrument)
    if not answered_by_patients(instrument):
        raise Invalid.field("instrument", "The clinic enters the scores of this instrument.")
    if put.version > instrument.version:
        raise Invalid.field("version", "This version of the form is not known yet.", limit=instrument.version)
    if put.declined:
        if put.answers or put.extras:
            raise Invalid.field("declined", "A form that was declined has no answers.")
        return None
    _check_extras(instrument, put.extras)
    return score(instrument, put.answers)


def _check_extras(instrument: Instrument, extras: dict[str, int]) -> None:
    for id, answer in extras.items():
        asked = next((item for item in instrument.extra_items if item.id == id), None)
        if asked is None:
            raise Invalid.field(f"extras.{id}", "This form does not ask that.")
        scores = [option.score for option in asked.options]
        if answer not in scores:
            sentence = f"An answer is a whole number from {min(scores)} to {max(scores)}."
            raise Invalid.field(f"extras.{id}", sentence, limit=max(scores))


def entered(put: ClinicScorePut) -> Score:
    """Invalid for an instrument without a total, and for a total outside its scale."""
    return enter(instrument_named(put.instrument), put.total)
