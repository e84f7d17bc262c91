"""What the patient answered before the session, in the order in which staff have to read it. Not sure and not answered are said as
such; no answer is read as a no."""

from typing import Any

from api.exports.room import Room, clip
from api.exports.words import Words
from api.pre_session_views import AnswerView, PreSessionGiven, in_order
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
    """Those that staff act on, one a line; then what is open, and the rest in one line each. Of them all, only an ordinary "no" may be
    counted in place of its question."""
    found = in_order(given.answers)
    open_ones = [each for each in found if each.answer in ("not_sure", "not_answered") and not _stands(each)]
    look = [each for each in found if each.action != "none" and each not in open_ones]
    rest = [each for each in found if each.action == "none" and each not in open_ones]
    lines = [_acted_on(words, each, room) for each in look]
    if all(each.action == "none" for each in found):
        lines.append(words.t("pre.nothing"))
    for key, answer in (("pre.unsure", "not_sure"), ("pre.unanswered", "not_answered")):
        lines += _named(
            words.t(key), [_noted(words, each.text, each, room) for each in open_ones if each.answer == answer]
        )
    noes = [each for each in rest if each.answer == "no" and not each.note]
    counted = noes if len(noes) > room.noes else []
    said = [_noted(words, f"{each.text} {each.answer_text}", each, room) for each in rest if each not in counted]
    lines += [" · ".join(said)] if said else []
    return [*lines, *([words.t("print.noes", n=len(counted))] if counted else [])]


def _stands(each: AnswerView) -> bool:
    """An earlier answer does, which stops the session, whatever this one says."""
    return each.action == "stop_and_tell_staff"


def _noted(words: Words, said: str, each: AnswerView, room: Room) -> str:
    if not each.note:
        return said
    return f"{said} {words.t('pre.note', text=clip(words, each.note, min(room.characters // 2, 300)))}"


def _acted_on(words: Words, each: AnswerView, room: Room) -> str:
    said = [_noted(words, f"{each.text} {each.answer_text}", each, room)]
    if each.earlier:
        said.append(
            words.t("print.pre_earlier", answer=each.earlier.answer_text, when=words.when(each.earlier.written_at))
        )
    if each.reviewed:
        name, text = (
            clip(words, each.reviewed.by, 60),
            clip(words, each.reviewed.what_was_done, min(room.characters // 2, 300)),
        )
        said.append(words.t("pre.reviewed", name=name, when=words.when(each.reviewed.at), text=text))
    elif each.action == "stop_and_tell_staff":
        said.append(words.t("pre.stop"))
    return " ".join(said)


def _named(label: str, questions: list[str]) -> list[str]:
    return [f"{label}: {' · '.join(questions)}"] if questions else []


def _card(title: str, lines: list[str], *, look: bool = False) -> dict[str, Any]:
    return {"title": title, "lines": lines, "look": look}
