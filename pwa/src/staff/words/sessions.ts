import type { Day, SessionKind, SessionStatus, SessionView } from '../../api/types';
import { clock, daysBetween } from '../../i18n/dates';
import { t } from '../strings';
import { pageDay, pageLongDay } from './days';

interface Named {
  kind: SessionKind;
  ordinal: number | null;
  of?: number | null;
  with_name?: string | null;
}

/** The server's label is English; this says the same in the reader's language. */
export function sessionName({ kind, ordinal, of, with_name }: Named): string {
  if (kind === 'psychotherapy') return with_name ? t('session.psychotherapy_with', { name: with_name }) : t('session.psychotherapy');
  const values = { ordinal: ordinal ?? '', of: of ?? '' };
  if (kind === 'booster' || !of) return t(`session.${kind}`, values).trim();
  return t(`session.${kind}_of`, values);
}

/** In the middle of a sentence: "30 days since booster 3". EMT and other capitals stay. */
export const inSentence = (name: string) => (/^[A-ZÁÉÍÓÚ]{2}/.test(name) ? name : name.charAt(0).toLocaleLowerCase() + name.slice(1));

/** For a mark on a chart, where there is room for a word and a number. */
export function sessionMark({ kind, ordinal }: Named): string {
  return kind === 'psychotherapy' ? t('session.psychotherapy') : t(`session.${kind}`, { ordinal: ordinal ?? '' }).trim();
}

/** "today", "tomorrow", "in 9 days", "3 days ago" */
export function daysAway(day: Day, today: Day): string {
  const n = daysBetween(today, day);
  if (n === 0) return t('when.today');
  if (n === 1) return t('when.tomorrow');
  if (n === -1) return t('when.yesterday');
  return n > 0 ? t('when.in_days', { n }) : t('when.days_ago', { n: -n });
}

/** "Tuesday 1 December 10:30", on the clinic's clock as the server gives it. */
export const sessionTime = (session: SessionView, width: 'long' | 'short' = 'long') =>
  t('when.day_time', {
    day: width === 'long' ? pageLongDay(session.local_day) : pageDay(session.local_day),
    time: clock(session.local_time),
  });

/** A session that is still "planned" though its day has passed: nobody has marked it. */
export const isUnmarked = (session: SessionView, today: Day) => session.status === 'planned' && session.local_day < today;

export const statusName = (session: SessionView, today: Day): string =>
  isUnmarked(session, today) ? t('status.assumed') : t(`status.${session.status satisfies SessionStatus}`);
