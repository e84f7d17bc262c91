"""Where in the course: the line at the top of the page, and the session marks of the chart."""

from datetime import date

from clinical.trends.anchors import Anchors, appointments, monday, of_course
from clinical.trends.facts import SessionFact, SummaryInput
from clinical.trends.shapes import SessionMark, Where
from clinical.trends.stats import WEEK


def label(fact: SessionFact) -> str:
    """English, as everywhere in staff lists: "Infusion 3 of 6", "Booster 4", "Psychotherapy"."""
    names = {
        "infusion": "Infusion",
        "booster": "Booster",
        "esketamine": "Esketamine session",
        "tms": "TMS session",
        "psychotherapy": "Psychotherapy",
    }
    name = names[fact.kind]
    if fact.kind == "psychotherapy" or fact.ordinal is None:
        return name
    of = f" of {fact.of}" if fact.of and fact.kind != "booster" else ""
    return f"{name} {fact.ordinal}{of}"


def mark(fact: SessionFact) -> SessionMark:
    return SessionMark(
        session_id=fact.id,
        kind=fact.kind,
        ordinal=fact.ordinal,
        label=label(fact),
        day=fact.day,
        assumed=fact.status == "planned",
    )


def marks(anchors: Anchors) -> list[SessionMark]:
    """Sessions to draw on the chart: the course's, and the appointments when they bound the interval."""
    every = {fact.id: fact for fact in anchors.course + anchors.bounding}
    drawn = [fact for fact in every.values() if fact.day.toordinal() in anchors.chart.days()]
    return [mark(fact) for fact in sorted(drawn, key=lambda fact: (fact.day, fact.kind, fact.ordinal or 0, fact.id))]


def where(given: SummaryInput, anchors: Anchors) -> Where:
    coming, last = given.session, anchors.bounding[-1] if anchors.bounding else None
    shown = coming or last
    days = ((coming.day if coming else given.day_of) - last.day).days if last else None
    gap = given.planned_gap if given.form == "clinician" and shown and shown.kind == "booster" else None
    week = treatment_week(anchors, coming.day if coming else given.day_of)
    return Where(
        text=sentence(coming, last, days, gap, week),
        kind=shown.kind if shown else None,
        ordinal=shown.ordinal if shown else None,
        of=shown.of if shown else None,
        coming_on=coming.day if coming else None,
        previous=mark(last) if last else None,
        days_since_previous=days,
        planned_gap=gap,
        week=week,
        done=len(anchors.course),
        not_held=not_held(given, anchors),
    )


def treatment_week(anchors: Anchors, day: date) -> int | None:
    if anchors.by != "weeks":
        return None
    first = anchors.course[0].day if anchors.course else day
    return (monday(day.toordinal()) - monday(first.toordinal())) // WEEK + 1


def sentence(
    coming: SessionFact | None, last: SessionFact | None, days: int | None, gap: int | None, week: int | None
) -> str:
    parts = [label(coming)] if coming else []
    if week:
        parts.append(f"week {week}")
    if last and days is not None:
        planned = f" (planned {gap})" if gap else ""
        parts.append(f"{days} {'day' if days == 1 else 'days'} since {label(last)}{planned}")
    else:
        parts.append("no session so far")
    return ", ".join(parts)


def not_held(given: SummaryInput, anchors: Anchors) -> int:
    def bounds_intervals(fact: SessionFact) -> bool:
        if anchors.by == "appointments":
            return fact in appointments(given, [fact])
        return fact.kind != "psychotherapy" and of_course(given, fact)

    return sum(
        fact.status in ("missed", "cancelled")
        and fact.day.toordinal() in anchors.interval.days()
        and bounds_intervals(fact)
        for fact in given.sessions
    )
