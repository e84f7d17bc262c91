/** Slips in any word of the phrases: the twin of clinical/crisis/slips.py. */

export interface NotSlips {
  en: string[];
  es: string[];
}

const SHORTEST_SWAPPED = 4;
const SHORTEST_DOUBLED = 5;
const LONGEST = 24;
const ONLY_LETTERS = /^[a-z]+$/;
const DOUBLE = /(.)\1+/g;

export class Slips {
  private readonly words: ReadonlySet<string>;
  private readonly disguised: ReadonlySet<string>;
  private readonly none: ReadonlySet<string>;
  private byDouble: Map<string, string[]> | null = null;

  /** `disguised`: words that are meant rather than others, and the only ones whose first letter may be swapped. */
  constructor(words: ReadonlySet<string>, disguised: ReadonlySet<string>, notSlips: Iterable<string>) {
    this.words = words;
    this.disguised = disguised;
    this.none = new Set(notSlips);
  }

  word(slip: string): string | null {
    if (slip.length > LONGEST || this.none.has(slip) || !ONLY_LETTERS.test(slip)) return null;
    return this.swapped(slip) ?? this.doubled(slip);
  }

  private swapped(slip: string): string | null {
    if (slip.length < SHORTEST_SWAPPED) return null;
    for (let at = 0; at < slip.length - 1; at++) {
      const word = slip.slice(0, at) + slip[at + 1] + slip[at] + slip.slice(at + 2);
      if (this.words.has(word) && (at > 0 || this.disguised.has(word))) return word;
    }
    return null;
  }

  /** The word that is nearest in length. */
  private doubled(slip: string): string | null {
    if (slip.length < SHORTEST_DOUBLED) return null;
    const one = single(slip);
    this.byDouble ??= this.withDoubles();
    const words = [...(this.byDouble.get(one) ?? [])];
    if (one.length >= SHORTEST_DOUBLED - 1 && this.words.has(one)) words.push(one);
    const apart = (word: string) => Math.abs(word.length - slip.length);
    return words.reduce<string | null>((best, word) => (best === null || apart(word) < apart(best) ? word : best), null);
  }

  /** The words with a double letter by what is left without it; made when it is asked for first. */
  private withDoubles(): Map<string, string[]> {
    const byDouble = new Map<string, string[]>();
    const doubles = [...this.words].filter((word) => word.length >= SHORTEST_DOUBLED - 1 && ONLY_LETTERS.test(word) && /(.)\1/.test(word));
    const meant = doubles.filter((word) => this.disguised.has(word)).sort();
    for (const word of [...meant, ...doubles.filter((each) => !this.disguised.has(each)).sort()]) {
      const others = byDouble.get(single(word));
      if (others) others.push(word);
      else byDouble.set(single(word), [word]);
    }
    return byDouble;
  }
}

const single = (word: string) => word.replace(DOUBLE, '$1');
