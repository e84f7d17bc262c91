/// <reference lib="webworker" />
import { createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

/** The patient's app, whole, so that it opens without a network. Staff work online: their chunks are not stored here. */
precacheAndRoute(self.__WB_MANIFEST);

const PATIENT_PAGE = '/index.html';
const servePage = createHandlerBoundToURL(PATIENT_PAGE);
const PAGES = ['/', '/join'];

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  // Answers of the server are never stored here: clinical data lives encrypted in IndexedDB only.
  if (event.request.mode !== 'navigate' || url.origin !== self.location.origin || !PAGES.includes(url.pathname)) return;
  event.respondWith(servePage({ event, request: event.request, url }));
});

self.addEventListener('message', (event) => {
  if (event.data === 'take over') void self.skipWaiting();
});

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// ---- push ----------------------------------------------------------------------------------------------------------

interface Shown {
  title: string;
  body: string;
  navigate: string;
  tag: string | undefined;
  lang: string | undefined;
  renotify: boolean;
  requireInteraction: boolean;
  data: { id?: string } | undefined;
}

/** What a lock screen may show of any message that cannot be read: still a notification, or the browser ends the subscription. */
const NEUTRAL: Shown = {
  title: 'Intersession',
  body: '',
  navigate: '/',
  tag: undefined,
  lang: undefined,
  renotify: false,
  requireInteraction: false,
  data: undefined,
};

/** The payload has the form of Declarative Web Push, which newer Safari shows without asking this worker. */
function shownFor(data: PushMessageData | null): Shown {
  try {
    return { ...NEUTRAL, ...(data?.json() as { notification: Partial<Shown> } | undefined)?.notification };
  } catch {
    return NEUTRAL;
  }
}

self.addEventListener('push', (event) => {
  const { title, body, navigate, tag, lang, renotify, requireInteraction, data } = shownFor(event.data);
  const options = { body, data: { navigate }, icon: '/icons/icon-192.png', badge: '/icons/badge-96.png', requireInteraction };
  Object.assign(options, tag && { tag, renotify }, lang && { lang });
  const shown = self.registration.showNotification(title, options);
  event.waitUntil(Promise.all([shown.then(() => tellShown(data?.id)), tellWindows()]));
});

/** An open page reads what is new at once, instead of at its next look. */
async function tellWindows(): Promise<void> {
  for (const client of await self.clients.matchAll({ type: 'window', includeUncontrolled: true })) client.postMessage({ type: 'push' });
}

/** So that the server can say when a reminder last reached this phone. Nothing depends on it. */
async function tellShown(notification: string | undefined): Promise<void> {
  if (notification) await fetch('/api/push/shown', { method: 'POST', ...json({ notification }) }).catch(() => undefined);
}

const json = (body: unknown) => ({ headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open((event.notification.data as { navigate?: string } | null)?.navigate ?? '/'));
});

/** Only ever a page of ours: an address that leads elsewhere opens the start page. */
async function open(navigate: string): Promise<void> {
  let target = new URL(navigate, self.location.origin);
  if (target.origin !== self.location.origin) target = new URL('/', self.location.origin);
  const staff = (url: string) => new URL(url).pathname.startsWith('/staff');
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const same = windows.find((client) => staff(client.url) === staff(target.href));
  if (!same) {
    await self.clients.openWindow(target.href);
    return;
  }
  await same.focus();
  if (target.hash || target.pathname !== new URL(same.url).pathname) await same.navigate(target.href).catch(() => null);
}

/** Unreliable in every browser, so the app also tells the server on each start; where it does fire, nothing is missed meanwhile. */
self.addEventListener('pushsubscriptionchange', (event) => {
  const change = event as ExtendableEvent & { oldSubscription?: PushSubscription; newSubscription?: PushSubscription };
  change.waitUntil(resubscribe(change.oldSubscription, change.newSubscription));
});

async function resubscribe(old: PushSubscription | undefined, fresh: PushSubscription | undefined): Promise<void> {
  const key = old?.options.applicationServerKey;
  if (!fresh && !key) return;
  const subscription =
    fresh ?? (await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key as ArrayBuffer }));
  const { endpoint, keys } = subscription.toJSON();
  await fetch('/api/push/subscriptions', {
    method: 'PUT',
    ...json({ endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth } }),
  });
}
