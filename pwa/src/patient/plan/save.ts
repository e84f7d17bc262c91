import type { SafetyPlan } from '../../api/plan';
import type { Id } from '../../api/types';
import { account } from '../../session/session';
import { keep } from '../../store/outbox';
import { look, sync } from '../../sync/engine';
import { newRevision } from '../../sync/stamp';
import { type OwnPlan, ownPlan, sayChangedTwice } from '../state/plan';
import { changedSteps, type Row, type Step, stepOf, stepsOf } from './steps';

/** A step that is being edited: what stood there when it was begun, and in which revision. */
export interface Begun {
  rows: Row[];
  seen: Id | null;
  from: SafetyPlan;
}

/**
 * The plan with this step as edited. Other steps are taken as they are now. When the step itself was changed elsewhere since
 * it was begun, the revision says that it did not see that: the server keeps both.
 */
export async function saveStep(step: Step, begun: Begun): Promise<void> {
  const current = ownPlan.value;
  const edited = { ...stepsOf(current), [step]: stepOf(begun.rows, step) };
  if (changedSteps(current, edited).length === 0) return;
  const untouched = !changedSteps(current, begun.from).includes(step);
  await save(edited, untouched ? basis(current) : begun.seen);
}

/** An earlier version becomes the newest one: nothing is taken out of the history. */
export async function bringBack(plan: SafetyPlan): Promise<void> {
  await save(stepsOf(plan), basis(ownPlan.value));
}

async function save(steps: SafetyPlan, based_on: Id | null): Promise<void> {
  const whose = account.value?.account_id;
  if (!whose) throw new Error('nobody is signed in');
  const base = ownPlan.value;
  const body = { ...steps, ...newRevision(based_on) };
  const replaces = base?.state === 'attention' ? base.revision_id : null;
  await keep(whose, { kind: 'safety_plan', body, hotline_shown: false, refusal: null }, replaces);
  await sayChangedTwice(false);
  await look();
  void sync();
}

/** The server never had what it refused. */
const basis = (base: OwnPlan | null) => (base?.state === 'attention' ? base.based_on : (base?.revision_id ?? null));
