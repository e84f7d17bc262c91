/** What many small words say together: the twin of clinical/crisis/weighing.py, where it is explained. */

const STRETCH = 100;
const TELLING = 3;

export interface WeightData {
  bias: number;
  features: Record<string, number>;
}

/** A word as it is read, and where the word of the text that it came from stands. */
export interface Token {
  text: string;
  start: number;
  end: number;
}

interface Start {
  alone: number;
  next: Map<string, number>;
  overOne: Map<string, number>;
}

/** Minus the weight, where its first word begins, where its last word ends. */
type Seen = [number, number, number];

export class Weights {
  private readonly starts = new Map<string, Start>();
  private readonly bias: number;

  constructor({ bias, features }: WeightData) {
    this.bias = bias;
    for (const [feature, weight] of Object.entries(features)) {
      const [first, ...rest] = feature.split(' ') as [string, ...string[]];
      const start = this.starts.get(first) ?? { alone: 0, next: new Map(), overOne: new Map() };
      this.starts.set(first, start);
      if (rest.length === 0) start.alone = weight;
      else if (rest.length === 1) start.next.set(rest[0] as string, weight);
      else start.overOne.set(rest[1] as string, weight);
    }
  }

  together(sentences: readonly (readonly Token[])[]): [number, number] | null {
    let stretch: (readonly Token[])[] = [];
    let size = 0;
    for (const sentence of sentences) {
      for (let at = 0; at < sentence.length; at += STRETCH) {
        const part = sentence.slice(at, at + STRETCH);
        if (size + part.length > STRETCH) {
          const span = this.weigh(stretch);
          if (span) return span;
          stretch = [];
          size = 0;
        }
        stretch.push(part);
        size += part.length;
      }
    }
    return this.weigh(stretch);
  }

  private weigh(stretch: readonly (readonly Token[])[]): [number, number] | null {
    let total = this.bias;
    const seen = new Map<string, Seen>();
    const see = (feature: string, weight: number | undefined, first: Token, last: Token) => {
      if (!weight || seen.has(feature)) return;
      seen.set(feature, [-weight, first.start, last.end]);
      total += weight;
    };
    for (const part of stretch) {
      for (const [at, token] of part.entries()) {
        const start = this.starts.get(token.text);
        if (!start) continue;
        see(token.text, start.alone, token, token);
        const [next, afterNext] = [part[at + 1], part[at + 2]];
        if (next) see(`${token.text} ${next.text}`, start.next.get(next.text), token, next);
        if (afterNext) see(`${token.text} * ${afterNext.text}`, start.overOne.get(afterNext.text), token, afterNext);
      }
    }
    if (total <= 0) return null;
    const telling = [...seen.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).slice(0, TELLING);
    return [Math.min(...telling.map(([, first]) => first)), Math.max(...telling.map(([, , last]) => last))];
  }
}
