"""What the therapist's print has of therapy pages: homework, skills practised, and the pages shared with the reader, in their words."""

from typing import Any

from api.exports.room import Room, clip
from api.exports.words import Words
from api.homework import HomeworkView
from api.summary_views import SummaryPage
from api.therapy_pages import PageView
from clinical.therapy import FieldView, FormView, forms


def block(page: SummaryPage, words: Words, room: Room) -> dict[str, Any] | None:
    if page.form != "therapist":
        return None
    known = {form.id: form for form in forms(words.language)}
    left = len(page.pages) - room.pages
    return {
        "title": words.t("therapy.title"),
        "aside": words.t("therapy.count", n=len(page.pages)) if page.pages else "",
        "none": "" if page.pages else words.t("therapy.none"),
        "homework": _homework(page.homework[: room.pages + 1], known, words),
        "skills": _skills(page, words),
        "pages": [_page(each, known.get(each.form), words, room) for each in page.pages[: room.pages]],
        "more": words.t("therapy.not_printed", n=left) if left > 0 else "",
    }


def _homework(asked: list[HomeworkView], known: dict[Any, FormView], words: Words) -> str:
    said: list[str] = []
    for each in asked:
        state = words.t(f"therapy.homework_{each.state}", day=words.day(each.due_on))
        said.append(f"{known[each.form].name if each.form in known else each.form}: {state}")
    return f"{words.t('therapy.homework')}: {'; '.join(said) or words.t('therapy.no_homework')}"


def _skills(page: SummaryPage, words: Words) -> str:
    used = page.skills.used if page.skills else []
    said = [
        words.t("therapy.skill", skill=use.es if words.language == "es" else use.en, n=use.pages)
        for use in sorted(used, key=lambda use: -use.pages)
        if use.pages
    ]
    return f"{words.t('therapy.skills')}: {'; '.join(said) or words.t('therapy.no_skills')}"


def _page(page: PageView, form: FormView | None, words: Words, room: Room) -> dict[str, Any]:
    lines = [line for field in form.fields if (line := _line(page, field, words, room))] if form else []
    return {"name": form.name if form else page.form, "day": words.dated(page.day), "lines": lines}


def _line(page: PageView, field: FieldView, words: Words, room: Room) -> list[str] | None:
    """Fields that were left empty are left out: a page asks for one at most."""
    text = page.texts.get(field.name)
    if text is not None:
        return [field.label, clip(words, text, room.characters)]
    if field.kind == "choice":
        chosen = [option.label for option in field.options or [] if page.ratings.get(option.name)]
        return [field.label, ", ".join(chosen)] if chosen else None
    rating = page.ratings.get(field.name)
    if rating is None:
        return None
    if field.kind == "yes_no":
        return [field.label, words.t("common.yes" if rating else "common.no")]
    if field.kind == "rating" and field.high is not None:
        return [field.label, words.t("therapy.rating", value=rating, high=field.high)]
    return [field.label, str(rating)]
