import type { Id, Instant, Revision } from './types';

/** The safety plan and what the clinic sets for a crisis, as they travel. `contract.ts` holds them to the server. */
export interface PlanContact {
  name: string;
  dial: string | null;
}

/** In the order in which the steps are taken: Stanley and Brown, 2012. */
export interface SafetyPlan {
  warning_signs: string[];
  coping: string[];
  distractions: PlanContact[];
  helpers: PlanContact[];
  professionals: PlanContact[];
  safe_environment: string[];
  reasons_to_live: string[];
}

export type SafetyPlanPut = SafetyPlan & Revision;

export interface SafetyPlanView extends SafetyPlan {
  revision_id: Id;
  based_on: Id | null;
  written_at: Instant;
  received_at: Instant;
}

/** null until the first one is saved. */
export interface CurrentPlan {
  plan: SafetyPlanView | null;
}

export interface PlanSaved {
  plan: SafetyPlanView;
  replayed: boolean;
  stale: boolean;
  other: SafetyPlanView | null;
}

/** The clinic's own number, shown before every other; `text` is what the clinic says beside it. */
export interface OwnLine {
  name: string;
  dial: string | null;
  sms: string | null;
  hours: string | null;
  text: string | null;
}

export interface ClinicWord {
  phrase: string;
  tier: 'explicit' | 'veiled';
}

export interface ClinicCrisis {
  own_line: OwnLine | null;
  words: ClinicWord[];
}
