/** What a clinic sets for its measures, as the server describes it, and a cadence in words and as it is typed. */
import type { Filled } from '../../api/contract';
import type { components } from '../../api/schema';
import { t } from '../strings';

type Theirs = components['schemas'];

export type Cadence = Filled<Theirs['Cadence']>;
export type Choices = Filled<Theirs['MeasureChoices']>;
export type InstrumentChoice = Choices['instruments'][number];
export type Candidate = Filled<Theirs['CandidateView']>;
export type Rule = (typeof RULES)[number];

export const RULES = ['screen', 'response', 'partial_response', 'remission', 'recovery', 'reliable_change', 'noticeable_change'] as const;

export interface Settings {
  who5: boolean;
  pcl5_spanish: boolean;
  asked: string[];
  thresholds: Record<string, Partial<Record<Rule, string>>>;
  cadence: Record<string, Record<string, Cadence>>;
}

export const candidatesOf = (instrument: InstrumentChoice, rule: Rule): Candidate[] =>
  (instrument.rules as Partial<Record<Rule, Candidate[]>>)[rule] ?? [];

/** The one that counts: what the clinic chose, else the usual one. */
export const chosenOf = (settings: Settings, instrument: InstrumentChoice, rule: Rule): Candidate | undefined => {
  const candidates = candidatesOf(instrument, rule);
  const id = settings.thresholds[instrument.id]?.[rule];
  return candidates.find((each) => each.id === id) ?? candidates.find((each) => each.default) ?? candidates[0];
};

/** The usual choice is not written down: it follows the instrument's file. */
export function withThreshold(settings: Settings, instrument: InstrumentChoice, rule: Rule, id: string): Settings['thresholds'] {
  const usual = candidatesOf(instrument, rule).find((each) => each.default)?.id;
  const { [rule]: _, ...others } = settings.thresholds[instrument.id] ?? {};
  const picked = id === usual ? others : { ...others, [rule]: id };
  const { [instrument.id]: __, ...rest } = settings.thresholds;
  return Object.keys(picked).length === 0 ? rest : { ...rest, [instrument.id]: picked };
}

/** Whether patients can be shown its wording in at least one language. */
export function hasWording({ id, en, es }: InstrumentChoice, settings: Pick<Settings, 'who5' | 'pcl5_spanish'>): boolean {
  if (en === 'shipped' || es === 'shipped') return true;
  return id === 'who-5' && settings.who5;
}

export function withAsked(settings: Settings, id: string, on: boolean): string[] {
  return on ? [...settings.asked.filter((each) => each !== id), id] : settings.asked.filter((each) => each !== id);
}

export const NEVER: Cadence = {
  start: false,
  before: [],
  before_last: false,
  weekly_until_week: null,
  before_each_from_week: null,
  every_sessions: null,
  every_days: null,
  before_boosters: false,
  after_booster_days: [],
  after_last: false,
  after_last_days: [],
  after_last_months: [],
  with_instrument: null,
};

/** What the files propose: for the template itself, else for its treatment. */
export function proposedFor(choices: Choices, protocol: { id: string; modality: string }, instrument: string) {
  const of = choices.cadence.filter((each) => each.instrument === instrument);
  return (
    of.find((each) => each.protocol === protocol.id) ?? of.find((each) => each.protocol === null && each.modality === protocol.modality)
  );
}

export const FLAGS = ['start', 'before_last', 'before_boosters', 'after_last'] as const;
export const COUNTS = { weekly_until_week: 100, before_each_from_week: 100, every_sessions: 100, every_days: 366 } as const;
export const LISTS = { before: 100, after_booster_days: 366, after_last_days: 366, after_last_months: 24 } as const;
type Flag = (typeof FLAGS)[number];
type Count = keyof typeof COUNTS;
type List = keyof typeof LISTS;

/** "before session 1, after every 5 sessions, 1, 3 months after the last session" */
export function cadenceText(cadence: Cadence, nameOf: (id: string) => string): string {
  if (cadence.with_instrument !== null) return t('care.say_with_instrument', { name: nameOf(cadence.with_instrument) });
  const said = ORDER.flatMap((field): string[] => {
    const value = cadence[field];
    if (value === null || value === false || (Array.isArray(value) && value.length === 0)) return [];
    if (Array.isArray(value)) return [t(`care.say_${field as List}`, { list: value.join(', ') })];
    return [t(`care.say_${field as Flag | Count}`, typeof value === 'number' ? { n: value } : {})];
  });
  return said.length === 0 ? t('care.never') : said.join('; ');
}

const ORDER = [
  'start',
  'before',
  'before_last',
  'weekly_until_week',
  'before_each_from_week',
  'every_sessions',
  'every_days',
  'before_boosters',
  'after_booster_days',
  'after_last',
  'after_last_days',
  'after_last_months',
] as const satisfies readonly (keyof Cadence)[];

/** As it is typed. */
export type CadenceDraft = Record<Flag, boolean> & Record<Count | List, string> & { with_instrument: string };

export const cadenceDraft = (cadence: Cadence): CadenceDraft => {
  const text = (field: Count | List) => {
    const value = cadence[field];
    return Array.isArray(value) ? value.join(', ') : value === null ? '' : String(value);
  };
  const texts = Object.fromEntries([...Object.keys(COUNTS), ...Object.keys(LISTS)].map((field) => [field, text(field as Count | List)]));
  const flags = Object.fromEntries(FLAGS.map((field) => [field, cadence[field]]));
  return { ...flags, ...texts, with_instrument: cadence.with_instrument ?? '' } as CadenceDraft;
};

/** Whole numbers from 1, with commas; null where it is anything else. Sorted, each once. */
export function listIn(text: string, high: number): number[] | null {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  const numbers = parts.map(Number);
  if (!numbers.every((each) => Number.isInteger(each) && each >= 1 && each <= high)) return null;
  return [...new Set(numbers)].sort((a, b) => a - b);
}

export const fits = (draft: CadenceDraft, field: Count | List): boolean => {
  const list = listIn(draft[field], field in COUNTS ? COUNTS[field as Count] : LISTS[field as List]);
  return list !== null && (field in LISTS || list.length <= 1);
};

/** Null while something in it does not fit. */
export function cadenceOf(draft: CadenceDraft): Cadence | null {
  if (draft.with_instrument) return { ...NEVER, with_instrument: draft.with_instrument };
  const fields = [...Object.keys(COUNTS), ...Object.keys(LISTS)] as (Count | List)[];
  if (!fields.every((field) => fits(draft, field))) return null;
  const counts = Object.fromEntries(
    Object.entries(COUNTS).map(([field, high]) => [field, listIn(draft[field as Count], high)?.[0] ?? null]),
  );
  const lists = Object.fromEntries(Object.entries(LISTS).map(([field, high]) => [field, listIn(draft[field as List], high) ?? []]));
  const flags = Object.fromEntries(FLAGS.map((field) => [field, draft[field]]));
  return { ...NEVER, ...flags, ...counts, ...lists };
}
