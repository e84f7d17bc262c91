import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/** Ciphertext with what is needed to open it. `purpose` is bound to it as associated data. */
export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

/**
 * One write that waits to be sent. Only what routing needs is in the clear: whose it is, in which order, and whether it
 * waits or needs the person. What was written, and about which day, is inside `sealed`.
 */
export interface OutboxRecord {
  revision_id: string;
  account_id: string;
  state: 'waiting' | 'attention';
  sealed: Sealed;
}

export interface CacheRecord {
  key: string;
  account_id: string;
  at: string;
  sealed: Sealed;
}

interface Schema extends DBSchema {
  keys: { key: string; value: CryptoKey };
  outbox: { key: string; value: OutboxRecord; indexes: { account_id: string } };
  cache: { key: string; value: CacheRecord; indexes: { account_id: string } };
}

export type Database = IDBPDatabase<Schema>;

/** Numbered, forward-only: MIGRATIONS[n] brings a database from version n to n + 1. Never edit one that was shipped. */
const MIGRATIONS: ((database: Database) => void)[] = [
  (database) => {
    database.createObjectStore('keys');
    database.createObjectStore('outbox', { keyPath: 'revision_id' }).createIndex('account_id', 'account_id');
    database.createObjectStore('cache', { keyPath: 'key' }).createIndex('account_id', 'account_id');
  },
];

const NAME = 'intersession';
let opened: Promise<Database> | undefined;

export function database(): Promise<Database> {
  opened ??= openDB<Schema>(NAME, MIGRATIONS.length, {
    upgrade(upgrading, from) {
      for (const migrate of MIGRATIONS.slice(from)) migrate(upgrading);
    },
    blocking(_current, _blocked, event) {
      // A newer version of the app waits in another tab: let go, the next call opens again.
      (event.target as IDBDatabase).close();
      opened = undefined;
    },
    terminated() {
      opened = undefined;
    },
  }).catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}
