import type { Day } from '../api/types';
import { account } from '../session/session';

/** The calendar day it is now in a zone. */
export function dayIn(zone: string, at: Date = new Date()): Day {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** Sessions and lists are on the clinic's clock, wherever the reader is. */
export const clinicZone = (): string => account.value?.clinic.zone ?? 'UTC';
export const clinicToday = (): Day => dayIn(clinicZone());
