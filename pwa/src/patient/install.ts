import { signal } from '@preact/signals';

/** Chromium offers installation as an event; Safari has no such thing and needs its own steps in words. */
interface InstallEvent extends Event {
  prompt(): Promise<void>;
}

let offer: InstallEvent | null = null;
export const canInstall = signal(false);

export function listenForInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer = event as InstallEvent;
    canInstall.value = true;
  });
  addEventListener('appinstalled', () => {
    offer = null;
    canInstall.value = false;
  });
}

export async function install(): Promise<void> {
  await offer?.prompt();
  offer = null;
  canInstall.value = false;
}

export const isInstalled = () => matchMedia('(display-mode: standalone)').matches;
export const isIos = () =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) || (navigator.userAgent.includes('Mac') && navigator.maxTouchPoints > 1);
