import { LARGE_NUMBER, NUMBER } from './readings';

/** The slots of a phrase: the twin of clinical/crisis/slots.py. */

export type Classes = Record<string, readonly string[]>;

/** First words, with the slots that come after them. */
export interface Begun {
  rest: readonly string[];
  words: string[];
}

export class Slots {
  private readonly classes: Classes;
  private readonly known = new Map<string, Begun[]>();

  constructor(classes: Classes) {
    this.classes = classes;
  }

  begun(name: string): readonly Begun[] {
    const known = this.known.get(name);
    if (known) return known;
    const grouped = new Map<string, Begun>();
    for (const [word, rest] of this.expanded(name)) {
      const key = rest.join(' ');
      const group = grouped.get(key);
      if (group) group.words.push(word);
      else grouped.set(key, { rest, words: [word] });
    }
    const begun = [...grouped.values()];
    this.known.set(name, begun);
    return begun;
  }

  private *expanded(name: string): Iterable<[string, readonly string[]]> {
    for (const alternative of name.split('|')) {
      if (alternative.startsWith('<')) {
        for (const phrase of this.classes[alternative.slice(1, -1)] as readonly string[]) yield* this.phrase(phrase.split(/\s+/));
      } else if (alternative.includes('_')) {
        yield* this.phrase(alternative.split('_'));
      } else {
        for (const word of alternative === NUMBER ? [NUMBER, LARGE_NUMBER] : [alternative]) yield [word, []];
      }
    }
  }

  private *phrase(slots: readonly string[]): Iterable<[string, readonly string[]]> {
    const [first, ...others] = slots as [string, ...string[]];
    if (first.endsWith('?') && others.length > 0) yield* this.phrase(others);
    for (const { rest, words } of this.begun(first.replace(/\?$/, ''))) for (const word of words) yield [word, [...rest, ...others]];
  }
}
