import { computed, signal } from '@preact/signals';
import type { Language } from '../api/types';

/** A sentence, or its plural forms chosen by `n`. `{name}` marks where a value goes. */
export type Message = string | { one: string; other: string };
export type Messages = Record<string, Message>;
export type Values = Record<string, string | number>;
export type Translate<M extends Messages> = (key: keyof M & string, values?: Values) => string;

export const LANGUAGES: readonly Language[] = ['en', 'es'];
const STORED = 'language';

export const language = signal<Language>('en');
const messages = signal<Messages>({});
const plurals = computed(() => new Intl.PluralRules(language.value));

/** Regional form for Intl, so that a Spanish speaker in Mexico sees their own dates. */
export const locale = computed(() => {
  const regional = navigator.languages.find((tag) => tag.toLowerCase().startsWith(`${language.value}-`));
  return regional ?? language.value;
});

export function translate(key: string, values: Values = {}): string {
  const message = messages.value[key];
  if (message === undefined) return key;
  const form = typeof message === 'string' ? message : message[plurals.value.select(Number(values.n)) === 'one' ? 'one' : 'other'];
  const filled = form.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
  return filled.replace(/\.\.$/, '.'); // "... p.m." at the end of a sentence
}

export type Catalogue = Record<Language, () => Promise<{ default: Messages }>>;
let catalogue: Catalogue;
const added: Catalogue[] = [];

/** Loads the words of the app in the language last chosen on this device, else the first that the browser asks for. */
export async function startLanguage(loaders: Catalogue): Promise<void> {
  catalogue = loaders;
  await useLanguage(storedLanguage() ?? preferredLanguage(navigator.languages), false);
}

async function wordsIn(which: Language): Promise<Messages> {
  const from = [catalogue, ...added];
  const loaded = await Promise.all(from.map((each) => each[which]()));
  if (from.length <= added.length) return wordsIn(which); // a part came in between
  return Object.assign({}, ...loaded.map((each) => each.default)) as Messages;
}

/** Words of a part that is fetched when it is first opened. From then on they change language with the others. */
export async function addWords(loaders: Catalogue): Promise<void> {
  if (added.includes(loaders)) return;
  await loaders[language.value]();
  added.push(loaders);
  const which = language.value;
  const words = await wordsIn(which);
  if (language.value === which) messages.value = words;
}

export async function useLanguage(next: Language, remember = true): Promise<void> {
  messages.value = await wordsIn(next);
  language.value = next;
  document.documentElement.lang = next;
  if (remember) localStorage.setItem(STORED, next);
}

export function storedLanguage(): Language | null {
  const stored = localStorage.getItem(STORED);
  return LANGUAGES.find((known) => known === stored) ?? null;
}

export function preferredLanguage(tags: readonly string[]): Language {
  for (const tag of tags) {
    const known = LANGUAGES.find((each) => tag.toLowerCase().split('-')[0] === each);
    if (known) return known;
  }
  return 'en';
}
