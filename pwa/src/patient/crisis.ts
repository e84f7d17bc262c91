import { signal } from '@preact/signals';
import type { Contact, Hotline, SideEffectValues, UrgentInstruction } from '../api/types';
import type { Screen, Tier } from '../crisis/screen';
import { daysBetween } from '../i18n/dates';
import { language } from '../i18n/i18n';
import { account } from '../session/session';
import { sessions, settings } from './state/journal';
import { help } from './state/local';

/** The word lists and directories are chunks of their own, fetched on every start and kept by the service worker. */
type HelpData = typeof import('../crisis/hotline') & typeof import('../crisis/directory');
type Vocabulary = typeof import('../crisis/vocabulary');

export const helpData = signal<HelpData | null>(null);
export const vocabulary = signal<Vocabulary | null>(null);
let screenText: Screen | null = null;

export async function loadHelp(): Promise<void> {
  helpData.value ??= { ...(await import('../crisis/hotline')), ...(await import('../crisis/directory')) };
}

export async function loadVocabulary(): Promise<void> {
  vocabulary.value ??= await import('../crisis/vocabulary');
}

async function loadScreen(): Promise<void> {
  screenText ??= await (await import('../crisis/lexicon')).loadScreen();
}

/** Everything that must be there when the network is not. Help first. */
export async function prepareCrisis(): Promise<void> {
  for (const load of [loadHelp, loadScreen, loadVocabulary]) await load().catch(() => undefined);
}

const RANK = { veiled: 1, unscreened: 2, explicit: 2, urgent: 3 } as const;
type Shown = Tier | 'unscreened';

/** This phone's own answer to an entry, or null when it is calm. What could not be screened counts as danger. */
export async function localHotline(texts: readonly string[], report: SideEffectValues | null, isPrivate: boolean): Promise<Hotline | null> {
  const words = await tierOfWords(texts);
  const reported = report && vocabulary.value?.levelOf(report) === 'crisis' ? 'explicit' : null;
  const tier = stricter(reported, words);
  if (tier === null) return null;
  await loadHelp().catch(() => undefined);
  return helpData.value?.makeHotline(tier, { ...here(), private: isPrivate && reported === null }) ?? null;
}

async function tierOfWords(texts: readonly string[]): Promise<Shown | null> {
  if (texts.every((text) => text.trim() === '')) return null;
  try {
    await loadScreen();
    return texts.reduce<Shown | null>((worst, text) => stricter(worst, screenText?.(text)?.tier ?? null), null);
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
export function here(): { language: typeof language.value; country: string; contacts: Contact[] } {
  const country =
    help.country.value ?? settings.value?.country ?? account.value?.patient?.country ?? account.value?.clinic.country ?? help.guess();
  return { language: language.value, country, contacts: settings.value?.contacts ?? [] };
}
