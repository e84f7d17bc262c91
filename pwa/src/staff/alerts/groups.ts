import type { Alert, Told } from './shapes';
import { isClosed, isOpen } from './words';

export interface Groups {
  /** In the server's order: the gravest first, then the newest. */
  open: Alert[];
  /** Acknowledged and waiting for an outcome: who has waited longest first. */
  waiting: Alert[];
  /** The last closed first. */
  closed: Alert[];
}

export function grouped(alerts: readonly Alert[]): Groups {
  return {
    open: alerts.filter(isOpen),
    waiting: alerts
      .filter((alert) => !isOpen(alert) && !isClosed(alert))
      .sort((a, b) => (a.acknowledged_at ?? '').localeCompare(b.acknowledged_at ?? '')),
    closed: alerts.filter(isClosed).sort((a, b) => (b.closed_at ?? '').localeCompare(a.closed_at ?? '')),
  };
}

/** Those that were not among the ones known before. Nothing is new at the first look. */
export function newAmong(alerts: readonly Alert[], before: ReadonlySet<string> | null): Alert[] {
  return before === null ? [] : alerts.filter((alert) => isOpen(alert) && !before.has(alert.alert_id));
}

/** Each person once, reached if any message to them was. Whoever does not answer is told again and again. */
export function toldOnce(told: readonly Told[]): Pick<Told, 'name' | 'reached'>[] {
  const reached = new Map<string, boolean>();
  for (const one of told) reached.set(one.name, one.reached || (reached.get(one.name) ?? false));
  return [...reached].map(([name, was]) => ({ name, reached: was }));
}
