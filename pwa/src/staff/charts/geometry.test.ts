import { describe, expect, it } from 'vitest';
import { addDays } from '../../i18n/dates';
import { dayTicks, dotPath, type Frame, gapBar, gapsOf, hoursAxis, labelsThatFit, linePath, runs, xOf, yOf, ZERO_TO_TEN } from './geometry';

const frame: Frame = { left: 0, right: 100, top: 0, bottom: 50 };
const tenDays = { from: '2026-11-01', until: '2026-11-10' };
const at = (day: string, value: number) => ({ day, value });

describe('the line', () => {
  it('breaks where a day is missing, and joins days that follow each other', () => {
    const points = [at('2026-11-01', 5), at('2026-11-02', 6), at('2026-11-04', 4)];
    expect(runs(points).map((run) => run.length)).toEqual([2, 1]);
    expect(linePath(points, tenDays, ZERO_TO_TEN, frame)).toBe('M5 25L15 20');
  });

  it('draws a day that stands alone as a point and not as a line', () => {
    expect(linePath([at('2026-11-04', 4)], tenDays, ZERO_TO_TEN, frame)).toBe('');
    expect(dotPath([at('2026-11-04', 4)], tenDays, ZERO_TO_TEN, frame)).toBe('M35 30h0');
  });

  it('is not broken by the end of a month or by daylight saving', () => {
    expect(runs([at('2026-10-31', 1), at('2026-11-01', 2), at('2026-11-02', 2)])).toHaveLength(1);
    expect(runs([at('2026-03-28', 1), at('2026-03-29', 2), at('2026-03-30', 2)])).toHaveLength(1);
  });
});

describe('the scale', () => {
  it('is always 0 to 10, whatever the values are', () => {
    expect(yOf(0, ZERO_TO_TEN, frame)).toBe(50);
    expect(yOf(10, ZERO_TO_TEN, frame)).toBe(0);
    expect(yOf(5, ZERO_TO_TEN, frame)).toBe(25);
  });

  it('shows twelve hours of sleep, and the whole day when somebody slept longer', () => {
    expect(hoursAxis([at('2026-11-01', 8)]).high).toBe(12);
    expect(hoursAxis([at('2026-11-01', 13.5)]).high).toBe(24);
    expect(hoursAxis([]).high).toBe(12);
  });

  it('gives every day a column of the same width', () => {
    expect(xOf('2026-11-01', tenDays, frame)).toBe(5);
    expect(xOf('2026-11-10', tenDays, frame)).toBe(95);
    expect(xOf('2026-11-01', { from: '2026-11-01', until: '2026-11-01' }, frame)).toBe(50);
  });
});

describe('gaps', () => {
  it('are the days without a value, the first and last day of the chart included', () => {
    const points = [at('2026-11-03', 5), at('2026-11-04', 6), at('2026-11-07', 6)];
    expect(gapsOf(points, tenDays)).toEqual([
      { from: '2026-11-01', until: '2026-11-02', days: 2 },
      { from: '2026-11-05', until: '2026-11-06', days: 2 },
      { from: '2026-11-08', until: '2026-11-10', days: 3 },
    ]);
  });

  it('are marked over their whole columns and cut at the edges of the chart', () => {
    expect(gapBar({ from: '2026-11-05', until: '2026-11-06', days: 2 }, tenDays, frame)).toEqual({ x: 40, width: 20 });
    expect(gapBar({ from: '2026-10-20', until: '2026-11-02', days: 14 }, tenDays, frame)).toEqual({ x: 0, width: 20 });
    expect(gapBar({ from: '2026-10-20', until: '2026-10-22', days: 3 }, tenDays, frame)).toBeNull();
  });
});

describe('labels', () => {
  it('name both ends of the axis and leave room between', () => {
    const shown = { from: '2026-08-14', until: addDays('2026-08-14', 100) };
    const ticks = dayTicks(shown, { ...frame, right: 700 });
    expect(ticks[0]).toBe(shown.from);
    expect(ticks.at(-1)).toBe(shown.until);
    expect(ticks.length).toBeLessThanOrEqual(9);
    expect(dayTicks(tenDays, { ...frame, right: 90 })).toEqual([tenDays.from, tenDays.until]);
  });

  it('are left out where they would lie on one another', () => {
    const items = [0, 10, 60, 70];
    expect([
      ...labelsThatFit(
        items,
        (x) => x,
        () => 50,
      ),
    ]).toEqual([0, 60]);
  });
});
