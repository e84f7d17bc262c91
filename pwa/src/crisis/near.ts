/** Slips of one letter in the stems of the phrase files: the twin of clinical/crisis/near.py. */

export type Stems = Record<string, string[]>;

export class Near {
  /** In the order in which they win. */
  private readonly exceptions = new Map<string, Set<string>>();
  private readonly without = new Map<string, string[]>();
  private readonly order: Map<string, number>;
  private readonly longest: number;

  constructor(languages: readonly Stems[]) {
    for (const [stem, exceptions] of languages.flatMap((stems) => Object.entries(stems))) {
      if (!this.exceptions.has(stem)) for (const key of withoutOne(stem)) this.without.set(key, [...(this.without.get(key) ?? []), stem]);
      this.exceptions.set(stem, new Set([...(this.exceptions.get(stem) ?? []), ...exceptions]));
    }
    this.order = new Map([...this.exceptions.keys()].map((stem, at) => [stem, at]));
    this.longest = Math.max(0, ...[...this.exceptions.keys()].map((stem) => stem.length)) + 1;
  }

  stem(word: string): string | null {
    if (word.length < 3 || word.length > this.longest) return null;
    let best: string | null = null;
    for (const key of withoutOne(word)) {
      for (const stem of this.without.get(key) ?? []) {
        if (best !== null && this.rank(best) <= this.rank(stem)) continue;
        if (!this.exceptions.get(stem)?.has(word) && oneApart(word, stem)) best = stem;
      }
    }
    return best;
  }

  private readonly rank = (stem: string) => this.order.get(stem) as number;
}

function withoutOne(word: string): Set<string> {
  const keys = new Set([word]);
  for (let at = 0; at < word.length; at++) keys.add(word.slice(0, at) + word.slice(at + 1));
  return keys;
}

function oneApart(one: string, other: string): boolean {
  let at = 0;
  while (at < Math.min(one.length, other.length) && one[at] === other[at]) at += 1;
  const a = one.slice(at);
  const b = other.slice(at);
  if (a.length !== b.length) return a.slice(1) === b || a === b.slice(1);
  return a.slice(1) === b.slice(1) || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2));
}
