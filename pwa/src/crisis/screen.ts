import { type Folds, type FoldTable, fold, foldsFrom, sentences, spanIn, type Word } from './folding';
import { Automaton, type Found, type Phrases } from './patterns';

/** The screen on the phone: the twin of clinical/crisis/screen.py, where the rules are written down and explained. */

export type Tier = 'urgent' | 'explicit' | 'veiled';
const TIERS: readonly Tier[] = ['urgent', 'explicit', 'veiled'];

/** Offsets count code points of the text, end exclusive. */
export interface Match {
  tier: Tier;
  category: string;
  start: number;
  end: number;
}

export type Screen = (text: string) => Match | null;

/** Tier, where it begins, minus where it ends (the longer first), category: compared in this order. */
type Mark = [number, number, number, string];

export function makeScreen(table: FoldTable, phrases: readonly Phrases[]): Screen {
  const folds = foldsFrom(table);
  const automaton = new Automaton();
  for (const file of phrases) for (const group of file.groups) automaton.add(group, file.classes, file.language);
  return (text) => strongest(text, folds, automaton);
}

function strongest(text: string, folds: Folds, automaton: Automaton): Match | null {
  let best: Mark | null = null;
  for (const words of sentences(fold(folds, text))) {
    for (const danger of standing(automaton.find(words.map((word) => word.text)))) {
      const mark = markOf(danger, words);
      if (best === null || before(mark, best)) best = mark;
    }
  }
  if (best === null) return null;
  const [rank, start, minusEnd, category] = best;
  const [first, last] = spanIn(folds, text, start, -minusEnd);
  return { tier: TIERS[rank] as Tier, category, start: first, end: last };
}

function markOf({ group, first, last }: Found, words: readonly Word[]): Mark {
  return [TIERS.indexOf(group.tier as Tier), words[first]?.start ?? 0, -(words[last]?.end ?? 0), group.category ?? ''];
}

function before(a: Mark, b: Mark): boolean {
  for (let index = 0; index < 4; index++) {
    if ((a[index] as number) < (b[index] as number)) return true;
    if ((a[index] as number) > (b[index] as number)) return false;
  }
  return false;
}

/** The dangers of one sentence that no idiom and no plain denial takes back. */
function standing(found: readonly Found[]): Found[] {
  const sorted = [...found].sort((a, b) => a.first - b.first);
  const of = (role: string) => sorted.filter((match) => (match.group.role ?? 'danger') === role);
  let dangers = of('danger');
  if (dangers.length === 0) return dangers;
  if (of('trap').length === 0) dangers = undenied(dangers, of('denial_before'), of('denial_after'), of('link'));
  return outside(of('idiom'), dangers);
}

/** Without the dangers right after a denial, right before one, or linked to one that is denied. */
function undenied(dangers: Found[], denialsBefore: Found[], denialsAfter: Found[], linking: Found[]): Found[] {
  const startsDenied = new Set(denialsBefore.map((match) => match.last + 1));
  const endsDenied = new Set(denialsAfter.map((match) => match.first - 1));
  const deniedUntil = new Set<number>();
  const left: Found[] = [];
  for (const danger of dangers) {
    const linked = linking.some((link) => link.last + 1 === danger.first && deniedUntil.has(link.first - 1));
    const deniable = danger.group.deniable ?? false;
    if (deniable && (startsDenied.has(danger.first) || endsDenied.has(danger.last) || linked)) deniedUntil.add(danger.last);
    if (!deniedUntil.has(danger.last) || danger.group.tier === 'urgent' || !deniable) left.push(danger);
  }
  return left;
}

/** Without the dangers that lie inside an idiom. Both lists are in order of their first words. */
function outside(idioms: readonly Found[], dangers: readonly Found[]): Found[] {
  const left: Found[] = [];
  let next = 0;
  let until = -1;
  for (const danger of dangers) {
    for (let idiom = idioms[next]; idiom !== undefined && idiom.first <= danger.first; idiom = idioms[++next])
      until = Math.max(until, idiom.last);
    if (danger.last > until || danger.group.tier === 'urgent') left.push(danger);
  }
  return left;
}
