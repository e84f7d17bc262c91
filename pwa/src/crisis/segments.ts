/** Letters without spaces, cut into words: the twin of clinical/crisis/segments.py. */

const LONGEST_WORD = 16;
const UNKNOWN_LETTER = 2; // where a word costs 1

export interface Piece {
  text: string;
  known: boolean;
}

export class Segments {
  private readonly words: Set<string>;
  private readonly beginnings = new Set<string>();

  constructor(words: Iterable<string>) {
    this.words = new Set([...words].filter((word) => word.length <= LONGEST_WORD && /^[a-z]+$/.test(word)));
    for (const word of this.words) for (let end = 1; end <= word.length; end++) this.beginnings.add(word.slice(0, end));
  }

  /** The fewest words that make up the letters, the longer last; null when no words do. */
  cut(letters: string): string[] | null {
    return this.cheapest(letters, null)?.map((piece) => piece.text) ?? null;
  }

  /** The words among the letters, and between them the rest; what they cost together. */
  cutAround(letters: string): { cost: number; pieces: Piece[] } {
    const cut = this.cheapest(letters, UNKNOWN_LETTER) ?? [];
    const pieces: Piece[] = [];
    let cost = 0;
    for (const { text, known } of cut) {
      const before = pieces.at(-1);
      cost += known ? 1 : UNKNOWN_LETTER;
      if (before && !known && !before.known) before.text += text;
      else pieces.push({ text, known });
    }
    return { cost, pieces };
  }

  /** From left to right the cheapest way to each place; of two equal ones that with the longer last piece. */
  private cheapest(letters: string, unknown: number | null): Piece[] | null {
    const size = letters.length;
    const worst = (size + 1) * UNKNOWN_LETTER;
    const costs = new Array<number>(size + 1).fill(worst);
    const begins = new Array<number>(size + 1).fill(-1);
    costs[0] = 0;
    for (let start = 0; start < size; start++) {
      const cost = costs[start] as number;
      if (cost === worst) continue;
      for (let end = start + 1; end <= size; end++) {
        const piece = letters.slice(start, end);
        if (!this.beginnings.has(piece)) break;
        if (cost + 1 < (costs[end] as number) && this.words.has(piece)) {
          costs[end] = cost + 1;
          begins[end] = start;
        }
      }
      if (unknown !== null && cost + unknown < (costs[start + 1] as number)) {
        costs[start + 1] = cost + unknown;
        begins[start + 1] = -1;
      }
    }
    return costs[size] === worst ? null : backwards(letters, begins);
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
