import type { Instant } from '../../api/types';
import { timeOf } from '../../i18n/dates';
import { t } from '../strings';
import { clinicZone } from '../today';

const MINUTE_MS = 60_000;

/** How long until somebody else is told, by the server's clock: rounded up, so that it never says less than is left. */
export function waitText(at: Instant, now_ms: number): string {
  const left_ms = Date.parse(at) - now_ms;
  if (left_ms <= 0) return t('clock.due');
  if (left_ms < MINUTE_MS) return t('clock.soon');
  const minutes = Math.ceil(left_ms / MINUTE_MS);
  if (minutes < 60) return t('clock.in_minutes', { n: minutes });
  return t('clock.in_hours', { h: Math.floor(minutes / 60), m: minutes % 60 });
}

export interface Next {
  /** Null when everybody on the list has had their turn: then all are told again. */
  name: string | null;
  at: Instant;
}

/** "Next: Dr. Voss at 14:30, in 12 min" */
export function nextText({ name, at }: Next, now_ms: number): string {
  const times = { time: timeOf(at, clinicZone()), wait: waitText(at, now_ms) };
  return name === null ? t('clock.again', times) : t('clock.next', { name, ...times });
}
