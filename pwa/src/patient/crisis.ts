import { signal } from '@preact/signals';
import type { Contact, Hotline, Language, SideEffectValues, UrgentInstruction } from '../api/types';
import { makeHotline } from '../crisis/hotline';
import type { Screen, Tier } from '../crisis/screen';
import { daysBetween } from '../i18n/dates';
import { language } from '../i18n/i18n';
import { account } from '../session/session';
import { sessions, settings } from './state/journal';
import { help } from './state/local';

/** Words to screen by and words of side effects are chunks, fetched on every start and kept by the service worker. */
type Vocabulary = typeof import('../crisis/vocabulary');

export const vocabulary = signal<Vocabulary | null>(null);
let screenText: Screen | null = null;

export async function loadVocabulary(): Promise<void> {
  vocabulary.value ??= await import('../crisis/vocabulary');
}

async function loadScreen(): Promise<void> {
  screenText ??= await (await import('../crisis/lexicon')).loadScreen();
}

/** What must be there when the network is not. */
export async function prepareCrisis(): Promise<void> {
  for (const load of [loadScreen, loadVocabulary]) await load().catch(() => undefined);
}

export interface Words {
  text: string;
  isPrivate: boolean;
}

type Shown = Tier | 'unscreened';
const RANK = { veiled: 1, unscreened: 2, explicit: 2, urgent: 3 } as const;

export const canScreen = () => screenText !== null;

const PATIENCE_MS = 3_000;

/** The word lists are still on their way: a moment's wait, after the entry was kept. */
export async function whenScreenable(): Promise<void> {
  await Promise.race([loadScreen().catch(() => undefined), new Promise((late) => setTimeout(late, PATIENCE_MS))]);
}

/** This phone's own answer to an entry, or null when it is calm. What could not be screened counts as danger. */
export function localHotline(words: Words | null, report: SideEffectValues | null): Hotline | null {
  const reported: Shown | null = report && vocabulary.value?.levelOf(report) === 'crisis' ? 'explicit' : null;
  const written = words && words.text.trim() !== '' ? tierOf(words.text) : null;
  const tier = stricter(reported, written);
  if (tier === null) return null;
  return makeHotline(tier, { ...here(), private: reported === null && words?.isPrivate === true });
}

function tierOf(text: string): Shown | null {
  if (screenText === null) return 'unscreened';
  try {
    return screenText(text)?.tier ?? null;
  } catch {
    return 'unscreened';
  }
}

function stricter(first: Shown | null, second: Shown | null): Shown | null {
  if (first === null || second === null) return first ?? second;
  return RANK[second] > RANK[first] ? second : first;
}

/** The red-flag instruction of a report, from this phone's data. */
export function urgentFor(report: SideEffectValues): UrgentInstruction[] {
  const session = sessions.value?.find((each) => each.session_id === report.session_id);
  const days = session ? daysBetween(session.local_day, report.day) : 0;
  const place = { language: language.value, country: here().country, clinicPhone: account.value?.clinic.phone ?? null };
  const instruction = vocabulary.value?.urgentInstruction(report, days, place);
  return instruction ? [instruction] : [];
}

/** Where the person is, and whom they chose: the settings last known, else the clinic's country, else this phone's. */
export function here(): { language: Language; country: string; contacts: Contact[] } {
  const country =
    help.country.value ?? settings.value?.country ?? account.value?.patient?.country ?? account.value?.clinic.country ?? help.guess();
  return { language: language.value, country, contacts: settings.value?.contacts ?? [] };
}
