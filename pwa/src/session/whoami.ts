import { signal } from '@preact/signals';
import type { Id } from '../api/types';

/**
 * Whom the cookie of this browser speaks for, as far as the apps know: one value for all tabs, patient and staff alike.
 * It keeps an entry of one journal from being sent under another membership's cookie.
 */
const STORED = 'account';

export const signedInAs = (): Id | null => localStorage.getItem(STORED);

/** Another tab signed in as someone else, or out. */
export const changedElsewhere = signal(0);
globalThis.addEventListener?.('storage', (event: StorageEvent) => {
  if (event.key === STORED) changedElsewhere.value += 1;
});

export function nowSignedInAs(account_id: Id | null): void {
  if (account_id === null) localStorage.removeItem(STORED);
  else localStorage.setItem(STORED, account_id);
}

/** One holder at a time over all tabs: sending entries and changing who is signed in never overlap. */
export function underAccountLock<T>(work: () => Promise<T>): Promise<T> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request('account', work) as Promise<T>;
}
