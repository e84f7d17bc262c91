import type { PlanContact, SafetyPlan } from '../../api/plan';

/** In the order in which they are taken. */
export const STEPS = [
  'warning_signs',
  'coping',
  'distractions',
  'helpers',
  'professionals',
  'safe_environment',
  'reasons_to_live',
] as const satisfies readonly (keyof SafetyPlan)[];
export type Step = (typeof STEPS)[number];

export const isStep = (name: string): name is Step => (STEPS as readonly string[]).includes(name);

const OF_PEOPLE: readonly Step[] = ['distractions', 'helpers', 'professionals'];
export const isOfPeople = (step: Step) => OF_PEOPLE.includes(step);

/** The server's limits: lines in a step, code points in a line, characters in a number. */
export const MOST_LINES = 20;
export const LONGEST_LINE = 500;
export const LONGEST_NUMBER = 40;
const NUMBER = /^[0-9+*#(). /-]*[0-9][0-9+*#(). /-]*$/;

/** One line as it is edited: words, or a name with a number that may stay empty. */
export interface Row {
  key: number;
  text: string;
  dial: string;
}

let lastKey = 0;
export const newRow = (text = '', dial = ''): Row => ({ key: ++lastKey, text, dial });

export function rowsOf(plan: SafetyPlan | null, step: Step): Row[] {
  const lines = plan?.[step] ?? [];
  return lines.map((line) => (typeof line === 'string' ? newRow(line) : newRow(line.name, line.dial ?? '')));
}

/** What is saved of a step: lines that say something, without the space around them. */
export function stepOf(rows: readonly Row[], step: Step): string[] | PlanContact[] {
  const full = rows.map(({ text, dial }) => ({ name: text.trim(), dial: dial.trim() || null })).filter((line) => line.name !== '');
  return isOfPeople(step) ? full : full.map((line) => line.name);
}

export type Fault = 'too_long' | 'no_name' | 'bad_dial';

/** What stands in the way of saving a line, if anything does. */
export function faultOf({ text, dial }: Row): Fault | null {
  if ([...text.trim()].length > LONGEST_LINE) return 'too_long';
  const number = dial.trim();
  if (number === '') return null;
  if (number.length > LONGEST_NUMBER || !NUMBER.test(number)) return 'bad_dial';
  return text.trim() === '' ? 'no_name' : null;
}

const EMPTY: SafetyPlan = {
  warning_signs: [],
  coping: [],
  distractions: [],
  helpers: [],
  professionals: [],
  safe_environment: [],
  reasons_to_live: [],
};

/** The steps alone, without what a revision carries beside them. */
export function stepsOf(plan: SafetyPlan | null): SafetyPlan {
  return Object.fromEntries(STEPS.map((step) => [step, (plan ?? EMPTY)[step]])) as unknown as SafetyPlan;
}

export const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** The steps in which two plans differ. */
export const changedSteps = (a: SafetyPlan | null, b: SafetyPlan | null): Step[] =>
  STEPS.filter((step) => !isSame(lines(a, step), lines(b, step)));

/** In a fixed form: the server may name the parts of a line in another order. */
const lines = (plan: SafetyPlan | null, step: Step) => stepOf(rowsOf(plan, step), step);

/** With the line moved one place towards the front (-1) or the end (1). */
export function moved(rows: readonly Row[], key: number, by: -1 | 1): Row[] {
  const from = rows.findIndex((row) => row.key === key);
  const to = from + by;
  const next = [...rows];
  const row = next[from];
  const other = next[to];
  if (row && other) {
    next[from] = other;
    next[to] = row;
  }
  return next;
}
