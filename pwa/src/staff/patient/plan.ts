/**
 * The dates that a course would get, for the preview. The server plans them by clinical/course_plan.py; this shows the
 * same days beforehand, from the same templates, and is held to it by the days in plan.test.ts.
 */
import type { Day } from '../../api/types';
import { addDays, daysBetween } from '../../i18n/dates';

export interface Template {
  id: string;
  kind: 'infusion' | 'esketamine' | 'tms';
  sessions: number[];
  booster_every_days?: number | null;
  taper?: number[];
  /** The server alone lays these out. */
  phases?: unknown[];
  any_sessions?: [number, number];
}

export interface CourseOptions {
  /** "YYYY-MM-DDTHH:MM" on the clinic's clock. */
  first_at: string;
  sessions: number | null;
  over_days: number | null;
  booster_months: number | null;
  /** 1 = Monday ... 7 = Sunday */
  weekdays: number[];
}

export interface Planned {
  infusions: Day[];
  boosters: Day[];
  tms: Day[];
}

const FREE_DAY_BETWEEN = 2; // infusions are at least two days apart

export const isoWeekday = (day: Day) => (((daysBetween('2024-01-01', day) % 7) + 7) % 7) + 1;

/** Null when these options make no course: the server says why when it is asked. */
export function plan(template: Template, options: CourseOptions): Planned | null {
  const first = options.first_at.slice(0, 10);
  const weekdays = [...options.weekdays].sort((a, b) => a - b);
  const taper = template.taper ?? [];
  if (template.phases || template.any_sessions || weekdays.length < Math.max(1, ...taper)) return null;
  const count = options.sessions ?? template.sessions[0] ?? 0;
  if (template.kind === 'tms') {
    if (!weekdays.includes(isoWeekday(first))) return null;
    return { infusions: [], boosters: [], tms: tmsDays(taper, first, count, weekdays) };
  }
  const infusions = infusionDays(first, count, options.over_days ?? 0, weekdays);
  const last = infusions?.at(-1);
  if (!infusions || !last) return null;
  const every = template.booster_every_days;
  return {
    infusions,
    boosters: every && options.booster_months ? boosterDays(last, every, options.booster_months, weekdays) : [],
    tms: [],
  };
}

/** As even as the weekdays let them be, from the first day on (any day: the clinic chose it), over at most `overDays`. */
export function infusionDays(first: Day, count: number, overDays: number, weekdays: readonly number[]): Day[] | null {
  const step = (overDays - 1) / (count - 1);
  const open = Array.from({ length: Math.max(0, overDays - 1) }, (_, index) => index + 1).filter((offset) =>
    weekdays.includes(isoWeekday(addDays(first, offset))),
  );
  let best: { cost: number; row: number[] } | null = null;
  const extend = (row: number[], from: number, cost: number) => {
    if (best && cost >= best.cost) return;
    if (row.length === count) {
      best = { cost, row };
      return;
    }
    for (let index = from; index < open.length; index += 1) {
      const offset = open[index] as number;
      if (offset - (row.at(-1) as number) < FREE_DAY_BETWEEN) continue;
      extend([...row, offset], index + 1, cost + (offset - row.length * step) ** 2);
    }
  };
  extend([0], 0, 0);
  return (best as { row: number[] } | null)?.row.map((offset) => addDays(first, offset)) ?? null;
}

/** Counted from the last infusion, so that one moved to the next open weekday does not move those after it. */
export function boosterDays(last: Day, every: number, months: number, weekdays: readonly number[]): Day[] {
  const until = addMonths(last, months);
  const days: Day[] = [];
  for (let day = addDays(last, every); day <= until; day = addDays(day, every)) days.push(onOrAfter(day, weekdays));
  return days;
}

function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth))).toISOString().slice(0, 10);
}

function onOrAfter(day: Day, weekdays: readonly number[]): Day {
  let open = day;
  while (!weekdays.includes(isoWeekday(open))) open = addDays(open, 1);
  return open;
}

function tmsDays(taper: readonly number[], first: Day, count: number, weekdays: readonly number[]): Day[] {
  const daily = count - taper.reduce((sum, week) => sum + week, 0);
  const days = [first];
  let last = first;
  while (days.length < daily) {
    last = onOrAfter(addDays(last, 1), weekdays);
    days.push(last);
  }
  const monday = addDays(last, 1 - isoWeekday(last));
  for (const [index, sessions] of taper.entries()) {
    days.push(...spread(sessions, weekdays).map((weekday) => addDays(monday, 7 * (index + 1) + weekday - 1)));
  }
  return days;
}

/** So many of the weekdays, evenly: of five, 3 are 1-3-5, 2 are 2-4 and 1 is the middle one. */
function spread(count: number, weekdays: readonly number[]): number[] {
  const width = weekdays.length;
  if (count === width) return [...weekdays];
  const place = (k: number) =>
    count * 2 > width ? halfToEven((k * (width - 1)) / (count - 1)) : Math.floor(((2 * k + 1) * width) / (2 * count));
  return Array.from({ length: count }, (_, k) => weekdays[place(k)] as number);
}

/** The server rounds as Python does. */
function halfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
