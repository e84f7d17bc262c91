/** Signs that mean danger only together: the twin of clinical/crisis/signs.py. */

const NEEDED = 3;
const WINDOW = 80;
const HEAVIEST = 3;

/** `at` counts the words of the text; `start` and `end` are offsets, end exclusive. */
export interface Sign {
  at: number;
  end: number;
  kind: string;
  weight: number;
  start: number;
}

/** How many signs of each weight every kind has, and what the kinds weigh: each as its heaviest sign. */
class Window {
  private readonly counts = new Map<string, number[]>();
  weight = 0;

  change(sign: Sign, by: number): void {
    const counts = this.counts.get(sign.kind) ?? new Array<number>(HEAVIEST + 1).fill(0);
    this.counts.set(sign.kind, counts);
    const before = heaviest(counts);
    counts[sign.weight] = (counts[sign.weight] as number) + by;
    this.weight += heaviest(counts) - before;
  }
}

const heaviest = (counts: readonly number[]) =>
  Math.max(
    0,
    counts.findLastIndex((count) => count > 0),
  );

const byKind = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const inOrder = (a: Sign, b: Sign) => a.at - b.at || a.end - b.end || byKind(a.kind, b.kind) || a.weight - b.weight || a.start - b.start;

/** Offsets from the first to the last sign of the window that is full first, without the signs it could do without. */
export function together(signs: readonly Sign[]): [number, number] | null {
  const ordered = [...signs].sort(inOrder);
  const window = new Window();
  const first = () => ordered[left] as Sign;
  let left = 0;
  for (const [right, sign] of ordered.entries()) {
    window.change(sign, 1);
    for (; sign.at - first().at >= WINDOW; left++) window.change(first(), -1);
    if (window.weight < NEEDED) continue;
    for (; window.weight >= NEEDED; left++) window.change(first(), -1);
    const within = ordered.slice(left - 1, right + 1);
    return [(within[0] as Sign).start, within.reduce((end, other) => Math.max(end, other.end), 0)];
  }
  return null;
}
