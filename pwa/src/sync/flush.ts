import type { MeasureSaved, PageSaved, PreSessionSaved } from '../api/care';
import { Problem, put } from '../api/client';
import type { PlanSaved } from '../api/plan';
import type { CheckInSaved, Id, SideEffectSaved } from '../api/types';
import { signedInAs, underAccountLock } from '../session/whoami';
import { needsAttention, sent, type Waiting, waiting } from '../store/outbox';

export type SavedEntry = CheckInSaved | SideEffectSaved | MeasureSaved | PageSaved | PreSessionSaved;
export type SavedWrite = SavedEntry | PlanSaved;

/** How a run ended: all sent, no network, the session is over, or the server asks to wait. */
export type Ending = 'done' | 'offline' | 'signed_out' | 'later';

export interface Listener {
  onSent: (item: Waiting, saved: SavedWrite) => Promise<void> | void;
  onRefused: (item: Waiting, problem: Problem) => Promise<void> | void;
}

/**
 * Sends what waits, oldest first, one at a time, in one tab. An entry leaves the phone's outbox only after the server
 * answered that it has it; the same revision sent twice is stored once, so a lost answer costs nothing.
 */
export function flush(account_id: Id, listener: Listener): Promise<Ending> {
  return underAccountLock(async () => {
    for (const item of await waiting(account_id)) {
      if (item.state !== 'waiting') continue;
      // Another tab may have changed the cookie to another journal: nothing of this one goes there.
      if (signedInAs() !== account_id) return 'signed_out';
      const ending = await sendOne(item, listener);
      if (ending !== 'done') return ending;
    }
    return 'done';
  });
}

async function sendOne(item: Waiting, listener: Listener): Promise<Ending> {
  let saved: SavedWrite;
  try {
    saved = await put<SavedWrite>(addressOf(item), item.write.body);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return refused(item, error, listener);
  }
  const { entry, plan, given } = (saved ?? {}) as Partial<CheckInSaved & PlanSaved & PreSessionSaved>;
  if (!entry && !plan && !given) return 'later'; // not our server: a proxy that answers for it
  await listener.onSent(item, saved);
  await sent(item.revision_id);
  return 'done';
}

function addressOf({ write }: Waiting): string {
  switch (write.kind) {
    case 'check_in':
      return `/api/me/check-ins/${write.day}`;
    case 'side_effect':
      return `/api/me/side-effects/${write.report_id}`;
    case 'measure':
      return `/api/me/measures/${write.measure_id}`;
    case 'page':
      return `/api/me/pages/${write.page_id}`;
    case 'pre_session':
      return `/api/me/sessions/${write.session_id}/answers`;
    case 'safety_plan':
      return '/api/me/safety-plan';
  }
}

/** Only an answer about this very entry sets it aside; anything else may pass by itself, so the entry waits. */
async function refused(item: Waiting, problem: Problem, listener: Listener): Promise<Ending> {
  if (problem.slug === 'offline') return 'offline';
  if (!problem.ours) return 'later';
  if (problem.status === 401) return 'signed_out';
  if (problem.status === 429 || problem.status === 408 || problem.status >= 500) return 'later';
  await needsAttention(item, { slug: problem.slug, detail: problem.detail, limit: problem.limit });
  await listener.onRefused(item, problem);
  return 'done';
}
