"""Scores as they are printed: a chart, four plain numbers with their days, and the page's sentences (words/scores.ts), each change
with both numbers and each verdict with its rule."""

import re
from datetime import date
from typing import Any, Literal

from api.exports import charts
from api.exports.charts import Mark, Scored, Zone
from api.exports.words import Words
from clinical.instruments import Change
from clinical.trends.measure_shapes import EarlyScore, Measure, Named, Rule

Verdict = Literal["response", "remission", "reliable", "noticeable"]


def block(
    words: Words, measure: Measure, sessions: list[Mark], chart: tuple[date, date], *, weeks: bool
) -> dict[str, Any]:
    """With a chart, for the first ones on the page. `weeks`: treatment weeks bound the intervals, not single sessions."""
    days = [*(point.day for point in measure.points), *measure.declined]
    # Longer than the daily charts for scores from before them: a baseline is never cut off.
    shown = (min([chart[0], *days]), max([chart[1], *days]))
    drawn = None
    if any(point.total is not None for point in measure.points) and measure.min is not None and measure.max is not None:
        drawn = charts.scores(
            words,
            [Scored(point.day, point.total, point.status == "estimated") for point in measure.points],
            measure.declined,
            [Zone(band.min, band.max, band.es if words.language == "es" else band.en) for band in measure.bands],
            sessions,
            shown,
            (measure.min, measure.max),
        )
    return row(words, measure, weeks=weeks) | {"chart": drawn, "legend": legend(words, measure)}


def row(words: Words, measure: Measure, *, weeks: bool) -> dict[str, Any]:
    said = [
        since_baseline(words, measure),
        *verdicts(words, measure),
        since_last(words, measure, weeks=weeks),
        *since_best(words, measure),
    ]
    return {
        "name": measure.name,
        "about": about(words, measure),
        "numbers": numbers(words, measure, weeks=weeks),
        "text": " ".join(filter(None, said)),
    }


def about(words: Words, measure: Measure) -> str:
    """ "0 to 27, higher is worse. Looks back 14 days. The last one was taken 3 days after a session: ..." """
    way = words.t(f"score.higher_{measure.higher_is}")
    if measure.min is None or measure.max is None:
        said = [f"{way}."]
    else:
        said = [words.t("score.scale", min=measure.min, max=measure.max, direction=way) + "."]
    looks_back = measure.recall_days
    if looks_back is not None:
        said.append(words.t("score.recall", n=looks_back))
        after = measure.points[-1].days_after_session if measure.points else None
        if after is not None and after < looks_back:
            taken, before = words.t("score.days", n=after), words.t("score.days", n=looks_back - after)
            said.append(words.t("score.recall_mixed", n=after, taken=taken, before=before))
    return " ".join(said)


def numbers(words: Words, measure: Measure, *, weeks: bool) -> list[dict[str, str]]:
    labels = {
        "score.baseline_late" if measure.late_baseline else "score.baseline": measure.baseline,
        "print.last_week_before" if weeks else "score.last_before": measure.last_session,
        "score.best": measure.best,
        "print.now_old" if measure.now_is_old else "score.now": measure.now,
    }
    return [{"label": words.t(key), **number(words, named, measure)} for key, named in labels.items()]


def number(words: Words, named: Named | None, measure: Measure) -> dict[str, str]:
    if named is None:
        return {"value": "–", "day": words.t("score.absent"), "band": ""}
    return {"value": str(named.total), "day": words.dated(named.day), "band": band(words, measure, named)}


def band(words: Words, measure: Measure, named: Named) -> str:
    found = next((band for band in measure.bands if band.en == named.band), None)
    return "" if found is None else found.es if words.language == "es" else found.en


def since_baseline(words: Words, measure: Measure) -> str:
    """ "Down 7 points since before the course (18 → 11, 39%). That is more than the usual measurement wobble (6 points, NHS): ..." """
    if measure.now is None:
        return words.t("score.none_complete" if measure.points else "score.none")
    if measure.baseline is None:
        return words.t("score.no_baseline")
    if measure.baseline.revision_id == measure.now.revision_id:
        return words.t("score.one_only")
    since = words.t("score.since_late" if measure.late_baseline else "score.since_course")
    return changed(words, measure, measure.change_baseline, since, whole=True)


def since_last(words: Words, measure: Measure, *, weeks: bool) -> str:
    """Empty where there is no earlier session to compare with: the first sentence says what there is."""
    last, now, baseline = measure.last_session, measure.now, measure.baseline
    if last is None or now is None or last.revision_id in (now.revision_id, baseline.revision_id if baseline else None):
        return ""
    since = words.t("score.since_session", session=words.t("score.last_week" if weeks else "score.last_session_none"))
    return changed(words, measure, measure.change_last_session, since, whole=False)


def changed(words: Words, measure: Measure, change: Change | None, since: str, *, whole: bool) -> str:
    if change is None:
        return words.t("score.not_enough")
    if change.points is None:
        return words.t("score.estimated_end", since=since, **{"from": change.baseline, "to": change.now})
    rest = wobble(words, measure, change) if whole else ""
    if not whole and change.reliable:
        rest = words.t(f"score.short_{change.reliable}")
    return f"{moved(words, change, since)} {rest}".rstrip()


def moved(words: Words, change: Change, since: str) -> str:
    ends: dict[str, object] = {"from": change.baseline, "to": change.now, "since": since}
    points = change.points or 0
    if points == 0:
        return words.t("score.same", **ends)
    way = "score.down" if points < 0 else "score.up"
    if change.percent is None:
        return words.t(f"{way}_only", n=abs(points), **ends)
    return words.t(way, n=abs(points), percent=words.percent(change.percent), **ends)


def wobble(words: Words, measure: Measure, change: Change) -> str:
    rule = measure.rules.reliable_change
    if change.reliable is None or rule is None:
        return words.t("score.no_rule")
    key = {"none": "score.within", "worsened": "score.beyond_worse", "improved": "score.beyond_better"}[change.reliable]
    return words.t(key, rule=rule_text(words, rule))


def since_best(words: Words, measure: Measure) -> list[str]:
    """Lost gains, and a fall from the best score."""
    said: list[str] = []
    if measure.worsened_from_best and measure.best:
        said.append(words.t("score.worse_than_best", best=measure.best.total, day=words.dated(measure.best.day)))
    lost = measure.gain_lost
    if lost and lost.lost > 0:
        said.append(words.t("score.gain_lost", lost=lost.lost, gain=lost.gain, percent=words.percent(lost.percent)))
    return said


def verdicts(words: Words, measure: Measure) -> list[str]:
    """ "Response (at least 50%): no." Reliable change has a sentence of its own."""
    return [verdict(words, measure, name) for name in ("response", "remission") if rule_of(measure, name)]


def verdict(words: Words, measure: Measure, name: Verdict) -> str:
    change, rule = measure.change_baseline, rule_of(measure, name)
    met: bool | None = getattr(change, name) if change else None
    weak = name == "response" and met and change is not None and change.response_greyed
    said = words.t(
        "verdict.unknown" if met is None else "verdict.yes_weak" if weak else "verdict.yes" if met else "verdict.no"
    )
    named = words.t(f"verdict.{name}")
    return f"{named} ({rule_text(words, rule)}): {said}." if rule else f"{named}: {said}."


def rule_of(measure: Measure, name: Verdict) -> Rule | None:
    return measure.rules.response if name == "response" else measure.rules.remission


def rule_text(words: Words, rule: Rule) -> str:
    """ "6 points, NHS"; a name that is no source ("at least half") only repeats the number and is left out."""
    if rule.points is not None:
        amount = words.t("rule.points", n=rule.points)
    elif rule.percent is not None:
        amount = words.t("rule.percent", share=words.percent(rule.percent))
    elif rule.at_most is not None:
        amount = words.t("rule.at_most", n=rule.at_most)
    else:
        amount = words.t("rule.at_least", n=rule.at_least if rule.at_least is not None else "")
    source = re.sub(r", [a-z].*$", "", rule.name)
    return words.t("rule.with_source", amount=amount, source=source) if source[:1].isupper() else amount


def legend(words: Words, measure: Measure) -> str:
    """Only what the chart has."""
    said: list[str] = []
    if any(point.status == "estimated" for point in measure.points):
        said.append(words.t("score.legend_estimated"))
    if measure.declined:
        said.append(words.t("score.legend_cross"))
    if entered := sum(point.source == "clinic" for point in measure.points):
        said.append(words.t("print.entered", n=entered))
    return " ".join(said)


def early(words: Words, found: EarlyScore) -> str:
    """Numbers against the start, and no guess at what comes of them."""
    since, change = words.t("score.since_course"), found.change
    if change is not None and change.points is not None:
        said = moved(words, change, since)
    else:
        said = words.t("score.estimated_end", since=since, **{"from": found.baseline.total, "to": found.score.total})
    return words.t("early.said", name=found.name, n=found.week, said=said)
