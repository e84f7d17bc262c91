import type { Edit } from './edits';
import { ANY_LETTER, countLetters, DECORATION, decoded, TOKEN, WIDEST_GAP } from './masks';
import type { Readings } from './readings';

/** Words written in pieces: the twin of clinical/crisis/joins.py. */

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: white space and what the fold leaves of control characters
const JOINT = /[a-z][^a-z0-9@$!|*+~#_\x00-\x20]{1,2}(?=[a-z])/g;
const NEXT_WORD = /[\x00-\x20]{1,3}([a-z]{2,})(?![a-z0-9@$|*+~#_])/y;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: as above
const WORD = /(?<![a-z0-9@$!|*+~#_])[a-z]{2,}(?![a-z0-9@$|*+~#_])/g;
const LETTERS = /[a-z]+/g;
const ONLY_LETTERS = /^[a-z]+$/;
const MOST_PIECES = 24;
const SHORTEST_SPLIT = 4;

export class Joins {
  private readonly readings: Readings;
  private readonly masked: (form: string) => string | null;
  private readonly longest: number;
  private readonly beginnings = new Set<string>();

  /** `masked`: what a word of letters and other signs means. */
  constructor(disguised: readonly string[], readings: Readings, masked: (form: string) => string | null) {
    this.readings = readings;
    this.masked = masked;
    this.longest = Math.max(0, ...disguised.map((word) => word.length));
    for (const word of disguised) {
      if (word.length < SHORTEST_SPLIT || !ONLY_LETTERS.test(word)) continue;
      for (let end = 2; end <= word.length; end++) this.beginnings.add(word.slice(0, end));
    }
  }

  *spaced(folded: string): Iterable<Edit> {
    let run: Edit[] = [];
    for (const { 0: text, index } of folded.matchAll(TOKEN)) {
      const before = run.at(-1);
      if (before && !(text.length === 1 && index - before.end <= WIDEST_GAP)) {
        yield* this.run(run, folded);
        run = [];
      }
      if (text.length === 1) run.push({ start: index, end: index + 1, text });
    }
    yield* this.run(run, folded);
  }

  /** Single characters one after the other, as words. What lies between two words becomes a space. */
  private *run(tokens: readonly Edit[], folded: string): Iterable<Edit> {
    if (tokens.length < 3) return;
    let from = 0;
    let until = tokens.length;
    while (until > from && DECORATION.includes((tokens[until - 1] as Edit).text)) until -= 1;
    while (until > from && ANY_LETTER.test((tokens[from] as Edit).text)) from += 1;
    const run = tokens.slice(from, until);
    const form = run.map((token) => token.text).join('');
    if (run.length < 3 || 2 * countLetters(form) < run.length) return;
    let at = 0;
    for (const piece of this.pieces(form)) {
      const letters = run.slice(at, at + piece.length);
      at += piece.length;
      const { end } = letters.at(-1) as Edit;
      yield { start: (letters[0] as Edit).start, end, text: piece };
      const next = run[at];
      if (next) yield { start: end, end: next.start, text: ' ' };
      else if (dottedLetters(letters, folded)) yield { start: end, end: end + 1, text: ' ' };
    }
  }

  private pieces(form: string): string[] {
    const word = this.readings.words.has(form) ? form : this.masked(form);
    if (word !== null || ANY_LETTER.test(form)) return word === null ? [] : [word];
    const forms = [...new Set([decoded(form, 0), decoded(form, -1)])];
    const cuts = forms.flatMap((letters) => this.readings.languages.map((language) => language.cutAround(letters)));
    const { pieces } = cuts.reduce((best, cut) => (cut.cost < best.cost ? cut : best));
    const telling = pieces.some(({ text, known }) => known && text.length > 2 && this.readings.disguised.has(text));
    return telling || pieces.every(({ known }) => known) ? pieces.map(({ text }) => text) : [];
  }

  /** "sui-cide" joined; the dots of "i.want.to.die" end no sentence. */
  *chained(folded: string, edits: readonly Edit[]): Iterable<Edit> {
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
      for (const [more, piece] of pieces.slice(at + 1, at + 1 + MOST_PIECES).entries()) {
        joined += piece.text;
        if (joined.length > this.longest + 1) break;
        const text = this.disguised(joined);
        if (text === null || this.readings.plain(pieces.slice(at, at + more + 2).map((each) => each.text))) continue;
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

  /** "sui cide": from each word the longest that it and the next ones make up, where they are no words. */
  *split(folded: string): Iterable<Edit> {
    let until = 0;
    for (const { 0: first, index } of folded.matchAll(WORD)) {
      if (index < until || !this.beginnings.has(first)) continue;
      const edit = this.splitAt(folded, index, first);
      if (edit === null) continue;
      until = edit.end;
      yield edit;
    }
  }

  private splitAt(folded: string, start: number, first: string): Edit | null {
    let longest: Edit | null = null;
    let joined = first;
    let end = start + first.length;
    const known = [this.readings.words.has(first)];
    for (;;) {
      NEXT_WORD.lastIndex = end;
      const next = NEXT_WORD.exec(folded);
      if (next === null) return longest;
      const piece = next[1] as string;
      joined += piece;
      if (!this.beginnings.has(joined)) return longest;
      end += next[0].length;
      known.push(this.readings.words.has(piece));
      const plain = joined.length === SHORTEST_SPLIT ? known.includes(true) : !known.includes(false);
      if (this.readings.disguised.has(joined) && !plain) longest = { start, end, text: joined };
    }
  }
}

/** Whether a dot follows that is one of "k.i.l.l." and ends no sentence. */
function dottedLetters(letters: readonly Edit[], folded: string): boolean {
  const gaps = letters.slice(1).map((letter, at) => folded.slice((letters[at] as Edit).end, letter.start));
  return gaps.length > 0 && gaps.every((gap) => gap.includes('.')) && folded.startsWith('.', letters.at(-1)?.end);
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
