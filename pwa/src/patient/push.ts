import { del, get, post, put } from '../api/client';

/** off: not asked yet or switched off here; denied: the browser will not ask again; none: this browser cannot. */
export type PushState = 'on' | 'off' | 'denied' | 'none';

const canPush = () => 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis;

export async function pushState(): Promise<PushState> {
  if (!canPush()) return 'none';
  if (Notification.permission === 'denied') return 'denied';
  const subscription = await existing();
  return subscription && Notification.permission === 'granted' ? 'on' : 'off';
}

/** Only from a tap: browsers punish, and people dislike, a question that nobody asked for. */
export async function subscribe(): Promise<PushState> {
  if (!canPush()) return 'none';
  if ((await Notification.requestPermission()) !== 'granted') return pushState();
  await enrol();
  return 'on';
}

/**
 * On every start: browsers drop and renew subscriptions without a word, so the current one is told to the server again, and
 * one made under another server key is made anew.
 */
export async function renew(): Promise<void> {
  if (canPush() && Notification.permission === 'granted' && (await existing())) await enrol();
}

async function enrol(): Promise<void> {
  const registration = await navigator.serviceWorker.ready;
  const { key } = await get<{ key: string }>('/api/push/key');
  const wanted = bytesOf(key);
  let subscription = await registration.pushManager.getSubscription();
  if (subscription && !sameBytes(subscription.options.applicationServerKey, wanted)) {
    await subscription.unsubscribe();
    subscription = null;
  }
  subscription ??= await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: wanted });
  await put('/api/push/subscriptions', bodyOf(subscription));
}

export async function unsubscribe(): Promise<void> {
  const subscription = await existing().catch(() => null);
  if (!subscription) return;
  await del('/api/push/subscriptions', bodyOf(subscription)).catch(() => undefined); // the server drops it at the first 410
  await subscription.unsubscribe().catch(() => false);
}

export const sendTest = () => post<void>('/api/push/test');

async function existing(): Promise<PushSubscription | null> {
  if (!canPush()) return null;
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

function bodyOf(subscription: PushSubscription) {
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth } };
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}

function sameBytes(buffer: ArrayBuffer | null, wanted: Uint8Array): boolean {
  const known = new Uint8Array(buffer ?? new ArrayBuffer(0));
  return known.length === wanted.length && known.every((byte, index) => byte === wanted[index]);
}
