import { expect, test } from 'vitest';
import { gaps, labelled, type Point, runs } from '../src/patient/parts/chart';

const points = (...days: number[]): Point[] => days.map((day) => ({ day: `2026-11-${String(day).padStart(2, '0')}`, value: day % 11 }));

test('a missing day ends the line: nothing is drawn across it', () => {
  expect(runs(points(1, 2, 3, 6, 8, 9)).map((run) => run.map((point) => point.day.slice(8)))).toEqual([
    ['01', '02', '03'],
    ['06'],
    ['08', '09'],
  ]);
});

test('gaps are marked between the points and at both ends', () => {
  expect(gaps(points(3, 4, 7), '2026-11-01', '2026-11-09')).toEqual([
    { from: '2026-11-01', until: '2026-11-02' },
    { from: '2026-11-05', until: '2026-11-06' },
    { from: '2026-11-08', until: '2026-11-09' },
  ]);
  expect(gaps([], '2026-11-01', '2026-11-03')).toEqual([{ from: '2026-11-01', until: '2026-11-03' }]);
});

test('the line may pass from one month to the next, and over the change of clocks', () => {
  const days: Point[] = ['2026-10-24', '2026-10-25', '2026-10-26', '2026-10-31', '2026-11-01'].map((day) => ({ day, value: 5 }));
  expect(runs(days).map((run) => run.length)).toEqual([3, 2]);
});

test('marks that stand close together are labelled once, the latest of them', () => {
  expect(labelled([10, 15, 20, 80], 30)).toEqual([false, false, true, true]);
});
