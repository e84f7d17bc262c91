import type { Day } from '../../api/types';
import { addDays, daysBetween } from '../../i18n/dates';

export interface Point {
  day: Day;
  value: number;
}

/** Days without an entry between `from` and `until`, both included. */
export interface Gap {
  from: Day;
  until: Day;
}

/** Runs of neighbouring days: a missing day ends a line, nothing is drawn across it. */
export function runs(points: readonly Point[]): Point[][] {
  const found: Point[][] = [];
  for (const point of points) {
    const run = found.at(-1);
    const last = run?.at(-1);
    if (run && last && daysBetween(last.day, point.day) === 1) run.push(point);
    else found.push([point]);
  }
  return found;
}

export function gaps(points: readonly Point[], from: Day, until: Day): Gap[] {
  const found: Gap[] = [];
  let next = from;
  for (const { day } of points) {
    if (day > next) found.push({ from: next, until: addDays(day, -1) });
    next = addDays(day, 1);
  }
  if (next <= until) found.push({ from: next, until });
  return found;
}

export interface Frame {
  from: Day;
  until: Day;
  left: number;
  right: number;
  top: number;
  bottom: number;
  high: number;
}

export const xOf = (frame: Frame, day: Day) =>
  frame.left + (daysBetween(frame.from, day) / Math.max(1, daysBetween(frame.from, frame.until))) * (frame.right - frame.left);

export const yOf = (frame: Frame, value: number) => frame.bottom - (value / frame.high) * (frame.bottom - frame.top);

/** Which session marks get a label: from the latest back, those that have room; the others stay a line. */
export function labelled(xs: readonly number[], room: number): boolean[] {
  const flags = xs.map(() => false);
  let free = Number.POSITIVE_INFINITY;
  for (let index = xs.length - 1; index >= 0; index--) {
    const x = xs[index] as number;
    if (free - x < room) continue;
    flags[index] = true;
    free = x;
  }
  return flags;
}
