import { beforeAll, describe, expect, it } from 'vitest';
import type { Series, SideEffect, Stat, Summary, WearOff } from '../numbers';
import type { Measure } from '../scores';
import { speak } from '../testing';
import {
  againstBaseline,
  againstPrevious,
  beforeTreatment,
  change,
  completeness,
  dayCount,
  held,
  inInterval,
  lastWeek,
  missing,
  overCourse,
  range,
} from './summary';

const stat = (median: number | null, n = 11, of = 14, need = 5): Stat => ({ median, low: median, high: median, n, of, need });

const series = (over: Partial<Series> = {}): Series => ({
  field: 'mood',
  points: [],
  gaps: [],
  now: stat(4),
  previous: stat(6, 12),
  baseline: stat(3, 12),
  week: stat(4, 5, 7, 4),
  change_previous: -2,
  change_baseline: 1,
  week_change_baseline: 1,
  too_little: false,
  ...over,
});

const numbers = {} as Summary;

describe('in English', () => {
  beforeAll(() => speak('en'));

  it('says the change against the interval before in one sentence with its days', () => {
    expect(againstPrevious(series())).toBe('Median mood 4 (11 of 14 days) in this interval, 6 in the one before: down 2 points.');
  });

  it('says too little data instead of a number', () => {
    const said = againstPrevious(series({ now: stat(null, 3), change_previous: null, too_little: true }));
    expect(said).toBe('Too little data on mood in this interval: 3 of 14 days, 5 needed.');
  });

  it('keeps the present number when only the interval before has too little', () => {
    const said = againstPrevious(series({ previous: stat(null, 2), change_previous: null }));
    expect(said).toBe('Median mood 4 (11 of 14 days) in this interval. Too little data in the one before (2 of 14 days, 5 needed).');
  });

  it('does not invent an interval before the first', () => {
    expect(againstPrevious(series({ previous: null, change_previous: null }))).toBe(
      'Median mood 4 (11 of 14 days) in this interval; there is none before it.',
    );
  });

  it('names a late baseline as late, and compares nothing that shares days with it', () => {
    expect(againstBaseline(series(), false)).toBe('Before the course 3 (12 of 14 days): up 1 point since.');
    expect(againstBaseline(series({ change_baseline: null }), true)).toBe(
      'In the first week of the course (late baseline) 3 (12 of 14 days).',
    );
    expect(againstBaseline(series({ baseline: null }), false)).toBe('');
  });

  it('leaves the last week out when it is the interval', () => {
    expect(lastWeek(series())).toBe('Last 7 days: median 4 (5 of 7 days), up 1 point since before the course.');
    expect(lastWeek(series({ now: stat(4, 5, 7, 4) }))).toBe('');
    expect(lastWeek(series({ week: stat(null, 2, 7, 4) }))).toBe('');
  });

  it('counts halves, and sleep in hours', () => {
    expect(change(0, 'mood')).toBe('no change');
    expect(change(-0.5, 'mood')).toBe('down 0.5 points');
    expect(change(1.25, 'sleep_hours')).toBe('up 1.25 hours');
  });

  it('gives denominators and counts days without an entry apart', () => {
    expect(dayCount({ bucket: 'same_day', count: 4, of: 10, no_entry: 2 })).toEqual({ count: '4 of 10', aside: '(2 no entry)' });
    expect(dayCount({ bucket: 'same_day', count: 0, of: 3, no_entry: 0 })).toEqual({ count: '0 of 3', aside: '' });
    expect(dayCount({ bucket: 'day_1', count: 0, of: 0, no_entry: 3 })).toEqual({ count: '', aside: 'no entry on 3 days' });
    expect(dayCount({ bucket: 'day_7_plus', count: 0, of: 0, no_entry: 0 })).toEqual({ count: '', aside: 'no such day yet' });
  });

  it('says how long a booster held, and when that cannot be told', () => {
    const row: WearOff = {
      session_id: '1',
      label: 'Booster 2',
      from: '2026-10-01',
      until: '2026-10-30',
      before: stat(4, 3, 7, 4),
      mark: 6,
      days_held: 19,
      outcome: 'dropped',
    };
    expect(held(row, false)).toBe('19 days, then below 6');
    expect(held({ ...row, outcome: 'too_little_before', mark: null, days_held: null }, false)).toBe(
      'Too little data before it (3 of 7 days, 4 needed)',
    );
    expect(held({ ...row, outcome: 'not_reached', days_held: 0 }, false)).toBe('Not reached: the first week stayed below 6');
    expect(held({ ...row, outcome: 'lasted', days_held: 30 }, false)).toBe('All 30 days, to the end of its interval');
    expect(held({ ...row, outcome: 'lasted', days_held: 20 }, true)).toBe('All 20 days so far');
  });

  it('says what an effect did in this interval', () => {
    const effect = {
      effect: 'nausea',
      severity_max: 'moderate' as const,
      level_max: 'routine' as const,
      new: true,
      days: 3,
      by_severity: { mild: 2, moderate: 1, severe: 0 },
      still_present: true,
      last_day: '2026-11-20',
      course_severity_max: 'moderate' as const,
      course_days: 3,
      rows: [],
    };
    expect(inInterval(effect)).toBe('In this interval: 3 days, at worst moderate; new; still present');
    expect(inInterval({ ...effect, severity_max: null })).toBe('Not in this interval');
  });

  it('tells late, sent later and missing apart', () => {
    const logged = { from: '2026-08-01', until: '2026-11-09', days_logged: 91, days_possible: 101, late: 6, synced_later: 2, imported: 0 };
    const gap = { from: '2026-09-27', until: '2026-10-01', days: 5 };
    const interval = { ...logged, days_logged: 25, days_possible: 30, longest_gap: null };
    expect(completeness({ course: { ...logged, longest_gap: gap }, interval })).toEqual({
      head: '91 of 101 days have an entry since the course began.',
      rest: `In this interval 25 of 30. Longest gap 5 days (${range(gap.from, gap.until)}). 6 entries were written after their day. 2 were written in time and sent later.`,
    });
  });

  it('tells the kinds of missing apart, and says nothing of those that an older summary did not count', () => {
    const old = {
      from: '2026-11-26',
      until: '2026-12-09',
      days_logged: 9,
      days_possible: 14,
      longest_gap: null,
      late: 0,
      synced_later: 0,
      imported: 0,
    };
    const noEntry = '5 of 14 days have no entry; missing days may be the worse days.';
    expect(missing({ ...numbers, completeness: { interval: old, course: null } })).toEqual([noEntry]);

    const interval = { ...old, not_prompted: 3, not_synced: 2, skipped: { anxiety: 4, energy: 1 }, batch: 0 };
    const measures = [
      { instrument: 'phq-9', declined: ['2026-12-01'] } as Measure,
      { instrument: 'gad-7', declined: [] as string[] } as Measure,
    ];
    expect(missing({ ...numbers, completeness: { interval, course: null, last_heard_on: '2026-12-07' }, measures })).toEqual([
      noEntry,
      '2 of them are after 7 Dec, when the phone was last heard of: they may be written and not sent yet.',
      '3 more days were not asked about (paused, or before the journal began).',
      'Left out in check-ins: anxiety 4 times, energy 1 time.',
      'Asked for and not answered: PHQ-9 1 time.',
    ]);
  });

  it('says what was there before treatment, and whether an effect fades, with its denominators', () => {
    const effect = { effect: 'nausea' } as SideEffect;
    expect(beforeTreatment(effect)).toBe('not asked');
    expect(beforeTreatment({ ...effect, before: { reported: false, severity: null, day: null } })).toBe('not asked');
    expect(beforeTreatment({ ...effect, before: { reported: true, severity: 'not_present', day: '2026-07-30' } })).toBe('Not present');
    const first = { bucket: 'same_day' as const, count: 4, of: 6, no_entry: 1 };
    expect(overCourse({ trend: 'fading', first, last: { ...first, count: 1, no_entry: 0 } })).toBe(
      'Fading: on 4 of 6 (1 no entry) session days in the first half, 1 of 6 in the last.',
    );
    expect(overCourse({ trend: null, first, last: first })).toBe('');
  });

  it('names the year only where a range crosses it', () => {
    expect(range('2026-12-30', '2027-01-02')).toBe('30 Dec 2026 to 2 Jan 2027');
    expect(range('2026-12-30', '2026-12-30')).toBe('30 Dec');
  });
});

describe('in Spanish', () => {
  beforeAll(() => speak('es'));

  it('says the same change with its days', () => {
    expect(againstPrevious(series())).toBe('Mediana de ánimo: 4 (11 de 14 días) en este intervalo, 6 en el anterior: baja 2 puntos.');
  });

  it('writes halves as Spanish does', () => {
    expect(change(0.5, 'mood')).toBe('sube 0,5 puntos');
  });
});
