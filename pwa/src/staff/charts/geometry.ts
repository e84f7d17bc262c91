/**
 * Where things go on a chart of days. Pure arithmetic in pixels of the drawing; nothing here fills, joins or smooths:
 * a day without a value is a break in the line and a mark on the axis.
 */
import type { Day } from '../../api/types';
import { addDays, daysBetween } from '../../i18n/dates';
import type { Gap, Point, Window } from '../numbers';

export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Axis {
  low: number;
  high: number;
  ticks: number[];
}

/** The whole scale is always shown: a line that fills the paper says nothing about how large a change is. */
export const ZERO_TO_TEN: Axis = { low: 0, high: 10, ticks: [0, 5, 10] };

/** Hours of sleep: at least 0-12, longer only when somebody slept longer. */
export function hoursAxis(points: readonly Point[]): Axis {
  const longest = points.reduce((most, point) => Math.max(most, point.value), 0);
  return longest <= 12 ? { low: 0, high: 12, ticks: [0, 6, 12] } : { low: 0, high: 24, ticks: [0, 12, 24] };
}

/** The x of the middle of a day. Each day has a column of equal width, the first and last one included. */
export function xOf(day: Day, shown: Window, frame: Frame): number {
  const columns = daysBetween(shown.from, shown.until) + 1;
  return frame.left + ((daysBetween(shown.from, day) + 0.5) * (frame.right - frame.left)) / columns;
}

export function yOf(value: number, axis: Axis, frame: Frame): number {
  return frame.bottom - ((value - axis.low) / (axis.high - axis.low)) * (frame.bottom - frame.top);
}

/** Runs of days that follow each other without a break. Only these are joined by a line. */
export function runs(points: readonly Point[]): Point[][] {
  const found: Point[][] = [];
  for (const point of points) {
    const run = found.at(-1);
    const before = run?.at(-1);
    if (run && before && daysBetween(before.day, point.day) === 1) run.push(point);
    else found.push([point]);
  }
  return found;
}

const round = (value: number) => Math.round(value * 10) / 10;

/** Path data of the line: one "M ... L ..." per run, and none for a day that stands alone (its point is drawn). */
export function linePath(points: readonly Point[], shown: Window, axis: Axis, frame: Frame): string {
  return runs(points)
    .filter((run) => run.length > 1)
    .map((run) => {
      const places = run.map((point) => `${round(xOf(point.day, shown, frame))} ${round(yOf(point.value, axis, frame))}`);
      return `M${places.join('L')}`;
    })
    .join('');
}

/** Path data of all points as zero-length strokes: with a round cap each is a dot, and 500 of them are one element. */
export function dotPath(points: readonly Point[], shown: Window, axis: Axis, frame: Frame): string {
  return points.map((point) => `M${round(xOf(point.day, shown, frame))} ${round(yOf(point.value, axis, frame))}h0`).join('');
}

/** Gaps between the first and last day shown, worked out from the points themselves. `until` is not counted when open. */
export function gapsOf(points: readonly Point[], shown: Window): Gap[] {
  const have = new Set(points.map((point) => point.day));
  const gaps: Gap[] = [];
  for (let day = shown.from; day <= shown.until; day = addDays(day, 1)) {
    if (have.has(day)) continue;
    const last = gaps.at(-1);
    if (last && daysBetween(last.until, day) === 1) {
      last.until = day;
      last.days += 1;
    } else {
      gaps.push({ from: day, until: day, days: 1 });
    }
  }
  return gaps;
}

/** The mark of a gap on the axis: from the left edge of its first column to the right edge of its last. */
export function gapBar(gap: Gap, shown: Window, frame: Frame): { x: number; width: number } | null {
  if (gap.until < shown.from || gap.from > shown.until) return null;
  const [, from = gap.from] = [gap.from, shown.from].sort();
  const [until = gap.until] = [gap.until, shown.until].sort();
  const column = (frame.right - frame.left) / (daysBetween(shown.from, shown.until) + 1);
  const x = xOf(from, shown, frame) - column / 2;
  return { x: round(x), width: round(column * (daysBetween(from, until) + 1)) };
}

/** Days named under the axis: both ends, and round steps between them that leave `room` pixels for each name. */
export function dayTicks(shown: Window, frame: Frame, room = 90): Day[] {
  const span = daysBetween(shown.from, shown.until);
  const fit = Math.max(1, Math.floor((frame.right - frame.left) / room));
  const step = [1, 2, 7, 14, 28, 56, 91, 182, 364].find((days) => span / days <= fit) ?? 364;
  const ticks: Day[] = [];
  for (let offset = 0; offset <= span - step * 0.6; offset += step) ticks.push(addDays(shown.from, offset));
  ticks.push(shown.until);
  return ticks;
}

/** Which labels fit on one line: the first, and each next one that starts after the one kept before it has ended. */
export function labelsThatFit<Item>(items: readonly Item[], x: (item: Item) => number, width: (item: Item) => number): Set<Item> {
  const kept = new Set<Item>();
  let end = Number.NEGATIVE_INFINITY;
  for (const item of items) {
    if (x(item) < end) continue;
    kept.add(item);
    end = x(item) + width(item);
  }
  return kept;
}
