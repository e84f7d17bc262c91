import type { Day } from '../../api/types';
import { daysBetween } from '../../i18n/dates';

/** 1 = Monday ... 7 = Sunday */
export const isoWeekday = (day: Day) => (((daysBetween('2024-01-01', day) % 7) + 7) % 7) + 1;

interface Dated {
  local_day: Day;
  local_time: string;
}

export interface PlannedDay {
  day: Day;
  /** "HH:MM", ascending. */
  times: string[];
}

/** A line for each day, however many sessions it has. */
export function byDay(planned: readonly Dated[]): PlannedDay[] {
  const days = new Map<Day, string[]>();
  for (const { local_day, local_time } of planned) days.set(local_day, [...(days.get(local_day) ?? []), local_time]);
  return [...days].map(([day, times]) => ({ day, times: times.sort() })).sort((a, b) => a.day.localeCompare(b.day));
}
