import type { Id, Revision } from '../api/types';
import { uuid7 } from '../store/uuid7';

export const phoneZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A new revision as this phone sees it: its clock, its zone, its offset from UTC (minutes, east positive). */
export function newRevision(based_on: Id | null, at: Date = new Date()): Revision {
  return {
    revision_id: uuid7(),
    based_on,
    stamp: { written_at: at.toISOString(), zone: phoneZone(), offset_minutes: 0 - at.getTimezoneOffset() },
  };
}
