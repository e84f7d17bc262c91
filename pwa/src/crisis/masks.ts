import type { Edit } from './edits';
import { type Readings, spellings } from './readings';

/** Signs and digits for letters: the twin of clinical/crisis/masks.py, where the rules are explained. */

const LETTERS_FOR: Record<string, string> = {
  ...{ '0': 'o', '1': 'il', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '9': 'g' },
  ...{ '@': 'a', $: 's', '!': 'il', '|': 'il', '+': 't', '~': 'e' },
};
export const ANY_LETTER = /[*#_]/;
export const DECORATION = '*#_~|+@$!';
export const WIDEST_GAP = 3;
const LONGEST_WORD = 24;
const LOOK = LONGEST_WORD + WIDEST_GAP;

export const TOKEN = /[a-z0-9@$!|*+~#_]+/g;
const LETTERS = /[a-z]+/g;
const ONLY_LETTERS = /^[a-z]+$/;
const ALONE = /(?<![a-z0-9@$!|*+~#_])[014@](?![a-z0-9@$!|*+~#_])/g;
// biome-ignore-start lint/suspicious/noControlCharactersInRegex: white space and what the fold leaves of control characters
const BEFORE = /([a-z0-9@$!|*+~#_]{1,24})([\x00-\x20]{1,3})$/;
const AFTER = /^([\x00-\x20]{1,3})([a-z0-9@$!|*+~#_]{1,24})/;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: as above
/** Letters at both ends, or a digit before so many letters that they are no unit; and "t0". */
const NO_MEASURE = /^(?:[a-z](?:0|.*[a-z])|[0-9]+.*[a-z]{4,})$/;

export class Masks {
  private readonly byLength = new Map<number, string[]>();
  private readonly bySkeleton = new Map<string, string[]>();
  private readonly readings: Readings;

  /** `disguised`: words that people disguise, in the order in which they are tried. */
  constructor(disguised: readonly string[], readings: Readings) {
    this.readings = readings;
    const first = new Set(disguised);
    for (const word of first) add(this.byLength, word.length, word);
    for (const word of new Set([...first, ...[...readings.words].sort()])) {
      if (word.length >= 2 && word.length <= LONGEST_WORD && ONLY_LETTERS.test(word)) add(this.bySkeleton, skeleton(word), word);
    }
  }

  *undo(folded: string): Iterable<Edit> {
    for (const { 0: text, index } of folded.matchAll(TOKEN)) {
      if (text.length < 2 || ONLY_LETTERS.test(text)) continue;
      const token = withoutAround(text, '', '!'); // what stands at the end ends the sentence
      const word = token.length > 1 ? this.masked(token) : null;
      if (word !== null) yield { start: index, end: index + token.length, text: word };
    }
  }

  /** "1 w1sh 1 was": a digit that is a word, beside a masked one and with nothing but words around it. */
  *undoAlone(folded: string, edits: readonly Edit[]): Iterable<Edit> {
    const starts = new Set(edits.map((edit) => edit.start));
    const ends = new Set(edits.map((edit) => edit.end));
    for (const { 0: digit, index } of folded.matchAll(ALONE)) {
      const before = BEFORE.exec(folded.slice(Math.max(0, index - LOOK), index));
      const after = AFTER.exec(folded.slice(index + 1, index + 1 + LOOK));
      const maskedBefore = before !== null && ends.has(index - (before[2] as string).length);
      const maskedAfter = after !== null && starts.has(index + 1 + (after[1] as string).length);
      const opened = before === null && after !== null && this.readings.disguised.has(after[2] as string);
      if (!(maskedBefore || maskedAfter || opened)) continue;
      const goesBefore = before === null || maskedBefore || this.readings.words.has(before[1] as string);
      const goesAfter = after === null || maskedAfter || this.readings.words.has(after[2] as string);
      if (goesBefore && goesAfter) yield { start: index, end: index + 1, text: (LETTERS_FOR[digit] as string).charAt(0) };
    }
  }

  /** The words that a token of letters and other signs means: with its decoration, then without. */
  private masked(token: string): string | null {
    for (const form of new Set([token, withoutAround(token, DECORATION, DECORATION)])) {
      if (ONLY_LETTERS.test(form) || !/[a-z]/.test(form)) continue;
      for (const spelling of spellings(form)) {
        const word = this.word(spelling) ?? this.joined(spelling) ?? this.glued(spelling);
        if (word !== null) return word;
      }
    }
    return null;
  }

  /** One word, each character of which is its letter or may stand for it. */
  word(form: string): string | null {
    const size = form.length;
    const letters = countLetters(form);
    if (size > LONGEST_WORD) return null;
    if (ANY_LETTER.test(form)) {
      const candidates = 2 * letters >= size ? (this.byLength.get(size) ?? []) : [];
      return candidates.find((word) => fits(form, word)) ?? null;
    }
    if (2 * letters < size && (size < 6 || 3 * letters < size)) return null;
    // "10mg" and "4am" are what they look like, "5uicidal" is not, and "t0" is no measure.
    const anyWord = NO_MEASURE.test(form);
    const candidates = this.bySkeleton.get(skeleton(decoded(form, 0))) ?? [];
    return candidates.find((word) => (anyWord || this.readings.disguised.has(word)) && fits(form, word)) ?? null;
  }

  /** "k*i*l*l": signs between the letters of a word. */
  private joined(form: string): string | null {
    const pieces = form.match(LETTERS) ?? [];
    const word = pieces.join('');
    const known = this.readings.disguised.has(word) && 2 * word.length >= form.length;
    return known && !/^[a-z0-9]+$/.test(form) && !this.readings.plain(pieces) ? word : null;
  }

  /** "k!llmyself": several words in one token. */
  private glued(form: string): string | null {
    const unlike = 2 * countLetters(form) < form.length || ANY_LETTER.test(form);
    if (unlike || this.readings.plain(form.match(LETTERS) ?? [])) return null;
    return this.readings.unglued([decoded(form, 0), decoded(form, -1)]);
  }
}

function add<Key>(words: Map<Key, string[]>, key: Key, word: string): void {
  const others = words.get(key);
  if (others) others.push(word);
  else words.set(key, [word]);
}

/** Not by a regular expression: one that looks for the end tries from every place, in quadratic time. */
function withoutAround(text: string, before: string, after: string): string {
  let start = 0;
  let end = text.length;
  while (end > 0 && after.includes(text[end - 1] as string)) end -= 1;
  while (start < end && before.includes(text[start] as string)) start += 1;
  return text.slice(start, end);
}

export const countLetters = (form: string) => form.match(/[a-z]/g)?.length ?? 0;

/** With letters for signs; `way` chooses between two that a sign may stand for. */
export const decoded = (form: string, way: number) => form.replace(/[^a-z]/g, (char) => LETTERS_FOR[char]?.at(way) ?? char);

const skeleton = (word: string) => word.replaceAll('l', 'i');

function fits(form: string, word: string): boolean {
  for (let at = 0; at < word.length; at++) {
    const char = form[at] as string;
    const letter = word[at] as string;
    if (char !== letter && !ANY_LETTER.test(char) && !LETTERS_FOR[char]?.includes(letter)) return false;
  }
  return true;
}
