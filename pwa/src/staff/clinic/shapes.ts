/** The clinic's settings for a crisis, as the server describes them. */
import type { Filled } from '../../api/contract';
import type { components } from '../../api/schema';

type Theirs = components['schemas'];

export type LineView = Filled<Theirs['LineView']>;
export type OwnLine = Filled<Theirs['OwnLine']>;
export type ClinicWord = Theirs['ClinicWord'];
export type WordTier = ClinicWord['tier'];

export interface CrisisSettings {
  own_line: OwnLine | null;
  words: ClinicWord[];
}

/** Its zone is the clinic's and not set here. */
export type Escalation = Omit<Theirs['EscalationView'], 'zone'>;
export type Listed = Theirs['OnListPut'];
export type When = Listed['when'];
