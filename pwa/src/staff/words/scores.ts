/**
 * Sentences about scores. Each change names both numbers, each verdict its rule. Which way is better is said once, with the
 * measure; a change for the worse is said in the same place, as plainly, as one for the better.
 */
import { locale } from '../../i18n/i18n';
import type { Window } from '../numbers';
import type { EarlyScore, Measure, Rule, ScoreChange, ScorePoint } from '../scores';
import { t } from '../strings';
import { pageDay } from './days';

export const percent = (value: number) =>
  new Intl.NumberFormat(locale.value, { style: 'percent', maximumFractionDigits: 1 }).format(Math.abs(value) / 100);

/** "PHQ-9": the id is the short name that everybody uses; `name` is the whole title. */
export const shortName = ({ instrument }: Pick<Measure, 'instrument'>): string => instrument.toUpperCase();

export const direction = (measure: Measure) => t(`score.higher_${measure.higher_is}`);

/** "0 to 27, higher is worse" */
export const scale = (measure: Measure) =>
  measure.min === null || measure.max === null
    ? direction(measure)
    : t('score.scale', { min: measure.min, max: measure.max, direction: direction(measure) });

/** "Looks back 14 days. The last one was taken 3 days after a session: it still holds 11 days from before it." */
export function recall(measure: Measure): string {
  const { recall_days } = measure;
  if (recall_days === null) return '';
  const said = [t('score.recall', { n: recall_days })];
  const after = measure.points.at(-1)?.days_after_session;
  if (after !== null && after !== undefined && after < recall_days) {
    said.push(
      t('score.recall_mixed', { n: after, taken: t('score.days', { n: after }), before: t('score.days', { n: recall_days - after }) }),
    );
  }
  return said.join(' ');
}

/** How a score came about, for its row in the table. */
export function howScored(point: ScorePoint): string {
  const { status, n_answered, n_items, source } = point;
  const counts = { n: n_answered ?? 0, of: n_items };
  const parts = n_answered === null ? [] : [t(`score.how_${status}`, counts)];
  if (source === 'clinic') parts.push(t('score.how_clinic'));
  return parts.join(', ');
}

/** "6 points, NHS"; a name that is no source ("at least half") only repeats the number and is left out. */
export function ruleText(rule: Rule): string {
  const amount = ruleAmount(rule);
  const source = rule.name.replace(/, [a-z].*$/, ''); // "Marx 2022, second sample": the number says which
  return /^\p{Lu}/u.test(source) ? t('rule.with_source', { amount, source }) : amount;
}

function ruleAmount({ points, percent: share, at_most, at_least }: Rule): string {
  if (points !== null) return t('rule.points', { n: points });
  if (share !== null) return t('rule.percent', { share: percent(share) });
  return at_most !== null ? t('rule.at_most', { n: at_most }) : t('rule.at_least', { n: at_least ?? '' });
}

export interface Said {
  /** "Down 7 points since before the course (18 → 11, 39%)." */
  head: string;
  /** "That is more than the usual measurement wobble (6 points, NHS): reliably better." */
  rest: string;
}

/** The change since before the course and what it is called; or why none can be stated. */
export function sinceBaseline(measure: Measure): Said {
  const { baseline, now, change_baseline: change } = measure;
  if (!now) return { head: t(measure.points.length > 0 ? 'score.none_complete' : 'score.none'), rest: '' };
  if (!baseline) return { head: t('score.no_baseline'), rest: '' };
  if (baseline.revision_id === now.revision_id) return { head: t('score.one_only'), rest: '' };
  const since = t(measure.late_baseline ? 'score.since_late' : 'score.since_course');
  return { head: movedText(change, since), rest: change && change.points !== null ? wobble(measure, change) : '' };
}

/** Empty where there is no earlier session to compare with: the first sentence says what there is. */
export function sinceLast(measure: Measure, session: string): string {
  const { last_session, now, baseline } = measure;
  if (!last_session || !now || last_session.revision_id === now.revision_id || last_session.revision_id === baseline?.revision_id)
    return '';
  const change = measure.change_last_session;
  const verdict = change?.reliable ? t(`score.short_${change.reliable}`) : '';
  return [movedText(change, t('score.since_session', { session })), verdict].filter(Boolean).join(' ');
}

/** One line of a measure that has its own card further down. */
export function inShort(measure: Measure): string {
  const { head, rest } = sinceBaseline(measure);
  const verdict = rest && t(`score.short_${measure.change_baseline?.reliable ?? 'no_rule'}`);
  return [head, verdict, sinceBest(measure)].filter(Boolean).join(' ');
}

function movedText(change: ScoreChange | null, since: string): string {
  if (!change) return t('score.not_enough');
  const ends = { from: change.baseline, to: change.now };
  return change.points === null ? t('score.estimated_end', { since, ...ends }) : moved(change, since, ends);
}

function moved(change: ScoreChange, since: string, ends: { from: number; to: number }): string {
  const { points, percent: share } = change;
  if (!points) return t('score.same', { since, ...ends });
  const values = { n: Math.abs(points), since, ...ends };
  if (share === null) return t(points < 0 ? 'score.down_only' : 'score.up_only', values);
  return t(points < 0 ? 'score.down' : 'score.up', { ...values, percent: percent(share) });
}

function wobble({ rules }: Measure, { reliable }: ScoreChange): string {
  if (!reliable || !rules.reliable_change) return t('score.no_rule');
  const key = reliable === 'none' ? 'score.within' : reliable === 'worsened' ? 'score.beyond_worse' : 'score.beyond_better';
  return t(key, { rule: ruleText(rules.reliable_change) });
}

/** What else is to be said: lost gains, and a fall from the best score. */
export function sinceBest(measure: Measure): string {
  const { gain_lost, worsened_from_best, best } = measure;
  const said: string[] = [];
  if (worsened_from_best && best) said.push(t('score.worse_than_best', { best: best.total, day: pageDay(best.day) }));
  if (gain_lost && gain_lost.lost > 0) {
    said.push(t('score.gain_lost', { lost: gain_lost.lost, gain: gain_lost.gain, percent: percent(gain_lost.percent) }));
  }
  return said.join(' ');
}

/** The latest score is from before the interval: nothing was scored within it. */
export const isOld = ({ now }: Measure, interval: Window): boolean => now !== null && now.day < interval.from;

export const oldScore = (measure: Measure, interval: Window): string =>
  measure.now && isOld(measure, interval) ? t('score.old', { day: pageDay(measure.now.day) }) : '';

export const isWorse = (measure: Measure) =>
  measure.change_baseline?.reliable === 'worsened' ||
  measure.change_last_session?.reliable === 'worsened' ||
  measure.worsened_from_best === true;

export interface Verdict {
  name: string;
  said: string;
  rule: string;
  /** Said, but not to be leaned on: half of a few points is little. */
  weak: boolean;
  worse: boolean;
}

/** Response, remission and reliable change since the baseline, each with the rule it was made by. Those without a rule are left out. */
export function verdicts({ change_baseline: change, rules }: Measure): Verdict[] {
  const found: Verdict[] = [];
  const add = (
    name: 'response' | 'remission' | 'reliable' | 'noticeable',
    rule: Rule | null,
    said: string | null,
    extra: Partial<Verdict> = {},
  ) => {
    if (rule)
      found.push({
        name: t(`verdict.${name}`),
        said: said ?? t('verdict.unknown'),
        rule: ruleText(rule),
        weak: false,
        worse: false,
        ...extra,
      });
  };
  const yesNo = (value: boolean | null | undefined) =>
    value === null || value === undefined ? null : t(value ? 'verdict.yes' : 'verdict.no');
  const weak = change?.response_greyed ?? false;
  add('response', rules.response, weak && change?.response ? t('verdict.yes_weak') : yesNo(change?.response), { weak });
  add('remission', rules.remission, yesNo(change?.remission));
  const { reliable } = change ?? {};
  add('reliable', rules.reliable_change, reliable ? t(`verdict.${reliable}`) : null, { worse: reliable === 'worsened' });
  add('noticeable', rules.noticeable_change, yesNo(change?.noticeable));
  return found;
}

/** "PHQ-9 in week 2: down 5 points since before the course (18 → 13, 27.8%)." */
export function early({ instrument, week, baseline, score, change }: EarlyScore): string {
  const since = t('score.since_course');
  const ends = { from: baseline.total, to: score.total };
  const said = change && change.points !== null ? moved(change, since, ends) : t('score.estimated_end', { since, ...ends });
  return t('early.said', { name: shortName({ instrument }), n: week, said });
}
