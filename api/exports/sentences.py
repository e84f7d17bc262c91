"""Sentences of the printed summary about daily entries: the page's (pwa/src/staff/words/summary.ts), from the same numbers."""

from api.exports.words import Words
from clinical.trends.shapes import Logged, Series, SessionMark, Stat, Summary, TreatmentWeek, WearOff
from clinical.trends.side_effect_shapes import DayCount, SideEffect


def session_name(words: Words, mark: SessionMark) -> str:
    """ "Booster 3": without the number planned, as on a chart."""
    if mark.kind == "psychotherapy":
        return words.t("session.psychotherapy")
    return words.t(f"session.{mark.kind}", ordinal=mark.ordinal or "").strip()


def in_sentence(name: str) -> str:
    """Capitals of an abbreviation stay: "30 days since TMS session 3"."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def in_course(words: Words, numbers: Summary) -> str:
    """ "30 days since booster 3 (planned 30)" """
    where = numbers.where
    parts = [words.t("sum.where_week", n=where.week)] if where.week is not None else []
    if where.previous and where.days_since_previous is not None:
        session = in_sentence(session_name(words, where.previous))
        since = words.t("sum.where_since", n=where.days_since_previous, session=session)
        parts.append(since + (words.t("sum.where_planned", n=where.planned_gap) if where.planned_gap else ""))
    else:
        has_course = where.kind not in (None, "psychotherapy")
        parts.append(words.t("sum.where_first" if has_course else "sum.where_none"))
    if where.not_held > 0:
        parts.append(words.t("sum.where_not_held", n=where.not_held))
    return ", ".join(parts)


def days_of(words: Words, stat: Stat) -> str:
    return words.t("days.of", have=stat.n, n=stat.of)


def change(words: Words, points: float, field: str) -> str:
    """ "down 2 points", "up 1.5 hours", "no change" """
    if points == 0:
        return words.t("change.same")
    way = "up" if points > 0 else "down"
    key = f"change.{way}_hours" if field == "sleep_hours" else f"change.{way}"
    return words.t(key, n=abs(points), value=words.number(abs(points)))


def against_previous(words: Words, series: Series) -> str:
    what, now, previous = words.t(f"what.{series.field}"), series.now, series.previous
    if now.median is None:
        return words.t("change.too_little", what=what, days=days_of(words, now), need=now.need)
    said = {"what": what, "now": words.number(now.median), "days": days_of(words, now)}
    if previous is None:
        return words.t("change.no_previous", **said)
    said["before_days"] = days_of(words, previous)
    if previous.median is None or series.change_previous is None:
        return words.t("change.previous_too_little", **said, need=previous.need)
    by = change(words, series.change_previous, series.field)
    return words.t("change.previous", **said, before=words.number(previous.median), change=by)


def against_baseline(words: Words, series: Series, *, late: bool) -> str:
    baseline = series.baseline
    if baseline is None:
        return ""
    if baseline.median is None:
        return words.t("change.baseline_too_little", before_days=days_of(words, baseline), need=baseline.need)
    said = {"before": words.number(baseline.median), "before_days": days_of(words, baseline)}
    if series.change_baseline is None:
        return words.t("change.baseline_only_late" if late else "change.baseline_only", **said)
    by = change(words, series.change_baseline, series.field)
    return words.t("change.baseline_late" if late else "change.baseline", **said, change=by)


def last_week(words: Words, series: Series) -> str:
    """The last 7 days; left out when the interval is about as short or when they make no number."""
    week, now = series.week, series.now
    if week.median is None or (now.median is not None and now.of <= week.of):
        return ""
    said = {"now": words.number(week.median), "days": days_of(words, week)}
    if series.week_change_baseline is None:
        return words.t("change.week", **said)
    return words.t("change.week_baseline", **said, change=change(words, series.week_change_baseline, series.field))


def intervals(words: Words, numbers: Summary) -> str:
    named = [("interval.now", numbers.interval), ("interval.previous", numbers.previous)]
    if numbers.baseline:
        named.append(("interval.baseline_late" if numbers.baseline.late else "interval.baseline", numbers.baseline))  # pyright: ignore[reportArgumentType] both have days
    parts = [
        words.t(key, **{"from": words.day(window.start), "until": words.day(window.until)})
        for key, window in named
        if window
    ]
    return "; ".join(parts) + "."


def held(words: Words, row: WearOff, *, running: bool) -> str:
    """ "19 days, then below 6". What held until now may still end: the last booster's interval is `running`."""
    if row.outcome == "too_little_before":
        return words.t("wear.too_little_before", days=days_of(words, row.before), need=row.before.need)
    mark = "" if row.mark is None else words.number(row.mark)
    outcome = "lasting" if row.outcome == "lasted" and running else row.outcome
    return words.t(f"wear.{outcome}", n=row.days_held or 0, mark=mark)


def mood_of(words: Words, week: TreatmentWeek) -> str:
    if week.mood.median is None:
        return f"{words.t('change.too_little_short')} ({days_of(words, week.mood)})"
    return f"{words.number(week.mood.median)} ({days_of(words, week.mood)})"


def day_count(words: Words, row: DayCount) -> str:
    """ "4 of 10 (2 no entry)": never a share in percent, and never 0 where nobody wrote."""
    if row.of == 0:
        return words.t("effects.cell_none") if row.no_entry == 0 else words.t("effects.cell_no_entries", n=row.no_entry)
    count = words.t("effects.cell", count=row.count, of=row.of)
    return count if row.no_entry == 0 else f"{count} {words.t('effects.cell_missing', n=row.no_entry)}"


def in_interval(words: Words, effect: SideEffect) -> str:
    """ "In this interval: 3 days, at worst moderate; new; still present" """
    if effect.severity_max is None:
        return words.t("effects.not_in_interval")
    severity = words.t(f"severity.{effect.severity_max}").lower()
    parts = [words.t("effects.interval", days=words.t("effects.interval_days", n=effect.days), severity=severity)]
    parts += [words.t("effects.new")] if effect.new else []
    parts += [words.t("effects.still")] if effect.still_present else []
    return "; ".join(parts)


def completeness(words: Words, interval: Logged, course: Logged | None) -> tuple[str, str]:
    """ "91 of 101 days have an entry since the course began.", and the rest of it."""
    over = course or interval
    head = words.t(
        "complete.course" if course else "complete.interval_only", have=over.days_logged, n=over.days_possible
    )
    rest = [words.t("complete.interval", have=interval.days_logged, n=interval.days_possible)] if course else []
    if over.longest_gap:
        gap = over.longest_gap
        rest.append(words.t("complete.gap", n=gap.days, dates=words.range(gap.start, gap.until)))
    elif over.days_possible > 0:
        rest.append(words.t("complete.no_gap"))
    if over.days_logged > 0:
        rest.append(words.t("complete.late", n=over.late) if over.late else words.t("complete.late_none"))
    if over.synced_later > 0:
        rest.append(words.t("complete.synced", n=over.synced_later))
    if over.imported > 0:
        rest.append(words.t("complete.imported", n=over.imported))
    if over.batch:
        rest.append(words.t("complete.batch", n=over.batch))
    return head, " ".join(rest)


def missing(words: Words, numbers: Summary) -> list[str]:
    """What is missing, each kind by itself: no entry, perhaps not sent, not asked about, left out, declined."""
    found: list[str] = []
    all_of = numbers.completeness
    over = all_of.course or all_of.interval
    if absent := over.days_possible - over.days_logged:
        found.append(words.t("complete.no_entry", n=absent, of=over.days_possible))
    if over.not_synced:
        day = words.day(all_of.last_heard_on) if all_of.last_heard_on else ""
        found.append(words.t("complete.not_synced", n=over.not_synced, day=day))
    if over.not_prompted:
        found.append(words.t("complete.not_prompted", n=over.not_prompted))
    fields = [
        words.t("complete.skipped_field", field=words.t(f"what.{field}"), n=n)
        for field, n in (over.skipped or {}).items()
        if n > 0
    ]
    if fields:
        found.append(words.t("complete.skipped", fields=", ".join(fields)))
    declined = [
        words.t("complete.declined_measure", name=measure.name, n=len(measure.declined))
        for measure in numbers.measures
        if measure.declined
    ]
    if declined:
        found.append(words.t("complete.declined", measures=", ".join(declined)))
    return found


def before_treatment(words: Words, effect: SideEffect) -> str:
    """ "Mild", "Not present", or that nobody asked: which is no answer."""
    before = effect.before
    if before and before.reported and before.severity:
        return words.t(f"severity.{before.severity}")
    return words.t("effects.before_not_asked")


def over_course(words: Words, effect: SideEffect) -> str:
    """ "Fading: on 4 of 6 (1 no entry) session days in the first half, 1 of 6 in the last." What stays about the same is on the
    page only: paper is short."""
    course = effect.course
    if course is None or course.trend in (None, "steady"):
        return ""
    first, last = day_count(words, course.first), day_count(words, course.last)
    return words.t(f"effects.{course.trend}", first=first, last=last)
