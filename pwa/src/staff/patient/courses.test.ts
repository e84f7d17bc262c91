import { describe, expect, it } from 'vitest';
import type { Protocol } from '../types';
import { bodyOf, isComplete, optionsFor } from './courseOptions';
import { byDay, isoWeekday } from './dates';

const protocol = (over: Partial<Protocol> = {}): Protocol => ({
  id: 'x',
  modality: 'tms',
  name: 'X',
  phases: null,
  sessions_options: null,
  any_sessions: null,
  any_gap: null,
  every_days_options: null,
  months: null,
  over_days: null,
  booster_months: null,
  boosters: false,
  weekdays: [1, 2, 3, 4, 5],
  own: false,
  ...over,
});

const FIRST = '2026-12-01T10:30';

describe('the options of a course', () => {
  it('begin with the first of each choice and the middle of a range of days', () => {
    const options = optionsFor(protocol({ sessions_options: [20, 30], over_days: [14, 21], booster_months: [12, 18] }), FIRST);
    expect(options).toMatchObject({ first_at: FIRST, sessions: '20', over_days: 18, booster_months: 12 });
  });

  it('are sent only where the template has them', () => {
    const plain = protocol();
    const none = { sessions: null, over_days: null, booster_months: null, every_days: null, months: null };
    expect(bodyOf(plain, optionsFor(plain, FIRST))).toEqual({ protocol: 'x', first_at: FIRST, weekdays: [1, 2, 3, 4, 5], ...none });
  });

  it('ask for the number of sessions of a treatment that is given again, and for no gap', () => {
    const again = protocol({ any_sessions: [1, 60], any_gap: [2, 90] });
    const options = optionsFor(again, FIRST);
    expect(isComplete(again, options)).toBe(false);
    expect(isComplete(again, { ...options, sessions: '61' })).toBe(false);
    expect(isComplete(again, { ...options, sessions: '6', every_days: '1' })).toBe(false);
    expect(isComplete(again, { ...options, sessions: '6' })).toBe(true);
    expect(bodyOf(again, { ...options, sessions: '6' })).toMatchObject({ sessions: 6, every_days: null });
    expect(bodyOf(again, { ...options, sessions: '6', every_days: '7' })).toMatchObject({ sessions: 6, every_days: 7 });
  });

  it('ask how often only when a treatment goes on after its phases', () => {
    const spray = protocol({ months: [0, 24], every_days_options: [7, 14] });
    const options = optionsFor(spray, FIRST);
    expect(bodyOf(spray, { ...options, every_days: '7' })).toMatchObject({ months: 0, every_days: null });
    expect(isComplete(spray, { ...options, months: 3 })).toBe(false);
    expect(bodyOf(spray, { ...options, months: 3, every_days: '14' })).toMatchObject({ months: 3, every_days: 14 });
  });

  it('need a first day and a weekday', () => {
    const plain = protocol();
    expect(isComplete(plain, optionsFor(plain, ''))).toBe(false);
    expect(isComplete(plain, { ...optionsFor(plain, FIRST), weekdays: [] })).toBe(false);
  });
});

it('fifty sessions in five days are five lines', () => {
  const planned = Array.from({ length: 50 }, (_, index) => ({
    local_day: `2026-12-0${7 + Math.floor(index / 10) - 6}`,
    local_time: `${String(8 + (index % 10)).padStart(2, '0')}:00`,
  }));
  const days = byDay(planned);
  expect(days.map(({ day, times }) => [day, times.length, times[0], times.at(-1)])).toEqual(
    ['2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04', '2026-12-05'].map((day) => [day, 10, '08:00', '17:00']),
  );
});

it('counts weekdays from Monday, before and after the day it counts from', () => {
  expect([isoWeekday('2026-11-23'), isoWeekday('2026-11-29'), isoWeekday('2023-12-31')]).toEqual([1, 7, 7]);
});
