import type { Id, Instant } from '../api/types';
import { database } from './database';
import { destroyKey, seal, unseal } from './seal';

/** The last known answer of the server, or a draft, with the time it is from. */
export interface Cached<T> {
  value: T;
  at: Instant;
}

const keyOf = (account_id: Id, name: string) => `${account_id}:${name}`;

export async function remember(account_id: Id, name: string, value: unknown, at: Instant = new Date().toISOString()): Promise<void> {
  const key = keyOf(account_id, name);
  const sealed = await seal(value, `cache:${key}`);
  await (await database()).put('cache', { key, account_id, at, sealed });
}

/** undefined when there is none, or when it cannot be opened any more. A cache is never worth an error. */
export async function recall<T>(account_id: Id, name: string): Promise<Cached<T> | undefined> {
  try {
    const key = keyOf(account_id, name);
    const record = await (await database()).get('cache', key);
    return record && { value: await unseal<T>(record.sealed, `cache:${key}`), at: record.at };
  } catch {
    return undefined;
  }
}

export async function forget(account_id: Id, name: string): Promise<void> {
  await (await database()).delete('cache', keyOf(account_id, name));
}

/** What other people read on this phone goes when someone signs in; what they wrote and did not send stays. */
export async function forgetOthers(keep: readonly Id[]): Promise<void> {
  const transaction = (await database()).transaction('cache', 'readwrite');
  for (const record of await transaction.store.getAll()) {
    if (!keep.includes(record.account_id)) await transaction.store.delete(record.key);
  }
  await transaction.done;
}

/** Sign-out: these accounts' outbox and every cached answer go; the key too, when nobody else's words depend on it. */
export async function wipe(accounts: readonly Id[]): Promise<void> {
  const store = await database();
  const transaction = store.transaction(['outbox', 'cache'], 'readwrite', { durability: 'strict' });
  await transaction.objectStore('cache').clear();
  const outbox = transaction.objectStore('outbox');
  let others = 0;
  for (const record of await outbox.getAll()) {
    if (accounts.includes(record.account_id)) await outbox.delete(record.revision_id);
    else others += 1;
  }
  await transaction.done;
  if (others === 0) await destroyKey();
}
