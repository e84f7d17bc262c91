"""The instruments as somebody of the clinic may see them: the facts of all, the wording where its licence and the clinic allow it."""

from typing import Annotated, Literal

import msgspec
from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from api.acting import Office
from api.etags import unless_known
from api.state import AnyRequest
from clinical.instruments import INSTRUMENTS, Instrument, may_show
from clinical.instruments.shapes import ExtraItem, Option, Words
from clinical.measure_settings import MeasureSettings
from clinical.side_effects import Language
from db import clinic_care


class OptionView(msgspec.Struct, kw_only=True):
    score: int
    text: str


class ItemView(msgspec.Struct, kw_only=True):
    """`topic` is for staff, where there is no wording: `text` is null and `options` are empty then."""

    n: int
    text: str | None
    topic: str
    options: list[OptionView]


class ExtraItemView(msgspec.Struct, kw_only=True):
    id: str
    text: str
    options: list[OptionView]


class BandView(msgspec.Struct, kw_only=True):
    """`key` is what MeasureView calls it."""

    min: int
    max: int
    key: str
    label: str


class InstrumentView(msgspec.Struct, kw_only=True):
    """`language` is that of the wording, null where there is none to show; `notice` stands wherever the wording does.

    answered_by    patient: the wording may be shown. clinic: a clinician enters totals.
    asked          the clinic asks its patients for it
    instructions   what stands above the items, its paragraphs apart by an empty line
    min, max       of the total, null for an instrument without one
    """

    id: str
    version: int
    name: str
    measures: str
    answered_by: Literal["patient", "clinic"]
    asked: bool
    language: Language | None
    instructions: str | None
    recall_days: int | None
    items: list[ItemView]
    extra_items: list[ExtraItemView]
    min: int | None
    max: int | None
    higher_is: Literal["worse", "better", "more"]
    bands: list[BandView]
    notice: str | None
    minutes: int | None


class InstrumentController(Controller):
    path = "/instruments"
    tags = ("measures",)

    @get("/")
    async def list_instruments(
        self,
        request: AnyRequest,
        office: NamedDependency[Office],
        language: Annotated[Language | None, QueryParameter()] = None,
    ) -> Response[list[InstrumentView]]:
        """In the reader's language unless they ask for another: staff read a form in the words that the patient was shown."""
        settings = await clinic_care.measures(office.conn, office.clinic_id)
        reads = language or ("es" if office.account.language == "es" else "en")
        return unless_known(request, [view(instrument, reads, settings) for instrument in INSTRUMENTS.values()])


def view(instrument: Instrument, language: Language, settings: MeasureSettings) -> InstrumentView:
    shown = may_show(instrument, language, settings.switched_on)
    options = _options(instrument.options, language) if shown else []
    return InstrumentView(
        id=instrument.id,
        version=instrument.version,
        name=instrument.name,
        measures=_in(instrument.measures, language) or instrument.name,
        answered_by="patient" if shown else "clinic",
        asked=shown and instrument.id in settings.asked,
        language=language if shown else None,
        instructions=_instructions(instrument, language) if shown else None,
        recall_days=instrument.recall.days,
        items=[
            ItemView(n=item.n, text=_in(item, language) if shown else None, topic=item.topic, options=options)
            for item in instrument.items
        ],
        extra_items=_extra_items(instrument.extra_items, language) if shown else [],
        min=instrument.scoring.min,
        max=instrument.scoring.max,
        higher_is=instrument.scoring.higher_is,
        bands=[
            BandView(min=band.min, max=band.max, key=band.en, label=band.es if language == "es" else band.en)
            for band in instrument.bands
        ],
        notice=instrument.licence.notice if shown else None,
        minutes=instrument.minutes,
    )


def _in(words: Words, language: Language) -> str | None:
    return words.es if language == "es" else words.en


def _instructions(instrument: Instrument, language: Language) -> str | None:
    above = [words for words in (instrument.instructions, instrument.recall) if words is not None]
    return "\n\n".join(text for words in above if (text := _in(words, language))) or None


def _options(options: list[Option], language: Language) -> list[OptionView]:
    return [OptionView(score=option.score, text=text) for option in options if (text := _in(option, language))]


def _extra_items(items: list[ExtraItem], language: Language) -> list[ExtraItemView]:
    """Those that have a wording in this language: the form is complete without them."""
    return [
        ExtraItemView(id=item.id, text=text, options=_options(item.options, language))
        for item in items
        if (text := _in(item, language))
    ]
