import type { Audience, Day, Instant, SessionView } from '../api/types';
import { clock, datedDay, daysBetween, localDay, shortDay, timeOf, weekday } from '../i18n/dates';
import { t } from './messages';
import { thisDay } from './state/journal';

export const AUDIENCES: readonly Audience[] = ['private', 'therapist', 'team'];

export const greeting = (at: Date = new Date()) =>
  t(at.getHours() < 12 ? 'today.morning' : at.getHours() < 18 ? 'today.afternoon' : 'today.evening');

/** "today", "yesterday", "Friday" within a week, else the date. */
export function nearDay(day: Day): string {
  const ago = daysBetween(day, thisDay.value);
  if (ago === 0) return t('day.today');
  if (ago === 1) return t('day.yesterday');
  if (ago > 1 && ago < 7) return weekday(day);
  return ago > 300 ? datedDay(day) : shortDay(day);
}

export function untilText(day: Day): string {
  const n = daysBetween(thisDay.value, day);
  if (n === 0) return t('day.today');
  if (n === 1) return t('day.tomorrow');
  return t('day.in_days', { n });
}

/** "Tuesday 10:30, in 9 days" */
export const sessionWhen = (session: SessionView) =>
  t('today.session_when', { weekday: weekday(session.local_day), time: clock(session.local_time), until: untilText(session.local_day) });

/** The server's label is English; what it is made of is translated here. */
export function sessionLabel(session: SessionView): string {
  const { kind, ordinal, of } = session;
  if (kind === 'psychotherapy' || ordinal === null) return t(`session.${kind}`);
  if (kind === 'booster' || of === null) return t(`session.${kind}_n`, { ordinal });
  return t(`session.${kind}_of`, { ordinal, of });
}

export function reachedText(at: Instant): string {
  const day = localDay(new Date(at));
  return t('sync.reached', { day: nearDay(day), time: timeOf(at) });
}

export const sharedWith = (audience: Audience) => t('share.with', { whom: t(`audience.${audience}`) });

/** A label that fits over a line in a chart. */
export const sessionShort = (session: SessionView) =>
  session.ordinal === null ? t(`session.${session.kind}_short`) : `${t(`session.${session.kind}_short`)} ${session.ordinal}`;
