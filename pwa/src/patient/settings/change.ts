import { put } from '../../api/client';
import type { SettingsView } from '../../api/types';
import { phoneZone } from '../../sync/stamp';
import { settings } from '../state/journal';

/** Settings live on the server, because reminders are sent from there: a change needs a connection and says so. */
export async function changeSettings(part: Partial<SettingsView>): Promise<void> {
  const known = settings.value;
  if (!known) throw new Error('settings are not known yet');
  settings.set(await put<SettingsView>('/api/me/settings', { ...known, ...part }));
}

/** Reminders follow the person: when the phone is in another zone, the server is told at the next start. */
export async function followZone(): Promise<void> {
  await settings.open();
  const known = settings.known.value;
  if (known?.fresh && known.value.zone !== phoneZone()) await changeSettings({ zone: phoneZone() }).catch(() => undefined);
}
