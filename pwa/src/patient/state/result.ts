import { signal } from '@preact/signals';
import type { Problem } from '../../api/client';
import type { Guidance, Hotline, Id, Instant } from '../../api/types';
import type { Waiting, Write } from '../../store/outbox';
import type { SavedWrite } from '../../sync/flush';
import { go, path } from '../../ui/router';

/** What the last save came to, told on one screen. */
export interface Result {
  revision_id: Id;
  write: Write;
  /** From this phone's own screen, before any network. The server's is added; it never takes this one away. */
  hotline: Hotline | null;
  guidance: Guidance | null;
  saved: SavedWrite | null;
  refusal: Problem | null;
  sent_at: Instant | null;
}

export const result = signal<Result | null>(null);

export function showResult(write: Write, hotline: Hotline | null): void {
  result.value = { revision_id: write.body.revision_id, write, hotline, guidance: null, saved: null, refusal: null, sent_at: null };
  go('/saved', { replace: true });
}

/** The answer of the server: to the screen that waits for it, and from anywhere when it is the hotline. */
export function tellSent(item: Waiting, saved: SavedWrite): void {
  const hotline = saved.guidance.kind === 'hotline' ? saved.guidance : null;
  tell(item, hotline, { guidance: saved.guidance, saved, sent_at: new Date().toISOString() });
}

export function tellRefused(item: Waiting, refusal: Problem): void {
  tell(item, refusal.guidance, { refusal });
}

function tell(item: Waiting, hotline: Hotline | null, news: Partial<Result>): void {
  const shown = result.value;
  if (shown?.revision_id === item.revision_id) {
    result.value = { ...shown, ...news, hotline: hotline ?? shown.hotline };
    if (hotline && path.value !== '/saved') go('/saved');
  } else if (hotline && !item.write.hotline_shown) {
    const fresh = { guidance: null, saved: null, refusal: null, sent_at: null };
    result.value = { revision_id: item.revision_id, write: item.write, ...fresh, ...news, hotline };
    go('/saved');
  }
}
