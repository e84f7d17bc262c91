/** When a page that stays open asks again: on a timer, when somebody looks at it, and when a push says that there is news. */

/** Without `every` there is no timer, and a push asks nothing: only somebody who comes back to the page does. */
export function whileVisible(every: number | undefined, act: () => Promise<void>): () => void {
  let asking = false;
  const onTime = () => {
    if (document.visibilityState !== 'visible' || asking) return;
    asking = true;
    void act().finally(() => {
      asking = false;
    });
  };
  document.addEventListener('visibilitychange', onTime);
  if (every === undefined) return () => document.removeEventListener('visibilitychange', onTime);
  const timer = setInterval(onTime, every);
  addEventListener('focus', onTime);
  const quiet = onPush(onTime);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', onTime);
    removeEventListener('focus', onTime);
    quiet();
  };
}

/** The service worker tells open pages of each push: they need not wait for their next look. */
export function onPush(act: () => void): () => void {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined; // none on plain http
  const listen = (event: MessageEvent) => {
    if ((event.data as { type?: string } | null)?.type === 'push') act();
  };
  workers?.addEventListener('message', listen);
  return () => workers?.removeEventListener('message', listen);
}
