import { describe, expect, it } from 'vitest';
import type { Band, ScorePoint } from '../scores';
import type { Frame } from './geometry';
import { curvePath, drawn, marksPath, scoreAxis, scoreLine, scoreWindow, zonesOf } from './scoreGeometry';

const frame: Frame = { left: 0, right: 100, top: 0, bottom: 100 };
const shown = { from: '2026-11-01', until: '2026-11-10' };
const bands: Band[] = [
  { min: 0, max: 4, en: 'minimal', es: 'mínima' },
  { min: 5, max: 9, en: 'mild', es: 'leve' },
  { min: 10, max: 20, en: 'more', es: 'más' },
];
const axis = scoreAxis(0, 20, bands);

const point = (day: string, total: number | null, status: ScorePoint['status'] = 'complete'): ScorePoint => ({
  day,
  total,
  status,
  n_answered: 9,
  n_items: 9,
  band: null,
  parts: {},
  days_after_session: null,
  source: 'app',
  revision_id: day,
});

describe('the scale of scores', () => {
  it('is whole, and marked where bands begin', () => {
    expect(axis).toEqual({ low: 0, high: 20, ticks: [0, 5, 10, 20] });
    expect(scoreAxis(0, 80, []).ticks).toEqual([0, 20, 40, 60, 80]);
  });

  it('is covered by the zones without a hole', () => {
    expect(zonesOf(bands, axis, frame).map(({ y, height }) => [y, height])).toEqual([
      [75, 25],
      [50, 25],
      [0, 50],
    ]);
  });

  it('reaches back to a baseline from before the chart', () => {
    expect(scoreWindow(shown, [point('2026-10-20', 18)], ['2026-10-19'])).toEqual({ from: '2026-10-19', until: '2026-11-10' });
    expect(scoreWindow(shown, [], [])).toEqual(shown);
  });
});

describe('the line between scores', () => {
  it('joins complete scores', () => {
    expect(scoreLine([point('2026-11-01', 10), point('2026-11-10', 5)], [], shown, axis, frame)).toBe('M5 50L95 75');
  });

  it('is broken by an estimated score, by one without a total, and where somebody declined', () => {
    const ends = [point('2026-11-01', 10), point('2026-11-10', 5)] as const;
    const broken = 'M5 50M95 75';
    expect(scoreLine([ends[0], point('2026-11-05', 8, 'estimated'), ends[1]], [], shown, axis, frame)).toBe(broken);
    expect(scoreLine([ends[0], point('2026-11-05', null, 'none'), ends[1]], [], shown, axis, frame)).toBe(broken);
    expect(scoreLine([...ends], ['2026-11-05'], shown, axis, frame)).toBe(broken);
  });

  it('is broken where nobody scored for longer than a month', () => {
    const wide = { from: '2026-09-01', until: '2026-11-10' };
    expect(scoreLine([point('2026-09-01', 10), point('2026-11-10', 5)], [], wide, axis, frame)).toMatch(/^M[\d. ]+M[\d. ]+$/);
  });

  it('draws only what has a total', () => {
    expect(drawn([point('2026-11-01', null, 'none'), point('2026-11-02', 0)]).map((each) => each.total)).toEqual([0]);
  });
});

describe('curves after boosters', () => {
  const same = (value: number) => value;

  it('break on a day without an entry', () => {
    const points = [0, 1, 3].map((day_after) => ({ day_after, value: 5 }));
    expect(curvePath(points, same, same)).toBe('M0 5L1 5M3 5');
  });

  it('have marks of different shapes', () => {
    const places = [[1, 2]] as const;
    const shapes = (['dot', 'square', 'triangle'] as const).map((shape) => marksPath(places, shape));
    expect(new Set(shapes).size).toBe(3);
  });
});
