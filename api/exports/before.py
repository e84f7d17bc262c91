"""What the patient answered before the session, in the order in which staff have to read it. Not sure and not answered are said as
such; no answer is read as a no."""

from typing import Any

from api.exports.room import Room, clip, some
from api.exports.words import Words
from api.pre_session_views import AnswerView, PreSessionGiven
from api.summary_views import PreSessionLine


def block(words: Words, line: PreSessionLine, room: Room) -> dict[str, Any]:
    if line.state == "not_asked":
        return _card(words.t("strip.pre"), [words.t("strip.pre_text")])
    given = line.given
    if given is None:
        return _card(words.t("pre.not_answered"), [words.t("pre.not_answered_text")])
    waiting = given.waiting()
    title = words.t("pre.needs_look", n=waiting) if waiting else words.t("pre.title")
    return _card(title, answers(words, given, room), look=waiting > 0)


def answers(words: Words, given: PreSessionGiven, room: Room) -> list[str]:
    """Those that staff act on, one a line; then what is open, and the rest in one line each."""
    look = [each for each in given.answers if each.action != "none"]
    look.sort(key=lambda each: each.action != "stop_and_tell_staff" or each.reviewed is not None)
    rest = [each for each in given.answers if each.action == "none"]
    lines, more = some(words, [_acted_on(words, each, room) for each in look], room.answers)
    lines = lines or [words.t("pre.nothing")]
    lines += [more] if more else []
    lines += _named(words.t("pre.unsure"), [each.text for each in rest if each.answer == "not_sure"])
    lines += _named(words.t("pre.unanswered"), [each.text for each in rest if each.answer == "not_answered"])
    said = [f"{each.text} {each.answer_text}" for each in rest if each.answer not in ("not_sure", "not_answered")]
    return [*lines, *([" · ".join(said)] if said else [])]


def _acted_on(words: Words, each: AnswerView, room: Room) -> str:
    said = [each.text, each.answer_text]
    if each.note:
        said.append(words.t("pre.note", text=clip(words, each.note, min(room.characters, 300))))
    if each.earlier:
        said.append(
            words.t("print.pre_earlier", answer=each.earlier.answer_text, when=words.when(each.earlier.written_at))
        )
    if each.reviewed:
        name, text = (
            clip(words, each.reviewed.by, 60),
            clip(words, each.reviewed.what_was_done, min(room.characters, 300)),
        )
        said.append(words.t("pre.reviewed", name=name, when=words.when(each.reviewed.at), text=text))
    elif each.action == "stop_and_tell_staff":
        said.append(words.t("pre.stop"))
    return " ".join(said)


def _named(label: str, questions: list[str]) -> list[str]:
    return [f"{label}: {' · '.join(questions)}"] if questions else []


def _card(title: str, lines: list[str], *, look: bool = False) -> dict[str, Any]:
    return {"title": title, "lines": lines, "look": look}
