/** Questions about danger that are answered with a denial and nothing else: the twin of clinical/crisis/answers.py. */

export interface AnswerData {
  answers: string[];
  turned_by: string[];
  told_by: string[];
  doubted_by: string[];
  doubted_first: string[];
}

const FOLLOWING = 20;
// biome-ignore lint/suspicious/noControlCharactersInRegex: white space and what the fold leaves of control characters
const TOKEN = /([a-z0-9]+)|[.!;]*\?[.!?;]*|\.{2,}|[.!;]+|[,:\n]|(?<![^\x00-\x20])-+(?![^\x00-\x20])|[\u2013\u2014]/g;
const DASH = /[:\-\u2013\u2014]/;

/** Where its words stand from `start` to `end` (exclusive), and the sign after them. */
interface Clause {
  words: string[];
  start: number;
  end: number;
  sign: string;
}

export class Answers {
  private readonly answers: ReadonlySet<string>;
  private readonly turnedBy: ReadonlySet<string>;
  private readonly toldBy: ReadonlySet<string>;
  private readonly doubtedBy: ReadonlySet<string>;
  private readonly doubtedFirst: ReadonlySet<string>;
  private readonly doubted: (words: readonly string[]) => boolean;

  /** `doubted`: whether words hold what makes a denial void. */
  constructor(data: AnswerData, doubted: (words: readonly string[]) => boolean) {
    this.answers = new Set(data.answers);
    this.turnedBy = new Set(data.turned_by);
    this.toldBy = new Set(data.told_by);
    this.doubtedBy = new Set(data.doubted_by);
    this.doubtedFirst = new Set(data.doubted_first);
    this.doubted = doubted;
  }

  /** Where each word that is asked and denied begins. */
  denied(text: string): Set<number> {
    const found = clauses(text);
    const denied = new Set<number>();
    for (const [at, clause] of found.entries()) {
      const after = this.asks(clause) ? this.afterAnswer(found, at + 1) : null;
      if (after === null || this.void(following(found, after))) continue;
      for (const { index } of text.slice(clause.start, clause.end).matchAll(/[a-z0-9]+/g)) denied.add(clause.start + index);
    }
    return denied;
  }

  private asks({ sign, words }: Clause): boolean {
    if (!'?:'.includes(sign) || words.some((word) => this.turnedBy.has(word))) return false;
    return sign === '?' || !words.some((word) => this.toldBy.has(word));
  }

  /** The clause after an answer that begins with clause `from`; null when that is no answer, or not all that is said. */
  private afterAnswer(found: readonly Clause[], from: number): number | null {
    let at = from;
    for (let clause = found[at]; clause !== undefined; clause = found[at]) {
      if (!this.answers.has(clause.words.join(' ')) || '?:'.includes(clause.sign)) break;
      at += 1;
      if (clause.sign !== ',') return at;
    }
    const next = found[at];
    return at > from && (next === undefined || '?:'.includes(next.sign)) ? at : null;
  }

  private void(words: readonly string[]): boolean {
    return this.doubtedFirst.has(words[0] ?? '') || words.some((word) => this.doubtedBy.has(word)) || this.doubted(words);
  }
}

function following(found: readonly Clause[], from: number): string[] {
  const words: string[] = [];
  for (const clause of found.slice(from, from + FOLLOWING)) {
    words.push(...clause.words.slice(0, FOLLOWING));
    if (words.length >= FOLLOWING || '?.\n'.includes(clause.sign)) break;
  }
  return words.slice(0, FOLLOWING);
}

/** Those that have words. */
function clauses(text: string): Clause[] {
  const found: Clause[] = [];
  let current: Clause | null = null;
  for (const { 0: token, 1: word, index } of text.matchAll(TOKEN)) {
    if (word !== undefined) {
      current ??= { words: [], start: index, end: index, sign: '.' };
      current.words.push(word);
      current.end = index + word.length;
    } else if (current !== null && !token.startsWith('..')) {
      current.sign = signOf(token);
      found.push(current);
      current = null;
    }
  }
  return current === null ? found : [...found, current];
}

function signOf(token: string): string {
  if (token.includes('?')) return '?';
  if (DASH.test(token)) return ':';
  return token === ',' || token === '\n' ? token : '.';
}
