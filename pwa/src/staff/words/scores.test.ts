import { beforeAll, describe, expect, it } from 'vitest';
import type { Measure, Named, Rule, ScoreChange, ScorePoint } from '../scores';
import { speak } from '../testing';
import {
  early,
  howScored,
  inShort,
  isWorse,
  oldScore,
  recall,
  ruleText,
  scale,
  shortName,
  sinceBaseline,
  sinceBest,
  sinceLast,
  verdicts,
} from './scores';

const rule = (name: string, over: Partial<Rule>): Rule => ({
  id: 'x',
  name,
  label: '',
  points: null,
  percent: null,
  at_most: null,
  at_least: null,
  ...over,
});

const named = (day: string, total: number): Named => ({ day, total, band: null, revision_id: day });

const change = (baseline: number, now: number, over: Partial<ScoreChange> = {}): ScoreChange => ({
  baseline,
  now,
  points: now - baseline,
  percent: Math.round((1000 * (now - baseline)) / baseline) / 10,
  response: 2 * (baseline - now) >= baseline,
  response_greyed: baseline < 10,
  remission: now < 5,
  reliable: baseline - now >= 6 ? 'improved' : now - baseline >= 6 ? 'worsened' : 'none',
  noticeable: null,
  ...over,
});

const point = (day: string, total: number | null, over: Partial<ScorePoint> = {}): ScorePoint => ({
  day,
  total,
  status: total === null ? 'none' : 'complete',
  n_answered: 9,
  n_items: 9,
  band: null,
  parts: {},
  days_after_session: null,
  source: 'app',
  revision_id: day,
  ...over,
});

const phq9 = (over: Partial<Measure> = {}): Measure => ({
  instrument: 'phq-9',
  name: 'Patient Health Questionnaire-9',
  higher_is: 'worse',
  min: 0,
  max: 27,
  recall_days: 14,
  bands: [],
  points: [point('2026-07-12', 18), point('2026-11-29', 11)],
  declined: [],
  baseline: named('2026-07-12', 18),
  late_baseline: false,
  last_session: null,
  best: named('2026-11-29', 11),
  now: named('2026-11-29', 11),
  change_baseline: change(18, 11),
  change_last_session: null,
  change_best: null,
  worsened_from_best: false,
  gain_lost: null,
  rules: {
    response: rule('at least half', { percent: 50 }),
    remission: rule('MIPS 370', { at_most: 4 }),
    reliable_change: rule('NHS', { points: 6 }),
    noticeable_change: null,
  },
  ...over,
});

/** The worked examples of a change: what is said, and what is called. */
const between = (baseline: number, now: number): Measure =>
  phq9({ baseline: named('2026-07-12', baseline), now: named('2026-11-29', now), change_baseline: change(baseline, now) });
const called = (measure: Measure) => verdicts(measure).map((verdict) => verdict.said);

describe('in English', () => {
  beforeAll(() => speak('en'));

  it('says the change with both numbers, and the wobble with its rule', () => {
    expect(sinceBaseline(phq9())).toEqual({
      head: 'Down 7 points since before the course (18 → 11, 38.9%).',
      rest: 'That is more than the usual measurement wobble (6 points, NHS): reliably better.',
    });
  });

  it('says a change for the worse as plainly', () => {
    const worse = between(8, 14);
    expect(sinceBaseline(worse)).toEqual({
      head: 'Up 6 points since before the course (8 → 14, 75%).',
      rest: 'That is more than the usual measurement wobble (6 points, NHS): reliably worse.',
    });
    expect(isWorse(worse)).toBe(true);
    expect(verdicts(worse).find((verdict) => verdict.worse)?.said).toBe('worsened');
    expect(inShort(worse)).toBe('Up 6 points since before the course (8 → 14, 75%). Reliably worse.');
  });

  it('keeps response, remission and reliable change apart', () => {
    expect(called(between(18, 9))).toEqual(['yes', 'no', 'improved']);
    expect(called(between(18, 4))).toEqual(['yes', 'yes', 'improved']);
    expect(called(between(21, 11))).toEqual(['no', 'no', 'improved']);
    expect(called(between(14, 9))).toEqual(['no', 'no', 'none']);
    expect(called(between(8, 4))).toEqual(['yes, from a first score below 10', 'yes', 'none']);
    expect(sinceBaseline(between(8, 4)).rest).toBe('That is within the usual measurement wobble (6 points, NHS): no reliable change.');
  });

  it('names the rule of each verdict', () => {
    expect(verdicts(phq9()).map((verdict) => `${verdict.name}: ${verdict.rule}`)).toEqual([
      'Response: at least 50%',
      'Remission: at most 4, MIPS 370',
      'Reliable change: 6 points, NHS',
    ]);
    expect(ruleText(rule('Marx 2022, second sample', { points: 18 }))).toBe('18 points, Marx 2022');
    expect(ruleText(rule('minimal band', { at_most: 4 }))).toBe('at most 4');
  });

  it('leaves out a percentage of nothing, and says when nothing has changed', () => {
    const nothing = change(0, 3, { percent: null, response: null, reliable: 'none' });
    expect(sinceBaseline(phq9({ change_baseline: nothing })).head).toBe('Up 3 points since before the course (0 → 3).');
    expect(called(phq9({ change_baseline: nothing }))[0]).toBe('cannot be said');
    expect(sinceBaseline(between(12, 12)).head).toBe('No change since before the course (12 → 12).');
  });

  it('says why there is no change to state', () => {
    const none = { change_baseline: null };
    expect(sinceBaseline(phq9({ ...none, now: null, points: [] })).head).toBe('No score so far.');
    expect(sinceBaseline(phq9({ ...none, now: null })).head).toBe('No complete score so far.');
    expect(sinceBaseline(phq9({ ...none, baseline: null })).head).toBe(
      'Not enough scores to show a change: none is from before the course.',
    );
    expect(sinceBaseline(phq9({ ...none, now: named('2026-07-12', 18) })).head).toBe(
      'Only one complete score so far: there is nothing to compare it with.',
    );
    expect(called(phq9(none))).toEqual(['cannot be said', 'cannot be said', 'cannot be said']);
  });

  it('states no change between scores of which one is estimated', () => {
    const estimated = change(18, 11, { points: null, percent: null, response: null, remission: null, reliable: null });
    expect(sinceBaseline(phq9({ change_baseline: estimated }))).toEqual({
      head: 'One of the two scores is estimated (18 → 11): no change since before the course is stated.',
      rest: '',
    });
  });

  it('calls a late baseline late', () => {
    expect(sinceBaseline(phq9({ late_baseline: true })).head).toBe(
      'Down 7 points since the first score of the course (late baseline) (18 → 11, 38.9%).',
    );
  });

  it('says the change since the last session, but not twice the same', () => {
    const since = phq9({ last_session: named('2026-10-31', 10), change_last_session: change(10, 11) });
    expect(sinceLast(since, 'booster 3')).toBe('Up 1 point since the score before booster 3 (10 → 11, 10%). No reliable change.');
    expect(sinceLast(phq9({ last_session: named('2026-07-12', 18), change_last_session: change(18, 11) }), 'booster 3')).toBe('');
    expect(sinceLast(phq9(), 'booster 3')).toBe('');
  });

  it('says what of the gain is lost, and a fall from the best', () => {
    const lost = phq9({ best: named('2026-10-12', 6), worsened_from_best: true, gain_lost: { gain: 14, lost: 7, percent: 50 } });
    expect(sinceBest(lost)).toBe('Reliably worse than at best (6, 12 Oct). 7 of the 14 points gained at best are lost again (50%).');
    expect(isWorse(lost)).toBe(true);
    expect(sinceBest(phq9())).toBe('');
  });

  it('says that the latest score is from before the interval', () => {
    expect(oldScore(phq9(), { from: '2026-11-30', until: '2026-12-03' })).toBe('The latest score, 29 Nov, is from before this interval.');
    expect(oldScore(phq9(), { from: '2026-11-29', until: '2026-12-03' })).toBe('');
    expect(oldScore(phq9({ now: null }), { from: '2026-11-30', until: '2026-12-03' })).toBe('');
  });

  it('says which way is better, and that no rule is known', () => {
    const who5 = phq9({
      instrument: 'who-5',
      higher_is: 'better',
      max: 100,
      rules: { response: null, remission: null, reliable_change: null, noticeable_change: null },
      change_baseline: change(24, 48, { reliable: null }),
    });
    expect(shortName(who5)).toBe('WHO-5');
    expect(scale(who5)).toBe('0 to 100, higher is better');
    expect(sinceBaseline(who5).rest).toBe('No rule says how much of that is measurement wobble.');
    expect(inShort(who5)).toContain('No rule says whether that is reliable.');
    expect(verdicts(who5)).toEqual([]);
    expect(scale(phq9({ min: null, max: null }))).toBe('higher is worse');
  });

  it('says how far back a score looks, and what it still holds of the time before a session', () => {
    expect(recall(phq9())).toBe('Looks back 14 days.');
    expect(recall(phq9({ points: [point('2026-11-29', 11, { days_after_session: 3 })] }))).toBe(
      'Looks back 14 days. The last one was taken 3 days after a session: it still holds 11 days from before it.',
    );
    expect(recall(phq9({ recall_days: null }))).toBe('');
  });

  it('says how a score came about', () => {
    expect(howScored(point('2026-11-29', 15, { status: 'estimated', n_answered: 8 }))).toBe('estimated from 8 of 9');
    expect(howScored(point('2026-11-29', null, { n_answered: 6 }))).toBe('no total, 6 of 9 answered');
    expect(howScored(point('2026-11-29', 15, { source: 'clinic', n_answered: null }))).toBe('entered by the clinic');
  });

  it('says an early change and nothing about what comes of it', () => {
    const row = {
      instrument: 'phq-9',
      name: 'Patient Health Questionnaire-9',
      baseline: named('2026-07-12', 18),
      score: named('2026-07-24', 13),
      week: 2,
    };
    expect(early({ ...row, change: change(18, 13) })).toBe('PHQ-9 in week 2: Down 5 points since before the course (18 → 13, 27.8%).');
  });
});

describe('in Spanish', () => {
  beforeAll(() => speak('es'));

  it('says the same', () => {
    expect(sinceBaseline(phq9())).toEqual({
      head: 'Baja 7 puntos desde antes del tratamiento (18 → 11, 38,9\u00a0%).',
      rest: 'Es más que la oscilación habitual de la medida (6 puntos, NHS): mejora fiable.',
    });
    expect(called(phq9())).toEqual(['no', 'no', 'mejora']);
  });
});
