"""What an instrument's file holds. Items count from 1; every `sources` names keys of sources.json.

Nothing here is a diagnosis: bands are labels from papers, and rules that name a disorder or a level of risk are left out.
"""

from decimal import Decimal
from typing import Literal

from msgspec import Struct

Modality = Literal["any", "tms", "ketamine"]
Wording = Literal["shipped", "by_setting", "not_shipped"]
Occasion = Literal["course", "infusion", "booster"]


class Words(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """The same in both languages; null where there is no wording that may be shown."""

    en: str | None = None
    es: str | None = None


class Recall(Words, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """How far back the answers look, in days; null where it is not one number. The wording is part of the instrument."""

    days: int | None = None
    note: str | None = None
    sources: list[str]


class Item(Words, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """`topic` is for staff, where the wording may not be shown. `asked_if`: asked after a yes to that item."""

    n: int
    topic: str
    loinc: str | None = None
    asked_if: int | None = None


class Option(Words, kw_only=True, frozen=True, forbid_unknown_fields=True):
    score: int
    loinc: str | None = None


class ExtraItem(Words, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A question that belongs to the form and never to the total."""

    id: str
    options: list[Option]
    loinc: str | None = None
    sources: list[str]


class TakenFrom(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """The instrument whose answers hold these items already."""

    instrument: str
    items: list[int]


class Part(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """The sum of some items, 0 to `max`. `only_without_total`: said in place of a total, never beside one."""

    id: str
    en: str
    items: list[int]
    max: int
    only_without_total: bool = False


class Missing(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Questions that may stay unanswered: for an estimated total, and for showing the parts that are complete."""

    prorate_up_to: int
    parts_up_to: int
    sources: list[str]


class Scoring(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """The total runs from `min` to `max`, both null where there is none (`method` none).

    sum              of all items, times `multiplier`
    sum_of_highest   of the highest answer in each of `groups`
    alternatives     items of which one answer is enough (appetite less, appetite more)
    higher_is        `more` is neither worse nor better
    """

    method: Literal["sum", "sum_of_highest", "none"]
    min: int | None = None
    max: int | None = None
    multiplier: int = 1
    higher_is: Literal["worse", "better", "more"]
    groups: list[list[int]] = []
    alternatives: list[list[int]] = []
    missing: Missing
    parts: list[Part] = []
    note: str | None = None
    sources: list[str]


class Band(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Totals from `min` to `max`. `en` is the paper's label and the band's key; `es` is our translation."""

    min: int
    max: int
    en: str
    es: str


class Threshold(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One of the candidates of a rule. `label` is said beside the number ("NHS, 6 points"); one of them is `default`."""

    id: str
    label: str
    default: bool = False
    note: str | None = None
    sources: list[str]


class Amount(Threshold, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A change of at least so many points, or percent of the baseline. Not stated below `baseline_at_least`."""

    points: Decimal | None = None
    percent: Decimal | None = None
    baseline_at_least: int | None = None

    def __post_init__(self) -> None:
        if (self.points is None) == (self.percent is None):
            raise ValueError("An amount is in points or in percent.")


class Cut(Threshold, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A total of at most, or at least, so many points."""

    at_most: int | None = None
    at_least: int | None = None

    def __post_init__(self) -> None:
        if (self.at_most is None) == (self.at_least is None):
            raise ValueError("A cut is an upper or a lower bound.")

    def met(self, total: int) -> bool:
        return total <= self.at_most if self.at_most is not None else total >= (self.at_least or 0)


class Rules(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Candidates for each rule, none where no source gives one. `recovery` is the NHS's, beside remission."""

    screen: list[Cut] = []
    response: list[Amount] = []
    partial_response: list[Amount] = []
    remission: list[Cut] = []
    recovery: list[Cut] = []
    reliable_change: list[Amount] = []
    noticeable_change: list[Amount] = []


class Cadence(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """When it is usually asked: a proposal for the clinic. Of several `every_days` the first is the usual one."""

    modality: Modality
    before: list[Occasion] = []
    every_days: list[int] = []
    at_last_session: bool = False
    after_booster_days: list[int] = []
    after_course_months: list[int] = []
    with_instrument: str | None = None
    note: str | None = None
    sources: list[str]


class Safety(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Items of which an answer above `above` shows help at once and tells staff. `at_once`: a person is called now.

    What an answer routes to is in clinical/safety_items.json.
    """

    items: list[int]
    above: int
    at_once: list[int] = []
    sources: list[str]


class Review(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Worth a clinician's look at the next review, no emergency: an item's answer, or the total where `item` is null."""

    item: int | None = None
    at_least: int
    sources: list[str]


class Loinc(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Null where no code was found: use a code system of our own, never a guess."""

    panel: str | None = None
    panel_display: str | None = None
    total: str | None = None
    total_display: str | None = None
    answer_list: str | None = None
    difficulty_answer_list: str | None = None
    sources: list[str]


class Licence(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Whether the wording may be shown, by language, and the `notice` that has to stand wherever it is."""

    status: str
    en: Wording
    es: Wording
    notice: str | None = None
    note: str | None = None
    sources: list[str]


class Instrument(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """`n_items` are the answers that score() takes; `items` is empty where our sources do not list them."""

    id: str
    version: int
    name: str
    measures: Words
    respondent: Literal["self", "interview", "clinician"]
    n_items: int
    minutes: int | None = None
    recall: Recall
    instructions: Words | None = None
    taken_from: TakenFrom | None = None
    items: list[Item]
    options: list[Option]
    extra_items: list[ExtraItem] = []
    scoring: Scoring
    bands: list[Band]
    bands_sources: list[str]
    rules: Rules
    cadence: list[Cadence]
    safety: Safety | None = None
    review: list[Review] = []
    loinc: Loinc
    licence: Licence

    def band(self, total: int) -> str | None:
        """The English label of the band that holds `total`; null for an instrument without bands."""
        return next((band.en for band in self.bands if band.min <= total <= band.max), None)
