import { del, get, post, put } from '../api/client';
import type { PushSubscriptionBody } from '../api/types';

export type PushState = 'unsupported' | 'blocked' | 'off' | 'on';

const supported = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

const worker = async () => (await navigator.serviceWorker.getRegistration('/')) ?? navigator.serviceWorker.register('/sw.js');

/** Looks, and asks nobody for anything. Tells the server again about a subscription that is there: it may have lost it. */
export async function pushState(): Promise<PushState> {
  if (!supported()) return 'unsupported';
  if (Notification.permission === 'denied') return 'blocked';
  const subscription = await (await navigator.serviceWorker.getRegistration('/'))?.pushManager.getSubscription();
  if (!subscription) return 'off';
  await put('/api/push/subscriptions', bodyOf(subscription));
  return 'on';
}

/** Called from a press on a button, as browsers demand before they ask for permission. */
export async function turnOn(): Promise<PushState> {
  if ((await Notification.requestPermission()) !== 'granted') return 'blocked';
  await worker();
  const registration = await navigator.serviceWorker.ready;
  const { key } = await get<{ key: string }>('/api/push/key');
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  await put('/api/push/subscriptions', bodyOf(subscription));
  return 'on';
}

export async function turnOff(): Promise<PushState> {
  const subscription = await (await navigator.serviceWorker.getRegistration('/'))?.pushManager.getSubscription();
  if (subscription) {
    await del('/api/push/subscriptions', bodyOf(subscription));
    await subscription.unsubscribe();
  }
  return 'off';
}

export const sendTest = () => post('/api/push/test');

function bodyOf(subscription: PushSubscription): PushSubscriptionBody {
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint: endpoint ?? '', keys: { p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' } };
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const base64 = base64url.replaceAll('-', '+').replaceAll('_', '/');
  return Uint8Array.from(atob(base64.padEnd(Math.ceil(base64.length / 4) * 4, '=')), (letter) => letter.charCodeAt(0));
}
