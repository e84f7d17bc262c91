/** What can be chosen in a course template, as it is typed and as it is sent. */
import type { Protocol } from '../types';

export interface Options {
  /** "YYYY-MM-DDTHH:MM" on the clinic's clock. */
  first_at: string;
  sessions: string;
  over_days: number | null;
  booster_months: number | null;
  /** '' is every open weekday. */
  every_days: string;
  months: number | null;
  /** 1 = Monday ... 7 = Sunday */
  weekdays: number[];
}

const middle = ([low, high]: readonly [number, number]) => Math.round((low + high) / 2);

/** The first of each; the middle where there is a range of days. How many sessions a clinic gives again is not proposed. */
export const optionsFor = (protocol: Protocol, first_at: string): Options => ({
  first_at,
  sessions: String(protocol.sessions_options?.[0] ?? ''),
  over_days: protocol.over_days && middle(protocol.over_days),
  booster_months: protocol.booster_months?.[0] ?? null,
  every_days: '',
  months: protocol.months?.[0] ?? null,
  weekdays: [...protocol.weekdays],
});

export function inRange(text: string, [low, high]: readonly [number, number]): boolean {
  const value = Number(text);
  return text.trim() !== '' && Number.isInteger(value) && value >= low && value <= high;
}

export const gapFits = (protocol: Protocol, { every_days }: Options) =>
  protocol.any_gap === null || every_days.trim() === '' || inRange(every_days, protocol.any_gap);

const goesOn = (protocol: Protocol, { months }: Options) => protocol.every_days_options !== null && (months ?? 0) > 0;

export function isComplete(protocol: Protocol, options: Options): boolean {
  if (options.first_at === '' || options.weekdays.length === 0) return false;
  if (protocol.any_sessions && !inRange(options.sessions, protocol.any_sessions)) return false;
  if (goesOn(protocol, options) && options.every_days === '') return false;
  return gapFits(protocol, options);
}

/** Options that a template does not have are not sent. */
export function bodyOf(protocol: Protocol, options: Options) {
  const sessions = protocol.any_sessions || protocol.sessions_options ? Number(options.sessions) : null;
  const gap = options.every_days.trim() !== '' && (protocol.any_gap || goesOn(protocol, options)) ? Number(options.every_days) : null;
  return {
    protocol: protocol.id,
    first_at: options.first_at,
    sessions,
    over_days: protocol.over_days ? options.over_days : null,
    booster_months: protocol.booster_months ? options.booster_months : null,
    every_days: gap,
    months: protocol.months ? options.months : null,
    weekdays: options.weekdays,
  };
}
