import type { Day, Instant } from '../api/types';
import { locale } from './i18n';

/** A day is a calendar date without a zone. It is carried as midnight UTC and formatted in UTC, so it never shifts. */
const asDate = (day: Day) => new Date(`${day}T00:00:00Z`);

const cache = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale.value + JSON.stringify(options);
  let made = cache.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale.value, options);
    cache.set(key, made);
  }
  return made;
}

const dayText = (day: Day, options: Intl.DateTimeFormatOptions) => format({ ...options, timeZone: 'UTC' }).format(asDate(day));

/** "Sunday 22 November" */
export const longDay = (day: Day) => dayText(day, { weekday: 'long', day: 'numeric', month: 'long' });
/** "Sunday 22 November 2026" */
export const longDatedDay = (day: Day) => dayText(day, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
/** "22 Nov" */
export const shortDay = (day: Day) => dayText(day, { day: 'numeric', month: 'short' });
/** "22 Nov 2026" */
export const datedDay = (day: Day) => dayText(day, { day: 'numeric', month: 'short', year: 'numeric' });
/** "Sunday" */
export const weekday = (day: Day) => dayText(day, { weekday: 'long' });
/** "Sun" of 1 = Monday ... 7 = Sunday */
export const weekdayName = (iso: number, width: 'short' | 'long' | 'narrow' = 'short') =>
  dayText(addDays('2024-01-01', iso - 1), { weekday: width });
export const monthName = (day: Day) => dayText(day, { month: 'short' });
export const dayOfMonth = (day: Day) => Number(day.slice(8));

const HOUR_MINUTE: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' };

/** The time of an instant on this device's clock, or in a named zone. */
export const timeOf = (instant: Instant, zone?: string) =>
  format(zone ? { ...HOUR_MINUTE, timeZone: zone } : HOUR_MINUTE).format(new Date(instant));
export const dateTime = (instant: Instant, zone?: string) =>
  format({ day: 'numeric', month: 'short', ...HOUR_MINUTE, ...(zone ? { timeZone: zone } : {}) }).format(new Date(instant));
/** "22 Nov 2026, 19:00" */
export const datedTime = (instant: Instant, zone?: string) =>
  format({ day: 'numeric', month: 'short', year: 'numeric', ...HOUR_MINUTE, ...(zone ? { timeZone: zone } : {}) }).format(
    new Date(instant),
  );
/** A wall-clock "19:00" in the person's own notation. */
export const clock = (time: string) => format({ ...HOUR_MINUTE, timeZone: 'UTC' }).format(new Date(`2024-01-01T${time}:00Z`));

export const number = (value: number, digits = 1) => new Intl.NumberFormat(locale.value, { maximumFractionDigits: digits }).format(value);

export function addDays(day: Day, count: number): Day {
  const date = asDate(day);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

export const daysBetween = (from: Day, until: Day) => Math.round((asDate(until).getTime() - asDate(from).getTime()) / 86_400_000);

/** The local date of an instant on this device. */
export function localDay(at: Date = new Date()): Day {
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${String(at.getFullYear()).padStart(4, '0')}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
}
