/** For tests only: the sentences need a language, and outside a browser nobody asks for one. */
import { vi } from 'vitest';
import type { Language } from '../api/types';
import { addWords, startLanguage, useLanguage } from '../i18n/i18n';
import { catalogue, parts } from './strings';
import { openPageOf } from './words/days';

export async function speak(language: Language): Promise<void> {
  vi.stubGlobal('document', { documentElement: {} });
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
  vi.stubGlobal('navigator', { languages: [language === 'en' ? 'en-GB' : 'es-ES'] });
  await startLanguage(catalogue);
  await addWords(parts);
  await useLanguage(language, false);
  openPageOf('2026-12-01T12:00:00Z'); // the year of the days in the tests
}
