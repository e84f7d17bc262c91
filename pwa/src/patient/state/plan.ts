import { computed, signal } from '@preact/signals';
import { get } from '../../api/client';
import type { CurrentPlan, PlanSaved, SafetyPlan } from '../../api/plan';
import type { Contact, Id } from '../../api/types';
import { account } from '../../session/session';
import { forget, recall, remember } from '../../store/cache';
import { unsent } from '../../sync/engine';
import { Resource } from './resource';

export const plan = new Resource<CurrentPlan>('safety-plan', () => get('/api/me/safety-plan'));

/** The plan as this phone knows it: what waits here comes before what the server has. */
export interface OwnPlan extends SafetyPlan {
  revision_id: Id;
  based_on: Id | null;
  written_at: string;
  state: 'sent' | 'waiting' | 'attention';
}

export const ownPlan = computed<OwnPlan | null>(() => {
  const stored = plan.value?.plan;
  let own: OwnPlan | null = stored ? { ...stored, state: 'sent' } : null;
  for (const { state, write } of unsent.value) {
    if (write.kind !== 'safety_plan') continue;
    const { stamp, ...values } = write.body;
    own = { ...values, written_at: stamp.written_at, state };
  }
  return own;
});

/** Nothing is known to be written. While nothing is known at all, there may be. */
export const planIsEmpty = computed(() => {
  const own = ownPlan.value;
  if (own === null) return plan.known.value !== null;
  return !Object.values(own).some((value) => Array.isArray(value) && value.length > 0);
});

/** Those of "people I can ask for help" who can be called. */
export const planHelpers = computed<Contact[]>(() =>
  (ownPlan.value?.helpers ?? []).flatMap(({ name, dial }) => (dial ? [{ name, dial }] : [])),
);

/** The plan was changed on another phone as well. Said until the person has seen it, also after a restart. */
export const changedTwice = signal(false);
const TWICE = 'safety-plan-changed-twice';

export async function openPlan(): Promise<void> {
  const whose = account.value?.account_id;
  changedTwice.value = whose !== undefined && (await recall<true>(whose, TWICE)) !== undefined;
  await plan.open();
}

export async function sayChangedTwice(twice: boolean): Promise<void> {
  changedTwice.value = twice;
  const whose = account.value?.account_id;
  if (whose) await (twice ? remember(whose, TWICE, true) : forget(whose, TWICE)).catch(() => undefined);
}

/** The server has it. Which of two that were written apart is the plan now is for the server to say. */
export function planSent(saved: PlanSaved): void {
  plan.set({ plan: saved.plan });
  if (!saved.stale) return;
  void sayChangedTwice(true);
  void plan.refresh();
}
