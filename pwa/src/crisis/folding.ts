/** Text to words: the twin of clinical/crisis/folding.py, over the same fold.json. Where the two differ, the twin is wrong. */

export interface FoldTable {
  drop: [number, number][];
  runs: [number, string][];
  more: Record<string, string>;
}

/** `start` and `end` are offsets in the folded text, end exclusive. */
export interface Word {
  text: string;
  start: number;
  end: number;
}

export type Folds = Map<number, string>;

export function foldsFrom(table: FoldTable): Folds {
  const folds: Folds = new Map();
  for (const [first, last] of table.drop) for (let point = first; point <= last; point++) folds.set(point, '');
  for (const [first, letters] of table.runs) for (const [index, letter] of Array.from(letters).entries()) folds.set(first + index, letter);
  for (const [point, letters] of Object.entries(table.more)) folds.set(Number.parseInt(point, 16), letters);
  return folds;
}

/** One code point that has no reading counts as one character, also beyond the basic plane where JavaScript sees two. */
const reading = (folds: Folds, char: string) => folds.get(char.codePointAt(0) as number) ?? (char.length > 1 ? '\ufffd' : char);

export function fold(folds: Folds, text: string): string {
  let folded = '';
  for (const char of text) folded += reading(folds, char);
  return folded;
}

const WORD_OR_STOP = /[a-z0-9]+|[.!?;]+/g;

/** The words of each sentence that has any. Two dots or more are hesitation and end nothing. */
export function sentences(folded: string): Word[][] {
  const found: Word[][] = [];
  let current: Word[] = [];
  for (const match of folded.matchAll(WORD_OR_STOP)) {
    const text = match[0];
    if (!'.!?;'.includes(text[0] as string)) {
      current.push({ text, start: match.index, end: match.index + text.length });
    } else if (current.length > 0 && !/^\.{2,}$/.test(text)) {
      found.push(current);
      current = [];
    }
  }
  if (current.length > 0) found.push(current);
  return found;
}

/** Offsets of the folded text as code points of the original: the first that is part of it, one past the last. */
export function spanIn(folds: Folds, text: string, start: number, end: number): [number, number] {
  let at = 0;
  let first = 0;
  let last = 0;
  let index = 0;
  for (const char of text) {
    const width = reading(folds, char).length;
    if (width > 0 && at <= start) first = index;
    at += width;
    if (at >= end) {
      last = index + 1;
      break;
    }
    index += 1;
  }
  return [first, last];
}
