import { Near, type Stems } from './near';
import { Segments } from './segments';

/** What a word of a text is to the phrases: the twin of clinical/crisis/readings.py. */

export const NUMBER = '#';
export const LARGE_NUMBER = '##'; // 10 or more
export const UNKNOWN = '?';

const MOST_KEPT = 20_000;
const LONGEST_KEPT = 40;
const SHORTEST_GLUED = 7;
const LONGEST_GLUED = 64;
const ALONE = new Set('iay'); // the letters that are words when they are glued to others
const SELF = new Set(['i', 'im', 'ive', 'yo', 'ya', 'no', 'cant', 'dont']);
const REPEATED = /(.)\1{2,}/g;

/** What a word with letters held down may mean: "diiiie" is "diie" or "die"; other words mean themselves. */
export function spellings(text: string): string[] {
  if (text.search(REPEATED) < 0) return [text];
  return [text, text.replace(REPEATED, '$1$1'), text.replace(REPEATED, '$1')];
}

/** Readings by the words themselves and by letters held down; what a clinic's own words need. */
export class WordReadings {
  readonly words: Set<string>;
  private readonly kept = new Map<string, string>();

  constructor(words: Iterable<string>) {
    this.words = new Set(words);
  }

  of(word: string): string {
    if (this.words.has(word)) return word;
    let symbol = this.kept.get(word);
    if (symbol === undefined) {
      symbol = this.read(word);
      if (this.kept.size >= MOST_KEPT) this.kept.clear();
      if (word.length <= LONGEST_KEPT) this.kept.set(word, symbol);
    }
    return symbol;
  }

  protected read(word: string): string {
    return spellings(word).find((spelling) => this.words.has(spelling)) ?? UNKNOWN;
  }
}

/** The same for the phrase files: also numbers, slips of one letter, and words run together. */
export class Readings extends WordReadings {
  readonly disguised: Set<string>;
  readonly languages: Segments[];
  private readonly stems: Near;

  /** `words` by language, in the order in which languages are tried. */
  constructor(words: readonly Set<string>[], near: readonly Stems[], disguised: readonly string[]) {
    super([...disguised, ...words.flatMap((language) => [...language])]);
    this.disguised = new Set(disguised);
    this.stems = new Near(near);
    const several = (language: Set<string>) => [...language].filter((word) => word.length > 1 || ALONE.has(word));
    this.languages = words.map((language) => new Segments(several(language), disguised));
  }

  near(word: string): string | null {
    return this.stems.stem(word);
  }

  protected override read(word: string): string {
    if (/^[0-9]+$/.test(word)) return word.length === 1 ? NUMBER : LARGE_NUMBER;
    const forms = spellings(word);
    for (const form of forms) if (this.words.has(form)) return form;
    for (const form of forms) {
      const stem = this.near(form);
      if (stem !== null) return stem;
    }
    return this.unglued(forms) ?? UNKNOWN;
  }

  /** "iwanttodie" as its words. The whole must be words of one language, and not two short ones by chance. */
  unglued(forms: readonly string[]): string | null {
    for (const form of forms) {
      if (form.length < SHORTEST_GLUED || form.length > LONGEST_GLUED) continue;
      for (const language of this.languages) {
        const pieces = language.cut(form);
        if (pieces && this.plausible(pieces)) return pieces.join(' ');
      }
    }
    return null;
  }

  /** Not "vegetable" or "medicare": with a word that people disguise, or begun like a sentence about oneself. */
  private plausible(pieces: readonly string[]): boolean {
    const telling = (piece: string) => this.disguised.has(piece);
    const long = (piece: string) => piece.length >= 4;
    if (pieces.length === 2) return pieces.some(telling) && pieces.some(long) && pieces.every((piece) => telling(piece) || long(piece));
    const single = pieces.slice(1).some((piece) => piece.length === 1);
    const begun = SELF.has(pieces[0] as string) && !single && 2 * pieces.join('').length >= 5 * pieces.length;
    return pieces.length > 2 && (pieces.some(telling) || begun);
  }
}
