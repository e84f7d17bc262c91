import type { Listed, When } from './shapes';

/** The list with one person a place up (-1) or down (+1). The first cannot go up, the last not down. */
export function moved<P extends Listed>(people: readonly P[], account_id: string, by: -1 | 1): P[] {
  const from = people.findIndex((person) => person.account_id === account_id);
  const to = from + by;
  const next = [...people];
  const [person] = from === -1 || to < 0 || to >= people.length ? [] : next.splice(from, 1);
  if (person) next.splice(to, 0, person);
  return next;
}

/** Who of the list is told in the clinic's day, or outside it, one after another. */
export const fitting = <P extends Listed>(people: readonly P[], hours: Exclude<When, 'always'>): P[] =>
  people.filter((person) => person.when === 'always' || person.when === hours);

/** Outside the day the first person on call is told at once, so they are not among those who follow. */
export function onCall<P extends Listed>(people: readonly P[]): { atOnce: P | null; after: P[] } {
  const atOnce = people.find((person) => person.when === 'on_call') ?? null;
  return { atOnce, after: fitting(people, 'on_call').filter((person) => person !== atOnce) };
}

/** Whole minutes from 5 to 240, as the server takes them; null otherwise. */
export function minutesIn(text: string): number | null {
  const value = Number(text);
  return text.trim() !== '' && Number.isInteger(value) && value >= 5 && value <= 240 ? value : null;
}
