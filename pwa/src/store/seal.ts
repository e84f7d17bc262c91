import { database, type Sealed } from './database';

/**
 * What lies on the phone is AES-256-GCM under a key that the browser keeps and no script can read out. It protects a
 * copied profile or a backup, not a phone that is unlocked in someone else's hand.
 */
const ALGORITHM = 'AES-GCM';
const KEY = 'main';
let key: Promise<CryptoKey> | undefined;

export async function seal(value: unknown, purpose: string): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  const data = await crypto.subtle.encrypt({ name: ALGORITHM, iv, additionalData: bytes(purpose) }, await theKey(), plain);
  return { iv, data };
}

export async function unseal<T>(sealed: Sealed, purpose: string): Promise<T> {
  const parameters = { name: ALGORITHM, iv: sealed.iv, additionalData: bytes(purpose) };
  const plain = await crypto.subtle.decrypt(parameters, await theKey(), sealed.data);
  return JSON.parse(new TextDecoder().decode(plain)) as T;
}

/** After the key is gone, nothing sealed before can be opened again. */
export async function destroyKey(): Promise<void> {
  key = undefined;
  await (await database()).delete('keys', KEY);
}

const bytes = (text: string) => new TextEncoder().encode(text);

function theKey(): Promise<CryptoKey> {
  key ??= findOrMakeKey().catch((error: unknown) => {
    key = undefined;
    throw error;
  });
  return key;
}

/** Two tabs may make one at the same time: the first to be stored is everybody's. */
async function findOrMakeKey(): Promise<CryptoKey> {
  const store = await database();
  const known = await store.get('keys', KEY);
  if (known) return known;
  const fresh = await crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, ['encrypt', 'decrypt']);
  const transaction = store.transaction('keys', 'readwrite', { durability: 'strict' });
  const first = (await transaction.store.get(KEY)) ?? fresh;
  await transaction.store.put(first, KEY);
  await transaction.done;
  return first;
}
