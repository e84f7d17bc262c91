import { type Signal, signal } from '@preact/signals';
import { Problem } from '../../api/client';
import { account } from '../../session/session';
import { type Cached, recall, remember } from '../../store/cache';

/** The last known answer, and whether it came in this run of the app (`fresh`) or is from before. */
export interface Known<T> extends Cached<T> {
  fresh: boolean;
}

/**
 * One read of the server, kept encrypted on the phone: the last known answer is shown at once, marked with its time, and
 * replaced when the network answers.
 */
export class Resource<T> {
  readonly known: Signal<Known<T> | null> = signal(null);
  readonly error: Signal<Problem | null> = signal(null);
  private version = 0;
  private readonly name: string;
  private readonly fetch: () => Promise<T>;

  constructor(name: string, fetch: () => Promise<T>) {
    this.name = name;
    this.fetch = fetch;
    ALL.push(this as Resource<unknown>);
  }

  get value(): T | null {
    return this.known.value?.value ?? null;
  }

  async open(): Promise<void> {
    await this.recall();
    await this.refresh();
  }

  /** What this phone has of it. */
  async recall(): Promise<void> {
    const whose = account.value?.account_id;
    if (!whose || this.known.peek() !== null) return;
    const cached = await recall<T>(whose, this.name);
    if (cached && this.known.peek() === null && whose === account.value?.account_id) this.known.value = { ...cached, fresh: false };
  }

  async refresh(): Promise<void> {
    const whose = account.value?.account_id;
    if (!whose) return;
    try {
      const before = this.version;
      const value = await this.fetch();
      // A save was answered meanwhile: this answer may be from before it.
      if (this.version !== before) return this.refresh();
      if (whose === account.value?.account_id) this.set(value);
      this.error.value = null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.error.value = error;
      // The session is over. Offline is something else: then the last known account stays.
      if (error.status === 401 && error.ours) account.value = null;
    }
  }

  set(value: T): void {
    this.version += 1;
    const at = new Date().toISOString();
    this.known.value = { value, at, fresh: true };
    const whose = account.value?.account_id;
    if (whose) void remember(whose, this.name, value, at).catch(() => undefined); // a full disk costs the cache, not the screen
  }
}

const ALL: Resource<unknown>[] = [];

/** Another journal, or nobody: what was in memory is not theirs. */
export function forgetAnswers(): void {
  for (const resource of ALL) {
    resource.known.value = null;
    resource.error.value = null;
  }
}
