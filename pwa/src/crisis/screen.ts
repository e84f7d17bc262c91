import { Disguises, spanBefore } from './disguises';
import { type Folds, type FoldTable, fold, foldsFrom, sentences, spanIn, type Word } from './folding';
import { type OwnPhrase, OwnWords, wordsOf } from './ownWords';
import { Automaton, byLanguage, type Group, type Phrases } from './patterns';
import { Readings } from './readings';
import { type Sign, together } from './signs';
import { Slots } from './slots';
import { standing } from './standing';

/** The screen on the phone: the twin of clinical/crisis/screen.py, where the rules are written down and explained. */

export type Tier = 'urgent' | 'explicit' | 'veiled';
const TIERS: readonly Tier[] = ['urgent', 'explicit', 'veiled'];
const COMBINATION = 'combination';

/** Offsets count code points of the text, end exclusive. */
export interface Match {
  tier: Tier;
  category: string;
  start: number;
  end: number;
}

/** `own`: what the clinic adds. The same list is prepared once, however often it is given. */
export type Screen = (text: string, own?: readonly OwnPhrase[]) => Match | null;

/** Tier, where it begins, minus where it ends (the longer first), category: compared in this order. */
type Mark = [number, number, number, string];

export function makeScreen(table: FoldTable, files: readonly Phrases[]): Screen {
  const folds = foldsFrom(table);
  const dangers = dangersIn(files);
  const own = ownWords(folds);
  return (text, phrases = []) => {
    const folded = fold(folds, text);
    const mark = strongest([...dangers(folded), ...own(folded, phrases)]);
    if (mark === null) return null;
    const [rank, start, minusEnd, category] = mark;
    const [first, last] = spanIn(folds, text, start, -minusEnd);
    return { tier: TIERS[rank] as Tier, category, start: first, end: last };
  };
}

function ownWords(folds: Folds): (folded: string, phrases: readonly OwnPhrase[]) => Mark[] {
  let prepared = { key: '[]', words: new OwnWords([], folds) };
  return (folded, phrases) => {
    if (phrases.length === 0) return [];
    const key = JSON.stringify(phrases.map(({ phrase, tier }) => [phrase, tier]));
    if (prepared.key !== key) prepared = { key, words: new OwnWords(phrases, folds) };
    const words = wordsOf(folded);
    return prepared.words.find(words).map((match) => markOf(match.group, words[match.first] as Word, words[match.last] as Word));
  };
}

/** The strongest danger that stands or, when none does, the signs that make one together: one mark or none. */
function dangersIn(files: readonly Phrases[]): (folded: string) => Mark[] {
  const languages = byLanguage(files);
  const automaton = new Automaton();
  for (const file of languages) {
    const slots = new Slots(file.classes);
    for (const group of file.groups) automaton.add(group, slots, file.language);
  }
  const disguised = languages.flatMap((file) => file.disguised);
  const readings = new Readings(
    [...automaton.words.values()],
    languages.map((file) => file.near),
    disguised,
  );
  const disguises = new Disguises(disguised, readings);
  return (folded) => {
    const undisguised = disguises.undo(folded);
    const marks: Mark[] = [];
    const signs: Sign[] = [];
    let before = 0;
    for (const words of sentences(undisguised.text)) {
      read(words, before, automaton, readings, marks, signs);
      before += words.length;
    }
    const mark = strongest(marks) ?? combined(signs);
    if (mark === null) return [];
    const [start, end] = spanBefore(undisguised, mark[1], -mark[2]);
    return [[mark[0], start, -end, mark[3]]];
  };
}

/** Adds the dangers that stand in a sentence with `before` words in front of it to `marks`, and its signs to `signs`. */
function read(words: readonly Word[], before: number, automaton: Automaton, readings: Readings, marks: Mark[], signs: Sign[]): void {
  const symbols: string[] = [];
  const owners: number[] = [];
  for (const [at, word] of words.entries()) {
    for (const symbol of readings.of(word.text).split(' ')) {
      symbols.push(symbol);
      owners.push(at);
    }
  }
  const owner = (at: number) => words[owners[at] as number] as Word;
  const stand = standing(automaton.find(symbols));
  for (const { group, first, last } of stand.dangers) marks.push(markOf(group, owner(first), owner(last)));
  for (const { group, first, last } of stand.signs) {
    const at = before + (owners[first] as number);
    signs.push({ at, start: owner(first).start, end: owner(last).end, kind: group.kind ?? '', weight: group.weight ?? 0 });
  }
}

function combined(signs: readonly Sign[]): Mark | null {
  const span = together(signs);
  return span && [TIERS.indexOf('veiled'), span[0], -span[1], COMBINATION];
}

function markOf(group: Group, first: Word, last: Word): Mark {
  return [TIERS.indexOf(group.tier as Tier), first.start, -last.end, group.category ?? ''];
}

function strongest(marks: readonly Mark[]): Mark | null {
  let best: Mark | null = null;
  for (const mark of marks) if (best === null || before(mark, best)) best = mark;
  return best;
}

function before(a: Mark, b: Mark): boolean {
  for (let index = 0; index < 4; index++) {
    if ((a[index] as number) < (b[index] as number)) return true;
    if ((a[index] as number) > (b[index] as number)) return false;
  }
  return false;
}
