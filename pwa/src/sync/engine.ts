import { signal } from '@preact/signals';
import type { Id } from '../api/types';
import { type Waiting, waiting } from '../store/outbox';
import { type Ending, flush, type Listener } from './flush';

/** What the screens say about sending. `ending` null: not tried yet, or trying now. */
export const unsent = signal<Waiting[]>([]);
/** The outbox was read: before that, nothing can be said of what is in it. */
export const looked = signal(false);
export const sending = signal(false);
export const ending = signal<Ending | null>(null);

const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 8_000; // a person who looks at "not sent yet" sees it change soon after the network is back

let account: Id | null = null;
let listener: Listener | null = null;
let delay = FIRST_RETRY_MS;
let timer: ReturnType<typeof setTimeout> | undefined;
let again = false;

/** From now on this account's entries are sent whenever there is a chance. */
export async function startSync(account_id: Id, toTell: Listener): Promise<void> {
  account = account_id;
  listener = toTell;
  ending.value = null;
  await look();
  void sync();
}

export function stopSync(): void {
  account = null;
  listener = null;
  clearTimeout(timer);
  unsent.value = [];
  looked.value = false;
}

/** Reads the outbox again, after something was kept or discarded. */
export async function look(): Promise<void> {
  unsent.value = account === null ? [] : await waiting(account);
  looked.value = account !== null;
}

export async function sync(): Promise<void> {
  if (account === null || listener === null) return;
  if (sending.value) {
    again = true;
    return;
  }
  clearTimeout(timer);
  const whose = account;
  sending.value = true;
  try {
    const ended = await flush(whose, listener).catch((): Ending => 'later');
    if (whose === account) await settle(ended);
  } finally {
    sending.value = false;
  }
  if (again) {
    again = false;
    void sync();
  }
}

async function settle(ended: Ending): Promise<void> {
  ending.value = ended;
  await look();
  if (ended === 'done') delay = FIRST_RETRY_MS;
  else if (ended !== 'signed_out' && unsent.value.length > 0) {
    timer = setTimeout(() => void sync(), delay);
    delay = Math.min(delay * 2, LAST_RETRY_MS);
  }
}

/** Every moment at which the network may be back or the app is looked at again. */
export function listenForChances(): void {
  const chance = () => {
    if (document.visibilityState === 'visible') void sync();
  };
  addEventListener('online', chance);
  addEventListener('pageshow', chance);
  document.addEventListener('visibilitychange', chance);
}
