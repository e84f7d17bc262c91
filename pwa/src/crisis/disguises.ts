import { type Readings, spellings } from './readings';

/** Words written so that no program finds them: the twin of clinical/crisis/disguises.py, where the rules are explained. */

const LETTERS_FOR: Record<string, string> = {
  ...{ '0': 'o', '1': 'il', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '9': 'g' },
  ...{ '@': 'a', $: 's', '!': 'il', '|': 'il', '+': 't', '~': 'e' },
};
const ANY_LETTER = /[*#_]/;
const DECORATION = '*#_~|+@$!';
const LONGEST_WORD = 24;
const WIDEST_GAP = 3;

const TOKEN = /[a-z0-9@$!|*+~#_]+/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: white space and what the fold leaves of control characters
const JOINT = /[a-z][^a-z0-9@$!|*+~#_\x00-\x20]{1,2}(?=[a-z])/g;
const LETTERS = /[a-z]+/g;
const ONLY_LETTERS = /^[a-z]+$/;

/** From `start` to `end` (exclusive) the folded text is to be read as `text`. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** `text`: the folded text after the edits. */
export interface Undisguised {
  text: string;
  edits: readonly Edit[];
}

/** Of whole words of the text after the edits: where they stand before them, an edited one as a whole. */
export function spanBefore({ edits }: Undisguised, start: number, end: number): [number, number] {
  let first = start;
  let last = end;
  let shift = 0;
  for (const edit of edits) {
    const begin = edit.start + shift;
    const finish = begin + edit.text.length;
    shift += edit.text.length - (edit.end - edit.start);
    if (start >= finish) first = start - shift;
    else if (start >= begin) first = edit.start;
    if (end > finish) last = end - shift;
    else if (end > begin) last = edit.end;
  }
  return [first, last];
}

export class Disguises {
  private readonly byLength = new Map<number, string[]>();
  private readonly bySkeleton = new Map<string, string[]>();
  private readonly longest: number;
  private readonly readings: Readings;

  /** `disguised`: words that people disguise, in the order in which they are tried. */
  constructor(disguised: readonly string[], readings: Readings) {
    this.readings = readings;
    const first = [...new Set(disguised)];
    const add = <Key>(words: Map<Key, string[]>, key: Key, word: string) => words.set(key, [...(words.get(key) ?? []), word]);
    this.longest = Math.max(0, ...first.map((word) => word.length));
    for (const word of first) add(this.byLength, word.length, word);
    for (const word of new Set([...first, ...[...readings.words].sort()])) {
      if (word.length >= 2 && word.length <= LONGEST_WORD && ONLY_LETTERS.test(word)) add(this.bySkeleton, skeleton(word), word);
    }
  }

  undo(folded: string): Undisguised {
    const edits = this.maskedAndSpaced(folded);
    const joins = [...this.chained(folded, edits)];
    const all = joins.length > 0 ? [...edits, ...joins].sort((a, b) => a.start - b.start) : edits;
    return { text: all.length > 0 ? edited(folded, all) : folded, edits: all };
  }

  private maskedAndSpaced(folded: string): Edit[] {
    const edits: Edit[] = [];
    let run: Edit[] = [];
    for (const { 0: text, index } of folded.matchAll(TOKEN)) {
      const before = run.at(-1);
      if (before && !(text.length === 1 && index - before.end <= WIDEST_GAP)) {
        for (const edit of this.spaced(run)) edits.push(edit);
        run = [];
      }
      if (text.length === 1) {
        run.push({ start: index, end: index + 1, text });
      } else if (!ONLY_LETTERS.test(text)) {
        const token = withoutAround(text, '', '!'); // what stands at the end ends the sentence
        const word = this.masked(token);
        if (word !== null) edits.push({ start: index, end: index + token.length, text: word });
      }
    }
    for (const edit of this.spaced(run)) edits.push(edit);
    return edits;
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
  private word(form: string): string | null {
    const size = form.length;
    const letters = countLetters(form);
    if (size > LONGEST_WORD) return null;
    if (ANY_LETTER.test(form)) {
      const candidates = 2 * letters >= size ? (this.byLength.get(size) ?? []) : [];
      return candidates.find((word) => fits(form, word)) ?? null;
    }
    if (2 * letters < size && (size < 6 || 3 * letters < size)) return null;
    // "10mg" and "4am" are what they look like, "5uicidal" is not, and "t0" is no measure.
    const inside = /^[a-z](0|.*[a-z])$/.test(form);
    const candidates = this.bySkeleton.get(skeleton(decoded(form, 0))) ?? [];
    return candidates.find((word) => (inside || this.readings.disguised.has(word)) && fits(form, word)) ?? null;
  }

  /** "k*i*l*l": signs between the letters of a word. */
  private joined(form: string): string | null {
    const pieces = form.match(LETTERS) ?? [];
    const word = pieces.join('');
    const known = this.readings.disguised.has(word) && 2 * word.length >= form.length;
    return known && !/^[a-z0-9]+$/.test(form) && !this.plain(pieces) ? word : null;
  }

  /** "k!llmyself": several words in one token. */
  private glued(form: string): string | null {
    const unlike = 2 * countLetters(form) < form.length || ANY_LETTER.test(form);
    if (unlike || this.plain(form.match(LETTERS) ?? [])) return null;
    return this.readings.unglued([decoded(form, 0), decoded(form, -1)]);
  }

  private plain(pieces: readonly string[]): boolean {
    return pieces.every((piece) => piece.length > 1 && this.readings.words.has(piece));
  }

  /** Single characters one after the other, as words. What lies between two words becomes a space. */
  private spaced(tokens: readonly Edit[]): Edit[] {
    if (tokens.length < 3) return [];
    let from = 0;
    let until = tokens.length;
    while (until > from && DECORATION.includes((tokens[until - 1] as Edit).text)) until -= 1;
    while (until > from && ANY_LETTER.test((tokens[from] as Edit).text)) from += 1;
    const run = tokens.slice(from, until);
    const form = run.map((token) => token.text).join('');
    if (run.length < 3 || 2 * countLetters(form) < run.length) return [];
    const edits: Edit[] = [];
    let at = 0;
    for (const piece of this.pieces(form)) {
      const last = run[at + piece.length - 1] as Edit;
      edits.push({ start: (run[at] as Edit).start, end: last.end, text: piece });
      at += piece.length;
      const next = run[at];
      if (next) edits.push({ start: last.end, end: next.start, text: ' ' });
    }
    return edits;
  }

  private pieces(form: string): string[] {
    const word = this.readings.words.has(form) ? form : this.word(form);
    if (word !== null || ANY_LETTER.test(form)) return word === null ? [] : [word];
    const forms = [...new Set([decoded(form, 0), decoded(form, -1)])];
    const cuts = forms.flatMap((letters) => this.readings.languages.map((language) => language.cutAround(letters)));
    const { pieces } = cuts.reduce((best, cut) => (cut.cost < best.cost ? cut : best));
    const telling = pieces.some(({ text, known }) => known && text.length > 2 && this.readings.disguised.has(text));
    return telling || pieces.every(({ known }) => known) ? pieces.map(({ text }) => text) : [];
  }

  /** "sui-cide" joined; the dots of "i.want.to.die" end no sentence. */
  private *chained(folded: string, edits: readonly Edit[]): Iterable<Edit> {
    let next = 0;
    for (const pieces of chains(folded)) {
      const { start } = pieces[0] as Edit;
      const { end } = pieces.at(-1) as Edit;
      while ((edits[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
      if ((edits[next]?.start ?? Number.POSITIVE_INFINITY) < end) continue;
      const joins = this.joins(pieces);
      yield* joins.length > 0 ? joins : dotted(folded, pieces);
    }
  }

  /** From each piece the longest word that it and its followers make up, unless they are words themselves. */
  private joins(pieces: readonly Edit[]): Edit[] {
    const edits: Edit[] = [];
    for (let at = 0; at < pieces.length; at++) {
      const first = pieces[at] as Edit;
      let longest: Edit | null = null;
      let until = at;
      let joined = first.text;
      for (const [more, piece] of pieces.slice(at + 1, at + 1 + LONGEST_WORD).entries()) {
        joined += piece.text;
        if (joined.length > this.longest + 1) break;
        const text = this.disguised(joined);
        if (text === null || this.plain(pieces.slice(at, at + more + 2).map((each) => each.text))) continue;
        longest = { start: first.start, end: piece.end, text };
        until = at + more + 1;
      }
      if (longest) edits.push(longest);
      at = until;
    }
    return edits;
  }

  private disguised(joined: string): string | null {
    const word = this.readings.words.has(joined) ? joined : this.readings.near(joined);
    return word !== null && joined.length > 2 && this.readings.disguised.has(word) ? word : null;
  }
}

function dotted(folded: string, pieces: readonly Edit[]): Edit[] {
  const gaps = pieces.slice(1).map((piece, at) => ({ start: (pieces[at] as Edit).end, end: piece.start, text: ' ' }));
  return gaps.length > 1 && gaps.every(({ start, end }) => folded.slice(start, end) === '.') ? gaps : [];
}

/** Runs of letters with one or two characters between them that are not white space, each of two pieces or more. */
function* chains(folded: string): Iterable<Edit[]> {
  let pieces: Edit[] = [];
  let begin = -1;
  const lastPiece = () => {
    LETTERS.lastIndex = begin;
    const text = LETTERS.exec(folded)?.[0] as string;
    return { start: begin, end: begin + text.length, text };
  };
  for (const joint of folded.matchAll(JOINT)) {
    const end = joint.index + 1;
    if (pieces.length === 0 || !ONLY_LETTERS.test(folded.slice(begin, end))) {
      if (pieces.length > 0) yield [...pieces, lastPiece()];
      pieces = [];
      begin = wordStart(folded, end, Math.max(begin, 0));
    }
    pieces.push({ start: begin, end, text: folded.slice(begin, end) });
    begin = joint.index + joint[0].length;
  }
  if (pieces.length > 0) yield [...pieces, lastPiece()];
}

/** Where the letters before `end` begin, none of them before `after`. */
function wordStart(folded: string, end: number, after: number): number {
  let start = end;
  while (start > after && /[a-z]/.test(folded[start - 1] as string)) start -= 1;
  return start;
}

function edited(folded: string, edits: readonly Edit[]): string {
  let text = '';
  let at = 0;
  for (const edit of edits) {
    text += folded.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + folded.slice(at);
}

/** Not by a regular expression: one that looks for the end tries from every place, in quadratic time. */
function withoutAround(text: string, before: string, after: string): string {
  let start = 0;
  let end = text.length;
  while (end > 0 && after.includes(text[end - 1] as string)) end -= 1;
  while (start < end && before.includes(text[start] as string)) start += 1;
  return text.slice(start, end);
}

const countLetters = (form: string) => form.match(/[a-z]/g)?.length ?? 0;

/** With letters for signs; `way` chooses between two that a sign may stand for. */
const decoded = (form: string, way: number) => form.replace(/[^a-z]/g, (char) => LETTERS_FOR[char]?.at(way) ?? char);

const skeleton = (word: string) => word.replaceAll('l', 'i');

function fits(form: string, word: string): boolean {
  for (let at = 0; at < word.length; at++) {
    const char = form[at] as string;
    const letter = word[at] as string;
    if (char !== letter && !ANY_LETTER.test(char) && !LETTERS_FOR[char]?.includes(letter)) return false;
  }
  return true;
}
