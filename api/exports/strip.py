"""The strip above the numbers, as it is now: item 9, alerts, what changed since last time, side effects that need a look.

Nothing here is ever said to be safe: "not asked" and "not answered" are said as such.
"""

from datetime import date, datetime
from typing import Any

from api.alert_views import AlertLine
from api.exports import before
from api.exports.room import Room, clip, some
from api.exports.words import Words
from api.summary_views import Item9, LiveStrip, Reviewed, SummaryPage
from clinical.side_effects import EFFECTS
from db.summaries import CorrectedTo, RedFlag


def parts(words: Words, page: SummaryPage, since: date, room: Room) -> list[dict[str, Any]]:
    live = page.live
    return [
        _safety(words, live, since, room),
        before.block(words, live.pre_session, room),
        _flags(words, live, since, room),
    ]


def newest_change(page: SummaryPage) -> datetime:
    """The newest time that the live part holds: the print says this one and not the clock's, so that the same state prints
    the same bytes. At the earliest that of the newest entry in the numbers."""
    live, given = page.live, page.live.pre_session.given
    times = [page.inputs_until, *(alert.raised_at for alert in live.alerts)]
    times += [alert.acknowledged_at for alert in live.alerts if alert.acknowledged_at]
    times += [flag.corrected.at for flag in live.red_flags if flag.corrected]
    times += [reviewed.at for reviewed in _reviews(live.item9) if reviewed]
    times += [given.received_at, *(each.reviewed.at for each in given.answers if each.reviewed)] if given else []
    times += [note.written_at for note in page.notes]
    times += [each.received_at for each in page.pages]
    return max([*times, page.made_at] if page.summary_id else times)


def _reviews(item9: Item9) -> list[Reviewed | None]:
    before = item9.above_zero_before
    return [item9.reviewed, before.reviewed if before else None]


def _safety(words: Words, live: LiveStrip, since: date, room: Room) -> dict[str, Any]:
    opened = [alert for alert in live.alerts if alert.acknowledged_at is None]
    lines = [words.t("strip.alerts_open", n=len(opened))] if opened else []
    lines += [words.t("strip.held")] if live.held else []
    lines += item9(words, live.item9)
    told, more = some(words, [alert_line(words, alert) for alert in live.alerts], room.alerts)
    lines += [*told, *([more] if more else [])]
    if not live.alerts:
        lines.append(words.t("strip.alerts_none", day=words.day(since)))
    look = bool(opened) or live.held or live.item9.state == "above_zero" or live.item9.above_zero_before is not None
    return {"title": words.t("print.safety"), "lines": lines, "look": look}


def item9(words: Words, item: Item9) -> list[str]:
    """What was answered and when, then who has seen it or that it has to be asked. No state says that all is well."""
    day = words.dated(item.day) if item.day else ""
    said = words.t(f"item9.{item.state}", day=day, answer=item.answer_text or "")
    lines = [f"{said}.", _item9(words, item)]
    before = item.above_zero_before
    if before:
        answered = words.t("item9.before", answer=before.answer_text, day=words.dated(before.day))
        lines.append(f"{answered} {_reviewed(words, before.reviewed)}")
    return lines


def _item9(words: Words, item: Item9) -> str:
    if item.state == "above_zero":
        return f"{_reviewed(words, item.reviewed)} {words.t('item9.stale') if item.stale else ''}".rstrip()
    if item.state == "not_asked_since":
        key = "item9.ask_again_skipped" if item.answer is None else "item9.ask_again"
        return words.t(key, answer=item.answer_text or "")
    return words.t(
        {"not_at_all": "item9.zero_says_little", "skipped": "item9.ask_skipped"}.get(item.state, "item9.ask")
    )


def _reviewed(words: Words, reviewed: Reviewed | None) -> str:
    if reviewed is None:
        return words.t("item9.not_reviewed")
    return words.t("item9.reviewed", name=clip(words, reviewed.by, 60), when=words.when(reviewed.at))


def alert_line(words: Words, alert: AlertLine) -> str:
    known = alert.tier if words.has(f"alerts.tier_{alert.tier}") else "explicit"
    # A form is ticked and has no words.
    tier = words.t("alerts.tier_answer" if (known, alert.source) == ("explicit", "measure") else f"alerts.tier_{known}")
    source = f"alerts.source_{alert.source}"
    when = words.when(alert.raised_at)
    if alert.tier == "review":
        line = f"{tier}, {when}."
    else:
        named = words.t(source if words.has(source) else "alerts.source_other")
        line = words.t("strip.alert_line", tier=tier, source=named, when=when)
    if alert.private:
        line = f"{line} {words.t('strip.private')}"
    if alert.acknowledged_at is None:
        return f"{line} {words.t('strip.not_acknowledged')}"
    name = clip(words, alert.acknowledged_by or "", 60)
    return f"{line} {words.t('strip.acknowledged', name=name, when=words.when(alert.acknowledged_at))}"


def _flags(words: Words, live: LiveStrip, since: date, room: Room) -> dict[str, Any]:
    found = [flag_line(words, flag) for flag in live.red_flags]
    lines, more = some(words, found, room.flags)
    lines += [more] if more else []
    return {
        "title": words.t("strip.flags"),
        "lines": lines or [words.t("strip.flags_none", day=words.day(since))],
        "look": bool(found),
    }


def flag_line(words: Words, flag: RedFlag) -> str:
    said = words.t(
        "strip.flag_line",
        effect=effect_name(words, flag.effect),
        severity=words.t(f"severity.{flag.severity}").lower(),
        day=words.day(flag.day),
        level=_level(words, flag.level),
    )
    return f"{said} {_corrected(words, flag.effect, flag.corrected)}" if flag.corrected else said


def _corrected(words: Words, effect: str, now: CorrectedTo) -> str:
    says = words.t(f"severity.{now.severity}").lower()
    if now.severity != "not_present":
        says = f"{says} ({_level(words, now.level)})"
    if now.effect != effect:
        says = f"{effect_name(words, now.effect)}: {says}"
    return words.t("strip.flag_corrected", when=words.when(now.at), now=says)


def _level(words: Words, level: str) -> str:
    key = f"strip.level_{level}"
    return words.t(key if words.has(key) else "strip.level_call_clinic")


def effect_name(words: Words, effect: str) -> str:
    """What the patient chose from; an effect that this version does not know is its id in words."""
    known = EFFECTS.get(effect)
    return known.words(words.language).label if known else effect.replace("_", " ").capitalize()
