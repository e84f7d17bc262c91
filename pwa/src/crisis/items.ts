import data from '../../../clinical/safety_items.json';
import type { Tier } from './screen';

/** Answers that speak of danger by themselves: the twin of clinical/safety_items.py. What was left out raises nothing. */

export interface Raised {
  tier: Tier;
  category: string;
}

/** The items of an instrument, its answers in their order. */
export function raisedItems(instrument: string, answers: readonly (number | null)[]): Raised[] {
  const raised = data.items.filter((one) => one.instrument === instrument && (answers[one.item - 1] ?? one.above) > one.above);
  return raised.map(tierAndCategory);
}

/** The ratings of a therapy page. */
export function raisedRatings(form: string, ratings: Readonly<Record<string, number>>): Raised[] {
  const raised = data.ratings.filter((one) => one.form === form && (ratings[one.field] ?? one.above) > one.above);
  return raised.map(tierAndCategory);
}

const tierAndCategory = ({ tier, category }: { tier: string; category: string }) => ({ tier: tier as Tier, category });
