import { type AnswerData, Answers } from './answers';
import { Disguises } from './disguises';
import { spanBefore } from './edits';
import { type Folds, type FoldTable, fold, foldsFrom, sentences, spanIn, type Word } from './folding';
import { type OwnPhrase, OwnWords, wordsOf } from './ownWords';
import { Automaton, byLanguage, type Found, type Group, type Phrases, roleOf } from './patterns';
import { Readings } from './readings';
import { type Sign, together } from './signs';
import type { NotSlips } from './slips';
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

/** What the screen is made of: the data files of clinical/crisis. */
export interface Lists {
  table: FoldTable;
  files: readonly Phrases[];
  notSlips: NotSlips;
  answers: AnswerData;
}

/** Tier, where it begins, minus where it ends (the longer first), category: compared in this order. */
type Mark = [number, number, number, string];

export function makeScreen(lists: Lists): Screen {
  const folds = foldsFrom(lists.table);
  const dangers = dangersIn(lists);
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
function dangersIn({ files, notSlips, answers: answerData }: Lists): (folded: string) => Mark[] {
  const languages = byLanguage(files);
  const automaton = new Automaton();
  for (const file of languages) {
    const slots = new Slots(file.classes);
    for (const group of file.groups) automaton.add(group, slots, file.language);
  }
  const disguised = languages.map((file) => file.disguised);
  const near = languages.map((file) => file.near);
  const vocabulary = { words: [...automaton.words.values()], near, disguised, notSlips: [...notSlips.en, ...notSlips.es] };
  const readings = new Readings(vocabulary, (symbols) => automaton.find(symbols).some(({ group }) => roleOf(group) === 'danger'));
  const disguises = new Disguises(disguised.flat(), readings);
  const answers = new Answers(answerData, (words) => {
    const symbols = words.flatMap((word) => readings.of(word).split(' '));
    return automaton.find(symbols).some(({ group }) => group.role === 'trap');
  });
  return (folded) => {
    const undisguised = disguises.undo(folded);
    let answered: Set<number> | null = null;
    const denied = (word: Word) => {
      answered ??= answers.denied(undisguised.text);
      return answered.has(word.start);
    };
    const marks: Mark[] = [];
    const signs: Sign[] = [];
    let before = 0;
    for (const words of sentences(undisguised.text)) {
      read({ words, before, denied }, automaton, readings, marks, signs);
      before += words.length;
    }
    const mark = strongest(marks) ?? combined(signs);
    if (mark === null) return [];
    const [start, end] = spanBefore(undisguised, mark[1], -mark[2]);
    return [[mark[0], start, -end, mark[3]]];
  };
}

/** The words of a sentence, how many stand before it, and which of them are asked and denied. */
interface Sentence {
  words: readonly Word[];
  before: number;
  denied: (word: Word) => boolean;
}

/** Adds the dangers that stand in a sentence to `marks`, its signs to `signs`. */
function read({ words, before, denied }: Sentence, automaton: Automaton, readings: Readings, marks: Mark[], signs: Sign[]): void {
  const symbols: string[] = [];
  const owners: number[] = [];
  for (const [at, word] of words.entries()) {
    for (const symbol of readings.of(word.text).split(' ')) {
      symbols.push(symbol);
      owners.push(at);
    }
  }
  const owner = (at: number) => words[owners[at] as number] as Word;
  const found = automaton.find(symbols);
  const trapped = found.some(({ group }) => group.role === 'trap');
  const takenBack = ({ group, first, last }: Found) =>
    !trapped && group.deniable === true && group.tier !== 'urgent' && denied(owner(first)) && denied(owner(last));
  const stand = standing(found);
  const dangers = stand.dangers.filter((match) => !takenBack(match));
  for (const { group, first, last } of dangers) marks.push(markOf(group, owner(first), owner(last)));
  for (const { group, first, last } of stand.signs.filter((match) => !takenBack(match))) {
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
