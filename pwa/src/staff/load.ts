import { signal } from '@preact/signals';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { Problem } from '../api/client';
import { account } from '../session/session';

/** True once a request was answered "signed out" while somebody was signed in: the sign-in says so. */
export const sessionEnded = signal(false);

/** What was read last, by address. In memory only: nothing clinical is kept on a staff computer. */
const known = new Map<string, { value: unknown; at: string }>();

/** Called when somebody signs out or switches clinic. */
export const forgetAll = () => known.clear();

export interface Loaded<T> {
  value: T | undefined;
  /** When `value` was read. */
  at: string | null;
  error: unknown;
  reload: () => Promise<void>;
}

interface Options {
  /** Read again every so many milliseconds while the page is visible, and at once when it becomes visible. */
  every?: number;
  /** Read again when the page becomes visible, without a timer: each reading is listed for the patient. */
  whenSeen?: boolean;
}

/** Shows what was known at once and reads it anew. A read that goes wrong keeps what was known, with its time. */
export function useLoad<T>(key: string, read: () => Promise<T>, { every, whenSeen }: Options = {}): Loaded<T> {
  const [, redraw] = useState(0);
  const [failed, setFailed] = useState<{ key: string; error: unknown } | null>(null);

  const reload = useCallback(async () => {
    try {
      known.set(key, { value: await read(), at: new Date().toISOString() });
      setFailed(null);
    } catch (error) {
      noticeSignedOut(error);
      setFailed({ key, error });
    }
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

function whileVisible(every: number | undefined, act: () => Promise<void>): () => void {
  const onTime = () => {
    if (document.visibilityState === 'visible') void act();
  };
  const timer = every === undefined ? undefined : setInterval(onTime, every);
  document.addEventListener('visibilitychange', onTime);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', onTime);
  };
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
