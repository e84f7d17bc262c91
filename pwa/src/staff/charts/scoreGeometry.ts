/** Where scores go on their chart, and which of them a line may join. Pure arithmetic, as in geometry.ts. */
import type { Day } from '../../api/types';
import { daysBetween } from '../../i18n/dates';
import type { Window } from '../numbers';
import type { Band, CurvePoint, ScorePoint } from '../scores';
import { type Axis, type Frame, xOf, yOf } from './geometry';

/** Scores further apart are not joined: nobody knows what was in between. Monthly ones still are. Our own rule. */
export const JOINED_DAYS = 35;

/** The whole scale, marked where its bands begin; in quarters where it has none. */
export function scoreAxis(min: number, max: number, bands: readonly Band[]): Axis {
  const inner = bands.length > 0 ? bands.map((band) => band.min) : [1, 2, 3].map((part) => min + Math.round(((max - min) * part) / 4));
  return { low: min, high: max, ticks: [...new Set([min, ...inner, max])].sort((a, b) => a - b) };
}

export interface Zone {
  band: Band;
  /** Of the drawing: the upper edge and how far it reaches down. */
  y: number;
  height: number;
}

/** A zone reaches up to where the next one begins, so that none lies between two of them. */
export function zonesOf(bands: readonly Band[], axis: Axis, frame: Frame): Zone[] {
  return bands.map((band, index) => {
    const top = yOf(bands[index + 1]?.min ?? axis.high, axis, frame);
    return { band, y: top, height: yOf(band.min, axis, frame) - top };
  });
}

type Drawn = ScorePoint & { total: number };
export const drawn = (points: readonly ScorePoint[]): Drawn[] => points.filter((point): point is Drawn => point.total !== null);

/** Only complete scores are joined; one that is estimated, was declined, or had too few answers breaks the line. */
export function scoreLine(points: readonly ScorePoint[], declined: readonly Day[], shown: Window, axis: Axis, frame: Frame): string {
  let path = '';
  let before: Day | null = null;
  for (const point of points) {
    if (point.status !== 'complete' || point.total === null) {
      before = null;
      continue;
    }
    const last = before;
    const joined = last !== null && daysBetween(last, point.day) <= JOINED_DAYS && !declined.some((day) => day > last && day < point.day);
    path += `${joined ? 'L' : 'M'}${round(xOf(point.day, shown, frame))} ${round(yOf(point.total, axis, frame))}`;
    before = point.day;
  }
  return path;
}

/** The window of the daily charts, made longer for scores from before it: a baseline is never cut off. */
export function scoreWindow(chart: Window, points: readonly ScorePoint[], declined: readonly Day[]): Window {
  const days = [chart.from, chart.until, ...points.map((point) => point.day), ...declined].sort();
  return { from: days[0] ?? chart.from, until: days.at(-1) ?? chart.until };
}

/** A line broken at days without an entry, over days after a session instead of dates. */
export function curvePath(points: readonly CurvePoint[], x: (day: number) => number, y: (value: number) => number): string {
  return points
    .map(({ day_after, value }, index) => {
      const before = points[index - 1];
      return `${before && day_after - before.day_after === 1 ? 'L' : 'M'}${round(x(day_after))} ${round(y(value))}`;
    })
    .join('');
}

export type Shape = 'dot' | 'square' | 'triangle';

const SHAPES: Record<Shape, string> = {
  dot: 'm-2.6 0a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0 -5.2 0z',
  square: 'm-2.3 -2.3h4.6v4.6h-4.6z',
  triangle: 'm0 -3.2l3 5.4h-6z',
};

/** All marks of a line as one path: a shape of its own for each line, so that they differ in grey, too. */
export const marksPath = (places: readonly (readonly [number, number])[], shape: Shape): string =>
  places.map(([x, y]) => `M${round(x)} ${round(y)}${SHAPES[shape]}`).join('');

const round = (value: number) => Math.round(value * 10) / 10;
