/** Letters without spaces, cut into words: the twin of clinical/crisis/segments.py. */

const LONGEST_WORD = 16;
const TELLING_WORD = 1; // one that people disguise
const WORD = 2;
const UNKNOWN_LETTER = 3;

export interface Piece {
  text: string;
  known: boolean;
}

export interface Cut {
  cost: number;
  pieces: Piece[];
}

export class Segments {
  private readonly words = new Map<string, number>();
  private readonly beginnings = new Set<string>();
  readonly telling: ReadonlySet<string>;

  constructor(words: Iterable<string>, telling: Iterable<string>) {
    this.telling = new Set(telling);
    const add = (word: string, cost: number) => {
      if (word.length > LONGEST_WORD || !/^[a-z]+$/.test(word)) return;
      this.words.set(word, cost);
      for (let end = 1; end <= word.length; end++) this.beginnings.add(word.slice(0, end));
    };
    for (const word of words) add(word, WORD);
    for (const word of this.telling) add(word, TELLING_WORD);
  }

  /** The cheapest words that make up the letters, the longer last; null when no words do. */
  cut(letters: string): string[] | null {
    return this.cheapest(letters, null)?.pieces.map((piece) => piece.text) ?? null;
  }

  /** The words among the letters, and between them the rest; what they cost together. */
  cutAround(letters: string): Cut {
    const { cost, pieces: cut } = this.cheapest(letters, UNKNOWN_LETTER) ?? { cost: 0, pieces: [] };
    const pieces: Piece[] = [];
    for (const { text, known } of cut) {
      const before = pieces.at(-1);
      if (before && !known && !before.known) before.text += text;
      else pieces.push({ text, known });
    }
    return { cost, pieces };
  }

  /** From left to right the cheapest way to each place; of two equal ones that with the longer last piece. */
  private cheapest(letters: string, unknown: number | null): Cut | null {
    const size = letters.length;
    const worst = (size + 1) * UNKNOWN_LETTER;
    const costs = new Array<number>(size + 1).fill(worst);
    const begins = new Array<number>(size + 1).fill(-1);
    const relax = (end: number, cost: number, begin: number) => {
      if (cost >= (costs[end] as number)) return;
      costs[end] = cost;
      begins[end] = begin;
    };
    costs[0] = 0;
    for (let start = 0; start < size; start++) {
      const cost = costs[start] as number;
      if (cost === worst) continue;
      for (let end = start + 1; end <= size; end++) {
        const piece = letters.slice(start, end);
        if (!this.beginnings.has(piece)) break;
        relax(end, cost + (this.words.get(piece) ?? worst), start);
      }
      if (unknown !== null) relax(start + 1, cost + unknown, -1);
    }
    const cost = costs[size] as number;
    return cost === worst ? null : { cost, pieces: backwards(letters, begins) };
  }
}

function backwards(letters: string, begins: readonly number[]): Piece[] {
  const pieces: Piece[] = [];
  let end = letters.length;
  while (end > 0) {
    const begin = begins[end] as number;
    const start = begin < 0 ? end - 1 : begin;
    pieces.push({ text: letters.slice(start, end), known: begin >= 0 });
    end = start;
  }
  return pieces.reverse();
}
