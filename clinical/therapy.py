"""The forms of therapy pages: their fields in plain words, what a page may hold, and which skills were practised.

Wording and fields stand in therapy.json, with where they come from. Nothing here is scored: a page is for the person who
wrote it and for the therapist whom they show it to.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, Protocol

from msgspec import Struct

from .data import load
from .entries import Form, TherapyPage
from .errors import FieldError, Invalid
from .safety_items import SAFETY_RATINGS
from .side_effects import Language

Kind = Literal["text", "rating", "choice", "yes_no", "count"]


class _Option(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    name: str
    en: str
    es: str


class _FieldWords(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    label: str
    hint: str | None = None
    low_label: str | None = None
    high_label: str | None = None


class _Field(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    name: str
    kind: Kind
    low: int | None = None
    high: int | None = None
    required: bool = False
    options: list[_Option] | None = None
    en: _FieldWords
    es: _FieldWords


class _FormWords(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    name: str
    purpose: str


class _Form(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    id: Form
    sources: list[str]
    en: _FormWords
    es: _FormWords
    fields: list[_Field]


class _Data(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    about: str
    sources: dict[str, str]
    forms: list[_Form]


_DATA = load("therapy.json", _Data)
FORMS: dict[str, _Form] = {form.id: form for form in _DATA.forms}
SOURCES: dict[str, str] = _DATA.sources


class OptionView(Struct, kw_only=True, frozen=True):
    """A chosen option is a rating of its own: `ratings[name] = 1`."""

    name: str
    label: str


class FieldView(Struct, kw_only=True, frozen=True):
    """`kind` text goes into a page's `texts` under `name`, everything else into `ratings`: a rating or a count from `low` to `high`,
    yes_no as 1 or 0, and of a choice as many `options` as fit. `safety`: an answer above 0 is answered with the hotline."""

    name: str
    label: str
    hint: str | None
    kind: Kind
    low: int | None
    high: int | None
    low_label: str | None
    high_label: str | None
    options: list[OptionView] | None
    required: bool
    safety: bool


class FormView(Struct, kw_only=True, frozen=True):
    id: Form
    name: str
    about: str
    fields: list[FieldView]


def forms(language: Language) -> list[FormView]:
    return [_form_view(form, language) for form in _DATA.forms]


def _form_view(form: _Form, language: Language) -> FormView:
    words = form.es if language == "es" else form.en
    fields = [_field_view(form.id, field, language) for field in form.fields]
    return FormView(id=form.id, name=words.name, about=words.purpose, fields=fields)


def _field_view(form: Form, field: _Field, language: Language) -> FieldView:
    words = field.es if language == "es" else field.en
    options = [
        OptionView(name=option.name, label=option.es if language == "es" else option.en)
        for option in field.options or []
    ]
    return FieldView(
        name=field.name,
        label=words.label,
        hint=words.hint,
        kind=field.kind,
        low=field.low,
        high=field.high,
        low_label=words.low_label,
        high_label=words.high_label,
        options=options or None,
        required=field.required,
        safety=any((one.form, one.field) == (form, field.name) for one in SAFETY_RATINGS),
    )


def check(page: TherapyPage) -> None:
    """Invalid, with the path of every field that cannot be saved: not of this form, out of range, required and missing; or when the
    page says nothing at all."""
    form = FORMS[page.form]
    errors = [*_unknown(form, page), *_out_of_range(form, page.ratings), *_missing(form, page)]
    if not errors and not _says_something(page):
        errors = [FieldError(path="texts", message="There is nothing on this page yet.")]
    if errors:
        raise Invalid(errors[0].message, errors=errors)


def _unknown(form: _Form, page: TherapyPage) -> Iterable[FieldError]:
    texts, ranges = {field.name for field in form.fields if field.kind == "text"}, _ranges(form)
    for path in [f"texts.{n}" for n in page.texts if n not in texts] + [
        f"ratings.{n}" for n in page.ratings if n not in ranges
    ]:
        yield FieldError(path=path, message="This form has no such field.")


def _ranges(form: _Form) -> dict[str, tuple[int, int]]:
    """The lowest and highest number of each name that may stand in `ratings`."""
    ranges: dict[str, tuple[int, int]] = {}
    for field in form.fields:
        if field.low is not None and field.high is not None:
            ranges[field.name] = field.low, field.high
        elif field.kind == "yes_no":
            ranges[field.name] = 0, 1
        ranges |= {option.name: (0, 1) for option in field.options or []}
    return ranges


def _out_of_range(form: _Form, ratings: Mapping[str, int]) -> Iterable[FieldError]:
    for name, (low, high) in _ranges(form).items():
        if not low <= ratings.get(name, low) <= high:
            yield FieldError(path=f"ratings.{name}", message=f"This is a number from {low} to {high}.")


def _missing(form: _Form, page: TherapyPage) -> Iterable[FieldError]:
    for field in form.fields:
        if field.required and not page.texts.get(field.name, "").strip():
            yield FieldError(path=f"texts.{field.name}", message="This field is needed. A few words are enough.")


def _says_something(page: TherapyPage) -> bool:
    """A 0 is an answer, but for an option: that one was only not chosen."""
    options = {option.name for field in FORMS[page.form].fields for option in field.options or []}
    answered = any(value or name not in options for name, value in page.ratings.items())
    return answered or any(text.strip() for text in page.texts.values())


class RatedPage(Protocol):
    """A page's numbers."""

    @property
    def form(self) -> str: ...
    @property
    def day(self) -> date: ...
    @property
    def ratings(self) -> Mapping[str, int]: ...


class SkillUse(Struct, kw_only=True, frozen=True):
    """`pages`: on how many it was chosen. `days`: each once, oldest first."""

    name: str
    en: str
    es: str
    pages: int
    days: list[date]


class Skills(Struct, kw_only=True, frozen=True):
    """Skills practised. `pages` and `days` count all pages that ask for skills, also those on which none was chosen; `used` has the
    skills that were, in the form's order."""

    pages: int
    days: int
    used: list[SkillUse]


def skills(pages: Iterable[RatedPage]) -> Skills:
    """Of the current revision of each page. What somebody did in their own words is not counted: it is for reading."""
    asking = [(page, option) for page in pages for option in [_skill_options(page.form)] if option]
    options = {option.name: option for _, found in asking for option in found}
    chosen = {name: [page.day for page, _ in asking if page.ratings.get(name)] for name in options}
    return Skills(
        pages=len(asking),
        days=len({page.day for page, _ in asking}),
        used=[
            SkillUse(name=name, en=option.en, es=option.es, pages=len(chosen[name]), days=sorted(set(chosen[name])))
            for name, option in options.items()
            if chosen[name]
        ],
    )


def _skill_options(form: str) -> list[_Option]:
    fields = FORMS[form].fields if form in FORMS else []
    return [option for field in fields if field.name == "skills" for option in field.options or []]
