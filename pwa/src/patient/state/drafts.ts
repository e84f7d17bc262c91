import { account } from '../../session/session';
import { forget, recall, remember } from '../../store/cache';

/** A form that was left before it was saved: encrypted on this phone like everything else. */
export interface Draft<Form> {
  form: Form;
  at: string;
}

const PAUSE_MS = 300;
const pending = new Map<string, { whose: string; form: unknown; timer: ReturnType<typeof setTimeout> }>();

export async function draftOf<Form>(name: string): Promise<Draft<Form> | null> {
  const whose = account.value?.account_id;
  await write(name); // what was typed a moment ago and is on its way to the disk
  const cached = whose ? await recall<Form>(whose, `draft:${name}`) : undefined;
  return cached ? { form: cached.value, at: cached.at } : null;
}

/** Written a moment after the last change, and at once when the app goes out of sight. */
export function keepDraft(name: string, form: unknown): void {
  const whose = account.value?.account_id;
  if (!whose) return;
  clearTimeout(pending.get(name)?.timer);
  pending.set(name, { whose, form, timer: setTimeout(() => void write(name), PAUSE_MS) });
}

export async function dropDraft(name: string): Promise<void> {
  clearTimeout(pending.get(name)?.timer);
  pending.delete(name);
  const whose = account.value?.account_id;
  if (whose) await forget(whose, `draft:${name}`);
}

async function write(name: string): Promise<void> {
  const draft = pending.get(name);
  pending.delete(name);
  if (draft) await remember(draft.whose, `draft:${name}`, draft.form).catch(() => undefined); // the words are still in the form
}

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') for (const name of [...pending.keys()]) void write(name);
});
