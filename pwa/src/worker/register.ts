import { signal } from '@preact/signals';

/** A new version waits. It takes over only when the page says so, so that it never swaps code under a form. */
export const updateReady = signal(false);

const HOUR_MS = 3_600_000;
const FALLBACK_MS = 5_000; // installed iOS apps do not always tell when the new worker has taken over

let waitingWorker: ServiceWorker | null = null;

export async function registerWorker(): Promise<void> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  const registration = await navigator.serviceWorker.register('/sw.js');
  const offer = (worker: ServiceWorker | null) => {
    if (!worker || !navigator.serviceWorker.controller) return; // the very first install is not an update
    waitingWorker = worker;
    updateReady.value = true;
  };
  offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed') offer(worker);
    });
  });
  const look = () => void registration.update().catch(() => undefined);
  setInterval(look, HOUR_MS);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') look();
  });
}

export function takeUpdate(): void {
  const reload = () => location.reload();
  navigator.serviceWorker.addEventListener('controllerchange', reload, { once: true });
  setTimeout(reload, FALLBACK_MS);
  waitingWorker?.postMessage('take over');
}
