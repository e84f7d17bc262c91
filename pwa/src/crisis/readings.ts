import { Near, type Stems } from './near';
import { Segments } from './segments';
import { Slips } from './slips';

/** What a word of a text is to the phrases: the twin of clinical/crisis/readings.py. */

export const NUMBER = '#';
export const LARGE_NUMBER = '##'; // 10 or more
const UNKNOWN = '?';

const MOST_KEPT = 20_000;
const LONGEST_KEPT = 40;
const SHORTEST_GLUED = 7;
const LONGEST_GLUED = 64;
const ALONE = new Set('iay'); // the letters that are words when they are glued to others
/** The pieces of one or two letters that words run together may have. */
const SHORT = new Set(
  (
    'a i y am an as at be by do go he if im in is it me my no of on or so to up us we id ' +
    'al de di el en es ha he la le lo me mi ni no os se si su te tu un va ya yo'
  ).split(' '),
);
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

/** What the phrase files say of words, by language, in the order in which languages are tried. */
export interface Vocabulary {
  words: readonly Set<string>[];
  near: readonly Stems[];
  disguised: readonly (readonly string[])[];
  notSlips: Iterable<string>;
}

/** The same for the phrase files: also numbers, slips, and words run together. */
export class Readings extends WordReadings {
  readonly disguised: Set<string>;
  readonly languages: Segments[];
  private readonly stems: Near;
  private readonly slips: Slips;
  private readonly says: (symbols: readonly string[]) => boolean;

  /** `says`: whether words of the phrases hold one that is a danger. */
  constructor({ words, near, disguised, notSlips }: Vocabulary, says: (symbols: readonly string[]) => boolean) {
    super([...disguised.flat(), ...words.flatMap((language) => [...language])]);
    this.disguised = new Set(disguised.flat());
    this.stems = new Near(near);
    this.slips = new Slips(this.words, this.disguised, notSlips);
    this.says = says;
    const several = (language: Set<string>) => [...language].filter((word) => word.length > 1 || ALONE.has(word));
    this.languages = words.map((language, at) => new Segments(several(language), disguised[at] as readonly string[]));
  }

  near(word: string): string | null {
    return this.stems.stem(word);
  }

  /** Whether they are words as they are. */
  plain(pieces: readonly string[]): boolean {
    return pieces.every((piece) => piece.length > 1 && this.words.has(piece));
  }

  protected override read(word: string): string {
    if (/^[0-9]+$/.test(word)) return word.length === 1 ? NUMBER : LARGE_NUMBER;
    const forms = spellings(word);
    for (const form of forms) if (this.words.has(form)) return form;
    for (const reading of [(form: string) => this.near(form), (form: string) => this.slips.word(form)]) {
      for (const form of forms) {
        const found = reading(form);
        if (found !== null) return found;
      }
    }
    return this.unglued(forms) ?? UNKNOWN;
  }

  /** "iwanttodie" as its words. The whole must be words of one language, and not some by chance. */
  unglued(forms: readonly string[]): string | null {
    for (const form of forms) {
      if (form.length < SHORTEST_GLUED || form.length > LONGEST_GLUED) continue;
      for (const language of this.languages) {
        const pieces = language.cut(form);
        if (pieces && this.plausible(pieces, language.telling)) return pieces.join(' ');
      }
    }
    return null;
  }

  /**
   * Not "haircut" or "harmony": with a word that people disguise, or a phrase by themselves. Two words, or a letter alone
   * among them, may be so by chance, and must be a phrase.
   */
  private plausible(pieces: readonly string[], telling: ReadonlySet<string>): boolean {
    if (pieces.some((piece) => piece.length < 3 && !SHORT.has(piece))) return false;
    const told = pieces.some((piece) => telling.has(piece));
    if (pieces.length === 2) {
      const long = (piece: string) => piece.length >= 4;
      return told && pieces.some(long) && pieces.every((piece) => telling.has(piece) || long(piece)) && this.says(pieces);
    }
    const certain = told && pieces.slice(1).every((piece) => piece.length > 1);
    return pieces.length > 2 && (certain || this.says(pieces));
  }
}
