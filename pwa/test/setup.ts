import 'fake-indexeddb/auto';
import { vi } from 'vitest';

/** What the modules touch when they load, without a DOM: the store and the sending are tested as they run in any context. */
vi.stubGlobal('location', { hash: '' });
const stored = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => void stored.set(key, value),
  removeItem: (key: string) => void stored.delete(key),
});
