import { signal } from '@preact/signals';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { getUnlessSame, type Marked, Problem } from '../api/client';
import { account } from '../session/session';
import { whileVisible } from './live';

/** True once a request was answered "signed out" while somebody was signed in: the sign-in says so. */
export const sessionEnded = signal(false);

/** What was read last, by address. In memory only: nothing clinical is kept on a staff computer. */
const known = new Map<string, { value: unknown; at: string }>();

/** The same under the server's marks, so that asking again costs nothing while nothing has changed. */
const marked = new Map<string, Marked<unknown>>();

/** Called when somebody signs out or switches clinic. */
export function forgetAll(): void {
  known.clear();
  marked.clear();
}

/** For what is read every few seconds. The same object as before when nothing has changed. */
export async function getAgain<T>(path: string, query: Record<string, string> = {}): Promise<T> {
  const key = `${path} ${Object.values(query)}`;
  const before = marked.get(key) as Marked<T> | undefined;
  const answer = await getUnlessSame<T>(path, query, before?.etag ?? null);
  if (answer === null && before) return before.value;
  if (answer === null) throw new Problem('internal', 304);
  marked.set(key, answer);
  return answer.value;
}

export interface Loaded<T> {
  value: T | undefined;
  /** When `value` was read. */
  at: string | null;
  error: unknown;
  reload: () => Promise<void>;
}

interface Options {
  /** Read again every so many milliseconds while the page is visible, and at once when it is looked at or a push arrives. */
  every?: number;
  /** Read again when the page becomes visible, without a timer: each reading is listed for the patient. */
  whenSeen?: boolean;
}

/** Shows what was known at once and reads it anew. A read that goes wrong keeps what was known, with its time. */
export function useLoad<T>(key: string, read: () => Promise<T>, { every, whenSeen }: Options = {}): Loaded<T> {
  const [, redraw] = useState(0);
  const [failed, setFailed] = useState<{ key: string; error: unknown } | null>(null);
  const order = useRef({ asked: 0, answered: 0 });

  const reload = useCallback(async () => {
    const turn = ++order.current.asked;
    // An answer that was overtaken by a later one says less than what is known already.
    const overtaken = () => turn < order.current.answered;
    try {
      const value = await read();
      if (overtaken()) return;
      known.set(key, { value, at: new Date().toISOString() });
      setFailed(null);
    } catch (error) {
      if (overtaken()) return;
      noticeSignedOut(error);
      setFailed({ key, error });
    }
    order.current.answered = turn;
    redraw((count) => count + 1);
  }, [key]);

  useEffect(() => {
    void reload();
    return every === undefined && !whenSeen ? undefined : whileVisible(every, reload);
  }, [key, every, whenSeen]);

  const entry = known.get(key);
  return {
    value: entry?.value as T | undefined,
    at: entry?.at ?? null,
    error: failed?.key === key ? failed.error : null,
    reload,
  };
}

/** A cookie that has run out shows at the next request, whichever it is. */
export function noticeSignedOut(error: unknown): void {
  if (!(error instanceof Problem) || error.slug !== 'unauthenticated' || !account.value) return;
  forgetAll();
  sessionEnded.value = true;
  account.value = null;
}

export interface Action {
  busy: boolean;
  error: unknown;
  /** Resolves true when it worked. What the person typed stays where it is otherwise. */
  run: (act: () => Promise<unknown>) => Promise<boolean>;
}

export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async (act: () => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    try {
      await act();
      return true;
    } catch (problem) {
      noticeSignedOut(problem);
      setError(problem);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, run };
}
