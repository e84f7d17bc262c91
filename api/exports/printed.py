"""The summary as it is printed: what the page says, in its order, in editions that leave out ever more.

Two pages at most. Each edition counts in words what it leaves out, and nothing of the safety strip's states is ever left
out: only lines of lists are.
"""

from collections.abc import Iterator
from typing import Any, get_args

from msgspec import structs

from api.exports import charts, practice, scores, sentences, strip
from api.exports.charts import Curve, Mark
from api.exports.room import ROOMS, Room, clip, some
from api.exports.words import Words
from api.summary_views import SummaryNote, SummaryPage
from clinical.trends.shapes import Summary, WearOff
from clinical.trends.side_effect_shapes import Bucket, SideEffect

PAGES = 2
LONGEST_NAME = 80
BUCKETS: tuple[Bucket, ...] = get_args(Bucket)


def editions(page: SummaryPage, words: Words) -> Iterator[dict[str, Any]]:
    """The fullest first, each made when the one before it was too long."""
    words = structs.replace(words, year=page.numbers.day_of.year)
    return (edition(page, words, room) for room in ROOMS)


def edition(page: SummaryPage, words: Words, room: Room) -> dict[str, Any]:
    numbers = page.numbers
    return {
        "language": words.language,
        **heading(page, words),
        "strip": strip.parts(words, page, numbers.interval.start, room),
        "since": since_made(page, words),
        "measures": measures(numbers, words, room),
        "mood": mood(numbers, words),
        "others": daily_table(numbers, words),
        "wear": wear_off(numbers, words, room),
        "weeks": weeks(numbers, words, room),
        "effects": effects(numbers, words, room),
        "complete": complete(numbers, words),
        "practice": practice.block(page, words, room),
        "words": notes(page, words, room),
    }


def heading(page: SummaryPage, words: Words) -> dict[str, Any]:
    """A live page is made at the moment it is asked for; what it is of is the day, which alone changes its numbers."""
    made = words.when(page.made_at) if page.summary_id else words.dated(page.numbers.day_of)
    until = words.when(page.inputs_until)
    session = page.session
    if session:
        when = words.t("when.day_time", day=words.long(session.local_day), time=session.local_time)
        about = words.t("sum.before", session=clip(words, session.label, 80), when=when)
    else:
        about = words.t("print.between")
    return {
        "clinic": clip(words, page.clinic_name, 60),
        "name": clip(words, page.patient.name, LONGEST_NAME),
        "about": about,
        "where": sentences.in_course(words, page.numbers),
        "made": words.t("sum.made", made=made, until=until),
        "live": words.t("print.live", when=words.when(strip.newest_change(page))),
        "reported": words.t("sum.reported"),
        "page": words.t("print.page"),
        "reviewed": words.t("sum.reviewed", name=clip(words, page.reviewed.by, 60), when=words.when(page.reviewed.at))
        if page.reviewed
        else "",
    }


def since_made(page: SummaryPage, words: Words) -> str:
    if page.summary_id is None:
        return words.t("print.not_kept")
    said = [words.t("strip.since", n=page.live.entries_since)]
    said += [words.t("strip.changed", n=page.live.changed_after)] if page.live.changed_after else []
    return "; ".join(said) + "."


def marks(numbers: Summary, words: Words) -> list[Mark]:
    return [Mark(session.day, sentences.session_name(words, session)) for session in numbers.sessions]


def measures(numbers: Summary, words: Words, room: Room) -> dict[str, Any]:
    chart, weekly = (numbers.chart.start, numbers.chart.until), numbers.where.week is not None
    drawn = [
        scores.block(words, each, marks(numbers, words), chart, weeks=weekly)
        for each in numbers.measures[: room.measures]
    ]
    rows, more = some(words, numbers.measures[room.measures :], room.others)
    return {
        "title": words.t("scores.title"),
        "others": words.t("print.others"),
        "none": "" if numbers.measures else words.t("scores.none" if numbers.version > 1 else "scores.before_version"),
        "drawn": drawn,
        "rows": [scores.row(words, each, weeks=weekly) for each in rows],
        "more": more,
        "early": early(numbers, words),
    }


def early(numbers: Summary, words: Words) -> dict[str, Any] | None:
    """TMS after its first week: numbers against the start."""
    found = numbers.early
    if found is None:
        return None
    lines = [scores.early(words, row) for row in found.scores]
    mood = found.mood
    if mood and mood.now.median is not None and mood.baseline.median is not None:
        said = {"n": mood.week, "now": words.number(mood.now.median), "before": words.number(mood.baseline.median)}
        by = None if mood.change is None else sentences.change(words, mood.change, "mood")
        lines.append(words.t("early.mood_only", **said) if by is None else words.t("early.mood", **said, change=by))
    title, rule = words.t("early.title"), words.t("early.rule")
    return {"title": title, "lines": lines or [words.t("early.none")], "rule": rule if lines else ""}


def mood(numbers: Summary, words: Words) -> dict[str, Any] | None:
    series = next((series for series in numbers.series if series.field == "mood"), None)
    if series is None:
        return None
    late = numbers.baseline is not None and numbers.baseline.late
    rest = [sentences.against_baseline(words, series, late=late), sentences.last_week(words, series)]
    assumed = sum(session.assumed for session in numbers.sessions)
    aside = [sentences.intervals(words, numbers), words.t("print.gaps")]
    aside += [words.t("sum.assumed", n=assumed)] if assumed else []
    points = [(point.day, point.value) for point in series.points]
    return {
        "title": words.t("mood.title"),
        "aside": words.t("mood.high_low"),
        "chart": charts.daily(words, points, marks(numbers, words), (numbers.chart.start, numbers.chart.until)),
        "lead": sentences.against_previous(words, series),
        "text": " ".join(filter(None, rest)),
        "small": " ".join(aside),
    }


def daily_table(numbers: Summary, words: Words) -> dict[str, Any] | None:
    """Anxiety, energy and sleep; a rating that nobody gave is left out, as it has nothing to say."""
    found = [series for series in numbers.series if series.field != "mood" and (series.points or series.now.n)]
    if not found:
        return None
    late = numbers.baseline is not None and numbers.baseline.late
    lines = [
        f"{sentences.against_previous(words, series)} {sentences.against_baseline(words, series, late=late)}"
        for series in found
    ]
    return {"title": words.t("others.title"), "lines": lines}


def wear_off(numbers: Summary, words: Words, room: Room) -> dict[str, Any] | None:
    if not numbers.wear_off:
        return None
    last = len(numbers.wear_off) - 1
    rows = [booster(words, numbers, row, running=at == last) for at, row in enumerate(numbers.wear_off)][::-1]
    shown, more = some(words, rows, room.boosters)
    names = {session.session_id: sentences.session_name(words, session) for session in numbers.sessions}
    curves = [
        Curve(names.get(curve.session_id, curve.label), [(point.day_after, point.value) for point in curve.points])
        for curve in numbers.curves
    ]
    middle = [(point.day_after, point.median) for point in numbers.curve_median if point.median is not None]
    return {
        "title": words.t("wear.title"),
        "chart": charts.wear_off(words, curves, middle) if curves else None,
        "chart_title": words.t("curve.title"),
        "head": [words.t("wear.booster"), words.t("wear.before"), words.t("wear.held")],
        "rows": shown,
        "more": more,
        "rule": words.t("wear.rule"),
    }


def booster(words: Words, numbers: Summary, row: WearOff, *, running: bool) -> list[str]:
    mark = next((session for session in numbers.sessions if session.session_id == row.session_id), None)
    name = sentences.session_name(words, mark) if mark else row.label
    before = "–" if row.before.median is None else words.number(row.before.median)
    return [f"{name}, {words.dated(row.start)}", before, sentences.held(words, row, running=running)]


def weeks(numbers: Summary, words: Words, room: Room) -> dict[str, Any] | None:
    if not numbers.weeks:
        return None
    rows = [
        [str(week.week), words.range(week.start, week.until), str(week.sessions), sentences.mood_of(words, week)]
        for week in reversed(numbers.weeks)
    ]
    shown, more = some(words, rows, room.weeks)
    head = [words.t(f"weeks.{name}") for name in ("week", "dates", "sessions", "mood")]
    return {"title": words.t("weeks.title"), "head": head, "rows": shown, "more": more}


def effects(numbers: Summary, words: Words, room: Room) -> dict[str, Any]:
    """The gravest and newest first, as the numbers are; of those that do not fit their number is said."""
    by_day = any(each.rows for each in numbers.side_effects)
    shown, more = some(words, [effect(words, each, by_day=by_day) for each in numbers.side_effects], room.effects)
    buckets = ("before", *BUCKETS) if by_day else ()
    return {
        "title": words.t("effects.title" if by_day else "print.effects"),
        "head": [words.t("effects.effect"), *(words.t(f"effects.{bucket}") for bucket in buckets)],
        "rows": shown,
        "more": more,
        "rule": f"{words.t('effects.rule')} {words.t('effects.also_outside')}" if by_day else "",
        "none": "" if numbers.side_effects else words.t("effects.none"),
    }


def effect(words: Words, each: SideEffect, *, by_day: bool) -> dict[str, Any]:
    said = filter(None, [sentences.in_interval(words, each), sentences.over_course(words, each)])
    counts = []
    if by_day:
        # The numbers leave out buckets that no day fell in; a cell that is left out would move those after it.
        found = {row.bucket: sentences.day_count(words, row) for row in each.rows}
        counts = [found.get(bucket, words.t("effects.cell_none")) for bucket in BUCKETS]
        counts.insert(0, sentences.before_treatment(words, each))
    return {"name": strip.effect_name(words, each.effect), "about": ". ".join(said), "counts": counts}


def complete(numbers: Summary, words: Words) -> dict[str, Any]:
    head, rest = sentences.completeness(words, numbers.completeness.interval, numbers.completeness.course)
    return {
        "title": words.t("complete.title"),
        "head": head,
        "rest": rest,
        "kinds": sentences.missing(words, numbers),
    }


def notes(page: SummaryPage, words: Words, room: Room) -> dict[str, Any]:
    """The newest first and unsummarised; one that is too long ends where it says so."""
    since = words.day(page.numbers.interval.start)
    shown = page.notes[: room.notes]
    left = len(page.notes) - len(shown)
    return {
        "title": words.t("words.title", name=clip(words, page.patient.name, 60)),
        "aside": words.t("words.count", n=len(page.notes), day=since) if page.notes else "",
        "none": "" if page.notes else words.t("words.none", day=since),
        "notes": [note(words, each, room) for each in shown],
        "more": words.t("words.not_printed", n=left) if left else "",
    }


def note(words: Words, each: SummaryNote, room: Room) -> dict[str, str]:
    about = [words.dated(each.day)]
    about += [words.t("words.side_effect")] if each.entry == "side_effect" else []
    about += [words.t("words.changed")] if each.changed_after else []
    return {"text": clip(words, each.text, room.characters), "about": ", ".join(about)}
