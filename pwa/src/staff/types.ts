/** What the server says to staff, where the shared names in api/types.ts leave something out. */
import type { Filled } from '../api/contract';
import type { components } from '../api/schema';
import type { CaseloadRow as Caseload, Id, PatientView, PersonView, SummaryPage } from '../api/types';
import type { Alert } from './alerts/shapes';
import type { Summary } from './numbers';

/** `position` is null when the course has no session yet. */
export type CaseloadRow = Omit<Caseload, 'course'> & { course: { name: string; position: string | null } | null };

/** `care_team`: account ids of those who care for a patient, null for staff. */
export type Person = Omit<PersonView, 'care_team'> & { care_team: Id[] | null };

type Range = [number, number] | null;
type Ranges = 'over_days' | 'booster_months' | 'any_sessions' | 'any_gap' | 'months';

/** A null option is not asked for; ranges include both ends. The document says of a tuple that it holds anything. */
export type Protocol = Omit<Filled<components['schemas']['ProtocolView']>, Ranges> & Record<Ranges, Range>;

export type Page = Omit<SummaryPage, 'numbers'> & { numbers: Summary };

export type PlanContact = Filled<components['schemas']['PlanContact']>;
export type SafetyPlanView = Filled<components['schemas']['SafetyPlanView']>;

export type Patient = Omit<PatientView, 'open_alerts'> & { open_alerts: Alert[]; hold: components['schemas']['HoldView'] | null };
