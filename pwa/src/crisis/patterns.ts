import { LARGE_NUMBER, NUMBER } from './readings';

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

export interface Phrases {
  language: string;
  classes: Record<string, string[]>;
  near?: Record<string, string[]>;
  disguised?: string[];
  groups: Group[];
}

/** A phrase of `group` from word `first` to word `last`, both included. */
export interface Found {
  group: Group;
  first: number;
  last: number;
}

const START = 0;

export class Automaton {
  private readonly next: Map<string, number[]>[] = [new Map()];
  private readonly skip: number[] = [-1];
  private readonly ends: Group[][] = [[]];
  private readonly joins = new Map<string, number>();
  /** The words of the phrases, by scope. */
  readonly words = new Map<string, Set<string>>();

  /** `scope` keeps classes of the same name in different files apart. */
  add(group: Group, classes: Phrases['classes'], scope: string): void {
    if (!this.words.has(scope)) this.words.set(scope, new Set());
    for (const phrase of group.phrases) {
      for (const state of this.follow(new Set([START]), phrase.split(/\s+/), classes, scope)) {
        if (state === START) throw new Error(`"${phrase}" matches nothing at all`);
        const ends = this.ends[state] as Group[];
        if (!ends.includes(group)) ends.push(group);
      }
    }
  }

  private follow(states: Set<number>, slots: readonly string[], classes: Phrases['classes'], scope: string): Set<number> {
    let reached = states;
    for (const slot of slots) {
      reached = slot.startsWith('*') ? this.gap(reached, Number(slot.slice(1))) : this.slot(reached, slot, classes, scope);
    }
    return reached;
  }

  private gap(states: Set<number>, width: number): Set<number> {
    const reached = new Set(states);
    for (const from of states) {
      let state = from;
      for (let step = 0; step < width; step++) {
        if ((this.skip[state] as number) < 0) this.skip[state] = this.newState();
        state = this.skip[state] as number;
        reached.add(state);
      }
    }
    return reached;
  }

  private slot(states: Set<number>, slot: string, classes: Phrases['classes'], scope: string): Set<number> {
    const optional = slot.endsWith('?');
    const name = optional ? slot.slice(0, -1) : slot;
    const reached = new Set<number>(optional ? states : []);
    for (const state of [...states].sort((a, b) => a - b)) {
      const key = `${state} ${scope}:${name}`;
      let join = this.joins.get(key);
      if (join === undefined) {
        join = this.newState();
        this.joins.set(key, join);
        this.connect(state, name, join, classes, scope);
      }
      reached.add(join);
    }
    return reached;
  }

  private connect(state: number, name: string, join: number, classes: Phrases['classes'], scope: string): void {
    for (const alternative of name.split('|')) {
      const several = alternative.includes('_'); // "being_alive" stands for two words
      if (!several && !alternative.startsWith('<')) {
        if (alternative !== NUMBER && alternative !== LARGE_NUMBER) this.words.get(scope)?.add(alternative);
        const edges = this.next[state] as Map<string, number[]>;
        const words = alternative === NUMBER ? [NUMBER, LARGE_NUMBER] : [alternative];
        for (const word of words) edges.set(word, [...(edges.get(word) ?? []), join]);
        continue;
      }
      for (const phrase of several ? [alternative.replaceAll('_', ' ')] : (classes[alternative.slice(1, -1)] as string[])) {
        const parts = phrase.split(/\s+/);
        const last = parts.pop() as string;
        const inner = this.follow(new Set([state]), parts, classes, scope);
        for (const each of [...inner].sort((a, b) => a - b)) this.connect(each, last, join, classes, scope);
      }
    }
  }

  private newState(): number {
    this.next.push(new Map());
    this.skip.push(-1);
    this.ends.push([]);
    return this.next.length - 1;
  }

  /** Every phrase in one sentence of words as read; of the same state reached twice, the earlier beginning counts. */
  find(symbols: readonly string[]): Found[] {
    const found: Found[] = [];
    let alive = new Map<number, number>();
    for (const [at, symbol] of symbols.entries()) {
      const begins = this.next[START]?.get(symbol);
      if (alive.size === 0 && begins === undefined) continue;
      const following = new Map<number, number>();
      const reach = (target: number, first: number) => {
        if (!following.has(target)) following.set(target, first);
      };
      for (const [state, first] of alive) {
        for (const target of this.next[state]?.get(symbol) ?? []) reach(target, first);
        const skipped = this.skip[state] as number;
        if (skipped >= 0) reach(skipped, first);
      }
      for (const target of begins ?? []) reach(target, at);
      alive = following;
      for (const [state, first] of alive) for (const group of this.ends[state] ?? []) found.push({ group, first, last: at });
    }
    return found;
  }
}
