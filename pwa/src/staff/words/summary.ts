/**
 * Sentences of the summary, made from its numbers. Each names its days; where the server gives null there is no number
 * to say, and the sentence says how little there is. No arrows, no "better" or "worse": which way is good depends on
 * the measure, and on the person.
 */
import type { Day, DiaryField } from '../../api/types';
import { datedDay, number } from '../../i18n/dates';
import type { DayCount, Logged, Series, SideEffect, Stat, Summary, WearOff, Window } from '../numbers';
import { t } from '../strings';
import { pageDay } from './days';
import { shortName } from './scores';
import { inSentence, sessionName } from './sessions';

export const daysOf = (have: number, of: number) => t('days.of', { have, n: of });
const statDays = (stat: Stat) => daysOf(stat.n, stat.of);

/** "27 Sep to 1 Oct"; both years when the two ends differ in it. */
export function range(from: Day, until: Day): string {
  if (from === until) return pageDay(from);
  const name = from.slice(0, 4) === until.slice(0, 4) ? pageDay : datedDay;
  return t('dates.range', { from: name(from), until: name(until) });
}

/** "down 2 points", "up 1.5 hours", "no change" */
export function change(points: number, field: DiaryField): string {
  if (points === 0) return t('change.same');
  const way = points > 0 ? 'up' : 'down';
  const size = Math.abs(points);
  return t(field === 'sleep_hours' ? `change.${way}_hours` : `change.${way}`, { n: size, value: number(size, 2) });
}

/** "Median mood 4 (11 of 14 days) in this interval, 6 in the one before: down 2 points." */
export function againstPrevious(series: Series): string {
  const { now, previous, field } = series;
  const what = t(`what.${field}`);
  if (now.median === null) return t('change.too_little', { what, days: statDays(now), need: now.need });
  const said = { what, now: number(now.median, 2), days: statDays(now) };
  if (!previous) return t('change.no_previous', said);
  if (previous.median === null || series.change_previous === null) {
    return t('change.previous_too_little', { ...said, before_days: statDays(previous), need: previous.need });
  }
  return t('change.previous', { ...said, before: number(previous.median, 2), change: change(series.change_previous, field) });
}

/** "Before the course 3 (12 of 14 days): up 1 point since." Empty when there is no baseline. */
export function againstBaseline(series: Series, late: boolean): string {
  const { baseline, field } = series;
  if (!baseline) return '';
  if (baseline.median === null) return t('change.baseline_too_little', { before_days: statDays(baseline), need: baseline.need });
  const said = { before: number(baseline.median, 2), before_days: statDays(baseline) };
  if (series.change_baseline === null) return t(late ? 'change.baseline_only_late' : 'change.baseline_only', said);
  return t(late ? 'change.baseline_late' : 'change.baseline', { ...said, change: change(series.change_baseline, field) });
}

/** The last 7 days; left out when the interval is about as short or when they make no number. */
export function lastWeek(series: Series): string {
  const { week, now, field } = series;
  if (week.median === null || (now.median !== null && now.of <= week.of)) return '';
  const said = { now: number(week.median, 2), days: statDays(week) };
  if (series.week_change_baseline === null) return t('change.week', said);
  return t('change.week_baseline', { ...said, change: change(series.week_change_baseline, field) });
}

export const intervals = (numbers: Summary): string => {
  const say = (key: 'now' | 'previous' | 'baseline' | 'baseline_late', window: Window) =>
    t(`interval.${key}`, { from: pageDay(window.from), until: pageDay(window.until) });
  const parts = [say('now', numbers.interval)];
  if (numbers.previous) parts.push(say('previous', numbers.previous));
  if (numbers.baseline) parts.push(say(numbers.baseline.late ? 'baseline_late' : 'baseline', numbers.baseline));
  return `${parts.join('; ')}.`;
};

/** "30 days since booster 3 (planned 30)" */
export function whereInCourse({ where }: Summary): string {
  const parts: string[] = [];
  if (where.week !== null) parts.push(t('sum.where_week', { n: where.week }));
  if (where.previous && where.days_since_previous !== null) {
    const session = inSentence(sessionName({ ...where.previous, of: null }));
    const since = t('sum.where_since', { n: where.days_since_previous, session });
    parts.push(since + (where.planned_gap === null ? '' : t('sum.where_planned', { n: where.planned_gap })));
  } else {
    parts.push(t(where.kind === null || where.kind === 'psychotherapy' ? 'sum.where_none' : 'sum.where_first'));
  }
  if (where.not_held > 0) parts.push(t('sum.where_not_held', { n: where.not_held }));
  return parts.join(', ');
}

/** "19 days, then below 6". The interval of the last booster is `running`: what held until now may still end. */
export function held(row: WearOff, running: boolean): string {
  const values = { n: row.days_held ?? 0, mark: row.mark === null ? '' : number(row.mark, 2) };
  if (row.outcome === 'too_little_before') return t('wear.too_little_before', { days: statDays(row.before), need: row.before.need });
  if (row.outcome === 'lasted' && running) return t('wear.lasting', values);
  return t(`wear.${row.outcome}`, values);
}

/** "4 of 10" and "(2 no entry)": never a share in percent, and never 0 where nobody wrote. */
export function dayCount(row: DayCount): { count: string; aside: string } {
  if (row.of === 0)
    return { count: '', aside: row.no_entry === 0 ? t('effects.cell_none') : t('effects.cell_no_entries', { n: row.no_entry }) };
  const aside = row.no_entry === 0 ? '' : t('effects.cell_missing', { n: row.no_entry });
  return { count: t('effects.cell', { count: row.count, of: row.of }), aside };
}

/** "In this interval: 3 days, at worst moderate; new; still present" */
export function inInterval(effect: SideEffect): string {
  if (effect.severity_max === null) return t('effects.not_in_interval');
  const severity = t(`severity.${effect.severity_max}`).toLocaleLowerCase();
  const parts = [t('effects.interval', { days: t('effects.interval_days', { n: effect.days }), severity })];
  if (effect.new) parts.push(t('effects.new'));
  if (effect.still_present) parts.push(t('effects.still'));
  return parts.join('; ');
}

/** "Mild", "Not present", or that nobody asked: which is no answer. */
export function beforeTreatment({ before }: SideEffect): string {
  return before?.reported && before.severity ? t(`severity.${before.severity}`) : t('effects.before_not_asked');
}

/** "Fading: on 4 of 6 (1 no entry) session days in the first half, 1 of 6 in the last." */
export function overCourse({ trend, first, last }: NonNullable<SideEffect['course']>): string {
  if (trend === null) return '';
  const said = (row: DayCount) => Object.values(dayCount(row)).filter(Boolean).join(' ');
  return t(`effects.${trend}`, { first: said(first), last: said(last) });
}

/** "91 of 101 days have an entry since the course began. In this interval 25 of 30. Longest gap 5 days (...). ..." */
export function completeness({ interval, course }: Summary['completeness']): { head: string; rest: string } {
  const over: Logged = course ?? interval;
  const values = { have: over.days_logged, n: over.days_possible };
  const rest = course ? [t('complete.interval', { have: interval.days_logged, n: interval.days_possible })] : [];
  if (over.longest_gap) {
    const { days, from, until } = over.longest_gap;
    rest.push(t('complete.gap', { n: days, dates: range(from, until) }));
  } else if (over.days_possible > 0) {
    rest.push(t('complete.no_gap'));
  }
  if (over.days_logged > 0) rest.push(over.late === 0 ? t('complete.late_none') : t('complete.late', { n: over.late }));
  if (over.synced_later > 0) rest.push(t('complete.synced', { n: over.synced_later }));
  if (over.imported > 0) rest.push(t('complete.imported', { n: over.imported }));
  if (over.batch) rest.push(t('complete.batch', { n: over.batch }));
  return { head: course ? t('complete.course', values) : t('complete.interval_only', values), rest: rest.join(' ') };
}

/** What is missing, each kind by itself: no entry, perhaps not sent, not asked about, left out, declined. */
export function missing({ completeness: { interval, course, last_heard_on }, measures }: Summary): string[] {
  const over: Logged = course ?? interval;
  const found: string[] = [];
  const absent = over.days_possible - over.days_logged;
  if (absent > 0) found.push(t('complete.no_entry', { n: absent, of: over.days_possible }));
  if (over.not_synced) found.push(t('complete.not_synced', { n: over.not_synced, day: last_heard_on ? pageDay(last_heard_on) : '' }));
  if (over.not_prompted) found.push(t('complete.not_prompted', { n: over.not_prompted }));
  const skipped = Object.entries(over.skipped ?? {}).filter(([, n]) => n > 0);
  if (skipped.length > 0) {
    const fields = skipped.map(([field, n]) => t('complete.skipped_field', { field: t(`what.${field as DiaryField}`), n }));
    found.push(t('complete.skipped', { fields: fields.join(', ') }));
  }
  const declined = (measures ?? []).filter((measure) => measure.declined.length > 0);
  if (declined.length > 0) {
    const names = declined.map((measure) => t('complete.declined_measure', { name: shortName(measure), n: measure.declined.length }));
    found.push(t('complete.declined', { measures: names.join(', ') }));
  }
  return found;
}
