import type { PlanSaved } from '../../api/plan';
import type { CheckInSaved, CheckInView, SideEffectSaved, SideEffectView } from '../../api/types';
import { account } from '../../session/session';
import type { Waiting } from '../../store/outbox';
import { startSync, stopSync } from '../../sync/engine';
import type { SavedEntry, SavedWrite } from '../../sync/flush';
import { checkIns, sideEffects, thisDay, today } from './journal';
import { planSent } from './plan';
import { tellRefused, tellSent } from './result';

/** Forms and pages are put in place by the part that shows them, once it is there; it asks the server when it comes. */
export const careSent: { tell: ((item: Waiting, saved: SavedEntry) => void) | null } = { tell: null };

/** Sends this account's entries from now on, and puts each answer into what the screens show. */
export async function startSending(): Promise<void> {
  const whose = account.value?.account_id;
  if (whose) await startSync(whose, { onSent, onRefused: tellRefused });
  else stopSync();
}

function onSent(item: Waiting, saved: SavedWrite): void {
  if (item.write.kind === 'safety_plan') {
    planSent(saved as PlanSaved);
    return;
  }
  if (item.write.kind === 'check_in') addCheckIn((saved as CheckInSaved).entry);
  else if (item.write.kind === 'side_effect') addSideEffect((saved as SideEffectSaved).entry);
  else careSent.tell?.(item, saved as SavedEntry);
  tellSent(item, saved as SavedEntry);
}

function addCheckIn(entry: CheckInView): void {
  const list = checkIns.value;
  if (list) checkIns.set({ ...list, entries: [...list.entries.filter((other) => other.day !== entry.day), entry] });
  const view = today.value;
  if (!view) return;
  const missed_days = view.missed_days.filter((day) => day !== entry.day);
  today.set({ ...view, missed_days, check_in: entry.day === thisDay.value ? entry : view.check_in });
}

function addSideEffect(entry: SideEffectView): void {
  const list = sideEffects.value;
  if (list) sideEffects.set([...list.filter((other) => other.report_id !== entry.report_id), entry]);
}
