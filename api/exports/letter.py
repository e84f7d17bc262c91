"""The outcome letter for a payer: dated scores of one instrument, and what two rules say of them, with the rules' sources.

It says nothing of a treatment's effect, of other patients, or of what comes next; whoever signs it adds what they know.
"""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from msgspec import structs

from api.exports import scores
from api.exports.room import clip
from api.exports.words import Words
from api.summary_views import SummaryPage
from clinical.errors import Conflict
from clinical.instruments import INSTRUMENTS, SOURCES, change, thresholds
from clinical.trends.measure_shapes import Measure, Named, Rule, ScorePoint
from db.sessions import Session

PAGES = 1
ROWS = (90, 60, 40, 24, 12)
"""Scores listed by each edition, the last of them complete with the baseline."""
NO_SOURCE = ("MEM", "HOUSE")
"""Of SOURCES: what everybody knows, and our own rules. Neither is anything to cite."""
Row = tuple[date, list[str]]


def editions(page: SummaryPage, instrument: str, course: str | None, words: Words) -> Iterator[dict[str, Any]]:
    found = next((measure for measure in page.numbers.measures if measure.instrument == instrument), None)
    if found is None:
        raise Conflict("There is no score of this questionnaire in this course.")
    return (edition(page, found, course, words, most) for most in ROWS)


def course_with_sessions(held: list[Session]) -> UUID:
    """The latest course that has had a session. `held` are sessions that took place. Conflict when there is none."""
    found = [session for session in held if session.course_id]
    latest = max(found, key=lambda session: session.starts_at, default=None)
    if latest is None or latest.course_id is None:
        raise Conflict("No course of treatment has begun: there is nothing yet that a letter could state.")
    return latest.course_id


def ends_before(course_id: UUID, held: list[Session]) -> datetime | None:
    """Session 1 of the next course: scores from then on are not of this one. Courses that overlap end neither of them. Conflict when
    the course has not begun."""
    own = [session.starts_at for session in held if session.course_id == course_id]
    if not own:
        raise Conflict("This course has not begun: there is nothing yet that a letter could state.")
    first = dict[UUID, datetime]()
    for session in sorted(held, key=lambda session: session.starts_at):
        if session.course_id:
            first.setdefault(session.course_id, session.starts_at)
    return min((begun for begun in first.values() if begun > max(own)), default=None)


def edition(page: SummaryPage, measure: Measure, course: str | None, words: Words, most: int) -> dict[str, Any]:
    rows = listed(words, measure)
    shown = rows[-most:]
    left = len(rows) - len(shown)
    return {
        "language": words.language,
        "title": words.t("letter.title", name=measure.name),
        "clinic": clip(words, page.clinic_name, 120),
        "facts": facts(page, measure, course, words),
        "head": [words.t("letter.day"), words.t("letter.score"), words.t("letter.note")],
        "rows": [cells for _, cells in shown],
        "more": words.t("letter.more", n=left, until=words.dated(rows[left - 1][0])) if left else "",
        "named": [named(words, measure, key, score) for key, score in plain(measure)],
        "verdicts": [*at_best(words, measure), *verdicts(words, measure)],
        "missing": missing(words, measure),
        "reported": words.t("letter.reported"),
        "states": words.t("letter.states"),
        "sign": [words.t(f"letter.sign_{line}") for line in ("name", "credentials", "signature", "date")],
        "foot": words.t("sum.made", made=words.dated(page.numbers.day_of), until=words.when(page.inputs_until)),
        "page": words.t("print.page"),
    }


def facts(page: SummaryPage, measure: Measure, course: str | None, words: Words) -> list[list[str]]:
    sessions = [session for session in page.numbers.sessions if session.kind != "psychotherapy"]
    held = words.t("letter.held", n=page.numbers.where.done)
    if sessions:
        held = f"{held} ({words.dated(sessions[0].day)} – {words.dated(sessions[-1].day)})"
    return [
        [words.t("letter.patient"), clip(words, page.patient.name, 120)],
        [words.t("letter.course"), clip(words, course or "–", 160)],
        [words.t("letter.sessions"), held],
        [words.t("letter.instrument"), f"{measure.name} ({scores.about(words, measure)})"],
    ]


def listed(words: Words, measure: Measure) -> list[Row]:
    """Everything that was answered or refused, the oldest first."""
    rows: list[Row] = [
        (point.day, [words.dated(point.day), total(point), remark(words, point)]) for point in measure.points
    ]
    scored = {point.day for point in measure.points}
    rows += [
        (day, [words.dated(day), "–", words.t("letter.declined")]) for day in measure.declined if day not in scored
    ]
    return sorted(rows, key=lambda row: row[0])


def total(point: ScorePoint) -> str:
    return "–" if point.total is None else str(point.total)


def remark(words: Words, point: ScorePoint) -> str:
    said: list[str] = []
    if point.total is None:
        said.append(words.t("letter.no_total"))
    elif point.status == "estimated":
        said.append(words.t("letter.estimated", n=point.n_answered, of=point.n_items))
    if point.source == "clinic":
        said.append(words.t("letter.by_clinic"))
    return ", ".join(said)


def plain(measure: Measure) -> list[tuple[str, Named | None]]:
    return [("late" if measure.late_baseline else "baseline", measure.baseline), ("latest", measure.now)]


def named(words: Words, measure: Measure, key: str, score: Named | None) -> str:
    if score is None:
        return words.t(f"letter.no_{key}")
    return words.t(
        f"letter.{key}", total=score.total, band=scores.band(words, measure, score), day=words.dated(score.day)
    )


def verdicts(words: Words, measure: Measure) -> list[str]:
    """The change, then response and remission: what the rule is, whether it is met, and who says so."""
    moved = measure.change_baseline
    if moved is None or moved.points is None:
        return [words.t("letter.no_verdict")]
    said = [scores.moved(words, moved, words.t("score.since_late" if measure.late_baseline else "score.since_course"))]
    rules: tuple[tuple[scores.Verdict, Rule | None], ...] = (
        ("response", measure.rules.response),
        ("remission", measure.rules.remission),
    )
    for name, rule in rules:
        if rule is not None:
            sources = sources_of(measure, name, rule)
            said_by = words.t("letter.source", source=sources) if sources else words.t("letter.clinic_rule")
            said.append(f"{scores.verdict(words, measure, name)} {said_by}")
    return said


def at_best(words: Words, measure: Measure) -> list[str]:
    """How far the course had got before the latest score: a payer asks it of a course that is repeated after a relapse, and the
    latest score alone would say that nobody had responded."""
    first, best, rule = measure.baseline, measure.best, measure.rules.response
    if first is None or best is None or measure.now is None:
        return []
    if best.revision_id in (first.revision_id, measure.now.revision_id):
        return []
    instrument = INSTRUMENTS[measure.instrument]
    found = change(first, best, instrument, thresholds(instrument, {"response": rule.id} if rule else None))
    said = [named(words, measure, "best", best)]
    if rule is not None:
        said.append(scores.verdict(words, structs.replace(measure, change_baseline=found), "response"))
    return [" ".join(said)]


def sources_of(measure: Measure, name: scores.Verdict, rule: Rule) -> str:
    """Those that a payer can look up; empty for a rule without one, which is then the clinic's choice."""
    rules = INSTRUMENTS[measure.instrument].rules
    candidates = rules.response if name == "response" else rules.remission
    keys = [key for candidate in candidates if candidate.id == rule.id for key in candidate.sources]
    return "; ".join(SOURCES[key] for key in keys if key not in NO_SOURCE)


def missing(words: Words, measure: Measure) -> str:
    """What is not there, so that a short list is not taken for a full one."""
    estimated = sum(point.status == "estimated" for point in measure.points)
    none = sum(point.total is None for point in measure.points)
    said = [words.t("letter.missing", estimated=estimated, none=none, declined=len(measure.declined))]
    days = [point.day for point in measure.points if point.total is not None]
    gaps = [((after - before).days, before, after) for before, after in pairwise(days)]
    if gaps:
        longest, before, after = max(gaps, key=lambda gap: gap[0])
        said.append(words.t("letter.gap", n=longest, dates=words.range(before, after)))
    said.append(words.t("letter.not_compared"))
    return " ".join(said)
