"""Is a mapping one that this table can be read with?"""

from math import isfinite

from clinical.diary_import.shapes import DiaryMapping, EffectColumn, RatingColumn
from clinical.errors import FieldError, Invalid


def check(mapping: DiaryMapping, columns: list[str]) -> None:
    """Raises Invalid with every fault and its path."""
    errors = [
        FieldError(path=path, message=f"There is no column “{name}” in this file.")
        for path, name in named(mapping)
        if name not in columns
    ]
    for field, rating in mapping.fields.items():
        errors += [FieldError(path=f"mapping.fields.{field}", message=fault) for fault in rating_faults(rating)]
    for at, effect in enumerate(mapping.side_effects):
        errors += [FieldError(path=f"mapping.side_effects.{at}", message=fault) for fault in effect_faults(effect)]
    if not usable(mapping):
        errors.append(FieldError(path="mapping.fields.mood", message="Choose the mood column, or a side effect."))
    if errors:
        raise Invalid(errors[0].message, errors=errors)


def usable(mapping: DiaryMapping) -> bool:
    """A check-in needs a mood; side effects can stand alone."""
    return "mood" in mapping.fields or bool(mapping.side_effects)


def named(mapping: DiaryMapping) -> list[tuple[str, str]]:
    """(path, column) of every column that the mapping names."""
    return [
        ("mapping.date", mapping.date),
        *((f"mapping.fields.{field}.column", rating.column) for field, rating in mapping.fields.items()),
        *((f"mapping.side_effects.{at}.column", effect.column) for at, effect in enumerate(mapping.side_effects)),
        *([("mapping.note.column", mapping.note.column)] if mapping.note else []),
    ]


def rating_faults(rating: RatingColumn) -> list[str]:
    fits = isfinite(rating.low) and isfinite(rating.high) and rating.low < rating.high
    return [] if fits else ["The low end of the scale must be below the high end."]


def effect_faults(effect: EffectColumn) -> list[str]:
    bounds = (effect.mild, effect.moderate, effect.severe)
    rising = all(isfinite(bound) for bound in bounds) and effect.mild <= effect.moderate <= effect.severe
    return [] if rising else ["Mild, moderate and severe must start at rising values."]
