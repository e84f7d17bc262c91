import { LARGE_NUMBER, NUMBER } from './readings';
import type { Classes, Slots } from './slots';

/** Phrases to an automaton over words: the twin of clinical/crisis/patterns.py, where the notation is explained. */

export type Role = 'danger' | 'sign' | 'denial_before' | 'denial_after' | 'link' | 'trap' | 'idiom';

export interface Group {
  role?: Role;
  tier?: string | null;
  category?: string | null;
  kind?: string;
  weight?: number;
  deniable?: boolean;
  phrases: string[];
}

export const roleOf = (group: Group): Role => group.role ?? 'danger';

/** One file of phrases. Its classes, near and disguised words count for all files of its language. */
export interface Phrases {
  language: string;
  classes?: Classes;
  near?: Record<string, string[]>;
  disguised?: string[];
  groups?: Group[];
}

/** The files of each language as one, in the order in which the languages come. */
export function byLanguage(files: readonly Phrases[]): Required<Phrases>[] {
  const languages = new Map<string, Required<Phrases>>();
  for (const { language, classes, near, disguised, groups } of files) {
    const all = languages.get(language) ?? { language, classes: {}, near: {}, disguised: [], groups: [] };
    languages.set(language, all);
    Object.assign(all.classes, classes);
    Object.assign(all.near, near);
    all.disguised.push(...(disguised ?? []));
    all.groups.push(...(groups ?? []));
  }
  return [...languages.values()];
}

/** A phrase of `group` from word `first` to word `last`, both included. */
export interface Found {
  group: Group;
  first: number;
  last: number;
}

/** States share what they can: a slot after the same states leads to one state, and so does the same rest of a slot. */
export class Automaton {
  private readonly edges: [number, number][][] = [[]];
  private readonly skips: number[][] = [[]];
  private readonly ends: Group[][] = [[]];
  /** The kinds that a word is of: one for each set of words that some edge is for. */
  private readonly kinds = new Map<string, Set<number>>();
  private readonly kindOf = new Map<string, number>();
  private readonly known = new Map<string, number>();
  private readonly slots = new Map<string, Slots>();
  private readonly begins = new Map<string, number[]>();
  private kept: (Map<string, readonly number[]> | undefined)[] = [];
  private keptSize = 0;
  /** In which step each state was reached last. */
  private reachedAt = new Uint32Array(0);
  private step = 0;
  /** The words of the phrases, by scope. */
  readonly words = new Map<string, Set<string>>();

  /** `scope` keeps classes of the same name in different files apart. */
  add(group: Group, slots: Slots, scope: string): void {
    if (!this.words.has(scope)) this.words.set(scope, new Set());
    this.slots.set(scope, slots);
    this.begins.clear();
    for (const phrase of group.phrases) {
      let states: readonly number[] = [0];
      for (const slot of phrase.split(/\s+/)) states = this.after(states, slot, scope);
      for (const state of states) {
        if (state === 0) throw new Error(`"${phrase}" matches nothing at all`);
        const ends = this.ends[state] as Group[];
        if (!ends.includes(group)) ends.push(group);
      }
    }
  }

  /** The states in which one is after a slot; sorted. */
  private after(states: readonly number[], slot: string, scope: string): readonly number[] {
    if (slot.startsWith('*')) {
      const reached = new Set(states);
      let last = states;
      for (let step = 0; step < Number(slot.slice(1)); step++) {
        last = [this.skip(last)];
        reached.add(last[0] as number);
      }
      return sorted(reached);
    }
    const name = slot.replace(/\?$/, '');
    const join = this.once(`${states} ${scope} ${name}`, (state) => this.lead(states, name, state, scope));
    return sorted(new Set([join, ...(slot === name ? [] : states)]));
  }

  private skip(states: readonly number[]): number {
    return this.once(`${states}`, (skip) => {
      for (const state of states) this.skips[state]?.push(skip);
    });
  }

  private lead(states: readonly number[], name: string, target: number, scope: string): void {
    for (const { rest, words } of (this.slots.get(scope) as Slots).begun(name)) {
      const kind = this.kind(words, scope);
      const to = this.before(rest, target, scope);
      for (const state of states) this.edges[state]?.push([kind, to]);
    }
  }

  /** The state from which the rest of a slot leads to `target`. */
  private before(rest: readonly string[], target: number, scope: string): number {
    if (rest.length === 0) return target;
    return this.once(`${rest.join(' ')} > ${target} ${scope}`, (state) => {
      let states: readonly number[] = [state];
      for (const [at, slot] of rest.entries()) {
        if (at === rest.length - 1) {
          this.lead(states, slot, target, scope);
        } else if (slot.startsWith('*') || slot.endsWith('?')) {
          states = this.after(states, slot, scope);
        } else {
          this.lead(states, slot, this.before(rest.slice(at + 1), target, scope), scope);
          return;
        }
      }
    });
  }

  private kind(words: readonly string[], scope: string): number {
    const unique = [...new Set(words)].sort();
    for (const word of unique) if (word !== NUMBER && word !== LARGE_NUMBER) this.words.get(scope)?.add(word);
    const key = unique.join(' ');
    let kind = this.kindOf.get(key);
    if (kind === undefined) {
      kind = this.kindOf.size;
      this.kindOf.set(key, kind);
      for (const word of unique) this.kinds.set(word, (this.kinds.get(word) ?? new Set()).add(kind));
    }
    return kind;
  }

  /** The state of this key; made and connected when it is asked for first. */
  private once(key: string, connect: (state: number) => void): number {
    let state = this.known.get(key);
    if (state === undefined) {
      state = this.edges.length;
      this.edges.push([]);
      this.skips.push([]);
      this.ends.push([]);
      this.known.set(key, state);
      connect(state);
    }
    return state;
  }

  private beginning(symbol: string): readonly number[] {
    let begins = this.begins.get(symbol);
    if (begins === undefined) {
      const kinds = this.kinds.get(symbol) ?? NONE;
      begins = (this.edges[0] as [number, number][]).filter(([kind]) => kinds.has(kind)).map(([, target]) => target);
      this.begins.set(symbol, begins);
    }
    return begins;
  }

  /** Where a word leads from a state; kept, because few of the pairs are met. */
  private steps(state: number, symbol: string): readonly number[] {
    const known = this.kept[state]?.get(symbol);
    if (known) return known;
    const kinds = this.kinds.get(symbol) ?? NONE;
    const edges = (this.edges[state] as [number, number][]).filter(([kind]) => kinds.has(kind));
    const targets = [...new Set([...edges.map(([, target]) => target), ...(this.skips[state] as number[])])];
    if (this.keptSize++ >= MOST_KEPT) {
      this.kept = [];
      this.keptSize = 0;
    }
    this.kept[state] = (this.kept[state] ?? new Map()).set(symbol, targets);
    return targets;
  }

  /** The phrases in one sentence of words as read; of the same state reached twice, the earlier beginning counts. */
  find(symbols: readonly string[]): Found[] {
    const found: Found[] = [];
    // Lists and marks, not maps: this loop is nearly all of the time that a screening takes.
    if (this.reachedAt.length < this.edges.length) this.reachedAt = new Uint32Array(this.edges.length);
    let alive: number[] = [];
    let firsts: number[] = [];
    for (const [at, symbol] of symbols.entries()) {
      const begins = this.beginning(symbol);
      if (alive.length === 0 && begins.length === 0) continue;
      const following: number[] = [];
      const followingFirsts: number[] = [];
      this.step += 1;
      for (let index = 0; index < alive.length; index++) {
        this.reach(this.steps(alive[index] as number, symbol), firsts[index] as number, following, followingFirsts);
      }
      this.reach(begins, at, following, followingFirsts);
      alive = following;
      firsts = followingFirsts;
      for (let index = 0; index < alive.length; index++) {
        for (const group of this.ends[alive[index] as number] as Group[]) found.push({ group, first: firsts[index] as number, last: at });
      }
    }
    return found;
  }

  /** Of the same state reached twice, the earlier beginning counts. */
  private reach(targets: readonly number[], first: number, states: number[], firsts: number[]): void {
    for (const target of targets) {
      if (this.reachedAt[target] === this.step) continue;
      this.reachedAt[target] = this.step;
      states.push(target);
      firsts.push(first);
    }
  }
}

const MOST_KEPT = 100_000;
const NONE: ReadonlySet<number> = new Set();
const sorted = (states: Set<number>) => [...states].sort((a, b) => a - b);
