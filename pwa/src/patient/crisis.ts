import { signal } from '@preact/signals';
import type { OwnLine } from '../api/plan';
import type { Contact, Hotline, Language, Note, SideEffectValues, UrgentInstruction } from '../api/types';
import { emergencyNumber, helpLines } from '../crisis/directory';
import { makeHotline } from '../crisis/hotline';
import type { Screen, Tier } from '../crisis/screen';
import { daysBetween } from '../i18n/dates';
import { language } from '../i18n/i18n';
import { account } from '../session/session';
import { tel } from './parts/links';
import { sessions, settings } from './state/journal';
import { help } from './state/local';
import { planHelpers } from './state/plan';

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

export type Shown = Tier | 'unscreened';
const RANK = { veiled: 1, unscreened: 2, explicit: 2, urgent: 3 } as const;

export const canScreen = () => screenText !== null;

const PATIENCE_MS = 3_000;

/** The word lists are still on their way: a moment's wait, after the entry was kept. */
export async function whenScreenable(): Promise<void> {
  await Promise.race([loadScreen().catch(() => undefined), new Promise((late) => setTimeout(late, PATIENCE_MS))]);
}

/** This phone's own answer to an entry, or null when it is calm. What could not be screened counts as danger. */
export function localHotline(note: Note | null, report: SideEffectValues | null): Hotline | null {
  const reported: Shown | null = report && vocabulary.value?.levelOf(report) === 'crisis' ? 'explicit' : null;
  const tier = stricter(reported, note && tierOf(note.text));
  if (tier === null) return null;
  return makeHotline(tier, { ...here(), private: reported === null && note?.audience === 'private' });
}

export function tierOf(text: string): Shown | null {
  if (text.trim() === '') return null;
  if (screenText === null) return 'unscreened';
  try {
    return screenText(text, account.value?.clinic.crisis?.words)?.tier ?? null;
  } catch {
    return 'unscreened';
  }
}

export function stricter(first: Shown | null, second: Shown | null): Shown | null {
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

export interface Here {
  language: Language;
  country: string;
  ownLine: OwnLine | null;
  contacts: Contact[];
}

/**
 * Where the person is, and whom they chose. Their own choice of a country comes first, then the clinic's country, then what
 * the phone's languages say. Signed out, nothing of the clinic and nobody's people: whoever holds the phone may look.
 */
export function here(): Here {
  const view = account.value;
  const chosen = help.country.value;
  if (!view) return { language: language.value, country: chosen ?? help.guess(), ownLine: null, contacts: [] };
  const country = chosen ?? settings.value?.country ?? view.patient?.country ?? view.clinic.country;
  return { language: language.value, country, ownLine: view.clinic.crisis?.own_line ?? null, contacts: ownPeople() };
}

/** Of the settings and of the safety plan; who is in both is offered once. */
function ownPeople(): Contact[] {
  const byNumber = new Map<string, Contact>();
  for (const contact of [...(settings.value?.contacts ?? []), ...planHelpers.value]) {
    if (!byNumber.has(tel(contact.dial))) byNumber.set(tel(contact.dial), contact);
  }
  return [...byNumber.values()];
}

/** The server's hotline with what only this phone knows: the plan's helpers, and a country chosen here a moment ago. */
export function asKnownHere(hotline: Hotline): Hotline {
  const { language, country, ownLine, contacts } = here();
  const placed = { ...hotline, contacts: contacts.length > 0 ? contacts : hotline.contacts };
  if (help.country.value === null || help.country.value === settings.value?.country) return placed;
  const emergency_number = emergencyNumber(country);
  const message = hotline.message.replaceAll(hotline.emergency_number, emergency_number);
  return { ...placed, message, emergency_number, lines: helpLines(country, language, ownLine) };
}
