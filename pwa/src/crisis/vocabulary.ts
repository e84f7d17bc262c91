import data from '../../../clinical/side_effects.json';
import type { Language, SideEffectValues, UrgentInstruction } from '../api/types';
import { emergencyNumber, helpLines } from './directory';

/** Side effects and how urgent a report is: the twin of clinical/side_effects.py, which explains the levels. */

export type Level = 'routine' | 'call_clinic' | 'crisis' | 'emergency';
const RISING: readonly Level[] = ['routine', 'call_clinic', 'crisis', 'emergency'];

interface Words {
  label: string;
  urgent?: string;
}

interface Effect {
  id: string;
  modalities: string[];
  level: Level;
  next_day?: Level;
  after_session?: Level;
  severe?: Level;
  en: Words;
  es: Words;
}

const EFFECTS = new Map((data.effects as Effect[]).map((effect) => [effect.id, effect]));
const QUICK = data.quick_lists as Record<string, string[]>;

/** The commonest of a treatment first, then the rest of its list. Before a course has begun: of all treatments. */
export function listFor(modality: string | null): { quick: string[]; more: string[] } {
  const quick = modality && QUICK[modality] ? QUICK[modality] : [...new Set(Object.values(QUICK).flat())];
  const all = [...EFFECTS.values()].filter((effect) => !modality || !QUICK[modality] || effect.modalities.includes(modality));
  return { quick, more: all.map((effect) => effect.id).filter((id) => !quick.includes(id)) };
}

/** An id that this version does not know is still shown. */
export const labelOf = (id: string, language: Language) => EFFECTS.get(id)?.[language].label ?? id.replaceAll('_', ' ');

type Report = Pick<SideEffectValues, 'effect' | 'severity' | 'onset' | 'still_present' | 'interference'>;

const LATER_DAYS: readonly (string | null)[] = ['day_1', 'day_2', 'day_3_6', 'later'];
const INTERFERES: readonly (string | null)[] = ['quite_a_lot', 'completely'];

/** `daysAfterSession`: calendar days between the session that the report is about and the report's day, 0 when unknown. */
export function levelOf(report: Report, daysAfterSession = 0): Level {
  if (report.severity === 'not_present') return 'routine';
  const severe = report.severity === 'severe';
  const levels: Level[] = [severe && INTERFERES.includes(report.interference) ? 'call_clinic' : 'routine'];
  const effect = EFFECTS.get(report.effect);
  if (effect) levels.push(effect.level, ...byTiming(effect, report, daysAfterSession), (severe && effect.severe) || 'routine');
  return levels.reduce((highest, level) => (RISING.indexOf(level) > RISING.indexOf(highest) ? level : highest));
}

function byTiming(effect: Effect, report: Report, daysAfterSession: number): Level[] {
  const still = report.still_present ?? false;
  const lasts = still && daysAfterSession >= 1;
  const onLaterDay = LATER_DAYS.includes(report.onset) || lasts;
  const beganAfter = report.onset !== null && report.onset !== 'during_session';
  const outlasts = report.onset === 'during_session' && still && effect.id === 'face_twitch';
  return [(onLaterDay && effect.next_day) || 'routine', ((beganAfter || outlasts || lasts) && effect.after_session) || 'routine'];
}

export interface Place {
  language: Language;
  country: string;
  clinicPhone: string | null;
}

/** The fixed instruction for a report, or none. Shown as soon as the report says so, before it is saved. */
export function urgentInstruction(report: Report, daysAfterSession: number, place: Place): UrgentInstruction | null {
  const level = levelOf(report, daysAfterSession);
  if (level === 'routine') return null;
  const words = data.words[place.language];
  const emergency = emergencyNumber(place.country);
  let text = EFFECTS.get(report.effect)?.[place.language].urgent;
  if (text === undefined || (level === 'emergency' && !text.includes('{emergency}'))) text = words.urgent[level];
  const filled = text.replaceAll('{emergency}', emergency).replaceAll('{clinic}', place.clinicPhone ?? words.no_phone);
  return { effect: report.effect, level, text: filled, dial: dialFor(level, emergency, place) };
}

function dialFor(level: Level, emergency: string, place: Place): string | null {
  if (level === 'call_clinic') return place.clinicPhone;
  if (level === 'crisis') return helpLines(place.country, place.language).find((line) => line.dial)?.dial ?? emergency;
  return emergency;
}
