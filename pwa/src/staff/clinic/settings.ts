import { get, put } from '../../api/client';
import type { CrisisSettings } from './shapes';

const PATH = '/api/clinic/crisis';

export const readSettings = () => get<CrisisSettings>(PATH);

/** Own line and own words are one document of the server, changed in two places: each writes its part into what is there now. */
export async function changeSettings(change: (now: CrisisSettings) => Partial<CrisisSettings>): Promise<void> {
  const now = await readSettings();
  await put(PATH, { ...now, ...change(now) });
}

const PHONE = /^[0-9+*#(). /-]*[0-9][0-9+*#(). /-]*$/;

/** As clinical/crisis_settings.py takes a number. */
export const isPhone = (text: string) => text.length <= 40 && PHONE.test(text);

/** As clinical/crisis_settings.py takes a phrase; it counts code points. */
export function isPhrase(text: string): boolean {
  const length = [...text].length;
  return length >= 3 && length <= 80 && /\p{L}/u.test(text);
}

const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether two phrases differ by capitals and accents alone. */
export const samePhrase = (one: string, other: string) => plain(one) === plain(other);
