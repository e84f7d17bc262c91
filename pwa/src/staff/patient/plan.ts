/**
 * The dates that a course would get, for the preview. The server plans them; this shows the same rules beforehand:
 * days of the clinic's calendar, one session a day.
 */
import type { Day, ProtocolView } from '../../api/types';
import { addDays, daysBetween } from '../../i18n/dates';

const INFUSIONS = 6;
const BOOSTER_EVERY_DAYS = 30;
/** 36 TMS sessions are 30 on every weekday and a taper of 3, 2 and 1 in the weeks after. */
const TAPER_FROM = 36;
const TAPER = [[1, 3, 5], [1, 4], [3]] as const;

export interface CourseOptions {
  /** "YYYY-MM-DDTHH:MM" on the clinic's clock. */
  first_at: string;
  sessions: number | null;
  over_days: number | null;
  booster_months: number | null;
  /** 1 = Monday ... 7 = Sunday */
  weekdays: number[] | null;
}

export interface Planned {
  induction: Day[];
  boosters: Day[];
  tms: Day[];
}

export const isoWeekday = (day: Day) => (((daysBetween('2024-01-01', day) % 7) + 7) % 7) + 1;

/** Six infusions spread evenly over the days chosen, the first and the last day included. */
export function induction(first: Day, overDays: number): Day[] {
  return Array.from({ length: INFUSIONS }, (_, index) => addDays(first, Math.round((index * (overDays - 1)) / (INFUSIONS - 1))));
}

/** Every 30 days after the last infusion, for so many calendar months. */
export function boosters(last: Day, months: number): Day[] {
  const end = addMonths(last, months);
  const days: Day[] = [];
  for (let day = addDays(last, BOOSTER_EVERY_DAYS); day <= end; day = addDays(day, BOOSTER_EVERY_DAYS)) days.push(day);
  return days;
}

function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth))).toISOString().slice(0, 10);
}

export function daily(first: Day, count: number, weekdays: readonly number[]): Day[] {
  const days: Day[] = [];
  for (let day = first; days.length < count && weekdays.length > 0; day = addDays(day, 1))
    if (weekdays.includes(isoWeekday(day))) days.push(day);
  return days;
}

function tms(first: Day, count: number, weekdays: readonly number[]): Day[] {
  if (count < TAPER_FROM) return daily(first, count, weekdays);
  const acute = daily(first, 30, weekdays);
  const last = acute.at(-1) ?? first;
  const monday = addDays(last, 8 - isoWeekday(last));
  return [...acute, ...TAPER.flatMap((week, index) => week.map((weekday) => addDays(monday, index * 7 + weekday - 1)))];
}

export function plan(protocol: ProtocolView, options: CourseOptions): Planned | null {
  const first = options.first_at.slice(0, 10);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(options.first_at)) return null;
  if (protocol.modality === 'tms') {
    return { induction: [], boosters: [], tms: tms(first, options.sessions ?? 30, options.weekdays ?? [1, 2, 3, 4, 5]) };
  }
  const infusions = induction(first, options.over_days ?? 18);
  return { induction: infusions, boosters: boosters(infusions.at(-1) ?? first, options.booster_months ?? 12), tms: [] };
}
