"""Templates that a clinic makes for itself. They say what the clinic does; nothing here judges it.

Once a course has begun it keeps its own copy: what a clinic changes later changes nothing of it.
"""

from collections.abc import Sequence
from typing import Annotated
from unicodedata import category

from msgspec import Meta, Struct, field

from .course_phases import EVERY_DAYS, Phase
from .course_plan import WORKING_DAYS, Template, TreatmentKind
from .errors import FieldError, Invalid
from .side_effects import Modality

MOST_SESSIONS = 300
BOOSTER_GAP, BOOSTER_MONTHS = (7, EVERY_DAYS), (1, 24)
"""Days between boosters and months of them. Sources have 14 to 60 days, for 12 to 18 months."""

KINDS: dict[Modality, TreatmentKind] = {"ketamine_iv": "infusion", "esketamine": "esketamine", "tms": "tms"}

Weekday = Annotated[int, Meta(ge=1, le=7)]
Name = Annotated[str, Meta(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f]*[^\s\x00-\x1f][^\x00-\x1f]*$")]


class OwnBoosters(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One each `every_days` after the last session of the phases, for so many months."""

    every_days: Annotated[int, Meta(ge=BOOSTER_GAP[0], le=BOOSTER_GAP[1])]
    months: Annotated[int, Meta(ge=BOOSTER_MONTHS[0], le=BOOSTER_MONTHS[1])]


class OwnTemplate(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """`weekdays`, 1 (Monday) to 7, are the days on which the clinic is open for it; a course may choose others."""

    id: Annotated[str, Meta(pattern=r"^own-[a-z0-9-]{1,30}$(?![\s\S])")]
    name: Name
    modality: Modality
    kind: TreatmentKind
    phases: Annotated[list[Phase], Meta(min_length=1, max_length=8)]
    weekdays: Annotated[list[Weekday], Meta(min_length=1, max_length=7)] = field(
        default_factory=lambda: list(WORKING_DAYS)
    )
    boosters: OwnBoosters | None = None

    def template(self) -> Template:
        boosters = self.boosters
        return Template(
            id=self.id,
            kind=self.kind,
            sessions=[sum(phase.sessions for phase in self.phases)],
            phases=self.phases,
            booster_every_days=boosters and boosters.every_days,
            booster_months=boosters and (boosters.months, boosters.months),
            one_summary=_is_over_within_days(self.phases),
            weekdays=sorted(set(self.weekdays)),
        )


OwnTemplates = Annotated[list[OwnTemplate], Meta(max_length=30)]


def check(templates: Sequence[OwnTemplate]) -> None:
    """What single fields cannot say. Invalid with the path of each field: "[1].phases[0].per_week"."""
    errors: list[FieldError] = []
    for n, template in enumerate(templates):
        if any(template.id == other.id for other in templates[:n]):
            errors.append(FieldError(path=f"[{n}].id", message="Another template has this id."))
        errors += [FieldError(path=f"[{n}].{path}", message=message) for path, message in _of_template(template)]
    if errors:
        raise Invalid(errors=errors)


def _of_template(template: OwnTemplate) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if not any(category(letter)[0] not in "CZ" for letter in template.name):
        found.append(("name", "A name needs letters that can be seen."))  # zero-width ones cannot
    if template.kind != KINDS[template.modality]:
        found.append(("kind", f"The sessions of this treatment are of the kind {KINDS[template.modality]}."))
    if template.boosters and template.kind != "infusion":
        found.append(("boosters", "Boosters follow infusions. For others, add a phase."))
    if sum(phase.sessions for phase in template.phases) > MOST_SESSIONS:
        found.append(("phases", f"A course has at most {MOST_SESSIONS} sessions."))
    for n, phase in enumerate(template.phases):
        found += [(f"phases[{n}]{path}", message) for path, message in _of_phase(phase, template)]
    return found


def _of_phase(phase: Phase, template: OwnTemplate) -> list[tuple[str, str]]:
    paces = [pace for pace in (phase.per_day, phase.per_week, phase.every_days) if pace is not None]
    if len(paces) != 1:
        return [("", "Please choose one: sessions a day, sessions a week, or days between.")]
    several = (phase.per_day or 1) > 1
    found: list[tuple[str, str]] = []
    if several and template.kind != "tms":
        found.append((".per_day", "Only TMS has several sessions a day."))
    if several != (phase.minutes_apart is not None):
        found.append(
            (".minutes_apart", "Please say the minutes between the sessions of a day, where there are several.")
        )
    if phase.in_a_row and phase.per_day is None:
        found.append((".in_a_row", "Days in a row go with sessions a day."))
    if (phase.per_week or 0) > len(set(template.weekdays)):
        found.append((".per_week", "There are fewer weekdays than sessions a week."))
    return found


def _is_over_within_days(phases: Sequence[Phase]) -> bool:
    """One summary is enough for a course that has several sessions a day and no more than a week of them."""
    [first, *others] = phases
    per_day = first.per_day or 1
    return not others and per_day > 1 and first.sessions <= 7 * per_day
