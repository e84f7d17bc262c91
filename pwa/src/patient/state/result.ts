import { batch, signal } from '@preact/signals';
import type { Problem } from '../../api/client';
import type { Guidance, Hotline, Id, Instant } from '../../api/types';
import type { Entry, Waiting } from '../../store/outbox';
import type { SavedEntry } from '../../sync/flush';
import { go, path } from '../../ui/router';
import { sayHeld } from './journal';

/** What an answer before a session leads to, and what to say about it. */
export interface Said {
  action: 'tell_staff_before' | 'stop_and_tell_staff';
  sentence: string;
}

/** What the last save came to, told on one screen. */
export interface Result {
  revision_id: Id;
  write: Entry;
  /** From this phone's own screen, before any network. The server's is added; it never takes this one away. */
  hotline: Hotline | null;
  guidance: Guidance | null;
  saved: SavedEntry | null;
  refusal: Problem | null;
  sent_at: Instant | null;
  said: Said | null;
}

const NOTHING_YET = { guidance: null, saved: null, refusal: null, sent_at: null, said: null };

export const result = signal<Result | null>(null);

/**
 * The hotline of an entry that is not on the disk yet. The form, whose address is `form`, stays behind it, and behind the
 * plan and Help now that are opened from it, so that no word is lost when this phone cannot store the entry.
 */
export const earlyHotline = signal<{ hotline: Hotline; form: string } | null>(null);

/** What could not be stored is said there. */
export function backToForm(): void {
  const form = earlyHotline.peek()?.form;
  batch(() => {
    earlyHotline.value = null;
    if (form) go(form, { replace: true });
  });
}

export function showResult(write: Entry, hotline: Hotline | null, said: Said | null): void {
  batch(() => {
    result.value = { ...NOTHING_YET, revision_id: write.body.revision_id, write, hotline, said };
    earlyHotline.value = null;
    go('/saved', { replace: true });
  });
}

/** The answer of the server: to the screen that waits for it, and from anywhere when it is the hotline. */
export function tellSent(item: Waiting, saved: SavedEntry): void {
  sayHeld(saved.guidance.kind === 'hotline' || saved.guidance.held);
  const hotline = saved.guidance.kind === 'hotline' ? saved.guidance : null;
  tell(item, hotline, { guidance: saved.guidance, saved, sent_at: new Date().toISOString() });
}

export function tellRefused(item: Waiting, refusal: Problem): void {
  tell(item, refusal.guidance, { refusal });
}

function tell(item: Waiting, hotline: Hotline | null, news: Partial<Result>): void {
  if (item.write.kind === 'safety_plan') return; // never screened, never answered
  const shown = result.value;
  if (shown?.revision_id === item.revision_id) {
    result.value = { ...shown, ...news, hotline: hotline ?? shown.hotline };
    // Whoever has seen it may be in their plan or on the phone by now: they are not called back.
    if (hotline && !shown.hotline && path.value !== '/saved') go('/saved');
  } else if (hotline && !item.write.hotline_shown) {
    result.value = { ...NOTHING_YET, revision_id: item.revision_id, write: item.write, ...news, hotline };
    go('/saved');
  }
}
