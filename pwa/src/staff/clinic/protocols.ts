/** A clinic's own course templates: as they are edited, as they are sent, and in words. */
import type { Filled } from '../../api/contract';
import type { components } from '../../api/schema';
import type { Modality } from '../../api/types';
import { t } from '../strings';

export type OwnTemplate = Filled<components['schemas']['OwnTemplate']>;
export type Phase = OwnTemplate['phases'][number];
export type Pace = 'per_day' | 'per_week' | 'every_days';

export const PACES: readonly Pace[] = ['per_day', 'per_week', 'every_days'];
const KIND: Record<Modality, 'infusion' | 'esketamine' | 'tms'> = { ketamine_iv: 'infusion', esketamine: 'esketamine', tms: 'tms' };

/** As clinical/own_protocols.py and clinical/course_phases.py bound them. */
export const BOUNDS = {
  sessions: [1, 200],
  per_day: [1, 12],
  per_week: [1, 7],
  every_days: [1, 180],
  minutes_apart: [10, 240],
  booster_gap: [7, 180],
  booster_months: [1, 24],
} as const;
export const MOST_SESSIONS = 300;
export const MOST_PHASES = 8;
export const MOST_TEMPLATES = 30;

/** What is typed, before it is known to be numbers. */
export interface PhaseDraft {
  sessions: string;
  pace: Pace;
  number: string;
  minutes_apart: string;
  in_a_row: boolean;
}

export interface Draft {
  id: string;
  name: string;
  modality: Modality;
  phases: PhaseDraft[];
  weekdays: number[];
  boosters: { gap: string; months: string } | null;
}

export const EMPTY_PHASE: PhaseDraft = { sessions: '', pace: 'per_week', number: '', minutes_apart: '', in_a_row: false };

export const emptyDraft = (id: string): Draft => ({
  id,
  name: '',
  modality: 'ketamine_iv',
  phases: [EMPTY_PHASE],
  weekdays: [1, 2, 3, 4, 5],
  boosters: null,
});

const paceOf = (phase: Phase): Pace => PACES.find((pace) => phase[pace] != null) ?? 'per_day';

export const draftOf = (template: OwnTemplate): Draft => ({
  id: template.id,
  name: template.name,
  modality: template.modality as Modality,
  phases: template.phases.map((phase) => ({
    sessions: String(phase.sessions),
    pace: paceOf(phase),
    number: String(phase[paceOf(phase)] ?? 1),
    minutes_apart: phase.minutes_apart == null ? '' : String(phase.minutes_apart),
    in_a_row: phase.in_a_row ?? false,
  })),
  weekdays: [...template.weekdays],
  boosters: template.boosters && { gap: String(template.boosters.every_days), months: String(template.boosters.months) },
});

export function wholeIn(text: string, [low, high]: readonly [number, number]): number | null {
  const value = Number(text);
  return text.trim() !== '' && Number.isInteger(value) && value >= low && value <= high ? value : null;
}

export const severalADay = (phase: PhaseDraft) => phase.pace === 'per_day' && (wholeIn(phase.number, BOUNDS.per_day) ?? 1) > 1;

function phaseOf(draft: PhaseDraft): Phase | null {
  const sessions = wholeIn(draft.sessions, BOUNDS.sessions);
  const number = wholeIn(draft.number, BOUNDS[draft.pace]);
  const apart = severalADay(draft) ? wholeIn(draft.minutes_apart, BOUNDS.minutes_apart) : null;
  if (sessions === null || number === null || (severalADay(draft) && apart === null)) return null;
  return {
    sessions,
    per_day: null,
    per_week: null,
    every_days: null,
    [draft.pace]: number,
    minutes_apart: apart,
    in_a_row: draft.pace === 'per_day' && draft.in_a_row,
  } as Phase;
}

/** Null while something in it does not fit. */
export function templateOf(draft: Draft): OwnTemplate | null {
  const phases = draft.phases.map(phaseOf);
  const whole = phases.filter((phase) => phase !== null);
  if (whole.length < phases.length || draft.name.trim() === '' || draft.weekdays.length === 0) return null;
  if (whole.some((phase) => (phase.per_week ?? 0) > draft.weekdays.length)) return null;
  if (sessionsIn(draft) > MOST_SESSIONS || (draft.modality !== 'tms' && draft.phases.some(severalADay))) return null;
  const infusions = draft.modality === 'ketamine_iv';
  const boosters = infusions && draft.boosters ? boostersOf(draft.boosters) : null;
  if (infusions && draft.boosters && boosters === null) return null;
  return {
    id: draft.id,
    name: draft.name.trim(),
    modality: draft.modality,
    kind: KIND[draft.modality],
    phases: whole,
    weekdays: [...draft.weekdays].sort(),
    boosters,
  };
}

export const sessionsIn = (draft: Draft): number =>
  draft.phases.reduce((sum, phase) => sum + (wholeIn(phase.sessions, BOUNDS.sessions) ?? 0), 0);

function boostersOf({ gap, months }: { gap: string; months: string }): OwnTemplate['boosters'] {
  const every_days = wholeIn(gap, BOUNDS.booster_gap);
  const for_months = wholeIn(months, BOUNDS.booster_months);
  return every_days === null || for_months === null ? null : { every_days, months: for_months };
}

/** "8 sessions, 2 a week, then 4 sessions, 1 a week" */
export function inWords(template: OwnTemplate): string {
  const parts = template.phases.map((phase) => {
    const pace = paceOf(phase);
    const values = { n: phase.sessions, pace: phase[pace] ?? 1, minutes: phase.minutes_apart ?? 0 };
    return t(pace === 'per_day' && values.pace === 1 ? 'protocols.say_per_day_one' : `protocols.say_${pace}`, values);
  });
  const { boosters } = template;
  if (boosters) parts.push(t('protocols.say_boosters', { gap: boosters.every_days, months: boosters.months }));
  return parts.reduce((first, next) => t('protocols.then', { first, next }));
}
